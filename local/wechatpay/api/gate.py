"""The way every call goes: who asks, faults, the effect, the signed answer, the ledger (docs/platform I1, I2)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from local.servers.basics import Json
from local.wechatpay.api import Call, Spec
from local.wechatpay.errors import PayError
from local.wechatpay.faults import Faults
from local.wechatpay.life import Life
from local.wechatpay.records import Merchant
from local.wechatpay.signing import Incoming, authenticate, signed_headers
from local.wechatpay.states import FaultKind, VerifyWith
from local.wechatpay.world import World


class Outgoing(Struct, frozen=True):
    """The answer; `drop` closes the connection instead."""

    status: int
    raw: bytes
    headers: dict[str, str]
    drop: bool = False


class Gate:
    """Serves the calls under /v3."""

    def __init__(self, world: World, life: Life, faults: Faults) -> None:
        self.world = world
        self.life = life
        self.faults = faults

    def serve(self, spec: Spec, incoming: Incoming, name: str, query: Mapping[str, str]) -> Outgoing:
        """Answer one call and write it to the ledger. name: the number or id in its path."""
        merchant: Merchant | None = None
        body: Json | None
        try:
            check_headers(incoming)
            merchant = authenticate(self.world, incoming)
            self._misbehave(FaultKind.ERROR, merchant, spec)
            call = Call(self.world, self.life, merchant, name, query.get("mchid", ""), incoming.raw)
            with self.world.lock:
                body = spec.handler(call)
            self._misbehave(FaultKind.ERROR_AFTER, merchant, spec)
            status = 204 if body is None else 200
        except PayError as error:
            status, body = error.status, error.body()
        return self._leave(spec, incoming, merchant, status, body)

    def _misbehave(self, kind: FaultKind, merchant: Merchant, spec: Spec) -> None:
        if fault := self.faults.take(kind, mchid=merchant.mchid, api=spec.api):
            raise PayError(fault.code, f"沙箱故障 {kind}")

    def _leave(
        self, spec: Spec, incoming: Incoming, merchant: Merchant | None, status: int, body: Json | None
    ) -> Outgoing:
        raw = b"" if body is None else msgspec.json.encode(body)
        drop = self._is_bent(FaultKind.DROP_REPLY, merchant, spec)
        forged = self._is_bent(FaultKind.BAD_REPLY_SIGNATURE, merchant, spec)
        headers = signed_headers(self.world, raw, self._by_certificate(incoming, merchant), forged)
        refusal = body or {} if status >= 400 else {}
        self.world.record(
            "api", api=spec.api, mchid=merchant.mchid if merchant else "", method=incoming.method, uri=incoming.uri,
            status=status, code=refusal.get("code", ""), detail=refusal.get("detail", {}),
            reply="dropped" if drop else "sent",
        )  # fmt: skip
        return Outgoing(status, raw, headers, drop)

    def _is_bent(self, kind: FaultKind, merchant: Merchant | None, spec: Spec) -> bool:
        return merchant is not None and self.faults.take(kind, mchid=merchant.mchid, api=spec.api) is not None

    def _by_certificate(self, incoming: Incoming, merchant: Merchant | None) -> bool:
        """The Wechatpay-Serial of the request decides, else the merchant's setting (docs/platform I2)."""
        serial = incoming.headers.get("Wechatpay-Serial", "")
        if serial in (self.world.platform.serial_no, self.world.platform.public_key_id):
            return serial == self.world.platform.serial_no
        return merchant is not None and merchant.verify_with == VerifyWith.CERTIFICATE


def check_headers(incoming: Incoming) -> None:
    """Accept, Content-Type and User-Agent are required (docs/platform I1, I7). Raises PayError."""
    accept, content = incoming.headers.get("Accept", ""), incoming.headers.get("Content-Type", "")
    if not incoming.headers.get("User-Agent"):
        raise PayError("REQUEST_BLOCKED", "Http头缺少User-Agent")
    if "application/json" not in accept and "*/*" not in accept:
        raise PayError("PARAM_ERROR", "Http头Accept必须是application/json", status=406)
    if incoming.method == "POST" and not content.startswith("application/json"):
        raise PayError("PARAM_ERROR", "Http头Content-Type必须是application/json", status=415)
