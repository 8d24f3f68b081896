"""What happens between two calls: the customer pays or not, refunds arrive or not, time passes."""

from __future__ import annotations

from local.servers.basics import Json
from local.wechatpay import crypto
from local.wechatpay.deliveries import Deliverer
from local.wechatpay.errors import PayError
from local.wechatpay.records import Merchant, Order, Refund, Timer, number_key
from local.wechatpay.states import REFUND_MOVES, CustomerAct, RefundStatus, TimerKind, TradeState
from local.wechatpay.views import order_view, refund_notice
from local.wechatpay.world import World

PREPAY_LIVES = 2 * 3600


class Life:
    """The customer's side and the platform's own moves. Raises NotFound for a name that nothing has."""

    def __init__(self, world: World, deliverer: Deliverer) -> None:
        self.world = world
        self.deliverer = deliverer
        deliverer.ripen = self.ripen

    # the customer

    def pay(self, name: str, openid: str = "", call: dict[str, str] | None = None) -> Order:
        """The customer pays, however late, while the order is open and the prepay_id lives (docs/platform I4).

        call: what the front end got, whose paySign is then verified. Raises PayError.
        """
        with self.world.lock:
            order = self.world.named_order(name)
            if call is not None:
                self._check_call(order, call)
            self._check_open(order, openid)
            order.state, order.paid_at = TradeState.SUCCESS, self.world.time()
            order.transaction_id = self.world.new_id("4200", 28)
            self.world.state.transactions[order.transaction_id] = order.key
            self._record(order, CustomerAct.PAY)
            plain = order_view(self.world, order)
            self.deliverer.emit(order.mchid, "TRANSACTION.SUCCESS", order.out_trade_no, order.notify_url, plain)
        return order

    def _check_open(self, order: Order, openid: str) -> None:
        now = self.world.time()
        if openid and openid != order.openid:
            raise PayError("OPENID_MISMATCH", "支付者与下单时的openid不一致")
        if order.state == TradeState.SUCCESS:
            raise PayError("ORDERPAID", "该订单已支付")
        if order.state == TradeState.CLOSED:
            raise PayError("ORDER_CLOSED", "该订单已关闭")
        if now - order.prepay_at >= PREPAY_LIVES or (order.expires is not None and now >= order.expires):
            raise PayError("INVALID_REQUEST", "prepay_id已过期")

    def _check_call(self, order: Order, call: dict[str, str]) -> None:
        """The front end's call must carry the merchant's paySign (docs/platform I4)."""
        parts = [call.get(name, "") for name in ("appId", "timeStamp", "nonceStr", "package")]
        merchant = self.world.merchant(order.mchid)
        fits = parts[0] == order.appid and parts[3] == f"prepay_id={order.prepay_id}" and call.get("signType") == "RSA"
        if not fits or not crypto.verify(merchant.public_key, crypto.lines(*parts), call.get("paySign", "")):
            raise PayError("SIGN_ERROR", "支付验证签名失败")

    def pay_after(self, name: str, seconds: float) -> Order:
        """The customer will pay when the clock gets there, if that is still possible then."""
        with self.world.lock:
            order = self.world.named_order(name)
            self._set_timer(TimerKind.PAY, order.prepay_id, seconds)
        self.deliverer.wake()
        return order

    def fail(self, name: str) -> Order:
        """The bank refuses; the customer may try again. Raises PayError."""
        with self.world.lock:
            order = self.world.named_order(name)
            self._check_open(order, "")
            order.state = TradeState.PAYERROR
            self._record(order, CustomerAct.FAIL)
        return order

    def abandon(self, name: str) -> Order:
        """The customer closes the cashier; nothing changes, nobody hears of it. Raises PayError."""
        with self.world.lock:
            order = self.world.named_order(name)
            self._check_open(order, "")
            self._record(order, CustomerAct.ABANDON)
        return order

    def _record(self, order: Order, act: CustomerAct) -> None:
        order.last_act = act
        self.world.record("payment", action=act, mchid=order.mchid, out_trade_no=order.out_trade_no)

    # refunds

    def open_refund(self, merchant: Merchant, order: Order, refund: Refund) -> None:
        """Accept a refund; it moves by itself only when the merchant is set up so."""
        state = self.world.state
        state.refunds[refund.refund_id] = refund
        state.refund_numbers[number_key(refund.mchid, refund.out_refund_no)] = refund.refund_id
        order.refunds.append(refund.refund_id)
        self._record_refund(refund)
        if merchant.refund_after is not None:
            self._set_timer(TimerKind.REFUND, refund.refund_id, merchant.refund_after)
            self.deliverer.wake()

    def give_back(self, name: str, amount: int) -> Refund:
        """Somebody refunds in the merchant console: it is done at once, and the order's notify_url hears of it.

        Raises PayError when it was not paid, or the sum does not fit.
        """
        with self.world.lock:
            order, state = self.world.named_order(name), self.world.state
            former = [state.refunds[refund_id] for refund_id in order.refunds]
            taken = sum(refund.amount for refund in former if refund.status != RefundStatus.CLOSED)
            if order.state != TradeState.SUCCESS or not 1 <= amount <= order.total - taken:
                raise PayError("INVALID_REQUEST", "申请退款金额超过可退金额")
            refund_id = self.world.new_id("5030", 29)
            refund = Refund(
                refund_id=refund_id, mchid=order.mchid, out_refund_no=f"console-{refund_id}",
                out_trade_no=order.out_trade_no, transaction_id=order.transaction_id, amount=amount, total=order.total,
                notify_url=order.notify_url, asked={"amount": {"refund": amount, "total": order.total}},
                created=self.world.time(),
            )  # fmt: skip
            self.open_refund(self.world.merchant(order.mchid), order, refund)
            return self.move_refund(refund_id, RefundStatus.SUCCESS)

    def tell(self, mchid: str, event: str, url: str, plain: Json) -> None:
        """The merchant is told something else: a complaint, a violation, a coupon that was used. Raises NotFound."""
        with self.world.lock:
            self.world.merchant(mchid)
            self.deliverer.emit(mchid, event, event, url, plain)

    def move_refund(self, name: str, status: RefundStatus) -> Refund:
        """The refund arrives, turns abnormal, or is closed, and the merchant is notified (docs/platform I5, I6).

        Raises ValueError for a move that its state does not allow.
        """
        with self.world.lock:
            refund = self.world.named_refund(name)
            if status not in REFUND_MOVES[refund.status]:
                raise ValueError(f"a refund that is {refund.status} cannot become {status}")
            refund.status = status
            refund.success_at = self.world.time() if status == RefundStatus.SUCCESS else 0.0
            self._record_refund(refund)
            plain = refund_notice(refund)
            self.deliverer.emit(refund.mchid, f"REFUND.{status}", refund.out_refund_no, refund.notify_url, plain)
        return refund

    def _record_refund(self, refund: Refund) -> None:
        self.world.record("refund", action=refund.status, mchid=refund.mchid, out_refund_no=refund.out_refund_no)

    # time

    def _set_timer(self, kind: TimerKind, name: str, seconds: float) -> None:
        self.world.state.timers.append(Timer(self.world.time() + seconds, kind, name))
        self.world.changed()

    def ripen(self) -> None:
        """Do what has become due, earliest first."""
        with self.world.lock:
            now, timers = self.world.time(), self.world.state.timers
            for timer in sorted((timer for timer in timers if timer.due <= now), key=lambda timer: timer.due):
                timers.remove(timer)
                self._ring(timer)

    def _ring(self, timer: Timer) -> None:
        try:
            if timer.kind == TimerKind.PAY:
                self.pay(timer.id)
            else:
                self.move_refund(timer.id, RefundStatus.SUCCESS)
        except (PayError, LookupError, ValueError) as error:
            self.world.record("timer", action=timer.kind, id=timer.id, error=str(error))
