"""WeChat Pay API v3 as a provider, through the library wechatpayv3 (docs/platform I4, I5, I6, docs/adr/0015).

The library and what it brings are imported when money moves, not when a function starts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from chalicelib.core.config import WECHATPAY_URL, config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.instance import Cache
from chalicelib.core.moments import SHANGHAI, iso, moment
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import PaySettings
from chalicelib.payments.errors import (
    NoticeRefused,
    NumberClosed,
    NumberPaid,
    NumberUnknown,
    PayBusy,
    PayNotConfigured,
    PayOutcomeUnknown,
    PayRefused,
)
from chalicelib.payments.shapes import PayParams
from chalicelib.platforms.wechatpay.provider import (
    Account,
    Charge,
    Notice,
    PaymentSeen,
    Provider,
    RefundSeen,
    Repayment,
)

TIMEOUT = (1, 4)
# No proxy by accident: what the environment names for other programs is not where money goes.
DIRECT = {"http": "", "https": ""}
NOTICE_SECONDS = 300
CODES: dict[str, type[PayRefused]] = {
    "ORDERPAID": NumberPaid,
    "ORDER_CLOSED": NumberClosed,
    "ORDER_NOT_EXIST": NumberUnknown,
    "RESOURCE_NOT_EXISTS": NumberUnknown,
    "FREQUENCY_LIMITED": PayBusy,
    "FREQUENCY_LIMIT_EXCEED": PayBusy,
    "RATELIMIT_EXCEEDED": PayBusy,
}
UNDECIDED = ("SYSTEM_ERROR", "SERVICE_UNAVAILABLE")
Decoded = TypeVar("Decoded")
_fetched = Cache(seconds=60)


class _Amount(msgspec.Struct, frozen=True):
    total: int = 0
    refund: int = 0
    currency: str = "CNY"


class _Prepaid(msgspec.Struct, frozen=True):
    prepay_id: str


class _Transaction(msgspec.Struct, frozen=True):
    """A payment in the platform's words (docs/platform I4)."""

    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    transaction_id: str = ""
    success_time: str = ""
    amount: _Amount = _Amount()


class _Refund(msgspec.Struct, frozen=True):
    """A refund in the platform's words (docs/platform I5); a notice says refund_status where an answer says status."""

    out_trade_no: str
    out_refund_no: str
    refund_id: str
    amount: _Amount
    status: str = ""
    refund_status: str = ""
    mchid: str = ""
    success_time: str = ""


class _Said(msgspec.Struct, frozen=True):
    code: str = ""


def of(ctx: Ctx) -> Provider:
    """The provider of a corp. Raises UnknownCorp, PayNotConfigured."""
    settings = secrets.corp(ctx.corp)
    if settings.pay is None:
        raise PayNotConfigured()
    account = Account(settings.pay.mchid, settings.pay.appid or settings.mini_appid)
    return WeChatPay(settings.pay, account, config().wechatpay_url)


@functools.lru_cache(maxsize=32)
def _client(pay: PaySettings, appid: str, url: str) -> Any:
    """The library's client of a merchant. Its keys are parsed once for as long as the settings stay the same."""
    # Its core by name: what that brings is then looked for by the package's gate (infra/gate.py).
    import wechatpayv3.core  # type: ignore[import-untyped]

    if url != WECHATPAY_URL and not pay.public_key:
        # Without the key the library would ask the real platform for certificates before it can be led elsewhere.
        raise PayNotConfigured(reason="a sandbox needs public_key and public_key_id")
    client = wechatpayv3.WeChatPay(
        wechatpay_type=wechatpayv3.WeChatPayType.MINIPROG,
        mchid=pay.mchid,
        private_key=pay.private_key,
        cert_serial_no=pay.serial_no,
        appid=appid,
        apiv3_key=pay.apiv3_key,
        proxy=dict(DIRECT),
        timeout=TIMEOUT,
        public_key=pay.public_key or None,
        public_key_id=pay.public_key_id or None,
    )
    if url != WECHATPAY_URL:
        client._core._gate_way = url  # the library has no setting for it
    return client


