"""Results: pulled until every target has its end, reminded of three times, taken back in the end, reported."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.ids import ExternalUserId
from chalicelib.platforms.wecom import mass
from chalicelib.tasks import results, store
from chalicelib.tasks.errands import PullTask
from local.wecom.states import Quota, Status
from tests.support.desk import CORP, Desk
from tests.support.race.rivals import between

HOUR = {"hours": 1}


def _sent(desk: Desk, **changes: Any) -> str:
    post = desk.post(**changes)
    desk.after(hours=1)
    return post


def test_every_target_has_its_end_and_the_report_sums_to_all(desk: Desk) -> None:
    """Delivered, not a friend any more, over WeCom's own quota."""
    mine = desk.friends(3)
    world = desk.stack.sandbox.world
    world.corp(CORP).mass_quota = Quota.DAY
    post = _sent(desk)
    own = {"text": "自己发的", "customers": [mine[2]]}
    desk.stack.platform.call("POST", f"corps/{CORP}/staff/liming/mass/send", own)
    relation = world.relation(CORP, "liming", mine[1])
    assert relation is not None
    relation.status = Status.CUSTOMER_LEFT
    desk.confirm()
    desk.after(minutes=6)
    desk.after(minutes=6)
    assert desk.marks(post) == dict(zip(mine, "123", strict=True))
    report = desk.report(post)
    assert (report["targeted"], report["created"], report["confirmed"], report["delivered"]) == (3, 3, 3, 1)
    assert report["refused"] == {"not_friend": 1, "quota": 1}
    assert (report["occurrences"], report["closed"]) == (1, 1)
    assert desk.occurrence(post)["counts"] == {"delivered": 1, "not_friend": 1, "quota": 1}


@pytest.mark.parametrize("status", [7, -1, 10])
def test_a_status_that_wecom_has_not_documented_ends_as_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """The post is accounted for all the same, and the others keep what WeCom says of them."""
    mine = desk.friends(2)
    post = _sent(desk)
    desk.confirm()
    told = [mass.Sending(status, ExternalUserId(mine[0])), mass.Sending(mass.SENT, ExternalUserId(mine[1]))]
    monkeypatch.setattr(mass, "results", lambda *_: iter(told))
    for _ in range(2):
        desk.after(minutes=6)
    assert desk.occurrence(post)["counts"] == {"delivered": 1, "unknown": 1}
    assert desk.occurrence(post)["status"] == "closed"


def test_the_report_of_an_open_occurrence_is_what_is_known(desk: Desk) -> None:
    """One member of staff has sent, the other has not."""
    desk.friends(2), desk.friends(3, "wangfang", "d")
    post = _sent(desk)
    desk.confirm("wangfang")
    desk.after(minutes=6)
    report = desk.report(post)
    assert (report["targeted"], report["created"], report["confirmed"], report["delivered"]) == (5, 5, 3, 3)
    assert (report["closed"], report["refused"]) == (0, {})


def test_staff_is_reminded_at_two_six_and_twenty_hours_and_never_a_fourth_time(desk: Desk) -> None:
    """Three in all; who has sent is not reminded."""
    desk.friends(1), desk.friends(1, "wangfang", "d")
    _sent(desk)
    desk.confirm("wangfang")
    told: list[int] = []
    passed = 0
    for hour in (1, 2, 5, 6, 7, 19, 20, 23, 30):
        desk.after(hours=hour - passed)
        told += [hour] * (len(desk.ledger("reminded")) - len(told))
        passed = hour
    assert told == [2, 6, 20]
    assert all(entry["members"] == ["liming"] for entry in desk.ledger("reminded"))


def test_a_reminder_is_counted_before_it_is_made(desk: Desk) -> None:
    """Whoever dies right after the call, or finds no answer, does not remind again."""
    desk.friends(1)
    post = _sent(desk)
    errand = PullTask(origin=desk.origin(post), task=desk.task_id(post))
    desk.stack.platform.fault(kind="drop_reply", api="externalcontact/remind_groupmsg_send", times=1)
    desk.stack.clock.advance(2 * 3600 + 60)
    rival = between((store, "remind"), (mass, "remind"), lambda: results.pull(desk.ctx(), errand))
    with rival, pytest.raises(UpstreamUnknown):
        results.pull(desk.ctx(), errand)
    for _ in range(3):
        results.pull(desk.ctx(), errand)
    assert len(desk.ledger("reminded")) == 1


def test_two_workers_at_once_remind_once(desk: Desk) -> None:
    """Both have read that nobody was reminded; the count is taken by one."""
    desk.friends(1)
    post = _sent(desk)
    errand = PullTask(origin=desk.origin(post), task=desk.task_id(post))
    desk.stack.clock.advance(2 * 3600 + 60)
    with between((store, "task"), (store, "remind"), lambda: results.pull(desk.ctx(), errand)):
        results.pull(desk.ctx(), errand)
    assert len(desk.ledger("reminded")) == 1


def test_reminders_that_were_slept_through_are_not_made_up(desk: Desk) -> None:
    """Down for 21 hours: one reminder, not three."""
    desk.friends(1)
    _sent(desk)
    desk.after(hours=21)
    for _ in range(3):
        desk.after(hours=1)
    assert len(desk.ledger("reminded")) == 1


def test_nobody_is_reminded_in_quiet_hours(desk: Desk) -> None:
    """The reminder of 13:00 comes when they end, at 15:00."""
    desk.friends(1)
    _sent(desk)
    desk.rules(quiet_hours={"from": "12:30", "to": "15:00"})
    told = []
    for _ in range(5):
        desk.after(**HOUR)
        told.append(len(desk.ledger("reminded")))
    assert told == [0, 0, 0, 1, 1]


