"""What the mini-program gets is accepted by WeChat Pay, and one number is charged once."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core import config
from chalicelib.core.errors import AppError
from chalicelib.payments import service, store
from chalicelib.payments.errors import AlreadyPaid, PaymentClosed, PaymentDiffers
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import PayBusy, PayNotConfigured, PayOutcomeUnknown, PayRefused
from chalicelib.platforms.wechatpay.provider import PaymentNumber
from tests.payments.till import NUMBER, QUARTER, Till
from tests.support.pay import OPENID
from tests.support.race.rivals import between
from tests.support.wecom import CORPS


def call_of(params: Any) -> dict[str, str]:
    """What wx.requestPayment sends on, with the mini-program's own appid."""
    return {"appId": CORPS["demo"].mini_appid, **msgspec.to_builtins(params)}


def test_the_params_pay(till: Till) -> None:
    """WeChat Pay takes the signed call as it is, for this openid and this amount."""
    params = till.prepay()
    till.pay.pay(NUMBER, openid=OPENID, call=call_of(params))
    asked = till.pay.payment(NUMBER)
    assert (asked["trade_state"], asked["amount"]["total"]) == ("SUCCESS", 1000)
    assert params.time_stamp == str(int(till.stack.clock.time()))


def test_params_that_were_changed_do_not_pay(till: Till) -> None:
    """The judge looks: another nonce under the same signature is refused."""
    call = call_of(till.prepay()) | {"nonceStr": "another"}
    with pytest.raises(AssertionError, match="SIGN_ERROR"):
        till.pay.pay(NUMBER, call=call)


def test_a_repeat_is_the_same_order(till: Till) -> None:
    """Tapped twice: the same prepay_id, one order there, and the second params pay as well."""
    first, second = till.prepay(), till.prepay()
    assert first.package == second.package
    assert len(till.pay.payments()) == 1
    till.pay.pay(NUMBER, call=call_of(second))


def test_a_repeat_asks_the_same_whatever_the_settings_are_by_then(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order's fields come from the row alone: a new public address changes nothing for a number that was asked."""
    first = till.prepay()
    monkeypatch.setenv("SIYU_PUBLIC_URL", "http://localhost:1")
    config.config.cache_clear()
    assert till.prepay().package == first.package


@pytest.mark.parametrize("changes", [{"amount": 999}, {"member_id": "m2"}, {"openid": "o" * 28}], ids=str)
def test_a_number_stays_with_its_first_payment(till: Till, changes: dict[str, Any]) -> None:
    """Another amount or another payer under the same number is refused, and what was asked first stays."""
    till.prepay()
    with pytest.raises(PaymentDiffers):
        till.prepay(**changes)
    assert till.payment().amount == 1000
    assert till.pay.payment(NUMBER)["openid"] == OPENID


@pytest.mark.parametrize(
    "changes",
    [{"amount": 0}, {"amount": -1}, {"description": ""}, {"description": "拿" * 128}, {"number": "AB-12"}],
    ids=str,
)
def test_what_wechat_pay_would_not_take_is_no_payable(till: Till, changes: dict[str, Any]) -> None:
    """An order that costs nothing, or whose texts do not fit, is an error of who asks, before anything is written."""
    with pytest.raises(ValueError, match=r"characters|letters"):
        till.payable(**changes)


def test_what_was_paid_is_not_asked_for_again(till: Till) -> None:
    """AlreadyPaid, and WeChat Pay is not even asked."""
    till.paid()
    calls = len(till.pay.calls("jsapi"))
    with pytest.raises(AlreadyPaid):
        till.prepay()
    assert len(till.pay.calls("jsapi")) == calls


def test_what_only_wechat_pay_knows_to_be_paid_is_not_asked_for_again(till: Till) -> None:
    """While the notice is under way, its ORDERPAID is AlreadyPaid too."""
    till.pay.fault("drop_notification")
    till.prepay()
    till.pay.pay(NUMBER)
    with pytest.raises(AlreadyPaid):
        till.prepay()


def test_a_closed_number_takes_no_money(till: Till) -> None:
    """PaymentClosed after closing, ours or the merchant console's."""
    till.prepay()
    till.close()
    with pytest.raises(PaymentClosed):
        till.prepay()
    till.prepay("ORDER2")
    wechat.of(till.stack.ctx()).close(PaymentNumber("ORDER2"))
    with pytest.raises(PaymentClosed):
        till.prepay("ORDER2")


def test_after_its_time_nobody_can_pay(till: Till) -> None:
    """From expires_at on we do not ask, and WeChat Pay refuses the params that were given before."""
    params = till.prepay()
    till.stack.clock.advance(QUARTER.total_seconds())
    with pytest.raises(PaymentClosed):
        till.prepay()
    with pytest.raises(AssertionError, match="prepay_id已过期"):
        till.pay.pay(NUMBER, call=call_of(params))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "drop_reply"}, PayOutcomeUnknown),
        ({"kind": "bad_reply_signature"}, PayOutcomeUnknown),
        ({"kind": "error_after", "code": "SYSTEM_ERROR"}, PayOutcomeUnknown),
        ({"kind": "error", "code": "FREQUENCY_LIMITED"}, PayBusy),
        ({"kind": "error", "code": "NO_AUTH"}, PayRefused),
    ],
    ids=str,
)
def test_what_went_wrong_is_told_and_a_repeat_mends_it(
    till: Till, fault: dict[str, Any], error: type[AppError]
) -> None:
    """Lost, forged or refused answers are typed errors of 5xx; the same number again gets there, as one order."""
    till.pay.fault(api="jsapi", **fault)
    with pytest.raises(error) as told:
        till.prepay()
    assert type(told.value) is error
    assert told.value.status >= 500
    till.pay.pay(NUMBER, call=call_of(till.prepay()))
    assert len(till.pay.payments()) == 1


def test_a_corp_without_a_merchant_is_told_what_to_run(till: Till) -> None:
    """PayNotConfigured names the command, and nothing is written."""
    till.stack.pay_with({})
    with pytest.raises(PayNotConfigured, match=r"infra\.provision"):
        till.prepay()
    assert service.received(till.stack.ctx(), NUMBER) is None


def test_who_asks_to_close_meanwhile_wins(till: Till) -> None:
    """The note to close comes between WeChat Pay's answer and ours: the params are not handed out."""
    ctx = till.stack.ctx()
    with (
        between((wechat.WeChatPay, "prepay"), (store, "payment"), lambda: store.ask_to_close(ctx, NUMBER)),
        pytest.raises(PaymentClosed),
    ):
        till.prepay()
    till.close()
    assert (till.payment().state, till.pay.payment(NUMBER)["trade_state"]) == ("closed", "CLOSED")
