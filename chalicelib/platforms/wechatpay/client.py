"""WeChat Pay API v3 as a provider, through the library wechatpayv3 (docs/platform I4, I5, docs/adr/0015).

The library and what it brings are imported when money moves, not when a function starts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from chalicelib.core.config import WECHATPAY_URL, config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ids import digest
from chalicelib.core.instance import Cache
from chalicelib.core.moments import SHANGHAI, moment
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Merchant
from chalicelib.platforms import reading
from chalicelib.platforms.wechatpay import words
from chalicelib.platforms.wechatpay.errors import PayNotConfigured, PayOutcomeUnknown, refusal
from chalicelib.platforms.wechatpay.provider import (
    Account,
    Charge,
    PaymentNumber,
    PaymentReport,
    PayParams,
    Provider,
    RefundNumber,
    RefundReport,
    Repayment,
)

TIMEOUT = (1, 4)
# No proxy by accident: what the environment names for other programs is not where money goes.
DIRECT = {"http": "", "https": ""}
# None of theirs is that long; what is goes into log lines and rows all the same.
LONGEST_CODE = 64
Decoded = TypeVar("Decoded")
Reported = TypeVar("Reported")
Call = Callable[[], tuple[int, Any]]
# The library's clients, by all that a client is made of: keys are parsed once while the settings stay the same.
_clients: Cache[Any] = Cache(seconds=math.inf, size=32)


class _Prepaid(msgspec.Struct, frozen=True):
    prepay_id: str


class _Refusal(msgspec.Struct, frozen=True):
    code: str = ""


def of(ctx: Ctx) -> Provider:
    """The provider of a corp. Raises PayNotConfigured."""
    merchant = secrets.payments(ctx.corp)
    if merchant is None:
        raise PayNotConfigured()
    return WeChatPay(merchant, config().wechatpay_url)


def _client(merchant: Merchant, url: str) -> Any:
    """The library's client of a merchant."""
    name = digest(*msgspec.structs.astuple(merchant), url).hex()
    return _clients.get(name, lambda: _new_client(merchant, url))


def _new_client(merchant: Merchant, url: str) -> Any:
    # Its core by name: what that brings is then looked for by the package's gate (infra/gate.py).
    import wechatpayv3.core  # type: ignore[import-untyped]

    if url != WECHATPAY_URL and not merchant.public_key:
        # Without the key the library would ask the real platform for certificates before it can be led elsewhere.
        raise PayNotConfigured(reason="a sandbox needs public_key and public_key_id")
    client = wechatpayv3.WeChatPay(
        wechatpay_type=wechatpayv3.WeChatPayType.MINIPROG,
        mchid=merchant.mchid,
        private_key=merchant.private_key,
        cert_serial_no=merchant.serial_no,
        appid=merchant.appid,
        apiv3_key=merchant.apiv3_key,
        proxy=dict(DIRECT),
        timeout=TIMEOUT,
        public_key=merchant.public_key or None,
        public_key_id=merchant.public_key_id or None,
    )
    if url != WECHATPAY_URL:
        client._core._gate_way = url  # the library has no setting for it
    return client


class WeChatPay:
    """One merchant at WeChat Pay. See `provider.Provider` for what its methods promise."""

    def __init__(self, merchant: Merchant, url: str) -> None:
        self.account = Account(merchant.mchid, merchant.appid)
        self._merchant = merchant
        self._url = url

    def prepay(self, charge: Charge, at: int, nonce: str) -> PayParams:
        """JSAPI order, and the signed call for the mini-program (docs/platform I4)."""
        client = self._connect("jsapi")
        prepaid = _answer(
            "jsapi",
            _Prepaid,
            lambda: client.pay(
                description=charge.description,
                out_trade_no=charge.number,
                amount={"total": charge.amount, "currency": charge.currency},
                payer={"openid": charge.openid},
                time_expire=moment(charge.expires_at).astimezone(SHANGHAI).isoformat(timespec="seconds"),
                notify_url=charge.notify_url,
                appid=charge.appid,
                mchid=charge.mchid,
            ),
        )
        package = f"prepay_id={prepaid.prepay_id}"
        signature = client.sign([charge.appid, str(at), nonce, package])
        return PayParams(time_stamp=str(at), nonce_str=nonce, package=package, sign_type="RSA", pay_sign=signature)

    def query(self, number: PaymentNumber) -> PaymentReport:
        """By our number (docs/platform I4)."""
        client = self._connect("query")
        return _report("query", words.Transaction, lambda: client.query(out_trade_no=number), words.payment_report)

    def close(self, number: PaymentNumber) -> None:
        """Answered with an empty 204, also when it is closed already (docs/platform I4)."""
        client = self._connect("close")
        _call("close", lambda: client.close(number))

    def refund(self, repayment: Repayment) -> RefundReport:
        """Accepted, not done: the result comes later (docs/platform I5)."""
        client = self._connect("refund")
        return self._refund_report(
            "refund",
            lambda: client.refund(
                out_refund_no=repayment.refund_number,
                amount={"refund": repayment.amount, "total": repayment.total, "currency": repayment.currency},
                out_trade_no=repayment.number,
                reason=repayment.reason,
                notify_url=repayment.notify_url,
            ),
        )

    def query_refund(self, refund_number: RefundNumber) -> RefundReport:
        """By the refund's number (docs/platform I5)."""
        client = self._connect("query_refund")
        return self._refund_report("query_refund", lambda: client.query_refund(refund_number))

    def _refund_report(self, api: str, call: Call) -> RefundReport:
        return _report(api, words.Refund, call, lambda said: words.refund_report(said, self.account.mchid))

    def _connect(self, api: str) -> Any:
        """The client. Without a public key, making it fetches the platform's certificates."""
        try:
            return _client(self._merchant, self._url)
        except PayNotConfigured:
            raise
        except Exception as error:
            raise PayOutcomeUnknown(api=api, reason=type(error).__name__) from error


def _answer(api: str, shape: type[Decoded], call: Call) -> Decoded:
    """The typed body of a call that was taken."""
    return _report(api, shape, call, lambda said: said)


def _report(api: str, shape: type[Decoded], call: Call, report: Callable[[Decoded], Reported]) -> Reported:
    """What the body of a call that was taken reports; one that says nothing that can be believed leaves it open."""
    body = _call(api, call)
    try:
        return report(reading.read(body, shape))
    except MalformedMessage:
        raise PayOutcomeUnknown(api=api, reason="not the documented answer") from None


def _call(api: str, call: Call) -> Any:
    """The body of a call that was taken. Raises PayRefused by its code, or PayOutcomeUnknown."""
    try:
        status, body = call()
    except Exception as error:
        # Lost connections and answers that the platform did not sign both come as exceptions; neither says anything.
        raise PayOutcomeUnknown(api=api, reason=type(error).__name__) from error
    if 200 <= status < 300:
        return body
    raise refusal(api, status, _code(body))


def _code(body: Any) -> str:
    """The platform's own word for why it did not, '' when it gave none that can be read."""
    try:
        return reading.read(body, _Refusal).code[:LONGEST_CODE]
    except MalformedMessage:
        return ""
