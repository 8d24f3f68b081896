"""A redemption at a till is taken back: by the clerk of it while it is fresh, later by somebody above them."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.ops import metrics
from chalicelib.core.shapes import Person
from chalicelib.core.storage import onces, retry
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import held_rows, rules, store, wrong_codes
from chalicelib.coupons.errors import (
    NotRedeemed,
    NotYourRedemption,
    RedeemedByOrder,
    ReversalTooLate,
    TooManyReversals,
    UnknownCoupon,
)
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.room import REVERSE
from chalicelib.coupons.shapes import Undone
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow
from chalicelib.coupons.till_shapes import Reversal
from chalicelib.stores import service as stores


class Done(msgspec.Struct, frozen=True):
    """What a reversal answers. is_new: it was made just now, not by an earlier try of the same request."""

    reversal: Reversal
    is_new: bool


def reverse(ctx: Ctx, code: CouponCode, reason: str) -> Done:
    """Take a redemption at a till back; the coupon works again until it expires. 1 RU, 1 WU.

    Asked again under the same name within a day, the same reversal is answered. That it is still the redemption that
    was judged is a condition of the write, so of two at once one reverses.
    Raises UnknownCoupon, NotRedeemed, RedeemedByOrder, NotYourRedemption, ReversalTooLate, TooManyReversals,
    TooManyWrongCodes, AtNoStore, TooBusy.
    """
    with wrong_codes.counted(ctx):
        return retry.on_collision(lambda: _reverse(ctx, code, reason), Refused)


def _reverse(ctx: Ctx, code: CouponCode, reason: str) -> Done:
    row = store.coupon(ctx, code)
    if row is None:
        raise UnknownCoupon()
    before = _made_before(ctx, row)
    if before is not None:
        return Done(_shown(ctx, row, before), is_new=False)
    _judge(ctx, row)
    undone = Undone(
        redeemed_at=row.redeemed_at,
        redeemed_by=row.redeemed_by,
        store_id=row.redeemed_at_store,
        order_amount=row.order_amount,
        act=rules.act_of(row.redeemed_by, row.cause),
        reversed_at=ctx.at,
        reversed_by=ctx.operator,
        reason=reason,
        cause=ctx.cause,
    )
    changed = held_rows.reverse(ctx, row, undone)
    metrics.count("RedemptionsReversed", corp=ctx.corp)
    return Done(_shown(ctx, changed, undone), is_new=True)


def _made_before(ctx: Ctx, row: CouponRow) -> Undone | None:
    """The reversal of this very request, whose answer was lost; whatever became of the coupon since."""
    for one in reversed(row.undone or ()):
        is_ours = (one.cause, one.reversed_by) == (ctx.cause, ctx.operator)
        if is_ours and onces.is_fresh(ctx.now, one.reversed_at):
            return one
    return None


def _judge(ctx: Ctx, row: CouponRow) -> None:
    """Raises why a redemption is not taken back by whoever asks."""
    is_own = bool(row.redeemed_by) and row.redeemed_by == ctx.actor
    if not (is_own or REVERSE.name not in ctx.rights or ctx.scope.allows_store(row.redeemed_at_store or None)):
        raise UnknownCoupon()
    stores.must_act_for_one(ctx)
    if row.status is not CouponState.REDEEMED:
        raise NotRedeemed()
    if rules.order_of(row.redeemed_by):
        raise RedeemedByOrder(order_id=rules.order_of(row.redeemed_by))
    if not is_above(ctx, row):
        if not is_own:
            raise NotYourRedemption(redeemed_at=row.redeemed_at)
        if not rules.is_own_time(row.redeemed_at, ctx.now):
            raise ReversalTooLate(redeemed_at=row.redeemed_at)
    if len(row.undone or ()) >= rules.MOST_UNDONE:
        raise TooManyReversals(limit=rules.MOST_UNDONE)


def is_above(ctx: Ctx, row: CouponRow) -> bool:
    """True for whoever may reverse it at any time: with the right, in their scope, or the manager of its store."""
    at = row.redeemed_at_store
    if REVERSE.name in ctx.rights and ctx.scope.allows_store(at or None):
        return True
    return bool(at) and stores.manages(ctx, at)


def may_reverse(ctx: Ctx, row: CouponRow) -> bool:
    """True for whoever may reverse it now. 0.5 RU cold."""
    if row.status is not CouponState.REDEEMED or rules.order_of(row.redeemed_by):
        return False
    is_own = row.redeemed_by == ctx.actor and rules.is_own_time(row.redeemed_at, ctx.now)
    return is_own or is_above(ctx, row)


def _shown(ctx: Ctx, row: CouponRow, one: Undone) -> Reversal:
    return Reversal(
        code=row.code,
        template_name=row.template_name,
        amount_off=row.amount_off,
        order_amount=one.order_amount,
        payable=Fen(one.order_amount),
        redeemed_at=one.redeemed_at,
        redeemed_by=Person(rules.staff_of(one.redeemed_by)),
        store_id=one.store_id,
        reversed_at=one.reversed_at,
        reversed_by=Person(one.reversed_by),
        reason=one.reason,
        state=rules.wallet_state(row.status, row.expires_at, ctx.at),
        expires_at=row.expires_at,
    )
