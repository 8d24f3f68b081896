"""What becomes of seats once money, the clock or a deadline speaks. Every verb here is safe to run again.

A seat that was held ends in one of two ways: its order is handed over, or it is cancelled and whatever was paid for it
goes back. The order's own condition decides which, so two of these verbs at once cannot both act.
"""

from __future__ import annotations

import contextlib

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import rules, store
from chalicelib.groupbuys.errors import TeamOver, UnknownActivity
from chalicelib.groupbuys.facts import SeatPaid, TeamFailed, TeamSucceeded
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.store import ActivityRow, Seat, TeamRow
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from chalicelib.orders.states import OrderState
from chalicelib.payments.errors import RefundAlreadyAsked
from chalicelib.payments.facts import PaymentReceived

# Why an order ended, as its ledger and the customer's refund notice say it.
LEFT = "已退出拼团"
NOT_PAID = "超时未支付"
FAILED = "未成团，自动退款"
LATE = "支付时名额已释放，自动退款"


class SeatKept(Exception):
    """The team did not let the seat go: look at the team again."""


def _kept(row: TeamRow | None) -> SeatKept:
    return SeatKept(row.team_id if row else "")


def has_left(order: Order) -> bool:
    """True when the order ended because its member left the team."""
    return any(entry.ref == LEFT for entry in order.ledger)


def _activity(ctx: Ctx, order: Order) -> ActivityRow:
    row = store.activity(ctx, ActivityId(order.activity_id))
    if row is None:
        raise UnknownActivity()
    return row


def _stock(row: ActivityRow) -> Stock:
    return store.stock_of(row.activity_id, row.buckets)


# ---- money


def money_came(ctx: Ctx, fact: Fact[PaymentReceived]) -> None:
    """An order was paid: its seat is confirmed, and the team's row says whether it was the last. 1 WU and 1 RU."""
    order = orders.find(ctx, OrderId(fact.data.order))
    if order is None or not order.team_id:
        log.warning("payment without a seat", corp=ctx.corp, cause=ctx.cause)
        return
    ref = fact.data.transaction_id
    try:
        store.confirm(ctx, TeamId(order.team_id), order.member_id, order.order_id, ref)
        metrics.count("SeatsPaid", corp=ctx.corp)
    except Refused as refused:
        if not _is_seated(refused.row(TeamRow), order):
            retry.on_collision(lambda: _money_came_late(ctx, order.order_id, ref), orders.Moved)


def _is_seated(row: TeamRow | None, order: Order) -> bool:
    seat = row.seats.get(order.member_id) if row is not None else None
    return seat is not None and seat.order == order.order_id and seat.is_paid


def _money_came_late(ctx: Ctx, order_id: OrderId, ref: str) -> None:
    """The money came when the seat was gone: a free seat if one is left, else the money goes back."""
    order = orders.order(ctx, order_id)
    if order.status not in (OrderState.PLACED, OrderState.CANCELLED):
        return
    if not _seat_again(ctx, order, ref):
        _refund(ctx, order, LATE)


def _seat_again(ctx: Ctx, order: Order, ref: str) -> bool:
    """True when a cancelled order has a seat again. Who left by themselves is not seated again."""
    if order.status != OrderState.CANCELLED or has_left(order):
        return False
    activity = _activity(ctx, order)
    name = rules.masked(members.name_of(ctx, order.member_id))
    seat = Seat(order=order.order_id, name=name, paid_at=ctx.at, ref=ref)
    team_id, member_id = TeamId(order.team_id), order.member_id

    def attempt(bucket: int) -> bool:
        transaction = Transaction(ctx)
        store.take_in(transaction, team_id, member_id, seat, lambda _: TeamOver(), late=True)
        store.count_in(transaction, activity.activity_id, activity.per_member, member_id, order.order_id)
        orders.revive_in(transaction, order, ref, bucket)
        stock.take_in(transaction, _stock(activity), bucket)
        transaction.commit()
        return True

    try:
        return stock.take(ctx, _stock(activity), member_id, attempt)
    except (stock.OutOfStock, Conflict, NotFound):
        return False


