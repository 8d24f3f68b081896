"""The verbs of orders: place, pay, cancel, make ready, pick up, refund.

An order's place, stock and coupon change together with it, so most verbs add to a transaction that the room of the
place (group-buys) commits. `row` is the order as it was read; every part holds only while the order is still so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service as coupons
from chalicelib.members import service as members
from chalicelib.orders import rules, shapes, store
from chalicelib.orders.errors import (
    AlreadyPickedUp,
    HoldOver,
    NotANewCustomer,
    NothingToPay,
    NotPayable,
    NotReady,
    UnknownOrder,
)
from chalicelib.orders.shapes import Entry, Line, Order, OrderWithLedger
from chalicelib.orders.store import OrderRow
from chalicelib.payments import service as payments
from chalicelib.payments.facts import RefundSucceeded
from chalicelib.payments.shapes import Payable, PayParams

# What other rooms call an order that they were given.
StoredOrder = OrderRow
DESCRIPTION_CHARACTERS = 40
LAST_LOOK = timedelta(minutes=1)


class Moved(Exception):
    """The order is no longer as it was read: read it again and decide again."""


class PlacedBefore(Exception):
    """An order of that number is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, order: OrderRow) -> None:
        super().__init__(order.order_id)
        self.order = order


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a line is about, before the discount. price: a piece, in fen."""

    sku_id: str
    product_name: str
    sku_name: str
    quantity: int
    price: int


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An order about to be placed. off: what its coupon takes off the total, in fen."""

    order_id: str
    member_id: str
    items: Sequence[Item]
    off: int
    coupon_code: str
    pay_until: str
    activity_id: str
    session_id: str
    new_only: bool

    @property
    def total(self) -> int:
        """What the lines cost before the discount."""
        return total(self.items)

    @property
    def payable(self) -> int:
        """What is left to pay."""
        return self.total - self.off


def total(items: Sequence[Item]) -> int:
    """What items cost together, in fen."""
    return sum(item.quantity * item.price for item in items)


def place_in(transaction: Transaction, draft: Draft, bucket: int) -> OrderRow:
    """Add: the order, its coupon held for it, and the new customer's one try. 2 to 6 WU +2.

    The commit raises PlacedBefore, NotANewCustomer, or why the coupon cannot be used (coupons.reserve_in).
    """
    ctx = transaction.ctx
    amounts = [item.quantity * item.price for item in draft.items]
    parts = rules.apportion(amounts, draft.off)
    lines = [
        Line(**msgspec.structs.asdict(item), off=off, amount=amount - off)
        for item, amount, off in zip(draft.items, amounts, parts, strict=True)
    ]
    kept = ("coupon_code", "pay_until", "activity_id", "session_id", "new_only", "off", "total", "payable")
    values = {name: getattr(draft, name) for name in kept}
    row = store.new_order(
        ctx, draft.order_id, draft.member_id, lines=msgspec.to_builtins(lines), bucket=bucket, **values
    )
    store.place_in(transaction, row, PlacedBefore)
    if draft.coupon_code:
        coupons.reserve_in(transaction, draft.coupon_code, draft.member_id, draft.order_id, draft.total)
    _shopper_in(transaction, draft)
    return row


def _shopper_in(transaction: Transaction, draft: Draft) -> None:
    if draft.new_only:
        store.try_as_new_in(transaction, draft.member_id, draft.order_id, lambda _: NotANewCustomer())
    elif draft.payable == 0:
        store.bought_in(transaction, draft.member_id, draft.order_id)


def cancel_in(transaction: Transaction, row: OrderRow, why: str) -> None:
    """Add: an unpaid order is cancelled and gives its coupon back. 2 to 6 WU. The commit raises Moved."""
    _move_in(transaction, row, shapes.CANCELLED, 0, why)
    _let_go_in(transaction, row)


def refund_in(transaction: Transaction, row: OrderRow, why: str) -> None:
    """Add: the money goes back, and the coupon. 4 to 8 WU. The commit raises Moved.

    A cancelled or unpaid order gets here when its money came too late: the ledger then notes that it came.
    An order that cost nothing is given back at once.
    """
    payable = int(row.payable)
    if payable == 0:
        _move_in(transaction, row, shapes.REFUNDED, 0, why)
    else:
        came_in = 0 if row.status == shapes.PAID else payable
        _move_in(transaction, row, shapes.REFUNDING, came_in, why)
        payments.ask_refund_in(transaction, row.order_id, payable, why)
    if row.status != shapes.CANCELLED:
        _let_go_in(transaction, row)


