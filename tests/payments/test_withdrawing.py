"""A refund that WeChat Pay refused for good can be let go of, and only that: against the sandbox's own book."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.core.money import Fen
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import refund_rows, refunds, rules, service
from chalicelib.payments.errands import SendRefund
from chalicelib.payments.errors import (
    RefundDone,
    RefundNotRefused,
    RefundWithdrawn,
    UnknownRefund,
)
from chalicelib.payments.facts import RefundFound, RefundSucceeded
from chalicelib.payments.facts import RefundWithdrawn as Withdrawn
from chalicelib.payments.shapes import Refund
from chalicelib.platforms.wechatpay.errors import PayBusy, PayOutcomeUnknown
from chalicelib.platforms.wechatpay.provider import RefundNumber
from tests.payments.conftest import OWN_TOPICS
from tests.payments.till import NUMBER, Till
from tests.support import flows

REFUND = RefundNumber(f"R{NUMBER}-1")
OWN_FACTS = ("refund.asked", "refund.retried", "refund.withdrawn")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the other tests of payments, and what follows from a withdrawal follows."""
    flows.only_facts(monkeypatch, lambda kind: kind in OWN_FACTS)
    flows.only_due(monkeypatch, OWN_TOPICS)


def withdraw(till: Till, number: str = REFUND) -> None:
    """A person lets go of a refund, and all that follows is done."""
    ctx = till.stack.ctx()
    service.look_before_withdrawing(ctx, NUMBER, number)
    transaction = Transaction(ctx)
    service.withdraw_refund_in(transaction, NUMBER, number)
    transaction.commit()
    till.stack.work_off()


def asked_in_vain(till: Till, code: str = "NOT_ENOUGH") -> None:
    """A refund of all of it was asked for, and WeChat Pay did not take it."""
    till.paid()
    till.pay.fault("error", api="refund", code=code)
    till.refund()
    till.stack.work_off()


def ours(till: Till) -> Refund:
    """Our own refund."""
    return next(one for one in service.refunds_of(till.stack.ctx(), NUMBER) if one.refund_number == REFUND)


def returned(till: Till) -> tuple[int, int]:
    """What goes back by our books, and by WeChat Pay's."""
    there = sum(row["amount"]["refund"] for row in till.pay.refunds() if row["status"] != "CLOSED")
    return till.payment().returned, there


def test_what_the_console_took_is_booked_once_ours_is_withdrawn(till: Till) -> None:
    """Ours waited for a balance, somebody refunded by hand, and ours is refused for good: both books agree then."""
    asked_in_vain(till)
    console = till.pay.give_back(NUMBER, 1000)["out_refund_no"]
    till.stack.work_off()
    assert "not booked: more than is left" in till.payment().trouble[0]
    assert till.payment().problem is not None
    till.minutes(1)
    assert (ours(till).state, ours(till).refused, ours(till).is_refused_for_good) == ("asked", "INVALID_REQUEST", True)
    withdraw(till)
    assert (ours(till).state, ours(till).problem, till.payment().problem) == ("withdrawn", None, None)
    assert returned(till) == (1000, 1000)
    assert [fact.refund for fact in till.facts(RefundFound)] == [console]
    assert [fact.refund for fact in till.facts(RefundSucceeded)] == [console]
    assert [fact.refund for fact in till.facts(Withdrawn)] == [REFUND]
    till.minutes(11, 60)
    assert (ours(till).state, returned(till)) == ("withdrawn", (1000, 1000))
    assert till.pay.calls("query_refund")[-1]["uri"].endswith(REFUND), "it was looked at a last time"
    looks = len(till.pay.calls("query_refund"))
    till.minutes(60, 60)
    assert len(till.pay.calls("query_refund")) == looks


