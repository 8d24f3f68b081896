"""The verbs of the side bar: look at a customer of one's own, and take something for them."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.ids import ExternalUserId
from chalicelib.core.ops import log
from chalicelib.core.shapes import Person
from chalicelib.coupons import service as coupons
from chalicelib.coupons.states import WalletState
from chalicelib.followups import service as followups
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders.shapes import Order
from chalicelib.platforms.wecom import client
from chalicelib.sidebar.shapes import Contact, OrderOfContact, Source

COUPONS, ORDERS, FOLLOW_UPS, NOTES = 50, 5, 20, 5


def contact(ctx: Ctx, external_userid: str) -> Contact:
    """A customer of whoever asks. 1 RU per 4 KB for whether they are, then a call to WeCom for the remark and 0.5 RU
    per 4 KB of coupons, orders, follow-ups and notes. Raises NotYourCustomer, UnknownContact.
    """
    found = members.followed(ctx, external_userid)
    member, own = found.member, members.as_own(ctx)
    wallet = coupons.of_member(own, member.member_id, COUPONS, "").items
    return Contact(
        member_id=member.member_id,
        external_userid=member.external_userid,
        name=member.name,
        avatar=member.avatar,
        remark=_remark(ctx, member.external_userid),
        mine=found.mine,
        others=found.others,
        source=Source(
            at=member.first_at,
            code=member.first_state,
            name=_code_names(ctx, member.first_state).get(member.first_state, ""),
            staff=Person(member.first_userid),
        ),
        accepts_posts=not found.refuses,
        blocked=found.blocked,
        coupons=[one for one in wallet if one.status is WalletState.ISSUED],
        orders=[_order(one) for one in orders.of_member(own, member.member_id, ORDERS, "").items],
        follow_ups=followups.of_member(own, member.member_id, FOLLOW_UPS),
        notes=members.notes_of(own, member.member_id, NOTES, "").items,
    )


def _code_names(ctx: Ctx, code: str) -> Mapping[str, str]:
    return called.of(ctx, {"code": {code}}).get("code", {}) if code else {}


def _remark(ctx: Ctx, external_userid: ExternalUserId) -> str | None:
    """What whoever asks calls the customer at WeCom; None when it does not say, for all else is ours to show."""
    try:
        followers = client.contact(ctx, external_userid).follow_user
    except AppError as error:
        log.info("remark not read", corp=ctx.corp, code=error.code, cause=ctx.cause)
        return None
    return next((one.remark for one in followers if one.userid == ctx.operator), "")


def _order(order: Order) -> OrderOfContact:
    return OrderOfContact(order_id=order.order_id, placed_at=order.placed_at, status=order.status, total=order.total)
