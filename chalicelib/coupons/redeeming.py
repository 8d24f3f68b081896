"""Coupons are used: at a till, or by an order that holds them until it is final."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, IdempotencyMismatch
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.money import Fen, yuan
from chalicelib.core.ops import metrics
from chalicelib.core.storage import onces
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import rules, store, wrong_codes
from chalicelib.coupons.errors import (
    AlreadyRedeemed,
    BelowThreshold,
    CouponExpired,
    CouponInUse,
    CouponVoided,
    RedemptionReversed,
    UnknownCoupon,
)
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import Discount, Undone
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow
from chalicelib.coupons.till_shapes import Redeemed, Redemption
from chalicelib.members.ids import MemberId
from chalicelib.staff import service as staff
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE


def redeem(
    ctx: Ctx,
    code: CouponCode,
    order_amount: Fen,
    store_id: StoreId = NO_STORE,
    tapped_at: Moment | None = None,
) -> Redemption:
    """Use a coupon on an order of `order_amount` fen; see `redeem_once`."""
    return redeem_once(ctx, code, order_amount, store_id, tapped_at).redemption


def redeem_once(
    ctx: Ctx,
    code: CouponCode,
    order_amount: Fen,
    store_id: StoreId = NO_STORE,
    tapped_at: Moment | None = None,
) -> Redeemed:
    """Use a coupon on an order of `order_amount` fen, once under one name. 1 WU, no read when warm.

    Asked again under the same name within a day, the same redemption is answered as long as it counts; one that was
    reversed is not made again. No other record is kept. store_id: at which of their stores the clerk does it; the one
    that they are of first when left out. tapped_at: when they pressed; it is noted and decides nothing.

    Raises UnknownCoupon, AlreadyRedeemed (with when, where and by whom), RedemptionReversed, CouponInUse,
    CouponVoided, CouponExpired, BelowThreshold, NotYourStore, AtNoStore, TooManyWrongCodes, IdempotencyMismatch.
    """
    at = stores.till(ctx, store_id)
    tapped = tapped_at if tapped_at and rules.may_have_tapped(tapped_at, ctx.now) else NEVER
    with wrong_codes.counted(ctx):
        try:
            row = _redeem(ctx, code, order_amount, at, tapped)
        except Refused as refused:
            old = refused.row(CouponRow)
            if old is not None and _is_our_own(ctx, old):
                return Redeemed(_again(old, order_amount), is_new=False)
            raise _why_not_at_till(ctx, old, order_amount) from None
    metrics.count("CouponsRedeemed", corp=ctx.corp)
    return Redeemed(redemption(row), is_new=True)


def _redeem(ctx: Ctx, code: CouponCode, order_amount: Fen, at: StoreId, tapped: Moment) -> CouponRow:
    """A key that was used longer ago than keys are known is a new one, also of what was reversed."""
    try:
        return store.redeem(ctx, code, order_amount, at, tapped, rules.act_of(ctx.actor, ctx.cause))
    except Refused as refused:
        old = refused.row(CouponRow)
        undone = _undone_by_this(ctx, old) if old else None
        if undone is None or onces.is_fresh(ctx.now, undone.redeemed_at):
            raise
    return store.redeem(ctx, code, order_amount, at, tapped)


def redemption(row: CouponRow) -> Redemption:
    """A redemption as it stands in its row."""
    return Redemption(
        code=row.code,
        template_name=row.template_name,
        amount_off=row.amount_off,
        order_amount=row.order_amount,
        redeemed_at=row.redeemed_at,
        redeemed_by=row.redeemed_by,
        payable=Fen(row.order_amount - rules.off(row.amount_off, row.order_amount)),
        store_id=row.redeemed_at_store,
        tapped_at=row.tapped_at or None,
    )


def _is_our_own(ctx: Ctx, old: CouponRow) -> bool:
    """This very request redeemed it within a day, and only its answer was lost."""
    is_ours = (old.status, old.cause, old.redeemed_by) == (CouponState.REDEEMED, ctx.cause, ctx.actor)
    return is_ours and onces.is_fresh(ctx.now, old.redeemed_at)


def _again(old: CouponRow, order_amount: Fen) -> Redemption:
    """What the same request was answered before. Raises IdempotencyMismatch when it said another amount."""
    if old.order_amount != order_amount:
        raise IdempotencyMismatch()
    return redemption(old)


def _undone_by_this(ctx: Ctx, old: CouponRow) -> Undone | None:
    """The redemption of this very request that was reversed, the last one."""
    act = rules.act_of(ctx.actor, ctx.cause)
    return next((one for one in reversed(old.undone or ()) if one.act == act), None)


def _why_not_at_till(ctx: Ctx, old: CouponRow | None, order_amount: Fen) -> Exception:
    """In the words of a till: of a coupon that is used, when, where and by whom."""
    if old is not None and old.status is CouponState.ISSUED and _undone_by_this(ctx, old):
        return RedemptionReversed()
    if old is not None and old.status is CouponState.REDEEMED:
        return already(ctx, old)
    return why_not(ctx, old, order_amount)


def already(ctx: Ctx, old: CouponRow) -> AlreadyRedeemed:
    """That a coupon is used. No read for who did it themselves, else 0.5 RU for each name that is not warm."""
    error = AlreadyRedeemed(*_said(ctx, old), redeemed_at=old.redeemed_at, redeemed_by=old.redeemed_by)
    if old.redeemed_at_store:
        error.details["store_id"] = old.redeemed_at_store
    return error


def _said(ctx: Ctx, old: CouponRow) -> tuple[str, str]:
    if old.redeemed_by == ctx.actor:
        return rules.redeemed_by_you(old.redeemed_at, old.order_amount, ctx.now)
    clerk = rules.staff_of(old.redeemed_by)
    if not clerk:
        return rules.redeemed_by_order(old.redeemed_at, rules.order_of(old.redeemed_by))
    where = stores.names(ctx, [old.redeemed_at_store]).get(old.redeemed_at_store, "")
    return rules.redeemed_by_other(old.redeemed_at, where, staff.names(ctx, [clerk]).get(clerk) or clerk)


def why_not(ctx: Ctx, old: CouponRow | None, order_amount: Fen) -> AppError:
    """Why a coupon cannot be used on an order."""
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
    return below(order_amount, old.threshold)


def below(order_amount: Fen, threshold: Fen) -> BelowThreshold:
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
    return why_not(ctx, old, total)


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
