"""The verbs of orders that the room of an order's place calls: place, cancel, refund, make ready, look.

An order's place, stock and coupon change together with it, so most verbs add to a transaction that the room of the
place (group-buys) commits. Each takes the order as it was read, and holds only while the order is still so. Paying
stands in `paying.py`, handing out in `pickup.py`.
"""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.moments import iso
from chalicelib.core.money import Fen
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service as coupons
from chalicelib.members.ids import MemberId
from chalicelib.orders import rules, store, views
from chalicelib.orders.errors import NotANewCustomer, UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Draft, Entry, Order
from chalicelib.orders.states import MOVES, OrderState
from chalicelib.orders.store import OrderRow
from chalicelib.payments import service as payments

LAST_LOOK = timedelta(minutes=1)

# Other rooms reach these through the service.
summary = views.summary
money_of = rules.money


class Moved(Exception):
    """The order is no longer as it was read: read it again and decide again."""


class PlacedBefore(Exception):
    """An order of that number is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, order: Order) -> None:
        super().__init__(order.order_id)
        self.order = order


def _moved(row: OrderRow | None) -> Moved:
    return Moved(row.order_id if row else "")


# ---- place


def number(ctx: Ctx, member_id: MemberId) -> OrderId:
    """The number of an order about to be placed; under one Idempotency-Key it is the same again."""
    return store.number(ctx, member_id)


def place_in(transaction: Transaction, draft: Draft, bucket: int) -> Order:
    """Add: the order, its coupon held for it, and the new customer's one try. 2 to 6 WU +2.

    The commit raises PlacedBefore, NotANewCustomer, or why the coupon cannot be used (coupons.reserve_in).
    """
    row = store.place_in(transaction, draft, rules.lines(draft), bucket, lambda row: PlacedBefore(views.order(row)))
    if draft.coupon_code:
        coupons.reserve_in(transaction, draft.coupon_code, draft.member_id, draft.order_id, draft.total)
    if draft.new_only:
        store.try_as_new_in(transaction, draft.member_id, draft.order_id, lambda _: NotANewCustomer())
    elif draft.payable == 0:
        store.bought_in(transaction, draft.member_id, draft.order_id)
    return views.order(row)


# ---- end without the goods


def cancel_in(transaction: Transaction, order: Order, why: str) -> None:
    """Add: an unpaid order is cancelled and gives its coupon back. 2 to 6 WU. The commit raises Moved."""
    _move_in(transaction, order, OrderState.CANCELLED, Fen(0), why)
    _let_go_in(transaction, order)


def refund_in(transaction: Transaction, order: Order, why: str) -> None:
    """Add: the money goes back, and the coupon. 4 to 8 WU. The commit raises Moved.

    A cancelled or unpaid order gets here when its money came too late: the ledger then notes that it came.
    An order that cost nothing is given back at once.
    """
    if order.payable == 0:
        _move_in(transaction, order, OrderState.REFUNDED, Fen(0), why)
    else:
        came_in = Fen(0) if order.status == OrderState.PAID else order.payable
        _move_in(transaction, order, OrderState.REFUNDING, came_in, why)
        payments.ask_refund_in(transaction, order.order_id, order.payable, why)
    if order.status != OrderState.CANCELLED:
        _let_go_in(transaction, order)


def _let_go_in(transaction: Transaction, order: Order) -> None:
    if order.coupon_code:
        coupons.release_in(transaction, order.coupon_code, order.order_id)
    if order.status == OrderState.PAID:
        store.gave_back_in(transaction, order.member_id, order.order_id)
    elif order.new_only:
        store.stop_trying_in(transaction, order.member_id, order.order_id)


def _move_in(
    transaction: Transaction, order: Order, state: OrderState, fen: Fen, ref: str, bucket: int | None = None
) -> None:
    if state not in MOVES[order.status]:
        raise Moved(order.order_id)
    entry = Entry(transaction.ctx.at, state, fen, ref)
    store.move_in(transaction, order.order_id, entry, [order.status], _moved, bucket)


# ---- go on


def revive_in(transaction: Transaction, order: Order, ref: str, bucket: int) -> None:
    """Add: a cancelled order whose money came late is paid after all, with its coupon held again. 4 to 6 WU.

    The commit raises Moved, NotANewCustomer, or why the coupon cannot be used any more.
    """
    _move_in(transaction, order, OrderState.PAID, order.payable, ref, bucket)
    if order.coupon_code:
        coupons.reserve_in(transaction, order.coupon_code, order.member_id, order.order_id, order.total)
    if order.new_only:
        store.bought_as_new_in(transaction, order.member_id, order.order_id, lambda _: NotANewCustomer())
    else:
        store.bought_in(transaction, order.member_id, order.order_id)


def paid(ctx: Ctx, order_id: OrderId, ref: str) -> None:
    """The place of an unpaid order was paid. 4 WU. Safe to repeat: an order that is further on stays as it is."""
    unpaid = order(ctx, order_id)
    if unpaid.status != OrderState.PLACED:
        return
    transaction = Transaction(ctx)
    _move_in(transaction, unpaid, OrderState.PAID, unpaid.payable, ref)
    store.bought_in(transaction, unpaid.member_id, order_id)
    try:
        transaction.commit()
    except Moved:
        return  # a rival delivery of the same fact did it


def make_ready(ctx: Ctx, order_id: OrderId) -> None:
    """A paid order may be picked up, and its coupon is used up. 1 or 4 WU. Safe to repeat."""
    final = order(ctx, order_id)
    if final.status != OrderState.PAID:
        return
    transaction = Transaction(ctx)
    _move_in(transaction, final, OrderState.READY, Fen(0), final.team_id)
    if final.coupon_code:
        coupons.use_in(transaction, final.coupon_code, order_id, final.total)
    try:
        transaction.commit()
    except Moved:
        return  # as above


def last_look(ctx: Ctx, order: Order) -> bool:
    """True when the provider is being asked about an unpaid order, once, before its place is given back. 1 WU +2, 1 RU.

    Its notice may have been lost: the customer who paid in time keeps the place.
    """
    if order.checked_at or payments.received(ctx, order.order_id) is None:
        return False
    if not store.look_again_at(ctx, order.order_id, iso(ctx.now + LAST_LOOK)):
        return False
    payments.query_later(ctx, order.order_id)
    return True


# ---- look


def find(ctx: Ctx, order_id: OrderId) -> Order | None:
    """One order, as it is, or None."""
    row = store.order(ctx, order_id)
    return views.order(row) if row else None


def order(ctx: Ctx, order_id: OrderId) -> Order:
    """One order, as it is. Raises UnknownOrder."""
    order = find(ctx, order_id)
    if order is None:
        raise UnknownOrder()
    return order


def own(ctx: Ctx, order_id: OrderId) -> Order:
    """The acting member's own order; another's is unknown to them. Raises UnknownOrder."""
    own = order(ctx, order_id)
    if own.member_id != ctx.who:
        raise UnknownOrder()
    return own


def mine(ctx: Ctx) -> list[Order]:
    """The acting member's orders, newest first."""
    return [views.order(row) for row in store.orders_of(ctx, MemberId(ctx.who))]


def latest_in(ctx: Ctx, team_id: str) -> Order | None:
    """The acting member's newest order in a team, or None."""
    return next((order for order in mine(ctx) if order.team_id == team_id), None)


def of_activity(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page[Order]:
    """The orders of a group-buy activity, newest first."""
    return store.orders_of_activity(ctx, activity_id, limit, cursor).map(views.order)
