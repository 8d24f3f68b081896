"""WeChat Pay in a few lines, for the tests that play hundreds of cases: answers at once, in process.

It keeps what matters there: a number is charged once, its refunds are never more, a closed one takes no money, and
everything is on record. The faithful judge is the sandbox; whatever passes here passes there in `tests/payments` and
`tests/e2e`.
"""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.moments import NEVER, Moment, moment
from chalicelib.core.money import Fen
from chalicelib.payments import service
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import (
    NumberClosed,
    NumberPaid,
    NumberUnknown,
    PayOutcomeUnknown,
    PayRefused,
)
from chalicelib.platforms.wechatpay.provider import (
    Account,
    Charge,
    PaymentNumber,
    PaymentReport,
    PayParams,
    Provider,
    RefundNumber,
    RefundReport,
    RefundStatus,
    Repayment,
    TradeState,
)


class Bank:
    """Stands where the provider stands, for every corp. refuses: the code that it refuses every refund with."""

    account = Account("1900000001", "wxdemo01")

    def __init__(self) -> None:
        self.charges: dict[str, Charge] = {}
        self.paid: dict[str, Moment] = {}
        self.closed: set[str] = set()
        self.refunds: dict[str, Repayment] = {}
        self.asked: Counter[str] = Counter()
        self.silent = 0
        self.refuses = ""
        self._gate = threading.Lock()

    # ---- what the product calls

    def prepay(self, charge: Charge, at: int, nonce: str) -> PayParams:
        self._hear("prepay")
        if charge.number in self.paid:
            raise NumberPaid("jsapi", "ORDERPAID")
        if charge.number in self.closed:
            raise NumberClosed("jsapi", "ORDER_CLOSED")
        if self.charges.setdefault(charge.number, charge) != charge:
            raise PayRefused("jsapi", "INVALID_REQUEST")
        return PayParams(
            time_stamp=str(at), nonce_str=nonce, package=f"prepay_id={charge.number}", sign_type="RSA", pay_sign="-"
        )

    def query(self, number: PaymentNumber) -> PaymentReport:
        self._hear("query")
        return self.report(number)

    def close(self, number: PaymentNumber) -> None:
        self._hear("close")
        if number in self.paid:
            raise NumberPaid("close", "ORDERPAID")
        self.closed.add(number)

    def refund(self, repayment: Repayment) -> RefundReport:
        if self.refuses:
            raise PayRefused("refund", self.refuses)
        if repayment.number not in self.paid:
            raise PayRefused("refund", "INVALID_REQUEST")
        with self._gate:
            if self._sum_with(repayment) > self.charges[repayment.number].amount:
                raise PayRefused("refund", "INVALID_REQUEST")
            if self.refunds.setdefault(repayment.refund_number, repayment) != repayment:
                raise PayRefused("refund", "INVALID_REQUEST")
        self._hear("refund")
        return self.query_refund(repayment.refund_number)

    def _sum_with(self, repayment: Repayment) -> int:
        """What goes back of a payment, with this."""
        others = self.refunds.items()
        former = [
            one.amount for name, one in others if one.number == repayment.number and name != repayment.refund_number
        ]
        return repayment.amount + sum(former)

    def query_refund(self, refund_number: RefundNumber) -> RefundReport:
        if refund_number not in self.refunds:
            raise NumberUnknown("query_refund", "RESOURCE_NOT_EXISTS")
        repayment = self.refunds[refund_number]
        return RefundReport(
            mchid=self.account.mchid,
            number=repayment.number,
            refund_number=refund_number,
            refund_id=f"5{refund_number}",
            status=RefundStatus.SUCCESS,
            amount=repayment.amount,
            total=repayment.total,
            succeeded_at=self.paid[repayment.number],
        )

    def _hear(self, api: str) -> None:
        """Count the call; while silent, the thing is done or not, and no answer comes back."""
        self.asked[api] += 1
        if self.silent:
            self.silent -= 1
            raise PayOutcomeUnknown(reason="silent")

    # ---- what a customer and the tester do

    def pay(self, number: str, at: Moment) -> bool:
        """The customer pays; False when the provider takes no money for it any more."""
        charge = self.charges.get(number)
        if charge is None or number in self.closed or number in self.paid or moment(at) >= moment(charge.expires_at):
            return False
        self.paid[number] = at
        return True

    def report(self, number: str) -> PaymentReport:
        """A payment as the provider would report it."""
        if number not in self.charges:
            raise NumberUnknown("query", "ORDER_NOT_EXIST")
        charge, unpaid = self.charges[number], TradeState.CLOSED if number in self.closed else TradeState.NOTPAY
        return PaymentReport(
            mchid=charge.mchid,
            appid=charge.appid,
            number=charge.number,
            state=TradeState.SUCCESS if number in self.paid else unpaid,
            total=charge.amount,
            currency=charge.currency,
            transaction_id=f"42{number}" if number in self.paid else "",
            paid_at=self.paid.get(number, NEVER),
        )

    def notify(self, ctx: Ctx, number: str) -> None:
        """The notification of a payment arrives."""
        service.apply(ctx, self.report(number))

    def give_back(self, number: str, amount: int) -> RefundReport | None:
        """Somebody refunds in the merchant console, if it fits there; what the notice will say of it."""
        charge = self.charges[number]
        with self._gate:
            repayment = Repayment(
                number=charge.number,
                refund_number=RefundNumber(f"console-{len(self.refunds) + 1}"),
                amount=Fen(amount),
                total=charge.amount,
                currency=charge.currency,
                reason="",
                notify_url="",
            )
            if number not in self.paid or self._sum_with(repayment) > charge.amount:
                return None
            self.refunds[repayment.refund_number] = repayment
        return self.query_refund(repayment.refund_number)

    def left(self, number: str) -> int:
        """What of a payment has not gone back yet, in fen."""
        back = sum(repayment.amount for repayment in self.refunds.values() if repayment.number == number)
        return self.charges[number].amount - back if number in self.paid else 0

    def held(self) -> int:
        """The customers' money that the merchant holds, in fen."""
        came_in = sum(self.charges[number].amount for number in self.paid)
        return came_in - sum(repayment.amount for repayment in self.refunds.values())


def use_bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    """Put the bank where the provider is, for one test."""
    bank = Bank()
    provider: Provider = bank
    monkeypatch.setattr(wechat, "of", lambda ctx: provider)
    return bank
