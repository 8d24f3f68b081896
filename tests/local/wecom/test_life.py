"""Scanning, adding, confirming, deleting, re-adding and what the API then tells (docs/platform C1, D3)."""

from __future__ import annotations

from typing import Any

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.testing import APPID, CORP, Client, Receiver, corp_setup

MEMBER = f"/corps/{CORP}/staff/li"
GET = "externalcontact/get"


def add(client: Client, customer: str = "fang", flow: str | None = None, **way: object) -> Any:
    body = {"config_id": client.contact_way(**way)["config_id"]}
    return client.control("POST", f"/customers/{customer}/add", body | ({"flow": flow} if flow else {}))


def by_member(client: Client, act: str, external: str, **more: object) -> Any:
    return client.control("POST", f"{MEMBER}/{act}", {"external_userid": external, **more})


def refused(client: Client, path: str, body: object) -> bool:
    return client.send("POST", f"/_sandbox{path}", body)[0] == 400


def test_opening_shows_the_member_and_changes_nothing(client: Client, sandbox: Sandbox) -> None:
    """To look at the card is not yet to add."""
    way = client.contact_way()
    card = client.control("POST", "/customers/fang/open", {"config_id": way["qr_code"]})
    assert (card["name"], card["corp_id"], card["status"]) == ("李小美", CORP, "new")
    assert not sandbox.world.state.relations


