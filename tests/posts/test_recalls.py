"""A recall reaches WeCom: what is unsent is taken back, the staff who hold it are told, nothing more is asked for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.content import reviews
from chalicelib.content import store as content_store
from chalicelib.content.shapes import ContentBody, Kind
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.storage.table import change
from chalicelib.platforms.wecom import mass
from chalicelib.posts import occurrence_rows, planning, recalls
from chalicelib.posts.errands import FollowContent
from chalicelib.tasks import create, store, telling
from chalicelib.tasks.errands import CreateTask, TellSender
from tests.support import flows, make
from tests.support.desk import TEXT, Desk
from tests.support.race.rivals import between

ADD = "externalcontact/add_msg_template"
DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


def _run(desk: Desk, post: str, number: int = 0) -> None:
    """The queue's errand for one task."""
    create.create(desk.ctx(), CreateTask(origin=desk.origin(post), task=desk.task_id(post, number)))


def _planned(desk: Desk) -> str:
    """A post whose tasks are planned and not asked for: the queue is slow."""
    post = desk.post()
    with pytest.MonkeyPatch.context() as patch:
        flows.on_errand(patch, "create_task", lambda ctx, errand: None)
        desk.after(hours=1)
    return post


def _settled(desk: Desk, post: str) -> dict[str, Any]:
    """The occurrence when everything that follows is done."""
    for _ in range(3):
        desk.after(minutes=6)
    return desk.occurrence(post)


def test_a_recall_takes_back_what_is_unsent_in_every_state(desk: Desk) -> None:
    """One sent, one waiting, one in doubt, one never asked for: who has it keeps it, the others get nothing."""
    names = ("liming", "wangfang", "zhaolei", "zhangwei")
    friends = {userid: desk.friends(1, userid, userid) for userid in names}
    post = _planned(desk)
    by_sender = {task["sender"]: number for number, task in enumerate(desk.tasks(post))}
    for userid in names[:2]:
        _run(desk, post, by_sender[userid])
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=1)
    with pytest.raises(Exception, match="UpstreamUnknown"):
        _run(desk, post, by_sender["zhaolei"])
    desk.confirm("liming")
    desk.recall()
    desk.stack.drain()
    seen = _settled(desk, post)
    assert (seen["status"], seen["reason"]) == ("cancelled", "recalled")
    assert seen["counts"] == {"delivered": 1, "recalled": 3}
    desk.confirm()
    assert {userid: len(desk.received(friend)) for userid, (friend,) in friends.items()} == {
        userid: int(userid == "liming") for userid in names
    }
    assert len(desk.ledger()) == 3
    told = {userid: desk.told(userid) for userid in names}
    assert {userid: len(texts) for userid, texts in told.items()} == {**dict.fromkeys(names, 1), "zhangwei": 0}
    assert "「到店」已撤回，原因：改价" in told["wangfang"][0] and len(told["wangfang"][0].encode()) <= 2048


