"""联系我 (docs/platform D1)."""

from __future__ import annotations

from typing import Any

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.testing import CORP, Client, corp_setup

ADD = "externalcontact/add_contact_way"
UPDATE = "externalcontact/update_contact_way"
LIST = "externalcontact/list_contact_way"
DAY = 86400


def read(client: Client, config_id: str) -> dict[str, Any]:
    answer = client.post("externalcontact/get_contact_way", {"config_id": config_id})
    way: dict[str, Any] = answer["contact_way"]
    return way


def test_a_qr_contact_way_reads_back_as_it_was_made(client: Client, sandbox: Sandbox) -> None:
    """Every field that was sent, and the address of its QR code."""
    answer = client.contact_way(remark="台卡", skip_verify=False)
    assert answer["qr_code"] == f"{sandbox.url}/qr/{answer['config_id']}"
    way = read(client, answer["config_id"])
    assert way["qr_code"] == answer["qr_code"]
    expected = {"type": 1, "scene": 2, "remark": "台卡", "skip_verify": False, "state": "s-1"}
    assert expected.items() <= way.items()
    assert way["user"] == ["li"]


def test_a_mini_program_button_has_a_style_and_no_qr_code(client: Client) -> None:
    """Scene 1 is a button, so there is nothing to print."""
    answer = client.contact_way(scene=1, style=2)
    assert "qr_code" not in answer
    way = read(client, answer["config_id"])
    assert (way["style"], way["skip_verify"]) == (2, True)
    assert "qr_code" not in way


def without(*names: str) -> dict[str, object]:
    body = {"type": 1, "scene": 2, "user": ["li"]}
    return {name: value for name, value in body.items() if name not in names}


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (without("type"), 41037), (without() | {"type": 3}, 41039),
        (without() | {"type": "1"}, 41039), (without() | {"type": True}, 41039),
        (without("scene"), 41038), (without() | {"scene": 3}, 41040),
        (without() | {"style": 1}, 41042), (without() | {"scene": 1, "style": 9}, 41042),
        (without() | {"remark": "一" * 31}, 40058), (without() | {"state": "x" * 31}, 40058),
        (without() | {"remark": 5}, 40058), (without() | {"skip_verify": 1}, 40058),
        (without("user"), 40032), (without() | {"user": ["li", "wang"]}, 40032),
        (without() | {"user": "li"}, 40031), (without() | {"user": ["nobody"]}, 40003),
        (without() | {"type": 2, "user": []}, 40031),
        (without() | {"type": 2, "user": ["li", "li"]}, 40031),
        (without() | {"type": 2, "user": [f"u{n}" for n in range(101)]}, 41041),
        (without() | {"type": 2, "party": [1]}, 60123), (without() | {"is_temp": True}, 48002),
    ],
)  # fmt: skip
def test_a_wrong_field_has_its_own_errcode(client: Client, body: object, errcode: int) -> None:
    """What is missing, unknown, too long or too many is told apart."""
    assert client.post(ADD, body)["errcode"] == errcode


def test_the_longest_texts_and_a_hundred_users_are_fine(client: Client) -> None:
    """The limits themselves are allowed."""
    staff = [{"userid": f"u{n}", "name": f"员工{n}"} for n in range(100)]
    client.control("PUT", f"/corps/{CORP}", corp_setup(staff=staff))
    users = [f"u{n}" for n in range(100)]
    answer = client.contact_way(type=2, user=users, remark="一" * 30, state="x" * 30)
    assert answer["errcode"] == 0


def test_a_member_who_is_not_active_is_41054(client: Client) -> None:
    """Nobody can be added who has not joined the corp."""
    staff = [{"userid": "li", "name": "李", "active": False}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(staff=staff))
    assert client.contact_way()["errcode"] == 41054


