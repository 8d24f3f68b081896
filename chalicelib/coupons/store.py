"""Coupon rows and the two writes that decide: claim and redeem."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import CODE_ALPHABET, StoreId, base32, digest
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    FenAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    PersonAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.coupons import rules
from chalicelib.coupons.ids import BY_ORDER, POCKET, CouponCode, TemplateId
from chalicelib.coupons.shapes import COUPON, TEMPLATE, Claiming, Edits, TemplateTerms, Undone
from chalicelib.coupons.states import ClaimWay, CouponState
from chalicelib.members.ids import MemberId

SELF = "-"
NO_STORE = StoreId("")
SUFFIX = 10


class TemplateRow(Made, discriminator="coupon_template"):
    """What a coupon is worth and who may have how many.

    salt: makes coupon codes unguessable; it never changes and never leaves the room. claimable_by: as the buckets of
    the stock say too, which decide; they change together. opened_at: when it was changed last. end_moved_at:
    when claim_until was brought forward last. moved_at: when it was paused or resumed last; terms_at, terms_of: when
    which of its fields were edited last. revision: grows with each change, so that two editors do not lose one's.
    """

    keys = Keys(pk="coupon_template#<template>", sk=SELF, parent="coupon_templates", place="<created_at><template>")
    audited = Audited(
        thing=TEMPLATE,
        id="template_id",
        name="name",
        shows=(
            "name",
            "usage",
            "amount_off",
            "threshold",
            "stock",
            "per_member",
            "valid_days",
            "claim_from",
            "claim_until",
            "claimable_by",
            "is_paused",
        ),
    )

    template_id = IdAttribute[TemplateId]()
    name = UnicodeAttribute()
    usage = UnicodeAttribute(default="")
    amount_off = FenAttribute()
    threshold = FenAttribute()
    stock = IntAttribute()
    buckets = IntAttribute()
    per_member = IntAttribute()
    valid_days = IntAttribute()
    claim_from = MomentAttribute(default=NEVER)
    claim_until = MomentAttribute(default=NEVER)
    claimable_by: StructAttribute[tuple[ClaimWay, ...]] = StructAttribute(tuple[ClaimWay, ...])
    salt = UnicodeAttribute()
    created_at = MomentAttribute()
    opened_at = MomentAttribute(null=True)
    end_moved_at = MomentAttribute(null=True)
    is_paused = BooleanAttribute(default=False)
    moved_at = MomentAttribute(null=True)
    terms_at = MomentAttribute(null=True)
    terms_of: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], null=True)
    revision = IntAttribute(default=1)


class CouponRow(Row, discriminator="coupon"):
    """One coupon. Its code is its key: see docs/adr/0004. reserved_for: the order that holds it.

    way: by which it came. source: what led to the claim, such as `post:<id>`. voided_at, voided_by, reason: when, by
    whom and why it was taken back. replaced_by: the coupon that was issued in its place, whose instead_of it is.
    given_for: why an operator gave it. tapped_at: when the clerk pressed, where that was long before. undone: its
    redemptions that were reversed; undone_acts: what these were called, for what is repeated does not redeem it again.
    """

    keys = Keys(
        pk="wallet#<first 6 of the code>",
        sk="<rest of the code>",
        parent="wallet_of#<member>",
        place="<issued_at><code>",
    )
    audited = Audited(
        thing=COUPON, id="code", name="template_name", shows=("status", "order_amount"), hides=("replaced_by",)
    )

    code = IdAttribute[CouponCode]()
    template_id = IdAttribute[TemplateId]()
    template_name = UnicodeAttribute()
    member_id = IdAttribute[MemberId]()
    nth = IntAttribute()
    request = UnicodeAttribute()
    way = EnumAttribute(ClaimWay)
    status = EnumAttribute(CouponState)
    amount_off = FenAttribute()
    threshold = FenAttribute()
    issued_at = MomentAttribute()
    expires_at = MomentAttribute()
    reserved_for = UnicodeAttribute(null=True)
    redeemed_at = MomentAttribute(null=True)
    redeemed_by = UnicodeAttribute(null=True)
    claimed_at_store = IdAttribute[StoreId](default=NO_STORE)
    redeemed_at_store = IdAttribute[StoreId](default=NO_STORE)
    source = UnicodeAttribute(null=True)
    given_for = UnicodeAttribute(null=True)
    order_amount = FenAttribute(null=True)
    tapped_at = MomentAttribute(null=True)
    undone: StructAttribute[tuple[Undone, ...]] = StructAttribute(tuple[Undone, ...], null=True)
    undone_acts = UnicodeSetAttribute(null=True)
    voided_at = MomentAttribute(null=True)
    voided_by = PersonAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    replaced_by = IdAttribute[CouponCode](null=True)
    instead_of = IdAttribute[CouponCode](null=True)


class CouponTaken(Exception):
    """The member's n-th coupon of the template is there already."""

    def __init__(self, coupon: CouponRow | None) -> None:
        super().__init__(coupon.code if coupon else "")
        self.coupon = coupon


