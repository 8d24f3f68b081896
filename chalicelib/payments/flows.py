"""What follows from what in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnErrand, OnEvent, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.payments import changes, hearing, refunds, service, withdrawing
from chalicelib.payments.errands import ClosePayment, QueryPayment, QueryRefund, SendRefund
from chalicelib.payments.facts import RefundAsked, RefundRetried, RefundWithdrawn
from chalicelib.payments.refund_rows import REFUND_TOPIC, RefundRow
from chalicelib.payments.store import PAYMENT_TOPIC, PaymentRow
from chalicelib.platforms.wechatpay import notices

FLOWS: tuple[Line, ...] = (
    OnEvent(notices.NAME, hearing.take_notice),
    OnChange(PaymentRow, changes.payment),
    OnChange(RefundRow, changes.refund),
    OnFact(RefundAsked, refunds.send_refund_later, Lane.PROMISE),
    OnFact(RefundRetried, refunds.send_refund_later, Lane.PROMISE),
    OnFact(RefundWithdrawn, withdrawing.book_what_had_no_room, Lane.PROMISE),
    OnErrand(QueryPayment, service.query_payment),
    OnErrand(ClosePayment, service.close_payment),
    OnErrand(SendRefund, refunds.send_refund),
    OnErrand(QueryRefund, refunds.query_refund),
    OnDue(PAYMENT_TOPIC, service.look_again),
    OnDue(REFUND_TOPIC, refunds.look_again),
)
