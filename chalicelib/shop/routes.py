"""Doors of the shop."""

from __future__ import annotations

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotForSale, UnknownSku
from chalicelib.catalogue.ids import SkuId
from chalicelib.catalogue.shapes import OnShelf
from chalicelib.core.context import Ctx
from chalicelib.core.http import rates
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import errors as coupon_errors
from chalicelib.members.errors import UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotCancellable, TooManyUnpaid, UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import OrderSummary, OrderWithLedger
from chalicelib.shop import errors, looking, service, shapes
from chalicelib.shop.room import READ, ROOM

routes = Routes(ROOM)


@routes.get(
    "/mini/v1/products",
    allow=MEMBER,
    summary=("在售商品与私域价", "Products on the shelf and their private prices"),
    query=PageQuery,
    answer=Page[OnShelf],
)
def list_products_on_shelf(ctx: Ctx, query: PageQuery) -> Page[OnShelf]:
    return catalogue.on_shelf(ctx, query.limit, query.cursor)


@routes.get(
    "/mini/v1/skus/{sku_id}",
    allow=MEMBER,
    summary=("商品规格与私域价", "A SKU and its private price"),
    answer=shapes.ForSale,
    errors=(UnknownSku,),
)
def read_for_sale(ctx: Ctx, sku_id: SkuId) -> shapes.ForSale:
    return service.for_sale(ctx, sku_id)


@routes.post(
    "/mini/v1/shop-orders",
    allow=MEMBER,
    rate=rates.RUSH,
    summary=("下单", "Order pieces of a SKU"),
    body=shapes.NewOrder,
    answer=OrderSummary,
    status=201,
    errors=(
        UnknownSku,
        NotForSale,
        errors.SkuSoldOut,
        TooManyUnpaid,
        coupon_errors.UnknownCoupon,
        coupon_errors.CouponInUse,
        coupon_errors.CouponVoided,
        coupon_errors.CouponExpired,
        coupon_errors.AlreadyRedeemed,
        coupon_errors.BelowThreshold,
    ),
)
def place_shop_order(ctx: Ctx, body: shapes.NewOrder) -> OrderSummary:
    return orders.summary(service.order(ctx, body))


@routes.post(
    "/mini/v1/shop-orders/{order_id}/cancellations",
    allow=MEMBER,
    summary=("取消未支付的订单", "Cancel an unpaid order"),
    answer=OrderSummary,
    status=201,
    errors=(UnknownOrder, NotCancellable),
)
def cancel_shop_order(ctx: Ctx, order_id: OrderId) -> OrderSummary:
    return orders.summary(service.cancel(ctx, order_id))


@routes.get(
    "/admin/v1/skus/{sku_id}/orders",
    allow=READ,
    summary=("某规格的小店订单，新的在前", "The shop's orders of a SKU, newest first"),
    query=PageQuery,
    answer=Page[OrderWithLedger],
    errors=(UnknownSku,),
)
def list_shop_orders(ctx: Ctx, sku_id: SkuId, query: PageQuery) -> Page[OrderWithLedger]:
    return service.orders_of(ctx, sku_id, query.limit, query.cursor).map(orders.with_ledger)


@routes.get(
    "/admin/v1/members/{member_id}/purchases",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("某会员的优惠券与订单，一眼看全", "The latest coupons and orders of a member in one look"),
    answer=shapes.Purchases,
    errors=(UnknownMember,),
)
def read_purchases(ctx: Ctx, member_id: str) -> shapes.Purchases:
    return looking.purchases(ctx, MemberId(member_id))
