"""At most one task at WeCom per (occurrence, sender, chunk), whatever is lost, slow, refused or dead."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.ids import UserId
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.messages import Message
from chalicelib.posts import occurrence_rows
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.posts.shapes import End
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.tasks import create, retrying, store
from chalicelib.tasks.errands import CreateTask
from local.wecom.states import Status
from tests.support import flows
from tests.support.desk import CORP, TEXT, Desk
from tests.support.race.rivals import between

ADD = "externalcontact/add_msg_template"


def _run(desk: Desk, post: str, number: int = 0) -> None:
    """The queue's errand for one task."""
    create.create(desk.ctx(), CreateTask(origin=desk.origin(post), task=desk.task_id(post, number)))


def _planned(desk: Desk, **changes: Any) -> str:
    """A post whose tasks are planned and not asked for: the queue is slow."""
    post = desk.post(**changes)
    with pytest.MonkeyPatch.context() as patch:
        flows.on_errand(patch, "create_task", lambda ctx, errand: None)
        desk.after(hours=1)
    return post


def _states(desk: Desk, post: str) -> list[str]:
    return [task["state"] for task in desk.tasks(post)]


def test_each_sender_is_asked_once_with_their_own_customers(desk: Desk) -> None:
    """Two members of staff, two tasks, each with its msgid."""
    mine, his = desk.friends(3), desk.friends(2, "wangfang", "d")
    post = desk.post()
    desk.after(hours=1)
    for _ in range(2):
        desk.after(minutes=6)
    assert desk.asked() == {"liming": mine, "wangfang": his}
    assert [task["msgid"] for task in desk.tasks(post)] == [one["msgid"] for one in desk.ledger()]


def test_a_large_sender_gets_several_chunks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where WeCom takes two a call, five customers are three tasks, and everybody is in one of them."""
    monkeypatch.setattr(mass, "MOST_CUSTOMERS", 2)
    mine = desk.friends(5)
    desk.post()
    desk.after(hours=1)
    entries = desk.ledger()
    assert [entry["count"] for entry in entries] == [2, 2, 1]
    assert sorted(target for entry in entries for target in entry["targets"]) == mine


def test_a_task_whose_reply_was_lost_is_found_not_repeated(desk: Desk) -> None:
    """WeCom made it and the answer never came: two minutes later it is found in the list."""
    desk.friends(3)
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=1)
    post = desk.post()
    desk.after(hours=1)
    assert _states(desk, post) == ["asking"]
    desk.after(minutes=6)
    assert _states(desk, post) == ["created"]
    assert [entry["msgid"] for entry in desk.ledger()] == [desk.tasks(post)[0]["msgid"]]


def test_a_task_that_wecom_never_got_is_asked_for_again(desk: Desk) -> None:
    """The request was lost, not the answer: the list does not have it, so it is asked for once more."""
    desk.friends(1)
    post = desk.post()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mass, "add_task", _is_lost)
        desk.after(hours=1)
    assert (_states(desk, post), len(desk.ledger())) == (["asking"], 0)
    desk.after(minutes=6)
    assert (_states(desk, post), len(desk.ledger())) == (["created"], 1)


def _is_lost(*_: Any) -> None:
    raise UpstreamUnknown()


def test_lost_replies_of_chunks_that_look_alike_are_told_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same sender, same text, same second: each chunk finds its own by its targets, and none is made twice."""
    monkeypatch.setattr(mass, "MOST_CUSTOMERS", 2)
    mine = desk.friends(6)
    post = _planned(desk)
    for number in range(3):
        desk.stack.platform.fault(kind="drop_reply", api=ADD, times=1)
        with pytest.raises(UpstreamUnknown):
            _run(desk, post, number)
    assert _states(desk, post) == ["asking"] * 3
    desk.stack.clock.advance(121)
    for number in (2, 0, 1):
        _run(desk, post, number)
    assert _states(desk, post) == ["created"] * 3
    entries = {entry["msgid"]: entry["targets"] for entry in desk.ledger()}
    assert sorted(target for targets in entries.values() for target in targets) == mine
    for task in desk.tasks(post):
        row = store.task(desk.ctx(), desk.origin(post), task["task"])
        assert row is not None
        assert store.targets(desk.ctx(), row) == entries[task["msgid"]]


def test_a_lost_reply_of_another_post_is_not_taken_for_ours(desk: Desk) -> None:
    """Two posts of one text to the same customers, both in doubt: two tasks in the end, one each."""
    desk.friends(2)
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=2)
    posts = [desk.post(), desk.post()]
    desk.after(hours=1)
    desk.after(minutes=6)
    assert len(desk.ledger()) == 2
    assert {desk.tasks(post)[0]["msgid"] for post in posts} == {entry["msgid"] for entry in desk.ledger()}


