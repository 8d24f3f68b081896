"""At once, on the real engine: notices, look-ups, closes and workers meet, and money moves once.

Here are also the transactions that are refused: moto loses its stream over one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import table
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import errors, hearing, refund_rows, refunds, service, store
from chalicelib.payments.errands import ClosePayment, QueryPayment, QueryRefund, SendRefund
from chalicelib.payments.errors import AlreadyPaid, RefundTooLarge
from chalicelib.payments.facts import PaymentClosed, PaymentReceived, RefundSucceeded
from chalicelib.payments.states import PaymentState
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay import notices
from chalicelib.platforms.wechatpay.notices import Sealed
from chalicelib.platforms.wechatpay.provider import PaymentNumber, PaymentReport, RefundNumber
from tests.payments.till import NUMBER, Till
from tests.support.due import overdue
from tests.support.race.crowd import crowd
from tests.support.race.rivals import between

REFUND = RefundNumber(f"R{NUMBER}-1")


def true_notice(till: Till) -> Callable[[], None]:
    """A delivery of what WeChat Pay knows of the payment, as the door has kept it."""
    _, body = till.sealed(till.pay.payment(NUMBER))
    return partial(hearing.take_notice, till.stack.ctx(), Sealed(body=body, is_proved=True))


def paid_there(till: Till) -> None:
    """The customer has paid, and nobody has told us."""
    till.pay.fault("drop_notification", times=None)
    till.prepay()
    till.pay.pay(NUMBER)


@pytest.fixture
def booked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every booking that held, by its transaction."""
    held: list[str] = []
    real = store.receive

    def receive(ctx: Ctx, report: PaymentReport) -> Any:
        row = real(ctx, report)
        held.append(report.transaction_id)
        return row

    monkeypatch.setattr(store, "receive", receive)
    return held


def test_of_many_notices_and_look_ups_one_books(real_till: Till, booked: list[str]) -> None:
    """Sixteen at once, half told and half asked: all succeed, one write holds, one fact is told."""
    paid_there(real_till)
    look_up = partial(service.query_payment, real_till.stack.ctx(), QueryPayment(number=NUMBER))
    outcomes = crowd([true_notice(real_till) if turn % 2 else look_up for turn in range(16)], workers=8)
    assert [outcome.name for outcome in outcomes] == [""] * 16
    assert len(booked) == 1
    assert len(real_till.facts(PaymentReceived)) == 1
    assert real_till.payment().trouble == []