class NotHeld(Exception):
    """The order does not hold the coupon any more."""

    def __init__(self, coupon: CouponRow | None) -> None:
        super().__init__(coupon.code if coupon else "")


def _template_key(ctx: Ctx, template_id: TemplateId) -> str:
    return key(ctx, "coupon_template", template_id)


def stock_of(template: TemplateTerms) -> Stock:
    """The template's stock."""
    return Stock(f"coupon_stock#{template.template_id}", template.buckets)


def pocket_of(ctx: Ctx, member_id: MemberId) -> str:
    """The part of a coupon's code that leads to the member's wallet. Not a secret; members may share one."""
    return base32(digest(ctx.corp, "pocket", member_id)[:4], CODE_ALPHABET)[:POCKET]


def code_of(ctx: Ctx, template: TemplateTerms, member_id: MemberId, nth: int) -> CouponCode:
    """The code of a member's n-th coupon of a template: it *is* the key, so one code can exist once."""
    return _code(ctx, template, member_id, str(nth))


def code_instead_of(ctx: Ctx, template: TemplateTerms, old: CouponRow) -> CouponCode:
    """The code of the one coupon that may be issued in another one's place."""
    return _code(ctx, template, old.member_id, f"instead of {old.code}")


def _code(ctx: Ctx, template: TemplateTerms, member_id: MemberId, which: str) -> CouponCode:
    secret = hmac.new(template.salt.encode(), digest(ctx.corp, template.template_id, member_id, which), hashlib.sha256)
    return CouponCode(pocket_of(ctx, member_id) + base32(secret.digest()[:7], CODE_ALPHABET)[:SUFFIX])


def coupon_key(ctx: Ctx, code: CouponCode) -> tuple[str, str]:
    """Where a coupon lies."""
    return key(ctx, "wallet", code[:POCKET]), code[POCKET:]


def create_template(ctx: Ctx, terms: TemplateTerms) -> None:
    """A template and its stock, together. Raises Refused with the row when the id is taken. 2 WU a row."""
    row = TemplateRow(_template_key(ctx, terms.template_id), SELF, **msgspec.structs.asdict(terms))
    row.parent, row.place = key(ctx, "coupon_templates"), terms.created_at + terms.template_id
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    stock.open_in(transaction, stock_of(terms), terms.stock, terms.claimable_by)
    transaction.commit()


class OpenedMeanwhile(Exception):
    """The template is open to others than it was read with: read it again."""


def open_to(ctx: Ctx, terms: TemplateTerms, ways: tuple[ClaimWay, ...]) -> None:
    """Change by which ways a template may be claimed, at its stock too, all or nothing. 2 WU, and 2 WU a bucket.

    Raises OpenedMeanwhile, and stock.Touched when a way is taken away and anybody has a coupon of it: then 1 RU a
    bucket more.
    """
    transaction = Transaction(ctx)
    actions = [TemplateRow.claimable_by.set(ways), TemplateRow.opened_at.set(ctx.at), _next_revision()]
    as_read = TemplateRow.revision == terms.revision
    transaction.change(_template(ctx, terms.template_id), actions, as_read, lambda _: OpenedMeanwhile())
    takes_away = not all(rules.is_open(ways, way) for way in ClaimWay if rules.is_open(terms.claimable_by, way))
    held = stock.levels(ctx, stock_of(terms)) if takes_away else ()
    if takes_away and sum(held) < terms.stock:
        raise stock.Touched()
    stock.reopen_in(transaction, stock_of(terms), ways, untouched=held)
    transaction.commit()


def _template(ctx: Ctx, template_id: TemplateId) -> TemplateRow:
    return TemplateRow(_template_key(ctx, template_id), SELF)


def _next_revision() -> Action:
    return TemplateRow.revision.set(TemplateRow.revision + 1)


