"""The verbs of coupons: create, claim, redeem, look."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import IdempotencyMismatch
from chalicelib.core.ids import random_code
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment, iso
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
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import (
    Claimed,
    Coupon,
    Discount,
    NewTemplate,
    Redemption,
    Template,
    TemplateTerms,
    TemplateWithStock,
)
from chalicelib.coupons.states import Closed, CouponState, WalletState
from chalicelib.coupons.store import CouponRow, TemplateRow
from chalicelib.members.ids import MemberId

_templates: Cache[TemplateTerms | None] = Cache()


def create_template(ctx: Ctx, new: NewTemplate) -> TemplateTerms:
    """A template with its stock. Under one Idempotency-Key it is made once."""
    terms = TemplateTerms(
        template_id=TemplateId(ctx.new_id()),
        name=new.name,
        amount_off=Fen(new.amount_off),
        threshold=Fen(new.threshold),
        stock=new.stock,
        per_member=new.per_member,
        valid_days=new.valid_days,
        claim_from=Moment(new.claim_from or NEVER),
        claim_until=Moment(new.claim_until or NEVER),
        created_at=ctx.at,
        buckets=stock.buckets_for(new.stock, new.buckets),
        salt=random_code(ctx.rng, 26),
    )
    try:
        store.create_template(ctx, terms)
        return terms
    except Refused as refused:
        return store.terms_of(refused.own_lost_answer(TemplateRow))


def template(ctx: Ctx, template_id: TemplateId) -> TemplateTerms:
    """A template, up to 5 s old. Raises UnknownTemplate."""
    terms = _templates.get(f"{ctx.corp}#{template_id}", lambda: store.template(ctx, template_id))
    if terms is None:
        raise UnknownTemplate()
    return terms


def templates(ctx: Ctx, limit: int, cursor: str) -> Page[TemplateTerms]:
    """The corp's templates, newest first."""
    return store.templates(ctx, limit, cursor)


def template_with_stock(ctx: Ctx, template_id: TemplateId) -> TemplateWithStock:
    """A template and what is left of it, exact. Raises UnknownTemplate."""
    terms = template(ctx, template_id)
    left = sum(stock.levels(ctx, store.stock_of(terms)))
    shown = {name: getattr(terms, name) for name in Template.__struct_fields__}
    return TemplateWithStock(**shown, left=left, issued=terms.stock - left)


def claim(ctx: Ctx, template_id: TemplateId, member_id: MemberId, request: str, source: str = "") -> Coupon:
    """One coupon for a member; see `claim_once`."""
    return claim_once(ctx, template_id, member_id, request, source).coupon


def claim_once(ctx: Ctx, template_id: TemplateId, member_id: MemberId, request: str, source: str = "") -> Claimed:
    """One coupon for a member. 4 WU and no read when warm; once sold out nothing is written, and 1 RU read.

    request: names this claim. Asked again with it, the same coupon is answered, whatever happened meanwhile: its row
    says which claim it was issued to, so no other record is kept.
    source: what led to it (`post:<id>`), for reports.
    Raises ClaimNotOpen, ClaimClosed, AlreadyClaimed (the member's limit is reached), SoldOut, TooBusy,
    IdempotencyMismatch when the claim of that name named another source.
    """
    terms = template(ctx, template_id)
    why = rules.closed(ctx.at, terms.claim_from, terms.claim_until)
    if why:
        return _claimed_before(ctx, terms, member_id, request, source, why)
    for nth in range(1, terms.per_member + 1):
        coupon = store.new_coupon(ctx, terms, member_id, nth, request, _expiry(ctx, terms), source)
        try:
            return Claimed(_coupon(_issue(ctx, terms, coupon)), is_new=True)
        except store.CouponTaken as taken:
            if taken.coupon is not None and taken.coupon.request == request:
                return _again(taken.coupon, source)
    raise AlreadyClaimed(code=store.code_of(ctx, terms, member_id, terms.per_member))


def _again(owned: CouponRow, source: str) -> Claimed:
    """What the same claim was given before. Raises IdempotencyMismatch when it named another source."""
    if (owned.source or "") != source:
        raise IdempotencyMismatch()
    return Claimed(_coupon(owned), is_new=False)


def _coupon(row: CouponRow) -> Coupon:
    return Coupon(
        code=row.code,
        template_id=row.template_id,
        template_name=row.template_name,
        status=WalletState(row.status.value),
        amount_off=row.amount_off,
        threshold=row.threshold,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        redeemed_at=row.redeemed_at,
    )


def _claimed_before(
    ctx: Ctx, terms: TemplateTerms, member_id: MemberId, request: str, source: str, why: Closed
) -> Claimed:
    """Outside the window nothing is issued, but a claim that was made in it and lost its answer still gets it.

    1 RU, and 1 RU for each coupon of the template that the member has: behind a missing one there is none.
    """
    for nth in range(1, terms.per_member + 1):
        owned = store.coupon(ctx, store.code_of(ctx, terms, member_id, nth))
        if owned is None:
            break
        if owned.request == request:
            return _again(owned, source)
    if why is Closed.EARLY:
        raise ClaimNotOpen(claim_from=terms.claim_from)
    raise ClaimClosed(claim_until=terms.claim_until)


def _expiry(ctx: Ctx, terms: TemplateTerms) -> Moment:
    return iso(ctx.now + timedelta(days=terms.valid_days))


def _issue(ctx: Ctx, terms: TemplateTerms, coupon: CouponRow) -> CouponRow:
    """From the first bucket that gives. Sold out is said only after every bucket was seen empty."""
    try:
        issued = stock.take(
            ctx, store.stock_of(terms), coupon.member_id, lambda bucket: store.claim(ctx, terms, coupon, bucket)
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


def wallet(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[Coupon]:
    """A member's coupons, newest first; one past its time shows as expired."""
    return store.wallet(ctx, member_id, limit, cursor).map(lambda row: _shown(ctx, row))


def _shown(ctx: Ctx, row: CouponRow) -> Coupon:
    shown = _coupon(row)
    expired = row.status is CouponState.ISSUED and row.expires_at <= ctx.at
    return msgspec.structs.replace(shown, status=WalletState.EXPIRED) if expired else shown


def redeem(ctx: Ctx, code: CouponCode, order_amount: Fen) -> Redemption:
    """Use a coupon on an order of `order_amount` fen. 1 WU, no read.

    Raises UnknownCoupon, AlreadyRedeemed (with when and by whom), CouponInUse, CouponExpired, BelowThreshold.
    """
    try:
        row = store.redeem(ctx, code, order_amount)
    except Refused as refused:
        old = refused.row(CouponRow)
        if old is not None and _is_our_own(ctx, old):
            return _redemption(old)
        raise _why_not(ctx, old, order_amount) from None
    metrics.count("CouponsRedeemed", corp=ctx.corp)
    return _redemption(row)


def _redemption(row: CouponRow) -> Redemption:
    return msgspec.convert(row, Redemption, from_attributes=True)


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
    if old.expires_at <= ctx.at:
        return CouponExpired(expires_at=old.expires_at)
    return BelowThreshold(threshold=old.threshold, order_amount=order_amount)


def discount(ctx: Ctx, code: CouponCode, member_id: MemberId, total: Fen) -> Discount:
    """What a member's coupon takes off an order of `total` fen. 1 RU; `reserve_in` is what decides.

    Raises UnknownCoupon (also for another member's), AlreadyRedeemed, CouponInUse, CouponExpired, BelowThreshold.
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
