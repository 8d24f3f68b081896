"""The verbs of coupons: create, claim, redeem, look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.core import log
from chalicelib.core.cache import Cache
from chalicelib.core.context import Ctx, digest, iso, random_code
from chalicelib.core.errors import IdempotencyMismatch
from chalicelib.core.table import Page, Refused, TransactionRefused
from chalicelib.coupons import rules, store
from chalicelib.coupons.errors import (
    AlreadyClaimed,
    AlreadyRedeemed,
    BelowThreshold,
    ClaimClosed,
    ClaimNotOpen,
    CouponExpired,
    SoldOut,
    UnknownCoupon,
    UnknownTemplate,
)
from chalicelib.coupons.shapes import Coupon, NewTemplate, TemplateWithStock
from chalicelib.coupons.store import CouponRow, TemplateRow

_templates = Cache()
_sold_out = Cache()


def create_template(ctx: Ctx, new: NewTemplate) -> TemplateRow:
    """A template with its stock. Under one Idempotency-Key it is made once."""
    buckets = rules.buckets_for(new.stock, new.buckets)
    values: dict[str, Any] = {
        **msgspec.structs.asdict(new),
        "claim_from": new.claim_from or "",
        "claim_until": new.claim_until or "",
        "buckets": buckets,
        "salt": random_code(ctx.rng, 26),
    }
    template_id = ctx.new_id()
    try:
        return store.create_template(ctx, template_id, values, rules.split(new.stock, buckets))
    except TransactionRefused as refused:
        # Ids follow from the Idempotency-Key: this is our own earlier attempt, whose answer was lost.
        made: TemplateRow | None = refused.refusals[0].old if refused.refusals[0] else None
        if made is None:
            raise IdempotencyMismatch() from None
        return made


def template(ctx: Ctx, template_id: str) -> TemplateRow:
    """A template, up to 5 s old. Raises UnknownTemplate."""
    found: TemplateRow | None = _templates.get(f"{ctx.corp}#{template_id}", lambda: store.template(ctx, template_id))
    if found is None:
        raise UnknownTemplate()
    return found


def templates(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's templates, newest first."""
    return store.templates(ctx, limit, cursor)


def template_with_stock(ctx: Ctx, template_id: str) -> TemplateWithStock:
    """A template and what is left of it, exact."""
    found = template(ctx, template_id)
    left = rules.left(store.stock_levels(ctx, found))
    shown = {
        name: getattr(found, name) for name in TemplateWithStock.__struct_fields__ if name not in ("left", "issued")
    }
    return msgspec.convert({**shown, "left": left, "issued": int(found.stock) - left}, TemplateWithStock)


def claim(ctx: Ctx, template_id: str, member_id: str, request: str) -> CouponRow:
    """One coupon for a member. 4 WU and no read when warm; nothing is written once sold out.

    request: names this claim. Asked again with it, the same coupon is answered, whatever happened meanwhile.
    Raises ClaimNotOpen, ClaimClosed, AlreadyClaimed (the member's limit is reached), SoldOut, TooBusy.
    """
    found = template(ctx, template_id)
    why = rules.closed(ctx.at, found.claim_from, found.claim_until)
    if why:
        return _claimed_before(ctx, found, member_id, request, why)
    for nth in range(1, int(found.per_member) + 1):
        coupon = store.new_coupon(ctx, found, member_id, nth, request, _expiry(ctx, found))
        try:
            return _issue(ctx, found, coupon)
        except store.CouponTaken as taken:
            if taken.coupon.request == request:
                return taken.coupon
    raise AlreadyClaimed(code=store.code_of(ctx, found, member_id, int(found.per_member)))


def _claimed_before(ctx: Ctx, template: TemplateRow, member_id: str, request: str, why: str) -> CouponRow:
    """Outside the window nothing is issued, but a claim that was made in it and lost its answer still gets it."""
    for nth in range(1, int(template.per_member) + 1):
        owned = store.coupon(ctx, store.code_of(ctx, template, member_id, nth))
        if owned is not None and owned.request == request:
            return owned
    if why == "early":
        raise ClaimNotOpen(claim_from=template.claim_from)
    raise ClaimClosed(claim_until=template.claim_until)


