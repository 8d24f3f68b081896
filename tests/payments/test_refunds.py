"""What is owed goes back once: asked for under one number until WeChat Pay confirms it, or somebody is woken."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.core.problems import Remedy
from chalicelib.payments import refunds, rules, service
from chalicelib.payments.errands import ClosePayment, QueryPayment, QueryRefund, SendRefund
from chalicelib.payments.errors import NotPaid, RefundTooLarge
from chalicelib.payments.facts import (
    RefundAsked,
    RefundFound,
    RefundMismatched,
    RefundRetried,
    RefundStuck,
    RefundSucceeded,
)
from chalicelib.payments.states import RefundState
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber
from tests.payments.till import NUMBER, Till
from tests.support.http import Http

REFUND = RefundNumber(f"R{NUMBER}-1")


def books(till: Till) -> list[tuple[str, str, int]]:
    """WeChat Pay's own book of refunds: number, state and fen."""
    return [(row["out_refund_no"], row["status"], row["amount"]["refund"]) for row in till.pay.refunds()]


def money(till: Till) -> Any:
    """The fields that every fact of the till's one refund has."""
    return {"order": NUMBER, "member": till.member, "amount": 1000, "refund": REFUND}


def retry(till: Till, number: str = NUMBER) -> Any:
    """The owner taps "retry"."""
    return till.stack.operator().post(f"/admin/v1/payments/{number}/refunds/R{number}-1/retries")


def test_a_refund_goes_from_asked_to_succeeded(till: Till, counted: Counter[str]) -> None:
    """The transaction's refund is asked of WeChat Pay at once, and its notice ends it: each step told once."""
    till.paid()
    till.refund()
    assert (till.only_refund().state, books(till)) == ("asked", [])
    till.stack.work_off()
    assert (till.only_refund().state, books(till)) == ("processing", [(REFUND, "PROCESSING", 1000)])
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert till.only_refund().state == "succeeded"
    assert till.facts(RefundAsked) == [RefundAsked(**money(till), reason="门店缺货")]
    assert till.facts(RefundSucceeded) == [RefundSucceeded(**money(till))]
    assert (counted["RefundsSucceeded"], counted["RefundsStuck"]) == (1, 0)


def test_a_part_can_go_back(till: Till) -> None:
    """Three of ten yuan, with the total that WeChat Pay wants to hear."""
    till.paid()
    till.refund(amount=300)
    till.stack.work_off()
    assert books(till) == [(REFUND, "PROCESSING", 300)]
    assert (till.only_refund().amount, till.only_refund().total) == (300, 1000)


def test_what_was_not_paid_or_is_too_much_does_not_go_back(till: Till) -> None:
    """NotPaid and RefundTooLarge, before anything is written."""
    with pytest.raises(NotPaid):
        till.refund()
    till.prepay()
    with pytest.raises(NotPaid):
        till.refund()
    till.pay.pay(NUMBER)
    till.stack.work_off()
    for amount in (0, -1, 1001):
        with pytest.raises(RefundTooLarge):
            till.refund(amount=amount)
    assert service.refund_page(till.stack.ctx(), 10, "").items == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_reply"},
        {"kind": "error_after", "code": "SYSTEM_ERROR"},
        {"kind": "bad_reply_signature"},
    ],
    ids=str,
)
def test_a_refund_whose_answer_was_lost_is_looked_up(till: Till, fault: dict[str, Any], counted: Counter[str]) -> None:
    """It was done there: the next look asks for the same number, finds it, and asks for no second one."""
    till.paid()
    till.pay.fault(api="refund", **fault)
    till.refund()
    till.stack.work_off()
    assert (till.only_refund().state, len(books(till))) == ("asked", 1)
    till.minutes(1)
    assert till.only_refund().state == "processing"
    assert len(till.pay.calls("refund")) == 1
    assert [call["uri"].rpartition("/")[2] for call in till.pay.calls("query_refund")] == [REFUND]
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert (till.only_refund().state, len(books(till)), counted["RefundsStuck"]) == ("succeeded", 1, 0)


