"""The shop: a member orders pieces of a SKU at its private price; what is paid may be picked up.

It is the least that sells (docs/developers/sellers.md): it places orders and follows what becomes of them. It has no
row of its own: the pieces are kept in the SKU's stock, and everything else stands in the order.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotForSale
from chalicelib.catalogue.ids import SkuId
from chalicelib.catalogue.shapes import Sku
from chalicelib.catalogue.states import ShelfState
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso
from chalicelib.core.ops import metrics
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import CouponCode
from chalicelib.members.ids import MemberId
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotCancellable, UnknownOrder
from chalicelib.orders.facts import OrderHoldOver, OrderPaid, OrderPaidLate
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Draft, Item, Order
from chalicelib.orders.states import OrderState
from chalicelib.shop.errors import SkuSoldOut
from chalicelib.shop.ids import SELLER
from chalicelib.shop.shapes import ForSale, NewOrder

HOLD = timedelta(minutes=15)

# Why an order ended, as its ledger and the customer's refund notice say it.
CANCELLED = "买家取消"
NOT_PAID = "超时未支付"
LATE = "支付时库存已释放，自动退款"


def for_sale(ctx: Ctx, sku_id: SkuId) -> ForSale:
    """A SKU as a member may buy it, up to 5 s old. Raises UnknownSku."""
    return msgspec.convert(catalogue.sku(ctx, sku_id), ForSale, from_attributes=True)


# ---- what members do


def order(ctx: Ctx, new: NewOrder) -> Order:
    """An order of the acting member, its pieces kept for 15 minutes. 8 to 10 WU +2. One, under one Idempotency-Key.

    Raises UnknownSku, NotForSale, SkuSoldOut, TooManyUnpaid, and why the coupon cannot be used.
    """
    sku, order_id = catalogue.sku(ctx, SkuId(new.sku_id)), orders.number(ctx, MemberId(ctx.who))
    try:
        if sku.state is ShelfState.OFF:
            raise NotForSale()
        placed = orders.place(ctx, _draft(ctx, sku, order_id, new))
    except stock.OutOfStock:
        raise SkuSoldOut() from None
    except Conflict:
        # Perhaps this very request placed it before and its answer was lost: ids follow from the Idempotency-Key.
        earlier = orders.find(ctx, order_id)
        if earlier is None:
            raise
        return earlier
    metrics.count("ShopOrders", corp=ctx.corp)
    return placed


def _draft(ctx: Ctx, sku: Sku, order_id: OrderId, new: NewOrder) -> Draft:
    member_id, coupon_code = MemberId(ctx.who), CouponCode(new.coupon_code)
    item = Item(
        sku_id=sku.sku_id,
        product_name=sku.product_name,
        sku_name=sku.name,
        quantity=new.quantity,
        price=sku.private_price,
    )
    discount = orders.discount(ctx, coupon_code, member_id, (item,))
    return Draft(
        order_id=order_id,
        member_id=member_id,
        seller_kind=SELLER,
        seller_id=sku.sku_id,
        items=(item,),
        off=discount.off,
        coupon_code=coupon_code,
        coupon_template=discount.coupon_template,
        pay_until=iso(ctx.now + HOLD),
        stock=catalogue.stock_of(sku),
        pickup_store=new.store_id,
    )


def cancel(ctx: Ctx, order_id: OrderId) -> Order:
    """The acting member cancels an unpaid order of the shop. 4 to 8 WU. Safe to repeat.

    Raises UnknownOrder, NotCancellable.
    """
    return retry.on_collision(lambda: _cancel(ctx, order_id), orders.Moved)


def _cancel(ctx: Ctx, order_id: OrderId) -> Order:
    own = orders.own(ctx, order_id)
    if own.seller_kind != SELLER:
        raise UnknownOrder()
    if own.status is OrderState.PLACED:
        _end(ctx, own, CANCELLED)
        return orders.order(ctx, order_id)
    if own.status is not OrderState.CANCELLED:
        raise NotCancellable(status=own.status)
    return own


# ---- what follows


def order_paid(ctx: Ctx, fact: Fact[OrderPaid]) -> None:
    """An order of the shop is paid: it may be picked up."""
    if fact.data.seller_kind == SELLER:
        orders.make_ready(ctx, fact.data.order)


def order_hold_over(ctx: Ctx, fact: Fact[OrderHoldOver]) -> None:
    """An order of the shop was not paid in time: its pieces are for sale again."""
    if fact.data.seller_kind == SELLER:
        retry.on_collision(lambda: _end_if(ctx, fact.data.order, OrderState.PLACED, NOT_PAID), orders.Moved)


def order_paid_late(ctx: Ctx, fact: Fact[OrderPaidLate]) -> None:
    """The money came when the pieces were given back: others of them while there are, else the money goes back."""
    if fact.data.seller_kind == SELLER:
        retry.on_collision(lambda: _paid_late(ctx, fact.data.order), orders.Moved)


def _paid_late(ctx: Ctx, order_id: OrderId) -> None:
    late = orders.order(ctx, order_id)
    if late.status is not OrderState.PAID_LATE:
        return
    if any(entry.note == CANCELLED for entry in late.ledger):
        _end(ctx, late, LATE)  # who cancelled does not want them any more
        return
    try:
        orders.hold_again(ctx, late)
    except (stock.OutOfStock, Conflict, NotFound):
        _end(ctx, late, LATE)


def _end_if(ctx: Ctx, order_id: OrderId, state: OrderState, why: str) -> None:
    found = orders.order(ctx, order_id)
    if found.status is state:
        _end(ctx, found, why)


def _end(ctx: Ctx, order: Order, why: str) -> None:
    """The order is cancelled, or its money goes back. Raises orders.Moved."""
    transaction = Transaction(ctx)
    end_in = orders.cancel_in if order.status is OrderState.PLACED else orders.refund_in
    end_in(transaction, order, why)
    transaction.commit()


# ---- look


def orders_of(ctx: Ctx, sku_id: SkuId, limit: int, cursor: str) -> Page[Order]:
    """A SKU's orders in the shop, newest first. Raises UnknownSku."""
    return orders.of_seller(ctx, SELLER, catalogue.sku(ctx, sku_id).sku_id, limit, cursor)
