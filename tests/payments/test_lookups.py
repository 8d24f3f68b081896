"""No notice is needed: what was paid is found, what was not is closed, and a close never loses money."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.money import Fen
from chalicelib.payments import errors, service, store
from chalicelib.payments.errands import QueryPayment
from chalicelib.payments.facts import PaymentClosed, PaymentReceived
from chalicelib.platforms.wechatpay.errors import PayOutcomeUnknown
from tests.payments.till import NUMBER, Till


def test_a_lost_notice_is_found_within_ten_minutes(till: Till) -> None:
    """Paid, never told: minute by minute, the sweep books it before the tenth."""
    till.pay.fault("drop_notification")
    till.prepay()
    till.minutes(1)
    till.pay.pay(NUMBER)
    waited = 0
    while till.payment().state != "paid":
        till.minutes(1)
        waited += 1
        assert waited <= 10
    assert len(till.facts(PaymentReceived)) == 1
    assert till.pay.deliveries() == []


def test_a_lost_look_up_is_made_up_for_within_ten_minutes(till: Till) -> None:
    """The queue fails at the very tick that would have found it: the next look is 3 minutes later."""
    till.pay.fault("drop_notification")
    till.prepay()
    till.pay.pay(NUMBER)
    till.stack.queues.failing = True
    till.minutes(3)
    till.stack.queues.failing = False
    assert till.payment().state == "asked"
    till.minutes(3)
    assert till.payment().state == "paid"


def test_a_settled_payment_is_looked_at_no_more(till: Till) -> None:
    """Paid or closed, it leaves the due index: an hour later nobody has asked again."""
    till.paid()
    till.prepay("ORDER2")
    till.close("ORDER2")
    asked = len(till.pay.calls("query"))
    till.minutes(3, 30, 30)
    assert len(till.pay.calls("query")) == asked


def test_what_nobody_paid_in_time_is_closed_on_both_sides(till: Till) -> None:
    """After expires_at the look-up closes it: WeChat Pay says CLOSED, the row too, and payment.closed is told."""
    till.prepay()
    till.minutes(3, 6, 9)
    assert (till.payment().state, till.pay.payment(NUMBER)["trade_state"]) == ("closed", "CLOSED")
    assert till.facts(PaymentClosed) == [PaymentClosed(order=NUMBER, member=till.member, amount=Fen(1000))]


def test_what_never_got_to_wechat_pay_is_closed_here(till: Till) -> None:
    """The order was refused and nobody tried again: there is nothing to close there, and the row ends closed."""
    till.pay.fault("error", api="jsapi", code="SYSTEM_ERROR")
    with pytest.raises(PayOutcomeUnknown):
        till.prepay()
    till.minutes(3)
    assert till.payment().state == "asked"
    till.minutes(15)
    assert (till.payment().state, till.pay.payments()) == ("closed", [])


def test_closing_closes_on_both_sides_once(till: Till) -> None:
    """Asked to close twice: closed there and here, and told once."""
    till.prepay()
    till.close()
    till.close()
    assert (till.payment().state, till.pay.payment(NUMBER)["trade_state"]) == ("closed", "CLOSED")
    assert len(till.facts(PaymentClosed)) == 1
    assert len(till.pay.calls("close")) == 1


def test_closing_what_nobody_asked_for_does_nothing(till: Till) -> None:
    """A number that was never asked for is no payment afterwards either."""
    till.close("NOBODYASKED")
    assert service.received(till.stack.ctx(), "NOBODYASKED") is None
    assert till.pay.calls("close") == []


def test_money_that_came_before_the_close_is_booked(till: Till) -> None:
    """WeChat Pay answers ORDERPAID: the payment is looked up and received, not closed."""
    till.pay.fault("drop_notification")
    till.prepay()
    till.pay.pay(NUMBER)
    till.close()
    assert till.payment().state == "paid"
    assert (len(till.facts(PaymentReceived)), till.facts(PaymentClosed)) == (1, [])


def test_money_for_a_closed_number_is_booked(till: Till) -> None:
    """However it came to be: what WeChat Pay says was paid is paid, and both things are told."""
    till.prepay()
    store.close(till.stack.ctx(), NUMBER)
    till.pay.pay(NUMBER)
    till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([204], "paid")
    assert (len(till.facts(PaymentClosed)), len(till.facts(PaymentReceived))) == (1, 1)


@pytest.mark.parametrize("fault", [{"kind": "drop_reply"}, {"kind": "error_after"}, {"kind": "error"}], ids=str)
def test_a_close_whose_answer_was_lost_is_asked_again(till: Till, fault: dict[str, Any]) -> None:
    """The queue gives the task again, and closing twice is closing once."""
    till.pay.fault(api="close", **fault)
    till.prepay()
    till.close()
    assert till.payment().state == "closed"
    assert len(till.facts(PaymentClosed)) == 1
    assert till.stack.queues.dead == []


def test_a_close_that_the_queue_gave_up_is_taken_up_by_the_sweep(till: Till) -> None:
    """While WeChat Pay is down the task dies; nobody is helped to pay meanwhile, and the next look closes it."""
    till.pay.fault("error", api="close", times=None)
    till.prepay()
    till.close()
    assert len(till.stack.queues.dead) == 1
    with pytest.raises(errors.PaymentClosed):
        till.prepay()
    till.pay.call("DELETE", "faults")
    till.minutes(3)
    assert till.payment().state == "closed"


@pytest.mark.parametrize("code", ["SYSTEM_ERROR", "FREQUENCY_LIMITED"])
def test_a_look_up_that_wechat_pay_cannot_answer_waits_for_the_next(till: Till, code: str) -> None:
    """No dead letter for each look of an outage: the sweep comes anyway."""
    till.pay.fault("drop_notification")
    till.pay.fault("error", api="query", code=code)
    till.prepay()
    till.pay.pay(NUMBER)
    till.minutes(3)
    assert (till.payment().state, till.stack.queues.dead) == ("asked", [])
    till.minutes(3)
    assert till.payment().state == "paid"


def test_a_failed_card_may_be_followed_by_a_good_one(till: Till) -> None:
    """PAYERROR settles nothing: the same order is paid a minute later."""
    till.prepay()
    till.pay.call("POST", f"payments/{NUMBER}/fail")
    service.query_payment(till.stack.ctx(), QueryPayment(number=NUMBER))
    assert till.payment().state == "asked"
    till.pay.pay(NUMBER)
    till.stack.work_off()
    assert till.payment().state == "paid"
