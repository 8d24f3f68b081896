"""The control API under /_sandbox: merchants, the customer's side, refunds, clock, faults, ledger."""

from typing import Literal

import msgspec
from flask import Blueprint
from msgspec import Struct, field

from local.clock import parse_duration
from local.servers.basics import Json, NotFound
from local.servers.control import Control, Rules, add_rules, body_as, control_blueprint
from local.wechatpay import crypto
from local.wechatpay.errors import PayError
from local.wechatpay.faults import Faults
from local.wechatpay.life import Life
from local.wechatpay.notices import Notifier
from local.wechatpay.records import Fault, Merchant, Order, RefundStatus, State
from local.wechatpay.shapes import check_url
from local.wechatpay.views import order_view, refund_view
from local.wechatpay.world import World

MOVES: dict[str, RefundStatus] = {"succeed": "SUCCESS", "abnormal": "ABNORMAL", "close": "CLOSED"}


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


def control(world: World, life: Life, notifier: Notifier, faults: Faults) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = control_blueprint(PayError)
    add_rules(blueprint, _Control(world, life, notifier, faults).rules())
    return blueprint


class _Control(Control[Fault]):
    """Merchants, payments, refunds and notifications."""

    fault = Fault
    world: World

    def __init__(self, world: World, life: Life, notifier: Notifier, faults: Faults) -> None:
        super().__init__(world, notifier, faults)
        self.life = life

    def rules(self) -> Rules:
        """What is registered."""
        return [
            *super().rules(),
            ("GET", "/platform", self.platform),
            ("GET", "/merchants", self.merchants), ("PUT", "/merchants/<mchid>", self.put_merchant),
            ("GET", "/payments", self.payments), ("GET", "/payments/<name>", self.payment),
            ("POST", "/payments/<name>/pay", self.pay),
            ("POST", "/payments/<name>/fail", self.fail), ("POST", "/payments/<name>/abandon", self.abandon),
            ("GET", "/refunds", self.refunds), ("POST", "/refunds/<name>/<move>", self.move_refund),
            ("GET", "/notifications", self.notifications),
            ("POST", "/reset", self.reset),
        ]  # fmt: skip

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
        if given.notify_url:
            check_url(given.notify_url, "/notify_url")
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
