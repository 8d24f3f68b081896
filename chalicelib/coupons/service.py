"""The verbs of coupons: create, claim, redeem, look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import random_code
from chalicelib.core.instance import Cache
from chalicelib.core.moments import iso
from chalicelib.core.money import Fen
from chalicelib.core.ops import metrics
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import rules, store
from chalicelib.coupons.errors import (
    AlreadyClaimed,
    AlreadyRedeemed,
    BelowThreshold,
    ClaimClosed,
    ClaimNotOpen,
    CouponExpired,
    CouponInUse,
    SoldOut,
    UnknownCoupon,
    UnknownTemplate,
)
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Coupon, NewTemplate, TemplateWithStock
from chalicelib.coupons.store import CouponRow, TemplateRow

_templates = Cache()


def create_template(ctx: Ctx, new: NewTemplate) -> TemplateRow:
    """A template with its stock. Under one Idempotency-Key it is made once."""
    values: dict[str, Any] = {
        **msgspec.structs.asdict(new),
        "claim_from": new.claim_from or "",
        "claim_until": new.claim_until or "",
        "buckets": stock.buckets_for(new.stock, new.buckets),
        "salt": random_code(ctx.rng, 26),
    }
    template_id = ctx.new_id()
    try:
        return store.create_template(ctx, template_id, values)
    except Refused as refused:
        return refused.own_lost_answer(TemplateRow)


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
    left = sum(stock.levels(ctx, store.stock_of(found)))
    shown = {
        name: getattr(found, name) for name in TemplateWithStock.__struct_fields__ if name not in ("left", "issued")
    }
    return msgspec.convert({**shown, "left": left, "issued": int(found.stock) - left}, TemplateWithStock)


def claim(ctx: Ctx, template_id: str, member_id: str, request: str, source: str = "") -> CouponRow:
    """One coupon for a member. 4 WU and no read when warm; nothing is written once sold out.

    request: names this claim. Asked again with it, the same coupon is answered, whatever happened meanwhile.
    source: what led to it (`post:<id>`), for reports.
    Raises ClaimNotOpen, ClaimClosed, AlreadyClaimed (the member's limit is reached), SoldOut, TooBusy.
    """
    found = template(ctx, template_id)
    why = rules.closed(ctx.at, found.claim_from, found.claim_until)
    if why:
        return _claimed_before(ctx, found, member_id, request, why)
    for nth in range(1, int(found.per_member) + 1):
        coupon = store.new_coupon(ctx, found, member_id, nth, request, _expiry(ctx, found), source)
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
    """From the first bucket that gives. Sold out is said only after every bucket was seen empty."""
    try:
        issued = stock.take(
            ctx, store.stock_of(template), coupon.member_id, lambda bucket: store.claim(ctx, template, coupon, bucket)
        )
    except stock.OutOfStock:
        _raise_if_owned(ctx, coupon)
        raise SoldOut() from None
    metrics.count("CouponsIssued", corp=ctx.corp)
    return issued


def _raise_if_owned(ctx: Ctx, coupon: CouponRow) -> None:
    """Before sold out is said: this member's own coupon may be the reason. A read, not a write.

    They may have got it before, or this very request may have overtaken itself and won the last one.
    """
    owned = store.coupon(ctx, coupon.code)
    if owned is not None:
        raise store.CouponTaken(owned)


def wallet(ctx: Ctx, member_id: str) -> list[Coupon]:
    """A member's coupons, newest first; one past its time shows as expired."""
    return [_shown(ctx, row) for row in store.wallet(ctx, member_id)]


def _shown(ctx: Ctx, row: CouponRow) -> Coupon:
    shown = msgspec.convert(row, Coupon, from_attributes=True)
    expired = row.status == store.ISSUED and row.expires_at <= ctx.at
    return msgspec.structs.replace(shown, status="expired") if expired else shown


def redeem(ctx: Ctx, code: str, order_amount: int) -> CouponRow:
    """Use a coupon on an order of `order_amount` fen. 1 WU, no read.

    Raises UnknownCoupon, AlreadyRedeemed (with when and by whom), CouponInUse, CouponExpired, BelowThreshold.
    """
    try:
        row = store.redeem(ctx, code, order_amount)
    except Refused as refused:
        old: CouponRow | None = refused.old
        if old is not None and _is_our_own(ctx, old):
            return old
        raise _why_not(ctx, old, order_amount) from None
    metrics.count("CouponsRedeemed", corp=ctx.corp)
    return row


def _is_our_own(ctx: Ctx, old: CouponRow) -> bool:
    """This very request redeemed it before, and only its answer was lost."""
    return (old.status, old.cause, old.redeemed_by) == (store.REDEEMED, ctx.cause, ctx.actor)


def _why_not(ctx: Ctx, old: CouponRow | None, order_amount: int) -> Exception:
    if old is None:
        return UnknownCoupon()
    if old.status == store.REDEEMED:
        return AlreadyRedeemed(redeemed_at=old.redeemed_at, redeemed_by=old.redeemed_by)
    if old.status == store.RESERVED:
        return CouponInUse(order_id=old.reserved_for)
    if old.expires_at <= ctx.at:
        return CouponExpired(expires_at=old.expires_at)
    return BelowThreshold(threshold=int(old.threshold), order_amount=order_amount)


class Discount(msgspec.Struct, frozen=True):
    """What a coupon takes off an order, and the template that it is one of."""

    off: Fen
    coupon_template: TemplateId


def discount(ctx: Ctx, code: str, member_id: str, total: int) -> Discount:
    """What a member's coupon takes off an order of `total` fen. 1 RU; `reserve_in` is what decides.

    Raises UnknownCoupon (also for another member's), AlreadyRedeemed, CouponInUse, CouponExpired, BelowThreshold.
    """
    found = store.coupon(ctx, code)
    why = _why_not_for(ctx, found, member_id, total)
    if why is not None or found is None:
        raise why or UnknownCoupon()
    return Discount(Fen(rules.off(int(found.amount_off), total)), TemplateId(found.template_id))


def _why_not_for(ctx: Ctx, old: CouponRow | None, member_id: str, total: int) -> Exception | None:
    if old is None or old.member_id != member_id:
        return UnknownCoupon()
    if old.status == store.ISSUED and old.expires_at > ctx.at and int(old.threshold) <= total:
        return None
    return _why_not(ctx, old, total)


def reserve_in(transaction: Transaction, code: str, member_id: str, order_id: str, total: int) -> None:
    """Add to an order's transaction: the member's coupon is held for it. The commit raises what `discount` raises."""

    ctx = transaction.ctx

    def refused(old: CouponRow | None) -> Exception:
        return _why_not_for(ctx, old, member_id, total) or UnknownCoupon()

    store.reserve_in(transaction, code, member_id, order_id, total, refused)


def release_in(transaction: Transaction, code: str, order_id: str) -> None:
    """Add: the order gives its coupon back; it works until it expires, as before."""
    store.release_in(transaction, code, order_id)


def use_in(transaction: Transaction, code: str, order_id: str, total: int) -> None:
    """Add: the order is final, its coupon is used up."""
    store.use_in(transaction, code, order_id, total)
