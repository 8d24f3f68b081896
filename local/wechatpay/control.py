"""The control API under /_sandbox: merchants, the customer's side, refunds, clock, faults, ledger."""

from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec
from flask import Blueprint, Response, jsonify, request
from msgspec import Struct, field

from local.clock import parse_duration
from local.wechatpay import crypto
from local.wechatpay.errors import Json, NotFound, PayError
from local.wechatpay.faults import Faults
from local.wechatpay.life import Life
from local.wechatpay.notices import Notifier
from local.wechatpay.records import Fault, Merchant, Order, RefundStatus, State
from local.wechatpay.views import order_view, refund_view
from local.wechatpay.world import World

Body = TypeVar("Body", bound=Struct)
MOVES: dict[str, RefundStatus] = {"succeed": "SUCCESS", "abnormal": "ABNORMAL", "close": "CLOSED"}


class ClockIn(Struct, forbid_unknown_fields=True):
    """Body of POST clock."""

    advance: str


class MerchantIn(Struct, forbid_unknown_fields=True):
    """Body of PUT merchants/{mchid}; the whole merchant."""

    appids: list[str]
    apiv3_key: str
    serial_no: str
    public_key: str
    notify_url: str = ""
    name: str = ""
    verify_with: Literal["public_key", "certificate"] = "public_key"
    refund_after: float | None = None
    duplicate_first: bool = False


class PayIn(Struct, forbid_unknown_fields=True):
    """Body of POST payments/{prepay_id}/pay."""

    openid: str = ""
    after: str = ""
    call: dict[str, str] | None = field(default=None)


def body_as(kind: type[Body]) -> Body:
    """The request's JSON as a typed value; anything else is refused with 400."""
    return msgspec.json.decode(request.get_data() or b"{}", type=kind)


def control(world: World, life: Life, notifier: Notifier, faults: Faults) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
    for kind in (msgspec.MsgspecError, ValueError, PayError):
        blueprint.register_error_handler(kind, lambda error: _refuse(error, 400))
    blueprint.register_error_handler(NotFound, lambda error: _refuse(error, 404))
    _Control(world, life, notifier, faults).register(blueprint)
    return blueprint


def _refuse(error: Exception, status: int) -> tuple[Response, int]:
    code = {"code": error.code} if isinstance(error, PayError) else {}
    return jsonify({"error": str(error).strip("'\""), **code}), status


