"""The part of the control API under /_sandbox that every sandbox has: clock, ledger, faults, delivering what waits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from local.clock import parse_duration
from local.servers.basics import Json, NotFound, iso
from local.servers.deliveries import Deliverer
from local.servers.faults import Faults
from local.servers.records import AnyFault
from local.servers.world import LEDGER_KEEPS, World

Body = TypeVar("Body", bound=Struct)
View = Callable[..., ResponseReturnValue]
Rules = list[tuple[str, str, View]]


class ClockIn(Struct, forbid_unknown_fields=True):
    """Body of POST clock."""

    advance: str


def body_as(shape: type[Body]) -> Body:
    """The request's JSON as a typed value. Raises msgspec.MsgspecError, which is answered with 400."""
    return msgspec.json.decode(request.get_data() or b"{}", type=shape)


def shown(record: Struct) -> Json:
    """A record as JSON, every field of it."""
    fields: Json = msgspec.to_builtins(record)
    return fields


def kinds_asked() -> set[str]:
    """The ledger's kinds that the query names, separated by commas; none means all."""
    return {kind for kind in request.args.get("kind", "").split(",") if kind}


def control_blueprint(*refusals: type[Exception]) -> Blueprint:
    """The blueprint of /_sandbox: 404 for NotFound; 400 for wrong JSON, ValueError and the given errors."""
    blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
    errors: list[type[Exception]] = [msgspec.MsgspecError, ValueError, *refusals]
    for error_type in errors:
        blueprint.register_error_handler(error_type, lambda error: _refuse(error, 400))
    blueprint.register_error_handler(NotFound, lambda error: _refuse(error, 404))
    return blueprint


def _refuse(error: Exception, status: int) -> tuple[Response, int]:
    code = {"code": error.code} if hasattr(error, "code") else {}
    return jsonify({"error": str(error), **code}), status


def add_rules(blueprint: Blueprint, rules: Rules) -> None:
    """Register views as (method, rule, view)."""
    for method, rule, view in rules:
        blueprint.add_url_rule(rule, f"{method} {rule}", view, methods=[method])


class Control(ABC, Generic[AnyFault]):
    """The views that every sandbox has; each adds its own. fault: the shape of its faults."""

    fault: type[AnyFault]

    def __init__(self, world: World[Any], deliverer: Deliverer[Any], faults: Faults[AnyFault]) -> None:
        self.world = world
        self.deliverer = deliverer
        self.faults = faults

    def rules(self) -> Rules:
        """What is registered."""
        return [
            ("GET", "/clock", self.clock), ("POST", "/clock", self.advance),
            ("GET", "/ledger", self.ledger), ("POST", "/deliver", self.deliver),
            ("GET", "/faults", self.list_faults), ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.clear_faults), ("DELETE", "/faults/<int:fault_id>", self.remove_fault),
            ("POST", "/reset", self.reset),
        ]  # fmt: skip

    def clock(self) -> Json:
        """The time, in words and as seconds since 1970, and how far the clock is ahead."""
        clock = self.world.clock
        return {"now": iso(clock.time()), "unix": clock.time(), "offset": clock.offset}

    def advance(self) -> Json:
        """Move the clock by a duration. Raises ValueError for what is none."""
        seconds = parse_duration(body_as(ClockIn).advance)
        self.world.clock.advance(seconds)
        self.world.record("clock", advanced=seconds)
        return self.clock()

    def ledger(self) -> Json:
        """Lines of some kinds: after a seq the oldest first, else the newest."""
        after, limit = request.args.get("after", -1, int), request.args.get("limit", 200, int)
        lines = self.world.ledger(kinds_asked(), after, max(1, min(limit, LEDGER_KEEPS)))
        return {"entries": lines, "last": self.world.state.seq}

    def deliver(self) -> Json:
        """Answer when nothing is due or in flight, or `timeout` seconds are over."""
        return {"delivered": self.deliverer.deliver_all(request.args.get("timeout", 10.0, float))}

    def list_faults(self) -> Json:
        """The faults in force."""
        return {"faults": [shown(fault) for fault in self.faults.active()]}

    def add_fault(self) -> Json:
        """Put a fault in force. Raises ValueError for one that does not exist."""
        return shown(self.faults.add(body_as(self.fault)))

    def clear_faults(self) -> Json:
        """End all faults."""
        return {"removed": self.faults.remove()}

    def remove_fault(self, fault_id: int) -> Json:
        """End one fault. Raises NotFound."""
        return {"removed": self.faults.remove(fault_id)}

    def reset(self) -> Json:
        """Forget everything but the clock and the seq."""
        with self.world.lock:
            self.deliverer.clear()
            self.forget()
            self.world.record("reset")
        return {"reset": True}

    @abstractmethod
    def forget(self) -> None:
        """Put an empty state in the place of the world's, with what outlives a reset; called under the lock."""
