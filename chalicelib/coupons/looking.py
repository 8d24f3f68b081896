"""A coupon is looked at: by a clerk before they redeem it, and by its owner as a picture that a till scans."""

from __future__ import annotations

from chalicelib.core import masks, scannable
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.ids import StoreId
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Person
from chalicelib.core.text import typed
from chalicelib.coupons import known, redeeming, reversing, rules, store, wrong_codes
from chalicelib.coupons.errors import UnknownCoupon, UnknownTemplate
from chalicelib.coupons.ids import POCKET, CouponCode
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow
from chalicelib.coupons.till_shapes import CouponAtTill, RedeemedAt, WhyNot
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.stores import service as stores


def look(ctx: Ctx, code: CouponCode, order_amount: Fen | None, store_id: StoreId) -> CouponAtTill:
    """A coupon before it is redeemed; nothing changes, and the redemption is what decides. 1.5 RU in two reads when
    warm.

    Raises UnknownCoupon, NotYourStore, AtNoStore, TooManyWrongCodes.
    """
    stores.till(ctx, store_id)
    with wrong_codes.counted(ctx):
        row = store.coupon(ctx, code)
        if row is None:
            raise UnknownCoupon()
    why = _why_not(ctx, row, order_amount)
    off = None if order_amount is None else rules.off(row.amount_off, order_amount)
    name, usage = _called(ctx, row)
    return CouponAtTill(
        code=row.code,
        template_name=name,
        usage=usage,
        amount_off=row.amount_off,
        threshold=row.threshold,
        state=rules.wallet_state(row.status, row.expires_at, ctx.at),
        owner=masks.name(members.names_of(ctx, [row.member_id]).get(row.member_id, "")),
        expires_at=row.expires_at,
        can_redeem=why is None,
        why=WhyNot(why.code, why.zh, why.en) if why else None,
        order_amount=order_amount,
        missing=None if order_amount is None else Fen(max(0, row.threshold - order_amount)),
        off=off if why is None else None,
        payable=Fen(order_amount - off) if order_amount is not None and off is not None and why is None else None,
        redemption=_redemption(ctx, row) if row.status is CouponState.REDEEMED else None,
    )


def _why_not(ctx: Ctx, row: CouponRow, order_amount: Fen | None) -> AppError | None:
    """As a redemption would be refused; of an amount that nobody said yet, as if it were enough."""
    if row.status is CouponState.REDEEMED:
        return redeeming.already(ctx, row)
    amount = row.threshold if order_amount is None else order_amount
    if row.status is CouponState.ISSUED and row.expires_at > ctx.at and amount >= row.threshold:
        return None
    return redeeming.why_not(ctx, row, amount)


def _called(ctx: Ctx, row: CouponRow) -> tuple[str, str]:
    """What its template is called now, and how it is used, at most 5 s old."""
    try:
        terms = known.template(ctx, row.template_id)
    except UnknownTemplate:
        return row.template_name, ""
    return terms.name, terms.usage


def _redemption(ctx: Ctx, row: CouponRow) -> RedeemedAt:
    clerk, at = rules.staff_of(row.redeemed_by), row.redeemed_at_store
    is_own = row.redeemed_by == ctx.actor
    until = rules.undo_until(row.redeemed_at)
    return RedeemedAt(
        at=row.redeemed_at,
        by=Person(clerk) if clerk else None,
        store_id=at,
        store_name=stores.names(ctx, [at]).get(at, "") if at else "",
        order_id=rules.order_of(row.redeemed_by),
        order_amount=row.order_amount,
        is_own=is_own,
        can_reverse=reversing.may_reverse(ctx, row),
        reversible_until=until if is_own and until > ctx.at else None,
    )


def code_of(text: str) -> CouponCode:
    """The code that a path names, typed as at the till. Raises UnknownCoupon for what cannot be one."""
    code = typed(text)
    if len(code) <= POCKET:  # no key can be made of it
        raise UnknownCoupon()
    return CouponCode(code)


def own(ctx: Ctx, code: CouponCode, member_id: MemberId) -> CouponRow:
    """A coupon of a member; another's is unknown to them. 1 RU. Raises UnknownCoupon."""
    row = store.coupon(ctx, code)
    if row is None or row.member_id != member_id:
        raise UnknownCoupon()
    return row


def qr(ctx: Ctx, code: CouponCode, member_id: MemberId) -> str:
    """A coupon's code as an SVG, for its owner. It holds the code and nothing else. 1 RU. Raises UnknownCoupon."""
    return scannable.drawn(own(ctx, code, member_id).code)
