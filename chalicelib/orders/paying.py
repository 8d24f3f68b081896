"""A member pays an order, its money comes, or its time to pay is over: what orders have to do with the provider."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso
from chalicelib.core.ops import log
from chalicelib.core.storage import retry
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.transaction import Transaction
from chalicelib.members import service as members
from chalicelib.orders import service, store
from chalicelib.orders.errors import HoldOver, NothingToPay, NotPayable
from chalicelib.orders.facts import OrderCancelled
from chalicelib.orders.ids import OrderId
from chalicelib.orders.service import Moved
from chalicelib.orders.shapes import Entry
from chalicelib.orders.states import CAME_IN, EntryKind, OrderState
from chalicelib.payments import service as payments
from chalicelib.payments.facts import PaymentReceived
from chalicelib.payments.shapes import Payable, PayParams

DESCRIPTION_CHARACTERS = 40
LAST_LOOK = timedelta(minutes=1)


def pay(ctx: Ctx, order_id: OrderId) -> PayParams:
    """What the mini-program hands to wx.requestPayment. 2 RU beside what `payments.prepay` costs. Safe to repeat.

    Raises UnknownOrder, NothingToPay, NotPayable, HoldOver, PayerUnknown.
    """
    order = service.own(ctx, order_id)
    if order.payable == 0:
        raise NothingToPay()
    if order.status != OrderState.PLACED:
        raise NotPayable(status=order.status)
    if order.pay_until <= ctx.at:
        raise HoldOver(pay_until=order.pay_until)
    line = order.lines[0]
    payable = Payable(
        number=order_id,
        member_id=order.member_id,
        openid=members.openid_of(ctx, order.member_id),
        amount=order.payable,
        description=f"{line.product_name} {line.sku_name}"[:DESCRIPTION_CHARACTERS],
        expires_at=order.pay_until,
    )
    params = payments.prepay(ctx, payable)
    _close_if_over(ctx, order_id)
    return params


def _close_if_over(ctx: Ctx, order_id: OrderId) -> None:
    """Who cancelled it while the provider was asked may have found no payment to close: then it is closed from here.

    1 RU. Raises NotPayable, so that nobody gets the means to pay for what is over.
    """
    status = service.order(ctx, order_id).status
    if status != OrderState.PLACED:
        payments.close_later(ctx, order_id)
        raise NotPayable(status=status)


def money_came(ctx: Ctx, fact: Fact[PaymentReceived]) -> None:
    """An order's money came: it is paid, or paid late when its place was given back. 1 RU and 1 or 4 WU.

    Safe to repeat: each transaction is in the ledger once. Money that no order takes is kept with its payment, and
    rings.
    """
    retry.on_collision(lambda: _money_came(ctx, fact), Moved)


def _money_came(ctx: Ctx, fact: Fact[PaymentReceived]) -> None:
    came, order = fact.data, service.find(ctx, OrderId(fact.data.order))
    if order is None:
        log.warning("payment without an order", corp=ctx.corp, cause=ctx.cause)
        _keep(ctx, fact, "belongs to no order")
    elif order.status == OrderState.CANCELLED:
        entry = Entry(ctx.at, EntryKind.PAID_LATE, came.amount, came.transaction_id)
        service.move(ctx, order, [entry], OrderState.PAID_LATE)
    elif order.status == OrderState.PLACED:
        transaction = Transaction(ctx)
        entry = Entry(ctx.at, EntryKind.PAID, came.amount, came.transaction_id)
        service.move_in(transaction, order, [entry], OrderState.PAID)
        store.paid_in(transaction, order)
        transaction.commit()
    elif not any(order.has(kind, came.transaction_id) for kind in CAME_IN):
        _keep(ctx, fact, f"came for an order that is {order.status} already")


def _keep(ctx: Ctx, fact: Fact[PaymentReceived], why: str) -> None:
    came = fact.data
    trouble = f"transaction {came.transaction_id} of {came.amount}: {why}; not in its ledger"
    payments.keep_trouble(ctx, came.order, fact.at, trouble)


def close_payment(ctx: Ctx, fact: Fact[OrderCancelled]) -> None:
    """An order was cancelled: the provider is told to take no more money for it. 1 RU."""
    if fact.data.payable and payments.received(ctx, fact.data.order) is not None:
        payments.close_later(ctx, fact.data.order)


# ---- the clock


def hold_is_over(ctx: Ctx, due: Due) -> None:
    """An unpaid order's time is over. The provider is asked once more; then its seller hears of it. 1 WU +2, 1 RU.

    Its notice may have been lost: the customer who paid in time keeps the place.
    """
    order = service.find(ctx, OrderId(due.sk))
    if order is None or order.status != OrderState.PLACED or order.pay_until > ctx.at:
        return
    if order.has(EntryKind.HOLD_OVER) or (order.waits_until and order.waits_until > ctx.at):
        return  # its seller hears of it, or the provider is being asked
    if order.checked_at is None and payments.received(ctx, order.order_id) is not None:
        # Asked for before it is noted: who dies between the two asks twice, and never not at all.
        payments.query_later(ctx, order.order_id)
        store.look_again_at(ctx, order.order_id, iso(ctx.now + LAST_LOOK))
        return
    with contextlib.suppress(Moved):  # it was paid meanwhile, or ended otherwise
        service.move(ctx, order, [Entry(ctx.at, EntryKind.HOLD_OVER)], OrderState.PLACED)
