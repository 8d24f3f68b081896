"""Operators give money of an order back, and what others gave back is in its ledger: each fen once, never too much."""

from __future__ import annotations

import contextlib
from functools import partial

import msgspec
import pytest

from chalicelib.core.errors import IdempotencyMismatch
from chalicelib.core.money import Fen
from chalicelib.orders import refunding
from chalicelib.orders.ids import OrderId
from chalicelib.payments import refunds
from chalicelib.payments.errors import PaymentMismatched
from chalicelib.platforms.wechatpay.provider import RefundNumber, RefundStatus
from tests.support.bank import Bank
from tests.support.groupbuy import Market
from tests.support.http import Answer

PRICE = 6900


def money(market: Market, order: str) -> tuple[int, int, int]:
    """What came in for an order, what is on its way back, and what is back."""
    found = market.ledger(order)["money"]
    return found["came_in"], found["going_back"], found["went_back"]


def in_console(market: Market, bank: Bank, order: str, amount: int) -> None:
    """Somebody refunds in the merchant console, and its notice comes twice."""
    report = bank.give_back(order, amount)
    assert report is not None
    for _ in range(2):
        with contextlib.suppress(PaymentMismatched):
            refunds.apply(market.ctx, report)
    market.stack.drain()


def test_the_last_refund_of_fifty_is_kept_for_all_that_is_left(market: Market, bank: Bank) -> None:
    """An operator who gave back fen by fen is told so, and the rest can still go back."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    parts = [market.refund(order, 1) for _ in range(50)]
    assert [part.status for part in parts] == [201] * 49 + [409]
    assert parts[-1].code == "TooManyRefunds"
    assert market.refund(order).status == 201
    market.stack.drain()
    assert (market.ledger(order)["status"], bank.held()) == ("refunded", 0)


@pytest.mark.parametrize("reason", ["", " ", "\u3000\u3000", "长" * 81])
def test_a_refund_says_why(market: Market, reason: str) -> None:
    """The customer reads it, so nothing but blanks, or what does not fit there, is refused, and no money goes back."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    answer = market.owner.post(f"/admin/v1/orders/{order}/refunds", {"amount": 100, "reason": reason})
    assert (answer.status, answer.code) == (400, "InvalidBody")
    assert money(market, order) == (9900, 0, 0)


def test_a_part_goes_back_and_the_order_stays_as_it_is(market: Market, bank: Bank) -> None:
    """Twice, under numbers of their own: the team is complete, the order ready, and it is handed out afterwards."""
    _, orders = market.complete_team("an", "bo", "cui")
    for amount in (900, 1100):
        assert market.refund(orders[0], amount).status == 201
    market.stack.drain()
    assert (market.ledger(orders[0])["status"], money(market, orders[0])) == ("ready", (PRICE, 0, 2000))
    assert sorted(bank.refunds) == [f"R{orders[0]}-1", f"R{orders[0]}-2"]
    assert market.owner.post("/staff/v1/pickups", {"order_id": orders[0]}).status == 201
    assert market.books()["money_refunded"] == 2000


def test_nobody_gives_back_on_top_of_a_colleague_unseen(market: Market, bank: Bank) -> None:
    """Two tabs, an answer that was lost, or another's part meanwhile: who saw more left than there is gives back
    nothing, reads how much is left, and may then mean it.
    """
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    path, asked = f"/admin/v1/orders/{order}/refunds", {"amount": 3000, "reason": "少发一件", "left": 9900}
    assert market.owner.post(path, asked).status == 201
    for again in (asked, {**asked, "amount": None}):
        refused = market.owner.post(path, again)
        assert (refused.status, refused.code) == (409, "LeftChanged")
        assert "¥69".encode() in refused.body
    market.stack.drain()
    assert (money(market, order), bank.held()) == ((9900, 0, 3000), 6900)
    assert market.owner.post(path, {**asked, "left": 6900}).status == 201


