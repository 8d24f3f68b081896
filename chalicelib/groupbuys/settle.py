"""What becomes of seats once money, the clock or a deadline speaks. Every verb here is safe to run again.

A seat that was held ends in one of two ways: its order is handed over, or it is cancelled and whatever was paid for it
goes back. The order's own condition decides which, so two of these verbs at once cannot both act.
"""

from __future__ import annotations

from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound, TooBusy
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import stock
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import rules, store
from chalicelib.groupbuys.errors import TeamOver, UnknownActivity
from chalicelib.groupbuys.store import ActivityRow, SessionRow
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders import shapes as order_states
from chalicelib.orders.service import StoredOrder
from chalicelib.payments.errors import RefundAlreadyAsked
from chalicelib.payments.facts import PaymentReceived

TRIES = 5
# Why an order ended, as its ledger and the customer's refund notice say it.
LEFT = "已退出拼团"
NOT_PAID = "超时未支付"
FAILED = "未成团，自动退款"
LATE = "支付时名额已释放，自动退款"


class SeatKept(Exception):
    """The team did not let the seat go; `team` says why."""

    def __init__(self, team: SessionRow | None) -> None:
        super().__init__("seat kept")
        self.team = team


def _activity(ctx: Ctx, activity_id: str) -> ActivityRow:
    row = store.activity(ctx, activity_id)
    if row is None:
        raise UnknownActivity()
    return row


def money_came(ctx: Ctx, fact: Fact[PaymentReceived]) -> None:
    """An order was paid: its seat is confirmed, and the team's row says whether it was the last. 1 WU, no read."""
    order = orders.find(ctx, fact.data.order)
    if order is None or not order.session_id:
        log.warning("payment without a seat", corp=ctx.corp, cause=ctx.cause)
        return
    ref = fact.data.transaction_id
    try:
        store.confirm(ctx, order.session_id, order.member_id, order.order_id, ref)
        metrics.count("SeatsPaid", corp=ctx.corp)
    except Refused as refused:
        if not _is_seated(refused.old, order):
            _settle_late(ctx, order.order_id, ref)


def _is_seated(team: SessionRow | None, order: StoredOrder) -> bool:
    seat = team.seat_of(order.member_id) if team is not None else None
    return seat is not None and seat["order"] == order.order_id and "paid_at" in seat


def _settle_late(ctx: Ctx, order_id: str, ref: str) -> None:
    """The money came when the seat was gone: a free seat if one is left, else the money goes back."""
    for _ in range(TRIES):
        order = orders.order(ctx, order_id)
        if order.status not in (order_states.PLACED, order_states.CANCELLED):
            return
        try:
            if not _seat_again(ctx, order, ref):
                _refund(ctx, order, LATE)
            return
        except orders.Moved:
            continue
    raise TooBusy()


def _seat_again(ctx: Ctx, order: StoredOrder, ref: str) -> bool:
    """True when a cancelled order has a seat again. Who left by themselves is not seated again."""
    if order.status != order_states.CANCELLED or LEFT in orders.refs(order):
        return False
    activity = _activity(ctx, order.activity_id)
    name = rules.masked(members.name_of(ctx, order.member_id))
    seat = {"order": order.order_id, "name": name, "paid_at": ctx.at, "ref": ref}

    def attempt(bucket: int) -> bool:
        transaction = Transaction(ctx)
        store.take_in(transaction, order.session_id, order.member_id, seat, lambda _: TeamOver(), late=True)
        store.count_in(transaction, activity, order.member_id, order.order_id)
        orders.revive_in(transaction, order, ref, bucket)
        stock.take_in(transaction, store.stock_of(activity), bucket)
        transaction.commit()
        return True

    try:
        return stock.take(ctx, store.stock_of(activity), order.member_id, attempt)
    except stock.OutOfStock:
        return False
    except (Conflict, NotFound) as no:
        if isinstance(no, TooBusy):
            raise
        return False


def _refund(ctx: Ctx, order: StoredOrder, why: str) -> None:
    """The money goes back; stock, coupon and count too, unless a cancelled order gave them back before.

    Raises orders.Moved when the order is no longer as it was read.
    """
    transaction = Transaction(ctx)
    _give_up_in(transaction, order, refund=True, why=why)
    try:
        transaction.commit()
    except RefundAlreadyAsked:
        # A refund is written together with the order's move, so somebody else made both.
        raise orders.Moved() from None


