"""Money of an order goes back by an operator's word, or was given back elsewhere, and the ledger hears of it.

The payment's own row bounds what goes back (payments/refunds.py). An order ends when all that came in is on its way
back: until then it stays as it is, and its goods too. What its seller keeps for it, such as a seat, the seller gives up
when it hears that the order is refunding.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, IdempotencyMismatch
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.storage import retry
from chalicelib.core.storage.transaction import Transaction
from chalicelib.orders import rules, service
from chalicelib.orders.errors import MoneyNotNoted, NothingLeft, RefundReferenceUsed
from chalicelib.orders.ids import OrderId
from chalicelib.orders.service import Moved
from chalicelib.orders.shapes import Entry, Order
from chalicelib.orders.states import GOING_BACK, UNPAID, EntryKind, OrderState
from chalicelib.payments import service as payments
from chalicelib.payments.errors import RefundWithdrawn
from chalicelib.payments.facts import RefundFound, RefundSucceeded
from chalicelib.payments.shapes import Refund

# Before an operator's own reference; ids have no colon.
REFERENCE = "reference:"
IN_CONSOLE = "微信支付商户平台退款"


def refund(
    ctx: Ctx, order_id: OrderId, amount: Fen | None, reason: str, reference: str = "", seen: Fen | None = None
) -> Order:
    """An operator gives money back: `amount`, or all that is left. 6 to 12 WU. Under one Idempotency-Key it is one.

    reference: by it, if it is given, a repeat is known as long as the order is kept, when no key is known any more.
    seen: what they saw was left; where it is another by now nothing goes back.
    An order that cost nothing ends by it, and its goods come back. Raises UnknownOrder, NothingLeft, MoneyNotNoted,
    RefundReferenceUsed or IdempotencyMismatch when another refund was asked for so before, and payments' NotPaid,
    LeftChanged, RefundTooLarge, TooManyRefunds.
    """
    request = f"{REFERENCE}{reference}" if reference else ctx.new_id()
    return retry.on_collision(lambda: _refund(ctx, order_id, amount, reason, request, seen), Moved)


def _refund(ctx: Ctx, order_id: OrderId, amount: Fen | None, reason: str, request: str, seen: Fen | None) -> Order:
    order = service.order(ctx, order_id)
    if order.payable == 0:
        _undo(ctx, order, amount, reason)
        return service.order(ctx, order_id)
    transaction = Transaction(ctx)
    try:
        _ask_in(transaction, order, amount, reason, request, seen)
        transaction.commit()
    except payments.AskedBefore as before:
        mismatch = RefundReferenceUsed if request.startswith(REFERENCE) else IdempotencyMismatch
        return _same(service.order(ctx, order_id), before.refund, amount, reason, mismatch)
    return service.order(ctx, order_id)


def _undo(ctx: Ctx, order: Order, amount: Fen | None, reason: str) -> None:
    """An order that cost nothing is given back. Raises NothingLeft, also when it was for another reason."""
    if amount is None and any(entry.kind is EntryKind.REFUNDED and entry.note == reason for entry in order.ledger):
        return  # told again
    if amount is not None or order.status in GOING_BACK:
        raise NothingLeft()
    transaction = Transaction(ctx)
    service.refund_in(transaction, order, reason)
    transaction.commit()


def _ask_in(
    transaction: Transaction, order: Order, amount: Fen | None, reason: str, request: str, seen: Fen | None
) -> None:
    """Add: a refund of what was paid, and its line in the ledger."""
    order_id = order.order_id
    asked = payments.ask_refund_in(
        transaction, order_id, amount, reason, asked_for_by=request, moved=lambda: Moved(order_id), seen=seen
    )
    if order.status in UNPAID:
        raise MoneyNotNoted(status=order.status)
    if asked is None:
        raise NothingLeft()
    # An order that has ended, of which a refund was withdrawn, does not end again.
    ends = asked.is_rest and order.status not in GOING_BACK
    kind = EntryKind.REFUNDING if ends else EntryKind.REFUND_ASKED
    state = OrderState.REFUNDING if asked.is_rest else order.status
    entry = Entry(transaction.ctx.at, kind, asked.amount, asked.refund_number, reason)
    service.move_in(transaction, order, [entry], state)


def _same(order: Order, before: Refund, amount: Fen | None, reason: str, mismatch: type[AppError]) -> Order:
    """The order, when what this request asked for before is what it asks for now. Raises `mismatch`."""
    # Whether it was for all that was left shows when it ended the order.
    was_rest = order.has(EntryKind.REFUNDING, before.refund_number) or order.status in GOING_BACK
    is_same = was_rest if amount is None else amount == before.amount
    if not is_same or reason != before.reason:
        raise mismatch()
    return order


def withdraw(ctx: Ctx, order_id: OrderId, refund_number: str, reason: str) -> Order:
    """An operator lets go of a refund that the provider refused for good, or closed. 3 RU, 6 WU +4.

    The provider is asked before. What is left may be given back anew; an order that had ended stays so until all of its
    money is back. Told again it answers the order. Raises UnknownOrder, MoneyNotNoted, payments' UnknownRefund,
    RefundDone, RefundNotRefused, and what the provider raises.
    """
    service.order(ctx, order_id)
    payments.look_before_withdrawing(ctx, order_id, refund_number)
    return retry.on_collision(lambda: _withdraw(ctx, order_id, refund_number, reason), Moved)


def _withdraw(ctx: Ctx, order_id: OrderId, refund_number: str, reason: str) -> Order:
    order = service.order(ctx, order_id)
    is_asked_for = rules.is_asked_for(order.ledger, refund_number)
    if order.has(EntryKind.REFUND_WITHDRAWN, refund_number) and not is_asked_for:
        return order
    transaction = Transaction(ctx)
    try:
        amount = payments.withdraw_refund_in(transaction, order_id, refund_number, moved=lambda: Moved(order_id))
    except RefundWithdrawn:
        raise Moved(order_id) from None  # since the order was read: its ledger says so now
    if not is_asked_for:
        raise MoneyNotNoted(status=order.status)  # the merchant console's, of which the ledger is still to hear
    entry = Entry(ctx.at, EntryKind.REFUND_WITHDRAWN, amount, refund_number, reason)
    service.move_in(transaction, order, [entry], order.status)
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
