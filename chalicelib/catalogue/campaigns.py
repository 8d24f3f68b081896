"""Who sells a product beside the shop: the rooms that do say so, and who edits the product is asked about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice

import msgspec

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.money import Fen, yuan

MOST_NAMED = 10


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """What sells a SKU now or soon, for a price of its own: as people call its kind, its id, its name."""

    zh: str
    en: str
    id: str
    name: str
    sku_id: SkuId
    price: Fen


Look = Callable[[Ctx, ProductId], Iterator[Campaign]]
_looks: list[Look] = []


def told_by(look: Look) -> None:
    """Let a room say what of it sells a product. It may cost what a list of all it has costs."""
    _looks.append(look)


def _of(ctx: Ctx, product_id: ProductId) -> Iterator[Campaign]:
    return chain.from_iterable(look(ctx, product_id) for look in _looks)


def off_the_shelf(ctx: Ctx, product_id: ProductId) -> Iterator[Fault]:
    """What goes on although the product is taken off the shelf, ten at most."""
    for one in islice(_of(ctx, product_id), MOST_NAMED):
        zh = f"{one.zh}「{one.name}」（{one.id}）仍在销售该商品，下架后照常进行到结束；如需停止，请先停止活动。"
        en = f"The {one.en} {one.name} ({one.id}) sells this product and goes on. To stop it, stop that first."
        yield Fault("state", "sold_by_campaign", one.id, zh, en)


def not_above(ctx: Ctx, product_id: ProductId, prices: Mapping[SkuId, tuple[str, Fen]]) -> Iterator[Fault]:
    """What keeps a price that is no longer below that of the shop, ten at most. prices: with the path of each."""
    for one in islice(_of(ctx, product_id), MOST_NAMED):
        path, price = prices.get(one.sku_id, ("", Fen(0)))
        if path and price <= one.price:
            zh = f"{one.zh}「{one.name}」（{one.id}）的价格 {yuan(one.price)} 不变，将不低于新的私域价 {yuan(price)}。"
            en = f"The {one.en} {one.name} ({one.id}) keeps its {yuan(one.price)}: not below the new {yuan(price)}."
            yield Fault(path, "under_campaign_price", one.price, zh, en)
