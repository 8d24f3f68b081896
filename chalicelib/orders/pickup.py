"""Staff see which orders wait at their store, and hand a ready one out."""

from __future__ import annotations

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId
from chalicelib.core.storage.lists import MOST_LOOKED_AT, PAGE_LIMIT, Page
from chalicelib.core.storage.table import Refused
from chalicelib.members import service as members
from chalicelib.orders import facts, store, views
from chalicelib.orders.errors import AlreadyPickedUp, NotReady, UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import TAIL, Entry, Order, OrderWaiting, WaitingQuery, number_of
from chalicelib.orders.states import EntryKind, OrderState
from chalicelib.orders.store import NUMBER_SIGNS, OrderRow
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE, Use

# How an order is called as something that names a store.
USER = "order"


def pick_up(ctx: Ctx, order_id: OrderId, store_id: StoreId = NO_STORE) -> Order:
    """Hand a ready order out. 1 WU, no read when warm.

    store_id: at which of their stores the clerk does; the one that they are of first when left out. Raises
    UnknownOrder, AlreadyPickedUp, NotReady, NotYourStore, AtNoStore.
    """
    at = stores.till(ctx, store_id)
    entry = Entry(ctx.at, EntryKind.PICKED_UP, ref=ctx.actor)
    try:
        return views.order(store.hand_out(ctx, order_id, entry, at))
    except Refused as refused:
        return views.order(_handed_out_before(ctx, refused.row(OrderRow)))


def _handed_out_before(ctx: Ctx, row: OrderRow | None) -> OrderRow:
    """The order, when this very request handed it out before and only its answer was lost."""
    if row is None or (row.pickup_store and not ctx.scope.allows_store(row.pickup_store)):
        raise UnknownOrder() from None
    if row.status != OrderState.PICKED_UP:
        raise NotReady(status=row.status) from None
    if (row.cause, row.changed_by) != (ctx.cause, ctx.actor):
        raise AlreadyPickedUp(picked_up_at=row.changed_at) from None
    return row


def waiting(ctx: Ctx, query: WaitingQuery) -> Page[OrderWaiting]:
    """The orders that wait at a clerk's store, by the index, which is a moment behind; of a whole number that one,
    wherever it may be handed out. 0.5 RU and 1 RU each, and their members' names; 500 are looked at a call.

    Raises NotYourStore, AtNoStore.
    """
    at, number = stores.till(ctx, query.store_id), number_of(query.q)
    if len(number) == NUMBER_SIGNS:
        return Page(_shown(ctx, [row for row in store.some(ctx, [number]) if _is_there(ctx, row)]))
    if not at:
        return Page([])
    cursor, found = query.cursor, list[OrderRow]()
    for _ in range(MOST_LOOKED_AT // PAGE_LIMIT):
        page = stores.uses(ctx, at, PAGE_LIMIT if number else query.limit, cursor)
        named = [OrderId(use.user_id) for use in page.items if use.user == USER]
        rows = store.some(ctx, [one for one in named if one.endswith(number)])
        found += [row for row in rows if _is_there(ctx, row)]
        cursor = page.cursor
        if not (cursor and number) or len(found) >= query.limit:
            break
    return Page(_shown(ctx, found), cursor)


def _is_there(ctx: Ctx, row: OrderRow) -> bool:
    return row.status is OrderState.READY and (not row.pickup_store or ctx.scope.allows_store(row.pickup_store))


def _shown(ctx: Ctx, rows: list[OrderRow]) -> list[OrderWaiting]:
    called = members.names_of(ctx, [row.member_id for row in rows])
    return [
        OrderWaiting(
            order_id=row.order_id,
            tail=row.order_id[-TAIL:],
            owner=masks.name(called.get(row.member_id, "")),
            lines=row.lines,
            payable=row.payable,
            placed_at=row.placed_at,
            pickup_store=row.pickup_store,
        )
        for row in rows
    ]


def follow(ctx: Ctx, fact: Fact[facts.OrderReady] | Fact[facts.OrderPickedUp] | Fact[facts.OrderRefunding]) -> None:
    """After an order is ready, handed out or given back: its pick-up store has it waiting, or no longer.

    Safe to repeat. 1 RU and 1 WU +1 for one with a pick-up store.
    """
    row = store.order(ctx, fact.data.order) if stores.has_any(ctx) else None
    if row is None or not row.pickup_store:
        return
    waits = row.status is OrderState.READY
    use = Use(user=USER, user_id=row.order_id, name=f"订单 {row.order_id}")
    stores.note_use(ctx, row.pickup_store if waits else None, use, len(row.ledger))
