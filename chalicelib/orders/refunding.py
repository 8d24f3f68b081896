"""Money of an order goes back by an operator's word, or was given back elsewhere, and the ledger hears of it.

The payment's own row bounds what goes back (payments/refunds.py). An order ends when all that came in is on its way
back: until then it stays as it is, and its goods too. What its seller keeps for it, such as a seat, the seller gives up
when it hears that the order is refunding.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.storage import retry
from chalicelib.core.storage.transaction import Transaction
from chalicelib.orders import rules, service
from chalicelib.orders.errors import MoneyNotNoted, NothingLeft
from chalicelib.orders.ids import OrderId
from chalicelib.orders.service import Moved
from chalicelib.orders.shapes import Entry, Order
from chalicelib.orders.states import UNPAID, EntryKind, OrderState
from chalicelib.payments import service as payments
from chalicelib.payments.facts import RefundFound, RefundSucceeded

IN_CONSOLE = "微信支付商户平台退款"


def refund(ctx: Ctx, order_id: OrderId, amount: Fen | None, reason: str) -> Order:
    """An operator gives money back: `amount`, or all that is left. 6 to 12 WU. Under one Idempotency-Key it is one.

    Raises UnknownOrder, NothingLeft, and payments' NotPaid, RefundTooLarge, TooManyRefunds.
    """
    request = ctx.new_id()
    return retry.on_collision(lambda: _refund(ctx, order_id, amount, reason, request), Moved)


def _refund(ctx: Ctx, order_id: OrderId, amount: Fen | None, reason: str, request: str) -> Order:
    order = service.order(ctx, order_id)
    transaction = Transaction(ctx)
    try:
        asked = payments.ask_refund_in(
            transaction, order_id, amount, reason, asked_for_by=request, moved=lambda: Moved(order_id)
        )
    except payments.AskedBefore:
        return order
    if order.status in UNPAID:
        raise MoneyNotNoted(status=order.status)
    if asked is None:
        raise NothingLeft()
    kind = EntryKind.REFUNDING if asked.is_rest else EntryKind.REFUND_ASKED
    state = OrderState.REFUNDING if asked.is_rest else order.status
    service.move_in(transaction, order, [Entry(ctx.at, kind, asked.amount, asked.refund_number, reason)], state)
    transaction.commit()
    return service.order(ctx, order_id)


def heard_of(ctx: Ctx, fact: Fact[RefundFound] | Fact[RefundSucceeded]) -> None:
    """Money was given back in the merchant console, or is back: the ledger says so, once a refund. 1 RU, 1 to 8 WU.

    Raises MoneyNotNoted while the ledger does not know that the money came: it is told again.
    """
    retry.on_collision(lambda: _heard_of(ctx, fact), Moved)


def _heard_of(ctx: Ctx, fact: Fact[RefundFound] | Fact[RefundSucceeded]) -> None:
    order = service.find(ctx, OrderId(fact.data.order))
    if order is None:
        return  # what was paid was no order
    if order.status in UNPAID:
        raise MoneyNotNoted(status=order.status)
    is_back = isinstance(fact.data, RefundSucceeded)
    entries = rules.heard_of_refund(order, ctx.at, fact.data.amount, fact.data.refund, IN_CONSOLE, is_back=is_back)
    if not entries:
        return
    service.move(ctx, order, entries, rules.state(order.status, [*order.ledger, *entries]))
