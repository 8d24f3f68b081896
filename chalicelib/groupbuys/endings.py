"""What becomes of seats once an order, the clock or a deadline speaks. Every verb here is safe to run again.

A seat that was held ends in one of two ways: its order is handed over, or it is cancelled and whatever was paid for it
goes back. The order's own condition decides which, so two of these verbs at once cannot both act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import metrics
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import rules, store
from chalicelib.groupbuys.errors import TeamOver, UnknownActivity
from chalicelib.groupbuys.facts import TeamFailed, TeamSucceeded
from chalicelib.groupbuys.ids import SELLER, ActivityId, TeamId
from chalicelib.groupbuys.store import ActivityRow, Seat, TeamRow
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders.facts import AboutOrder, OrderHoldOver, OrderPaid, OrderPaidLate, OrderRefunding
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from chalicelib.orders.states import OrderState

# Why an order ended, as its ledger and the customer's refund notice say it.
LEFT = "已退出拼团"
NOT_PAID = "超时未支付"
FAILED = "未成团，自动退款"
STOPPED = "活动已停止，自动退款"
LATE = "支付时名额已释放，自动退款"


class SeatKept(Exception):
    """The team did not let the seat go: look at the team again."""


def _kept(row: TeamRow | None) -> SeatKept:
    return SeatKept(row.team_id if row else "")


def is_ours(about: AboutOrder | Order) -> bool:
    """True when a group-buy sold the order."""
    return about.seller_kind == SELLER


def has_left(order: Order) -> bool:
    """True when the order ended because its member left the team."""
    return any(entry.note == LEFT for entry in order.ledger)


def _activity(ctx: Ctx, order: Order) -> ActivityRow:
    row = store.activity(ctx, ActivityId(order.seller_id))
    if row is None:
        raise UnknownActivity()
    return row


# ---- money


def order_paid(ctx: Ctx, fact: Fact[OrderPaid]) -> None:
    """An order is paid: its seat is confirmed, and the team's row says whether it was the last. 1 WU."""
    if not is_ours(fact.data):
        return
    order_id, member_id, ref = fact.data.order, fact.data.member, fact.data.transaction
    try:
        store.confirm(ctx, TeamId(fact.data.seat), member_id, order_id, ref)
        metrics.count("SeatsPaid", corp=ctx.corp)
    except Refused as refused:
        row = refused.row(TeamRow)
        seat = row.seats.get(member_id) if row is not None else None
        if row is None or row.failed_at or seat is None or seat.order != order_id:
            retry.on_collision(lambda: _give_back_money(ctx, order_id, OrderState.PAID, FAILED), orders.Moved)


def order_paid_late(ctx: Ctx, fact: Fact[OrderPaidLate]) -> None:
    """The money came when the seat was gone: a free seat if one is left, else the money goes back."""
    if is_ours(fact.data):
        retry.on_collision(lambda: _paid_late(ctx, fact.data.order), orders.Moved)


def _paid_late(ctx: Ctx, order_id: OrderId) -> None:
    order = orders.order(ctx, order_id)
    if order.status == OrderState.PAID_LATE and not _seat_again(ctx, order):
        _give_back_money(ctx, order_id, OrderState.PAID_LATE, LATE)


def _seat_again(ctx: Ctx, order: Order) -> bool:
    """True when the order has a seat again. Who left by themselves is not seated again."""
    if has_left(order):
        return False
    activity = _activity(ctx, order)
    name = rules.masked(members.name_of(ctx, order.member_id))
    seat = Seat(order=order.order_id, name=name, paid_at=ctx.at)

    def seat_in(transaction: Transaction) -> None:
        store.take_in(transaction, TeamId(order.seat), order.member_id, seat, lambda _: TeamOver(), late=True)
        store.count_in(transaction, activity.activity_id, activity.per_member, order.member_id, order.order_id)

    try:
        orders.hold_again(ctx, order, seat_in)
    except (stock.OutOfStock, Conflict, NotFound):
        return False
    return True


# ---- an order gives up its seat


def _give_back_money(ctx: Ctx, order_id: OrderId, state: OrderState, why: str) -> None:
    """The money of an order without a seat goes back, if it still stands so. Raises orders.Moved."""
    order = orders.order(ctx, order_id)
    if order.status is state:
        transaction = Transaction(ctx)
        _give_up_in(transaction, order, why)
        transaction.commit()


def _give_up_in(transaction: Transaction, order: Order, why: str) -> None:
    """Add: the order ends and counts no more; what was paid goes back. The commit raises orders.Moved."""
    if order.status != OrderState.PAID_LATE:
        store.uncount_in(transaction, ActivityId(order.seller_id), order.member_id, order.order_id)
    if order.status == OrderState.PLACED:
        orders.cancel_in(transaction, order, why)
    else:
        orders.refund_in(transaction, order, why)


