"""Stores are made, edited, closed, opened and found; who works where is known."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.ids import StoreId, UserId
from chalicelib.stores import moving, service
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything

FULL: dict[str, Any] = {
    "number": "sh-01",
    "name": "人民广场店",
    "region": "华东",
    "address": "上海市黄浦区人民大道 1 号",
    "phone": "021-6312 0000",
    "hours": [{"day": "mon", "since": "10:00", "until": "22:00"}],
    "location": {"longitude": 121.47, "latitude": 31.23},
    "manager": "LiMing",
    "staff": ["wangfang"],
    "clerks": ["zhaolei"],
}


def seen(store: Any) -> dict[str, Any]:
    """What a store shows, as an edit sends it back."""
    return {name: store[name] for name in (*FULL, "version")}


def test_a_store_is_shown_as_it_was_made(house: Stack, owner: Http) -> None:
    """With everybody who works there by name, what they are there, and that it is their first."""
    made = make.store(house, by=owner, **FULL)
    read = owner.get(f"/admin/v1/stores/{made.id}").json()
    assert read == made.body
    assert {name: read[name] for name in FULL} == {**FULL, "manager": "liming"}
    assert (read["state"], read["version"]) == ("open", 1)
    people = [(one["userid"], one["is_manager"], one["is_clerk"], one["is_primary"]) for one in read["people"]]
    assert people == [
        ("liming", True, False, True),
        ("wangfang", False, False, True),
        ("zhaolei", False, True, True),
    ]


def test_a_number_is_one_stores_whatever_its_case(house: Stack, owner: Http) -> None:
    """Whoever asks for it again is told whose it is; a number that was given up is free."""
    first = make.store(house, by=owner, number="bj-07", name="国贸店")
    refused = owner.post("/admin/v1/stores", {"number": "BJ-07", "name": "另一家"})
    assert (refused.status, refused.code) == (422, "BadStore")
    assert "国贸店" in refused.json()["message_zh"]
    edited = {**seen_of(owner, first.id), "number": "bj-08"}
    assert owner.put(f"/admin/v1/stores/{first.id}", edited).json()["number"] == "bj-08"
    assert make.store(house, by=owner, number="BJ-07")["number"] == "BJ-07"
    back = owner.put(f"/admin/v1/stores/{first.id}", {**seen_of(owner, first.id), "number": "Bj-07"})
    assert back.json()["details"]["errors"][0]["path"] == "number"


def seen_of(owner: Http, store_id: str) -> dict[str, Any]:
    return seen({**dict.fromkeys(FULL), **owner.get(f"/admin/v1/stores/{store_id}").json()})


def test_two_who_edit_at_once_do_not_lose_ones_change(house: Stack, owner: Http) -> None:
    """Whoever saves second is told to look again; the same save again is no conflict."""
    store = make.store(house, by=owner)
    mine, theirs = ({**seen_of(owner, store.id), **change} for change in ({"phone": "010-8888"}, {"address": "北京市"}))
    assert owner.put(f"/admin/v1/stores/{store.id}", mine).json()["version"] == 2
    assert owner.put(f"/admin/v1/stores/{store.id}", mine).json()["version"] == 2
    refused = owner.put(f"/admin/v1/stores/{store.id}", theirs)
    assert (refused.status, refused.code) == (409, "StoreChanged")


def test_a_store_is_made_once_under_one_key(house: Stack, owner: Http) -> None:
    """Also when the first answer was lost before it was stored."""
    body = {"number": "once", "name": "一次店"}
    first = owner.post("/admin/v1/stores", body, Idempotency_Key="once").json()
    assert owner.post("/admin/v1/stores", body, Idempotency_Key="once").json() == first


def test_who_works_at_several_stores_is_of_one_first(house: Stack, owner: Http) -> None:
    """The one they are at longest, until one is named; who goes from it is of the other."""
    first = StoreId(make.store(house, by=owner, clerks=["zhangwei"]).id)
    house.clock.advance(1)
    second = StoreId(make.store(house, by=owner, clerks=["zhangwei"]).id)
    path = "/admin/v1/staff/zhangwei/stores"
    assert owner.get(path).json()["store_id"] == first
    assert owner.put(path, {"store_id": second}).json()["store_id"] == second
    forget_everything()
    ctx, zhangwei = house.ctx(), UserId("zhangwei")
    assert (service.store_of(ctx, zhangwei), service.stores_of(ctx, zhangwei)) == (second, frozenset({first, second}))
    owner.put(f"/admin/v1/stores/{second}", {**seen_of(owner, second), "clerks": [], "staff": []})
    assert owner.get(path).json()["store_id"] == first
    refused = owner.put(path, {"store_id": second})
    assert (refused.status, refused.json()["details"]["errors"][0]["rule"]) == (422, "not_there")


def test_stores_are_listed_by_number_and_found(house: Stack) -> None:
    """By region, by state, and by what number, name or address hold; regions say how many they have."""
    owner = house.operator(corp="rival")
    for number, name, region in (("3", "南京店", "华东"), ("1", "苏州店", "华东"), ("2", "广州店", "华南")):
        make.store(house, by=owner, corp="rival", number=number, name=name, region=region)
    numbers = {store["number"]: store["store_id"] for store in owner.get("/admin/v1/stores").json()["items"]}
    assert list(numbers) == ["1", "2", "3"]
    assert owner.put(f"/admin/v1/stores/{numbers['3']}/state", {"state": "closed"}).json()["state"] == "closed"

    def found(query: str) -> list[str]:
        return [store["number"] for store in owner.get(f"/admin/v1/stores?{query}").json()["items"]]

    assert [found(query) for query in ("region=华东", "state=open", "search=广州", "search=3")] == [
        ["1", "3"],
        ["1", "2"],
        ["2"],
        ["3"],
    ]
    page = owner.get("/admin/v1/stores?limit=2&region=华东").json()
    assert [store["number"] for store in page["items"]] == ["1", "3"]
    forget_everything()
    regions = owner.get("/admin/v1/store-regions").json()["items"]
    assert regions == [
        {"region": "华东", "stores": 2, "open_stores": 1},
        {"region": "华南", "stores": 1, "open_stores": 1},
    ]
    in_region = service.of_regions(house.ctx(corp="rival"), ["华东"])
    assert in_region == {numbers["1"], numbers["3"]}
    assert service.of_regions(house.ctx(), ["华南"]) == set()


def test_a_closed_store_opens_again(house: Stack, owner: Http) -> None:
    """Each is safe to repeat, and nothing asks while nothing names the store."""
    store = make.store(house, by=owner)
    path = f"/admin/v1/stores/{store.id}/state"
    states = [owner.put(path, {"state": state}).json()["state"] for state in ("closed", "closed", "open", "open")]
    assert states == ["closed", "closed", "open", "open"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"hours": [{"day": "mon", "since": "09:00", "until": "09:00"}]}, "hours[0].until"),
        (
            {
                "hours": [
                    {"day": "sun", "since": "22:00", "until": "02:00"},
                    {"day": "mon", "since": "01:00", "until": "09:00"},
                ]
            },
            "hours[1]",
        ),
        ({"staff": [f"s{number}" for number in range(150)], "clerks": [f"c{number}" for number in range(60)]}, "staff"),
        ({"number": "1|2"}, "number"),
    ],
)
def test_what_no_store_can_be_is_told_at_its_field(owner: Http, change: dict[str, Any], path: str) -> None:
    """All at once, with a sentence each."""
    refused = owner.post("/admin/v1/stores", {"number": "bad", "name": "店", **change})
    assert refused.status in (400, 422)
    assert path in [fault["path"] for fault in refused.json()["details"]["errors"]]


def test_another_corps_store_is_not_there(house: Stack, owner: Http) -> None:
    """By any door, and for any room."""
    store = make.store(house, by=owner)
    rival = house.operator(corp="rival")
    assert rival.get(f"/admin/v1/stores/{store.id}").code == "UnknownStore"
    assert rival.put(f"/admin/v1/stores/{store.id}/state", {"state": "closed"}).code == "UnknownStore"
    assert service.there(house.ctx(corp="rival"), [StoreId(store.id)]) == set()
    assert service.names(house.ctx(), [StoreId(store.id)]) == {store.id: "人民广场店"}


def test_another_takes_somebodys_place_at_every_store(house: Stack, owner: Http) -> None:
    """As manager or clerk, and of the same store first; again changes nothing."""
    first = StoreId(make.store(house, by=owner, manager="zhaolei").id)
    house.clock.advance(1)
    second = StoreId(make.store(house, by=owner, clerks=["zhaolei"]).id)
    owner.put("/admin/v1/staff/zhaolei/stores", {"store_id": second})
    old, new = UserId("zhaolei"), UserId("zhaolei2")
    assert {first, second} <= set(moving.take_place(house.ctx(), old, new))
    assert moving.take_place(house.ctx(), old, new) == []
    stores = [owner.get(f"/admin/v1/stores/{store_id}").json() for store_id in (first, second)]
    assert (stores[0]["manager"], stores[1]["clerks"]) == (new, [new])
    forget_everything()
    assert (service.store_of(house.ctx(), new), service.store_of(house.ctx(), old)) == (second, None)
