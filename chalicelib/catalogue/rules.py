"""Pure decisions about the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.catalogue.shapes import EditProduct, EditSku, NewProduct, NewSku, ProductLine, ProductQuery, Sku
from chalicelib.core.errors import Fault
from chalicelib.core.money import Fen, yuan
from chalicelib.core.text import folded

USUAL_PIECES = 100_000
EDITED = ("name", "summary", "picture_url", "categories", "role")
EDITED_OF_SKU = ("name", "list_price", "private_price")


def wrong(new: NewProduct) -> Iterator[Fault]:
    """What no product can be."""
    yield from _wrong_skus(new.skus, [])


def _wrong_skus(skus: Sequence[NewSku | EditSku], others: Sequence[str]) -> Iterator[Fault]:
    names = [sku.name for sku in skus]
    for number, sku in enumerate(skus):
        path = f"skus[{number}]"
        if sku.name in [*names[:number], *others]:
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
        yield from _unusual_price(f"skus[{number}]", sku)
        yield from many(f"skus[{number}].stock", sku.stock)


def changed_by(product: ProductLine, skus: Sequence[Sku], wanted: EditProduct) -> tuple[str, ...]:
    """The fields of a product that an edit makes others; `skus` for anything of a SKU."""
    own = tuple(name for name in EDITED if getattr(product, name) != getattr(wanted, name))
    known = {sku.sku_id: sku for sku in skus}
    return own if not any(_is_other(known.get(sku.sku_id), sku) for sku in wanted.skus) else (*own, "skus")


def _is_other(before: Sku | None, after: EditSku) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in EDITED_OF_SKU)


def wrong_edit(skus: Sequence[Sku], wanted: EditProduct) -> Iterator[Fault]:
    """What no product can become."""
    known, named = {sku.sku_id for sku in skus}, [sku.sku_id for sku in wanted.skus]
    for number, sku_id in enumerate(named):
        if sku_id not in known:
            zh, en = "该商品没有这个规格，请检查编号。", "The product has no such SKU. Check its id."
            yield Fault(f"skus[{number}].sku_id", "unknown", None, zh, en)
        elif sku_id in named[:number]:
            zh, en = "同一规格写了两次，请只保留一处。", "This SKU stands here twice. Keep one of them."
            yield Fault(f"skus[{number}].sku_id", "unique", None, zh, en)
    yield from _wrong_skus(wanted.skus, [sku.name for sku in skus if sku.sku_id not in named])


def unusual_edit(skus: Sequence[Sku], wanted: EditProduct) -> Iterator[Fault]:
    """What a product may become, but seldom is meant to: prices that are new."""
    known = {sku.sku_id: sku for sku in skus}
    for number, sku in enumerate(wanted.skus):
        before = known.get(sku.sku_id)
        if before and (before.list_price, before.private_price) != (sku.list_price, sku.private_price):
            yield from _unusual_price(f"skus[{number}]", sku)


def is_meant(query: ProductQuery, line: ProductLine) -> bool:
    """True for a product that a query asks for."""
    if query.state and query.state is not line.state:
        return False
    if query.role and query.role is not line.role:
        return False
    if query.category and query.category not in line.categories:
        return False
    return folded(query.q) in folded(line.name)


def asks(query: ProductQuery) -> bool:
    """True when a query leaves products out."""
    return bool(query.q.strip() or query.state or query.category or query.role)


def _unusual_price(path: str, sku: NewSku | EditSku) -> Iterator[Fault]:
    private, listed = _prices(sku)
    if sku.private_price == 0:
        zh, en = f"「{sku.name}」的私域价为 0，会员下单不用付款。", f"Members get {sku.name} for nothing."
        yield Fault(f"{path}.private_price", "free", 0, zh, en)
    elif sku.private_price < sku.list_price / 2:
        zh, en = (
            f"私域价 {private} 不到原价 {listed} 的一半。",
            f"{private} is less than half of the list price of {listed}.",
        )
        yield Fault(f"{path}.private_price", "under_half_the_list_price", sku.list_price // 2, zh, en)


def many(path: str, pieces: int) -> Iterator[Fault]:
    """So many pieces that a digit may be too many."""
    if pieces > USUAL_PIECES:
        zh, en = f"数量 {pieces} 件，请检查是否多写了位数。", f"{pieces} pieces: check that there is no digit too many."
        yield Fault(path, "many", USUAL_PIECES, zh, en)


def _prices(sku: NewSku | EditSku) -> tuple[str, str]:
    return yuan(Fen(sku.private_price)), yuan(Fen(sku.list_price))
