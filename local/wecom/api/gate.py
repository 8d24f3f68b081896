"""The way every call goes: who asks, may they, how often, faults, the effect, the ledger."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from msgspec import Struct, field

from local.servers.basics import Json
from local.wecom.api import REGISTRY, Call, Spec, Upload
from local.wecom.api.auth import LOGINS, identify, token_owner
from local.wecom.api.registry import Counts
from local.wecom.errors import WRONG_JSON, ApiError, errmsg
from local.wecom.faults import Faults
from local.wecom.life import Life
from local.wecom.limits import Frequency
from local.wecom.records import AppSecret, Corp
from local.wecom.states import FaultKind
from local.wecom.transfers import Transfers
from local.wecom.world import World

# Of a path that does not exist the platform's code is not documented; this one says that the app may not call it.
NOT_SIMULATED = 48002
ABOUT = (
    "userid", "external_userid", "config_id", "welcome_code", "add_tag", "remove_tag", "id", "msgid", "chat_type",
    "sender", "chat_id", "touser", "type", "handover_userid", "takeover_userid",
)  # fmt: skip
SHOWN = 20
STAFF = ("userid", "user", "userid_list", "sender")
USERIDS = (
    "userid", "user", "userid_list", "sender", "touser", "owner_filter", "handover_userid", "takeover_userid",
    "new_owner",
)  # fmt: skip
_SURROGATE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")


class Incoming(Struct, frozen=True):
    """A request as it came in, free of any web framework."""

    path: str
    method: str
    query: dict[str, str]
    raw: bytes
    ip: str
    upload: Upload | None = None


class Outgoing(Struct, frozen=True):
    """The answer; `drop` closes the connection instead, no `body` sends none. dirty: in dirty JSON."""

    status: int
    body: Json | None
    drop: bool = False
    dirty: bool = False


class Trail(Struct):
    """What the ledger will tell of a call, as far as it came."""

    corp_id: str = ""
    about: Json = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    is_wrong_json: bool = False


class Gate:
    """Serves calls of WeCom's and those of WeChat's."""

    def __init__(
        self, world: World, life: Life, transfers: Transfers, frequency: Frequency, faults: Faults
    ) -> None:  # fmt: skip
        self.world = world
        self.life = life
        self.transfers = transfers
        self.frequency = frequency
        self.faults = faults

    def serve(self, incoming: Incoming) -> Outgoing:
        """Answer one call and write it to the ledger."""
        started, trail = time.perf_counter(), Trail()
        try:
            body = {"errcode": 0, "errmsg": "ok"} | self._cgi(incoming, trail)
        except ApiError as error:
            body = self._refusal(error, incoming, trail.is_wrong_json)
        return self._leave(incoming, trail, body, started)

    def serve_login(self, incoming: Incoming) -> Outgoing:
        """WeChat's logins: success carries no errcode (docs/platform G2, G3)."""
        started = time.perf_counter()
        try:
            self._misbehave(incoming.path, "")
            asked = incoming.query | {name: str(value) for name, value in read_body(incoming.raw)[0].items()}
            with self.world.lock:
                body = LOGINS[incoming.path](self.world, asked)
        except ApiError as error:
            body = self._refusal(error, incoming, False)
        return self._leave(incoming, Trail(), body, started)

    # the steps

    def _cgi(self, incoming: Incoming, trail: Trail) -> Json:
        spec = REGISTRY.get(incoming.path)
        if spec is None:
            raise ApiError(NOT_SIMULATED, f"the sandbox does not simulate {incoming.path}")
        if incoming.method != spec.method:
            raise ApiError(43001 if spec.method == "GET" else 43002)
        corp, app = self._who(spec, incoming, trail)
        trail.corp_id = corp.corp_id
        self._may(spec, corp, app, incoming.ip)
        self._often(spec, corp)
        with self._in_flight(spec, corp):
            self._misbehave(spec.path, corp.corp_id)
            body, trail.is_wrong_json = read_body(incoming.raw)
            trail.about = _about(body) or _about(incoming.query)
            trail.warnings = _warnings(spec, body)
            self._refuse_staff(spec.path, corp.corp_id, incoming.query, body)
            answer = self._effect(spec, corp, app, incoming, body)
        if trail.is_wrong_json:
            raise ApiError(47001)
        return answer

    def _who(self, spec: Spec, incoming: Incoming, trail: Trail) -> tuple[Corp, AppSecret]:
        if spec.needs_token:
            with self.world.lock:
                return token_owner(self.world, incoming.query.get("access_token", ""))
        corpid = incoming.query.get("corpid", "")
        self.frequency.check(corpid, spec.path)
        trail.corp_id = corpid
        try:
            return identify(self.world, corpid, incoming.query.get("corpsecret", ""))
        except ApiError:
            if corp := self.world.state.corps.get(corpid):
                self.frequency.count_failure(corp)
            raise

    def _may(self, spec: Spec, corp: Corp, app: AppSecret, ip: str) -> None:
        if corp.trusted_ips and ip not in corp.trusted_ips and spec.needs_token:
            raise ApiError(60020)
        if spec.path.startswith(("externalcontact/", "idconvert/")) and not app.callable:
            raise ApiError(48002, "the app is not listed under callable apps")
        if spec.needs_token and spec.contacts != app.contacts:
            raise ApiError(48002, "the secret of the contacts lists ids, an app asks the rest")

    def _often(self, spec: Spec, corp: Corp) -> None:
        if spec.counts == Counts.ALL:
            self._count(spec, corp)
        else:
            self.frequency.check(corp.corp_id, spec.path)

    def _count(self, spec: Spec, corp: Corp) -> None:
        self.frequency.count(corp, spec.path, getattr(corp.limits, spec.per_minute))

    def _in_flight(self, spec: Spec, corp: Corp) -> AbstractContextManager[None]:
        if not spec.in_flight:
            return nullcontext()
        return self._gated(corp.corp_id, spec.path, corp.limits.mark_tag_in_flight)

    @contextmanager
    def _gated(self, corp_id: str, path: str, limit: int) -> Iterator[None]:
        self.frequency.enter(corp_id, path, limit)
        try:
            yield
        finally:
            self.frequency.leave(corp_id, path)

    def _misbehave(self, path: str, corp_id: str) -> None:
        if slow := self.faults.take(FaultKind.SLOW, corp_id=corp_id, api=path):
            time.sleep(slow.ms / 1000)
        for kind in (FaultKind.ERROR, FaultKind.PERMANENT):
            if error := self.faults.take(kind, corp_id=corp_id, api=path):
                raise ApiError(error.errcode, "fault")

    def _refuse_staff(self, path: str, corp_id: str, query: Mapping[str, str], body: Json) -> None:
        """The fault staff_refused; an app message to several names whom it could not reach instead (E1)."""
        named = {userid.lower() for part in (query, body) for userid in _staff_in(part)}
        if path != "message/send" and (errcode := self.faults.refused_staff(corp_id, path, named)):
            raise ApiError(errcode, "fault")

    def _effect(self, spec: Spec, corp: Corp, app: AppSecret, incoming: Incoming, body: Json) -> Json:
        try:
            with self.world.lock:
                query, body = spelt(corp, incoming.query), spelt(corp, body)
                call = Call(
                    self.world, self.life, self.transfers, self.frequency, query, body, incoming.ip, corp, app,
                    incoming.upload,
                )  # fmt: skip
                return spec.handler(call)
        except ApiError:
            if spec.counts == Counts.FAILURES:
                self._count(spec, corp)
            raise

    # the way out

    def _refusal(self, error: ApiError, incoming: Incoming, is_wrong_json: bool) -> Json:
        text = errmsg(error, self.world.unix(), self.world.next_seq(), incoming.ip)
        return {"errcode": error.errcode, "errmsg": (WRONG_JSON if is_wrong_json else "") + text}

    def _leave(self, incoming: Incoming, trail: Trail, body: Json, started: float) -> Outgoing:
        where = {"corp_id": trail.corp_id, "api": incoming.path}
        drop = self.faults.take(FaultKind.DROP_REPLY, **where) is not None
        broken = not drop and self.faults.take(FaultKind.HTTP_500, **where) is not None
        optional = {"about": trail.about, "warnings": trail.warnings}
        self.world.record(
            "api", api=incoming.path, errcode=body.get("errcode", 0),
            ms=round((time.perf_counter() - started) * 1000, 1),
            reply="dropped" if drop else "http 500" if broken else "sent", corp_id=trail.corp_id,
            **{name: value for name, value in optional.items() if value},
        )  # fmt: skip
        if drop:
            return Outgoing(200, None, drop=True)
        if broken:
            return Outgoing(500, None)
        return Outgoing(200, body, dirty=self.faults.take(FaultKind.DIRTY_JSON, **where) is not None)