class _Control:
    def __init__(self, world: World, life: Life, notifier: Notifier, faults: Faults) -> None:
        self.world = world
        self.life = life
        self.notifier = notifier
        self.faults = faults

    def register(self, blueprint: Blueprint) -> None:
        rules: list[tuple[str, str, Callable[..., Json]]] = [
            ("GET", "/clock", self.clock), ("POST", "/clock", self.advance),
            ("GET", "/platform", self.platform),
            ("GET", "/merchants", self.merchants), ("PUT", "/merchants/<mchid>", self.put_merchant),
            ("GET", "/payments", self.payments), ("GET", "/payments/<name>", self.payment),
            ("POST", "/payments/<name>/pay", self.pay),
            ("POST", "/payments/<name>/fail", self.fail), ("POST", "/payments/<name>/abandon", self.abandon),
            ("GET", "/refunds", self.refunds), ("POST", "/refunds/<name>/<move>", self.move_refund),
            ("GET", "/notifications", self.notifications),
            ("GET", "/ledger", self.ledger), ("POST", "/settle", self.settle),
            ("GET", "/faults", self.list_faults), ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.clear_faults), ("DELETE", "/faults/<int:fault_id>", self.remove_fault),
            ("POST", "/reset", self.reset),
        ]  # fmt: skip
        for method, rule, view in rules:
            blueprint.add_url_rule(rule, f"{method} {rule}", view, methods=[method])

    # clock

    def clock(self) -> Json:
        clock = self.world.clock
        return {"now": clock.now().isoformat(timespec="milliseconds"), "unix": clock.time(), "offset": clock.offset}

    def advance(self) -> Json:
        seconds = parse_duration(body_as(ClockIn).advance)
        self.world.clock.advance(seconds)
        self.world.record("clock", advanced=seconds)
        return self.clock()

    # merchants

    def platform(self) -> Json:
        platform: Json = dict(msgspec.to_builtins(self.world.platform))
        del platform["private_key"]
        return platform

    def merchants(self) -> Json:
        with self.world.lock:
            return {"merchants": [public_merchant(one) for one in self.world.state.merchants.values()]}

    def put_merchant(self, mchid: str) -> Json:
        given = body_as(MerchantIn)
        if len(given.apiv3_key.encode()) != 32:
            raise ValueError("apiv3_key must be 32 bytes")
        crypto.public_key(given.public_key)
        merchant = Merchant(mchid, **{name: getattr(given, name) for name in given.__struct_fields__})
        with self.world.lock:
            self.world.state.merchants[mchid] = merchant
            self.world.record("setup", mchid=mchid)
        return public_merchant(merchant) | {"platform": self.platform()}

    # the customer

    def payments(self) -> Json:
        with self.world.lock:
            return {"payments": [self._payment(order) for order in self.world.state.orders.values()]}

    def payment(self, name: str) -> Json:
        with self.world.lock:
            return self._payment(self.world.payment(name))

    def _payment(self, order: Order) -> Json:
        return order_view(self.world, order) | {"prepay_id": order.prepay_id, "openid": order.openid}

    def pay(self, name: str) -> Json:
        given = body_as(PayIn)
        if given.after:
            return self._payment(self.life.pay_after(name, parse_duration(given.after)))
        return self._payment(self.life.pay(name, given.openid, given.call))

    def fail(self, name: str) -> Json:
        return self._payment(self.life.fail(name))

    def abandon(self, name: str) -> Json:
        return self._payment(self.life.abandon(name))

    # refunds and notifications

    def refunds(self) -> Json:
        with self.world.lock:
            return {"refunds": [refund_view(refund) for refund in self.world.state.refunds.values()]}

    def move_refund(self, name: str, move: str) -> Json:
        if move not in MOVES:
            raise NotFound(f"no move {move}; one of {', '.join(MOVES)}")
        return refund_view(self.life.move_refund(name, MOVES[move]))

    def notifications(self) -> Json:
        with self.world.lock:
            state = self.world.state
            return {"notifications": msgspec.to_builtins([*state.done, *state.waiting.values()])}

    # ledger

    def ledger(self) -> Json:
        kinds = {kind for kind in request.args.get("kind", "").split(",") if kind}
        after, limit = request.args.get("after", -1, int), request.args.get("limit", 200, int)
        entries = self.world.ledger(kinds, after, max(1, min(limit, 20_000)))
        return {"entries": entries, "last": self.world.state.seq}

    def settle(self) -> Json:
        return {"settled": self.notifier.settle(request.args.get("timeout", 10.0, float))}

    # faults

    def list_faults(self) -> Json:
        with self.world.lock:
            return {"faults": msgspec.to_builtins(self.world.state.faults)}

    def add_fault(self) -> Json:
        return dict(msgspec.to_builtins(self.faults.add(body_as(Fault))))

    def clear_faults(self) -> Json:
        return {"removed": self.faults.remove()}

    def remove_fault(self, fault_id: int) -> Json:
        return {"removed": self.faults.remove(fault_id)}

    def reset(self) -> Json:
        with self.world.lock:
            former = self.world.state
            self.world.state = State(seq=former.seq, platform=former.platform)
            self.world.record("reset")
        return {"reset": True}


def public_merchant(merchant: Merchant) -> Json:
    """A merchant without its secret."""
    shown: Json = dict(msgspec.to_builtins(merchant))
    del shown["apiv3_key"]
    return shown
