"""The directory at WeCom: who may read what, and what administrators do to people."""

from __future__ import annotations

import pytest

from local.wecom.testing import CORP, SECRET, Client, Receiver, corp_setup

CONTACTS = "contacts-secret-of-tests"


@pytest.fixture
def client(client: Client) -> Client:
    """A client of a corp with a secret of its contacts."""
    secrets = [{"agent_id": 1000002, "secret": SECRET}, {"agent_id": 0, "secret": CONTACTS, "contacts": True}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(secrets=secrets))
    return client


def _contacts(client: Client) -> str:
    return str(client.gettoken(corpsecret=CONTACTS)["access_token"])


def _people(client: Client, verb: str, who: str = "li", **body: object) -> None:
    client.control("POST", f"/corps/{CORP}/staff/{who}/{verb}", body)


def test_ids_are_listed_with_the_secret_of_the_contacts_alone(client: Client) -> None:
    """A row a membership, page by page; an app may not, and that secret may nothing else."""
    client.control("PUT", f"/corps/{CORP}/departments/2", {"name": "门店"})
    _people(client, "change", departments=[1, 2])
    token = _contacts(client)
    first = client.post("user/list_id", {"limit": 2}, token=token)
    assert first["dept_user"] == [{"userid": "li", "department": 1}, {"userid": "li", "department": 2}]
    rest = client.post("user/list_id", {"limit": 2, "cursor": first["next_cursor"]}, token=token)
    assert (rest["dept_user"], "next_cursor" in rest) == ([{"userid": "wang", "department": 1}], False)
    assert client.post("user/list_id", {})["errcode"] == 48002
    assert client.get("user/get", token=token, userid="li")["errcode"] == 48002


def test_a_member_is_read_within_the_visible_range(client: Client) -> None:
    """Name, departments and status of whom the app may see; no avatar where none is told; case does not matter."""
    found = client.get("user/get", userid="LI")
    assert (found["userid"], found["name"], found["department"], found["status"]) == ("li", "李小美", [1], 1)
    assert "avatar" not in found
    _people(client, "disable")
    assert client.get("user/get", userid="li")["status"] == 2
    _people(client, "change", visible=False)
    assert client.get("user/get", userid="li")["errcode"] == 60011
    assert client.get("user/get", userid="nobody")["errcode"] == 60111


def test_departments_are_a_tree_of_which_a_part_can_be_asked(client: Client) -> None:
    """A department is listed with all below it, and goes only when it is empty."""
    for number, above in ((2, 1), (3, 2)):
        client.control("PUT", f"/corps/{CORP}/departments/{number}", {"name": f"部门{number}", "parentid": above})
    assert [one["id"] for one in client.get("department/list")["department"]] == [1, 2, 3]
    assert [one["id"] for one in client.get("department/list", id="2")["department"]] == [2, 3]
    assert client.get("department/list", id="9")["errcode"] == 60003
    assert client.send("DELETE", f"/_sandbox/corps/{CORP}/departments/2")[0] == 400
    assert client.send("DELETE", f"/_sandbox/corps/{CORP}/departments/3")[0] == 200


def test_whoever_is_not_active_gets_no_code_and_serves_nobody(client: Client) -> None:
    """A disabled member cannot sign in, is in no contact way, and has their code taken away."""
    path = f"/corps/{CORP}/staff/li/oauth-code"
    code = client.control("POST", path)["code"]
    _people(client, "disable")
    assert client.send("POST", f"/_sandbox{path}")[0] == 400
    assert client.get("auth/getuserinfo", code=code)["errcode"] == 40029
    assert client.contact_way()["errcode"] == 41054
    assert client.get("externalcontact/get_follow_user_list")["follow_user"] == ["wang"]
    _people(client, "enable")
    _people(client, "change", serves=False)
    assert client.contact_way()["errcode"] == 84074


def test_a_leaver_is_of_the_corp_no_more_and_may_return(client: Client) -> None:
    """No call knows them, their QR code shows nobody, and their customers are theirs again when they return."""
    friend = client.befriend("fang")
    config_id = client.contact_way()["config_id"]
    _people(client, "leave")
    assert client.get("user/get", userid="li")["errcode"] == 60111
    assert client.get("externalcontact/get", external_userid=friend)["errcode"] == 84061
    assert client.send("POST", "/_sandbox/customers/fang/open", {"config_id": config_id})[0] == 404
    _people(client, "return")
    assert client.get("externalcontact/get", external_userid=friend)["follow_user"][0]["userid"] == "li"


def test_a_new_userid_takes_everything_with_it(client: Client) -> None:
    """Customers and contact ways hang on the new one, and the old one is nobody's."""
    friend = client.befriend("fang")
    config_id = client.contact_way()["config_id"]
    _people(client, "rename", userid="li.mei")
    assert client.get("user/get", userid="li")["errcode"] == 60111
    assert client.get("externalcontact/list", userid="Li.Mei")["external_userid"] == [friend]
    way = client.post("externalcontact/get_contact_way", {"config_id": config_id})["contact_way"]
    assert way["user"] == ["li.mei"]
    assert client.send("POST", f"/_sandbox/corps/{CORP}/staff/wang/rename", {"userid": "LI.MEI"})[0] == 400


def test_events_carry_two_fields_as_newer_addresses_get_them(live: Client, receiver: Receiver) -> None:
    """Each act is told, a leaver's customers by nothing; the fault lets somebody leave without a word."""
    live.control("POST", f"/corps/{CORP}/staff", {"userid": "zhao", "name": "赵"})
    _people(live, "rename", "zhao", userid="zhao2")
    live.befriend("fang", "zhao2")
    _people(live, "leave", "zhao2")
    live.control("POST", "/faults", {"kind": "staff_left", "corp_id": CORP, "userid": "wang"})
    live.control("POST", "/deliver")
    told = [event for event in receiver.events if event["Event"] == "change_contact"]
    fields = [{name: event[name] for name in sorted(event) if name not in HEAD} for event in told]
    assert fields == [
        {"ChangeType": "create_user", "Department": "1", "UserID": "zhao"},
        {"ChangeType": "update_user", "Department": "1", "NewUserID": "zhao2", "UserID": "zhao"},
        {"ChangeType": "delete_user", "UserID": "zhao2"},
    ]
    assert live.get("user/get", userid="wang")["errcode"] == 60111
    assert live.send("POST", "/_sandbox/faults", {"kind": "staff_left", "corp_id": CORP, "userid": "no"})[0] == 404


HEAD = ("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event")


def test_a_tag_deleted_in_the_console_is_told(live: Client, receiver: Receiver) -> None:
    """One event for a tag, one for a group with all its tags."""
    made = live.post("externalcontact/add_corp_tag", {"group_name": "来源", "tag": [{"name": "a"}, {"name": "b"}]})
    group = made["tag_group"]
    for what in (group["tag"][0]["id"], group["group_id"]):
        assert live.send("DELETE", f"/_sandbox/corps/{CORP}/tags/{what}")[0] == 200
    live.control("POST", "/deliver")
    told = [(one["TagType"], one["Id"]) for one in receiver.events if one["Event"] == "change_external_tag"]
    assert told == [("tag", group["tag"][0]["id"]), ("tag_group", group["group_id"])]
    assert live.post("externalcontact/get_corp_tag_list", {})["tag_group"] == []
