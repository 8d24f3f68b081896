"""What customers may claim, before they do: lists of it, one of it, and the page that a link leads to.

Whether a coupon is given decides the claim alone. What is told here is up to 5 s old, but for what a member has.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.http.problem import to_customers
from chalicelib.core.instance import Cache
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, some_of
from chalicelib.coupons import known, rules, store
from chalicelib.coupons.errors import (
    AlreadyClaimed,
    ClaimClosed,
    ClaimNotOpen,
    ClaimPaused,
    NotClaimableHere,
    SoldOut,
)
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import OnOffer, TemplateTerms, WhyNoClaim
from chalicelib.coupons.states import ClaimWay, Closed, Left
from chalicelib.coupons.store import TemplateRow
from chalicelib.members.ids import MemberId

WHY: Mapping[Closed, type[AppError]] = {
    Closed.WAY: NotClaimableHere,
    Closed.PAUSED: ClaimPaused,
    Closed.EARLY: ClaimNotOpen,
    Closed.LATE: ClaimClosed,
}
_pages: Cache[Page[OnOffer]] = Cache()
_left: Cache[Left] = Cache()


def to_claim(ctx: Ctx, limit: int, cursor: str) -> Page[OnOffer]:
    """What the acting member may find and claim by themselves, newest first; what they have had says so.

    Open to anyone, begun, not over, not paused, not sold out. Kept for 5 s; then 0.5 RU per 4 KB, for each template
    that is looked at and each bucket of those shown. 0.5 RU for each coupon that the member may have of them.
    A page may be short, or empty, and go on.
    """
    page = _pages.get(f"{ctx.corp}#{limit}#{cursor}", lambda: _open(ctx, limit, cursor))
    owned = store.owned(ctx, _terms_of(ctx, page), MemberId(ctx.who))
    return page.map(lambda offer: _as_owned(offer, owned[offer.template_id]))


def _terms_of(ctx: Ctx, page: Page[OnOffer]) -> list[TemplateTerms]:
    return [known.template(ctx, offer.template_id) for offer in page.items]


def _open(ctx: Ctx, limit: int, cursor: str) -> Page[OnOffer]:
    def is_open(row: TemplateRow) -> bool:
        return rules.why_closed(store.terms_of(row), ClaimWay.ANYONE, ctx.at) is None

    page = some_of(lambda many, place: store.templates(ctx, many, place), is_open, limit, cursor)
    found = [store.terms_of(row) for row in page.items]
    left = stock.in_all(ctx, [store.stock_of(terms) for terms in found])
    shown = [_offer(terms, rules.left_of(left[store.stock_of(terms).name], terms.stock)) for terms in found]
    for terms in found:
        known.keep(ctx, terms)
    return Page([offer for offer in shown if offer.left is not Left.NONE], page.cursor)


def one(ctx: Ctx, template_id: TemplateId, way: ClaimWay = ClaimWay.ANYONE) -> OnOffer:
    """A coupon as everybody may see it who holds its id. 0 reads for 5 s, then 0.5 RU and 0.5 RU a bucket.

    way: by which they would claim it. Raises UnknownTemplate.
    """
    terms = known.template(ctx, template_id)
    left = _left.get(f"{ctx.corp}#{template_id}", lambda: _left_of(ctx, terms))
    why = rules.why_closed(terms, way, ctx.at)
    error = WHY[why]() if why else SoldOut() if left is Left.NONE else None
    return msgspec.structs.replace(_offer(terms, left), why_not=_said(error))


def for_member(ctx: Ctx, template_id: TemplateId) -> OnOffer:
    """The same for the acting member: what they have of it counts first. 1 RU each. Raises UnknownTemplate."""
    offer, terms = one(ctx, template_id), known.template(ctx, template_id)
    owned = store.owned(ctx, [terms], MemberId(ctx.who), consistent=True)
    return _as_owned(offer, owned[template_id])


def _left_of(ctx: Ctx, terms: TemplateTerms) -> Left:
    held = store.stock_of(terms)
    return rules.left_of(stock.in_all(ctx, [held])[held.name], terms.stock)


def _offer(terms: TemplateTerms, left: Left) -> OnOffer:
    said = {name: getattr(terms, name) for name in OnOffer.__struct_fields__ if hasattr(terms, name)}
    return OnOffer(**{**said, "left": left})


def _as_owned(offer: OnOffer, owned: int) -> OnOffer:
    why = _said(AlreadyClaimed()) if owned >= offer.per_member else offer.why_not
    return msgspec.structs.replace(offer, claimed=owned, why_not=why)


def _said(error: AppError | None) -> WhyNoClaim | None:
    return WhyNoClaim(error.code, *to_customers(error)) if error else None