@pytest.mark.parametrize("code", ["SYSTEM_ERROR", "FREQUENCY_LIMITED"])
def test_a_refund_that_was_not_done_is_asked_for_again(till: Till, code: str, counted: Counter[str]) -> None:
    """Nobody knows the number at the next look, so it is sent again, under the same number."""
    till.paid()
    till.pay.fault("error", api="refund", code=code)
    till.refund()
    till.stack.work_off()
    assert (till.only_refund().state, till.only_refund().refused, books(till)) == ("asked", code, [])
    till.minutes(1)
    assert (till.only_refund().state, till.only_refund().refused) == ("processing", "")
    assert books(till) == [(REFUND, "PROCESSING", 1000)]
    assert counted["RefundsStuck"] == 0
    assert till.stack.queues.dead == []


def test_an_empty_account_rings_and_is_tried_until_it_is_filled(till: Till, counted: Counter[str]) -> None:
    """NOT_ENOUGH is shown and rings each time; the tries grow apart; once there is money it goes by itself."""
    till.paid()
    till.pay.fault("error", api="refund", code="NOT_ENOUGH", times=None)
    till.refund()
    till.stack.work_off()
    assert (till.only_refund().refused, counted["RefundsStuck"]) == ("NOT_ENOUGH", 1)
    problem = till.only_refund().problem
    assert problem is not None
    assert (problem.code, problem.remedy, "余额不足" in problem.zh) == ("RefundNotTaken", Remedy.NOTHING, True)
    till.minutes(1, 1, 1, 3, 1)
    assert len(till.pay.calls("refund")) == 1 + 3, "after 1, 3 and 7 minutes"
    till.pay.call("DELETE", "faults")
    till.minutes(8)
    assert (till.only_refund().state, len(books(till))) == ("processing", 1)
    assert till.only_refund().problem is None


def test_the_gaps_between_looks_grow_to_an_hour() -> None:
    """1, 2, 4 … minutes, and never more than an hour however long it takes."""
    gaps = [rules.refund_look_seconds(tries) for tries in range(50)]
    assert gaps[:7] == [60, 120, 240, 480, 960, 1920, 3600]
    assert set(gaps[7:]) == {3600}


def test_after_the_account_was_filled_the_owner_need_not_wait(till: Till) -> None:
    """A retry sends it at once, under the same number."""
    till.paid()
    till.pay.fault("error", api="refund", code="NOT_ENOUGH")
    till.refund()
    till.stack.work_off()
    answer = retry(till)
    assert (answer.status, answer.json()["state"], answer.json()["refund_number"]) == (200, "asked", REFUND)
    till.stack.work_off()
    assert (till.only_refund().state, books(till)) == ("processing", [(REFUND, "PROCESSING", 1000)])
    assert till.facts(RefundRetried) == [RefundRetried(**money(till))]


@pytest.mark.parametrize(
    ("move", "state", "problem"),
    [("abnormal", "abnormal", ("RefundAbnormal", "acknowledge")), ("close", "closed", ("RefundClosed", "retry"))],
)
def test_a_refund_that_does_not_arrive_wakes_somebody(
    till: Till, counted: Counter[str], move: str, state: str, problem: tuple[str, str]
) -> None:
    """ABNORMAL and CLOSED are refund.stuck and an alarm, say what to do, and wait for a person."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.move_refund(REFUND, move)
    till.stack.work_off()
    assert (till.only_refund().state, counted["RefundsStuck"]) == (state, 1)
    assert till.facts(RefundStuck) == [RefundStuck(**money(till), state=RefundState(state))]
    shown = till.only_refund().problem
    assert shown is not None
    assert (shown.code, shown.remedy) == problem
    asked = len(till.pay.calls("query_refund"))
    till.minutes(60)
    assert len(till.pay.calls("query_refund")) == asked


def test_a_retry_of_what_is_still_abnormal_is_stuck_again(till: Till, counted: Counter[str]) -> None:
    """Under the same number WeChat Pay answers the same refund: told again, rung again, given back once."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.move_refund(REFUND, "abnormal")
    till.stack.work_off()
    till.minutes(1)
    assert retry(till).status == 200
    till.stack.work_off()
    assert (till.only_refund().state, len(books(till)), counted["RefundsStuck"]) == ("abnormal", 1, 2)
    assert len(till.facts(RefundStuck)) == 2
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert till.only_refund().state == "succeeded"
    assert len(till.facts(RefundSucceeded)) == 1