def _let_go_in(transaction: Transaction, row: OrderRow) -> None:
    if row.coupon_code:
        coupons.release_in(transaction, row.coupon_code, row.order_id)
    if row.status == shapes.PAID:
        store.gave_back_in(transaction, row.member_id, row.order_id)
    elif row.new_only:
        store.stop_trying_in(transaction, row.member_id, row.order_id)


def revive_in(transaction: Transaction, row: OrderRow, ref: str, bucket: int) -> None:
    """Add: a cancelled order whose money came late is paid after all, with its coupon held again. 4 to 6 WU.

    The commit raises Moved, NotANewCustomer, or why the coupon cannot be used any more.
    """
    _move_in(transaction, row, shapes.PAID, int(row.payable), ref, bucket)
    if row.coupon_code:
        coupons.reserve_in(transaction, row.coupon_code, row.member_id, row.order_id, int(row.total))
    if row.new_only:
        store.bought_as_new_in(transaction, row.member_id, row.order_id, lambda _: NotANewCustomer())
    else:
        store.bought_in(transaction, row.member_id, row.order_id)


def _move_in(
    transaction: Transaction, row: OrderRow, state: str, fen: int, ref: str, bucket: int | None = None
) -> None:
    if row.status not in rules.FOLLOWS[state]:
        raise Moved()
    store.move_in(transaction, row.order_id, state, fen, ref, [row.status], lambda _: Moved(), bucket)


def paid(ctx: Ctx, order_id: str, ref: str) -> None:
    """The place of an unpaid order was paid. 4 WU. Safe to repeat: an order that is further on stays as it is."""
    row = order(ctx, order_id)
    if row.status != shapes.PLACED:
        return
    transaction = Transaction(ctx)
    store.move_in(transaction, order_id, shapes.PAID, int(row.payable), ref, [shapes.PLACED], lambda _: Moved())
    store.bought_in(transaction, row.member_id, order_id)
    try:
        transaction.commit()
    except Moved:
        return  # a rival delivery of the same fact did it


def make_ready(ctx: Ctx, order_id: str) -> None:
    """A paid order may be picked up, and its coupon is used up. 1 or 4 WU. Safe to repeat."""
    row = order(ctx, order_id)
    if row.status != shapes.PAID:
        return
    transaction = Transaction(ctx)
    _move_in(transaction, row, shapes.READY, 0, row.session_id)
    if row.coupon_code:
        coupons.use_in(transaction, row.coupon_code, order_id, int(row.total))
    try:
        transaction.commit()
    except Moved:
        return  # as above


def refunded(ctx: Ctx, fact: Fact[RefundSucceeded]) -> None:
    """The provider confirmed that the money went back. 1 WU. Safe to repeat."""
    number, amount = fact.data.order, fact.data.amount
    try:
        store.move(ctx, number, shapes.REFUNDED, -amount, "refund", [shapes.REFUNDING])
    except Refused as refused:
        old: OrderRow | None = refused.old
        if old is None or old.status != shapes.REFUNDED:
            raise


def last_look(ctx: Ctx, row: OrderRow) -> bool:
    """True when the provider is being asked about an unpaid order, once, before its place is given back.

    Its notice may have been lost: the customer who paid in time keeps the place.
    """
    if row.checked_at or payments.received(ctx, row.order_id) is None:
        return False
    if not store.look_again_at(ctx, row.order_id, iso(ctx.now + LAST_LOOK)):
        return False
    payments.query_later(ctx, row.order_id)
    return True


def close_payment(ctx: Ctx, fact: Fact[Any]) -> None:
    """An order was cancelled: the provider is told to take no more money for it."""
    if fact.data["payable"] and payments.received(ctx, fact.data["order_id"]) is not None:
        payments.close_later(ctx, fact.data["order_id"])