def edit(ctx: Ctx, seen: TemplateTerms, edits: Edits, held: Sequence[int]) -> None:
    """A template as it shall be, and its stock, unless it was changed since it was seen. 2 WU, 2 WU a bucket and 2
    for another stock.

    held: what its buckets hold. Raises Refused with the template as it is, stock.OutOfStock when more of it was issued
    than there shall be, stock.BucketEmpty when somebody claimed since they were read.
    """
    transaction = Transaction(ctx)
    actions = [
        TemplateRow.name.set(edits.name),
        TemplateRow.usage.set(edits.usage),
        TemplateRow.claim_until.set(edits.claim_until),
        TemplateRow.stock.set(edits.stock),
        TemplateRow.terms_at.set(ctx.at),
        TemplateRow.terms_of.set(edits.changed),
        _next_revision(),
    ]
    as_seen = TemplateRow.revision == seen.revision
    transaction.change(_template(ctx, seen.template_id), actions, as_seen, Refused)
    if edits.stock > seen.stock:
        stock.add_in(transaction, stock_of(seen), edits.stock - seen.stock)
    elif edits.stock < seen.stock:
        stock.take_over_in(transaction, stock_of(seen), seen.stock - edits.stock, held)
    transaction.commit()


def pause(ctx: Ctx, template_id: TemplateId, *, is_paused: bool) -> TemplateTerms:
    """Let nobody claim, or let them again. 1 WU. Raises Refused with the template as it is: it is so already."""
    actions = [TemplateRow.is_paused.set(is_paused), TemplateRow.moved_at.set(ctx.at), _next_revision()]
    is_other = TemplateRow.is_paused != is_paused
    return terms_of(change(ctx, _template(ctx, template_id), actions, TemplateRow.pk.exists() & is_other))


def terms_of(row: TemplateRow) -> TemplateTerms:
    """What a template's row says."""
    return msgspec.convert(row, TemplateTerms, from_attributes=True)


def template(ctx: Ctx, template_id: TemplateId, *, consistent: bool = False) -> TemplateTerms | None:
    """One template. 0.5 RU (1 when consistent)."""
    row = get(TemplateRow, _template_key(ctx, template_id), SELF, consistent=consistent)
    return terms_of(row) if row else None


class Called(msgspec.Struct, frozen=True):
    """What a template is called now, and how its coupons are used."""

    name: str
    usage: str


def called(ctx: Ctx, template_ids: Collection[TemplateId]) -> dict[TemplateId, Called]:
    """What templates say to customers now. 0.5 RU each, one call for 100."""
    rows = get_many([(_template_key(ctx, one), SELF) for one in template_ids])
    return {row.template_id: Called(row.name, row.usage) for row in rows if isinstance(row, TemplateRow)}


def names_of(ctx: Ctx, template_ids: Collection[TemplateId]) -> dict[TemplateId, str]:
    """What templates are called now. 0.5 RU each, one call for 100."""
    return {template_id: one.name for template_id, one in called(ctx, template_ids).items()}


def templates(ctx: Ctx, limit: int, cursor: str) -> Page[TemplateRow]:
    """The corp's templates, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(TemplateRow, key(ctx, "coupon_templates"), limit, cursor, newest_first=True)


def end_claims(ctx: Ctx, template_id: TemplateId, until: Moment) -> TemplateTerms:
    """Let claiming end at a moment, if it would end later. 1 WU. Raises Refused with the template as it is."""
    later = (TemplateRow.claim_until == NEVER) | (TemplateRow.claim_until > until)
    actions = [TemplateRow.claim_until.set(until), TemplateRow.end_moved_at.set(ctx.at), _next_revision()]
    return terms_of(change(ctx, _template(ctx, template_id), actions, TemplateRow.pk.exists() & later))


def claim(ctx: Ctx, template: TemplateTerms, coupon: CouponRow, bucket: int) -> CouponRow:
    """Take one from a bucket and issue the coupon, both or neither. 4 WU +1 listed, no read.

    Raises CouponTaken with the member's coupon when that n-th one exists, stock.NotOpen when the template is not open
    to the coupon's way, stock.BucketEmpty when the bucket has none.
    """
    transaction = Transaction(ctx)
    transaction.put_new(coupon, CouponTaken)
    stock.take_in(transaction, stock_of(template), bucket, by=rules.names_of(coupon.way))
    transaction.commit()
    return coupon


def new_coupon(
    ctx: Ctx,
    template: TemplateTerms,
    member_id: MemberId,
    nth: int,
    claiming: Claiming,
    expires_at: Moment,
    code: CouponCode | None = None,
) -> CouponRow:
    """The row of a coupon about to be issued. code: another than that of the member's n-th."""
    code = code or code_of(ctx, template, member_id, nth)
    return CouponRow(
        *coupon_key(ctx, code),
        code=code,
        template_id=template.template_id,
        template_name=template.name,
        member_id=member_id,
        nth=nth,
        request=claiming.request,
        way=claiming.way,
        status=CouponState.ISSUED,
        amount_off=template.amount_off,
        threshold=template.threshold,
        issued_at=ctx.at,
        expires_at=expires_at,
        source=claiming.source or None,
        claimed_at_store=claiming.store_id,
        given_for=claiming.reason or None,
        parent=_wallet(ctx, member_id),
        place=ctx.at + code,
    )