def test_what_was_abnormal_and_is_then_closed_is_told_again(till: Till) -> None:
    """Another end needs another remedy: refund.stuck says which."""
    till.paid()
    till.refund()
    till.stack.work_off()
    for move in ("abnormal", "close"):
        till.pay.move_refund(REFUND, move)
        till.stack.work_off()
        till.stack.clock.advance(1)
    assert [fact.state for fact in till.facts(RefundStuck)] == ["abnormal", "closed"]


def test_a_lost_notice_of_success_is_found(till: Till) -> None:
    """Nobody told: the sweep does, within its growing gaps, and then leaves the refund alone."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.fault("drop_notification")
    till.pay.move_refund(REFUND, "succeed")
    till.minutes(1)
    assert till.only_refund().state == "succeeded"
    asked = len(till.pay.calls("query_refund"))
    till.minutes(60, 60)
    assert len(till.pay.calls("query_refund")) == asked


def test_an_abnormal_that_is_told_after_success_changes_nothing(till: Till, counted: Counter[str]) -> None:
    """Notices overtake each other: the older one is taken, and the refund stays succeeded."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.fault("delay", event="REFUND.ABNORMAL", seconds=30)
    till.pay.move_refund(REFUND, "abnormal")
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    till.stack.clock.advance(30)
    till.stack.work_off()
    assert till.pay.deliveries() == [204, 204, 204], "the payment, the success, the late one"
    assert (till.only_refund().state, counted["RefundsStuck"]) == ("succeeded", 0)


def test_a_notice_that_comes_twice_ends_a_refund_once(till: Till) -> None:
    """Two deliveries, one fact."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.fault("duplicate", n=2)
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert till.pay.deliveries() == [204, 204, 204]
    assert len(till.facts(RefundSucceeded)) == 1


def test_a_refund_of_another_amount_is_not_believed(till: Till, counted: Counter[str]) -> None:
    """A fen too much on the wire: kept, told and rung, not believed; asked again, WeChat Pay tells the truth."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.fault("wrong_amount", event="REFUND.SUCCESS", amount=1)
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    found = till.only_refund()
    assert (found.state, len(found.trouble), counted["PaymentsMismatched"]) == ("processing", 1, 1)
    assert "amount 1001 is not 1000" in found.trouble[0]
    assert found.problem is not None
    assert found.problem.code == "RefundTroubled"
    assert len(till.facts(RefundMismatched)) == 1
    till.minutes(2)
    assert till.only_refund().state == "succeeded"


def console(till: Till, **changes: Any) -> Any:
    """What WeChat Pay tells of a refund that somebody made in the merchant console."""
    return {
        "mchid": "1900000001", "out_trade_no": NUMBER, "out_refund_no": "BYHAND", "refund_id": "5030",
        "refund_status": "SUCCESS", "success_time": None, "amount": {"total": 1000, "refund": 300}, **changes,
    }  # fmt: skip


def tell(till: Till, plain: Any) -> int:
    """Its notice comes, and all that follows is done: the door's answer."""
    return till.notify(*till.sealed(plain, f"REFUND.{plain['refund_status']}")).status


