"""Corp tags and marking (docs/platform D4)."""

from __future__ import annotations

from typing import Any

import pytest

from local.wecom import Sandbox
from local.wecom.testing import CORP, Client, Receiver, corp_setup

ADD, EDIT = "externalcontact/add_corp_tag", "externalcontact/edit_corp_tag"
DELETE, LIST = "externalcontact/del_corp_tag", "externalcontact/get_corp_tag_list"
MARK = "externalcontact/mark_tag"


def make(client: Client, group: str, *names: str) -> dict[str, str]:
    """The ids of new tags by name, and the group's id under its own name."""
    body = {"group_name": group, "tag": [{"name": name} for name in names]}
    tag_group = client.post(ADD, body)["tag_group"]
    return {tag["name"]: tag["id"] for tag in tag_group["tag"]} | {group: tag_group["group_id"]}


def library(client: Client, **body: object) -> list[tuple[str, list[str]]]:
    groups = client.post(LIST, body)["tag_group"]
    return [(g["group_name"], [t["name"] for t in g["tag"]]) for g in groups]


def tags_of(client: Client, external: str, userid: str = "li") -> list[str]:
    followers = client.get("externalcontact/get", external_userid=external)["follow_user"]
    [follow] = [f for f in followers if f["userid"] == userid]
    return [tag["tag_name"] for tag in follow["tags"]]


def test_a_group_is_found_by_name_by_id_or_made(client: Client) -> None:
    """The id wins over the name, and the answer holds the new tags only."""
    ids = make(client, "渠道", "台卡")
    assert make(client, "渠道", "海报")["渠道"] == ids["渠道"]
    body = {"group_id": ids["渠道"], "group_name": "忽略", "order": 9, "tag": [{"name": "包裹"}]}
    added = client.post(ADD, body)["tag_group"]
    assert (added["group_name"], added["order"]) == ("渠道", 0)
    assert [tag["name"] for tag in added["tag"]] == ["包裹"], "the answer holds the new ones"
    assert "deleted" not in added
    assert library(client) == [("渠道", ["台卡", "海报", "包裹"])]


def test_a_name_twice_in_one_call_makes_one_tag(client: Client) -> None:
    """The second is the first."""
    make(client, "渠道", "台卡", "台卡")
    assert library(client) == [("渠道", ["台卡"])]


def test_a_name_the_group_has_is_40071_and_nothing_is_added(client: Client) -> None:
    """All or nothing; another group may use the same name."""
    make(client, "渠道", "台卡")
    body = {"group_name": "渠道", "tag": [{"name": "新"}, {"name": "台卡"}]}
    assert client.post(ADD, body)["errcode"] == 40071
    assert library(client) == [("渠道", ["台卡"])]
    make(client, "口味", "台卡")
    assert len(library(client)) == 2, "another group may use the same name"


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"group_name": "g", "tag": []}, 40063), ({"group_name": "g"}, 40063),
        ({"group_name": "一" * 31, "tag": [{"name": "t"}]}, 40072),
        ({"group_name": "g", "tag": [{"name": "一" * 31}]}, 40072),
        ({"group_name": "g", "tag": [{"name": ""}]}, 40072),
        ({"tag": [{"name": "t"}]}, 40072), ({"group_id": "no", "tag": [{"name": "t"}]}, 40068),
        ({"group_name": "g", "tag": [{"name": "t", "order": 2**32}]}, 40058),
        ({"group_name": "g", "tag": [{"name": "t", "order": -1}]}, 40058),
        ({"group_name": "g", "tag": ["t"]}, 40058),
    ],
)  # fmt: skip
def test_wrong_tags_are_refused(client: Client, body: object, errcode: int) -> None:
    """A name that is missing, empty or too long, no tags or a wrong order make no group."""
    assert client.post(ADD, body)["errcode"] == errcode
    assert library(client) == []


