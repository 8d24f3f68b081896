"""What happens to products and their stock."""

from __future__ import annotations

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.catalogue.states import ShelfState
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.money import Fen

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
    "product.edited",
    zh="修改了商品「{name}」",
    en="The product {name} was edited",
    sample={"product": PRODUCT, "name": "明前龙井", "changed": ["name", "skus"]},
)
class ProductEdited(FactData, frozen=True, kw_only=True):
    """An operator changed a product's words, picture, categories, role or SKUs."""

    product: ProductId
    name: str
    changed: tuple[str, ...]


@fact(
    "product.moved",
    zh="商品「{name}」{state:on=上架;off=下架}",
    en="The product {name} is {state} the shelf",
    sample={"product": PRODUCT, "name": "明前龙井", "state": "off"},
)
class ProductMoved(FactData, frozen=True, kw_only=True):
    """An operator put a product on the shelf or off it."""

    product: ProductId
    name: str
    state: ShelfState


@fact(
    "sku.priced",
    zh="规格 {sku} 的私域价由 {private_from} 分改为 {private_to} 分",
    en="The private price of {sku} went from {private_from} to {private_to} fen",
    sample={
        "product": PRODUCT,
        "sku": f"{PRODUCT}-1",
        "list_from": 12000,
        "list_to": 12000,
        "private_from": 9900,
        "private_to": 8900,
    },
)
class SkuPriced(FactData, frozen=True, kw_only=True):
    """An operator gave a SKU other prices; what was ordered before keeps its own."""

    product: ProductId
    sku: SkuId
    list_from: Fen
    list_to: Fen
    private_from: Fen
    private_to: Fen


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
