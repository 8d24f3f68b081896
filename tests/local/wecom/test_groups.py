"""Customer groups, and mass messages into them (docs/platform D6, D8)."""

from __future__ import annotations

import pytest

from local.wecom import Sandbox
from local.wecom.records import Staff
from local.wecom.testing import CORP, Client, corp_setup

LIST, GET = "externalcontact/groupchat/list", "externalcontact/groupchat/get"
RESULT = "externalcontact/get_groupmsg_send_result"


@pytest.fixture(autouse=True)
def customers(client: Client) -> None:
    for name in ("an", "bo"):
        client.control("POST", "/customers", {"id": name, "name": f"客户{name}"})


def listed(client: Client, **body: object) -> list[str]:
    return [group["chat_id"] for group in client.post(LIST, {"limit": 1000, **body})["group_chat_list"]]


def test_groups_are_listed_in_pages_and_by_owner(client: Client) -> None:
    """Each once, in the order in which they were made."""
    of_li, of_wang = client.group("an"), client.group("bo", owner="wang")
    assert listed(client) == [of_li, of_wang]
    assert listed(client, owner_filter={"userid_list": ["wang"]}) == [of_wang]
    first = client.post(LIST, {"limit": 1})
    second = client.post(LIST, {"limit": 1, "cursor": first["next_cursor"]})
    assert [group["chat_id"] for group in second["group_chat_list"]] == [of_wang]
    assert second["next_cursor"] == ""


@pytest.mark.parametrize(
    ("body", "errcode"),
    [({}, 40058), ({"limit": 0}, 40058), ({"limit": 1001}, 40058), ({"limit": 1, "cursor": "no"}, 50100),
     ({"limit": 1, "owner_filter": {"userid_list": ["li"] * 101}}, 40032)],
)  # fmt: skip
def test_a_wrong_list_call_is_refused(client: Client, body: object, errcode: int) -> None:
    """Limit, cursor and filter each have their errcode."""
    assert client.post(LIST, body)["errcode"] == errcode


def test_without_owners_more_than_a_thousand_people_are_too_many(client: Client, sandbox: Sandbox) -> None:
    """81017 until the list is narrowed to owners."""
    chat_id = client.group("an")
    staff = sandbox.world.corp(CORP).staff
    staff |= {f"m{number}": Staff(f"m{number}", "员工") for number in range(999)}
    assert client.post(LIST, {"limit": 1})["errcode"] == 81017
    assert listed(client, owner_filter={"userid_list": ["li"]}) == [chat_id]


def test_the_status_tells_that_the_owner_has_left(client: Client) -> None:
    """It can be filtered by, and is 1 in the whole list."""
    client.group("an")
    of_wang = client.group("bo", owner="wang")
    people = [{"userid": "li", "name": "李小美"}, {"userid": "wang", "name": "王强", "active": False}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(staff=people))
    assert listed(client, status_filter=1) == [of_wang]
    assert [group["status"] for group in client.post(LIST, {"limit": 9})["group_chat_list"]] == [0, 1]


def test_a_group_tells_its_members(client: Client) -> None:
    """Staff by userid, customers by the id that this corp knows, with their unionid."""
    group = client.post(GET, {"chat_id": client.group("an", name="老客群"), "need_name": 1})["group_chat"]
    assert (group["name"], group["owner"]) == ("老客群", "li")
    staff, customer = group["member_list"]
    assert (staff["userid"], staff["type"], staff["name"]) == ("li", 1, "李小美")
    assert (customer["type"], customer["name"]) == (2, "客户an")
    assert customer["userid"] == client.control("GET", "/customers/an")["external_userids"][CORP]
    assert customer["unionid"]


def test_names_come_only_when_asked_for(client: Client) -> None:
    """Without need_name no member has a name."""
    group = client.post(GET, {"chat_id": client.group("an")})["group_chat"]
    assert all("name" not in member for member in group["member_list"])


def test_unknown_dissolved_and_internal_groups_have_their_own_errors(client: Client) -> None:
    """None of them is listed, and none can be dissolved twice."""
    gone, internal = client.group("an"), client.group(name="同事群")
    client.control("POST", f"/corps/{CORP}/groups/{gone}/dismiss")
    codes = [client.post(GET, {"chat_id": chat_id})["errcode"] for chat_id in ("wr-no", gone, internal)]
    assert codes == [40050, 49008, 90501]
    assert listed(client) == []
    assert client.send("POST", f"/_sandbox/corps/{CORP}/groups/{gone}/dismiss")[0] == 400


