"""The control API under /_sandbox: merchants, the customer's side, refunds, and what every sandbox has."""

from __future__ import annotations

import msgspec
from flask import Blueprint
from msgspec import Struct, field

from local.clock import parse_duration
from local.servers import control as shared
from local.servers.basics import Json, NotFound
from local.servers.control import Rules, add_rules, body_as, control_blueprint, shown
from local.wechatpay import crypto
from local.wechatpay.api.shapes import check_url
from local.wechatpay.errors import PayError
from local.wechatpay.parts import Parts
from local.wechatpay.records import Fault, Merchant, MerchantIn, Order, State
from local.wechatpay.states import RefundStatus
from local.wechatpay.views import order_view, refund_view
from local.wechatpay.world import World

REFUND_ACTS = {"succeed": RefundStatus.SUCCESS, "abnormal": RefundStatus.ABNORMAL, "close": RefundStatus.CLOSED}


class PayIn(Struct, forbid_unknown_fields=True):
    """Body of POST payments/{name}/pay. after: a duration to wait. call: what the front end got."""

    openid: str = ""
    after: str = ""
    call: dict[str, str] | None = field(default=None)


class GiveBackIn(Struct, forbid_unknown_fields=True):
    """Body of POST payments/{name}/refunds: fen that somebody gives back in the merchant console."""

    amount: int


class TellIn(Struct, forbid_unknown_fields=True):
    """Body of POST notifications: what the merchant is told, under which event_type, and where."""

    mchid: str
    event: str
    url: str
    plain: Json


def control(parts: Parts) -> Blueprint:
    """Everything under /_sandbox."""
    blueprint = control_blueprint(PayError)
    add_rules(blueprint, Control(parts).rules())
    return blueprint


class Control(shared.Control[Fault]):
    """Merchants, payments, refunds and notices."""

    fault = Fault
    world: World

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.world, parts.deliverer, parts.faults)
        self.life = parts.life

    def rules(self) -> Rules:
        """What is registered."""
        return [
            *super().rules(),
            ("GET", "/platform", self.platform),
            ("GET", "/merchants", self.merchants), ("PUT", "/merchants/<mchid>", self.put_merchant),
            ("GET", "/payments", self.payments), ("GET", "/payments/<name>", self.payment),
            ("POST", "/payments/<name>/pay", self.pay),
            ("POST", "/payments/<name>/fail", self.fail), ("POST", "/payments/<name>/abandon", self.abandon),
            ("POST", "/payments/<name>/refunds", self.give_back),
            ("GET", "/refunds", self.refunds), ("POST", "/refunds/<name>/<act>", self.move_refund),
            ("GET", "/notifications", self.notices), ("POST", "/notifications", self.tell),
        ]  # fmt: skip

    # merchants

    def platform(self) -> Json:
        """The platform's keys, but the private one."""
        platform = shown(self.world.platform)
        del platform["private_key"]
        return platform

    def merchants(self) -> Json:
        """Every merchant without its secret."""
        with self.world.lock:
            return {"merchants": [public_merchant(merchant) for merchant in self.world.state.merchants.values()]}

    def put_merchant(self, mchid: str) -> Json:
        """Make a merchant, or replace it. Raises ValueError and PayError for keys and addresses that cannot work."""
        body = body_as(MerchantIn)
        if len(body.apiv3_key.encode()) != 32:
            raise ValueError("apiv3_key must be 32 bytes")
        crypto.public_key(body.public_key)
        if body.notify_url:
            check_url(body.notify_url, "/notify_url")
        merchant = Merchant(mchid=mchid, **msgspec.structs.asdict(body))
        with self.world.lock:
            self.world.state.merchants[mchid] = merchant
            self.world.record("setup", mchid=mchid)
        return public_merchant(merchant) | {"platform": self.platform()}

    # the customer; every name is a prepay_id or an out_trade_no, and raises NotFound

    def payments(self) -> Json:
        """Every order, as its query answers it."""
        with self.world.lock:
            return {"payments": [self._payment(order) for order in self.world.state.orders.values()]}

    def payment(self, name: str) -> Json:
        """One order."""
        with self.world.lock:
            return self._payment(self.world.named_order(name))

    def _payment(self, order: Order) -> Json:
        return order_view(self.world, order) | {"prepay_id": order.prepay_id, "openid": order.openid}

    def pay(self, name: str) -> Json:
        """The customer pays, now or after a while. Raises PayError."""
        body = body_as(PayIn)
        if body.after:
            return self._payment(self.life.pay_after(name, parse_duration(body.after)))
        return self._payment(self.life.pay(name, body.openid, body.call))

    def fail(self, name: str) -> Json:
        """The bank refuses. Raises PayError."""
        return self._payment(self.life.fail(name))

    def abandon(self, name: str) -> Json:
        """The customer closes the cashier. Raises PayError."""
        return self._payment(self.life.abandon(name))

    # refunds and notices

    def give_back(self, name: str) -> Json:
        """A refund made in the merchant console. Raises NotFound, PayError."""
        return refund_view(self.life.give_back(name, body_as(GiveBackIn).amount))

    def tell(self) -> Json:
        """A notification of any kind, sealed and signed as the others. Raises NotFound, PayError for the address."""
        body = body_as(TellIn)
        check_url(body.url, "/url")
        self.life.tell(body.mchid, body.event, body.url, body.plain)
        return {}

    def refunds(self) -> Json:
        """Every refund, as its query answers it, with the reason that the customer reads."""
        with self.world.lock:
            refunds = self.world.state.refunds.values()
            return {"refunds": [refund_view(one) | {"reason": one.asked.get("reason", "")} for one in refunds]}

    def move_refund(self, name: str, act: str) -> Json:
        """What the bank makes of a refund, by refund_id or out_refund_no. Raises NotFound, ValueError."""
        if act not in REFUND_ACTS:
            raise NotFound(f"no move {act}; one of {', '.join(REFUND_ACTS)}")
        return refund_view(self.life.move_refund(name, REFUND_ACTS[act]))

    def notices(self) -> Json:
        """Every notification with its attempts: those that are over, then those on their way."""
        with self.world.lock:
            state = self.world.state
            return {"notifications": [shown(notice) for notice in [*state.done, *state.waiting.values()]]}

    def forget(self) -> None:
        """Everything goes but the platform's key."""
        former = self.world.state
        self.world.load(State(seq=former.seq, platform=former.platform))


def public_merchant(merchant: Merchant) -> Json:
    """A merchant without its secret."""
    public = shown(merchant)
    del public["apiv3_key"]
    return public