def pay(ctx: Ctx, order_id: str) -> PayParams:
    """What the mini-program hands to wx.requestPayment. Safe to repeat.

    Raises UnknownOrder, NothingToPay, NotPayable, HoldOver, PayerUnknown.
    """
    row = own(ctx, order_id)
    if int(row.payable) == 0:
        raise NothingToPay()
    if row.status != shapes.PLACED:
        raise NotPayable(status=row.status)
    if row.pay_until <= ctx.at:
        raise HoldOver(pay_until=row.pay_until)
    line = row.lines[0]
    payable = Payable(
        number=order_id,
        member_id=row.member_id,
        openid=members.openid_of(ctx, row.member_id),
        amount=int(row.payable),
        description=f"{line['product_name']} {line['sku_name']}"[:DESCRIPTION_CHARACTERS],
        expires_at=row.pay_until,
    )
    return payments.prepay(ctx, payable)


def order(ctx: Ctx, order_id: str) -> OrderRow:
    """One order, as it is. Raises UnknownOrder."""
    row = find(ctx, order_id)
    if row is None:
        raise UnknownOrder()
    return row


class Money(msgspec.Struct, frozen=True):
    """What an order's ledger says of the customer's money, in fen."""

    came_in: int
    went_back: int
    going_back: int


def money_of(row: OrderRow) -> Money:
    """What came in for an order, what went back, and what is on its way back."""
    moved = [int(rules.parts(line)[2]) for line in row.ledger]
    came_in, went_back = sum(fen for fen in moved if fen > 0), -sum(fen for fen in moved if fen < 0)
    return Money(came_in, went_back, came_in - went_back if row.status == shapes.REFUNDING else 0)


def refs(row: OrderRow) -> list[str]:
    """What each line of the order's ledger refers to."""
    return [rules.parts(line)[3] for line in row.ledger]


def own(ctx: Ctx, order_id: str) -> OrderRow:
    """The acting member's own order; another's is unknown to them. Raises UnknownOrder."""
    row = order(ctx, order_id)
    if row.member_id != ctx.who:
        raise UnknownOrder()
    return row


def mine(ctx: Ctx) -> list[Order]:
    """The acting member's orders, newest first."""
    return [shown(row) for row in store.orders_of(ctx, ctx.who)]


def latest_in(ctx: Ctx, session_id: str) -> OrderRow | None:
    """The acting member's newest order in a team, or None."""
    return next((row for row in store.orders_of(ctx, ctx.who) if row.session_id == session_id), None)


def of_activity(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page:
    """The orders of a group-buy activity, newest first."""
    return store.orders_of_activity(ctx, activity_id, limit, cursor)


def number(ctx: Ctx, member_id: str) -> str:
    """The number of an order about to be placed; under one Idempotency-Key it is the same again."""
    return store.number(ctx, member_id)


def find(ctx: Ctx, order_id: str) -> OrderRow | None:
    """One order, as it is, or None."""
    return store.order(ctx, order_id)


def shown(row: OrderRow) -> Order:
    """An order as its member sees it."""
    return msgspec.convert(row, Order, from_attributes=True)


def with_ledger(row: OrderRow) -> OrderWithLedger:
    """An order as staff and operators see it."""
    ledger = [Entry(at, state, int(fen), ref) for at, state, fen, ref in map(rules.parts, row.ledger)]
    values = {name: getattr(row, name) for name in Order.__struct_fields__}
    return msgspec.convert(
        {**values, "member_id": row.member_id, "ledger": msgspec.to_builtins(ledger)}, OrderWithLedger
    )


def pick_up(ctx: Ctx, order_id: str) -> OrderRow:
    """Hand a ready order out. 1 WU, no read. Raises UnknownOrder, AlreadyPickedUp, NotReady."""
    try:
        return store.move(ctx, order_id, shapes.PICKED_UP, 0, ctx.actor, [shapes.READY])
    except Refused as refused:
        old: OrderRow | None = refused.old
        if old is None:
            raise UnknownOrder() from None
        if old.status != shapes.PICKED_UP:
            raise NotReady(status=old.status) from None
        if (old.cause, old.changed_by) == (ctx.cause, ctx.actor):
            return old  # this very request handed it out before, and only its answer was lost
        raise AlreadyPickedUp(picked_up_at=old.changed_at) from None