def test_what_was_withdrawn_is_not_given_back_by_who_saw_less(market: Market, bank: Bank) -> None:
    """All that is left is more than they read beside the button: nothing goes back until they have seen that."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    path = f"/admin/v1/orders/{order}/refunds"
    for seen in (9899, 9901, 0):
        assert market.owner.post(path, {"reason": "少发一件", "left": seen}).code == "LeftChanged"
    assert money(market, order) == (9900, 0, 0)
    assert market.owner.post(path, {"reason": "少发一件", "left": 9900}).json()["status"] == "refunding"


def test_a_refund_that_is_told_again_is_the_same_whatever_is_left(market: Market) -> None:
    """Its answer was lost: under its own key it answers, not that less is left than it saw."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    path, asked = f"/admin/v1/orders/{order}/refunds", {"amount": 3000, "reason": "少发一件", "left": 9900}
    told = [market.owner.post(path, {**asked, "reference": "R-1"}).status for _ in range(2)]
    assert told == [201, 201]
    assert money(market, order)[1] == 3000


def test_all_of_it_goes_back_after_success_and_the_team_stays_complete(market: Market, bank: Bank) -> None:
    """Its seat stays taken, its goods come back to stock, its coupon stays used, and the others keep theirs."""
    team, orders = market.complete_team("an", "bo", "cui")
    assert market.refund(orders[1]).json()["status"] == "refunding"
    market.stack.drain()
    found = market.team(team)
    assert (found["status"], found["taken"], found["paid"]) == ("succeeded", 3, 3)
    assert [market.ledger(order)["status"] for order in orders] == ["ready", "refunded", "ready"]
    assert (market.books()["left"], market.books()["sold"], bank.held()) == (18, 2, 2 * PRICE)


def test_what_was_handed_out_does_not_come_back_to_stock(market: Market, bank: Bank) -> None:
    """The customer has the goods: only the money goes back."""
    _, orders = market.complete_team("an", "bo", "cui")
    market.owner.post("/staff/v1/pickups", {"order_id": orders[0]})
    market.refund(orders[0])
    market.stack.drain()
    assert market.ledger(orders[0])["status"] == "refunded"
    assert (market.books()["left"], market.books()["sold"], bank.held()) == (17, 3, 2 * PRICE)


def test_all_of_it_goes_back_before_success_and_the_seat_is_free(market: Market, bank: Bank) -> None:
    """The team goes on without: seat, stock and the member's count are free again."""
    entered = market.opened("an")
    team, order = entered["team"]["team_id"], entered["order"]["order_id"]
    market.joined("bo", team)
    market.pays("an", order)
    market.refund(order)
    market.stack.drain()
    found = market.team(team)
    assert (found["status"], found["taken"], found["paid"]) == ("open", 1, 0)
    assert (market.ledger(order)["status"], bank.held()) == ("refunded", 0)
    market.joined("an", team)


def test_a_team_that_fails_gives_back_what_is_left_of_a_part(market: Market, bank: Bank) -> None:
    """A part went back before: the rule gives back the rest, and no fen twice."""
    order = market.opened("an")["order"]["order_id"]
    market.pays("an", order)
    market.refund(order, 900)
    market.stack.drain()
    market.passes(hours=25)
    assert (market.ledger(order)["status"], money(market, order), bank.held()) == ("refunded", (PRICE, 0, PRICE), 0)
    assert [refund.amount for refund in bank.refunds.values()] == [900, PRICE - 900]


def test_the_parts_of_a_refund_that_come_to_all_of_it_end_the_order(market: Market) -> None:
    """The last part is the rest: the order ends, and its goods come back."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    for amount in (900, 9000):
        market.refund(order, amount)
    market.stack.drain()
    assert (market.ledger(order)["status"], market.left()) == ("refunded", 30)
    assert market.refund(order).code == "NothingLeft"


def test_a_refund_made_in_the_console_is_in_the_ledger_once(market: Market, bank: Bank) -> None:
    """A part leaves the order as it is; the rest ends it, with its goods back in stock."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    in_console(market, bank, order, 400)
    assert (market.ledger(order)["status"], money(market, order)) == ("ready", (9900, 0, 400))
    in_console(market, bank, order, 9500)
    assert (market.ledger(order)["status"], money(market, order)) == ("refunded", (9900, 0, 9900))
    assert (market.left(), bank.held()) == (30, 0)
    assert [line["ref"] for line in market.ledger(order)["ledger"][3:]] == ["console-1"] * 2 + ["console-2"] * 2