def test_a_refund_made_in_the_console_is_booked_once(till: Till) -> None:
    """It fits: it is in the books as succeeded, the payment keeps a line of it, and only the rest may go back."""
    till.paid()
    assert [tell(till, console(till)) for _ in range(2)] == [204, 204]
    assert (till.only_refund().origin, till.only_refund().state, till.only_refund().amount) == (
        "console", "succeeded", 300,
    )  # fmt: skip
    [line] = till.payment().trouble
    assert "BYHAND" in line and line.endswith("booked")
    assert (till.payment().problem, till.only_refund().problem) == (None, None)
    with pytest.raises(RefundTooLarge):
        till.refund(amount=701)
    till.refund(amount=700)
    assert till.payment().returned == 1000
    assert [fact.refund for fact in till.facts(RefundFound)] == ["BYHAND"]
    assert len(till.facts(RefundSucceeded)) == 1


def test_a_refund_made_in_the_console_that_does_not_fit_is_trouble(till: Till, counted: Counter[str]) -> None:
    """Of more than is left, of another total, or closed: acknowledged, kept with the payment once; nothing moves."""
    till.paid()
    till.refund(amount=800)
    rings = counted["PaymentsMismatched"]
    for changes in ({}, {"amount": {"total": 900, "refund": 1}}, {"refund_status": "CLOSED"}):
        for _ in range(2):
            assert tell(till, console(till, **{"refund_id": f"5{len(str(changes))}", **changes})) == 204
    assert (till.payment().returned, len(till.payment().trouble)) == (800, 3)
    assert all("not booked" in line for line in till.payment().trouble)
    problem = till.payment().problem
    assert problem is not None
    assert (problem.code, "trouble" in problem.zh) == ("PaymentTroubled", True)
    assert counted["PaymentsMismatched"] - rings == 3
    assert [refund.origin for refund in service.refunds_of(till.stack.ctx(), NUMBER)] == ["ours"]


@pytest.mark.parametrize("changes", [{"refund_status": "CLOSED"}, {"amount": {"total": 1000, "refund": 0}}])
def test_a_refund_of_the_console_that_moved_nothing_sets_nothing_aside(till: Till, changes: Any) -> None:
    """Closed before we heard of it, or of nothing: a line of trouble, and all of the payment may go back still."""
    till.paid()
    assert tell(till, console(till, **changes)) == 204
    assert (till.payment().returned, len(till.payment().trouble)) == (0, 1)
    assert service.refunds_of(till.stack.ctx(), NUMBER) == []
    till.refund(amount=1000)


def test_a_console_refund_that_is_told_before_its_payment_is_booked_after_it(till: Till) -> None:
    """The payment's own notice is lost: the refund's waits in the queue until a look-up has booked the payment."""
    till.prepay()
    till.pay.fault("drop_notification")
    till.pay.pay(NUMBER)
    till.knock(*till.sealed(console(till), "REFUND.SUCCESS"))
    till.stack.drain.callbacks()
    assert (till.payment().state, till.stack.queues.size()) == ("asked", 1)
    service.query_payment(till.stack.ctx(), QueryPayment(number=NUMBER))
    till.stack.drain()
    assert (till.payment().returned, till.only_refund().state) == (300, "succeeded")


def test_a_refund_begun_in_the_console_is_followed_to_its_end(till: Till) -> None:
    """Abnormal when we hear of it, then succeeded: one refund, and its money is set aside from the first word."""
    till.paid()
    tell(till, console(till, refund_status="ABNORMAL"))
    assert (till.only_refund().state, till.payment().returned) == ("abnormal", 300)
    again = till.stack.operator().post(f"/admin/v1/payments/{NUMBER}/refunds/BYHAND/retries")
    assert (again.status, again.code) == (409, "RefundElsewhere")
    tell(till, console(till))
    assert (till.only_refund().state, till.payment().returned) == ("succeeded", 300)


def test_a_refund_of_a_payment_that_is_not_ours_rings_and_waits(till: Till, counted: Counter[str]) -> None:
    """Neither refund nor payment is in our books: an alarm, and it is tried again until somebody looks."""
    till.knock(*till.sealed(console(till), "REFUND.SUCCESS"))
    till.stack.drain.callbacks()
    assert (counted["PaymentsMismatched"], till.stack.queues.size()) == (1, 1)
    till.stack.queues.waiting.clear()