@pytest.mark.parametrize("errcode", [45009, 41063])
def test_a_busy_wecom_is_asked_again_later(desk: Desk, errcode: int) -> None:
    """It did nothing, so nothing is looked up: the queue tries again, and the occurrence's clock after it."""
    desk.friends(1)
    desk.stack.platform.fault(kind="error", api=ADD, errcode=errcode, times=7)
    post = desk.post()
    desk.after(hours=1)
    assert _states(desk, post) == ["planned"]
    desk.after(minutes=6)
    assert (_states(desk, post), len(desk.ledger())) == (["created"], 1)


def test_a_block_by_wecom_is_waited_out(desk: Desk) -> None:
    """Tries during the block do not add up: one task when it ends."""
    desk.friends(1)
    desk.stack.platform.fault(kind="block", api=ADD, seconds=660)
    desk.post(schedule={"kind": "once", "at": desk.at(minutes=1)})
    made = []
    for minutes in (1, 6, 6):
        desk.after(minutes=minutes)
        made.append(len(desk.ledger()))
    assert made == [0, 0, 1]


def test_a_lost_token_is_no_lost_post(desk: Desk) -> None:
    """All tokens are revoked while tasks are asked for: each is asked for once, with a new one."""
    desk.friends(1), desk.friends(1, "wangfang", "d")
    desk.stack.platform.fault(kind="invalidate_tokens", times=1)
    desk.post()
    desk.after(hours=1)
    assert len(desk.ledger()) == 2


def test_a_plain_no_of_wecom_ends_the_task_with_the_reason(desk: Desk) -> None:
    """41048, nobody to send to: the others go on; an occurrence where nothing was made has failed."""
    mine = desk.friends(2)
    for external in mine:
        desk.stack.sandbox.world.relation(*_pair(external)).status = Status.GONE  # type: ignore[union-attr]
    post = desk.post()
    desk.after(hours=1)
    (task,) = desk.tasks(post)
    assert (task["state"], task["reason"], task["counts"]) == ("closed", "wecom_41048", {"wecom_41048": 2})
    desk.after(minutes=6)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["reason"]) == ("failed", "wecom_41048")
    assert desk.report(post)["refused"] == {"wecom_41048": 2}


def test_a_task_that_wecom_refused_is_asked_for_again_when_somebody_says_so(desk: Desk) -> None:
    """One sender is not active: the other's customers get it; the verb asks anew, also when it is pressed too early."""
    mine, other = desk.friend("a"), desk.friend("b", userid="wangfang")
    desk.stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = False
    post = desk.post()
    desk.after(hours=1)
    (refused,) = [task for task in desk.tasks(post) if task["problem"]]
    assert (refused["sender"], refused["problem"]["errcode"], refused["problem"]["remedy"]) == (
        "wangfang", 41054, "retry",
    )  # fmt: skip
    retries = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    for active, asked in ((False, {"liming": [mine]}), (True, {"liming": [mine], "wangfang": [other]})):
        desk.stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = active
        assert desk.owner.post(retries).status == 200
        desk.stack.drain()
        assert desk.asked() == asked
    assert desk.owner.post(retries).code == "HasNotFailed"
    desk.confirm()
    desk.after(minutes=6)
    desk.after(minutes=6)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["counts"]) == ("closed", {"delivered": 2})


def test_all_that_failed_is_asked_for_again_however_much_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressed once, it goes on by itself; what had failed may lie behind what had not."""
    monkeypatch.setattr(retrying, "AT_ONCE", 1)
    names = ("liming", "wangfang", "zhaolei", "chenyu")
    for userid in names:
        desk.friend(userid[0], userid=userid)
    staff = desk.stack.sandbox.world.state.corps[CORP].staff
    post = desk.post()
    for userid in names:
        staff[userid].active = userid == "liming"
    desk.after(hours=1)
    assert sorted(desk.asked()) == ["liming"]
    for userid in names:
        staff[userid].active = True
    assert desk.owner.post(f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries").status == 200
    desk.stack.drain()
    assert sorted(desk.asked()) == sorted(names)
    assert {len(them) for them in desk.asked().values()} == {1}


def test_an_occurrence_is_not_closed_by_whoever_looked_before_a_task_was_asked_for_again(desk: Desk) -> None:
    """All are closed when they are counted; then somebody asks again; the count of before ends nothing."""
    desk.friend("a")
    desk.friend("b", userid="wangfang")
    desk.stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = False
    post = desk.post()
    desk.after(hours=1)
    at = desk.occurrence(post)["at"]
    seen = occurrence_rows.occurrence(desk.ctx(), PostId(post), OccurrenceName(at))
    assert seen is not None
    desk.owner.post(f"/admin/v1/posts/{post}/occurrences/{at}/retries")
    with pytest.raises(Refused):
        occurrence_rows.close(desk.ctx(), seen, End(status=OccurrenceStatus.CLOSED))


def _pair(external: str) -> tuple[str, str, str]:
    return CORP, "liming", external


def test_who_said_no_since_the_plan_gets_nothing(desk: Desk) -> None:
    """Refused or blocked between plan and call: left out of the call, and told apart; who came back is sent to."""
    mine = desk.friends(4)
    post = _planned(desk)
    desk.refuse(mine[0])
    desk.block(mine[1], reason="")
    desk.refuse(mine[2])
    desk.refuse(mine[2], accept=True)
    _run(desk, post)
    (entry,) = desk.ledger()
    assert entry["targets"] == mine[2:]
    assert desk.marks(post) == dict(zip(mine, "rb00", strict=True))
    desk.confirm()
    desk.after(minutes=6)
    desk.after(minutes=6)
    assert desk.report(post)["refused"] == {"blocked": 1, "refused": 1}
    assert desk.report(post)["delivered"] == 2


def test_a_no_that_no_card_has_heard_of_yet_is_heard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards follow facts and may be behind: whoever said no before the plan is planned for, and still gets nothing."""
    flows.only_facts(monkeypatch, lambda kind: kind != "member.refused_posts")
    mine = desk.friends(2)
    desk.refuse(mine[0])
    desk.stack.clock.advance(3600)
    post = _planned(desk)
    _run(desk, post)
    (entry,) = desk.ledger()
    assert entry["targets"] == mine[1:]
    assert desk.marks(post) == dict(zip(mine, "r0", strict=True))


