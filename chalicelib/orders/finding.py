"""Finding orders: by number, member, seller, store, state and day.

One of these picks the list: the number, then the member, the seller, a state that is rare, the store, else all of the
corp's. What else is asked is looked up in the orders, of at most 500 a call.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.storage import search
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, Within
from chalicelib.core.storage.search import Place, Term, Wanted
from chalicelib.members.ids import MemberId
from chalicelib.orders import facts, store, views
from chalicelib.orders.ids import OrderId, SellerKind
from chalicelib.orders.shapes import Order, OrdersQuery, number_of
from chalicelib.orders.states import CAME_IN, OrderState
from chalicelib.orders.store import NUMBER_SIGNS, OrderRow

# Of those that are not meant, so many pages are looked through before a page of a list is answered: 500 rows at most.
MOST_PAGES = 5
# The stores whose lists are read together: 8 parts of each, one query a part. The orders of more are looked through.
MOST_TOGETHER = 12
SHOP = SellerKind("shop")
# Few orders are in these at a time, and somebody asks for them: they have a list.
RARE = frozenset({OrderState.PAID_LATE, OrderState.REFUNDING})


class By(StrEnum):
    """By what an order is found. A member's terms have other names."""

    STORE = "order_store"
    STATE = "order_state"
    TRANSACTION = "order_transaction"


Indexed = (
    Fact[facts.OrderPlaced]
    | Fact[facts.OrderPaid]
    | Fact[facts.OrderPaidLate]
    | Fact[facts.OrderRefunding]
    | Fact[facts.OrderRefunded]
)


def index(ctx: Ctx, fact: Indexed) -> None:
    """After something happened to an order: it is found by what it says now. Safe to repeat, in any order.

    3 RU; where something changed as much again, 2 WU, and 1 WU a term that is new or over.
    """
    search.keep(ctx, lambda: _wanted(ctx, fact.data.order))


def _wanted(ctx: Ctx, order_id: OrderId) -> Wanted | None:
    known = store.order(ctx, order_id)
    own = store.own_row(ctx, known) if known else None
    # Read again behind the number of the last claim: the terms follow from what holds then.
    row = store.order(ctx, order_id) if own else None
    if own is None or row is None:
        return None
    return Wanted(own, order_id, _terms(row))


def _terms(row: OrderRow) -> frozenset[Term]:
    place = row.placed_at + row.order_id
    terms = [Term(By.TRANSACTION, entry.ref, place) for entry in row.ledger if entry.kind in CAME_IN and entry.ref]
    terms += [Term(By.STORE, row.store_id, place)] if row.store_id else []
    terms += [Term(By.STATE, row.status, place)] if row.status in RARE else []
    return frozenset(terms)


def orders(ctx: Ctx, query: OrdersQuery) -> Page[Order]:
    """The orders that a query means, of those in the scope. One query a part of the list, then 1 RU an order."""
    stores = ctx.scope.stores
    if stores is not None and (not stores or (query.store and query.store not in stores)):
        return Page([])
    within, cursor, most = _days(query), query.cursor, query.limit
    found: list[Order] = []
    for _ in range(MOST_PAGES):
        page = _candidates(ctx, query, within, most, cursor)
        rows = {row.order_id: row for row in store.some(ctx, [OrderId(one.about) for one in page.items])}
        for candidate in page.items:
            row = rows.get(OrderId(candidate.about))
            if row is None or not _is_meant(ctx, query, within, row):
                continue
            found.append(views.order(row))
            if len(found) == query.limit:
                return Page(found, page.cursor if candidate is page.items[-1] else candidate.place)
        cursor, most = page.cursor, PAGE_LIMIT
        if not cursor:
            break
    return Page(found, cursor)


def _days(query: OrdersQuery) -> Within:
    until = iso(_day(query.until) + timedelta(days=1)) if query.until else ""
    return Within(iso(_day(query.since)) if query.since else "", until)


def _day(text: Day) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _candidates(ctx: Ctx, query: OrdersQuery, within: Within, most: int, cursor: str) -> Page[Place]:
    """Which may be meant, by what leaves the fewest."""
    if query.number.strip():
        return _by_number(ctx, query.number, most, cursor)
    if query.member:
        return store.places_of_member(ctx, MemberId(query.member), most, cursor, within)
    if query.seller_id:
        kind = SellerKind(query.seller_kind) if query.seller_kind else SHOP
        return store.places_of_seller(ctx, kind, query.seller_id, most, cursor, within)
    if query.status in RARE:
        return search.places(ctx, [(By.STATE, str(query.status))], most, cursor, within)
    stores = {StoreId(query.store)} if query.store else ctx.scope.stores or frozenset()
    if len(stores) in range(1, MOST_TOGETHER + 1):
        return search.places(ctx, [(By.STORE, one) for one in sorted(stores)], most, cursor, within)
    return store.all_places(ctx, most, cursor, within)


def _by_number(ctx: Ctx, text: str, most: int, cursor: str) -> Page[Place]:
    """An order's own number, however it was typed, or the provider's of its payment."""
    number = number_of(text)
    if len(number) == NUMBER_SIGNS and not number.isdigit():
        return Page([Place(number, "")])
    return search.places(ctx, [(By.TRANSACTION, text.strip())], most, cursor)


def _is_meant(ctx: Ctx, query: OrdersQuery, within: Within, row: OrderRow) -> bool:
    asked = (
        (query.member, row.member_id),
        (query.store, row.store_id),
        (query.seller_kind, row.seller_kind),
        (query.seller_id, row.seller_id),
    )
    return (
        all(wanted in ("", said) for wanted, said in asked)
        and query.status in (None, row.status)
        and within.since <= row.placed_at < (within.until or "~")
        and ctx.scope.allows_store(row.store_id or None)
    )
