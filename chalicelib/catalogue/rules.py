"""Pure decisions about the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.catalogue.shapes import NewProduct, NewSku
from chalicelib.core.errors import Fault
from chalicelib.core.money import Fen, yuan

USUAL_PIECES = 100_000


def wrong(new: NewProduct) -> Iterator[Fault]:
    """What no product can be."""
    names = [sku.name for sku in new.skus]
    for number, sku in enumerate(new.skus):
        path = f"skus[{number}]"
        if sku.name in names[:number]:
            zh, en = (
                f"规格名「{sku.name}」重复，顾客无法区分。",
                f"Two SKUs are called {sku.name}: nobody can tell them apart.",
            )
            yield Fault(f"{path}.name", "unique", None, zh, en)
        if sku.private_price > sku.list_price:
            private, listed = _prices(sku)
            zh, en = (
                f"私域价 {private} 高于原价 {listed}。",
                f"The private price of {private} is above the list price of {listed}.",
            )
            yield Fault(f"{path}.private_price", "over_list_price", sku.list_price, zh, en)


def unusual(new: NewProduct) -> Iterator[Fault]:
    """What a product may be, but seldom is on purpose."""
    for number, sku in enumerate(new.skus):
        path, (private, listed) = f"skus[{number}]", _prices(sku)
        if sku.private_price == 0:
            zh, en = f"「{sku.name}」的私域价为 0，会员下单不用付款。", f"Members get {sku.name} for nothing."
            yield Fault(f"{path}.private_price", "free", 0, zh, en)
        elif sku.private_price < sku.list_price / 2:
            zh, en = (
                f"私域价 {private} 不到原价 {listed} 的一半。",
                f"{private} is less than half of the list price of {listed}.",
            )
            yield Fault(f"{path}.private_price", "under_half_the_list_price", sku.list_price // 2, zh, en)
        yield from many(f"{path}.stock", sku.stock)


def many(path: str, pieces: int) -> Iterator[Fault]:
    """So many pieces that a digit may be too many."""
    if pieces > USUAL_PIECES:
        zh, en = f"数量 {pieces} 件，请检查是否多写了位数。", f"{pieces} pieces: check that there is no digit too many."
        yield Fault(path, "many", USUAL_PIECES, zh, en)


def _prices(sku: NewSku) -> tuple[str, str]:
    return yuan(Fen(sku.private_price)), yuan(Fen(sku.list_price))