def test_when_all_have_said_no_wecom_is_not_asked(desk: Desk) -> None:
    """A call without targets would go to all customers of the sender."""
    (external,) = desk.friends(1)
    post = _planned(desk)
    desk.refuse(external)
    _run(desk, post)
    assert (desk.ledger(), desk.tasks(post)[0]["counts"]) == ([], {"refused": 1})
    with pytest.raises(ValueError, match="targets"):
        mass.add_task(desk.ctx(), "single", UserId("liming"), [], Message())


def test_approval_dropped_between_plan_and_call_stops_it(desk: Desk) -> None:
    """Nothing is sent, and the operator sees why."""
    desk.friends(2)
    post = _planned(desk)
    desk.recall()
    _run(desk, post)
    desk.after(minutes=6)
    assert desk.ledger() == []
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["reason"]) == ("cancelled", "recalled")
    assert desk.occurrence(post)["counts"] == {"recalled": 2}


def test_nothing_is_asked_in_quiet_hours(desk: Desk) -> None:
    """Planned before they begin, asked for when they end."""
    desk.friends(1)
    post = _planned(desk)
    desk.rules(quiet_hours={"from": "11:00", "to": "13:30"})
    _run(desk, post)
    desk.after(hours=2)
    assert (desk.ledger(), _states(desk, post)) == ([], ["planned"])
    desk.after(minutes=30)
    assert len(desk.ledger()) == 1


def test_the_second_of_two_senders_at_once_goes_away(desk: Desk) -> None:
    """The queue delivers a task twice at the same moment: one call."""
    desk.friends(1)
    post = _planned(desk)
    with between((store, "ask"), (mass, "add_task"), lambda: _run(desk, post)):
        _run(desk, post)
    assert len(desk.ledger()) == 1


def test_a_sender_who_wakes_up_from_the_dead_makes_no_call(desk: Desk) -> None:
    """Asleep before its last word for longer than its lease: another asked meanwhile, and it is refused."""
    desk.friends(1)
    post = _planned(desk)

    def meanwhile() -> None:
        desk.stack.clock.advance(121)
        _run(desk, post)

    with between((store, "ask"), (store, "calling"), meanwhile):
        _run(desk, post)
    assert (len(desk.ledger()), _states(desk, post)) == (1, ["created"])


def test_a_sender_who_dies_after_its_call_is_followed_by_one_who_looks(desk: Desk) -> None:
    """WeCom has the task, our row does not know: found, stored, not repeated."""
    desk.friends(2)
    post = _planned(desk)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(store, "created", _dies)
        _run(desk, post)
    desk.stack.clock.advance(119)
    _run(desk, post)
    assert _states(desk, post) == ["asking"]
    desk.stack.clock.advance(2)
    _run(desk, post)
    assert (len(desk.ledger()), _states(desk, post)) == (1, ["created"])


def _dies(*_: Any) -> None:
    raise KeyboardInterrupt


def test_whom_wecom_does_not_take_is_told_apart(desk: Desk) -> None:
    """A friendship that ended unseen is in the fail list; found again after a lost reply, it is so too."""
    mine = desk.friends(3)
    desk.stack.sandbox.world.relation(*_pair(mine[1])).status = Status.GONE  # type: ignore[union-attr]
    for fault in (None, "drop_reply"):
        if fault:
            desk.stack.platform.fault(kind=fault, api=ADD, times=1)
        post = desk.post()
        desk.after(hours=1)
        desk.after(minutes=6)
        assert desk.marks(post) == dict(zip(mine, "0i0", strict=True))
        assert desk.report(post)["created"] == 2