def _expiry(ctx: Ctx, template: TemplateRow) -> str:
    return iso(ctx.now + timedelta(days=int(template.valid_days)))


def _issue(ctx: Ctx, template: TemplateRow, coupon: CouponRow) -> CouponRow:
    """Walk the buckets until one gives. Sold out is said only after every bucket was seen empty."""
    sold_out = f"{ctx.corp}#{template.template_id}"
    if _sold_out.has(sold_out):
        _raise_if_owned(ctx, coupon)
        raise SoldOut()
    start = digest(coupon.member_id, template.template_id)[0] % int(template.buckets)
    for bucket in rules.walk(start, int(template.buckets)):
        try:
            return _issued(ctx, store.claim(ctx, template, coupon, bucket))
        except store.BucketEmpty:
            continue
    return _issue_from_any(ctx, template, coupon, sold_out)


def _issue_from_any(ctx: Ctx, template: TemplateRow, coupon: CouponRow, sold_out: str) -> CouponRow:
    for bucket, left in enumerate(store.stock_levels(ctx, template)):
        if left == 0:
            continue
        try:
            return _issued(ctx, store.claim(ctx, template, coupon, bucket))
        except store.BucketEmpty:
            continue
    _raise_if_owned(ctx, coupon)
    _sold_out.put(sold_out, True)
    raise SoldOut()


def _raise_if_owned(ctx: Ctx, coupon: CouponRow) -> None:
    """Before sold out is said: this member's own coupon may be the reason. A read, not a write.

    They may have got it before, or this very request may have overtaken itself and won the last one.
    """
    owned = store.coupon(ctx, coupon.code)
    if owned is not None:
        raise store.CouponTaken(owned)


def _issued(ctx: Ctx, coupon: CouponRow) -> CouponRow:
    log.count("CouponsIssued", corp=ctx.corp)
    return coupon


def wallet(ctx: Ctx, member_id: str) -> list[Coupon]:
    """A member's coupons, newest first; one past its time shows as expired."""
    return [_shown(ctx, row) for row in store.wallet(ctx, member_id)]


def _shown(ctx: Ctx, row: CouponRow) -> Coupon:
    shown = msgspec.convert(row, Coupon, from_attributes=True)
    expired = row.status == store.ISSUED and row.expires_at <= ctx.at
    return msgspec.structs.replace(shown, status="expired") if expired else shown


def redeem(ctx: Ctx, code: str, order_amount: int) -> CouponRow:
    """Use a coupon on an order of `order_amount` fen. 1 WU, no read.

    Raises UnknownCoupon, AlreadyRedeemed (with when and by whom), CouponExpired, BelowThreshold.
    """
    try:
        row = store.redeem(ctx, code, order_amount)
    except Refused as refused:
        old: CouponRow | None = refused.old
        if old is not None and _is_our_own(ctx, old):
            return old
        raise _why_not(ctx, old, order_amount) from None
    log.count("CouponsRedeemed", corp=ctx.corp)
    return row


def _is_our_own(ctx: Ctx, old: CouponRow) -> bool:
    """This very request redeemed it before, and only its answer was lost."""
    return (old.status, old.cause, old.redeemed_by) == (store.REDEEMED, ctx.cause, ctx.actor)


def _why_not(ctx: Ctx, old: CouponRow | None, order_amount: int) -> Exception:
    if old is None:
        return UnknownCoupon()
    if old.status == store.REDEEMED:
        return AlreadyRedeemed(redeemed_at=old.redeemed_at, redeemed_by=old.redeemed_by)
    if old.expires_at <= ctx.at:
        return CouponExpired(expires_at=old.expires_at)
    return BelowThreshold(threshold=int(old.threshold), order_amount=order_amount)
