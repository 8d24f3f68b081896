"""Staff hand a ready order out."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId
from chalicelib.core.storage.table import Refused
from chalicelib.orders import facts, store, views
from chalicelib.orders.errors import AlreadyPickedUp, NotReady, UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Entry, Order
from chalicelib.orders.states import EntryKind, OrderState
from chalicelib.orders.store import OrderRow
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE, Use


def pick_up(ctx: Ctx, order_id: OrderId, store_id: StoreId = NO_STORE) -> Order:
    """Hand a ready order out. 1 WU, no read when warm.

    store_id: at which of their stores the clerk does; the one that they are of first when left out. Raises
    UnknownOrder, AlreadyPickedUp, NotReady, NotYourStore.
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


def follow(ctx: Ctx, fact: Fact[facts.OrderReady] | Fact[facts.OrderPickedUp] | Fact[facts.OrderRefunding]) -> None:
    """After an order is ready, handed out or given back: its pick-up store has it waiting, or no longer.

    Safe to repeat. 1 RU and 1 WU +1 for one with a pick-up store.
    """
    row = store.order(ctx, fact.data.order) if stores.has_any(ctx) else None
    if row is None or not row.pickup_store:
        return
    waits = row.status is OrderState.READY
    use = Use(user="order", user_id=row.order_id, name=f"订单 {row.order_id}")
    stores.note_use(ctx, row.pickup_store if waits else None, use, len(row.ledger))
