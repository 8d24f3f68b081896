"""Coupons that somebody of the staff may give: open to it now, with what is left of each."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.text import folded
from chalicelib.coupons import rules, store
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import Coupon, CouponOfMember
from chalicelib.coupons.states import ClaimWay
from chalicelib.members import service as members

# Templates that are looked at for one answer; whoever looks for others says a part of the name.
MOST_PAGES = 5


class Giveable(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon that may be given now. left: how many there are, exact at the moment of reading."""

    template_id: TemplateId
    name: str
    usage: str
    amount_off: Fen
    threshold: Fen
    per_member: int
    left: int


def giveable(ctx: Ctx, q: str, most: int) -> Iterator[Giveable]:
    """The newest that may be given, at most so many. q: part of the name. 0.5 RU a template, 1 RU a bucket of each.

    At most 500 templates are looked at.
    """
    cursor, found = "", 0
    for _ in range(MOST_PAGES):
        page = store.templates(ctx, PAGE_LIMIT, cursor)
        for terms in map(store.terms_of, page.items):
            if folded(q) not in folded(terms.name) or rules.why_closed(terms, ClaimWay.OPERATOR, ctx.at):
                continue
            yield Giveable(
                template_id=terms.template_id,
                name=terms.name,
                usage=terms.usage,
                amount_off=terms.amount_off,
                threshold=terms.threshold,
                per_member=terms.per_member,
                left=sum(stock.levels(ctx, store.stock_of(terms))),
            )
            found += 1
            if found == most:
                return
        cursor = page.cursor
        if not cursor:
            return


def as_operators_see(ctx: Ctx, coupon: Coupon, template_id: TemplateId) -> CouponOfMember:
    """A coupon that was just given, its code hidden from whoever may not redeem it or see what is hidden."""
    code = coupon.code if members.shows_codes(ctx) else CouponCode(masks.code(coupon.code))
    return CouponOfMember(**{**msgspec.structs.asdict(coupon), "code": code}, template_id=template_id)