def test_a_hint_of_a_refund_in_the_console_is_looked_up(till: Till) -> None:
    """Not proved, so WeChat Pay is asked: what it knows is booked, and what it does not know stands in the trouble."""
    till.paid()
    till.pay.fault("drop_notification")
    known = till.pay.give_back(NUMBER, 300)["out_refund_no"]
    for number in (known, "FORGED"):
        till.notify(*till.sealed(console(till, out_refund_no=number), "REFUND.SUCCESS", serial="5157F09E"))
    assert [call["uri"].rpartition("/")[2] for call in till.pay.calls("query_refund")] == [known, "FORGED"]
    assert {line.rpartition(": ")[2][:4] for line in till.payment().trouble} == {"made", "a hi"}
    assert (till.only_refund().refund_number, till.only_refund().state) == (known, "succeeded")


@pytest.mark.parametrize("event", ["TRANSACTION.SUCCESS", "REFUND.SUCCESS"])
def test_a_notice_full_of_nulls_is_booked(till: Till, event: str) -> None:
    """What may be left out is null on the wire: it is as if it were not there."""
    till.pay.fault("nulls", event=event)
    till.paid()
    till.pay.give_back(NUMBER, 1000)
    till.stack.work_off()
    assert (till.payment().state, till.only_refund().state) == ("paid", "succeeded")
    assert set(till.pay.deliveries()) == {204}


def test_only_what_is_stuck_can_be_tried_again(till: Till) -> None:
    """Unknown, underway and done are told apart."""
    assert (retry(till).status, retry(till).code) == (404, "UnknownRefund")
    till.paid()
    till.refund()
    till.stack.work_off()
    assert (retry(till).status, retry(till).code) == (409, "RefundUnderway")
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert (retry(till).status, retry(till).code) == (409, "RefundDone")


def test_errands_for_what_is_not_there_or_done_ask_nothing(till: Till) -> None:
    """A letter that was redriven late finds its work done."""
    ctx, nobody = till.stack.ctx(), PaymentNumber("NOBODYASKED")
    refunds.send_refund(ctx, SendRefund(number=nobody, refund=REFUND))
    refunds.query_refund(ctx, QueryRefund(number=nobody, refund=REFUND))
    service.query_payment(ctx, QueryPayment(number=nobody))
    service.close_payment(ctx, ClosePayment(number=nobody))
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    before = len(till.pay.calls("refund")), len(till.pay.calls("query_refund"))
    refunds.send_refund(till.stack.ctx(), SendRefund(number=NUMBER, refund=REFUND))
    refunds.query_refund(till.stack.ctx(), QueryRefund(number=NUMBER, refund=REFUND))
    assert (len(till.pay.calls("refund")), len(till.pay.calls("query_refund"))) == before


def test_operators_see_payments_and_refunds_of_their_corp_alone(till: Till) -> None:
    """Newest first, a page at a time; another corp's owner sees nothing of it."""
    for number in ("ORDER1", "ORDER2", "ORDER3"):
        till.paid(number)
        till.refund(number)
        till.stack.clock.advance(1)
    owner, rival = till.stack.operator(), till.stack.operator(corp="rival")
    assert _numbers(owner) == ["ORDER3", "ORDER2", "ORDER1"]
    assert owner.get("/admin/v1/payments/ORDER2").json()["state"] == "paid"
    assert owner.get("/admin/v1/payments/ORDER9").code == "UnknownPayment"
    assert "openid" not in owner.get("/admin/v1/payments/ORDER2").json()
    assert _numbers(rival) == []
    assert rival.get("/admin/v1/payments/ORDER2").code == "UnknownPayment"


def _numbers(owner: Http) -> list[str]:
    first = owner.get("/admin/v1/refunds?limit=2").json()
    rest = owner.get(f"/admin/v1/refunds?limit=2&cursor={first['cursor']}").json() if first["cursor"] else {"items": []}
    return [refund["number"] for refund in first["items"] + rest["items"]]
