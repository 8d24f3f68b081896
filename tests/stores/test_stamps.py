"""What happens says at which store: visits, joins, claims, redemptions, orders and pick-ups."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.events import facts
from tests.support import make
from tests.support.http import Http
from tests.support.make import Thing
from tests.support.stack import Stack, forget_everything


@pytest.fixture(scope="module")
def first(house: Stack, owner: Http) -> Thing:
    """The store of a live code, where nobody works."""
    return make.store(house, by=owner, name="一店")


@pytest.fixture(scope="module")
def second(house: Stack, owner: Http) -> Thing:
    """The store where the clerks work, and the member of staff behind the live code."""
    return make.store(house, by=owner, name="二店", staff=["liming"], clerks=["zhangwei"])


def stored(stack: Stack, subject: str) -> dict[str, Any]:
    """The store of each kind of fact of a subject."""
    return {
        one.kind: facts.dimensions(one.data).get("store") for one in facts.timeline(stack.ctx(), subject, 100, "").items
    }


def test_what_follows_a_scan_is_of_the_live_codes_store(house: Stack, owner: Http, first: Thing, second: Thing) -> None:
    """The visit, the join and its coupon; what the clerk does is of the clerk's own store."""
    forget_everything()
    template = make.coupon_template(house, valid_days=30)
    code = make.live_code(house, store_id=first.id, coupon_template_id=template.id)
    assert (code["store_id"], code["store_name"]) == (first.id, "一店")
    assert house.http.get(f"/c/demo-{code.id}").status == 200
    member = make.member(house, through=code)
    coupon = member.wallet()[0]
    redeemed = owner.post("/staff/v1/redemptions", {"code": coupon.id, "order_amount": 20000})
    assert redeemed.json()["store_id"] == second.id
    house.drain()
    seen = stored(house, f"member#{member.id}")
    assert {kind: seen[kind] for kind in ("member.joined", "staff.added", "coupon.issued", "coupon.redeemed")} == {
        "member.joined": first.id,
        "staff.added": first.id,
        "coupon.issued": first.id,
        "coupon.redeemed": second.id,
    }
    days = facts.parts(f"live_code#{code.id}", ["2026-11-21"])
    visits = [one for part in days for one in facts.timeline(house.ctx(), part, 10, "").items]
    assert [facts.dimensions(one.data)["store"] for one in visits] == [first.id]


def test_a_code_without_a_store_counts_for_that_of_its_staff(house: Stack, owner: Http, second: Thing) -> None:
    """The one that the member of staff is of first; the code may be given another store later."""
    forget_everything()
    code = make.live_code(house)
    member = make.member(house, through=code)
    assert stored(house, f"member#{member.id}")["staff.added"] == second.id
    store = make.store(house, by=owner, name="三店")
    body = {"name": "海报", "staff": [{"userid": "liming"}], "welcome": make.WELCOME, "revision": 1}
    edited = owner.put(f"/admin/v1/live-codes/{code.id}", {**body, "store_id": store.id})
    assert edited.json()["store_name"] == "三店"
    forget_everything()
    asked = owner.put(f"/admin/v1/stores/{store.id}/state", {"state": "closed"})
    assert (asked.code, asked.json()["details"]["errors"][0]["rule"]) == ("NeedsConfirmation", "in_use")
    assert owner.put(f"/admin/v1/stores/{store.id}/state", {"state": "closed", "confirm": True}).status == 200
    forget_everything()
    refused = owner.post("/admin/v1/live-codes", {**body, "store_id": store.id, "revision": None} | {"name": "新"})
    assert refused.status in (400, 422)
    named = {name: value for name, value in body.items() if name != "revision"}
    refused = owner.post("/admin/v1/live-codes", {**named, "store_id": store.id})
    assert (refused.status, refused.json()["details"]["errors"][0]["rule"]) == (422, "closed")


def test_an_order_counts_for_where_it_is_picked_up_else_where_its_member_came_in(
    house: Stack, owner: Http, first: Thing, second: Thing
) -> None:
    """A pick-up is of the clerk's store, and until then the chosen store has it waiting."""
    forget_everything()
    member = make.member(house, through=make.live_code(house))
    product = make.product(house)
    http = make.member_session(house, member.id)
    sku = product["skus"][0]["sku_id"]
    anywhere = http.post("/mini/v1/shop-orders", {"sku_id": sku}).json()
    chosen = http.post("/mini/v1/shop-orders", {"sku_id": sku, "store_id": first.id}).json()
    orders = [owner.get(f"/admin/v1/orders/{one['order_id']}").json() for one in (anywhere, chosen)]
    assert [(one["store_id"], one["pickup_store"]) for one in orders] == [(second.id, ""), (first.id, first.id)]
    refused = http.post("/mini/v1/shop-orders", {"sku_id": sku, "store_id": "nowhere"})
    assert (refused.status, refused.code) == (422, "BadPickup")


def test_a_clerk_acts_at_a_store_of_theirs(owner: Http, house: Stack, first: Thing, second: Thing) -> None:
    """Another one is refused, whatever the coupon is."""
    forget_everything()
    body = {"code": "0" * 16, "order_amount": 1}
    refused = owner.post("/staff/v1/redemptions", {**body, "store_id": first.id})
    assert (refused.status, refused.code) == (403, "NotYourStore")
    assert owner.post("/staff/v1/redemptions", {**body, "store_id": second.id}).code == "UnknownCoupon"
