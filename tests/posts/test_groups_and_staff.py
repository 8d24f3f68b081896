"""Posts to customer groups by owner, and to staff by the app."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId, PictureId
from chalicelib.platforms.wecom import mass
from tests.support import make
from tests.support.desk import CORP, TEXT, Desk

ADD = "externalcontact/add_msg_template"
CHANNELS = ["customers", "groups", "staff"]


def _group(desk: Desk, name: str, owner: str) -> str:
    desk.stack.sandbox.world.state.customers.setdefault("guest", _guest())
    body = {"name": name, "owner": owner, "customers": ["guest"], "chat_id": f"wr{name}"}
    return str(desk.stack.platform.call("POST", f"corps/{CORP}/groups", body)["chat_id"])


def _guest() -> Any:
    from local.wecom.records import Customer

    return Customer("guest", "guest")


def _groups(desk: Desk, *owners: str) -> dict[str, Any]:
    return {"audience": {"channel": "groups", "owners": list(owners)}}


def _to_staff(*userids: str) -> dict[str, Any]:
    return {"audience": {"channel": "staff", "staff": list(userids)}}


def _told(desk: Desk, userid: str) -> list[str]:
    found = desk.stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/messages")["messages"]
    return [message["content"]["content"] for message in found]


def test_each_owner_is_asked_for_their_own_groups(desk: Desk) -> None:
    """And every group is told of when it was sent."""
    mine = [_group(desk, name, "liming") for name in ("a", "b")]
    his = _group(desk, "c", "wangfang")
    post = desk.post(**_groups(desk, "liming", "wangfang", "zhaolei"))
    desk.after(hours=1)
    assert [(one["chat_type"], one["sender"], one["targets"]) for one in desk.ledger()] == [
        ("group", "liming", mine),
        ("group", "wangfang", [his]),
    ]
    desk.confirm()
    desk.after(minutes=6)
    assert desk.marks(post) == dict.fromkeys([*mine, his], "1")


def test_the_groups_of_an_owner_who_is_named_twice_get_the_post_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are counted once too."""
    monkeypatch.setattr(mass, "MOST_GROUPS", 1)
    mine = _group(desk, "a", "liming")
    post = desk.post(**_groups(desk, "liming", "liming"))
    for _ in range(2):
        desk.after(hours=1)
    assert [entry["targets"] for entry in desk.ledger()] == [[mine]]
    assert desk.occurrence(post)["targeted"] == 1


def test_a_group_whose_owner_has_left_is_left_out_with_the_reason(desk: Desk) -> None:
    """Nobody could confirm it."""
    _group(desk, "a", "liming")
    desk.stack.sandbox.world.staff(CORP, "liming").active = False
    post = desk.post(**_groups(desk, "liming"))
    desk.after(hours=1)
    assert (desk.occurrence(post)["targeted"], desk.occurrence(post)["excluded"]) == (0, {"owner_left": 1})


def test_groups_have_wecoms_quota_too(desk: Desk) -> None:
    """One a day: the second post of the day leaves the group out."""
    desk.rules(quota="day", cap={"count": 1, "days": 30})
    _group(desk, "a", "liming")
    for expected in ({}, {"quota": 1}):
        post = desk.post(**_groups(desk, "liming"))
        desk.after(hours=1)
        assert desk.occurrence(post)["excluded"] == expected
    desk.stack.clock.advance(86400)
    desk.sign_in()
    post = desk.post(**_groups(desk, "liming"))
    desk.after(hours=1)
    assert desk.occurrence(post)["excluded"] == {}, "the cap is about customers"


