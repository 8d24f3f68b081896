"""An activity's books: a job reads its teams and orders page by page, and keeps what they come to.

Each page is counted once: what it adds to the sums is written together with the step of the job that read it. So that
the activity may have any number of orders, a step reads one page and the sums are one row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.groupbuys import activities, service, store
from chalicelib.groupbuys.errors import BooksNotCounted
from chalicelib.groupbuys.ids import SELLER, ActivityId
from chalicelib.groupbuys.jobs import CountBooks
from chalicelib.groupbuys.shapes import Books, Sums
from chalicelib.groupbuys.states import Part, TeamState
from chalicelib.groupbuys.store import TeamRow
from chalicelib.orders import service as orders
from chalicelib.orders.shapes import Order
from chalicelib.orders.states import EntryKind, OrderState

SOLD = (OrderState.PAID, OrderState.READY, OrderState.PICKED_UP)


def ask(ctx: Ctx, activity_id: ActivityId) -> str:
    """Have the books counted; the job's id. Raises UnknownActivity."""
    return jobs.start(ctx, CountBooks(activity=activities.offer(ctx, activity_id).activity_id))


def of(ctx: Ctx, activity_id: ActivityId) -> Books:
    """The books as they were counted last. 0.5 RU. Raises UnknownActivity, BooksNotCounted."""
    activities.offer(ctx, activity_id)
    books = store.books(ctx, activity_id)
    if books is None:
        raise BooksNotCounted()
    return books


def count(ctx: Ctx, work: Work[CountBooks]) -> Step:
    """One page of the activity's teams or orders, or in the end the books. 0.5 RU per 4 KB and 2 WU."""
    part, _, cursor = (work.cursor or Part.OPEN).partition(":")
    activity_id = work.args.activity
    sums = store.sums(ctx, activity_id, work.job) or Sums(as_of=ctx.at)
    if part == Part.END:
        return _end(ctx, work, sums)
    if part == Part.ORDERS:
        orders_ = orders.of_seller(ctx, SELLER, activity_id, PAGE_LIMIT, cursor)
        added, after, counted = _with_orders(sums, orders_.items), orders_.cursor, len(orders_.items)
    else:
        teams = store.teams(ctx, activity_id, part == Part.OPEN, PAGE_LIMIT, cursor)
        added, after, counted = _with_teams(ctx, sums, teams.items), teams.cursor, len(teams.items)
    return Step(
        cursor=f"{part}:{after}" if after else Part(part).next,
        done=counted,
        together=lambda transaction: store.keep_sums_in(transaction, activity_id, work.job, added),
    )


def _with_teams(ctx: Ctx, sums: Sums, teams: Iterable[TeamRow]) -> Sums:
    found = Counter(service.state_of(ctx, row) for row in teams)
    return sums.plus(
        open=found[TeamState.OPEN] + found[TeamState.SETTLING],
        succeeded=found[TeamState.SUCCEEDED],
        failed=found[TeamState.FAILED],
    )


def _with_orders(sums: Sums, page: Iterable[Order]) -> Sums:
    for order in page:
        money = orders.money_of(order.ledger)
        sums = sums.plus(
            sold=int(_is_sold(order)),
            held=int(order.status == OrderState.PLACED),
            came_in=money.came_in,
            went_back=money.went_back,
            going_back=money.going_back,
        )
    return sums


def _is_sold(order: Order) -> bool:
    """Its goods are the customer's: kept for them, or handed out, whatever money went back afterwards."""
    return order.status in SOLD or order.has(EntryKind.PICKED_UP)


def _end(ctx: Ctx, work: Work[CountBooks], sums: Sums) -> Step:
    offer = activities.offer(ctx, work.args.activity)
    books = Books(
        job_id=work.job,
        as_of=sums.as_of,
        counted_at=ctx.at,
        teams=sums.open + sums.succeeded + sums.failed,
        open=sums.open,
        succeeded=sums.succeeded,
        failed=sums.failed,
        seats_paid=sums.sold,
        money_in=Fen(sums.came_in),
        money_kept=Fen(sums.came_in - sums.went_back - sums.going_back),
        money_refunding=Fen(sums.going_back),
        money_refunded=Fen(sums.went_back),
        stock=offer.stock,
        left=sum(stock.levels(ctx, activities.stock_of(offer))),
        held=sums.held,
        sold=sums.sold,
    )
    activity_id = offer.activity_id
    return Step(cursor=None, together=lambda transaction: store.keep_books_in(transaction, activity_id, books))
