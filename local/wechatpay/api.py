"""The calls of a merchant: orders, refunds, certificates (docs/platform I2, I4, I5)."""

import json
import secrets
from datetime import datetime, timedelta

from local.servers.basics import SHANGHAI, Json
from local.wechatpay import crypto
from local.wechatpay.errors import PayError, wrong
from local.wechatpay.gate import Call
from local.wechatpay.life import PREPAY_LIVES, Life
from local.wechatpay.records import Merchant, Order, Refund
from local.wechatpay.shapes import CloseIn, OrderIn, RefundIn, check_url, read
from local.wechatpay.views import order_view, refund_view
from local.wechatpay.world import World, rfc3339

REFUNDS_AT_MOST = 50
REFUND_DAYS = timedelta(days=365).total_seconds()


class Api:
    """Every method answers one call; what it raises is answered too."""

    def __init__(self, world: World, life: Life) -> None:
        self.world = world
        self.life = life

    # orders

    def jsapi(self, call: Call) -> Json:
        """POST /v3/pay/transactions/jsapi (docs/platform I4)."""
        given = read(call.raw, OrderIn)
        _same_merchant(given.mchid, call.merchant)
        check_url(given.notify_url)
        if given.appid not in call.merchant.appids:
            raise PayError("APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配，请检查后再试")
        with self.world.lock:
            if given.time_expire and given.time_expire.timestamp() <= self.world.time():
                raise wrong("/body/time_expire", "time_expire has passed")
            order = self._order_for(given, json.loads(call.raw))
            if self.world.time() - order.prepay_at >= PREPAY_LIVES:
                self._new_prepay(order)
            return {"prepay_id": order.prepay_id}

    def _order_for(self, given: OrderIn, asked: Json) -> Order:
        """A new order, or the unpaid one with the same number and the same fields (docs/platform I4)."""
        key = f"{given.mchid}/{given.out_trade_no}"
        order = self.world.state.orders.get(key)
        if order is None:
            order = self.world.state.orders[key] = _new_order(given, asked, self.world.time())
            self.world.record("order", mchid=order.mchid, out_trade_no=order.out_trade_no, total=order.total)
        if order.state == "SUCCESS":
            raise PayError("ORDERPAID", "该订单已支付")
        if order.state == "CLOSED":
            raise PayError("ORDER_CLOSED", "该订单已关闭，请更换商户订单号重新下单")
        if order.asked != asked:
            raise PayError("INVALID_REQUEST", "请求重入时，参数与首次请求时不一致")
        return order

    def _new_prepay(self, order: Order) -> None:
        now = self.world.time()
        self.world.state.prepays.pop(order.prepay_id, None)
        stamp = datetime.fromtimestamp(now, SHANGHAI).strftime("%Y%m%d%H%M%S")
        order.prepay_id, order.prepay_at = f"wx{stamp}{secrets.token_hex(10)}", now
        self.world.state.prepays[order.prepay_id] = f"{order.mchid}/{order.out_trade_no}"

    def query(self, call: Call, number: str, mchid: str) -> Json:
        """GET by out_trade_no (docs/platform I4)."""
        _same_merchant(mchid, call.merchant, "query")
        with self.world.lock:
            return order_view(self.world, self._order(call.merchant, number))

    def query_id(self, call: Call, transaction_id: str, mchid: str) -> Json:
        """GET by transaction_id (docs/platform I4)."""
        _same_merchant(mchid, call.merchant, "query")
        with self.world.lock:
            order = self._by_transaction(call.merchant, transaction_id)
            if order is None:
                raise PayError("ORDER_NOT_EXIST", "订单不存在")
            return order_view(self.world, order)

    def close(self, call: Call, number: str) -> None:
        """POST close: 204, also when it is closed already (docs/platform I4)."""
        _same_merchant(read(call.raw, CloseIn).mchid, call.merchant)
        with self.world.lock:
            order = self._order(call.merchant, number)
            if order.state == "SUCCESS":
                raise PayError("ORDERPAID", "该订单已支付")
            order.state = "CLOSED"

    def _order(self, merchant: Merchant, number: str) -> Order:
        order = self.world.state.orders.get(f"{merchant.mchid}/{number}")
        if order is None:
            raise PayError("ORDER_NOT_EXIST", "订单不存在")
        return order

    def _by_transaction(self, merchant: Merchant, transaction_id: str) -> Order | None:
        order = self.world.state.orders.get(self.world.state.transactions.get(transaction_id, ""))
        return order if order and order.mchid == merchant.mchid else None

    # refunds

    def refund(self, call: Call) -> Json:
        """POST /v3/refund/domestic/refunds (docs/platform I5)."""
        given = read(call.raw, RefundIn)
        if given.notify_url:
            check_url(given.notify_url)
        if not given.transaction_id and not given.out_trade_no:
            raise wrong("/body/transaction_id", "transaction_id or out_trade_no is required")
        asked: Json = json.loads(call.raw)
        with self.world.lock:
            known = self._refund(call.merchant, given.out_refund_no)
            if known and known.asked != asked:
                raise PayError("INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
            return refund_view(known or self._new_refund(call.merchant, given, asked))

    def _new_refund(self, merchant: Merchant, given: RefundIn, asked: Json) -> Refund:
        order = self._refundable(merchant, given)
        self._check_room(order, given)
        return self.life.open_refund(merchant, order, given, asked)

    def _refundable(self, merchant: Merchant, given: RefundIn) -> Order:
        """The paid order that both ids, where given, name."""
        order = self.world.state.orders.get(f"{merchant.mchid}/{given.out_trade_no}")
        if given.transaction_id:
            paid = self._by_transaction(merchant, given.transaction_id)
            order = paid if paid and given.out_trade_no in (None, paid.out_trade_no) else None
        if order is None:
            raise PayError("RESOURCE_NOT_EXISTS", "订单不存在")
        if order.state != "SUCCESS":
            raise PayError("INVALID_REQUEST", "订单未支付，不能退款")
        return order

    def _check_room(self, order: Order, given: RefundIn) -> None:
        """One year, 50 refunds, the sum within the order (docs/platform I5); closed ones free their amount."""
        former = [self.world.state.refunds[refund_id] for refund_id in order.refunds]
        refunded = sum(refund.amount for refund in former if refund.status != "CLOSED")
        if given.amount.total != order.total:
            raise PayError("INVALID_REQUEST", "订单金额与原订单不一致，请核实后再试")
        if refunded + given.amount.refund > order.total:
            raise PayError("INVALID_REQUEST", "申请退款金额超过可退金额")
        if len(former) >= REFUNDS_AT_MOST:
            raise PayError("INVALID_REQUEST", "一笔订单最多支持50次退款")
        if self.world.time() - order.paid_at > REFUND_DAYS:
            raise PayError("INVALID_REQUEST", "订单已超过可退款的最大期限")

    def query_refund(self, call: Call, number: str) -> Json:
        """GET /v3/refund/domestic/refunds/{out_refund_no} (docs/platform I5)."""
        with self.world.lock:
            refund = self._refund(call.merchant, number)
            if refund is None:
                raise PayError("RESOURCE_NOT_EXISTS", "退款单不存在")
            return refund_view(refund)

    def _refund(self, merchant: Merchant, number: str) -> Refund | None:
        found = self.world.state.refund_numbers.get(f"{merchant.mchid}/{number}")
        return self.world.state.refunds[found] if found else None

    # certificates

    def certificates(self, call: Call) -> Json:
        """GET /v3/certificates, for merchants in certificate mode (docs/platform I2)."""
        if call.merchant.verify_with != "certificate":
            raise PayError("RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥")
        platform = self.world.platform
        sealed = crypto.seal(call.merchant.apiv3_key, platform.certificate.encode(), "certificate")
        one = {
            "serial_no": platform.serial_no, "effective_time": rfc3339(crypto.SINCE.timestamp()),
            "expire_time": rfc3339(crypto.UNTIL.timestamp()), "encrypt_certificate": sealed,
        }  # fmt: skip
        return {"data": [one]}


def _same_merchant(mchid: str, merchant: Merchant, location: str = "body") -> None:
    if mchid != merchant.mchid:
        raise wrong(f"/{location}/mchid", "mchid is not the one that signed", mchid, location)


def _new_order(given: OrderIn, asked: Json, now: float) -> Order:
    return Order(
        mchid=given.mchid,
        out_trade_no=given.out_trade_no,
        appid=given.appid,
        openid=given.payer.openid,
        total=given.amount.total,
        notify_url=given.notify_url,
        asked=asked,
        created=now,
        prepay_at=now - PREPAY_LIVES,
        expires=given.time_expire.timestamp() if given.time_expire else None,
    )