def test_what_was_withdrawn_may_be_asked_for_anew(till: Till) -> None:
    """Its money is the payment's again, under another number; the old one can neither be tried nor withdrawn again."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    nothing_left = service.ask_refund_in(Transaction(till.stack.ctx()), NUMBER, Fen(1), "门店缺货")
    assert nothing_left is None
    withdraw(till)
    assert till.payment().returned == 0
    again = till.stack.operator().post(f"/admin/v1/payments/{NUMBER}/refunds/{REFUND}/retries")
    assert (again.status, again.code) == (409, "RefundWithdrawn")
    with pytest.raises(RefundWithdrawn):
        withdraw(till)
    till.refund()
    till.stack.work_off()
    assert [row["out_refund_no"] for row in till.pay.refunds()] == [f"R{NUMBER}-2"]


@pytest.mark.parametrize("code", ["NOT_ENOUGH", "SYSTEM_ERROR", "FREQUENCY_LIMITED"])
def test_what_a_later_try_may_mend_is_not_withdrawn(till: Till, code: str) -> None:
    """No balance, no time, no answer: it may go yet."""
    asked_in_vain(till, code)
    with pytest.raises(RefundNotRefused):
        withdraw(till)
    assert (ours(till).state, till.payment().returned) == ("asked", 1000)


@pytest.mark.parametrize(
    ("move", "error"), [("", RefundNotRefused), ("abnormal", RefundNotRefused), ("succeed", RefundDone)]
)
def test_what_wechat_pay_has_is_not_withdrawn(till: Till, move: str, error: type[Exception]) -> None:
    """It was refused once and taken at a later try, of which we did not hear: it is looked up before."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    till.pay.fault("drop_notification", times=None)
    till.pay.fault("drop_reply", api="refund")
    refunds.send_refund(till.stack.ctx(), SendRefund(number=NUMBER, refund=REFUND))
    if move:
        till.pay.move_refund(REFUND, move)
    with pytest.raises(error):
        withdraw(till)
    assert (ours(till).state, returned(till)) == (
        {"": "processing", "abnormal": "abnormal", "succeed": "succeeded"}[move], (1000, 1000),
    )  # fmt: skip


