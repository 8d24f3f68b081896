"""Products, group-buys, orders and their payments at the WeChat Pay sandbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from chalicelib.core.moments import iso
from tests.support.http import Http
from tests.support.make import people
from tests.support.make.people import Member, session
from tests.support.make.things import Json, Thing, made
from tests.support.stack import Stack

SKU = {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 50}


@dataclass(frozen=True)
class Order(Thing):
    """An order with who placed it."""

    member: Member


@dataclass(frozen=True)
class Team(Thing):
    """A team with the order of its leader."""

    order: Order


def product(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A product with one SKU, fifty of it."""
    http = by or session(stack, corp=corp)
    body = made(http.post("/admin/v1/products", {"name": "明前龙井", "skus": [SKU], **changes}))
    return Thing(str(body["product_id"]), body)


def activity(
    stack: Stack, of: Thing | None = None, *, by: Http | None = None, corp: str = "demo", **changes: Any
) -> Thing:
    """A group-buy of a product that is on for a week: three for 69 yuan each, twenty pieces."""
    bought = of or product(stack, by=by, corp=corp)
    http, now = by or session(stack, corp=corp), stack.clock.now()
    wanted = {
        "name": "三人团",
        "sku_id": bought["skus"][0]["sku_id"],
        "team_size": 3,
        "team_price": 6900,
        "opens_at": iso(now),
        "closes_at": iso(now + timedelta(days=7)),
        "stock": 20,
        **changes,
    }
    body = made(http.post("/admin/v1/groupbuys", wanted))
    return Thing(str(body["activity_id"]), body)


def books(stack: Stack, of: Thing) -> Thing:
    """The books of an activity, counted now."""
    http = session(stack)
    made(http.post(f"/admin/v1/groupbuys/{of.id}/books"))
    stack.work_off()
    return Thing(of.id, http.get(f"/admin/v1/groupbuys/{of.id}/books").json())


def shop_order(stack: Stack, of: Thing | None = None, member: Member | None = None, *, corp: str = "demo") -> Order:
    """An order of one piece of a product in the shop, which is to be paid."""
    sold, member = of or product(stack, corp=corp), member or people.member(stack, corp=corp)
    body = {"sku_id": sold["skus"][0]["sku_id"]}
    return _order(made(member.http.post("/mini/v1/shop-orders", body)), member)


def team(stack: Stack, of: Thing | None = None, leader: Member | None = None, *, corp: str = "demo") -> Team:
    """A team of an activity. Its leader has a seat, whose money has not come."""
    begun, leader = of or activity(stack, corp=corp), leader or people.member(stack, corp=corp)
    entered = made(leader.http.post(f"/mini/v1/groupbuys/{begun.id}/teams", {}))
    return Team(str(entered["team"]["team_id"]), entered["team"], _order(entered["order"], leader))


def order(stack: Stack, of: Team | None = None, member: Member | None = None, *, corp: str = "demo") -> Order:
    """A seat in a team, which is to be paid: the leader's of a new team, or that of somebody who joins one."""
    if of is None:
        return team(stack, leader=member, corp=corp).order
    member = member or people.member(stack, corp=corp)
    return _order(made(member.http.post(f"/mini/v1/groupbuy-teams/{of.id}/seats", {}))["order"], member)


def payment(stack: Stack, of: Order | None = None, *, corp: str = "demo") -> Thing:
    """The money of an order is asked for and has not come. Its number is the order's; the answer is the front end's."""
    stack.pay  # noqa: B018  starts WeChat Pay, and the corps have merchants
    of = of or order(stack, corp=corp)
    return Thing(of.id, made(of.member.http.post(f"/mini/v1/orders/{of.id}/payments")))


def paid_order(stack: Stack, of: Order | None = None, *, corp: str = "demo") -> Order:
    """An order whose customer paid at WeChat Pay, and all that follows is done."""
    of = of or order(stack, corp=corp)
    stack.pay.pay(payment(stack, of).id)
    stack.work_off()
    paid = replace(of, body=made(of.member.http.get(f"/mini/v1/orders/{of.id}")))
    assert paid["status"] == "paid", paid.body
    return paid


def _order(body: Json, member: Member) -> Order:
    return Order(str(body["order_id"]), body, member)
