"""What the catalogue doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, Confirm, Url
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Hands

PRODUCT = Thing("product", "商品", "product")

SKU = Thing("sku", "规格", "SKU")

Price = Annotated[int, Meta(ge=0, le=100_000_000, description="单价，单位分 / unit price in fen")]
Quantity = Annotated[int, Meta(ge=1, le=10_000_000)]


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
    summary: Annotated[str, Meta(max_length=200)] = ""
    picture_url: Url = ""
    skus: Annotated[list[NewSku], Meta(min_length=1, max_length=8)]
    confirm: Confirm = False


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


class SkuWithStock(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU and what is left of it, exact."""

    sku_id: SkuId
    name: str
    list_price: Fen
    private_price: Fen
    left: int


class ProductLine(Hands, frozen=True, kw_only=True):
    """A product in a list."""

    product_id: ProductId
    name: str
    summary: str
    picture_url: str
    created_at: Moment


class Product(ProductLine, frozen=True, kw_only=True):
    """A product with its SKUs."""

    skus: list[SkuWithStock]


class Restock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many came in."""

    quantity: Quantity
    confirm: Confirm = False
