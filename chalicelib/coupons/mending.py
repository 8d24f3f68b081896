"""One coupon of somebody is mended: taken back, or another one issued in its place."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso
from chalicelib.core.ops import metrics
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import held_rows, store
from chalicelib.coupons.errors import (
    AlreadyRedeemed,
    CouponInUse,
    StillGood,
    UnknownCoupon,
    UnknownTemplate,
)
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed
from chalicelib.coupons.held_rows import Listing, NotReplaceable
from chalicelib.coupons.ids import BY_REISSUE, CouponCode
from chalicelib.coupons.shapes import Claiming
from chalicelib.coupons.states import ClaimWay, CouponState
from chalicelib.coupons.store import CouponRow, CouponTaken


def void(ctx: Ctx, code: CouponCode, reason: str) -> CouponRow:
    """A coupon works no more. 1 WU. Safe to repeat: the first reason stays.

    It counts as issued and against its member's limit. Raises UnknownCoupon, AlreadyRedeemed, CouponInUse.
    """
    try:
        return held_rows.void(ctx, code, reason)
    except Refused as refused:
        old = refused.row(CouponRow)
    if old is None:
        raise UnknownCoupon()
    _raise_if_used(old)
    return old


def _raise_if_used(old: CouponRow) -> None:
    if old.status is CouponState.REDEEMED:
        raise AlreadyRedeemed(redeemed_at=old.redeemed_at, redeemed_by=old.redeemed_by)
    if old.status is CouponState.RESERVED:
        raise CouponInUse(order_id=old.reserved_for)


def reissue(ctx: Ctx, code: CouponCode) -> CouponRow:
    """The member of a coupon that works no more gets another one of the same worth, once. 2 RU, 4 WU +1.

    It takes nothing from the stock: the old one was counted. Safe to repeat: the same one is answered.
    Raises UnknownCoupon, AlreadyRedeemed, CouponInUse, StillGood.
    """
    old = store.coupon(ctx, code)
    if old is None:
        raise UnknownCoupon()
    terms = store.template(ctx, old.template_id)
    if terms is None:
        raise UnknownTemplate()
    claiming = Claiming(way=ClaimWay.OPERATOR, request=f"{BY_REISSUE}{code}")
    expires_at = iso(ctx.now + timedelta(days=terms.valid_days))
    new = store.new_coupon(
        ctx, terms, old.member_id, old.nth, claiming, expires_at, store.code_instead_of(ctx, terms, old)
    )
    new.instead_of, new.amount_off, new.threshold = code, old.amount_off, old.threshold
    try:
        held_rows.replace(ctx, old, new)
    except (NotReplaceable, CouponTaken):
        return _replaced_before(ctx, code)
    metrics.count("CouponsIssued", corp=ctx.corp)
    return new


def _replaced_before(ctx: Ctx, code: CouponCode) -> CouponRow:
    old = store.coupon(ctx, code)
    if old is None:
        raise UnknownCoupon()
    new = store.coupon(ctx, old.replaced_by) if old.replaced_by else None
    if new is None:
        _raise_if_used(old)
        raise StillGood(expires_at=old.expires_at)
    return new


def list_issued(ctx: Ctx, fact: Fact[CouponIssued]) -> None:
    """A coupon was issued: it is one of its template's. 1 WU. Safe to repeat."""
    held_rows.note(ctx, fact.data.coupon_template, Listing.ISSUED, fact.at, fact.data.coupon)


def list_redeemed(ctx: Ctx, fact: Fact[CouponRedeemed]) -> None:
    """A coupon was redeemed: it is one of its template's that were. 1 WU. Safe to repeat."""
    held_rows.note(ctx, fact.data.coupon_template, Listing.REDEEMED, fact.at, fact.data.coupon)
