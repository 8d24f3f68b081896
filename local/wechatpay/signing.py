"""What the platform signs, and how it sees who signed (docs/platform I1, I2)."""

from __future__ import annotations

import re
import secrets
import time

from msgspec import Struct
from werkzeug.datastructures import Headers

from local.wechatpay import crypto
from local.wechatpay.errors import PayError, sign_error
from local.wechatpay.records import Merchant
from local.wechatpay.world import World, digits

SCHEME = "WECHATPAY2-SHA256-RSA2048"
SKEW = 300
_PARAMETER = re.compile(r'(\w+)="([^"]*)"')


class Incoming(Struct, frozen=True):
    """A request as it came in, free of any web framework. uri: the raw path with its query, as it was signed."""

    method: str
    uri: str
    headers: Headers
    raw: bytes


class Authorization(Struct, frozen=True):
    """The parameters of an Authorization header."""

    mchid: str
    nonce_str: str
    signature: str
    timestamp: str
    serial_no: str


def signed_headers(world: World, raw: bytes, certificate: bool = False, forged: bool = False) -> dict[str, str]:
    """The headers of an answer or a notification; a forged one is a probe (docs/platform I2)."""
    platform = world.platform
    stamp, nonce = str(int(world.time())), secrets.token_hex(16)
    signature = crypto.sign(platform.private_key, crypto.lines(stamp, nonce, raw.decode()))
    return {
        "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{signature[::-1]}" if forged else signature,
        "Wechatpay-Serial": platform.serial_no if certificate else platform.public_key_id,
        "Wechatpay-Signature-Type": SCHEME, "Request-ID": "08" + digits(30),
    }  # fmt: skip


def authenticate(world: World, incoming: Incoming) -> Merchant:
    """The merchant who signed the request (docs/platform I1). Raises PayError."""
    authorization = _authorization(incoming.headers.get("Authorization", ""))
    merchant = world.state.merchants.get(authorization.mchid)
    if merchant is None:
        raise PayError("MCH_NOT_EXISTS", "商户号不存在")
    if not authorization.timestamp.isdigit() or not _is_timely(world, int(authorization.timestamp)):
        raise sign_error(
            "timestamp is more than 5 minutes off", "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"
        )
    if authorization.serial_no.upper() != merchant.serial_no.upper():
        raise sign_error("unknown serial_no", "商户证书序列号有误")
    if not _is_signed(incoming, authorization, merchant):
        raise sign_error("sign not match")
    return merchant


def _authorization(header: str) -> Authorization:
    scheme, _, rest = header.partition(" ")
    parameters = dict(_PARAMETER.findall(rest))
    values = {name: parameters.get(name, "") for name in Authorization.__struct_fields__}
    if scheme != SCHEME or not all(values.values()):
        raise sign_error("Authorization is missing or incomplete", "Http头Authorization值格式错误")
    return Authorization(**values)


def _is_timely(world: World, stamp: int) -> bool:
    """By the shared clock, or by the machine's: other people's clients sign with that one."""
    return min(abs(world.time() - stamp), abs(time.time() - stamp)) <= SKEW


def _is_signed(incoming: Incoming, authorization: Authorization, merchant: Merchant) -> bool:
    body = incoming.raw.decode("utf-8", "surrogateescape")
    parts = (incoming.method, incoming.uri, authorization.timestamp, authorization.nonce_str, body)
    try:
        message = crypto.lines(*parts)
    except UnicodeEncodeError:
        return False
    return crypto.verify(merchant.public_key, message, authorization.signature)