@pytest.mark.parametrize(("amount", "code"), [(9901, "RefundTooLarge"), (0, "InvalidBody"), (-1, "InvalidBody")])
def test_more_than_came_does_not_go_back(market: Market, amount: int, code: str) -> None:
    """Refused before anything is written."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    assert market.refund(order, amount).code == code
    assert money(market, order) == (9900, 0, 0)


def test_how_much_may_go_back_is_said(market: Market) -> None:
    """In yuan, what is left; and where nothing is left no amount is asked for."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    market.refund(order, 9800)
    assert "尚未退还的 ¥1 之间" in market.refund(order, 101).json()["message_zh"]
    market.refund(order, 100)
    assert market.refund(order, 1).code == "NothingLeft"


def test_what_was_not_paid_does_not_go_back(market: Market) -> None:
    """And an unknown order is said to be so."""
    order = market.bought("an")["order_id"]
    assert market.refund(order).code == "NotPaid"
    assert market.refund("0" * 32).code == "UnknownOrder"


def test_the_same_request_gives_back_once(market: Market, bank: Bank) -> None:
    """Under one Idempotency-Key a second tap is the first one's answer; another key is another refund."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    for key in ("tap", "tap", "other"):
        assert market.refund(order, 900, **{"Idempotency-Key": key}).status == 201
    market.stack.drain()
    assert money(market, order) == (9900, 0, 1800)
    assert len(bank.refunds) == 2


def test_a_reference_is_one_refund_for_ever(market: Market, bank: Bank) -> None:
    """Under another key too, as when the first is forgotten after a day; another refund needs another reference."""
    order, other = (market.bought(name)["order_id"] for name in ("an", "bo"))
    for name, one in (("an", order), ("bo", other)):
        market.pays(name, one)
    path = f"/admin/v1/orders/{order}/refunds"
    body = {"amount": 900, "reason": "破损", "reference": "RMA-7"}
    assert market.owner.post(path, body, Idempotency_Key="tap").status == 201
    for key in ("tap", "other", "third"):
        assert market.owner.post(path, body, Idempotency_Key=key).status == 201
    assert market.owner.post(path, {**body, "amount": 901}).code == "RefundReferenceUsed"
    assert market.owner.post(f"/admin/v1/orders/{other}/refunds", body).status == 201
    assert market.owner.post(path, {**body, "reference": "RMA-8"}).status == 201
    market.stack.drain()
    assert money(market, order) == (9900, 0, 1800)
    assert len(bank.refunds) == 3


def test_a_request_that_asks_for_another_refund_than_before_is_refused(market: Market) -> None:
    """By its door under one key, and where the door's own record is gone: another amount, reason or all of it."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    assert market.refund(order, 900, **{"Idempotency-Key": "tap"}).status == 201
    assert market.refund(order, 901, **{"Idempotency-Key": "tap"}).status == 422
    one = msgspec.structs.replace(market.ctx, new_id=lambda: "ONE")
    refund = partial(refunding.refund, one, OrderId(order))
    refund(Fen(700), "破损")
    for amount, reason in ((Fen(701), "破损"), (Fen(700), "缺货"), (None, "破损")):
        with pytest.raises(IdempotencyMismatch):
            refund(amount, reason)
    assert refund(Fen(700), "破损").order_id == order
    assert money(market, order) == (9900, 1600, 0)