def read_body(raw: bytes) -> tuple[Json, bool]:
    """The JSON object sent, and True when it was no such thing (docs/platform A1).

    Raises ApiError 40033 for \\ud83d escapes.
    """
    if not raw:
        return {}, False
    if _SURROGATE.search(raw):
        raise ApiError(40033, "send raw UTF-8 instead of escapes")
    try:
        body = json.loads(raw.decode())
    except ValueError:
        return {}, True
    return (body, False) if isinstance(body, dict) else ({}, True)


def _staff_in(fields: Mapping[str, object]) -> Iterator[str]:
    """The members of staff that a call names."""
    for name in STAFF:
        value = fields.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))


def _about(fields: Mapping[str, object]) -> Json:
    """What the ledger tells of a call; long lists, such as the customers of a mass task, only by their length."""
    telling = {name: value for name, value in fields.items() if name in ABOUT}
    return {
        name: f"{len(value)} items" if isinstance(value, list) and len(value) > SHOWN else value
        for name, value in telling.items()
    }


def spelt(corp: Corp, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a call with each userid as the corp writes it, since case does not matter (docs/platform K2)."""
    return {name: _spelt(corp, value) if name in USERIDS else value for name, value in fields.items()}


def _spelt(corp: Corp, value: Any) -> Any:
    match value:
        case str():
            return "|".join(corp.spelling(part) for part in value.split("|"))
        case list():
            return [_spelt(corp, part) for part in value]
        case dict():
            return spelt(corp, value)
    return value


def _warnings(spec: Spec, body: Json) -> list[str]:
    """The platform ignores unknown fields in silence; the ledger does not."""
    return [f"unknown field {name!r}" for name in body if name not in spec.fields]
