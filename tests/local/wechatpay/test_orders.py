"""Orders: made, asked for, paid, closed (docs/platform I4, I7)."""

from __future__ import annotations

from typing import Any

import pytest

from local.clock import Clock
from local.wechatpay import crypto
from local.wechatpay.testing import APPID, MCHID, OPENID, Client, merchant_keys


def test_an_order_goes_from_unpaid_to_paid(client: Client) -> None:
    """Both queries tell the same, in the platform's own shape."""
    client.prepay(attach="门店 7")
    before = client.query().data
    assert (before["trade_state"], "transaction_id" in before) == ("NOTPAY", False)
    client.pay(openid=OPENID)
    after = client.query().data
    assert (after["trade_state"], after["attach"], after["payer"]) == ("SUCCESS", "门店 7", {"openid": OPENID})
    assert after["amount"] == {"total": 100, "payer_total": 100, "currency": "CNY", "payer_currency": "CNY"}
    assert after["success_time"] == "2026-03-08T10:00:00+08:00"
    assert len(after["transaction_id"]) == 28
    assert client.call("GET", f"/v3/pay/transactions/id/{after['transaction_id']}?mchid={MCHID}").data == after


def test_the_same_order_again_gives_the_same_prepay_id(client: Client) -> None:
    """Identical fields are a retry; a different amount or description is not."""
    first = client.prepay().data["prepay_id"]
    assert client.prepay().data["prepay_id"] == first
    assert client.prepay(amount={"total": 101, "currency": "CNY"}).verdict == (400, "INVALID_REQUEST")
    assert client.prepay(description="美式").verdict == (400, "INVALID_REQUEST")


def test_a_number_is_spent_when_paid_or_closed(client: Client) -> None:
    """Ordering again is ORDERPAID or ORDER_CLOSED."""
    client.prepay("ORDER0001")
    client.pay("ORDER0001")
    client.prepay("ORDER0002")
    assert client.close("ORDER0002").status == 204
    assert client.prepay("ORDER0001").verdict == (400, "ORDERPAID")
    assert client.prepay("ORDER0002").verdict == (400, "ORDER_CLOSED")


def test_closing_has_three_answers(client: Client) -> None:
    """204 for an open or closed order, ORDERPAID for a paid one, ORDER_NOT_EXIST for none."""
    client.prepay("ORDER0001")
    assert [client.close("ORDER0001").status for _ in range(2)] == [204, 204]
    client.prepay("ORDER0002")
    client.pay("ORDER0002")
    assert client.close("ORDER0002").verdict == (400, "ORDERPAID")
    assert client.close("ORDER0003").verdict == (404, "ORDER_NOT_EXIST")
    assert client.query("ORDER0003").verdict == (404, "ORDER_NOT_EXIST")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": {"total": 0}}, "/body/amount/total"),
        ({"amount": {"total": "100"}}, "/body/amount/total"),
        ({"amount": {}}, "/body/amount/total"),
        ({"payer": None}, "/body/payer"),
        ({"out_trade_no": "12345"}, "/body/out_trade_no"),
        ({"description": "字" * 128}, "/body/description"),
        ({"notify_url": "http://example.com/n"}, "/body/notify_url"),
        ({"notify_url": "https://example.com/n?a=1"}, "/body/notify_url"),
        ({"mchid": "1900000002"}, "/body/mchid"),
        ({"time_expire": "2026-03-08T09:59:59+08:00"}, "/body/time_expire"),
    ],
)
def test_a_wrong_field_is_named(client: Client, changes: dict[str, Any], field: str) -> None:
    """PARAM_ERROR points at the field that is wrong."""
    answer = client.prepay(**changes)
    assert answer.verdict == (400, "PARAM_ERROR")
    assert answer.data["detail"]["field"] == field


def test_a_foreign_appid_does_not_match(client: Client) -> None:
    """Only the appids of the set-up may be used."""
    assert client.prepay(appid="wx00000000000000bb").verdict == (400, "APPID_MCHID_NOT_MATCH")


def test_a_failed_or_abandoned_payment_may_be_tried_again(client: Client) -> None:
    """PAYERROR and an abandoned cashier both end in SUCCESS when the customer pays after all."""
    client.prepay()
    assert client.control("POST", "/payments/ORDER0001/abandon")["trade_state"] == "NOTPAY"
    assert client.control("POST", "/payments/ORDER0001/fail")["trade_state"] == "PAYERROR"
    assert client.pay()["trade_state"] == "SUCCESS"