def test_without_verification_they_are_friends_at_once(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """The event holds exactly the documented fields, with state and welcome code."""
    added = add(live)
    sandbox.deliver_all()
    [event] = receiver.events
    assert event.pop("WelcomeCode")
    assert event == {
        "ToUserName": CORP, "FromUserName": "sys", "CreateTime": str(int(clock.time())),
        "MsgType": "event", "Event": "change_external_contact",
        "ChangeType": "add_external_contact", "UserID": "li",
        "ExternalUserID": added["external_userid"], "State": "s-1",
    }  # fmt: skip
    assert (added["state"], added["status"]) == ("s-1", "friends")


def test_state_is_absent_when_there_is_none(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """An empty state is no element in the event."""
    add(live, state="")
    sandbox.deliver_all()
    assert "State" not in receiver.events[0]


def test_a_half_add_is_no_customer_until_the_member_confirms(
    live: Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    """Two events with two welcome codes; the API knows the customer after the second."""
    external = add(live, skip_verify=False)["external_userid"]
    assert live.get(GET, external_userid=external)["errcode"] == 84061
    by_member(live, "confirm", external)
    sandbox.deliver_all()
    assert receiver.changes == ["add_half_external_contact", "add_external_contact"]
    half, full = receiver.events
    assert half["State"] == full["State"] == "s-1"
    assert half["WelcomeCode"] != full["WelcomeCode"], "unused at half-add: offered again"
    assert live.get(GET, external_userid=external)["errcode"] == 0


def test_a_welcome_used_at_the_half_add_is_not_offered_again(
    live: Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    """The confirmation comes without a code then."""
    external = add(live, skip_verify=False)["external_userid"]
    sandbox.deliver_all()
    welcome = {"welcome_code": receiver.events[0]["WelcomeCode"], "text": {"content": "hi"}}
    assert live.post("externalcontact/send_welcome_msg", welcome)["errcode"] == 0
    by_member(live, "confirm", external)
    sandbox.deliver_all()
    assert "WelcomeCode" not in receiver.events[1]


def test_no_welcome_code_when_they_chat_already_or_an_admin_welcome_exists(
    live: Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    """Nobody can be welcomed twice."""
    external = add(live, skip_verify=False)["external_userid"]
    live.control("POST", "/customers/fang/chat", {"corp_id": CORP, "userid": "li", "text": "在吗"})
    by_member(live, "confirm", external)
    staff = [{"userid": "li", "name": "李", "admin_welcome": True}]
    live.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url, staff=staff))
    live.control("POST", "/customers", {"id": "chen", "name": "陈晨"})
    add(live, "chen")
    sandbox.deliver_all()
    assert ["WelcomeCode" in event for event in receiver.events] == [True, False, False]
    [message] = live.control("GET", "/customers/chen/messages")["messages"]
    assert message["sender"] == "welcome", "the admin console's own welcome arrived"


def test_a_request_waits_silently_for_the_member(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """No event until the member accepts."""
    external = add(live, flow="request")["external_userid"]
    sandbox.deliver_all()
    assert receiver.posts == []
    by_member(live, "confirm", external)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact"]


def test_adding_a_friend_again_changes_nothing(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """No second event, and the first state stays."""
    first = add(live)
    assert add(live, state="other") == first
    sandbox.deliver_all()
    assert len(receiver.posts) == 1


def test_the_member_deletes_and_the_customer_is_gone_from_the_api(
    live: Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    """The event names its source; reading, listing and chatting are refused."""
    external = add(live)["external_userid"]
    by_member(live, "delete", external, source="DELETE_BY_TRANSFER")
    sandbox.deliver_all()
    assert receiver.events[1]["ChangeType"] == "del_external_contact"
    assert receiver.events[1]["Source"] == "DELETE_BY_TRANSFER"
    assert live.get(GET, external_userid=external)["errcode"] == 84061
    assert live.get("externalcontact/list", userid="li")["errcode"] == 84061
    body = {"external_userid": external, "text": "hi"}
    assert refused(live, f"{MEMBER}/chat", body)
    assert refused(live, f"{MEMBER}/delete", {"external_userid": external})


def test_the_customer_leaves_but_the_member_still_lists_them(
    live: Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    """They are listed on, and can no longer be marked or written to."""
    external = add(live)["external_userid"]
    leave = {"corp_id": CORP, "userid": "li"}
    live.control("POST", "/customers/fang/delete", leave)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact", "del_follow_user"]
    assert live.get("externalcontact/list", userid="li")["external_userid"] == [external]
    mark = {"userid": "li", "external_userid": external, "add_tag": ["x"]}
    assert live.post("externalcontact/mark_tag", mark)["errcode"] == 84061
    assert refused(live, "/customers/fang/delete", leave)
    assert refused(live, "/customers/fang/chat", leave | {"text": "hi"})


@pytest.mark.parametrize("who", ["customer", "member"])
def test_adding_again_after_a_deletion_is_a_new_relation(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock, who: str
) -> None:
    """The same customer id, a new state, time and welcome, whoever had deleted whom."""
    first = add(live)
    if who == "customer":
        live.control("POST", "/customers/fang/delete", {"corp_id": CORP, "userid": "li"})
    else:
        by_member(live, "delete", first["external_userid"])
    clock.advance(3600)
    again = add(live, state="s-2")
    sandbox.deliver_all()
    assert again["external_userid"] == first["external_userid"]
    assert receiver.events[2]["State"] == "s-2"
    assert "WelcomeCode" in receiver.events[2]
    [follow] = live.get(GET, external_userid=again["external_userid"])["follow_user"]
    assert (follow["state"], follow["createtime"]) == ("s-2", int(clock.time()))


def test_a_member_edits_by_hand_and_the_event_tells_no_diff(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """The event says that something changed; what, has to be read."""
    external = add(live)["external_userid"]
    by_member(live, "edit", external, remark="老客户")
    sandbox.deliver_all()
    assert receiver.events[1].keys() & {"Remark", "State", "WelcomeCode"} == set()
    assert receiver.events[1]["ChangeType"] == "edit_external_contact"
    [follow] = live.get(GET, external_userid=external)["follow_user"]
    assert follow["remark"] == "老客户"


def test_several_members_take_turns_and_a_customer_always_meets_the_same(client: Client) -> None:
    """Whoever scans again sees who they saw first."""
    way = client.contact_way(type=2, user=["li", "wang"])
    for customer in ("a", "b", "c"):
        client.control("POST", "/customers", {"id": customer, "name": customer})
    body = {"config_id": way["config_id"]}
    turns = [client.control("POST", f"/customers/{c}/add", body)["userid"] for c in "abc"]
    again = [client.control("POST", f"/customers/{c}/open", body)["userid"] for c in "abc"]
    assert turns == again == ["li", "wang", "li"]


def test_an_exclusive_way_leads_to_the_member_they_have(client: Client) -> None:
    """A customer of one of them is not given to another."""
    add(client, type=1, user=["wang"])
    way = client.contact_way(type=2, user=["li", "wang"], is_exclusive=True)
    card = client.control("POST", "/customers/fang/open", {"config_id": way["config_id"]})
    assert (card["userid"], card["status"]) == ("wang", "friends")


def test_get_tells_customer_and_followers(client: Client, friend: str, clock: Clock) -> None:
    """Profile, unionid and each follower's own state, tags and time."""
    add(client, type=1, user=["wang"], state="s-9")
    answer = client.get(GET, external_userid=friend)
    shown = client.control("GET", "/customers/fang")
    assert answer["external_contact"] == {
        "external_userid": friend, "name": "王芳", "type": 1, "gender": 0,
        "avatar": shown["avatar"], "unionid": shown["unionid"],
    }  # fmt: skip
    first, second = answer["follow_user"]
    assert (first["userid"], first["state"], first["add_way"]) == ("li", "s-1", 1)
    assert (second["userid"], second["state"], second["tags"]) == ("wang", "s-9", [])
    assert first["createtime"] == int(clock.time())
    assert shown["external_userids"][CORP] == friend


def test_unionid_needs_a_bound_mini_program(client: Client, friend: str) -> None:
    """Without one the customer is known to this corp alone."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mini_appid=""))
    assert "unionid" not in client.get(GET, external_userid=friend)["external_contact"]


def test_lists_and_their_refusals(client: Client, friend: str) -> None:
    """Nobody's customers, an unknown member and a missing field are told apart."""
    users = client.get("externalcontact/get_follow_user_list")["follow_user"]
    assert users == ["li", "wang"]
    assert client.get("externalcontact/list", userid="li")["external_userid"] == [friend]
    assert client.get("externalcontact/list", userid="wang")["errcode"] == 84061
    assert client.get("externalcontact/list", userid="nobody")["errcode"] == 40003
    assert client.get("externalcontact/list")["errcode"] == 41009
    assert client.get(GET)["errcode"] == 41035
    assert client.get(GET, external_userid="wmnobody")["errcode"] == 40096


def test_another_corp_does_not_know_our_customer(client: Client, friend: str) -> None:
    """The same person has another id there."""
    client.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    other = Client(client.url, "wwother", "o")
    assert other.get(GET, external_userid=friend)["errcode"] == 40096
    ids = client.control("GET", "/customers/fang")["external_userids"]
    assert ids["wwother"] != ids[CORP]


def test_batch_get_pages_over_pairs(client: Client, friend: str) -> None:
    """One line for each member and customer, over the members that were named."""
    client.control("POST", "/customers", {"id": "chen", "name": "陈晨"})
    add(client, "chen")
    api = "externalcontact/batch/get_by_user"
    page = client.post(api, {"userid_list": ["li", "wang"], "limit": 1})
    assert page["external_contact_list"][0]["follow_info"]["tag_id"] == []
    rest = client.post(api, {"userid_list": ["li"], "limit": 1, "cursor": page["next_cursor"]})
    assert rest["external_contact_list"][0]["external_contact"]["name"] == "陈晨"
    assert rest["next_cursor"] == ""
    assert client.post(api, {"userid_list": []})["errcode"] == 40031
    assert client.post(api, {"userid_list": ["wang"]})["errcode"] == 84061


def test_remark_changes_what_this_member_wrote(client: Client, friend: str) -> None:
    """Remark and description are the follower's; too long, empty and foreign ones are refused."""
    api, pair = "externalcontact/remark", {"userid": "li", "external_userid": friend}
    assert client.post(api, pair | {"remark": "老客", "description": "爱喝茶"})["errcode"] == 0
    [follow] = client.get(GET, external_userid=friend)["follow_user"]
    assert (follow["remark"], follow["description"]) == ("老客", "爱喝茶")
    assert client.post(api, pair)["errcode"] == 40063
    assert client.post(api, pair | {"remark": "x" * 21})["errcode"] == 40058
    assert client.post(api, pair | {"userid": "wang", "remark": "x"})["errcode"] == 84061


def test_customers_have_stable_ids_of_realistic_shape(client: Client) -> None:
    """Lengths and beginnings are those of the platform, and the same person keeps them."""
    customer = client.control("POST", "/customers", {"id": "stable", "name": "甲"})
    again = client.control("POST", "/customers", {"id": "stable", "name": "乙"})
    assert customer["unionid"] == again["unionid"]
    assert customer["openids"] == {APPID: customer["openid"]}
    assert (len(customer["unionid"]), len(customer["openid"])) == (28, 28)
    external = customer["external_userids"][CORP]
    assert (external[:2], len(external)) == ("wm", 32)
    assert client.control("POST", "/customers", {"name": "丙"})["id"].startswith("c")
