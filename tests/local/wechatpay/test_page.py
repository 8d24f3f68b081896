"""The page for people."""

from __future__ import annotations

import re
from urllib.request import urlopen

from local.wechatpay.testing import Client


def read(client: Client) -> str:
    """The page as a browser gets it."""
    with urlopen(client.url, timeout=5) as answer:
        return str(answer.read().decode())


def test_an_empty_page_says_what_to_do(client: Client) -> None:
    """It is Chinese first and names every part."""
    text = read(client)
    assert all(word in text for word in ("微信支付沙箱", "还没有订单", "还没有退款", "还没有通知"))


def test_orders_and_refunds_carry_their_buttons(paid: Client) -> None:
    """An open order can be paid, an open refund moved; what is over has no buttons; text is escaped."""
    paid.refund()
    open_id = paid.prepay("ORDER0002", description="<b>拿铁</b>").data["prepay_id"]
    text = read(paid)
    assert all(f"/_sandbox/payments/{open_id}/{act}" in text for act in ("pay", "fail", "abandon"))
    assert text.count('/pay"') == 2
    assert text.count("/succeed") == text.count("/abnormal") == 1
    assert "&lt;b&gt;拿铁" in text and "丢失（故障）" in text


def test_a_planned_payment_is_announced(client: Client) -> None:
    """The page says when the customer will pay, until it has happened."""
    client.prepay()
    client.pay(after="20m")
    assert "将于 03-08 10:20:00 支付" in read(client)
    client.control("POST", "/clock", {"advance": "20m"})
    client.control("POST", "/deliver")
    assert "将于" not in read(client)


def test_the_page_says_until_when_an_order_can_be_paid(client: Client) -> None:
    """And that it is too late, so that nobody wonders why a payment is refused."""
    client.prepay(time_expire="2026-03-08T10:05:00+08:00")
    assert "限于此前支付：03-08 10:05:00" in read(client)
    client.control("POST", "/clock", {"advance": "5m"})
    assert "已过期，付不了：03-08 10:05:00" in read(client)


def test_on_a_phone_each_value_stands_under_its_column_s_name(paid: Client) -> None:
    """A narrow window stacks the cells of a row and has no heads, so each cell carries the head of its column."""
    paid.refund()
    text = read(paid)
    assert re.search(r"@media \(max-width: \d+px\) {[^@]*td { display: block; } thead { display: none; }", text)
    for table in re.findall("<table>.*?</table>", text, re.DOTALL):
        heads = re.findall("<th>(.*?)</th>", table)
        first_row = table.partition("<tbody>")[2].partition("</tr>")[0]
        assert re.findall('<td[^>]* data-name="(.*?)"', first_row) == [head for head in heads if head]


def test_what_is_not_simulated_is_said(client: Client) -> None:
    """An unknown path answers 404 with a list of what there is."""
    answer = client.call("GET", "/v3/marketing/favor/stocks")
    assert answer.status == 404 and "POST /v3/pay/transactions/jsapi" in answer.data["simulated"]