def _wallet(ctx: Ctx, member_id: MemberId) -> str:
    return key(ctx, "wallet_of", member_id)


def coupon(ctx: Ctx, code: CouponCode) -> CouponRow | None:
    """One coupon by its code, read consistently. 1 RU."""
    return get(CouponRow, *coupon_key(ctx, code), consistent=True)


def owned(
    ctx: Ctx, templates: Sequence[TemplateTerms], member_id: MemberId, *, consistent: bool = False
) -> dict[TemplateId, int]:
    """How many coupons of each a member has had. 0.5 RU (1 when consistent) for each that they may have."""
    named = {
        coupon_key(ctx, code_of(ctx, terms, member_id, nth)): terms.template_id
        for terms in templates
        for nth in range(1, terms.per_member + 1)
    }
    found = {terms.template_id: 0 for terms in templates}
    for row in get_many(list(named), consistent=consistent):
        found[named[row.pk, row.sk]] += 1
    return found


def wallet(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[CouponRow]:
    """The coupons of a member as they are now, newest first. 0.5 RU per 4 KB of the index, 0.5 RU each."""
    return page_by_parent(CouponRow, _wallet(ctx, member_id), limit, cursor, newest_first=True)


def redeem(
    ctx: Ctx,
    code: CouponCode,
    order_amount: Fen,
    store_id: StoreId = NO_STORE,
    tapped_at: Moment = NEVER,
    act: str = "",
) -> CouponRow:
    """Issued to redeemed, once, in time and above the threshold. 1 WU, no read.

    act: what this redemption is called, '' for nothing that anybody could repeat: one that was reversed is not made
    again. Raises Refused with the coupon as it is, which says why.
    """
    actions = [
        CouponRow.status.set(CouponState.REDEEMED),
        CouponRow.redeemed_at.set(ctx.at),
        CouponRow.redeemed_by.set(ctx.actor),
        CouponRow.redeemed_at_store.set(store_id),
        CouponRow.order_amount.set(order_amount),
        CouponRow.tapped_at.set(tapped_at) if tapped_at else CouponRow.tapped_at.remove(),
    ]
    allowed = (
        (CouponRow.status == CouponState.ISSUED)
        & (CouponRow.expires_at > ctx.at)
        & (CouponRow.threshold <= order_amount)
    )
    if act:
        allowed &= ~CouponRow.undone_acts.contains(act)
    return change(ctx, CouponRow(*coupon_key(ctx, code)), actions, allowed)


def reserve_in(
    transaction: Transaction,
    code: CouponCode,
    member_id: MemberId,
    order_id: str,
    amount: Fen,
    refused: Refusal[CouponRow],
) -> None:
    """Add: hold a member's coupon for an order of `amount` fen. 2 WU.

    refused: makes the error from the coupon as it is (None: there is none).
    """
    ctx = transaction.ctx
    allowed = (
        (CouponRow.status == CouponState.ISSUED)
        & (CouponRow.member_id == member_id)
        & (CouponRow.expires_at > ctx.at)
        & (CouponRow.threshold <= amount)
    )
    actions = [CouponRow.status.set(CouponState.RESERVED), CouponRow.reserved_for.set(order_id)]
    transaction.change(CouponRow(*coupon_key(ctx, code)), actions, allowed, refused)


def release_in(transaction: Transaction, code: CouponCode, order_id: str) -> None:
    """Add: an order gives its coupon back. 2 WU."""
    ctx = transaction.ctx
    actions = [CouponRow.status.set(CouponState.ISSUED), CouponRow.reserved_for.remove()]
    transaction.change(CouponRow(*coupon_key(ctx, code)), actions, _held_by(order_id), NotHeld)


def use_in(transaction: Transaction, code: CouponCode, order_id: str, amount: Fen) -> None:
    """Add: the coupon that an order of `amount` fen holds is used up. 2 WU."""
    ctx = transaction.ctx
    actions = [
        CouponRow.status.set(CouponState.REDEEMED),
        CouponRow.redeemed_at.set(ctx.at),
        CouponRow.redeemed_by.set(f"{BY_ORDER}{order_id}"),
        CouponRow.order_amount.set(amount),
    ]
    transaction.change(CouponRow(*coupon_key(ctx, code)), actions, _held_by(order_id), NotHeld)


def _held_by(order_id: str) -> Condition:
    held: Condition = (CouponRow.status == CouponState.RESERVED) & (CouponRow.reserved_for == order_id)
    return held