def test_what_wechat_pay_gave_up_is_withdrawn_of_whoever_asked_for_it(till: Till) -> None:
    """Closed moves nothing: ours, and one of the console's that was closed after we had booked it."""
    till.paid()
    till.refund(amount=300)
    till.stack.work_off()
    till.pay.move_refund(REFUND, "close")
    plain = {
        "mchid": "1900000001", "out_trade_no": NUMBER, "out_refund_no": "BYHAND", "refund_id": "5030",
        "refund_status": "ABNORMAL", "amount": {"total": 1000, "refund": 200},
    }  # fmt: skip
    for status in ("ABNORMAL", "CLOSED"):
        till.notify(*till.sealed({**plain, "refund_status": status}, f"REFUND.{status}"))
    till.stack.work_off()
    assert till.payment().returned == 500
    for number in (REFUND, "BYHAND"):
        withdraw(till, number)
    assert till.payment().returned == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"kind": "error", "code": "FREQUENCY_LIMITED"}, PayBusy), ({"kind": "drop_reply"}, PayOutcomeUnknown)],
)
def test_nothing_is_withdrawn_by_a_guess(till: Till, fault: dict[str, Any], error: type[Exception]) -> None:
    """When WeChat Pay does not say what became of it, nothing is changed."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    till.pay.fault(api="query_refund", **fault)
    with pytest.raises(error):
        withdraw(till)
    assert (ours(till).state, till.payment().returned) == ("asked", 1000)


def test_what_nobody_asked_for_is_not_withdrawn(till: Till) -> None:
    """An unknown refund is said to be so."""
    till.paid()
    with pytest.raises(UnknownRefund):
        withdraw(till)


@pytest.mark.parametrize("heard", ["answer", "notice", "last look"])
def test_what_was_on_its_way_when_it_was_withdrawn_goes_back_and_rings(
    till: Till, counted: Counter[str], heard: str
) -> None:
    """A worker had read it before: WeChat Pay took it, however we hear of that, and both books have it."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    row = refund_rows.refund(till.stack.ctx(), NUMBER, REFUND)
    assert row is not None
    withdraw(till)
    rings = counted["PaymentsMismatched"]
    if heard != "answer":
        till.pay.fault("drop_reply", api="refund")
    refunds._send(till.stack.ctx(), row)
    if heard == "notice":
        till.pay.move_refund(REFUND, "succeed")
        till.stack.work_off()
    if heard == "last look":
        till.minutes(rules.LAST_LOOK_SECONDS // 60)
    assert ours(till).state == ("succeeded" if heard == "notice" else "processing")
    assert returned(till) == (1000, 1000)
    assert "taken after it was withdrawn" in ours(till).trouble[0]
    assert counted["PaymentsMismatched"] == rings + 1


def test_what_was_on_its_way_and_fits_no_more_is_trouble(till: Till, counted: Counter[str]) -> None:
    """All of it went back otherwise meanwhile, and WeChat Pay says that this went too: kept, once, and rung."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    withdraw(till)
    till.refund(amount=1)
    rings = counted["PaymentsMismatched"]
    plain = {
        "mchid": "1900000001", "out_trade_no": NUMBER, "out_refund_no": REFUND, "refund_id": "5030",
        "refund_status": "SUCCESS", "success_time": till.plain()["success_time"],
        "amount": {"total": 1000, "refund": 1000},
    }  # fmt: skip
    for _ in range(2):
        assert till.notify(*till.sealed(plain, "REFUND.SUCCESS")).status == 204
    assert (ours(till).state, till.payment().returned, len(ours(till).trouble)) == ("withdrawn", 1, 1)
    assert "does not fit what is left" in ours(till).trouble[0]
    assert counted["PaymentsMismatched"] == rings + 1


def test_what_was_on_its_way_and_is_told_otherwise_is_not_believed(till: Till) -> None:
    """Of another amount than was asked for: kept with the refund, which stays withdrawn."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    withdraw(till)
    plain = {
        "mchid": "1900000001", "out_trade_no": NUMBER, "out_refund_no": REFUND, "refund_id": "5030",
        "refund_status": "PROCESSING", "amount": {"total": 1000, "refund": 999},
    }  # fmt: skip
    till.notify(*till.sealed(plain, "REFUND.PROCESSING"))
    assert (ours(till).state, till.payment().returned, len(ours(till).trouble)) == ("withdrawn", 0, 1)


def test_what_is_tried_again_is_not_withdrawn_before_it_is_refused_again(till: Till) -> None:
    """Somebody mended the cause, and it may be on its way."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    service.retry_refund(till.stack.ctx(), NUMBER, REFUND)
    with pytest.raises(RefundNotRefused):
        withdraw(till)
    assert till.payment().returned == 1000


def test_a_refund_taken_between_look_and_write_is_not_withdrawn(till: Till) -> None:
    """A try of the sweep was taken after we had asked: the write finds it so, and nothing is withdrawn."""
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    ctx = till.stack.ctx()
    transaction = Transaction(ctx)
    service.look_before_withdrawing(ctx, NUMBER, REFUND)
    service.withdraw_refund_in(transaction, NUMBER, REFUND)
    refunds.send_refund(ctx, SendRefund(number=NUMBER, refund=REFUND))
    with pytest.raises(service.RefundsMoved):
        transaction.commit()
    assert (ours(till).state, returned(till)) == ("processing", (1000, 1000))


def test_withdrawn_refunds_leave_room_among_the_fifty(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeChat Pay took none of them."""
    monkeypatch.setattr(refunds, "MOST_REFUNDS", 2)
    asked_in_vain(till, "USER_ACCOUNT_ABNORMAL")
    withdraw(till)
    till.refund(amount=1)
    till.refund(amount=999)
    assert till.payment().returned == 1000
    assert len(service.refunds_of(till.stack.ctx(), NUMBER)) == 3
