"""The way every call goes: who asks, faults, the effect, the signed answer, the ledger (docs/platform I1, I2)."""

import re
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from msgspec import Struct
from werkzeug.datastructures import Headers

from local.servers.basics import Json
from local.wechatpay import crypto
from local.wechatpay.errors import PayError
from local.wechatpay.faults import Faults
from local.wechatpay.records import Merchant
from local.wechatpay.world import World, digits

SCHEME = "WECHATPAY2-SHA256-RSA2048"
SKEW = 300
_PARAMETER = re.compile(r'(\w+)="([^"]*)"')
_NEEDED = ("mchid", "nonce_str", "signature", "timestamp", "serial_no")


class Incoming(NamedTuple):
    """A request as it came in; `uri` is the raw path with query, as it was signed."""

    method: str
    uri: str
    headers: Headers
    raw: bytes


class Call(Struct):
    """A request whose sender is known."""

    merchant: Merchant
    raw: bytes


class Reply(NamedTuple):
    """The answer; `drop` closes the connection instead."""

    status: int
    raw: bytes
    headers: dict[str, str]
    drop: bool = False


Handler = Callable[[Call], Json | None]


def signed_headers(world: World, raw: bytes, certificate: bool = False, forged: bool = False) -> dict[str, str]:
    """The headers of an answer or a notification; a forged one is a probe (docs/platform I2)."""
    platform = world.platform
    stamp, nonce = str(int(world.time())), secrets.token_hex(16)
    message = crypto.lines(stamp, nonce, raw.decode())
    signature = crypto.sign(platform.private_key, message)
    return {
        "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{signature[::-1]}" if forged else signature,
        "Wechatpay-Serial": platform.serial_no if certificate else platform.public_key_id,
        "Wechatpay-Signature-Type": SCHEME, "Request-ID": "08" + digits(30),
    }  # fmt: skip


def sign_error(issue: str, message: str = "签名错误，请检查后再试") -> PayError:
    """401 SIGN_ERROR (docs/platform I7)."""
    detail: Json = {"field": "signature", "value": "", "issue": issue, "location": "authorization"}
    return PayError("SIGN_ERROR", message, detail)


class Gate:
    """Serves the calls under /v3."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults

    def serve(self, api: str, incoming: Incoming, handler: Handler) -> Reply:
        """Answer one call and write it to the ledger."""
        merchant: Merchant | None = None
        body: Json | None
        try:
            check_headers(incoming)
            merchant = self.authenticate(incoming)
            self._fail("error", merchant, api)
            body = handler(Call(merchant, incoming.raw))
            self._fail("error_after", merchant, api)
            status = 204 if body is None else 200
        except PayError as error:
            status, body = error.status, error.body()
        return self._leave(api, incoming, merchant, status, body)

    def _fail(self, kind: str, merchant: Merchant, api: str) -> None:
        if fault := self.faults.take(kind, mchid=merchant.mchid, api=api):
            raise PayError(fault.code, f"沙箱故障 {kind}")

    def _leave(self, api: str, incoming: Incoming, merchant: Merchant | None, status: int, body: Json | None) -> Reply:
        raw = b"" if body is None else msgspec.json.encode(body)
        mchid = merchant.mchid if merchant else ""
        bent = {
            kind: merchant and self.faults.take(kind, mchid=mchid, api=api)
            for kind in ("drop_reply", "bad_reply_signature")
        }
        forged, drop = bool(bent["bad_reply_signature"]), bool(bent["drop_reply"])
        headers = signed_headers(self.world, raw, self._by_certificate(incoming, merchant), forged)
        self.world.record(
            "api", api=api, mchid=mchid, method=incoming.method, uri=incoming.uri, status=status,
            code=(body or {}).get("code", "") if status >= 400 else "",
            detail=(body or {}).get("detail", {}) if status >= 400 else {}, reply="dropped" if drop else "sent",
        )  # fmt: skip
        return Reply(status, raw, headers, drop)

    def _by_certificate(self, incoming: Incoming, merchant: Merchant | None) -> bool:
        """The Wechatpay-Serial of the request decides, else the merchant's setting (docs/platform I2)."""
        asked = incoming.headers.get("Wechatpay-Serial", "")
        if asked in (self.world.platform.serial_no, self.world.platform.public_key_id):
            return asked == self.world.platform.serial_no
        return merchant is not None and merchant.verify_with == "certificate"

    def authenticate(self, incoming: Incoming) -> Merchant:
        """The merchant who signed the request (docs/platform I1)."""
        scheme, _, rest = incoming.headers.get("Authorization", "").partition(" ")
        given = dict(_PARAMETER.findall(rest))
        if scheme != SCHEME or any(not given.get(name) for name in _NEEDED):
            raise sign_error("Authorization is missing or incomplete", "Http头Authorization值格式错误")
        merchant = self.world.state.merchants.get(given["mchid"])
        if merchant is None:
            raise PayError("MCH_NOT_EXISTS", "商户号不存在")
        if not given["timestamp"].isdigit() or not self._is_timely(int(given["timestamp"])):
            raise sign_error(
                "timestamp is more than 5 minutes off", "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"
            )
        if given["serial_no"].upper() != merchant.serial_no.upper():
            raise sign_error("unknown serial_no", "商户证书序列号有误")
        body = incoming.raw.decode("utf-8", "surrogateescape")
        if not self._signed(incoming, given, body, merchant):
            raise sign_error("sign not match")
        return merchant

    def _is_timely(self, stamp: int) -> bool:
        """By the shared clock, or by the machine's: other people's clients sign with that one."""
        return min(abs(self.world.time() - stamp), abs(time.time() - stamp)) <= SKEW

    def _signed(self, incoming: Incoming, given: dict[str, str], body: str, merchant: Merchant) -> bool:
        try:
            message = crypto.lines(incoming.method, incoming.uri, given["timestamp"], given["nonce_str"], body)
        except UnicodeEncodeError:
            return False
        return crypto.verify(merchant.public_key, message, given["signature"])


def check_headers(incoming: Incoming) -> None:
    """Accept, Content-Type and User-Agent are required (docs/platform I1, I7)."""
    accept, content = incoming.headers.get("Accept", ""), incoming.headers.get("Content-Type", "")
    if not incoming.headers.get("User-Agent"):
        raise PayError("REQUEST_BLOCKED", "Http头缺少User-Agent")
    if "application/json" not in accept and "*/*" not in accept:
        raise PayError("PARAM_ERROR", "Http头Accept必须是application/json", status=406)
    if incoming.method == "POST" and not content.startswith("application/json"):
        raise PayError("PARAM_ERROR", "Http头Content-Type必须是application/json", status=415)