def test_only_an_owner_gives_money_back(market: Market) -> None:
    """Who may read orders may not refund them."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    given = market.owner.put("/admin/v1/operators/zhaolei", {"role": "service"})
    assert given.status == 200
    clerk = market._signed_in("zhaolei", is_member=False)
    assert clerk.get(f"/admin/v1/orders/{order}").status == 200
    assert clerk.post(f"/admin/v1/orders/{order}/refunds", {"reason": "x"}).status == 403


def withdraw(market: Market, order: str, nth: int = 1) -> Answer:
    """The owner lets go of a refund; what follows waits."""
    return market.owner.post(f"/admin/v1/orders/{order}/refunds/R{order}-{nth}/withdrawals", {"reason": "已线下退款"})


def refused_for_good(market: Market, bank: Bank, order: str, amount: int | None = None) -> None:
    """Our refund is asked for, and the console takes the money before WeChat Pay has ours."""
    market.refund(order, amount)
    bank.give_back(order, 9900)
    market.stack.drain()


def test_a_refund_that_was_refused_for_good_is_withdrawn_and_the_ledger_says_so(market: Market, bank: Bank) -> None:
    """The order stays ended; what the console gave back is heard, and each fen is in one line."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    refused_for_good(market, bank, order)
    assert (market.ledger(order)["status"], money(market, order)) == ("refunding", (9900, 9900, 0))
    for _ in range(2):
        assert withdraw(market, order).json()["money"] == {"came_in": 9900, "going_back": 0, "went_back": 0}
    with contextlib.suppress(PaymentMismatched):
        refunds.apply(market.ctx, bank.query_refund(RefundNumber("console-1")))
    market.stack.drain()
    assert (market.ledger(order)["status"], money(market, order)) == ("refunded", (9900, 0, 9900))
    assert (market.left(), bank.held()) == (30, 0)
    kinds = [line["kind"] for line in market.ledger(order)["ledger"][3:]]
    assert kinds == ["refunding", "refund_withdrawn", "refund_asked", "refunded"]


def test_after_a_withdrawal_the_owner_may_ask_anew(market: Market, bank: Bank) -> None:
    """A part leaves the order as it is, and all of it that is still here goes back under another number."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    bank.refuses = "USER_ACCOUNT_ABNORMAL"
    market.refund(order, 900)
    market.stack.drain()
    assert withdraw(market, order).json()["status"] == "ready"
    market.refund(order)
    market.stack.drain()
    assert withdraw(market, order, 2).json()["status"] == "refunding"
    assert (money(market, order), market.left()) == ((9900, 0, 0), 30), "its goods are for sale again"
    bank.refuses = ""
    assert market.refund(order).status == 201
    market.stack.drain()
    assert (market.ledger(order)["status"], money(market, order), bank.held()) == ("refunded", (9900, 0, 9900), 0)
    assert market.left() == 30
    ends = [line["ref"] for line in market.ledger(order)["ledger"] if line["kind"] == "refunding"]
    assert ends == [f"R{order}-2"], "an order ends once"


def test_only_what_was_refused_for_good_is_withdrawn(market: Market, bank: Bank) -> None:
    """What is under way or done is not, what is unknown is said to be so, and a reason is given."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    assert withdraw(market, order).code == "UnknownRefund"
    market.refund(order, 900)
    assert withdraw(market, order).code == "RefundNotRefused"
    market.stack.drain()
    assert withdraw(market, order).code == "RefundDone"
    path = f"/admin/v1/orders/{order}/refunds/R{order}-1/withdrawals"
    assert market.owner.post(path, {"reason": " "}).code == "InvalidBody"
    assert money(market, order) == (9900, 0, 900)


def test_money_that_the_order_does_not_know_yet_does_not_go_back(market: Market, bank: Bank) -> None:
    """It is booked, and the order's ledger is to hear of it: the owner is told to try again, of a part too."""
    order = market.bought("an")["order_id"]
    market.customer("an").post(f"/mini/v1/orders/{order}/payments")
    bank.pay(order, market.ctx.at)
    bank.notify(market.ctx, order)
    assert [market.refund(order, amount).code for amount in (900, None)] == ["MoneyNotNoted"] * 2
    market.stack.drain()
    assert market.refund(order, 900).status == 201


def test_a_refund_that_the_ledger_does_not_know_yet_is_not_withdrawn(market: Market, bank: Bank) -> None:
    """The console's was given up before the order heard of it: first its line, then its withdrawal."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    begun = bank.give_back(order, 900)
    assert begun is not None
    for status in (RefundStatus.ABNORMAL, RefundStatus.CLOSED):
        refunds.apply(market.ctx, msgspec.structs.replace(begun, status=status))
    bank.refunds.clear()
    path = f"/admin/v1/orders/{order}/refunds/{begun.refund_number}/withdrawals"
    assert market.owner.post(path, {"reason": "x"}).code == "MoneyNotNoted"
    market.stack.drain()
    assert market.owner.post(path, {"reason": "x"}).json()["money"] == {
        "came_in": 9900, "going_back": 0, "went_back": 0,
    }  # fmt: skip