def test_a_reminder_that_wecom_refuses_is_no_error(desk: Desk) -> None:
    """Somebody reminded by hand already (41094): results are pulled as before."""
    (external,) = desk.friends(1)
    post = _sent(desk)
    desk.stack.platform.fault(kind="error", api="externalcontact/remind_groupmsg_send", errcode=41094, times=1)
    desk.after(hours=2)
    desk.confirm()
    desk.after(hours=2)
    assert desk.marks(post) == {external: "1"}
    assert not desk.stack.queues.dead


def test_what_nobody_confirmed_in_72_hours_is_taken_back(desk: Desk) -> None:
    """So that what the report says stays true: later nobody can send it."""
    desk.friends(2), desk.friends(1, "wangfang", "d")
    post = _sent(desk)
    desk.confirm("wangfang")
    for hours in (70, 3, 3):
        desk.after(hours=hours)
    assert desk.occurrence(post)["counts"] == {"delivered": 1, "unconfirmed": 2}
    assert desk.occurrence(post)["status"] == "closed"
    assert desk.stack.platform.call("POST", f"corps/{CORP}/mass/confirm", {})["confirmed"] == []
    assert desk.report(post)["refused"] == {"unconfirmed": 2}
    shown = {task["sender"]: task["problem"] for task in desk.tasks(post)}
    assert (shown["liming"]["code"], "提醒" in shown["liming"]["zh"]) == ("TaskUnconfirmed", True)
    assert shown["wangfang"] is None


def test_a_confirmation_between_look_and_taking_back_counts_as_sent(desk: Desk) -> None:
    """Taken back first, then looked: what was sent until then is told as sent."""
    (external,) = desk.friends(1)
    post = _sent(desk)
    errand = PullTask(origin=desk.origin(post), task=desk.task_id(post))
    desk.stack.clock.advance(73 * 3600)
    desk.sign_in()
    with between((store, "end"), (mass, "cancel"), desk.confirm):
        results.pull(desk.ctx(), errand)
    assert desk.marks(post) == {external: "1"}
    assert desk.tasks(post)[0]["counts"] == {"delivered": 1}


def test_results_are_pulled_again_when_wecom_was_busy_or_silent(desk: Desk) -> None:
    """Nothing is lost, nothing is counted twice."""
    (external,) = desk.friends(1)
    post = _sent(desk)
    desk.confirm()
    for kind in ("error", "drop_reply"):
        desk.stack.platform.fault(kind=kind, api="externalcontact/get_groupmsg_send_result", errcode=45009, times=5)
        desk.after(minutes=20)
        assert desk.tasks(post)[0]["state"] == "created"
    desk.after(minutes=30)
    assert desk.marks(post) == {external: "1"}
    assert desk.report(post)["delivered"] == 1


def test_a_task_that_wecom_does_not_know_any_more_is_closed_and_says_so(desk: Desk) -> None:
    """41047 for good: it is asked for once, what became of it is not known, and the task says why."""
    desk.friends(2)
    post = desk.post()
    desk.after(hours=1)
    desk.stack.platform.fault(kind="permanent", api="externalcontact/get_groupmsg_task", errcode=41047)
    desk.after(minutes=6)
    (task,) = desk.tasks(post)
    assert (task["state"], task["counts"], task["problem"]["errcode"]) == ("closed", {"unknown": 2}, 41047)
    assert task["problem"]["remedy"] == "nothing"
    desk.after(minutes=6)
    assert desk.occurrence(post)["status"] == "closed"
    assert desk.stack.queues.dead == []


def test_claims_and_redemptions_that_followed_are_in_the_report(desk: Desk) -> None:
    """Claims that name the post and are of its template, each once; a made-up source counts nowhere."""
    template = {"name": "满100减20", "amount_off": 2000, "threshold": 0, "stock": 9, "claimable_by": ["anyone"]}
    ids = [desk.owner.post("/admin/v1/coupon-templates", template).json()["template_id"] for _ in range(2)]
    post = _sent(desk, coupon_template_id=ids[0])
    sources = [(ids[0], f"post:{post}"), (ids[0], ""), (ids[1], f"post:{post}"), (ids[0], "post:nothing")]
    codes = []
    for number, (template_id, source) in enumerate(sources):
        member = desk.member(desk.friend(f"m{number}"))
        claim = member.post(f"/mini/v1/coupon-templates/{template_id}/claims", {"source": source})
        assert claim.status == 201, claim.body
        codes.append(claim.json()["code"])
    for code in codes[:3]:
        assert desk.owner.post("/staff/v1/redemptions", {"code": code, "order_amount": 1}).status == 201
    desk.stack.drain.copies = 2
    desk.stack.drain()
    report = desk.report(post)
    assert (report["claims"], report["redemptions"]) == (1, 1)
    undone = desk.owner.post("/staff/v1/reversals", {"code": codes[0], "reason": "扫错了券"})
    assert undone.status == 201, undone.body
    desk.stack.clock.advance(1)
    desk.stack.drain()
    report = desk.report(post)
    assert (report["claims"], report["redemptions"]) == (1, 0)


def test_a_source_that_is_none_is_refused(desk: Desk) -> None:
    """Its shape is checked before anything is claimed."""
    member = desk.member(desk.friend("a"))
    assert member.post("/mini/v1/coupon-templates/x/claims", {"source": "a b"}).code == "InvalidBody"