def test_a_group_task_reaches_the_asked_groups_of_its_owner(client: Client) -> None:
    """Others, unknown, dissolved and internal ones fail; the message is in the group once."""
    good, gone, internal = client.group("an"), client.group("an"), client.group()
    of_wang = client.group("bo", owner="wang")
    client.control("POST", f"/corps/{CORP}/groups/{gone}/dismiss")
    asked = [good, gone, internal, of_wang, "wr-no"]
    task = client.mass(chat_type="group", sender="li", chat_id_list=asked)
    assert task["fail_list"] == asked[1:]
    assert client.confirm(task["msgid"])["sent"] == 1
    [said] = client.control("GET", f"/corps/{CORP}/groups/{good}/messages")["messages"]
    assert (said["sender"], said["userid"], said["content"]["content"]) == ("mass", "li", "周末第二杯半价")


def test_without_a_list_the_owner_sends_to_all_his_groups(client: Client) -> None:
    """And to no group of anybody else."""
    mine = [client.group("an"), client.group("bo")]
    client.group("bo", owner="wang")
    msgid = client.mass(chat_type="group", sender="li")["msgid"]
    assert client.confirm(msgid)["sent"] == 2
    assert client.results(msgid) == dict.fromkeys(mine, 1)


def test_a_member_sends_on_his_own_only_to_his_groups(client: Client) -> None:
    """Another owner's group counts as no friend."""
    mine, of_wang = client.group("an"), client.group("bo", owner="wang")
    own = {"text": "到货了", "groups": [mine, of_wang]}
    sent = client.control("POST", f"/corps/{CORP}/staff/li/mass/send", own)
    assert (sent["sent"], sent["not_friend"]) == (1, 1)
    assert client.results(sent["msgid"]) == {mine: 1}


def test_of_groups_only_sent_ones_are_in_the_results(client: Client) -> None:
    """Nothing before the confirmation, and never one that was dissolved by then."""
    stays, goes = client.group("an"), client.group("bo")
    msgid = client.mass(chat_type="group", sender="li")["msgid"]
    assert client.results(msgid) == {}
    client.control("POST", f"/corps/{CORP}/groups/{goes}/dismiss")
    client.confirm(msgid)
    assert client.results(msgid) == {stays: 1}
    [line] = client.post(RESULT, {"msgid": msgid, "userid": "li"})["send_list"]
    assert set(line) == {"chat_id", "userid", "status", "send_time"}


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [({"sender": None}, 40035), ({"external_userid": ["wm"]}, 40035), ({"tag_filter": {"group_list": [{}]}}, 40035),
     ({"chat_id_list": [str(n) for n in range(2001)]}, 40035), ({"chat_id_list": ["wr-no"]}, 41048),
     ({"sender": "wang"}, 41048)],
)  # fmt: skip
def test_a_wrong_group_task_is_refused(client: Client, changes: dict[str, object], errcode: int) -> None:
    """A sender is needed, customers cannot be named, and the groups must be the sender's."""
    client.group("an")
    assert client.mass(**{"chat_type": "group", "sender": "li", **changes})["errcode"] == errcode


@pytest.mark.parametrize(
    ("body", "status"),
    [({"name": "", "owner": "li"}, 400), ({"name": "x", "owner": "no"}, 404),
     ({"name": "x", "owner": "li", "customers": ["no"]}, 404), ({"name": "x", "owner": "li", "chat_id": "wr1"}, 400)],
)  # fmt: skip
def test_a_group_nobody_can_make(client: Client, body: object, status: int) -> None:
    """An unknown owner or customer, a taken id or an empty name makes none."""
    client.control("POST", f"/corps/{CORP}/groups", {"name": "群", "owner": "li", "chat_id": "wr1"})
    assert client.send("POST", f"/_sandbox/corps/{CORP}/groups", body)[0] == status
    assert len(client.control("GET", f"/corps/{CORP}/groups")["groups"]) == 1
