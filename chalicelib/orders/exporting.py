"""Orders for a file that somebody takes out of the house."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core import called, masks
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, userid
from chalicelib.core.storage.lists import Page
from chalicelib.coupons.ids import CouponCode
from chalicelib.members import service as members
from chalicelib.orders import finding, rules
from chalicelib.orders.shapes import Order, OrderInFile, OrdersQuery
from chalicelib.orders.states import CAME_IN, EntryKind


def page(ctx: Ctx, query: OrdersQuery, *, is_masked: bool) -> Page[OrderInFile]:
    """The orders that a query means, in the order and the scope of their list, names beside ids.

    Of one's own customers alone for who sees no more. What a page of the list costs, 0.5 RU for each member and name.
    """
    found = finding.orders(ctx, query)
    return Page(_shown(ctx, _in_scope(ctx, found.items), is_masked=is_masked), found.cursor)


def _in_scope(ctx: Ctx, orders: Sequence[Order]) -> Sequence[Order]:
    if not ctx.scope.is_of(ctx.operator):
        return orders
    theirs = set(members.among(ctx, list(dict.fromkeys(one.member_id for one in orders))))
    return [one for one in orders if one.member_id in theirs]


def _shown(ctx: Ctx, orders: Sequence[Order], *, is_masked: bool) -> list[OrderInFile]:
    buyers = list(dict.fromkeys(one.member_id for one in orders))
    names, refusing = members.names(ctx, buyers), members.refusing(ctx, buyers)
    sellers: dict[str, set[str]] = {}
    for one in orders:
        sellers.setdefault(one.seller_kind, set()).add(one.seller_id)
    sold_in = called.of(ctx, sellers)

    def shown(order: Order) -> OrderInFile:
        name, code, money = names.get(order.member_id, ""), order.coupon_code, rules.money(order.ledger)
        out = next((entry for entry in order.ledger if entry.kind is EntryKind.PICKED_UP), None)
        return OrderInFile(
            order_id=order.order_id,
            placed_at=order.placed_at,
            status=order.status,
            member_id=order.member_id,
            member_name=masks.name(name) if is_masked else name,
            accepts_posts=order.member_id not in refusing,
            lines=tuple(order.lines),
            total=order.total,
            off=order.off,
            payable=order.payable,
            money=money,
            seller_kind=order.seller_kind,
            seller_name=sold_in.get(order.seller_kind, {}).get(order.seller_id, ""),
            store_id=order.store_id,
            pickup_store=order.pickup_store,
            handed_out_at=out.at if out else None,
            handed_out_by=userid(out.ref.partition(":")[2]) if out else userid(""),
            handed_out_store=order.handed_out_at or StoreId(""),
            coupon_code=CouponCode(masks.code(code)) if code and is_masked else code,
            transaction=next((entry.ref for entry in order.ledger if entry.kind in CAME_IN), ""),
        )

    return [shown(one) for one in orders]
