"""Customers and groups are handed over: a day to refuse, twice in ninety days, and what the platform tells of it."""

from __future__ import annotations

import pytest

from local.clock import Clock
from local.servers.testing import Data
from local.wecom import Sandbox
from local.wecom.testing import CORP, Client

DAY = 86_400


@pytest.fixture
def theirs(live: Client) -> str:
    """The external_userid of `fang`, a friend of `li`, at a corp that hears of it."""
    config_id = live.contact_way()["config_id"]
    return str(live.control("POST", "/customers/fang/add", {"config_id": config_id})["external_userid"])


def _ask(client: Client, external: str, path: str = "transfer_customer", **more: object) -> Data:
    body = {"handover_userid": "li", "takeover_userid": "wang", "external_userid": [external], **more}
    return client.post(f"externalcontact/{path}", body)


def _result(client: Client, path: str = "transfer_result") -> list[tuple[int, int]]:
    body = {"handover_userid": "li", "takeover_userid": "wang"}
    return [(one["status"], one["takeover_time"]) for one in client.post(f"externalcontact/{path}", body)["customer"]]


def _events(client: Client) -> list[Data]:
    return list(client.control("GET", "/ledger?kind=event&limit=50")["entries"])


def _leave(client: Client) -> None:
    client.control("POST", f"/corps/{CORP}/staff/li/leave", {})


def test_a_customer_is_the_others_a_day_later(live: Client, theirs: str, clock: Clock) -> None:
    """0 says that it is asked; a day later the one has them, the other has not, and both are told."""
    assert _ask(live, theirs, transfer_success_msg="您好，以后由我服务您")["customer"] == [
        {"external_userid": theirs, "errcode": 0}
    ]
    ((status, at),) = _result(live)
    assert status == 2
    clock.advance(DAY - 3600)
    assert _result(live) == [(2, at)]
    clock.advance(3600)
    assert _result(live) == [(1, at)]
    (follower,) = live.get("externalcontact/get", external_userid=theirs)["follow_user"]
    assert (follower["userid"], follower["add_way"], follower["tags"]) == ("wang", 202, [])
    changes = [one["change"] for one in _events(live)]
    assert changes[-2:] == ["del_external_contact", "add_external_contact"]
    assert "DELETE_BY_TRANSFER" in _events(live)[-2]["plaintext"]


def test_a_customer_who_refuses_stays(live: Client, theirs: str, clock: Clock) -> None:
    """The platform says so at once, and names who would have taken over."""
    _ask(live, theirs)
    live.control("POST", "/customers/fang/refuse-transfer", {"corp_id": CORP})
    clock.advance(DAY)
    assert _result(live) == [(3, 0)]
    event = _events(live)[-1]
    assert (event["change"], event["fields"]["FailReason"]) == ("transfer_fail", "customer_refused")
    assert event["fields"]["UserID"] == "wang"
    assert live.send("POST", "/_sandbox/customers/fang/refuse-transfer", {"corp_id": CORP})[0] == 400


def test_what_cannot_be_handed_over_has_an_errcode_of_its_own(client: Client, friend: str) -> None:
    """Of each of a list; what is wrong with the call itself fails the call."""
    assert _ask(client, friend)["customer"] == [{"external_userid": friend, "errcode": 0}]
    assert _ask(client, friend)["customer"] == [{"external_userid": friend, "errcode": 40129}]
    assert _ask(client, "wmNobody")["customer"] == [{"external_userid": "wmNobody", "errcode": 40096}]
    assert _ask(client, friend, takeover_userid="li")["errcode"] == 40130
    assert _ask(client, friend, takeover_userid="nobody")["errcode"] == 40003
    assert _ask(client, friend, "resigned/transfer_customer")["errcode"] == 40097
    client.control("POST", f"/corps/{CORP}/staff/wang/disable", {})
    assert _ask(client, friend)["errcode"] == 40098
    client.control("POST", f"/corps/{CORP}/staff/wang/change", {"visible": False})
    assert _ask(client, friend)["errcode"] == 84083


def test_a_customer_is_handed_over_twice_in_ninety_days(client: Client, friend: str, clock: Clock) -> None:
    """There and back; the third time has to wait until the first is ninety days ago."""
    for _ in range(2):
        _ask(client, friend)
        clock.advance(DAY)
        _ask(client, friend, handover_userid="wang", takeover_userid="li")
        clock.advance(DAY)
    assert _ask(client, friend)["customer"] == [{"external_userid": friend, "errcode": 40128}]
    clock.advance(90 * DAY)
    assert _ask(client, friend)["customer"] == [{"external_userid": friend, "errcode": 0}]


def test_who_has_no_room_for_one_more_does_not_get_them(
    live: Client, theirs: str, clock: Clock, sandbox: Sandbox
) -> None:
    """The result is 4, and transfer_fail says why."""
    sandbox.world.corp(CORP).limits.customers_per_member = 0
    _ask(live, theirs)
    clock.advance(DAY)
    assert [status for status, _ in _result(live)] == [4]
    assert _events(live)[-1]["fields"]["FailReason"] == "customer_limit_exceed"


def test_the_customers_of_who_has_left_are_listed_until_somebody_asks(live: Client, theirs: str, clock: Clock) -> None:
    """Then they are the other's a day later, who is told; nobody can refuse."""
    assert live.post("externalcontact/get_unassigned_list", {})["info"] == []
    _leave(live)
    (gone,) = live.post("externalcontact/get_unassigned_list", {})["info"]
    assert (gone["handover_userid"], gone["external_userid"], gone["dimission_time"] > 0) == ("li", theirs, True)
    assert _ask(live, theirs)["errcode"] == 40003
    assert _ask(live, theirs, "resigned/transfer_customer")["customer"] == [{"external_userid": theirs, "errcode": 0}]
    assert live.post("externalcontact/get_unassigned_list", {})["info"] == []
    assert live.send("POST", "/_sandbox/customers/fang/refuse-transfer", {"corp_id": CORP})[0] == 400
    clock.advance(DAY)
    assert [status for status, _ in _result(live, "resigned/transfer_result")] == [1]
    assert _events(live)[-1]["change"] == "add_external_contact"
    assert [one["userid"] for one in live.get("externalcontact/get", external_userid=theirs)["follow_user"]] == ["wang"]


def test_groups_get_another_owner(client: Client, friend: str, clock: Clock) -> None:
    """By one call while the owner is there, by another when they have left; twice in ninety days."""
    group = client.group("fang")
    chats = {"chat_id_list": [group, "wrNone"], "new_owner": "wang"}
    assert [one["errcode"] for one in client.post("externalcontact/groupchat/transfer", chats)["failed_chat_list"]] == [
        90500, 40050,
    ]  # fmt: skip
    onjob = "externalcontact/groupchat/onjob_transfer"
    assert [one["errcode"] for one in client.post(onjob, chats)["failed_chat_list"]] == [40050]
    back = {"chat_id_list": [group], "new_owner": "li"}
    assert client.post(onjob, back)["failed_chat_list"] == []
    assert client.post(onjob, chats)["failed_chat_list"][0]["errcode"] == 90508
    clock.advance(91 * DAY)
    _leave(client)
    assert client.post("externalcontact/groupchat/transfer", chats | {"chat_id_list": [group]}) == {
        "errcode": 0, "errmsg": "ok", "failed_chat_list": [],
    }  # fmt: skip
    assert client.post("externalcontact/groupchat/get", {"chat_id": group})["group_chat"]["owner"] == "wang"