def refused(client: Client, name: str, **body: object) -> str:
    """The code with which a payment is refused."""
    with pytest.raises(AssertionError) as refusal:
        client.pay(name, **body)
    return str(refusal.value)


def test_a_late_payment_works_until_the_prepay_id_dies(client: Client, clock: Clock) -> None:
    """Two hours less a second is late but good; then ordering again gives a new prepay_id that is good."""
    old = client.prepay("ORDER0001").data["prepay_id"]
    client.prepay("ORDER0002")
    clock.advance(7199)
    assert client.pay("ORDER0002")["trade_state"] == "SUCCESS"
    clock.advance(1)
    assert "prepay_id" in refused(client, "ORDER0001")
    new = client.prepay("ORDER0001").data["prepay_id"]
    assert new != old
    assert "no payment" in refused(client, old)
    assert client.pay(new)["trade_state"] == "SUCCESS"


def test_nobody_pays_a_closed_order_twice_or_for_another(client: Client) -> None:
    """The cashier refuses what the platform would."""
    client.prepay("ORDER0001")
    assert "OPENID_MISMATCH" in refused(client, "ORDER0001", openid="o-somebody-else")
    client.pay("ORDER0001")
    assert "ORDERPAID" in refused(client, "ORDER0001")
    client.prepay("ORDER0002")
    client.close("ORDER0002")
    assert "ORDER_CLOSED" in refused(client, "ORDER0002")


UNTIL = "2026-03-08T10:05:00+08:00"


def test_a_second_before_time_expire_a_payment_is_good(client: Client, clock: Clock) -> None:
    """The order may still be asked for again, too."""
    client.prepay(time_expire=UNTIL)
    clock.advance(299)
    assert client.prepay(time_expire=UNTIL).status == 200
    assert client.pay()["trade_state"] == "SUCCESS"


def test_time_expire_ends_an_order(client: Client, clock: Clock) -> None:
    """From that second on nobody can pay, fail or order it again; it stays NOTPAY until it is closed."""
    client.prepay(time_expire=UNTIL)
    clock.advance(300)
    assert "INVALID_REQUEST" in refused(client, "ORDER0001")
    for act in ("fail", "abandon"):
        assert client.request("POST", f"/_sandbox/payments/ORDER0001/{act}", b"{}", {}).status == 400
    answer = client.prepay(time_expire=UNTIL)
    assert answer.verdict == (400, "PARAM_ERROR") and answer.data["detail"]["field"] == "/body/time_expire"
    assert client.query().data["trade_state"] == "NOTPAY"
    assert client.close().status == 204
    assert client.query().data["trade_state"] == "CLOSED"
    assert "ORDER_CLOSED" in refused(client, "ORDER0001")


def test_a_payment_planned_for_after_time_expire_never_happens(client: Client, clock: Clock) -> None:
    """The customer comes too late, the ledger says why, and the merchant is told nothing."""
    client.prepay(time_expire=UNTIL)
    client.pay(after="20m")
    clock.advance(1200)
    client.control("POST", "/deliver")
    assert client.query().data["trade_state"] == "NOTPAY"
    [late] = client.control("GET", "/ledger?kind=timer")["entries"]
    assert "INVALID_REQUEST" in late["error"]
    assert client.control("GET", "/ledger?kind=notice")["entries"] == []


def test_a_payment_can_be_planned_on_the_clock(client: Client, clock: Clock) -> None:
    """It happens when the clock gets there, and not when the order is closed by then."""
    for number in ("ORDER0001", "ORDER0002"):
        client.prepay(number)
        client.pay(number, after="20m")
    client.close("ORDER0002")
    clock.advance(1199)
    client.control("POST", "/deliver")
    assert client.query("ORDER0001").data["trade_state"] == "NOTPAY"
    clock.advance(1)
    client.control("POST", "/deliver")
    assert [client.query(n).data["trade_state"] for n in ("ORDER0001", "ORDER0002")] == ["SUCCESS", "CLOSED"]


def test_the_front_ends_call_must_be_signed(client: Client) -> None:
    """paySign is verified with the merchant's key when the front end's call is handed in."""
    package = f"prepay_id={client.prepay().data['prepay_id']}"
    signature = crypto.sign(merchant_keys()[0], crypto.lines(APPID, "1772935200", "n1", package))
    call = {
        "appId": APPID, "timeStamp": "1772935200", "nonceStr": "n1",
        "package": package, "signType": "RSA", "paySign": signature,
    }  # fmt: skip
    assert "SIGN_ERROR" in refused(client, "ORDER0001", call=call | {"nonceStr": "n2"})
    assert client.pay(call=call)["trade_state"] == "SUCCESS"
