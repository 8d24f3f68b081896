"""Coupon rows and the two writes that decide: claim and redeem."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.context import Ctx
from chalicelib.core.ids import CODE_ALPHABET, base32, digest
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Row, change, get, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
ISSUED = "issued"
RESERVED = "reserved"
REDEEMED = "redeemed"
POCKET = 6
SUFFIX = 10


class TemplateRow(Row, discriminator="coupon_template"):
    """What a coupon is worth and who may have how many. Money in fen.

    salt: makes coupon codes unguessable; it never changes and never leaves the store.
    """

    template_id = UnicodeAttribute()
    name = UnicodeAttribute()
    amount_off = NumberAttribute()
    threshold = NumberAttribute()
    stock = NumberAttribute()
    buckets = NumberAttribute()
    per_member = NumberAttribute()
    valid_days = NumberAttribute()
    claim_from = UnicodeAttribute(default="")
    claim_until = UnicodeAttribute(default="")
    salt = UnicodeAttribute()
    created_at = UnicodeAttribute()


class CouponRow(Row, discriminator="coupon"):
    """One coupon. Its code is its key: see docs/adr/0004. reserved_for: the order that holds it.

    source: what led to the claim, such as `post:<id>`.
    """

    code = UnicodeAttribute()
    template_id = UnicodeAttribute()
    template_name = UnicodeAttribute()
    member_id = UnicodeAttribute()
    nth = NumberAttribute()
    request = UnicodeAttribute()
    status = UnicodeAttribute()
    amount_off = NumberAttribute()
    threshold = NumberAttribute()
    issued_at = UnicodeAttribute()
    expires_at = UnicodeAttribute()
    reserved_for = UnicodeAttribute(null=True)
    redeemed_at = UnicodeAttribute(null=True)
    redeemed_by = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    order_amount = NumberAttribute(null=True)


class CouponTaken(Exception):
    """The member's n-th coupon of the template is there already."""

    def __init__(self, coupon: CouponRow) -> None:
        super().__init__(coupon.code)
        self.coupon = coupon


def _template_key(ctx: Ctx, template_id: str) -> str:
    return key(ctx, "coupon_template", template_id)


def stock_of(template: TemplateRow) -> Stock:
    """The template's stock."""
    return Stock(f"coupon_stock#{template.template_id}", int(template.buckets))


def pocket_of(ctx: Ctx, member_id: str) -> str:
    """The part of a coupon's code that leads to the member's wallet. Not a secret; members may share one."""
    return base32(digest(ctx.corp, "pocket", member_id)[:4], CODE_ALPHABET)[:POCKET]


def code_of(ctx: Ctx, template: TemplateRow, member_id: str, nth: int) -> str:
    """The code of a member's n-th coupon of a template: it *is* the key, so one code can exist once."""
    secret = hmac.new(
        template.salt.encode(), digest(ctx.corp, template.template_id, member_id, str(nth)), hashlib.sha256
    )
    return pocket_of(ctx, member_id) + base32(secret.digest()[:7], CODE_ALPHABET)[:SUFFIX]


def _coupon_key(ctx: Ctx, code: str) -> tuple[str, str]:
    return key(ctx, "wallet", code[:POCKET]), code[POCKET:]


def create_template(ctx: Ctx, template_id: str, values: dict[str, Any]) -> TemplateRow:
    """A template and its stock, together. Raises Refused when the id is taken. 2 WU a row."""
    template = TemplateRow(
        _template_key(ctx, template_id),
        SELF,
        template_id=template_id,
        parent=key(ctx, "coupon_templates"),
        place=ctx.at + template_id,
        created_at=ctx.at,
        **values,
    )
    transaction = Transaction(ctx)
    transaction.put_new(template)
    stock.open_in(transaction, stock_of(template), int(template.stock))
    transaction.commit()
    return template


def template(ctx: Ctx, template_id: str) -> TemplateRow | None:
    """One template. 0.5 RU."""
    return get(TemplateRow, _template_key(ctx, template_id), SELF)


