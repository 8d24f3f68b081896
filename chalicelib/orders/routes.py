"""Doors of the order room."""

from __future__ import annotations

from chalicelib.content.errors import LintErrors
from chalicelib.core.context import Ctx
from chalicelib.core.http import rates
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.money import Fen
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.members.errors import PayerUnknown, UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.orders import errors, paying, pickup, refunding, scoping, service, shapes, showing, views
from chalicelib.orders.ids import OrderId
from chalicelib.orders.room import CHECK, READ, REDEEM, REFUND, ROOM
from chalicelib.payments import errors as payment_errors
from chalicelib.payments.shapes import PayParams
from chalicelib.platforms.wechatpay.errors import ASKED as WECHAT_PAY
from chalicelib.stores.errors import AtNoStore, NotYourStore

routes = Routes(ROOM)


@routes.get(
    "/mini/v1/orders",
    allow=MEMBER,
    summary=("我的订单，新的在前", "My orders, newest first"),
    query=PageQuery,
    answer=Page[shapes.OrderSummary],
)
def list_my_orders(ctx: Ctx, query: PageQuery) -> Page[shapes.OrderSummary]:
    return service.page_of_mine(ctx, query.limit, query.cursor).map(views.summary)


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
    rate=rates.RUSH,
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
        *WECHAT_PAY,
    ),
)
def pay_order(ctx: Ctx, order_id: OrderId) -> PayParams:
    return paying.pay(ctx, order_id)


@routes.get(
    "/staff/v1/orders/{order_id}",
    allow=CHECK,
    scoped=Scoped.BY_STORE,
    within=scoping.check_till,
    summary=("查看订单（提货前核对）", "An order, to check before it is handed out"),
    answer=shapes.OrderWithLedger,
    errors=(errors.UnknownOrder,),
)
def check_order(ctx: Ctx, order_id: OrderId) -> shapes.OrderWithLedger:
    return views.with_ledger(service.order(ctx, order_id))


@routes.get(
    "/staff/v1/pickups",
    allow=REDEEM,
    scoped=Scoped.BY_STORE,
    summary=("待提货订单（可按订单号或末几位查找）", "Orders that wait to be handed out, by number or its end"),
    query=shapes.WaitingQuery,
    answer=Page[shapes.OrderWaiting],
    errors=(NotYourStore, AtNoStore),
)
def list_waiting_orders(ctx: Ctx, query: shapes.WaitingQuery) -> Page[shapes.OrderWaiting]:
    return pickup.waiting(ctx, query)


@routes.post(
    "/staff/v1/pickups",
    allow=REDEEM,
    scoped=Scoped.BY_STORE,
    summary=("提货核销", "Hand an order out"),
    body=shapes.PickUp,
    answer=shapes.OrderWithLedger,
    status=201,
    errors=(errors.UnknownOrder, errors.NotReady, errors.AlreadyPickedUp, NotYourStore, AtNoStore),
)
def pick_up_order(ctx: Ctx, body: shapes.PickUp) -> shapes.OrderWithLedger:
    return views.with_ledger(pickup.pick_up(ctx, body.order_id, body.store_id))


@routes.get(
    "/admin/v1/orders",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=(
        "订单列表，新的在前（可按订单号或微信支付单号、会员、门店、状态、日期、销售方筛选）",
        "Orders, newest first, by number, member, store, state, day or seller",
    ),
    query=shapes.OrdersQuery,
    answer=Page[shapes.OrderInList],
)
def list_orders(ctx: Ctx, query: shapes.OrdersQuery) -> Page[shapes.OrderInList]:
    return showing.page(ctx, query)


@routes.get(
    "/admin/v1/members/{member_id}/orders",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("某会员的订单，新的在前", "The orders of a member, newest first"),
    query=PageQuery,
    answer=Page[shapes.OrderWithLedger],
    errors=(UnknownMember,),
)
def list_orders_of_member(ctx: Ctx, member_id: str, query: PageQuery) -> Page[shapes.OrderWithLedger]:
    return service.of_member(ctx, MemberId(member_id), query.limit, query.cursor).map(views.with_ledger)


@routes.get(
    "/admin/v1/orders/{order_id}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("订单、流水、款项、退款、用券与经过", "An order, its ledger, money, refunds, coupon and what happened"),
    answer=shapes.OrderDetail,
    errors=(errors.UnknownOrder,),
)
def read_order(ctx: Ctx, order_id: OrderId) -> shapes.OrderDetail:
    return showing.detail(ctx, order_id)


@routes.post(
    "/admin/v1/orders/{order_id}/refunds",
    allow=REFUND,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("退款：全额或部分", "Give money back: all that is left, or a part"),
    body=shapes.AskRefund,
    texts={"reason": Lint.AT_DOOR},
    answer=shapes.OrderWithLedger,
    status=201,
    errors=(
        LintErrors,
        errors.UnknownOrder,
        errors.NothingLeft,
        errors.RefundReferenceUsed,
        errors.MoneyNotNoted,
        payment_errors.NotPaid,
        payment_errors.LeftChanged,
        payment_errors.RefundTooLarge,
        payment_errors.TooManyRefunds,
    ),
)
def refund_order(ctx: Ctx, order_id: OrderId, body: shapes.AskRefund) -> shapes.OrderWithLedger:
    amount = None if body.amount is None else Fen(body.amount)
    seen = None if body.left is None else Fen(body.left)
    return views.with_ledger(refunding.refund(ctx, order_id, amount, body.reason, body.reference, seen))


@routes.post(
    "/admin/v1/orders/{order_id}/refunds/{refund_number}/withdrawals",
    allow=REFUND,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("撤销一笔被最终拒绝或已关闭的退款", "Withdraw a refund that was refused for good, or closed"),
    body=shapes.WithdrawRefund,
    texts={"reason": Lint.NONE},
    answer=shapes.OrderWithLedger,
    status=201,
    errors=(
        errors.UnknownOrder,
        errors.MoneyNotNoted,
        payment_errors.UnknownRefund,
        payment_errors.RefundDone,
        payment_errors.RefundNotRefused,
        *WECHAT_PAY,
    ),
)
def withdraw_refund(
    ctx: Ctx, order_id: OrderId, refund_number: str, body: shapes.WithdrawRefund
) -> shapes.OrderWithLedger:
    return views.with_ledger(refunding.withdraw(ctx, order_id, refund_number, body.reason))
