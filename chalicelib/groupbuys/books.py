"""An activity's books, counted anew over its teams and orders whenever somebody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.groupbuys import activities, rules, service, store
from chalicelib.groupbuys.shapes import Books
from chalicelib.orders import service as orders
from chalicelib.orders import shapes as states

COUNTED = 3000


class TooManyToCount(Conflict):
    zh = "该活动的订单超过 3000 笔，暂不支持在线汇总，请按页读取订单列表自行汇总。"
    en = "The activity has over 3,000 orders, too many to add up here. Read its orders page by page instead."


def of(ctx: Ctx, activity_id: str) -> Books:
    """The books of an activity. Raises UnknownActivity, TooManyToCount.

    Orders come from an index, so the last second may be missing.
    """
    row = activities.activity(ctx, activity_id)
    teams = Counter(
        service.status_of(ctx, team)
        for is_open in (True, False)
        for team in _all(partial(store.sessions, ctx, activity_id, is_open, PAGE_LIMIT))
    )
    by_state: Counter[str] = Counter()
    came_in = refunded = 0
    for order in _all(partial(orders.of_activity, ctx, activity_id, PAGE_LIMIT)):
        money = orders.money_of(order)
        by_state[order.status] += 1
        came_in += money.came_in
        refunded += money.went_back
        by_state["fen refunding"] += money.going_back
    left, held = sum(stock.levels(ctx, store.stock_of(row))), by_state[states.PLACED]
    return Books(
        teams=sum(teams.values()),
        open=teams[rules.OPEN] + teams[rules.SETTLING_STATUS],
        succeeded=teams[rules.SUCCEEDED],
        failed=teams[rules.FAILED],
        seats_paid=_sold(by_state),
        money_in=came_in,
        money_kept=came_in - refunded - by_state["fen refunding"],
        money_refunding=by_state["fen refunding"],
        money_refunded=refunded,
        stock=int(row.stock),
        left=left,
        held=held,
        sold=_sold(by_state),
    )


def _sold(by_state: Counter[str]) -> int:
    return by_state[states.PAID] + by_state[states.READY] + by_state[states.PICKED_UP]


def _all(page_from: Callable[[str], Page]) -> Iterator[Any]:
    cursor, found = "", 0
    while True:
        page = page_from(cursor)
        yield from page.items
        cursor, found = page.cursor, found + len(page.items)
        if not cursor:
            return
        if found >= COUNTED:
            raise TooManyToCount()