def _free_in(transaction: Transaction, order: Order, *, is_paid: bool) -> None:
    """Add: a seat becomes free. The commit raises SeatKept when it is not as it was read, or the team is over."""
    free = store.leave_in if is_paid else store.free_in
    free(transaction, TeamId(order.seat), order.member_id, order.order_id, _kept)


def give_back(ctx: Ctx, order: Order, why: str, *, is_paid: bool) -> None:
    """An order and its seat end: seat, stock, coupon and count are free, the money goes back. 8 to 16 WU.

    Raises SeatKept or orders.Moved when nothing happened: the seat was paid meanwhile, somebody else gave it back, or
    the team is over, which decides about all of its orders.
    """
    transaction = Transaction(ctx)
    _free_in(transaction, order, is_paid=is_paid)
    _give_up_in(transaction, order, why)
    transaction.commit()


def order_refunding(ctx: Ctx, fact: Fact[OrderRefunding]) -> None:
    """All money of an order is on its way back: its seat is free, unless the team is over. 1 RU, 4 WU.

    A team that is complete stays so, with the seat. A seat that was given up together with the order is free already.
    """
    if is_ours(fact.data):
        retry.on_collision(lambda: _give_up_seat(ctx, fact.data), SeatKept)


def _give_up_seat(ctx: Ctx, about: OrderRefunding) -> None:
    row = store.team(ctx, TeamId(about.seat))
    seat = row.seats.get(about.member) if row is not None else None
    if row is None or seat is None or seat.order != about.order or row.paid == row.size:
        return
    if row.failed_at and not store.is_counted(ctx, row.activity_id, about.member, about.order):
        return  # its failure undid the order, and the count with it
    transaction = Transaction(ctx)
    if not row.failed_at:
        free = store.leave_in if seat.is_paid else store.free_in
        free(transaction, row.team_id, about.member, about.order, _kept)
    store.uncount_in(transaction, row.activity_id, about.member, about.order)
    transaction.commit()


# ---- the clock


def order_hold_over(ctx: Ctx, fact: Fact[OrderHoldOver]) -> None:
    """An order was not paid in time: its seat is free again."""
    if is_ours(fact.data):
        retry.on_collision(lambda: _hold_over(ctx, fact.data.order), orders.Moved)


def _hold_over(ctx: Ctx, order_id: OrderId) -> None:
    order = orders.order(ctx, order_id)
    if order.status != OrderState.PLACED:
        return
    try:
        give_back(ctx, order, NOT_PAID, is_paid=False)
    except SeatKept:
        return  # the team failed, which unwinds all of its orders


def time_is_over(ctx: Ctx, due: Due) -> None:
    """A team's deadline has passed, and the time in which money may still be on its way: it fails unless it is full."""
    row = store.team(ctx, TeamId(due.pk.rpartition("#")[2]))
    if row is None or row.failed_at or row.fails_at > ctx.at:
        return
    if store.fail(ctx, row.team_id, row.activity_id):
        metrics.count("TeamsFailed", corp=ctx.corp)


# ---- a team is over


def unwind(ctx: Ctx, fact: Fact[TeamFailed]) -> None:
    """A team failed: every order of it is cancelled or refunded; stock, coupons and counts go back."""
    row = store.team(ctx, fact.data.team)
    why = STOPPED if row and row.is_stopped else FAILED
    _each_alone(row.seats.values() if row else (), partial(_undo, ctx, why))


def _each_alone(seats: Iterable[Seat], act: Callable[[Seat], None]) -> None:
    """Do it for every seat, also when it fails for one. Raises the first failure in the end: it is tried again."""
    failures = []
    for seat in seats:
        try:
            act(seat)
        except Exception as error:  # whatever it was: the money of the others must not wait for it
            failures.append(error)
    if failures:
        raise failures[0]


def _undo(ctx: Ctx, why: str, seat: Seat) -> None:
    def attempt() -> None:
        order = orders.order(ctx, seat.order)
        if order.status in (OrderState.PLACED, OrderState.PAID):
            transaction = Transaction(ctx)
            _give_up_in(transaction, order, NOT_PAID if order.status == OrderState.PLACED else why)
            transaction.commit()

    retry.on_collision(attempt, orders.Moved)


def hand_over(ctx: Ctx, fact: Fact[TeamSucceeded]) -> None:
    """A team is complete: every order of it may be picked up, and the team waits for nothing."""
    row = store.team(ctx, fact.data.team)
    if row is None:
        return
    _each_alone(row.seats.values(), lambda seat: orders.make_ready(ctx, seat.order))
    store.retire(ctx, row.team_id, row.activity_id)
    metrics.count("TeamsComplete", corp=ctx.corp)
