"""What of coupons waits for an operator: those that are nearly gone, and those that nobody can claim soon."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, some_of
from chalicelib.coupons import rules, store
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import TemplateQuery, TemplateTerms
from chalicelib.coupons.states import TemplateState

# So many templates are looked into: each has up to 64 buckets of stock.
LOOKED_INTO = 25


class NearlyGone(msgspec.Struct, frozen=True, kw_only=True):
    """A template of whose coupons few are left. left, stock: pieces."""

    template_id: TemplateId
    name: str
    left: int
    stock: int


def nearly_gone(ctx: Ctx, percent: int) -> Page[NearlyGone]:
    """Of the 25 newest templates that are open, those with less than `percent` of their stock left.

    A query for each 100 templates that are looked at, 500 at most, then 0.5 RU a bucket, one call for 100. The cursor
    is '' unless more templates are open.
    """
    page = _open(ctx, LOOKED_INTO)
    left = stock.left_of(ctx, [store.stock_of(terms) for terms in page.items])
    found = [
        NearlyGone(template_id=terms.template_id, name=terms.name, left=pieces, stock=terms.stock)
        for terms in page.items
        for pieces in (left[store.stock_of(terms).name],)
        if pieces * 100 < terms.stock * percent
    ]
    return Page(found, page.cursor)


def ending(ctx: Ctx, until: Moment) -> Page[TemplateTerms]:
    """Of the 100 newest templates that are open, those whose claiming ends before a moment. A query for each 100 that
    are looked at, 500 at most.
    """
    page = _open(ctx, PAGE_LIMIT)
    return Page([terms for terms in page.items if terms.claim_until and terms.claim_until < until], page.cursor)


def _open(ctx: Ctx, limit: int) -> Page[TemplateTerms]:
    query = TemplateQuery(state=TemplateState.OPEN)

    def is_meant(row: store.TemplateRow) -> bool:
        return rules.is_meant(query, store.terms_of(row), ctx.at)

    return some_of(lambda most, cursor: store.templates(ctx, most, cursor), is_meant, limit, "").map(store.terms_of)