class WeChatPay:
    """One merchant at WeChat Pay. See `provider.Provider` for what its methods promise."""

    def __init__(self, pay: PaySettings, account: Account, url: str) -> None:
        self.account = account
        self._pay = pay
        self._url = url

    def prepay(self, charge: Charge, at: int, nonce: str) -> PayParams:
        """JSAPI order, and the signed call for the mini-program (docs/platform I4)."""
        client = self._connect("jsapi")
        made = _answer(
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
        package = f"prepay_id={made.prepay_id}"
        signature = client.sign([charge.appid, str(at), nonce, package])
        return PayParams(timeStamp=str(at), nonceStr=nonce, package=package, signType="RSA", paySign=signature)

    def query(self, number: str) -> PaymentSeen:
        """By our number (docs/platform I4)."""
        client = self._connect("query")
        return _payment(_answer("query", _Transaction, lambda: client.query(out_trade_no=number)))

    def close(self, number: str) -> None:
        """Answered with an empty 204, also when it is closed already (docs/platform I4)."""
        client = self._connect("close")
        _call("close", lambda: client.close(number))

    def refund(self, repayment: Repayment) -> RefundSeen:
        """Accepted, not done: the result comes later (docs/platform I5)."""
        client = self._connect("refund")
        return self._refund(
            _answer(
                "refund",
                _Refund,
                lambda: client.refund(
                    out_refund_no=repayment.refund_number,
                    amount={"refund": repayment.amount, "total": repayment.total, "currency": repayment.currency},
                    out_trade_no=repayment.number,
                    reason=repayment.reason,
                    notify_url=repayment.notify_url,
                ),
            )
        )

    def query_refund(self, refund_number: str) -> RefundSeen:
        """By the refund's number (docs/platform I5)."""
        client = self._connect("query_refund")
        return self._refund(_answer("query_refund", _Refund, lambda: client.query_refund(refund_number)))

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Verify on the raw body, then open (docs/platform I2, I6). Its age is looked at here: the library does not."""
        stamp = headers.get("wechatpay-timestamp", "")
        if not re.fullmatch(r"\d{1,12}", stamp) or abs(now.timestamp() - int(stamp)) > NOTICE_SECONDS:
            raise NoticeRefused()
        client = self._connect("notice")
        self._know(client, headers.get("wechatpay-serial", ""))
        try:
            told = client.callback(headers, body)
        except Exception:
            # The library raises bare exceptions for what it cannot read, and answers nothing for a forged signature.
            raise NoticeRefused() from None
        if not told:
            raise NoticeRefused()
        return self._notice(told)

    def _connect(self, api: str) -> Any:
        """The client. Without a public key, making it fetches the platform's certificates."""
        try:
            return _client(self._pay, self.account.appid, self._url)
        except PayNotConfigured:
            raise
        except Exception as error:
            raise PayOutcomeUnknown(api=api, reason=type(error).__name__) from error

    def _know(self, client: Any, serial: str) -> None:
        """For a serial that is not known the library fetches certificates: forged ones may make it once a minute."""
        known = {f"{certificate.serial_number:X}" for certificate in client._core._certificates}
        if serial == self._pay.public_key_id or serial.upper().lstrip("0") in known:
            return
        if not re.fullmatch(r"[0-9A-Fa-f]{1,40}", serial) or _fetched.has(self._pay.mchid):
            raise NoticeRefused()
        _fetched.put(self._pay.mchid, True)

    def _notice(self, told: dict[str, Any]) -> Notice:
        event = str(told.get("event_type", ""))
        try:
            if event.startswith("TRANSACTION."):
                return Notice(event=event, payment=_payment(msgspec.convert(told["resource"], _Transaction)))
            if event.startswith("REFUND."):
                return Notice(event=event, refund=self._refund(msgspec.convert(told["resource"], _Refund)))
        except (msgspec.ValidationError, ValueError):
            raise MalformedMessage() from None
        return Notice(event=event)

    def _refund(self, told: _Refund) -> RefundSeen:
        return RefundSeen(
            mchid=told.mchid or self._pay.mchid,
            number=told.out_trade_no,
            refund_number=told.out_refund_no,
            refund_id=told.refund_id,
            state=told.status or told.refund_status,
            amount=told.amount.refund,
            total=told.amount.total,
            succeeded_at=_stored(told.success_time),
        )


def _payment(told: _Transaction) -> PaymentSeen:
    return PaymentSeen(
        mchid=told.mchid,
        appid=told.appid,
        number=told.out_trade_no,
        state=told.trade_state,
        total=told.amount.total,
        currency=told.amount.currency,
        transaction_id=told.transaction_id,
        paid_at=_stored(told.success_time),
    )


def _stored(time: str) -> str:
    """A time of the platform (RFC 3339, in Shanghai) as we store it; '' stays ''."""
    return iso(moment(time)) if time else ""


def _answer(api: str, shape: type[Decoded], call: Callable[[], tuple[int, Any]]) -> Decoded:
    """The typed body of a call that was taken."""
    body = _call(api, call)
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.MsgspecError:
        raise PayOutcomeUnknown(api=api, reason="not the documented answer") from None


def _call(api: str, call: Callable[[], tuple[int, Any]]) -> Any:
    """The body of a call that was taken. Raises PayRefused by its code, or PayOutcomeUnknown."""
    try:
        status, body = call()
    except Exception as error:
        # Lost connections and answers that the platform did not sign both come as exceptions; neither says anything.
        raise PayOutcomeUnknown(api=api, reason=type(error).__name__) from error
    if 200 <= status < 300:
        return body
    raise _refusal(api, status, body)


def _refusal(api: str, status: int, body: Any) -> Exception:
    try:
        said = msgspec.json.decode(body, type=_Said).code
    except (msgspec.MsgspecError, UnicodeDecodeError):
        said = ""
    if status >= 500 or said in UNDECIDED:
        return PayOutcomeUnknown(api=api, reason=said or f"HTTP {status}")
    kind = CODES.get(said, PayBusy if status == 429 else PayRefused)
    return kind(api, said or f"HTTP {status}")
