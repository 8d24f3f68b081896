"""What operators do with a post beside planning it: find, copy, try, remind, and see who did what."""

from __future__ import annotations

import pytest

from chalicelib.posts import searching
from chalicelib.posts.reasons import missed
from chalicelib.tasks.rules import MARKS
from chalicelib.touches.states import LeftOut
from tests.support import make
from tests.support.desk import Desk


def _time(desk: Desk, post: str) -> str:
    return f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}"


def _msgid(desk: Desk, post: str, userid: str) -> str:
    (found,) = [task["msgid"] for task in desk.tasks(post) if task["sender"] == userid]
    return str(found)


def test_staff_who_have_not_sent_are_reminded_now_and_no_more_than_once_an_hour(desk: Desk) -> None:
    """Who sent it, or was reminded within the hour, is left alone; three in all, those that come by themselves too."""
    desk.friends(2)
    desk.friends(1, "wangfang", "w")
    post = desk.post()
    desk.after(hours=1)
    desk.after(minutes=5)
    desk.confirm("wangfang")
    desk.after(minutes=10)
    path = f"{_time(desk, post)}/reminders"
    assert desk.owner.post(path).json() == {"reminded": 1, "left_alone": 0}
    assert desk.owner.post(path).json() == {"reminded": 1, "left_alone": 0}, "asked for twice before it was done"
    desk.stack.drain()
    assert [entry["msgid"] for entry in desk.ledger("reminded")] == [_msgid(desk, post, "liming")]
    assert desk.owner.post(path).json() == {"reminded": 0, "left_alone": 1}
    desk.after(hours=2)
    assert len(desk.ledger("reminded")) == 1, "the one at two hours was made already"
    assert desk.owner.post(path).json()["reminded"] == 1
    desk.stack.drain()
    desk.after(hours=20)
    assert len(desk.ledger("reminded")) == 3
    assert desk.owner.post(path).json() == {"reminded": 0, "left_alone": 1}


def test_nobody_is_reminded_in_quiet_hours(desk: Desk) -> None:
    """The operator is told; asked for before and come to late, it is not done either."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    desk.after(minutes=5)
    path = f"{_time(desk, post)}/reminders"
    assert desk.owner.post(path).json()["reminded"] == 1
    desk.rules(quiet_hours={"from": "00:01", "to": "00:00"})
    desk.restart()
    desk.stack.drain()
    assert desk.ledger("reminded") == []
    assert desk.owner.post(path).code == "QuietNow"


def test_what_staff_did_and_whom_it_reached_are_told_by_store(desk: Desk) -> None:
    """Each member of staff once, by the store that they work at; each customer with a reason in words."""
    make.store(desk.stack, number="S1", name="一店", staff=["liming"])
    desk.friends(2)
    desk.friends(1, "wangfang", "w")
    post = desk.post()
    desk.after(hours=1)
    desk.after(minutes=5)
    desk.confirm("liming")
    path = f"{_time(desk, post)}/execution"
    before = desk.owner.get(path).json()
    assert (before["staff"], before["waiting"], before["delivered"]) == ({"waiting": 2}, 3, 0)
    desk.after(minutes=10)
    shown = desk.owner.get(path).json()
    assert shown["staff"] == {"sent": 1, "waiting": 1}
    assert (shown["delivered"], shown["on_the_way"], shown["waiting"], shown["missed"]) == (2, 0, 1, [])
    first, none = shown["stores"]
    assert (first["name"], first["staff"], first["delivered"]) == ("一店", {"sent": 1}, 2)
    assert (none["name"], none["staff"], none["waiting"]) == ("", {"waiting": 1}, 1)
    assert {task["doing"] for task in desk.tasks(post)} == {"sent", "waiting"}
    desk.owner.post(f"/admin/v1/posts/{post}/cancel")
    desk.stack.drain()
    desk.after(minutes=10)
    ended = desk.owner.get(path).json()
    assert ended["staff"] == {"ended": 1, "sent": 1}
    assert ended["missed"] == [
        {"reason": "cancelled", "zh": "发送前被取消", "en": "cancelled before it was sent", "count": 1}
    ]


def test_every_reason_has_words_of_its_own() -> None:
    """Also WeCom's own refusals; the most come first, and who got it is not missed."""
    reasons = {*MARKS.values(), *LeftOut} - {"waiting", "delivered"}
    told = missed(dict.fromkeys(reasons, 1))
    assert len({one.zh for one in told}) == len({one.en for one in told}) == len(reasons)
    assert [one.count for one in missed({"quota": 1, "wecom_84061": 2, "delivered": 9})] == [2, 1]
    assert "84061" in missed({"wecom_84061": 2})[0].zh


