"""Coupons that somebody of the staff may give: open to it now, with what is left of each."""

from __future__ import annotations

import msgspec

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import some_of
from chalicelib.core.text import folded
from chalicelib.coupons import rules, store
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import Coupon, CouponOfMember
from chalicelib.coupons.states import ClaimWay
from chalicelib.members import service as members


class Giveable(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon that may be given now. left: how many there were a moment ago."""

    template_id: TemplateId
    name: str
    usage: str
    amount_off: Fen
    threshold: Fen
    per_member: int
    left: int


def giveable(ctx: Ctx, q: str, most: int) -> list[Giveable]:
    """The newest that may be given, at most so many. q: part of the name. A query for each 100 templates that are
    looked at, 500 at most, then 0.5 RU a bucket of those found, one call for 100.
    """

    def is_meant(row: store.TemplateRow) -> bool:
        terms = store.terms_of(row)
        return folded(q) in folded(terms.name) and not rules.why_closed(terms, ClaimWay.OPERATOR, ctx.at)

    page = some_of(lambda limit, cursor: store.templates(ctx, limit, cursor), is_meant, most, "")
    found = [store.terms_of(row) for row in page.items]
    left = stock.left_of(ctx, [store.stock_of(terms) for terms in found])
    return [
        Giveable(
            template_id=terms.template_id,
            name=terms.name,
            usage=terms.usage,
            amount_off=terms.amount_off,
            threshold=terms.threshold,
            per_member=terms.per_member,
            left=left[store.stock_of(terms).name],
        )
        for terms in found
    ]


def as_operators_see(ctx: Ctx, coupon: Coupon, template_id: TemplateId) -> CouponOfMember:
    """A coupon that was just given, its code hidden from whoever may not redeem it or see what is hidden."""
    code = coupon.code if members.shows_codes(ctx) else CouponCode(masks.code(coupon.code))
    return CouponOfMember(**{**msgspec.structs.asdict(coupon), "code": code}, template_id=template_id)
