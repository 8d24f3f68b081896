"""What happens between two calls: the customer pays or not, refunds arrive or not, time passes."""

from local.servers.basics import Json
from local.wechatpay import crypto
from local.wechatpay.errors import PayError
from local.wechatpay.notices import Notifier
from local.wechatpay.records import Merchant, Order, Refund, RefundStatus, Timer
from local.wechatpay.shapes import RefundIn
from local.wechatpay.views import order_view, refund_notice
from local.wechatpay.world import World

PREPAY_LIVES = 2 * 3600
NEXT: dict[RefundStatus, tuple[RefundStatus, ...]] = {
    "PROCESSING": ("SUCCESS", "ABNORMAL", "CLOSED"),
    "ABNORMAL": ("SUCCESS", "CLOSED"),
    "SUCCESS": (),
    "CLOSED": (),
}


class Life:
    """The customer's side and the platform's own moves."""

    def __init__(self, world: World, notifier: Notifier) -> None:
        self.world = world
        self.notifier = notifier
        notifier.ripen = self.ripen

    # the customer

    def pay(self, name: str, openid: str = "", call: dict[str, str] | None = None) -> Order:
        """The customer pays, however late, while the order is open and the prepay_id lives (docs/platform I4)."""
        with self.world.lock:
            order = self.world.payment(name)
            if call is not None:
                self._check_call(order, call)
            self._check_open(order, openid)
            order.state, order.paid_at = "SUCCESS", self.world.time()
            order.transaction_id = self.world.new_id("4200", 28)
            self.world.state.transactions[order.transaction_id] = f"{order.mchid}/{order.out_trade_no}"
            self._record(order, "pay")
            plain = order_view(self.world, order)
            self.notifier.emit(order.mchid, "TRANSACTION.SUCCESS", order.out_trade_no, order.notify_url, plain)
        return order

    def _check_open(self, order: Order, openid: str) -> None:
        now = self.world.time()
        if openid and openid != order.openid:
            raise PayError("OPENID_MISMATCH", "支付者与下单时的openid不一致")
        if order.state == "SUCCESS":
            raise PayError("ORDERPAID", "该订单已支付")
        if order.state == "CLOSED":
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
            order = self.world.payment(name)
            self._timer("pay", order.prepay_id, seconds)
        self.notifier.wake()
        return order

    def fail(self, name: str) -> Order:
        """The bank refuses; the customer may try again."""
        with self.world.lock:
            order = self.world.payment(name)
            self._check_open(order, "")
            order.state = "PAYERROR"
            self._record(order, "fail")
        return order

    def abandon(self, name: str) -> Order:
        """The customer closes the cashier; nothing changes, nobody is told."""
        with self.world.lock:
            order = self.world.payment(name)
            self._check_open(order, "")
            self._record(order, "abandon")
        return order

    def _record(self, order: Order, note: str) -> None:
        order.note = note
        self.world.record("payment", action=note, mchid=order.mchid, out_trade_no=order.out_trade_no)

    # refunds

    def open_refund(self, merchant: Merchant, order: Order, given: RefundIn, asked: Json) -> Refund:
        """Accept a refund; it moves by itself only when the merchant is set up so."""
        refund = Refund(
            refund_id=self.world.new_id("5030", 29), mchid=merchant.mchid, out_refund_no=given.out_refund_no,
            out_trade_no=order.out_trade_no, transaction_id=order.transaction_id, amount=given.amount.refund,
            total=order.total, notify_url=given.notify_url or merchant.notify_url, asked=asked,
            created=self.world.time(),
        )  # fmt: skip
        self.world.state.refunds[refund.refund_id] = refund
        self.world.state.refund_numbers[f"{refund.mchid}/{refund.out_refund_no}"] = refund.refund_id
        order.refunds.append(refund.refund_id)
        self.world.record("refund", action="PROCESSING", mchid=refund.mchid, out_refund_no=refund.out_refund_no)
        if merchant.refund_after is not None:
            self._timer("refund", refund.refund_id, merchant.refund_after)
            self.notifier.wake()
        return refund

    def move_refund(self, name: str, status: RefundStatus) -> Refund:
        """The refund arrives, turns abnormal, or is closed; the merchant is told (docs/platform I5, I6)."""
        with self.world.lock:
            refund = self.world.refund(name)
            if status not in NEXT[refund.status]:
                raise ValueError(f"a refund that is {refund.status} cannot become {status}")
            refund.status = status
            refund.success_at = self.world.time() if status == "SUCCESS" else 0.0
            self.world.record("refund", action=status, mchid=refund.mchid, out_refund_no=refund.out_refund_no)
            plain = refund_notice(refund)
            self.notifier.emit(refund.mchid, f"REFUND.{status}", refund.out_refund_no, refund.notify_url, plain)
        return refund

    # time

    def _timer(self, kind: str, name: str, seconds: float) -> None:
        due = self.world.time() + seconds
        self.world.state.timers.append(Timer(due, "pay" if kind == "pay" else "refund", name))
        self.world.changed()

    def ripen(self) -> None:
        """Do what has become due, earliest first."""
        with self.world.lock:
            now, timers = self.world.time(), self.world.state.timers
            for timer in sorted((t for t in timers if t.due <= now), key=lambda t: t.due):
                timers.remove(timer)
                self._ring(timer)

    def _ring(self, timer: Timer) -> None:
        try:
            if timer.kind == "pay":
                self.pay(timer.id)
            else:
                self.move_refund(timer.id, "SUCCESS")
        except (PayError, LookupError, ValueError) as error:
            self.world.record("timer", action=timer.kind, id=timer.id, error=str(error))
