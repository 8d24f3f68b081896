"""Templates and their coupons as operators see them, and the lists of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.shapes import Person
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import MOST_LOOKED_AT, PAGE_LIMIT, Page, some_of
from chalicelib.coupons import held_rows, rules, service, store
from chalicelib.coupons.errors import SoldOut, UnknownCoupon
from chalicelib.coupons.held_rows import Listing
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import (
    CouponHeld,
    CouponQuery,
    HeldBy,
    Template,
    TemplateQuery,
    TemplateTerms,
    TemplateWithStock,
    Terms,
    Undone,
    UndoneSeen,
)
from chalicelib.coupons.states import TemplateState, WalletState
from chalicelib.coupons.store import CouponRow
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.stores import service as stores


def shown(ctx: Ctx, terms: TemplateTerms) -> Template:
    """A template as operators see it. 0.5 RU."""
    return _shown(ctx, terms, is_gone=bool(stock.sold_out(ctx, [store.stock_of(terms)])))


def _shown(ctx: Ctx, terms: TemplateTerms, *, is_gone: bool) -> Template:
    state = rules.state(terms, ctx.at)
    said = {name: getattr(terms, name) for name in Terms.__struct_fields__}
    return Template(**said, state=state, problem=_problem(ctx, state, is_gone=is_gone))


def _problem(ctx: Ctx, state: TemplateState, *, is_gone: bool) -> Problem | None:
    """Customers come and get none, although claiming is open."""
    return problem_of(ctx, SoldOut(), Remedy.EDIT) if is_gone and state is TemplateState.OPEN else None


def templates(ctx: Ctx, query: TemplateQuery) -> Page[TemplateWithStock]:
    """The corp's templates that a query means, newest first, with what is left of each as of a moment ago.

    0.5 RU per 4 KB, for each that is looked at, and 0.5 RU a bucket of each that is shown, one call for 100.
    """

    def is_meant(row: store.TemplateRow) -> bool:
        return rules.is_meant(query, store.terms_of(row), ctx.at)

    page = some_of(
        lambda limit, cursor: store.templates(ctx, limit, cursor),
        is_meant if rules.asks(query) else None,
        query.limit,
        query.cursor,
    )
    found = [store.terms_of(row) for row in page.items]
    left = stock.left_of(ctx, [store.stock_of(terms) for terms in found])
    return Page([_with_stock(ctx, terms, left[store.stock_of(terms).name]) for terms in found], page.cursor)


def with_stock(ctx: Ctx, template_id: TemplateId) -> TemplateWithStock:
    """A template and what is left of it, exact. 1 RU a bucket. Raises UnknownTemplate."""
    terms = service.template(ctx, template_id)
    return _with_stock(ctx, terms, sum(stock.levels(ctx, store.stock_of(terms))))


def _with_stock(ctx: Ctx, terms: TemplateTerms, left: int) -> TemplateWithStock:
    seen = _shown(ctx, terms, is_gone=left == 0)
    shown_too = {name: getattr(seen, name) for name in Template.__struct_fields__}
    return TemplateWithStock(**shown_too, left=left, issued=terms.stock - left)


# ---- coupons


def coupon(ctx: Ctx, code: CouponCode) -> CouponHeld:
    """A coupon as it is now. 1 RU, and names. Raises UnknownCoupon."""
    row = store.coupon(ctx, code)
    if row is None:
        raise UnknownCoupon()
    return held(ctx, [row])[0]


def held(ctx: Ctx, rows: Sequence[CouponRow]) -> list[CouponHeld]:
    """Coupons as operators see them, with names. 0.5 RU for each member, template and store, one call for 100 each."""
    named = store.names_of(ctx, {row.template_id for row in rows})
    called = members.names_of(ctx, [row.member_id for row in rows])
    where = stores.names(ctx, sorted({row.redeemed_at_store for row in rows if row.redeemed_at_store}))
    return [_held(ctx, row, named, called, where) for row in rows]


def _held(
    ctx: Ctx,
    row: CouponRow,
    named: dict[TemplateId, str],
    called: dict[MemberId, str],
    where: Mapping[StoreId, str],
) -> CouponHeld:
    staff = rules.staff_of(row.redeemed_by or "")
    return CouponHeld(
        code=row.code,
        template_id=row.template_id,
        template_name=named.get(row.template_id, row.template_name),
        member=HeldBy(row.member_id, called.get(row.member_id, "")),
        state=rules.wallet_state(row.status, row.expires_at, ctx.at),
        amount_off=row.amount_off,
        threshold=row.threshold,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        way=row.way,
        source=row.source or "",
        order_id=row.reserved_for or rules.order_of(row.redeemed_by or ""),
        order_amount=row.order_amount,
        redeemed_at=row.redeemed_at,
        redeemed_by=Person(staff) if staff else None,
        store_id=row.redeemed_at_store,
        store_name=where.get(row.redeemed_at_store, ""),
        voided_at=row.voided_at,
        voided_by=row.voided_by,
        reason=row.reason or "",
        replaced_by=row.replaced_by or CouponCode(""),
        instead_of=row.instead_of or CouponCode(""),
        undone=tuple(_undone(one) for one in row.undone or ()),
    )


def _undone(one: Undone) -> UndoneSeen:
    return UndoneSeen(
        redeemed_at=one.redeemed_at,
        redeemed_by=Person(rules.staff_of(one.redeemed_by)),
        store_id=one.store_id,
        order_amount=one.order_amount,
        reversed_at=one.reversed_at,
        reversed_by=Person(one.reversed_by),
        reason=one.reason,
    )


def coupons(ctx: Ctx, template_id: TemplateId, query: CouponQuery) -> Page[CouponHeld]:
    """A template's coupons, newest first; with a state those that are in it now, the redeemed by when they were.

    0.5 RU for each that is looked at, at most 500, so a page may be empty and go on. Raises UnknownTemplate.
    """
    service.template(ctx, template_id)
    listing = Listing.REDEEMED if query.state is WalletState.REDEEMED else Listing.ISSUED
    found: list[CouponRow] = []
    cursor, many = query.cursor, query.limit if query.state is None else PAGE_LIMIT
    for _ in range(MOST_LOOKED_AT // PAGE_LIMIT):
        page = held_rows.codes(ctx, template_id, listing, many, cursor)
        rows = held_rows.coupons(ctx, [code for _, code in page.items])
        for number, (place, code) in enumerate(page.items, 1):
            if code in rows and _is_in(ctx, rows[code], query.state) and held_rows.stands(listing, rows[code], place):
                found.append(rows[code])
            if len(found) == query.limit:
                return Page(held(ctx, found), page.cursor if number == len(page.items) else place)
        cursor = page.cursor
        if query.state is None or not cursor:
            break
    return Page(held(ctx, found), cursor)


def _is_in(ctx: Ctx, row: CouponRow, state: WalletState | None) -> bool:
    return state is None or rules.wallet_state(row.status, row.expires_at, ctx.at) is state
