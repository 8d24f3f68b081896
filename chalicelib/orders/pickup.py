"""Staff hand a ready order out."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.storage.table import Refused
from chalicelib.orders import store, views
from chalicelib.orders.errors import AlreadyPickedUp, NotReady, UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Entry, Order
from chalicelib.orders.states import EntryKind, OrderState
from chalicelib.orders.store import OrderRow


def pick_up(ctx: Ctx, order_id: OrderId) -> Order:
    """Hand a ready order out. 1 WU, no read. Raises UnknownOrder, AlreadyPickedUp, NotReady."""
    entry = Entry(ctx.at, EntryKind.PICKED_UP, ref=ctx.actor)
    try:
        return views.order(store.hand_out(ctx, order_id, entry))
    except Refused as refused:
        return views.order(_handed_out_before(ctx, refused.row(OrderRow)))


def _handed_out_before(ctx: Ctx, row: OrderRow | None) -> OrderRow:
    """The order, when this very request handed it out before and only its answer was lost."""
    if row is None:
        raise UnknownOrder() from None
    if row.status != OrderState.PICKED_UP:
        raise NotReady(status=row.status) from None
    if (row.cause, row.changed_by) != (ctx.cause, ctx.actor):
        raise AlreadyPickedUp(picked_up_at=row.changed_at) from None
    return row
