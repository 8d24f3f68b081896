"""Of which stores somebody meets the orders: those that count for a store of theirs; at a till, all that is handed out
there, and what may be picked up anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.storage.lists import Page
from chalicelib.orders import service, store
from chalicelib.orders.errors import UnknownOrder
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from chalicelib.payments import service as payments
from chalicelib.platforms.wechatpay.provider import PaymentNumber


def check(ctx: Ctx, order_id: OrderId, **_: str) -> None:
    """Raises UnknownOrder for one that counts for a store outside the scope, or for none. 1 RU."""
    if not ctx.scope.allows_store(service.order(ctx, order_id).store_id or None):
        raise UnknownOrder()


def check_till(ctx: Ctx, order_id: OrderId) -> None:
    """Raises UnknownOrder for one that is picked up at a store outside the scope. 1 RU."""
    at = service.order(ctx, order_id).pickup_store
    if at and not ctx.scope.allows_store(at):
        raise UnknownOrder()


def listed(ctx: Ctx, page: Page[Order]) -> Page[Order]:
    """Those of a page that are in the scope: it may hold fewer although more follow."""
    if ctx.scope.stores is None:
        return page
    return Page([one for one in page.items if ctx.scope.allows_store(one.store_id or None)], page.cursor)


def _stores_of(ctx: Ctx, numbers: Iterable[PaymentNumber]) -> dict[PaymentNumber, StoreId]:
    """An order is paid for under its own id."""
    return {PaymentNumber(order_id): at for order_id, at in store.stores_of(ctx, map(OrderId, numbers)).items()}


payments.tell_stores_with(_stores_of)
