"""What a member has bought and holds, in one look."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.coupons import service as coupons
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.orders import service as orders
from chalicelib.shop.shapes import Purchases

# So many of each fit on a screen; whoever wants more turns the pages of each.
SHOWN = 10
# What is shown by which right.
READ_COUPONS, READ_ORDERS = "coupons.read", "orders.read"


def purchases(ctx: Ctx, member_id: MemberId) -> Purchases:
    """The latest coupons and orders of a member, side by side, as far as the asker's rights reach.

    A query for each, 0.5 RU a row, and a member of the scope. Raises UnknownMember.
    """
    members.there(ctx, member_id)
    held = coupons.of_member(ctx, member_id, SHOWN, "") if READ_COUPONS in ctx.rights else None
    placed = orders.of_member(ctx, member_id, SHOWN, "") if READ_ORDERS in ctx.rights else None
    return Purchases(
        member_id=member_id,
        coupons=list(held.items) if held else None,
        has_more_coupons=bool(held and held.cursor),
        orders=[orders.with_ledger(order) for order in placed.items] if placed else None,
        has_more_orders=bool(placed and placed.cursor),
    )
