"""What the catalogue doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.catalogue.states import ProductRole, ShelfState
from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, MOST_SEEN, Confirm, PageQuery, Url
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands, Person

PRODUCT = Thing("product", "商品", "product")

SKU = Thing("sku", "规格", "SKU")

Price = Annotated[int, Meta(ge=0, le=100_000_000, description="单价，单位分 / unit price in fen")]
Quantity = Annotated[int, Meta(ge=1, le=10_000_000)]
Name = Annotated[str, LINE, Meta(max_length=40)]
Summary = Annotated[str, Meta(max_length=200)]
Categories = Annotated[
    tuple[Annotated[str, LINE, Meta(max_length=20)], ...], Meta(max_length=5, description="分类 / categories")
]
Revision = Annotated[int, Meta(ge=1, le=MOST_SEEN, description="看到的修订号 / the revision that was seen")]


class NewSku(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A SKU: what the shop asks for elsewhere, the price for our members, and how many there are.

    buckets: how many parts the stock is split into; 1 does for about 100 orders a second.
    """

    name: Annotated[str, LINE, Meta(max_length=40)]
    list_price: Price
    private_price: Price
    stock: Quantity
    buckets: Annotated[int, Meta(ge=1, le=8)] = 1


class NewProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A product with its SKUs. picture_url: shown on pages, over HTTPS."""

    name: Annotated[str, LINE, Meta(max_length=40)]
    summary: Summary = ""
    picture_url: Url = ""
    categories: Categories = ()
    role: ProductRole | None = None
    skus: Annotated[list[NewSku], Meta(min_length=1, max_length=8)]
    confirm: Confirm = False

    def __post_init__(self) -> None:
        _trim_categories(self)


class EditSku(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A SKU of the product as it shall be."""

    sku_id: Annotated[SkuId, Meta(min_length=1, max_length=40)]
    name: Name
    list_price: Price
    private_price: Price


class EditProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A product as it shall be. skus: those that become others; the rest stay as they are.

    revision: of the product that the editor saw, so that nobody's change is lost.
    """

    name: Name
    summary: Summary = ""
    picture_url: Url = ""
    categories: Categories = ()
    role: ProductRole | None = None
    skus: Annotated[list[EditSku], Meta(max_length=8)] = []
    revision: Revision
    confirm: Confirm = False

    def __post_init__(self) -> None:
        _trim_categories(self)


def _trim_categories(product: NewProduct | EditProduct) -> None:
    """Each once, without blanks around: a product is found by what people read."""
    read = tuple(dict.fromkeys(category.strip() for category in product.categories))
    msgspec.structs.force_setattr(product, "categories", read)


class Shelve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a product shall be on the shelf or off it."""

    state: ShelfState
    confirm: Confirm = False


class CopyProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the copy is called, as the product when left out."""

    name: Name | None = None


class ProductQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which products, newest first. q: part of the name."""

    q: Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")] = ""
    state: ShelfState | None = None
    category: Annotated[str, Meta(max_length=20)] = ""
    role: ProductRole | None = None


class PriceChange(msgspec.Struct, frozen=True, kw_only=True):
    """That a SKU has had other prices since then: who made them, from what to what, in fen."""

    sku_id: SkuId
    sku_name: str
    at: Moment
    by: Person | None
    list_from: Fen
    list_to: Fen
    private_from: Fen
    private_to: Fen


class Sku(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as other rooms sell it. buckets: how many parts its stock is split into."""

    sku_id: SkuId
    product_id: ProductId
    product_name: str
    picture_url: str
    name: str
    list_price: Fen
    private_price: Fen
    buckets: int
    state: ShelfState = ShelfState.ON


class SkuOnShelf(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as customers see it. is_sold_out: somebody was told so a moment ago."""

    sku_id: SkuId
    name: str
    list_price: Fen
    private_price: Fen
    is_sold_out: bool = False


class OnShelf(msgspec.Struct, frozen=True, kw_only=True):
    """A product on the shelf, as customers see it."""

    product_id: ProductId
    name: str
    summary: str
    picture_url: str
    skus: list[SkuOnShelf]


class SkuWithStock(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU and what is left of it, exact."""

    sku_id: SkuId
    name: str
    list_price: Fen
    private_price: Fen
    left: int


class ProductLine(Hands, frozen=True, kw_only=True):
    """A product in a list. problem: why customers are turned away, None while they are not."""

    product_id: ProductId
    name: str
    summary: str
    picture_url: str
    categories: tuple[str, ...] = ()
    role: ProductRole | None = None
    state: ShelfState = ShelfState.ON
    revision: int = 1
    created_at: Moment
    problem: Problem | None = None


class Product(ProductLine, frozen=True, kw_only=True):
    """A product with its SKUs."""

    skus: list[SkuWithStock]


class Restock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many came in."""

    quantity: Quantity
    confirm: Confirm = False
