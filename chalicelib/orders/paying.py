"""A member pays an order, it ends unpaid, or its money is back: what orders have to do with the provider."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.storage.table import Refused
from chalicelib.members import service as members
from chalicelib.orders import service, store
from chalicelib.orders.errors import HoldOver, NothingToPay, NotPayable
from chalicelib.orders.facts import OrderCancelled
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Entry
from chalicelib.orders.states import OrderState
from chalicelib.orders.store import OrderRow
from chalicelib.payments import service as payments
from chalicelib.payments.facts import RefundSucceeded
from chalicelib.payments.shapes import Payable, PayParams

DESCRIPTION_CHARACTERS = 40


def pay(ctx: Ctx, order_id: OrderId) -> PayParams:
    """What the mini-program hands to wx.requestPayment. Safe to repeat.

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
    return payments.prepay(ctx, payable)


def close_payment(ctx: Ctx, fact: Fact[OrderCancelled]) -> None:
    """An order was cancelled: the provider is told to take no more money for it. 1 RU."""
    if fact.data.payable and payments.received(ctx, fact.data.order) is not None:
        payments.close_later(ctx, fact.data.order)


def refunded(ctx: Ctx, fact: Fact[RefundSucceeded]) -> None:
    """The provider confirmed that the money went back. 1 WU. Safe to repeat."""
    entry = Entry(ctx.at, OrderState.REFUNDED, Fen(-fact.data.amount), "refund")
    try:
        store.move(ctx, OrderId(fact.data.order), entry, [OrderState.REFUNDING])
    except Refused as refused:
        row = refused.row(OrderRow)
        if row is None or row.status != OrderState.REFUNDED:
            raise
