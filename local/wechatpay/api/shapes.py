"""What the calls accept, and PARAM_ERROR with the field for everything else (docs/platform I4, I5, I7)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct, field

from local.wechatpay.errors import wrong

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Fen = Annotated[int, Meta(ge=1)]
Id32 = Annotated[str, Meta(min_length=1, max_length=32)]
Openid = Annotated[str, Meta(min_length=1, max_length=128)]
Url = Annotated[str, Meta(max_length=255)]
Shape = TypeVar("Shape", bound=Struct)
_PATH = re.compile(r"^(?P<issue>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"missing required field `(\w+)`")


class OrderAmount(Struct):
    """How much, in fen."""

    total: Fen
    currency: Literal["CNY"] = "CNY"


class Payer(Struct):
    """Who pays."""

    openid: Openid


class OrderIn(Struct):
    """Body of POST /v3/pay/transactions/jsapi (docs/platform I4); other fields are kept and compared, not read."""

    appid: Id32
    mchid: Id32
    description: Annotated[str, Meta(min_length=1, max_length=127)]
    out_trade_no: Annotated[str, Meta(pattern=r"^[0-9A-Za-z_\-|*]{6,32}$")]
    notify_url: Url
    amount: OrderAmount
    payer: Payer
    time_expire: Annotated[datetime, Meta(tz=True)] | None = None
    attach: Annotated[str, Meta(max_length=128)] = ""


class CloseIn(Struct):
    """Body of POST close."""

    mchid: Id32


class RefundAmount(Struct):
    """How much of how much, in fen."""

    refund: Fen
    total: Fen
    currency: Literal["CNY"]
    sources: list[dict[str, object]] = field(default_factory=list, name="from")


class RefundIn(Struct):
    """Body of POST /v3/refund/domestic/refunds (docs/platform I5)."""

    out_refund_no: Annotated[str, Meta(pattern=r"^[0-9A-Za-z_\-|*@]{1,64}$")]
    amount: RefundAmount
    transaction_id: Id32 | None = None
    out_trade_no: Id32 | None = None
    reason: Annotated[str, Meta(max_length=80)] = ""
    notify_url: Url | None = None
    funds_account: Literal["AVAILABLE"] | None = None


def read(raw: bytes, shape: type[Shape]) -> Shape:
    """The body as a typed value. Raises PayError (PARAM_ERROR), which names the field."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        match = _PATH.match(str(error))
        path, issue = (match["path"] or "", match["issue"]) if match else ("", str(error))
        if missing := _MISSING.search(issue):
            path += f".{missing[1]}"
        raise wrong("/body" + path.replace(".", "/"), issue) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise wrong("/body", f"not JSON: {error}") from error


def check_url(url: str, pointer: str = "/body/notify_url") -> None:
    """HTTPS without a query (docs/platform I4); plain HTTP is let through to this machine only. Raises PayError."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not secure or not parts.hostname:
        raise wrong(pointer, "notify_url must be https", url)
    if parts.query or parts.fragment or "?" in url:
        raise wrong(pointer, "notify_url must not carry parameters", url)