def test_the_cap_is_41045_and_deleting_makes_room(client: Client) -> None:
    """The corp's own contact ways are counted, those that exist."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"contact_ways": 2}))
    first = client.contact_way()
    assert client.contact_way()["errcode"] == 0
    assert client.contact_way()["errcode"] == 41045
    client.post("externalcontact/del_contact_way", {"config_id": first["config_id"]})
    assert client.contact_way()["errcode"] == 0


@pytest.mark.parametrize("verb", ["get", "update", "del"])
def test_a_missing_unknown_or_foreign_config_id_is_refused(client: Client, verb: str) -> None:
    """Another corp's contact way is as unknown as none."""
    api = f"externalcontact/{verb}_contact_way"
    assert client.post(api, {})["errcode"] == 41043
    assert client.post(api, {"config_id": "no"})["errcode"] == 41044
    setup = corp_setup(secrets=[{"agent_id": 1, "secret": "o"}])
    client.control("PUT", "/corps/wwother", setup)
    theirs = Client(client.url, "wwother", "o").contact_way()["config_id"]
    assert client.post(api, {"config_id": theirs})["errcode"] == 41044


def test_an_update_replaces_users_and_keeps_what_it_does_not_name(client: Client) -> None:
    """Remark and state stay when an update leaves them out."""
    config_id = client.contact_way(remark="旧")["config_id"]
    body = {"config_id": config_id, "user": ["wang"], "skip_verify": False}
    assert client.post(UPDATE, body)["errcode"] == 0
    way = read(client, config_id)
    assert (way["user"], way["skip_verify"], way["remark"]) == (["wang"], False, "旧")
    assert way["state"] == "s-1"


def test_type_and_scene_cannot_change_and_a_refusal_changes_nothing(client: Client) -> None:
    """What is refused in one field is applied in none."""
    config_id = client.contact_way(remark="旧")["config_id"]
    before = read(client, config_id)
    assert client.post(UPDATE, {"config_id": config_id, "type": 2})["errcode"] == 41039
    assert client.post(UPDATE, {"config_id": config_id, "scene": 1})["errcode"] == 41040
    body = {"config_id": config_id, "remark": "新", "user": ["nobody"]}
    assert client.post(UPDATE, body)["errcode"] == 40003
    assert read(client, config_id) == before


def test_a_deleted_contact_way_is_gone_and_its_qr_stops_working(client: Client) -> None:
    """A printed code of it opens nothing any more."""
    way = client.contact_way()
    client.post("externalcontact/del_contact_way", {"config_id": way["config_id"]})
    assert client.send("GET", f"/qr/{way['config_id']}.png")[0] == 404
    status, _ = client.send("POST", "/_sandbox/customers/fang/open", {"config_id": way["qr_code"]})
    assert status == 404


def test_listing_walks_all_pages_and_ends_with_an_empty_cursor(client: Client) -> None:
    """Five in pages of two: each once, in order."""
    config_ids = [client.contact_way()["config_id"] for _ in range(5)]
    listed, cursor = [], ""
    for expected in (2, 2, 1):
        page = client.post(LIST, {"limit": 2, "cursor": cursor})
        assert len(page["contact_way"]) == expected
        listed += [item["config_id"] for item in page["contact_way"]]
        cursor = page["next_cursor"]
    assert (listed, cursor) == (config_ids, "")


def test_listing_goes_by_time_of_creation(client: Client, clock: Clock) -> None:
    """The last 90 days by default; a period that ends before it begins is refused."""
    old = client.contact_way()["config_id"]
    clock.advance(91 * DAY)
    new = client.contact_way()["config_id"]
    listed = client.post(LIST, {})["contact_way"]
    assert listed == [{"config_id": new}], "by default the last 90 days"
    start = int(clock.time()) - 100 * DAY
    listed = client.post(LIST, {"start_time": start})["contact_way"]
    assert listed == [{"config_id": old}, {"config_id": new}]
    assert client.post(LIST, {"start_time": 2, "end_time": 1})["errcode"] == 40058


@pytest.mark.parametrize("cursor", ["x", "YWJj", "!!"])
def test_a_cursor_nobody_gave_is_50100(client: Client, cursor: str) -> None:
    """A made-up cursor does not begin at the front."""
    assert client.post(LIST, {"cursor": cursor})["errcode"] == 50100


def test_a_limit_above_the_maximum_falls_back_to_the_default(client: Client) -> None:
    """1001 gives 100, 1000 gives what it says."""
    token = client.gettoken()["access_token"]
    body = {"type": 1, "scene": 2, "user": ["li"]}
    for _ in range(101):
        client.post(ADD, body, token)
    assert len(client.post(LIST, {"limit": 1001}, token)["contact_way"]) == 100
    assert len(client.post(LIST, {"limit": 1000}, token)["contact_way"]) == 101
