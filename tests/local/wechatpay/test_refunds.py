"""Refunds: sums, numbers, states (docs/platform I5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from local.clock import Clock
from local.wechatpay.testing import MCHID, Client, merchant_setup


def test_a_refund_is_processing_until_it_arrives(paid: Client) -> None:
    """The order turns to REFUND at once; success_time comes with SUCCESS."""
    opened = paid.refund().data
    assert (opened["status"], opened["amount"]["refund"], "success_time" in opened) == ("PROCESSING", 100, False)
    assert paid.query().data["trade_state"] == "REFUND"
    paid.control("POST", f"/refunds/{opened['refund_id']}/succeed")
    after = paid.query_refund().data
    assert (after["status"], after["success_time"]) == ("SUCCESS", "2026-03-08T10:00:00+08:00")


def test_partial_refunds_never_exceed_the_order(paid: Client) -> None:
    """60 + 40 fen of 100 are fine, one fen more is refused, and a closed refund frees its share."""
    assert paid.refund("R1", 60).status == 200
    assert paid.refund("R2", 41).verdict == (400, "INVALID_REQUEST")
    assert paid.refund("R2", 40).status == 200
    assert paid.refund("R3", 1).verdict == (400, "INVALID_REQUEST")
    paid.control("POST", "/refunds/R2/close")
    assert paid.refund("R3", 40).status == 200


def test_at_most_fifty_refunds(paid: Client) -> None:
    """The 51st is refused although money is left."""
    assert {paid.refund(f"R{number}", 1).status for number in range(50)} == {200}
    assert paid.refund("R50", 1).verdict == (400, "INVALID_REQUEST")


def test_refunds_at_the_same_time_share_the_order(paid: Client) -> None:
    """Of eight refunds of 30 fen at once, exactly three fit into 100."""
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(lambda number: paid.refund(f"R{number}", 30), range(8))]
    assert sorted(answer.status for answer in answers) == [200] * 3 + [400] * 5


def test_the_same_number_is_the_same_refund(paid: Client) -> None:
    """Same fields give the same answer and no second refund; other fields are refused."""
    first = paid.refund("R1", 60).data
    assert paid.refund("R1", 60).data == first
    assert paid.refund("R1", 50).verdict == (400, "INVALID_REQUEST")
    assert paid.refund("R2", 40).status == 200


def test_refunds_of_what_is_not_there_are_refused(client: Client, clock: Clock) -> None:
    """Unknown, unpaid, wrong total, too old; and the query of an unknown number."""
    assert client.refund().verdict == (404, "RESOURCE_NOT_EXISTS")
    client.prepay()
    assert client.refund().verdict == (400, "INVALID_REQUEST")
    client.pay()
    assert client.refund(total=99, fen=9).verdict == (400, "INVALID_REQUEST")
    assert client.query_refund().verdict == (404, "RESOURCE_NOT_EXISTS")
    clock.advance(365 * 86400 + 1)
    assert client.refund().verdict == (400, "INVALID_REQUEST")


def test_a_transaction_id_names_the_order_too(paid: Client) -> None:
    """It stands alone, but must not contradict an out_trade_no; one of both is needed."""
    transaction = paid.query().data["transaction_id"]
    paid.prepay("ORDER0002")
    other = paid.refund(transaction_id=transaction, out_trade_no="ORDER0002")
    assert other.verdict == (404, "RESOURCE_NOT_EXISTS")
    assert paid.refund(out_trade_no=None).data["detail"]["field"] == "/body/transaction_id"
    assert paid.refund(transaction_id=transaction, out_trade_no=None).data["out_trade_no"] == "ORDER0001"


def test_states_only_move_forward(paid: Client) -> None:
    """ABNORMAL may still succeed; what succeeded stays."""
    paid.refund()
    assert paid.control("POST", "/refunds/REFUND01/abnormal")["status"] == "ABNORMAL"
    assert paid.control("POST", "/refunds/REFUND01/succeed")["status"] == "SUCCESS"
    with pytest.raises(AssertionError, match="cannot become"):
        paid.control("POST", "/refunds/REFUND01/close")


def test_refunds_arrive_by_themselves_when_set_up_so(paid: Client, clock: Clock) -> None:
    """`refund_after` seconds on the shared clock, not one less."""
    paid.control("PUT", f"/merchants/{MCHID}", merchant_setup(refund_after=300))
    paid.refund()
    for seconds, status in ((299, "PROCESSING"), (1, "SUCCESS")):
        clock.advance(seconds)
        paid.control("POST", "/deliver")
        assert paid.query_refund().data["status"] == status


def test_not_enough_money_leaves_no_refund_behind(paid: Client) -> None:
    """NOT_ENOUGH is refused before any effect; the same number works later."""
    paid.control("POST", "/faults", {"kind": "error", "api": "refund", "code": "NOT_ENOUGH"})
    assert paid.refund().verdict == (403, "NOT_ENOUGH")
    assert paid.query_refund().status == 404
    assert paid.refund().status == 200
