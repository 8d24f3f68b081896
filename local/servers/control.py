"""The part of the control API under /_sandbox that every sandbox has: clock, ledger, faults, delivering what waits."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from local.clock import parse_duration
from local.servers.basics import Json, NotFound, iso
from local.servers.courier import Courier
from local.servers.faults import AnyFault, Faults
from local.servers.world import LEDGER_KEEPS, World

Body = TypeVar("Body", bound=Struct)
View = Callable[..., ResponseReturnValue]
Rules = list[tuple[str, str, View]]


class ClockIn(Struct, forbid_unknown_fields=True):
    """Body of POST clock."""

    advance: str


def body_as(kind: type[Body]) -> Body:
    """The request's JSON as a typed value; anything else is refused with 400."""
    return msgspec.json.decode(request.get_data() or b"{}", type=kind)


def control_blueprint(*refusals: type[Exception]) -> Blueprint:
    """The blueprint of /_sandbox: 404 for NotFound; 400 for wrong JSON, ValueError and the given errors."""
    blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
    kinds: list[type[Exception]] = [msgspec.MsgspecError, ValueError, *refusals]
    for kind in kinds:
        blueprint.register_error_handler(kind, lambda error: _refuse(error, 400))
    blueprint.register_error_handler(NotFound, lambda error: _refuse(error, 404))
    return blueprint


def _refuse(error: Exception, status: int) -> tuple[Response, int]:
    code = {"code": error.code} if hasattr(error, "code") else {}
    return jsonify({"error": str(error).strip("'\""), **code}), status


def add_rules(blueprint: Blueprint, rules: Rules) -> None:
    """Register views as (method, rule, view)."""
    for method, rule, view in rules:
        blueprint.add_url_rule(rule, f"{method} {rule}", view, methods=[method])


class Control(Generic[AnyFault]):
    """The common views; a sandbox adds its own."""

    fault: type[AnyFault]

    def __init__(self, world: World[Any], courier: Courier[Any], faults: Faults[AnyFault]) -> None:
        self.world = world
        self.courier = courier
        self.faults = faults

    def rules(self) -> Rules:
        """What is registered."""
        return [
            ("GET", "/clock", self.clock), ("POST", "/clock", self.advance),
            ("GET", "/ledger", self.ledger), ("POST", "/deliver", self.deliver),
            ("GET", "/faults", self.list_faults), ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.clear_faults), ("DELETE", "/faults/<int:fault_id>", self.remove_fault),
        ]  # fmt: skip

    def clock(self) -> Json:
        clock = self.world.clock
        return {"now": iso(clock.time()), "unix": clock.time(), "offset": clock.offset}

    def advance(self) -> Json:
        seconds = parse_duration(body_as(ClockIn).advance)
        self.world.clock.advance(seconds)
        self.world.record("clock", advanced=seconds)
        return self.clock()

    def ledger(self) -> Json:
        kinds = {kind for kind in request.args.get("kind", "").split(",") if kind}
        after, limit = request.args.get("after", -1, int), request.args.get("limit", 200, int)
        entries = self.world.ledger(kinds, after, max(1, min(limit, LEDGER_KEEPS)))
        return {"entries": entries, "last": self.world.state.seq}

    def deliver(self) -> Json:
        return {"delivered": self.courier.deliver_all(request.args.get("timeout", 10.0, float))}

    def list_faults(self) -> Json:
        return {"faults": msgspec.to_builtins(self.faults.active())}

    def add_fault(self) -> Json:
        return dict(msgspec.to_builtins(self.faults.add(body_as(self.fault))))

    def clear_faults(self) -> Json:
        return {"removed": self.faults.remove()}

    def remove_fault(self, fault_id: int) -> Json:
        return {"removed": self.faults.remove(fault_id)}
