"""Of which stores somebody meets payments and refunds: those of what was paid for, of which its seller tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.storage.lists import Page
from chalicelib.payments.errors import UnknownPayment
from chalicelib.payments.shapes import Refund, Trouble
from chalicelib.platforms.wechatpay.provider import PaymentNumber

Numbered = TypeVar("Numbered", Refund, Trouble)
StoresOf = Callable[[Ctx, Iterable[PaymentNumber]], Mapping[PaymentNumber, StoreId]]
_told: list[StoresOf] = []


def tell_stores_with(stores_of: StoresOf) -> None:
    """Who knows what was paid for says which store that counts for; of one that they do not know nothing."""
    _told.append(stores_of)


def check(ctx: Ctx, number: str, **_: str) -> None:
    """Raises UnknownPayment for one of what counts for a store outside the scope, or for none. 0.5 RU."""
    if PaymentNumber(number) not in _within(ctx, [PaymentNumber(number)]):
        raise UnknownPayment()


def listed(ctx: Ctx, page: Page[Numbered]) -> Page[Numbered]:
    """Those of a page that are in the scope: it may hold fewer although more follow. 0.5 RU each, one call for 100."""
    if ctx.scope.stores is None:
        return page
    within = _within(ctx, [one.number for one in page.items])
    return Page([one for one in page.items if one.number in within], page.cursor)


def _within(ctx: Ctx, numbers: Iterable[PaymentNumber]) -> set[PaymentNumber]:
    wanted = list(dict.fromkeys(numbers))
    return {
        number
        for stores_of in _told
        for number, store_id in stores_of(ctx, wanted).items()
        if ctx.scope.allows_store(store_id or None)
    }