def test_the_cap_counts_living_tags(client: Client) -> None:
    """Deleting one makes room for one."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"tags": 2}))
    ids = make(client, "g", "a", "b")
    body = {"group_name": "g", "tag": [{"name": "c"}]}
    assert client.post(ADD, body)["errcode"] == 40126
    client.post(DELETE, {"tag_id": [ids["a"]]})
    assert client.post(ADD, body)["errcode"] == 0


def test_a_larger_order_comes_first(client: Client) -> None:
    """Among groups and among tags."""
    client.post(ADD, {"group_name": "low", "order": 1, "tag": [{"name": "x"}]})
    body = {"group_name": "high", "order": 5, "tag": [{"name": "b"}, {"name": "a", "order": 3}]}
    client.post(ADD, body)
    assert library(client) == [("high", ["a", "b"]), ("low", ["x"])]


def test_asking_by_ids_shows_deleted_ones_and_group_id_wins(client: Client) -> None:
    """Deleted ones are marked; the whole list leaves them out."""
    ids = make(client, "g", "a", "b") | make(client, "h", "c")
    client.post(DELETE, {"tag_id": [ids["a"]]})
    [group] = client.post(LIST, {"tag_id": [ids["a"]]})["tag_group"]
    assert (group["deleted"], group["tag"][0]["deleted"]) == (False, True)
    assert library(client, tag_id=[ids["a"]], group_id=[ids["h"]]) == [("h", ["c"])]
    assert library(client) == [("g", ["b"]), ("h", ["c"])]
    assert client.post(LIST, {"tag_id": ["no"]})["errcode"] == 40068


def test_editing_renames_unless_the_name_is_taken_beside_it(client: Client) -> None:
    """Its own name is not taken; a name in another group is free."""
    ids = make(client, "g", "a", "b") | make(client, "h", "c")
    assert client.post(EDIT, {"id": ids["a"], "name": "b"})["errcode"] == 40071
    assert client.post(EDIT, {"id": ids["g"], "name": "h"})["errcode"] == 40071
    assert client.post(EDIT, {"id": ids["a"], "name": "c", "order": 7})["errcode"] == 0
    assert client.post(EDIT, {"id": ids["a"], "name": "c"})["errcode"] == 0, "its own name"
    assert client.post(EDIT, {"id": ids["g"], "name": "k"})["errcode"] == 0
    assert library(client) == [("k", ["c", "b"]), ("h", ["c"])]
    assert client.post(EDIT, {"id": "no", "name": "x"})["errcode"] == 40068
    assert client.post(EDIT, {"id": ids["b"], "name": "一" * 31})["errcode"] == 40072


def test_a_group_left_empty_disappears(client: Client) -> None:
    """And what is deleted cannot be deleted again."""
    ids = make(client, "g", "a") | make(client, "h", "b", "c")
    client.post(DELETE, {"tag_id": [ids["a"]]})
    assert library(client) == [("h", ["b", "c"])]
    client.post(DELETE, {"group_id": [ids["h"]]})
    assert library(client) == []
    assert client.post(DELETE, {})["errcode"] == 40063
    assert client.post(DELETE, {"tag_id": [ids["a"]]})["errcode"] == 40068


def test_marking_adds_and_removes_for_this_follower_only(client: Client, friend: str) -> None:
    """Marking again is fine, and another follower's tags stay."""
    ids = make(client, "g", "a", "b", "c")
    client.control(
        "POST", "/customers/fang/add",
        {"config_id": client.contact_way(user=["wang"])["config_id"]},
    )  # fmt: skip
    pair: dict[str, Any] = {"userid": "li", "external_userid": friend}
    assert client.post(MARK, pair | {"add_tag": [ids["a"], ids["b"]]})["errcode"] == 0
    assert client.post(MARK, pair | {"add_tag": [ids["b"]]})["errcode"] == 0, "again is fine"
    swap = {"add_tag": [ids["c"]], "remove_tag": [ids["a"]]}
    assert client.post(MARK, pair | swap)["errcode"] == 0
    assert (tags_of(client, friend), tags_of(client, friend, "wang")) == (["b", "c"], [])


def test_marking_refuses_what_does_not_fit(client: Client, friend: str) -> None:
    """Each mistake has its errcode, and no tag is put on."""
    ids = make(client, "g", "a", "b")
    pair: dict[str, Any] = {"userid": "li", "external_userid": friend}
    add = {"add_tag": [ids["a"]]}
    cases: list[tuple[dict[str, Any], int]] = [
        (add | {"external_userid": friend}, 41009), (add | {"userid": "li"}, 41035), (pair, 40063),
        (pair | {"add_tag": ["no"]}, 40068), (pair | {"remove_tag": [ids["g"]]}, 40068),
        (pair | add | {"userid": "wang"}, 84061), (pair | add | {"userid": "nobody"}, 40003),
        (pair | add | {"external_userid": "wmno"}, 40096), (pair | {"add_tag": "x"}, 40058),
    ]  # fmt: skip
    assert [client.post(MARK, body)["errcode"] for body, _ in cases] == [code for _, code in cases]
    assert tags_of(client, friend) == []
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"tags_per_customer": 1}))
    both = {"add_tag": [ids["a"], ids["b"]]}
    assert client.post(MARK, pair | both)["errcode"] == 40126


def test_a_deleted_tag_leaves_its_customers_and_cannot_be_put_on(client: Client, friend: str) -> None:
    """Nobody has it any more, on either side."""
    ids = make(client, "g", "a", "b")
    pair = {"userid": "li", "external_userid": friend}
    client.post(MARK, pair | {"add_tag": [ids["a"], ids["b"]]})
    client.post(DELETE, {"tag_id": [ids["a"]]})
    assert tags_of(client, friend) == ["b"]
    [kept] = client.control("GET", f"/corps/{CORP}/staff/li/customers")["customers"]
    assert kept["tags"] == [ids["b"]]
    assert client.post(MARK, pair | {"add_tag": [ids["a"]]})["errcode"] == 40068


@pytest.mark.parametrize(("switch", "events"), [(False, 0), (True, 1)])
def test_marking_calls_back_only_when_switched_on(
    live: Client, friend: str, sandbox: Sandbox, receiver: Receiver, switch: bool, events: int
) -> None:
    """A mark by API makes an event only where the corp wants it, and a repeat makes none."""
    live.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url, api_events=switch))
    ids = make(live, "g", "a")
    mark = {"userid": "li", "external_userid": friend, "add_tag": [ids["a"]]}
    live.post(MARK, mark)
    live.post(MARK, mark)
    sandbox.deliver_all()
    assert receiver.changes.count("edit_external_contact") == events