def note_paid(ctx: Ctx, fact: Fact[SeatPaid]) -> None:
    """A seat was paid: so is its order."""
    orders.paid(ctx, fact.data.order, fact.data.transaction)


# ---- an order gives up its seat


def _refund(ctx: Ctx, order: Order, why: str) -> None:
    """The money goes back; stock, coupon and count too, unless a cancelled order gave them back before.

    Raises orders.Moved when the order is no longer as it was read.
    """
    transaction = Transaction(ctx)
    _give_up_in(transaction, order, refund=True, why=why)
    _commit_refund(transaction)


def _commit_refund(transaction: Transaction) -> None:
    try:
        transaction.commit()
    except RefundAlreadyAsked:
        # A refund is written together with the order's move, so somebody else made both.
        raise orders.Moved() from None


def _cancel(ctx: Ctx, order: Order, why: str) -> None:
    """An unpaid order of a failed team is cancelled; the team's row stays as it ended. Raises orders.Moved."""
    transaction = Transaction(ctx)
    _give_up_in(transaction, order, refund=False, why=why)
    transaction.commit()


def _give_up_in(transaction: Transaction, order: Order, *, refund: bool, why: str) -> None:
    if order.status != OrderState.CANCELLED:
        activity = _activity(transaction.ctx, order)
        store.uncount_in(transaction, activity.activity_id, order.member_id, order.order_id)
        stock.return_in(transaction, _stock(activity), order.bucket)
    if refund:
        orders.refund_in(transaction, order, why)
    else:
        orders.cancel_in(transaction, order, why)


def give_back(ctx: Ctx, order: Order, why: str) -> None:
    """An unpaid order is cancelled: seat, stock, coupon and count are free again. 8 to 12 WU.

    Raises SeatKept or orders.Moved when nothing happened: the seat was paid meanwhile, somebody else gave it back, or
    the team failed, which unwinds all of its orders, the paid ones among them.
    """
    transaction = Transaction(ctx)
    store.free_in(transaction, TeamId(order.team_id), order.member_id, order.order_id, _kept)
    _give_up_in(transaction, order, refund=False, why=why)
    transaction.commit()


def leave_paid(ctx: Ctx, order: Order) -> None:
    """A paid seat is given up and its money goes back. Raises SeatKept or orders.Moved when nothing happened."""
    transaction = Transaction(ctx)
    store.leave_in(transaction, TeamId(order.team_id), order.member_id, order.order_id, _kept)
    _give_up_in(transaction, order, refund=True, why=LEFT)
    _commit_refund(transaction)


# ---- the clock


def hold_is_over(ctx: Ctx, due: Due) -> None:
    """An unpaid order's time is over. The provider is asked once more; then its seat is free again."""
    order = orders.find(ctx, OrderId(due.sk))
    if order is None or order.status != OrderState.PLACED or order.pay_until > ctx.at:
        return
    if order.checked_at and order.waits_until and order.waits_until > ctx.at:
        return  # the provider is being asked
    if not orders.last_look(ctx, order):
        with contextlib.suppress(SeatKept, orders.Moved):  # it was paid meanwhile, or ended otherwise
            give_back(ctx, order, NOT_PAID)


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
    for seat in row.seats.values() if row else ():
        _undo(ctx, seat)


def _undo(ctx: Ctx, seat: Seat) -> None:
    def attempt() -> None:
        order = orders.order(ctx, seat.order)
        if order.status in (OrderState.PLACED, OrderState.PAID):
            (_refund if seat.is_paid else _cancel)(ctx, order, FAILED)

    retry.on_collision(attempt, orders.Moved)


def hand_over(ctx: Ctx, fact: Fact[TeamSucceeded]) -> None:
    """A team is complete: every order of it may be picked up, and the team waits for nothing."""
    row = store.team(ctx, fact.data.team)
    if row is None:
        return
    for seat in row.seats.values():
        orders.paid(ctx, seat.order, seat.ref)
        orders.make_ready(ctx, seat.order)
    store.retire(ctx, row.team_id, row.activity_id)
    metrics.count("TeamsComplete", corp=ctx.corp)
