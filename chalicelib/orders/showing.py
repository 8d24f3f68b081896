"""Orders as operators see them: with names beside ids, what became of their money, and what happened in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from chalicelib.core import called, masks
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.ids import StoreId, userid
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Person
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import CouponCode
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed
from chalicelib.orders import changes, finding, store, views
from chalicelib.orders.errors import UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import HandedOut, Happened, Order, OrderDetail, OrderInList, OrdersQuery, StoreNamed
from chalicelib.orders.states import ASKED_BACK, CAME_IN, EntryKind
from chalicelib.orders.store import OrderRow
from chalicelib.payments import service as payments
from chalicelib.stores import service as stores


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What ids are called, and what is wrong with the money, of some orders."""

    members: Mapping[MemberId, str]
    stores: Mapping[StoreId, str]
    sellers: Mapping[str, Mapping[str, str]]
    problems: Mapping[str, Problem]
    shows_codes: bool


def page(ctx: Ctx, query: OrdersQuery) -> Page[OrderInList]:
    """The orders that a query means (see `finding.orders`), with names: one call for each kind of them, and what their
    money costs to look at.
    """
    found = finding.orders(ctx, query)
    known = _known(ctx, found.items)
    return found.map(lambda order: _in_list(order, known))


def detail(ctx: Ctx, order_id: OrderId) -> OrderDetail:
    """One order with all that belongs to it. 3 RU, its refunds, and names. Raises UnknownOrder."""
    row = store.order(ctx, order_id)
    if row is None:
        raise UnknownOrder()
    order = views.order(row)
    line = _in_list(order, _known(ctx, [order]))
    return OrderDetail(
        **{name: getattr(line, name) for name in OrderInList.__struct_fields__},
        payment=payments.received(ctx, order_id),
        refunds_of_it=payments.refunds_of(ctx, order_id),
        coupon=coupons.of_order(ctx, order.coupon_code) if order.coupon_code else None,
        timeline=_timeline(ctx, row),
    )


def _known(ctx: Ctx, orders: Sequence[Order]) -> Known:
    ids = {one for order in orders for one in (order.store_id, order.pickup_store, order.handed_out_at) if one}
    sellers: dict[str, set[str]] = {}
    for order in orders:
        sellers.setdefault(order.seller_kind, set()).add(order.seller_id)
    refunded = [order.order_id for order in orders if _refunds(order)]
    paid = [order.order_id for order in orders if order.payable]
    return Known(
        members=members.names_shown(ctx, [order.member_id for order in orders]),
        stores=stores.names(ctx, sorted(ids)),
        sellers=called.of(ctx, sellers),
        problems=payments.problems_of(ctx, paid, refunded),
        shows_codes=members.shows_codes(ctx),
    )


def _in_list(order: Order, known: Known) -> OrderInList:
    told = views.with_ledger(order)
    said = {name: getattr(told, name) for name in told.__struct_fields__}
    if order.coupon_code and not known.shows_codes:
        said["coupon_code"] = CouponCode(masks.code(order.coupon_code))
    return OrderInList(
        **said,
        member=MemberNamed(order.member_id, known.members.get(order.member_id, "")),
        store=_store(order.store_id, known),
        pickup=_store(order.pickup_store, known),
        seller_name=known.sellers.get(order.seller_kind, {}).get(order.seller_id, ""),
        transaction=next((entry.ref for entry in order.ledger if entry.kind in CAME_IN), ""),
        refunds=_refunds(order),
        handed_out=_handed_out(order, known),
        problem=known.problems.get(order.order_id),
    )


def _store(store_id: StoreId, known: Known) -> StoreNamed | None:
    return StoreNamed(store_id, known.stores.get(store_id, "")) if store_id else None


def _refunds(order: Order) -> int:
    return len({entry.ref for entry in order.ledger if entry.kind in ASKED_BACK and entry.ref})


def _handed_out(order: Order, known: Known) -> HandedOut | None:
    for entry in order.ledger:
        if entry.kind is EntryKind.PICKED_UP:
            by = Person(userid(entry.ref.partition(":")[2]))
            return HandedOut(at=entry.at, by=by, store=_store(order.handed_out_at or StoreId(""), known))
    return None


def _timeline(ctx: Ctx, row: OrderRow) -> list[Happened]:
    told = changes.order(row)
    staff = {str(getattr(one.data, "staff", "")) for one in told}
    names = called.of(ctx, {"staff": staff}).get("staff", {})
    happened = []
    for one in told:
        name = names.get(str(getattr(one.data, "staff", "")), "")
        happened.append(Happened(one.at, *facts.said(one.data, {"staff": name} if name else {})))
    return happened
