"""What happens to products and their stock."""

from __future__ import annotations

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.core.events.facts import FactData, fact

PRODUCT = "01KAJ8T0003V0Q8N2B7M4T6Y9R"


@fact(
    "product.created",
    zh="上架了商品「{name}」",
    en="The product {name} was created",
    sample={"product": PRODUCT, "name": "明前龙井"},
)
class ProductCreated(FactData, frozen=True, kw_only=True):
    """An operator made a product with its SKUs."""

    product: ProductId
    name: str


@fact(
    "sku.restocked",
    zh="规格 {sku} 补货 {quantity} 件",
    en="{quantity} pieces of {sku} came in",
    sample={"product": PRODUCT, "sku": f"{PRODUCT}-1", "quantity": 200},
)
class SkuRestocked(FactData, frozen=True, kw_only=True):
    """Goods came in."""

    product: ProductId
    sku: SkuId
    quantity: int
