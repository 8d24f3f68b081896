"""WeChat Pay API v3 as a provider, through the library wechatpayv3 (docs/platform I4, I5, I6, docs/adr/0015).

The library and what it brings are imported when money moves, not when a function starts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from chalicelib.core.config import WECHATPAY_URL, config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ids import digest
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, SHANGHAI, Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import PaySettings
from chalicelib.platforms.wechatpay.errors import NoticeRefused, PayNotConfigured, PayOutcomeUnknown, refusal
from chalicelib.platforms.wechatpay.provider import (
    Account,
    Charge,
    Notice,
    PaymentNumber,
    PaymentReport,
    PayParams,
    Provider,
    RefundNumber,
    RefundReport,
    RefundStatus,
    Repayment,
    TradeState,
)

TIMEOUT = (1, 4)
# No proxy by accident: what the environment names for other programs is not where money goes.
DIRECT = {"http": "", "https": ""}
NOTICE_SECONDS = 300
Decoded = TypeVar("Decoded")
# The library's clients, by all that a client is made of: keys are parsed once while the settings stay the same.
_clients: Cache[Any] = Cache(seconds=math.inf, size=32)
_fetched: Cache[bool] = Cache(seconds=60)


class _Amount(msgspec.Struct, frozen=True):
    total: Fen = Fen(0)
    refund: Fen = Fen(0)
    currency: str = "CNY"


class _Prepaid(msgspec.Struct, frozen=True):
    prepay_id: str


class _Transaction(msgspec.Struct, frozen=True):
    """A payment in the platform's words (docs/platform I4)."""

    appid: str
    mchid: str
    out_trade_no: PaymentNumber
    trade_state: TradeState
    transaction_id: str = ""
    success_time: str = ""
    amount: _Amount = _Amount()


class _Refund(msgspec.Struct, frozen=True):
    """A refund in the platform's words (docs/platform I5); a notice says refund_status where an answer says status."""

    out_trade_no: PaymentNumber
    out_refund_no: RefundNumber
    refund_id: str
    amount: _Amount
    status: RefundStatus | None = None
    refund_status: RefundStatus | None = None
    mchid: str = ""
    success_time: str = ""


class _Opened(msgspec.Struct, frozen=True):
    """A notification as the library opens it (docs/platform I6)."""

    event_type: str | None = None
    resource: Any = None


class _Refusal(msgspec.Struct, frozen=True):
    code: str = ""


def of(ctx: Ctx) -> Provider:
    """The provider of a corp. Raises UnknownCorp, PayNotConfigured."""
    settings = secrets.corp(ctx.corp)
    if settings.pay is None:
        raise PayNotConfigured()
    account = Account(settings.pay.mchid, settings.pay.appid or settings.mini_appid)
    return WeChatPay(settings.pay, account, config().wechatpay_url)


def _client(pay: PaySettings, appid: str, url: str) -> Any:
    """The library's client of a merchant."""
    name = digest(*msgspec.structs.astuple(pay), appid, url).hex()
    return _clients.get(name, lambda: _new_client(pay, appid, url))


def _new_client(pay: PaySettings, appid: str, url: str) -> Any:
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
        return _payment_report(_answer("query", _Transaction, lambda: client.query(out_trade_no=number)))

    def close(self, number: PaymentNumber) -> None:
        """Answered with an empty 204, also when it is closed already (docs/platform I4)."""
        client = self._connect("close")
        _call("close", lambda: client.close(number))

    def refund(self, repayment: Repayment) -> RefundReport:
        """Accepted, not done: the result comes later (docs/platform I5)."""
        client = self._connect("refund")
        return self._refund_report(
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

    def query_refund(self, refund_number: RefundNumber) -> RefundReport:
        """By the refund's number (docs/platform I5)."""
        client = self._connect("query_refund")
        return self._refund_report(_answer("query_refund", _Refund, lambda: client.query_refund(refund_number)))

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Verify on the raw body, then open (docs/platform I2, I6). Its age is looked at here: the library does not."""
        stamp = headers.get("wechatpay-timestamp", "")
        if not re.fullmatch(r"\d{1,12}", stamp) or abs(now.timestamp() - int(stamp)) > NOTICE_SECONDS:
            raise NoticeRefused()
        client = self._connect("notice")
        self._know(client, headers.get("wechatpay-serial", ""))
        try:
            plain = client.callback(headers, body)
        except Exception:
            # The library raises bare exceptions for what it cannot read, and answers nothing for a forged signature.
            raise NoticeRefused() from None
        if not plain:
            raise NoticeRefused()
        return self._notice(plain)

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

    def _notice(self, plain: Any) -> Notice:
        try:
            opened = msgspec.convert(plain, _Opened)
            event = opened.event_type or ""
            if event.startswith("TRANSACTION."):
                return Notice(event=event, payment=_payment_report(msgspec.convert(opened.resource, _Transaction)))
            if event.startswith("REFUND."):
                return Notice(event=event, refund=self._refund_report(msgspec.convert(opened.resource, _Refund)))
        except (msgspec.ValidationError, ValueError):
            raise MalformedMessage() from None
        return Notice(event=event)

    def _refund_report(self, refund: _Refund) -> RefundReport:
        return RefundReport(
            mchid=refund.mchid or self._pay.mchid,
            number=refund.out_trade_no,
            refund_number=refund.out_refund_no,
            refund_id=refund.refund_id,
            status=refund.status or refund.refund_status or RefundStatus.OTHER,
            amount=refund.amount.refund,
            total=refund.amount.total,
            succeeded_at=_stored(refund.success_time),
        )


def _payment_report(payment: _Transaction) -> PaymentReport:
    return PaymentReport(
        mchid=payment.mchid,
        appid=payment.appid,
        number=payment.out_trade_no,
        state=payment.trade_state,
        total=payment.amount.total,
        currency=payment.amount.currency,
        transaction_id=payment.transaction_id,
        paid_at=_stored(payment.success_time),
    )


def _stored(time: str) -> Moment:
    """A time of the platform (RFC 3339, in Shanghai) as we store it; '' is NEVER."""
    return iso(moment(time)) if time else NEVER


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
    raise refusal(api, status, _code(body))


def _code(body: Any) -> str:
    """The platform's own word for why it did not, '' when it gave none that can be read."""
    try:
        return msgspec.json.decode(body, type=_Refusal).code
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
