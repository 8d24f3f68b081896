"""Doors of the order room."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.members.errors import PayerUnknown
from chalicelib.orders import errors, paying, pickup, service, shapes, views
from chalicelib.orders.ids import OrderId
from chalicelib.orders.room import CHECK, REDEEM, ROOM
from chalicelib.payments import errors as payment_errors
from chalicelib.payments.shapes import PayParams

routes = Routes(ROOM)


@routes.get(
    "/mini/v1/orders",
    allow=MEMBER,
    summary=("我的订单", "My orders"),
    answer=shapes.MyOrders,
)
def list_my_orders(ctx: Ctx) -> shapes.MyOrders:
    return shapes.MyOrders([views.summary(order) for order in service.mine(ctx)])


@routes.get(
    "/mini/v1/orders/{order_id}",
    allow=MEMBER,
    summary=("我的一笔订单", "One of my orders"),
    answer=shapes.OrderSummary,
    errors=(errors.UnknownOrder,),
)
def read_my_order(ctx: Ctx, order_id: OrderId) -> shapes.OrderSummary:
    return views.summary(service.own(ctx, order_id))


@routes.post(
    "/mini/v1/orders/{order_id}/payments",
    allow=MEMBER,
    summary=("支付：取得调起微信支付的参数", "Pay: what wx.requestPayment wants"),
    answer=PayParams,
    status=201,
    errors=(
        errors.UnknownOrder,
        errors.NothingToPay,
        errors.NotPayable,
        errors.HoldOver,
        PayerUnknown,
        payment_errors.AlreadyPaid,
        payment_errors.PaymentClosed,
    ),
)
def pay_order(ctx: Ctx, order_id: OrderId) -> PayParams:
    return paying.pay(ctx, order_id)


@routes.get(
    "/staff/v1/orders/{order_id}",
    allow=CHECK,
    summary=("查看订单（提货前核对）", "An order, to check before it is handed out"),
    answer=shapes.OrderWithLedger,
    errors=(errors.UnknownOrder,),
)
def check_order(ctx: Ctx, order_id: OrderId) -> shapes.OrderWithLedger:
    return views.with_ledger(service.order(ctx, order_id))


@routes.post(
    "/staff/v1/pickups",
    allow=REDEEM,
    summary=("提货核销", "Hand an order out"),
    body=shapes.PickUp,
    answer=shapes.OrderWithLedger,
    status=201,
    errors=(errors.UnknownOrder, errors.NotReady, errors.AlreadyPickedUp),
)
def pick_up_order(ctx: Ctx, body: shapes.PickUp) -> shapes.OrderWithLedger:
    return views.with_ledger(pickup.pick_up(ctx, body.order_id))