def _cancel(ctx: Ctx, order: StoredOrder, why: str) -> None:
    """An unpaid order of a failed team is cancelled; the team's row stays as it ended. Raises orders.Moved."""
    transaction = Transaction(ctx)
    _give_up_in(transaction, order, refund=False, why=why)
    transaction.commit()


def _give_up_in(transaction: Transaction, order: StoredOrder, *, refund: bool, why: str) -> None:
    ctx = transaction.ctx
    if order.status != order_states.CANCELLED:
        held = store.stock_of(_activity(ctx, order.activity_id))
        store.uncount_in(transaction, order.activity_id, order.member_id, order.order_id)
        stock.return_in(transaction, held, int(order.bucket))
    if refund:
        orders.refund_in(transaction, order, why)
    else:
        orders.cancel_in(transaction, order, why)


def hold_is_over(ctx: Ctx, due: Due) -> None:
    """An unpaid order's time is over. The provider is asked once more; then its seat is free again."""
    order = orders.find(ctx, due.sk)
    if order is None or order.status != order_states.PLACED or order.pay_until > ctx.at:
        return
    if order.checked_at and order.due_at and order.due_at > ctx.at:
        return  # the provider is being asked
    if not orders.last_look(ctx, order):
        give_back(ctx, order, NOT_PAID)


def give_back(ctx: Ctx, order: StoredOrder, why: str) -> bool:
    """An unpaid order is cancelled: seat, stock, coupon and count are free again. 8 to 12 WU.

    False when nothing happened: the seat was paid meanwhile, somebody else gave it back, or the team failed, which
    unwinds all of its orders, the paid ones among them.
    """
    transaction = Transaction(ctx)
    store.free_in(transaction, order.session_id, order.member_id, order.order_id, SeatKept)
    try:
        _give_up_in(transaction, order, refund=False, why=why)
        transaction.commit()
    except (SeatKept, orders.Moved):
        return False
    return True


def leave_paid(ctx: Ctx, order: StoredOrder) -> bool:
    """A paid seat is given up and its money goes back. False when nothing happened: look at the team again."""
    transaction = Transaction(ctx)
    store.leave_in(transaction, order.session_id, order.member_id, order.order_id, SeatKept)
    try:
        _give_up_in(transaction, order, refund=True, why=LEFT)
        transaction.commit()
    except (SeatKept, orders.Moved, RefundAlreadyAsked):
        return False
    return True


def time_is_over(ctx: Ctx, due: Due) -> None:
    """A team's deadline has passed, and the time in which money may still be on its way: it fails unless it is full."""
    session_id = due.pk.rpartition("#")[2]
    team = store.session(ctx, session_id)
    if team is None or team.failed_at or team.settles_at > ctx.at:
        return
    if store.fail(ctx, session_id, team.activity_id):
        metrics.count("TeamsFailed", corp=ctx.corp)


def unwind(ctx: Ctx, fact: Fact[Any]) -> None:
    """A team failed: every order of it is cancelled or refunded; stock, coupons and counts go back."""
    team = store.session(ctx, fact.data["session_id"])
    if team is None:
        return
    for seat in team.seats.as_dict().values():
        _undo(ctx, seat)


def _undo(ctx: Ctx, seat: dict[str, str]) -> None:
    for _ in range(TRIES):
        order = orders.order(ctx, seat["order"])
        if order.status not in (order_states.PLACED, order_states.PAID):
            return
        try:
            (_refund if "paid_at" in seat else _cancel)(ctx, order, FAILED)
            return
        except orders.Moved:
            continue
    raise TooBusy()


def note_paid(ctx: Ctx, fact: Fact[Any]) -> None:
    """A seat was paid: so is its order."""
    orders.paid(ctx, fact.data["order_id"], fact.data["ref"])


def hand_over(ctx: Ctx, fact: Fact[Any]) -> None:
    """A team is complete: every order of it may be picked up, and the team waits for nothing."""
    team = store.session(ctx, fact.data["session_id"])
    if team is None:
        return
    for seat in team.seats.as_dict().values():
        orders.paid(ctx, seat["order"], seat["ref"])
        orders.make_ready(ctx, seat["order"])
    store.retire(ctx, team.session_id, team.activity_id)
    metrics.count("TeamsComplete", corp=ctx.corp)
