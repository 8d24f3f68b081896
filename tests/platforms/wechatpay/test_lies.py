"""Answers of WeChat Pay that nobody can believe: whether the thing was done stays open, and it is asked again."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import Mock

import pytest

from chalicelib.core.errors import Outlook
from chalicelib.platforms.wechatpay.client import WeChatPay
from chalicelib.platforms.wechatpay.errors import PayOutcomeUnknown
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber

PAYMENT = {"appid": "wx1", "mchid": "19", "out_trade_no": "O1", "trade_state": "SUCCESS", "transaction_id": "42"}
REFUND = {"out_trade_no": "O1", "out_refund_no": "R1", "refund_id": "50", "amount": {"total": 1, "refund": 1}}
# Such as stand there when somebody formats a time by hand; the last is a day before the first there is.
NO_TIMES = ("yesterday", "2026-11-21 25:00:00", "0001-01-01T00:00:00+08:00")


def _wechat_pay(monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]) -> WeChatPay:
    provider, library = WeChatPay(Mock(mchid="19", appid="wx1"), ""), Mock()
    library.query.return_value = library.query_refund.return_value = (200, json.dumps(said))
    monkeypatch.setattr(provider, "_connect", lambda api: library)
    return provider


@pytest.mark.parametrize("more", [{}, *({"success_time": time} for time in NO_TIMES)])
def test_a_payment_that_does_not_say_when_it_was_paid_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, str]
) -> None:
    """It is no fault of whoever asked, and none of ours: the outcome is not known."""
    with pytest.raises(PayOutcomeUnknown) as refused:
        _wechat_pay(monkeypatch, PAYMENT | more).query(PaymentNumber("O1"))
    assert refused.value.outlook is Outlook.UNKNOWN


@pytest.mark.parametrize("time", NO_TIMES)
def test_a_refund_at_no_time_there_is_is_looked_up_again(monkeypatch: pytest.MonkeyPatch, time: str) -> None:
    """The sweep keeps it and asks later, as it does when no answer came."""
    with pytest.raises(PayOutcomeUnknown):
        _wechat_pay(monkeypatch, REFUND | {"status": "SUCCESS", "success_time": time}).query_refund(RefundNumber("R1"))
