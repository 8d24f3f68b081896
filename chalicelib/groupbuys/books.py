"""An activity's books, counted anew over its teams and orders whenever somebody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.groupbuys import activities, service, store
from chalicelib.groupbuys.errors import TooManyToCount
from chalicelib.groupbuys.ids import ActivityId
from chalicelib.groupbuys.shapes import Books
from chalicelib.groupbuys.states import TeamState
from chalicelib.orders import service as orders
from chalicelib.orders.states import OrderState

COUNTED = 3000
SOLD = (OrderState.PAID, OrderState.READY, OrderState.PICKED_UP)
Item = TypeVar("Item")


def of(ctx: Ctx, activity_id: ActivityId) -> Books:
    """The books of an activity. Raises UnknownActivity, TooManyToCount.

    Orders come from an index, so the last second may be missing.
    """
    offer = activities.offer(ctx, activity_id)
    teams = Counter(
        service.state_of(ctx, row)
        for is_open in (True, False)
        for row in _all(partial(store.teams, ctx, activity_id, is_open, PAGE_LIMIT))
    )
    by_state: Counter[OrderState] = Counter()
    came_in = refunded = refunding = 0
    for order in _all(partial(orders.of_activity, ctx, activity_id, PAGE_LIMIT)):
        money = orders.money_of(order)
        by_state[order.status] += 1
        came_in += money.came_in
        refunded += money.went_back
        refunding += money.going_back
    sold = sum(by_state[state] for state in SOLD)
    return Books(
        teams=teams.total(),
        open=teams[TeamState.OPEN] + teams[TeamState.SETTLING],
        succeeded=teams[TeamState.SUCCEEDED],
        failed=teams[TeamState.FAILED],
        seats_paid=sold,
        money_in=Fen(came_in),
        money_kept=Fen(came_in - refunded - refunding),
        money_refunding=Fen(refunding),
        money_refunded=Fen(refunded),
        stock=offer.stock,
        left=sum(stock.levels(ctx, activities.stock_of(offer))),
        held=by_state[OrderState.PLACED],
        sold=sold,
    )


def _all(page_from: Callable[[str], Page[Item]]) -> Iterator[Item]:
    cursor, counted = "", 0
    while True:
        page = page_from(cursor)
        yield from page.items
        cursor, counted = page.cursor, counted + len(page.items)
        if not cursor:
            return
        if counted >= COUNTED:
            raise TooManyToCount()