def test_a_cancelled_post_takes_back_what_is_unsent_in_every_state(desk: Desk) -> None:
    """One sent, one waiting for its tap, one never asked for: delivered stays delivered, the rest is cancelled."""
    sent, waiting, unasked = desk.friends(2), desk.friends(2, "wangfang", "d"), desk.friends(1, "zhaolei", "e")
    post = _planned(desk)
    by_sender = {task["sender"]: number for number, task in enumerate(desk.tasks(post))}
    _run(desk, post, by_sender["liming"])
    _run(desk, post, by_sender["wangfang"])
    desk.confirm("liming")
    assert desk.owner.post(f"/admin/v1/posts/{post}/cancel").status == 200
    desk.stack.drain()
    desk.after(minutes=6)
    desk.after(minutes=6)
    seen = desk.occurrence(post)
    assert (seen["status"], seen["counts"]) == ("cancelled", {"cancelled": 3, "delivered": 2})
    assert [len(desk.received(one)) for one in [*sent, *waiting, *unasked]] == [1, 1, 0, 0, 0]
    assert len(desk.ledger("cancelled")) == 2
    assert desk.stack.platform.call("POST", "corps/wwdemo0000000001/mass/confirm", {})["confirmed"] == []


def test_a_post_that_is_cancelled_while_a_call_is_in_doubt_is_looked_up_and_taken_back(desk: Desk) -> None:
    """The reply was lost, then the operator cancelled: the task is found, and nobody can send it any more."""
    (external,) = desk.friends(1)
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=1)
    post = desk.post()
    desk.after(hours=1)
    desk.owner.post(f"/admin/v1/posts/{post}/cancel")
    desk.stack.drain()
    for _ in range(3):
        desk.after(minutes=6)
    assert desk.occurrence(post)["status"] == "cancelled"
    assert (desk.received(external), len(desk.ledger()), len(desk.ledger("cancelled"))) == ([], 1, 1)


def test_a_cancellation_between_asking_and_calling_stops_the_call(desk: Desk) -> None:
    """The last word before the call sees it."""
    desk.friends(1)
    post = _planned(desk)

    def cancel() -> None:
        desk.owner.post(f"/admin/v1/posts/{post}/cancel")
        desk.stack.drain()

    with between((store, "ask"), (store, "calling"), cancel):
        _run(desk, post)
    for _ in range(2):
        desk.after(minutes=6)
    assert (desk.ledger(), desk.occurrence(post)["status"]) == ([], "cancelled")


def test_variables_are_filled_for_each_sender(desk: Desk) -> None:
    """Nobody reads an account id, and the day is the occurrence's, also when it is asked for again the day after."""
    desk.content = desk.approved(text="{{staff_name}}：{{send_date}}见，{{corp_name}}")
    external = desk.friend("a")
    desk.stack.platform.fault(kind="error", api=ADD, times=7)
    desk.post(schedule={"kind": "once", "at": "2026-11-21T15:59:00.000Z"}, confirm=True)
    desk.after(hours=13, minutes=59)
    desk.after(minutes=6)
    desk.confirm()
    assert desk.received(external) == ["您的专属顾问：11月21日见，品牌 wwdemo0000000001"]
    assert TEXT not in desk.received(external)


def test_what_could_not_be_asked_for_in_72_hours_is_given_up(desk: Desk) -> None:
    """A message of three days ago helps nobody: not sent when WeCom is back, and the operator sees why."""
    desk.friends(1)
    desk.stack.platform.fault(kind="block", api=ADD, seconds=100 * 3600)
    post = desk.post(schedule={"kind": "once", "at": desk.at(minutes=1)})
    for hours in (0.1, 73, 30, 1):
        desk.after(hours=hours)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["reason"]) == ("failed", "too_late")
    assert (desk.ledger(), desk.occurrence(post)["counts"]) == ([], {"too_late": 1})
    (task,) = desk.tasks(post)
    assert (task["problem"]["code"], task["problem"]["remedy"]) == ("TaskTooLate", "nothing")


def test_a_task_in_doubt_that_is_too_late_is_looked_up_and_taken_back(desk: Desk) -> None:
    """The reply was lost, then everything stood still for days: found, and nobody can send it any more."""
    (external,) = desk.friends(1)
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=1)
    post = desk.post()
    desk.after(hours=1)
    for hours in (80, 0.1, 0.1):
        desk.after(hours=hours)
    desk.confirm()
    assert (desk.received(external), len(desk.ledger())) == ([], 1)
    assert desk.occurrence(post)["counts"] == {"too_late": 1}
