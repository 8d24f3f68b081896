"""Coupons are used: at a till, or by an order that holds them until it is final."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.money import Fen, yuan
from chalicelib.core.ops import metrics
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import rules, store
from chalicelib.coupons.errors import (
    AlreadyRedeemed,
    BelowThreshold,
    CouponExpired,
    CouponInUse,
    CouponVoided,
    UnknownCoupon,
)
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import Discount, Redemption
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow
from chalicelib.members.ids import MemberId
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE


def redeem(ctx: Ctx, code: CouponCode, order_amount: Fen, store_id: StoreId = NO_STORE) -> Redemption:
    """Use a coupon on an order of `order_amount` fen. 1 WU, no read when warm.

    store_id: at which of their stores the clerk does it; the one that they are of first when left out.

    Raises UnknownCoupon, AlreadyRedeemed (with when and by whom), CouponInUse, CouponVoided, CouponExpired,
    BelowThreshold, NotYourStore.
    """
    at = stores.till(ctx, store_id)
    try:
        row = store.redeem(ctx, code, order_amount, at)
    except Refused as refused:
        old = refused.row(CouponRow)
        if old is not None and _is_our_own(ctx, old):
            return _redemption(old)
        raise _why_not(ctx, old, order_amount) from None
    metrics.count("CouponsRedeemed", corp=ctx.corp)
    return _redemption(row)


def _redemption(row: CouponRow) -> Redemption:
    return Redemption(
        code=row.code,
        template_name=row.template_name,
        amount_off=row.amount_off,
        order_amount=row.order_amount,
        redeemed_at=row.redeemed_at,
        redeemed_by=row.redeemed_by,
        store_id=row.redeemed_at_store,
    )


def _is_our_own(ctx: Ctx, old: CouponRow) -> bool:
    """This very request redeemed it before, and only its answer was lost."""
    return (old.status, old.cause, old.redeemed_by) == (CouponState.REDEEMED, ctx.cause, ctx.actor)


def _why_not(ctx: Ctx, old: CouponRow | None, order_amount: Fen) -> Exception:
    if old is None:
        return UnknownCoupon()
    if old.status is CouponState.REDEEMED:
        return AlreadyRedeemed(redeemed_at=old.redeemed_at, redeemed_by=old.redeemed_by)
    if old.status is CouponState.RESERVED:
        return CouponInUse(order_id=old.reserved_for)
    if old.status is CouponState.VOIDED:
        return CouponVoided()
    if old.expires_at <= ctx.at:
        return CouponExpired(expires_at=old.expires_at)
    return _below(order_amount, old.threshold)


def _below(order_amount: Fen, threshold: Fen) -> BelowThreshold:
    """In yuan, so that whoever wrote yuan where fen are meant sees it."""
    missing = Fen(threshold - order_amount)
    zh = (
        f"订单金额 {yuan(order_amount)} 未达到用券门槛 {yuan(threshold)}，还差 {yuan(missing)}。"
        "请核对金额，加购后再用，或不使用此券。"
    )
    en = (
        f"The order is {yuan(order_amount)}, and the coupon is for {yuan(threshold)} or more: {yuan(missing)} are"
        " missing. Check the amount, add to the order, or leave the coupon for another one."
    )
    return BelowThreshold(zh, en, threshold=threshold, order_amount=order_amount)


def discount(ctx: Ctx, code: CouponCode, member_id: MemberId, total: Fen) -> Discount:
    """What a member's coupon takes off an order of `total` fen. 1 RU; `reserve_in` is what decides.

    Raises UnknownCoupon (also for another member's), AlreadyRedeemed, CouponInUse, CouponVoided, CouponExpired,
    BelowThreshold.
    """
    row = store.coupon(ctx, code)
    why = _why_not_for(ctx, row, member_id, total)
    if why is not None or row is None:
        raise why or UnknownCoupon()
    return Discount(off=rules.off(row.amount_off, total), coupon_template=row.template_id)


def _why_not_for(ctx: Ctx, old: CouponRow | None, member_id: MemberId, total: Fen) -> Exception | None:
    if old is None or old.member_id != member_id:
        return UnknownCoupon()
    if old.status is CouponState.ISSUED and old.expires_at > ctx.at and old.threshold <= total:
        return None
    return _why_not(ctx, old, total)


def reserve_in(transaction: Transaction, code: CouponCode, member_id: MemberId, order_id: str, total: Fen) -> None:
    """Add to an order's transaction: the member's coupon is held for it. The commit raises what `discount` raises."""
    ctx = transaction.ctx

    def refused(old: CouponRow | None) -> Exception:
        return _why_not_for(ctx, old, member_id, total) or UnknownCoupon()

    store.reserve_in(transaction, code, member_id, order_id, total, refused)


def release_in(transaction: Transaction, code: CouponCode, order_id: str) -> None:
    """Add: the order gives its coupon back; it works until it expires, as before."""
    store.release_in(transaction, code, order_id)


def use_in(transaction: Transaction, code: CouponCode, order_id: str, total: Fen) -> None:
    """Add: the order is final, its coupon is used up."""
    store.use_in(transaction, code, order_id, total)
