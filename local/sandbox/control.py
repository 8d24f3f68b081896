"""The control API under /_sandbox: set up corps, move the clock, bend things, read the ledger."""

import re
from typing import TypeVar

import msgspec
from flask import Blueprint, Response, jsonify, request
from msgspec import Struct, field

from local.clock import parse_duration
from local.sandbox.api.auth import revoke_tokens
from local.sandbox.crypto import CryptoError, aes_key
from local.sandbox.faults import FaultError
from local.sandbox.life import Refused
from local.sandbox.parts import Parts
from local.sandbox.people import View, register_people
from local.sandbox.records import AppSecret, Corp, Fault, Json, Limits, Staff, State
from local.sandbox.verify import VERIFY_SECONDS, verify
from local.sandbox.world import NotFound, iso

Body = TypeVar("Body", bound=Struct)
_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")


class ClockIn(Struct, forbid_unknown_fields=True):
    """Body of POST clock."""

    advance: str


class CorpIn(Struct, forbid_unknown_fields=True):
    """Body of PUT corps/{corp_id}; the whole corp, `skip` leaves the callback unverified."""

    name: str
    secrets: list[AppSecret] = field(default_factory=list)
    callback_url: str = ""
    token: str = ""
    encoding_aes_key: str = ""
    callback_agent_id: int | str = ""
    mini_appid: str = ""
    mini_secret: str = ""
    staff: list[Staff] = field(default_factory=list)
    trusted_ips: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    api_events: bool = False
    skip: bool = True


def body_as(kind: type[Body]) -> Body:
    """The request's JSON as a typed value; anything else is refused with 400."""
    return msgspec.json.decode(request.get_data() or b"{}", type=kind)


def control(parts: Parts) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
    _register_errors(blueprint)
    _Control(parts).register(blueprint)
    register_people(blueprint, parts, body_as)
    return blueprint


def _register_errors(blueprint: Blueprint) -> None:
    def refuse(error: Exception, status: int) -> Response:
        response = jsonify({"error": str(error).strip("'\"")})
        response.status_code = status
        return response

    for kind in (msgspec.MsgspecError, Refused, FaultError, CryptoError, ValueError):
        blueprint.register_error_handler(kind, lambda error: refuse(error, 400))
    blueprint.register_error_handler(NotFound, lambda error: refuse(error, 404))


class _Control:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.world = parts.world

    def register(self, blueprint: Blueprint) -> None:
        rules: list[tuple[str, str, View]] = [
            ("GET", "/clock", self.clock), ("POST", "/clock", self.advance),
            ("GET", "/corps", self.corps), ("PUT", "/corps/<corp_id>", self.put_corp),
            ("POST", "/corps/<corp_id>/verify", self.verify),
            ("GET", "/ledger", self.ledger), ("POST", "/settle", self.settle),
            ("GET", "/faults", self.faults), ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.clear_faults),
            ("DELETE", "/faults/<int:fault_id>", self.remove_fault),
            ("POST", "/reset", self.reset),
        ]  # fmt: skip
        for method, rule, view in rules:
            blueprint.add_url_rule(rule, f"{method} {rule}", view, methods=[method])

    # clock

    def clock(self) -> Json:
        clock = self.world.clock
        return {"now": iso(clock.time()), "unix": clock.time(), "offset": clock.offset}

    def advance(self) -> Json:
        seconds = parse_duration(body_as(ClockIn).advance)
        self.world.clock.advance(seconds)
        self.world.record("clock", advanced=seconds)
        return self.clock()

    # corps

    def corps(self) -> Json:
        with self.world.lock:
            return {"corps": [public_corp(corp) for corp in self.world.state.corps.values()]}

    def put_corp(self, corp_id: str) -> Json:
        given = body_as(CorpIn)
        if given.callback_url:
            aes_key(given.encoding_aes_key)
            if not _TOKEN.fullmatch(given.token):
                raise ValueError("token must be 1 to 32 letters or digits")
        with self.world.lock:
            former = self.world.state.corps.get(corp_id)
            corp = build_corp(corp_id, given)
            corp.verified = former.verified if former else None
            self.world.state.corps[corp_id] = corp
            self.world.record("setup", corp_id=corp_id, staff=len(corp.staff))
        shown = public_corp(corp)
        return shown if given.skip else shown | {"verified": verify(self.world, corp, VERIFY_SECONDS)}

    def verify(self, corp_id: str) -> Json:
        return verify(self.world, self.world.corp(corp_id), VERIFY_SECONDS)

    # ledger

    def ledger(self) -> Json:
        kinds = {kind for kind in request.args.get("kind", "").split(",") if kind}
        after = request.args.get("after", -1, int)
        limit = request.args.get("limit", 200, int)
        entries = self.world.ledger(kinds, after, max(1, min(limit, 20_000)))
        return {"entries": entries, "last": self.world.state.seq}

    def settle(self) -> Json:
        return {"settled": self.parts.deliverer.settle(request.args.get("timeout", 10.0, float))}

    # faults

    def faults(self) -> Json:
        return {"faults": [msgspec.to_builtins(fault) for fault in self.parts.faults.active()]}

    def add_fault(self) -> Json:
        fault = self.parts.faults.add(body_as(Fault))
        answer: Json = dict(msgspec.to_builtins(fault))
        if fault.kind == "invalidate_tokens":
            answer["invalidated"] = revoke_tokens(self.world, fault.corp_id)
        if fault.kind == "block":
            for corp_id in [*self.world.state.corps]:
                if fault.corp_id in ("*", corp_id):
                    self.parts.frequency.block(corp_id, fault.api, fault.seconds)
        return answer

    def clear_faults(self) -> Json:
        self.parts.frequency.unblock()
        return {"removed": self.parts.faults.remove()}

    def remove_fault(self, fault_id: int) -> Json:
        return {"removed": self.parts.faults.remove(fault_id)}

    def reset(self) -> Json:
        with self.world.lock:
            self.parts.deliverer.clear()
            self.parts.frequency.clear()
            seq = self.world.state.seq
            self.world.load(State(seq=seq))
            self.world.record("reset")
        return {"reset": True}


def build_corp(corp_id: str, given: CorpIn) -> Corp:
    """The record of a corp from what was given."""
    values = {name: getattr(given, name) for name in given.__struct_fields__ if name != "skip"}
    values["staff"] = {staff.userid: staff for staff in given.staff}
    return Corp(corp_id=corp_id, **values)


def public_corp(corp: Corp) -> Json:
    """A corp without its secrets."""
    shown: Json = dict(msgspec.to_builtins(corp))
    for name in ("secrets", "token", "encoding_aes_key", "mini_secret"):
        del shown[name]
    shown["agents"] = [app.agent_id for app in corp.secrets]
    return shown