def test_without_its_condition_a_payment_would_be_booked_again(
    real_till: Till, booked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: who reads first and then writes books every time that all of them read before one wrote."""
    paid_there(real_till)
    report = wechat.of(real_till.stack.ctx()).query(NUMBER)

    def read_then_write(ctx: Ctx) -> None:
        if real_till.payment().state != "paid":
            actions = [
                store.PaymentRow.state.set(PaymentState.PAID),
                store.PaymentRow.transaction_id.set(report.transaction_id),
            ]
            table.change(ctx, store.PaymentRow(*store.payment_key(ctx, NUMBER)), actions, None)
            booked.append(report.transaction_id)

    ctx = real_till.stack.ctx()
    with between((store, "payment"), (table, "change"), lambda: read_then_write(ctx)):
        read_then_write(ctx)
    assert len(booked) == 2


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_notice_between_two_steps_of_a_look_up(real_till: Till, booked: list[str], notice_first: bool) -> None:
    """The rival acts right between WeChat Pay's answer and the write that it leads to: one of them books."""
    paid_there(real_till)
    notice = true_notice(real_till)
    look_up = partial(service.query_payment, real_till.stack.ctx(), QueryPayment(number=NUMBER))
    rival, act = (notice, look_up) if notice_first else (look_up, notice)
    step = (wechat.WeChatPay, "query") if notice_first else (notices, "opened")
    with between(step, (store, "receive"), rival):
        act()
    assert len(booked) == 1
    assert real_till.payment().state == "paid"


def test_money_that_comes_while_it_is_being_closed_is_booked(real_till: Till) -> None:
    """The customer pays between our note to close and the close itself: ORDERPAID, booked, never told as closed."""
    real_till.pay.fault("drop_notification", times=None)
    real_till.prepay()
    ctx = real_till.stack.ctx()
    with between((store, "ask_to_close"), (wechat, "of"), lambda: real_till.pay.pay(NUMBER)):
        service.close_payment(ctx, ClosePayment(number=NUMBER))
    assert real_till.payment().state == "paid"
    assert (len(real_till.facts(PaymentReceived)), real_till.facts(PaymentClosed)) == (1, [])


def test_closers_and_payers_at_once_agree_with_wechat_pay(real_till: Till) -> None:
    """Whoever wins there wins here: after all have acted both books say the same."""
    for turn in range(6):
        number = PaymentNumber(f"ORDER{turn}")
        real_till.prepay(number)
        crowd(
            [
                partial(service.close_payment, real_till.stack.ctx(), ClosePayment(number=number)),
                partial(real_till.pay.pay, number),
                partial(service.close_payment, real_till.stack.ctx(), ClosePayment(number=number)),
            ]
        )
        real_till.stack.work_off()
        there = real_till.pay.payment(number)["trade_state"]
        assert {"SUCCESS": "paid", "CLOSED": "closed"}[there] == real_till.payment(number).state


def test_a_member_who_taps_twice_at_once_gets_one_order(real_till: Till) -> None:
    """Eight taps: the same prepay_id each, one row, one order there."""
    payable = real_till.payable()
    ctx = real_till.stack.ctx(actor=f"member:{real_till.member}")
    outcomes = crowd([partial(service.prepay, ctx, payable) for _ in range(8)])
    assert len({outcome.value.package for outcome in outcomes}) == 1
    assert len(real_till.pay.payments()) == 1


def test_taps_and_a_close_at_once_leave_no_open_order(real_till: Till) -> None:
    """Whoever still got the means to pay did so before the close, which then closed it there too."""
    for turn in range(6):
        number = PaymentNumber(f"ORDER{turn}")
        payable = real_till.payable(number)
        ctx = real_till.stack.ctx(actor=f"member:{real_till.member}")
        store.ask(ctx, payable, wechat.of(ctx).account, "https://q.example.com/pay/notify/demo")
        close = partial(service.close_payment, ctx, ClosePayment(number=number))
        outcomes = crowd([partial(service.prepay, ctx, payable) for _ in range(3)] + [close])
        assert {outcome.name for outcome in outcomes} <= {"", errors.PaymentClosed.__name__, AlreadyPaid.__name__}
        assert real_till.payment(number).state == "closed"
        open_there = [row for row in real_till.pay.payments() if row["trade_state"] == "NOTPAY"]
        given = [outcome for outcome in outcomes[:3] if outcome.value]
        assert not (given and open_there), "somebody can pay what we closed"


def test_workers_at_once_refund_once(real_till: Till) -> None:
    """Eight deliveries of the errand and of the look-up: WeChat Pay's book has one refund of the right amount."""
    real_till.paid()
    real_till.refund()
    ctx = real_till.stack.ctx()
    sends = partial(refunds.send_refund, ctx, SendRefund(number=NUMBER, refund=REFUND))
    looks = partial(refunds.query_refund, ctx, QueryRefund(number=NUMBER, refund=REFUND))
    acts: list[Callable[[], None]] = [sends, looks] * 4
    assert [outcome.name for outcome in crowd(acts)] == [""] * 8
    real_till.stack.work_off()
    assert [(row["out_refund_no"], row["amount"]["refund"]) for row in real_till.pay.refunds()] == [(REFUND, 1000)]
    assert real_till.only_refund().state == "processing"


def test_refunds_asked_for_at_once_are_never_more_than_came(real_till: Till) -> None:
    """Eight of 300 fen out of 1000: three hold, under three numbers, and the others are told that it is too much."""
    real_till.paid()
    outcomes = crowd([partial(real_till.refund, amount=300)] * 8)
    names = Counter(outcome.name for outcome in outcomes)
    assert names[""] == 3
    assert set(names) <= {"", RefundTooLarge.__name__, "TooBusy"}
    real_till.stack.work_off()
    assert sorted(row["out_refund_no"] for row in real_till.pay.refunds()) == [f"R{NUMBER}-{nth}" for nth in (1, 2, 3)]
    assert real_till.payment().returned == 900


def test_without_the_bound_more_goes_back_than_came(real_till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the guard taken out: what the write no longer asks, no reading can promise."""
    monkeypatch.setattr(store, "_holds", lambda paid, amount: store.PaymentRow.pk.exists())
    real_till.paid()
    row = store.payment(real_till.stack.ctx(), NUMBER)
    monkeypatch.setattr(store, "payment", lambda ctx, number: row)
    crowd([partial(real_till.refund, amount=300)] * 8)
    monkeypatch.undo()
    assert real_till.payment().returned > 1000


def test_the_rest_goes_back_after_a_part(real_till: Till) -> None:
    """Each part has a number of its own, and both sides' books have the same."""
    real_till.paid()
    real_till.refund(amount=300)
    real_till.stack.work_off()
    with pytest.raises(RefundTooLarge):
        real_till.refund(amount=701)
    real_till.refund(amount=700)
    real_till.stack.work_off()
    assert [row["amount"]["refund"] for row in real_till.pay.refunds()] == [300, 700]


def test_a_refund_is_owed_only_if_all_of_the_transaction_holds(real_till: Till) -> None:
    """What somebody else's part refuses leaves no refund behind."""
    real_till.paid()
    ctx = real_till.stack.ctx()
    transaction = Transaction(ctx)
    service.ask_refund_in(transaction, NUMBER, Fen(1000), "x")
    other = store.PaymentRow(*store.payment_key(ctx, PaymentNumber("OTHER")))
    transaction.update(other, [store.PaymentRow.amount.set(Fen(1))], store.PaymentRow.pk.exists(), lambda _: KeyError())
    with pytest.raises(KeyError):
        transaction.commit()
    assert refund_rows.refunds_of(ctx, NUMBER) == []


def test_success_and_abnormal_at_once_end_in_success(real_till: Till) -> None:
    """Notices of both, eight times over: whatever the order, the money that arrived is what the row says."""
    real_till.paid()
    real_till.refund()
    real_till.stack.work_off()
    real_till.pay.fault("drop_notification", times=None)
    for move in ("abnormal", "succeed"):
        real_till.pay.move_refund(REFUND, move)
    plain = {
        "mchid": "1900000001", "out_trade_no": NUMBER, "out_refund_no": REFUND, "refund_id": "5030",
        "amount": {"total": 1000, "refund": 1000},
    }  # fmt: skip
    acts = []
    for state in ("ABNORMAL", "SUCCESS") * 4:
        _, body = real_till.sealed({**plain, "refund_status": state}, f"REFUND.{state}")
        acts.append(partial(hearing.take_notice, real_till.stack.ctx(), Sealed(body=body, is_proved=True)))
    assert [outcome.name for outcome in crowd(acts)] == [""] * 8
    assert real_till.only_refund().state == "succeeded"
    assert len(real_till.facts(RefundSucceeded)) == 1


def test_ticks_at_once_ask_once(real_till: Till) -> None:
    """Of eight ticks that see the same row due, one moves it on and queues the look-up."""
    real_till.prepay()
    real_till.stack.clock.advance(180)
    ctx = real_till.stack.ctx()
    [one] = overdue(ctx, store.PAYMENT_TOPIC)
    crowd([partial(service.look_again, ctx, one) for _ in range(8)])
    [queue] = [queue for queue in real_till.stack.queues.waiting.values() if queue]
    assert [json.loads(message.body)["errand"] for message in queue] == ["query_payment"]
    with pytest.raises(Refused):
        store.look_at_payment_later(ctx, one)