def test_chunks_of_one_owner_are_asked_for_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom lists no groups of a task: while one is in doubt the next waits, and none is taken for another."""
    monkeypatch.setattr(mass, "MOST_GROUPS", 2)
    ids = [_group(desk, name, "liming") for name in "abcde"]
    desk.stack.platform.fault(kind="drop_reply", api=ADD, times=2)
    post = desk.post(**_groups(desk, "liming"))
    desk.after(hours=1)
    assert [task["state"] for task in desk.tasks(post)] == ["asking", "planned", "planned"]
    for _ in range(4):
        desk.after(minutes=6)
    entries = desk.ledger()
    assert [entry["targets"] for entry in entries] == [ids[:2], ids[2:4], ids[4:]]
    assert [task["msgid"] for task in desk.tasks(post)] == [entry["msgid"] for entry in entries]


def test_an_owner_whom_wecom_refuses_fails_the_occurrence(desk: Desk) -> None:
    """An operator has to look; nothing is half sent."""
    _group(desk, "a", "liming")
    desk.stack.platform.fault(kind="error", api="externalcontact/groupchat/list", errcode=40003, times=1)
    post = desk.post(**_groups(desk, "liming"))
    desk.after(hours=1)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["reason"]) == ("failed", "WeComRefused")
    assert desk.ledger() == []


def test_one_owner_whom_wecom_refuses_leaves_the_others_groups_their_post(desk: Desk) -> None:
    """The first of two: the second is asked, and the occurrence says whose groups it could not reach, and why."""
    _group(desk, "a", "liming")
    other = _group(desk, "b", "wangfang")
    desk.stack.platform.fault(kind="error", api="externalcontact/groupchat/list", errcode=84074, times=1)
    post = desk.post(**_groups(desk, "liming", "wangfang"))
    desk.after(hours=1)
    occurrence = desk.occurrence(post)
    assert (occurrence["status"], occurrence["excluded"]) == ("sending", {"owner_refused": 1})
    assert (occurrence["problem"]["errcode"], occurrence["problem"]["about"]) == (84074, "liming")
    assert [entry["targets"] for entry in desk.ledger()] == [[other]]


def test_a_busy_groups_list_is_asked_again(desk: Desk) -> None:
    """Planning goes on when WeCom has time."""
    _group(desk, "a", "liming")
    desk.stack.platform.fault(kind="error", api="externalcontact/groupchat/list", errcode=45009, times=3)
    desk.post(**_groups(desk, "liming"))
    desk.after(hours=1)
    assert len(desk.ledger()) == 1


def test_staff_is_told_at_once_and_the_report_is_final(desk: Desk) -> None:
    """Nobody has to confirm; whom the app cannot reach is told apart."""
    post = desk.post(**_to_staff("liming", "wangfang", "zhaolei"))
    desk.stack.platform.staff("leave", "zhaolei")
    desk.after(hours=1)
    desk.after(minutes=6)
    assert (_told(desk, "liming"), _told(desk, "wangfang")) == ([TEXT], [TEXT])
    assert desk.marks(post) == {"liming": "1", "wangfang": "1", "zhaolei": "i"}
    report = desk.report(post)
    assert (report["created"], report["delivered"], report["refused"]) == (2, 2, {"invalid": 1})
    assert desk.occurrence(post)["status"] == "closed"


def test_staff_whom_the_app_cannot_reach_at_all_is_no_failure_of_ours(desk: Desk) -> None:
    """81013: everybody is invalid."""
    post = desk.post(**_to_staff("zhaolei"))
    desk.stack.platform.staff("leave", "zhaolei")
    desk.after(hours=1)
    assert desk.tasks(post)[0]["counts"] == {"invalid": 1}


@pytest.mark.parametrize("audience", [{"channel": "customers"}, {"channel": "staff", "staff": ["liming"]}])
def test_a_picture_that_wecom_lost_early_is_given_anew(desk: Desk, audience: dict[str, Any]) -> None:
    """40007 for an id that should live: one more upload, one more try, and the picture is there."""
    desk.friend("a")
    picture = make.picture(desk.stack, by=desk.owner).id
    desk.content = ContentId(
        make.content(desk.stack, text="看图", attachment={"kind": "image", "picture_id": picture}, channels=CHANNELS).id
    )
    contents.media_id(desk.ctx(), PictureId(picture))
    desk.stack.platform.fault(kind="media_expired", corp_id=CORP)
    post = desk.post(audience=audience)
    desk.after(hours=1)
    desk.confirm()
    state = desk.stack.sandbox.world.state
    assert [one.msgtype for one in state.messages] + [one.msgtype for one in state.app_messages] == ["text", "image"]
    assert [task["reason"] for task in desk.tasks(post)] == [""]


def test_a_lost_reply_to_an_app_message_is_repeated_within_the_duplicate_check(desk: Desk) -> None:
    """Sent again minutes later, WeCom drops what it delivered: everybody has it once."""
    desk.stack.platform.fault(kind="drop_reply", api="message/send", times=1)
    post = desk.post(**_to_staff("liming"))
    desk.after(hours=1)
    assert desk.tasks(post)[0]["state"] == "asking"
    desk.after(minutes=6)
    assert (_told(desk, "liming"), desk.tasks(post)[0]["counts"]) == ([TEXT], {"delivered": 1})


def test_after_the_duplicate_check_an_app_message_in_doubt_is_not_repeated(desk: Desk) -> None:
    """Found five hours later, nobody knows; to say so is better than to tell everybody twice."""
    desk.stack.platform.fault(kind="drop_reply", api="message/send", times=1)
    post = desk.post(**_to_staff("liming"))
    desk.after(hours=1)
    desk.after(hours=5)
    assert (_told(desk, "liming"), desk.tasks(post)[0]["counts"]) == ([TEXT], {"unknown": 1})


def test_a_day_block_of_app_messages_is_waited_out(desk: Desk) -> None:
    """WeCom said that it did nothing, for hours: told once it can be."""
    desk.stack.platform.fault(kind="block", api="message/send", seconds=5 * 3600)
    desk.post(**_to_staff("liming"), schedule={"kind": "once", "at": desk.at(minutes=1)})
    for hours in (0.1, 4.8, 0.3):
        desk.after(hours=hours)
    assert _told(desk, "liming") == [TEXT]


@pytest.mark.parametrize(
    ("audience", "api"),
    [
        ({"channel": "customers"}, "externalcontact/add_msg_template"),
        ({"channel": "staff", "staff": ["liming"]}, "message/send"),
    ],
)
def test_a_post_whose_picture_is_refused_for_good_says_so_and_goes_when_it_is_tried_again(
    desk: Desk, audience: dict[str, Any], api: str
) -> None:
    """Given anew and refused again: the task names the errcode, nobody got a half of it, a retry sends the whole."""
    desk.friend("a")
    picture = make.picture(desk.stack, by=desk.owner).id
    desk.content = ContentId(
        make.content(desk.stack, text="看图", attachment={"kind": "image", "picture_id": picture}, channels=CHANNELS).id
    )
    refused = desk.stack.platform.fault(kind="permanent", api=api, errcode=40007)
    post = desk.post(audience=audience)
    desk.after(hours=1)
    (task,) = desk.tasks(post)
    assert (task["state"], task["problem"]["errcode"], task["problem"]["remedy"]) == ("closed", 40007, "retry")
    desk.stack.platform.call("DELETE", f"faults/{refused['id']}")
    retries = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    assert desk.owner.post(retries).status == 200
    desk.after(minutes=6)
    desk.confirm()
    desk.after(minutes=6)
    state = desk.stack.sandbox.world.state
    assert [one.msgtype for one in state.messages] + [one.msgtype for one in state.app_messages] == ["text", "image"]
    assert [(one["problem"], one["reason"]) for one in desk.tasks(post)] == [(None, "")]