def templates(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's templates, newest first."""
    return page_by_parent(Row, key(ctx, "coupon_templates"), limit, cursor, newest_first=True)


def claim(ctx: Ctx, template: TemplateRow, coupon: CouponRow, bucket: int) -> CouponRow:
    """Take one from a bucket and issue the coupon, both or neither. 4 WU, no read.

    Raises CouponTaken with the member's coupon when that n-th one exists, stock.BucketEmpty when the bucket has none.
    """
    transaction = Transaction(ctx)
    transaction.put_new(coupon, refused=CouponTaken)
    stock.take_in(transaction, stock_of(template), bucket)
    transaction.commit()
    return coupon


def new_coupon(
    ctx: Ctx, template: TemplateRow, member_id: str, nth: int, request: str, expires_at: str, source: str = ""
) -> CouponRow:
    """The row of a coupon about to be issued."""
    code = code_of(ctx, template, member_id, nth)
    return CouponRow(
        *_coupon_key(ctx, code),
        code=code,
        template_id=template.template_id,
        template_name=template.name,
        member_id=member_id,
        nth=nth,
        request=request,
        status=ISSUED,
        amount_off=template.amount_off,
        threshold=template.threshold,
        issued_at=ctx.at,
        expires_at=expires_at,
        source=source or None,
    )


def coupon(ctx: Ctx, code: str) -> CouponRow | None:
    """One coupon by its code, read consistently. 1 RU."""
    return get(CouponRow, *_coupon_key(ctx, code), consistent=True)


def wallet(ctx: Ctx, member_id: str) -> list[CouponRow]:
    """The coupons of a member, newest first."""
    rows = children(CouponRow, key(ctx, "wallet", pocket_of(ctx, member_id)), consistent=True)
    return sorted((row for row in rows if row.member_id == member_id), key=lambda row: row.issued_at, reverse=True)


def redeem(ctx: Ctx, code: str, order_amount: int) -> CouponRow:
    """ISSUED to REDEEMED, once, in time and above the threshold. 1 WU, no read.

    Raises Refused with the coupon as it is, which says why.
    """
    actions = [
        CouponRow.status.set(REDEEMED),
        CouponRow.redeemed_at.set(ctx.at),
        CouponRow.redeemed_by.set(ctx.actor),
        CouponRow.order_amount.set(order_amount),
    ]
    allowed = (CouponRow.status == ISSUED) & (CouponRow.expires_at > ctx.at) & (CouponRow.threshold <= order_amount)
    return change(ctx, CouponRow(*_coupon_key(ctx, code)), actions, allowed)


def reserve_in(transaction: Transaction, code: str, member_id: str, order_id: str, amount: int, refused: Any) -> None:
    """Add: hold a member's coupon for an order of `amount` fen. 2 WU.

    refused: makes the error from the coupon as it is (None: there is none).
    """
    ctx = transaction.ctx
    allowed = (
        (CouponRow.status == ISSUED)
        & (CouponRow.member_id == member_id)
        & (CouponRow.expires_at > ctx.at)
        & (CouponRow.threshold <= amount)
    )
    actions = [CouponRow.status.set(RESERVED), CouponRow.reserved_for.set(order_id)]
    transaction.change(CouponRow(*_coupon_key(ctx, code)), actions, allowed, refused)


def release_in(transaction: Transaction, code: str, order_id: str) -> None:
    """Add: an order gives its coupon back. 2 WU."""
    ctx = transaction.ctx
    actions = [CouponRow.status.set(ISSUED), CouponRow.reserved_for.remove()]
    transaction.change(CouponRow(*_coupon_key(ctx, code)), actions, _held_by(order_id))


def use_in(transaction: Transaction, code: str, order_id: str, amount: int) -> None:
    """Add: the coupon that an order of `amount` fen holds is used up. 2 WU."""
    ctx = transaction.ctx
    actions = [
        CouponRow.status.set(REDEEMED),
        CouponRow.redeemed_at.set(ctx.at),
        CouponRow.redeemed_by.set(f"order:{order_id}"),
        CouponRow.order_amount.set(amount),
    ]
    transaction.change(CouponRow(*_coupon_key(ctx, code)), actions, _held_by(order_id))


def _held_by(order_id: str) -> Condition:
    held: Condition = (CouponRow.status == RESERVED) & (CouponRow.reserved_for == order_id)
    return held