def test_a_recalled_post_shows_its_problem_and_goes_on_with_the_next_version(desk: Desk) -> None:
    """Recalled, it does not go out, and says why and what to press; pressed, it goes out again."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.recall()
    desk.stack.drain()
    problem = desk.read(post)["problem"]
    assert (problem["code"], problem["remedy"]) == ("VersionRecalled", "new_version")
    desk.after(hours=23)
    assert (desk.occurrence(post)["status"], desk.read(post)["failed"], desk.ledger()) == ("failed", 1, [])
    desk.edit("新文字")
    desk.approve()
    desk.stack.drain()
    assert desk.read(post)["problem"]["code"] == "VersionRecalled", "a recall is not undone by an approval"
    assert desk.owner.post(f"/admin/v1/posts/{post}/new-version").json()["problem"] is None
    desk.after(hours=24)
    assert [entry["text"] for entry in desk.ledger()] == ["新文字"]


def test_a_post_of_one_time_that_was_recalled_amidst_says_so(desk: Desk) -> None:
    """In the list too: it is finished, and not everybody whom it means has it."""
    desk.friends(2)
    post = _planned(desk)
    desk.recall()
    desk.stack.drain()
    (line,) = [one for one in desk.owner.get("/admin/v1/posts").json()["items"] if one["post_id"] == post]
    assert (line["status"], line["problem"]["code"]) == ("finished", "RecalledAmidst")
    assert _settled(desk, post)["status"] == "cancelled"
    flows_again = FollowContent(content=desk.content, content_version=1, recalled=True)
    recalls.follow(desk.ctx(), flows_again)
    assert desk.read(post)["problem"]["code"] == "RecalledAmidst"


def test_only_what_sends_the_version_is_stopped(desk: Desk) -> None:
    """A post that sends another version of the item, or another item, goes on."""
    desk.friends(1)
    old = _planned(desk)
    desk.edit("新文字")
    desk.approve()
    new = desk.post(content={"item_id": desk.content, "version": 2})
    desk.after(hours=1)
    desk.recall()
    desk.stack.drain()
    assert _settled(desk, old)["status"] == "cancelled"
    assert desk.occurrence(new)["status"] == "sending"


def test_what_had_begun_with_a_version_that_was_replaced_is_finished_with_it(desk: Desk) -> None:
    """Nobody took it back: the tasks are asked for with the text that was planned."""
    desk.friends(1)
    post = _planned(desk)
    desk.edit("新文字")
    desk.approve()
    _run(desk, post)
    assert [entry["text"] for entry in desk.ledger()] == ["今日到店，第二杯半价。"]


def _recall(desk: Desk) -> None:
    """And all that follows from it at once."""
    desk.recall()
    desk.stack.drain()


@pytest.mark.parametrize(
    ("first", "second", "calls"),
    [
        ((store, "ask"), (store, "targets"), 0),
        ((create, "_messages"), (store, "calling"), 0),
        ((store, "calling"), (mass, "add_task"), 1),
        ((mass, "add_task"), (store, "created"), 1),
    ],
)
def test_of_a_recall_and_a_send_one_is_first(desk: Desk, first: Any, second: Any, calls: int) -> None:
    """Before the last word the call is not made; after it, it is, and is taken back: nobody can send it."""
    (external,) = desk.friends(1)
    post = _planned(desk)
    with between(first, second, lambda: _recall(desk)):
        _run(desk, post)
    seen = _settled(desk, post)
    desk.confirm()
    assert (len(desk.ledger()), len(desk.ledger("cancelled")), desk.received(external)) == (calls, calls, [])
    assert (seen["status"], seen["reason"], seen["counts"]) == ("cancelled", "recalled", {"recalled": 1})


def test_without_the_last_word_a_recall_is_overtaken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: where the call does not look at the mark, it is made after the recall."""

    def blind(ctx: Ctx, row: store.TaskRow, text_hash: str) -> None:
        change(ctx, store.TaskRow(row.pk, row.sk), [store.TaskRow.called_at.set(ctx.at)], None)

    desk.friends(1)
    post = _planned(desk)
    monkeypatch.setattr(store, "calling", blind)
    with between((create, "_messages"), (store, "calling"), lambda: _recall(desk)):
        _run(desk, post)
    assert len(desk.ledger()) == 1


@pytest.mark.parametrize("step", ["take", "planned"])
def test_a_recall_while_it_is_planned_ends_it(desk: Desk, step: str) -> None:
    """Before the plan stands, or the moment before it would: no task is asked for."""
    desk.friends(1)
    post = desk.post()
    first = (occurrence_rows, "take") if step == "take" else (occurrence_rows, "note")
    second = (planning, "_slice") if step == "take" else (occurrence_rows, "planned")
    with between(first, second, desk.recall):
        desk.after(hours=1)
    seen = _settled(desk, post)
    assert (seen["status"], seen["reason"], desk.ledger()) == ("cancelled", "recalled", [])


