"""wechatpayv3, an unmodified third-party client, takes the sandbox for WeChat Pay.

Its address is hard-coded and read in its constructor, so requests for api.mch.weixin.qq.com are
carried to the sandbox below it, in the HTTP adapter; not a line of the client is changed.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from local.wechatpay import Sandbox, running
from local.wechatpay.testing import (
    APIV3_KEY,
    APPID,
    MCHID,
    OPENID,
    SERIAL,
    Client,
    Receiver,
    merchant_keys,
    merchant_setup,
    receiving,
)

sdk = pytest.importorskip("wechatpayv3", reason="wechatpayv3 is not installed")

PLATFORM = "https://api.mch.weixin.qq.com"


@pytest.fixture
def pay_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox in real time, reached by whoever calls the platform's address through requests."""
    with running(notify_timeout=2.0) as sandbox:
        genuine = HTTPAdapter.send

        def carried(self: HTTPAdapter, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
            assert request.url is not None
            assert request.url.startswith(PLATFORM)
            request.url = request.url.replace(PLATFORM, sandbox.url)
            return genuine(self, request, **kwargs | {"proxies": {}})

        monkeypatch.setattr(HTTPAdapter, "send", carried)
        yield sandbox


@pytest.fixture
def shop() -> Iterator[Receiver]:
    """Where the merchant is notified."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hands(pay_sandbox: Sandbox) -> Client:
    """The tester's hands."""
    return Client(pay_sandbox.url)


@pytest.fixture(params=["public_key", "certificate"])
def client(request: pytest.FixtureRequest, hands: Client) -> Any:
    """The third party's client, once with the platform's public key and once with certificates it fetches itself."""
    setup = hands.control("PUT", f"/merchants/{MCHID}", merchant_setup(verify_with=request.param))
    platform = setup["platform"]
    by_key = {"public_key": platform["public_key"], "public_key_id": platform["public_key_id"]}
    return sdk.WeChatPay(
        wechatpay_type=sdk.WeChatPayType.JSAPI,
        mchid=MCHID,
        private_key=merchant_keys()[0],
        cert_serial_no=SERIAL,
        apiv3_key=APIV3_KEY,
        appid=APPID,
        notify_url="https://example.com/notify",
        **(by_key if request.param == "public_key" else {}),
    )


def ordered(client: Any, number: str, shop: Receiver) -> tuple[int, Any]:
    """Order something of 1 yuan."""
    code, body = client.pay(
        description="拿铁",
        out_trade_no=number,
        amount={"total": 100, "currency": "CNY"},
        payer={"openid": OPENID},
        notify_url=shop.url,
    )
    return code, json.loads(body)


def refunded(client: Any, number: str, shop: Receiver) -> tuple[int, Any]:
    """Refund ORDER0001."""
    code, body = client.refund(
        out_refund_no=number,
        amount={"refund": 40, "total": 100, "currency": "CNY"},
        out_trade_no="ORDER0001",
        notify_url=shop.url,
    )
    return code, json.loads(body)


def test_it_orders_asks_and_closes(client: Any, shop: Receiver) -> None:
    """Every answer passes its own verification, the empty 204 of closing too."""
    code, body = ordered(client, "ORDER0001", shop)
    assert code == 200 and body["prepay_id"].startswith("wx")
    code, body = client.query(out_trade_no="ORDER0001")
    assert (code, json.loads(body)["trade_state"]) == (200, "NOTPAY")
    assert client.close("ORDER0001")[0] == 204
    code, body = client.query(out_trade_no="ORDER0001")
    assert json.loads(body)["trade_state"] == "CLOSED"


def test_the_call_it_signs_for_the_front_end_pays(
    client: Any, shop: Receiver, pay_sandbox: Sandbox, hands: Client
) -> None:
    """Its paySign is accepted, and its callback opens the notification of the payment."""
    package = f"prepay_id={ordered(client, 'ORDER0001', shop)[1]['prepay_id']}"
    signature = client.sign([APPID, "1772935200", "n1", package])
    call = {
        "appId": APPID, "timeStamp": "1772935200", "nonceStr": "n1",
        "package": package, "signType": "RSA", "paySign": signature,
    }  # fmt: skip
    hands.pay(openid=OPENID, call=call)
    pay_sandbox.deliver_all()
    [post] = shop.posts
    told = client.callback(post.headers, post.raw)
    assert (told["event_type"], told["resource"]["trade_state"]) == ("TRANSACTION.SUCCESS", "SUCCESS")
    code, body = client.query(transaction_id=told["resource"]["transaction_id"])
    assert (code, json.loads(body)) == (200, told["resource"])


def test_it_refunds_asks_and_is_told(client: Any, shop: Receiver, pay_sandbox: Sandbox, hands: Client) -> None:
    """From PROCESSING to SUCCESS, the same in its query and in its callback."""
    ordered(client, "ORDER0001", shop)
    hands.pay()
    pay_sandbox.deliver_all()
    code, body = refunded(client, "REFUND01", shop)
    assert (code, body["status"]) == (200, "PROCESSING")
    hands.control("POST", f"/refunds/{body['refund_id']}/succeed")
    pay_sandbox.deliver_all()
    told = client.callback(shop.posts[-1].headers, shop.posts[-1].raw)
    assert (told["event_type"], told["resource"]["refund_status"]) == ("REFUND.SUCCESS", "SUCCESS")
    code, body = client.query_refund("REFUND01")
    assert (code, json.loads(body)["status"]) == (200, "SUCCESS")


def test_it_sees_through_forged_messages(client: Any, shop: Receiver, pay_sandbox: Sandbox, hands: Client) -> None:
    """A forged answer raises; a forged notification opens as nothing."""
    ordered(client, "ORDER0001", shop)
    hands.control("POST", "/faults", {"kind": "bad_reply_signature"})
    with pytest.raises(Exception, match="failed to verify the signature"):
        client.query(out_trade_no="ORDER0001")
    hands.control("POST", "/faults", {"kind": "bad_signature"})
    hands.pay()
    pay_sandbox.deliver_all()
    assert not client.callback(shop.posts[0].headers, shop.posts[0].raw)


def test_refusals_reach_it_with_their_code(client: Any, shop: Receiver) -> None:
    """Status and code are the platform's."""
    code, body = client.query(out_trade_no="NOSUCH")
    assert (code, json.loads(body)["code"]) == (404, "ORDER_NOT_EXIST")
    code, body = refunded(client, "REFUND01", shop)
    assert (code, body["code"]) == (404, "RESOURCE_NOT_EXISTS")