def test_a_copy_says_the_same_at_another_time(desk: Desk) -> None:
    """It is a post of its own, with the version that goes out now; a time that has passed is refused at its field."""
    post = desk.post(name="周末", audience={"channel": "customers", "staff": ["liming"]})
    desk.edit("明日到店。")
    desk.approve()
    later = {"kind": "once", "at": desk.at(hours=9)}
    copied = desk.owner.post(f"/admin/v1/posts/{post}/copies", {"schedule": later}).json()
    assert (copied["name"], copied["content"]["version"]) == ("周末（副本）", 2)
    assert (copied["audience"]["staff"], copied["created_by"]["userid"]) == (["liming"], "zhangwei")
    assert copied["post_id"] != post
    desk.after(hours=2)
    refused = desk.owner.post(f"/admin/v1/posts/{post}/copies", {})
    assert (refused.code, refused.json()["details"]["errors"][0]["path"]) == ("BadPost", "schedule.at")


def test_a_post_whose_text_was_recalled_is_copied_with_the_mended_one(desk: Desk) -> None:
    """Not before another version has passed the reviews; then the copy says that one."""
    post = desk.post()
    desk.recall()
    path, later = f"/admin/v1/posts/{post}/copies", {"schedule": {"kind": "once", "at": desk.at(hours=9)}}
    assert desk.owner.post(path, later).code == "VersionRecalled"
    desk.edit("明日到店。")
    desk.approve()
    assert desk.owner.post(path, later).json()["content"]["version"] == 2


def test_a_test_reaches_the_operator_alone_with_values_filled(desk: Desk) -> None:
    """By the app, whatever the post's channel is, each time it is pressed; no customer and no limit is touched."""
    desk.content = desk.approved(("customers",), "{{staff_name}}邀您到店。")
    desk.friends(1)
    post = desk.post(content={"item_id": desk.content, "version": 1, "values": {"staff_name": "小张"}})
    for _ in range(2):
        tested = desk.owner.post(f"/admin/v1/posts/{post}/tests").json()
        assert tested == {"userid": "zhangwei", "messages": 2}
    told = desk.told("zhangwei")
    assert len([text for text in told if "【测试】" in text and "周末" in text]) == 2
    assert told.count("小张邀您到店。") == 2
    assert desk.ledger() == []


def test_a_test_that_wecom_brings_nobody_says_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator outside of the app's visible range is told so."""
    monkeypatch.setattr("chalicelib.platforms.wecom.mass.send_to_staff", lambda *_, **__: ["zhangwei"])
    assert desk.owner.post(f"/admin/v1/posts/{desk.post()}/tests").code == "NotReached"


def test_posts_are_found_by_name_state_maker_and_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is given holds; pages go on behind what was not meant, and days are Shanghai's."""
    first = desk.post(name="春 茶")
    desk.stack.clock.advance(1)
    second = desk.post(name="夏茶")
    desk.stack.clock.advance(1)
    desk.owner.post(f"/admin/v1/posts/{first}/pause")
    third = make.post(desk.stack, by=make.operator(desk.stack, "marketer", "chenyu"), name="秋装").id

    def found(query: str) -> list[str]:
        return [item["post_id"] for item in desk.owner.get(f"/admin/v1/posts?{query}").json()["items"]]

    assert found("") == [third, second, first]
    assert found("q=茶") == [second, first]
    assert found("q=春茶&status=paused") == [first]
    assert found("status=scheduled&maker=ZhangWei") == [second]
    assert found("maker=chenyu&channel=groups") == []
    assert found("has_problem=false&limit=1") == [third]
    today = desk.read(first)["created_at"][:10]
    assert found(f"since={today}&maker=chenyu") == [third]
    assert found("until=2020-01-01") == []
    monkeypatch.setattr(searching, "PAGE_LIMIT", 1)
    monkeypatch.setattr(searching, "MOST_PAGES", 1)
    page = desk.owner.get("/admin/v1/posts?q=春茶").json()
    seen = list(page["items"])
    while page["cursor"]:
        page = desk.owner.get(f"/admin/v1/posts?q=春茶&cursor={page['cursor']}").json()
        seen += page["items"]
    assert [one["post_id"] for one in seen] == [first]