def test_a_long_list_of_users_is_followed_to_its_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One at a time: each message goes on where the last one stopped; told twice it is once."""
    monkeypatch.setattr(recalls, "AT_ONCE", 1)
    made = [desk.post(schedule=DAILY) for _ in range(3)]
    desk.stack.drain.copies = 2
    desk.recall()
    desk.stack.drain()
    desk.stack.drain.copies = 1
    assert [desk.read(post)["problem"]["code"] for post in made] == ["VersionRecalled"] * 3


def test_staff_whom_wecom_does_not_reach_hold_up_nothing(desk: Desk) -> None:
    """The message to them is lost, the task is taken back all the same; a busy WeCom is asked again."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    desk.stack.platform.fault(kind="error", api="message/send", errcode=81013, times=1)
    _recall(desk)
    assert (_settled(desk, post)["counts"], desk.told("liming")) == ({"recalled": 1}, [])
    again = _again(desk)
    desk.stack.platform.fault(kind="error", api="message/send", errcode=-1, times=1)
    _recall(desk)
    assert (_settled(desk, again)["counts"], len(desk.told("liming"))) == ({"recalled": 1}, 1)


def test_staff_are_told_once_however_late_it_is_told_again(desk: Desk) -> None:
    """After WeCom's own look at repeats is over, our row still knows."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    errand = TellSender(origin=desk.origin(post), task=desk.task_id(post))
    _recall(desk)
    _settled(desk, post)
    desk.stack.clock.advance(6 * 3600)
    telling.tell(desk.ctx(), errand)
    assert len(desk.told("liming")) == 1


def test_staff_are_told_also_when_wecom_does_not_take_the_task_back(desk: Desk) -> None:
    """They hold it still, so they are asked not to send it, and nobody says that it was cancelled."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    desk.stack.platform.fault(kind="permanent", api="externalcontact/cancel_groupmsg_send", errcode=48002)
    _recall(desk)
    assert _settled(desk, post)["status"] == "cancelled"
    (text,) = desk.told("liming")
    assert "未能在企业微信取消，请勿再发送" in text


def test_a_reason_that_quotes_a_variable_is_told(desk: Desk) -> None:
    """Braces are what content is recalled for; they go out single."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    reviews.recall(desk.ctx("operator:zhangwei"), desk.content, "1", "{{price}} 没有替换")
    desk.stack.drain()
    _settled(desk, post)
    (text,) = desk.told("liming")
    assert "原因：{price} 没有替换" in text


def _again(desk: Desk) -> str:
    """Another content and a post of it, at WeCom."""
    desk.content = desk.approved(text="另一个")
    post = desk.post()
    desk.after(hours=1)
    return post


def test_a_recall_reaches_no_other_corp(desk: Desk) -> None:
    """Their owner can neither recall it nor see how far it is, and what follows in their name changes nothing here."""
    (external,) = desk.friends(1)
    post = _planned(desk)
    _run(desk, post)
    rival = make.session(desk.stack, corp="rival")
    path = f"/admin/v1/content-items/{desk.content}/versions/1"
    assert rival.post(f"{path}/recalls", {"reason": "改价"}).status == 404
    assert rival.get(f"{path}/reach").status == 404
    theirs = new_ctx("rival", "operator:zhangwei", "req", now=desk.stack.clock.now())
    recalls.follow(theirs, FollowContent(content=desk.content, content_version=1, recalled=True))
    desk.stack.drain()
    desk.confirm()
    assert _settled(desk, post)["counts"] == {"delivered": 1}
    assert len(desk.received(external)) == 1


def test_two_corps_recall_each_their_own(desk: Desk) -> None:
    """Items of one id in both: the one's recall leaves the other's as it was."""
    item = desk.content
    theirs = new_ctx("rival", "operator:liming", "req", now=desk.stack.clock.now())
    body = msgspec.convert({"text": TEXT, "channels": ("customers",)}, ContentBody)
    content_store.create(theirs, item, "到店", Kind.TEXT, body)
    desk.recall()
    desk.stack.drain()
    there, here = (content_store.version(ctx, item, 1) for ctx in (theirs, desk.ctx()))
    assert there is not None
    assert here is not None
    assert (there.status, here.status) == ("draft", "recalled")
