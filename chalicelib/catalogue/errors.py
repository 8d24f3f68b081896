"""Why something of the catalogue was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound, Refused


class UnknownProduct(NotFound):
    zh = "没有找到该商品，请检查编号。"
    en = "No product under that id. Check the id."


class UnknownSku(NotFound):
    zh = "没有找到该规格，请检查编号。"
    en = "No SKU under that id. Check the id."
    customers = ("没有找到该商品，请返回后重新打开。", "This is not for sale here. Go back and open it again.")


class ProductChanged(Conflict):
    zh = "该商品已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody changed this product meanwhile. Reload and edit the latest revision."


class NotForSale(Conflict):
    zh = "该商品已下架，请先上架。"
    en = "This product is off the shelf. Put it on again first."
    customers = ("该商品已下架，请看看其他商品。", "This is not for sale any more. Have a look at other things.")


class GoodsSoldOut(Conflict):
    zh = "有规格已售罄，顾客下单会被拒绝，请补货或下架。"
    en = "A SKU is sold out and customers are turned away. Add stock, or take the product off the shelf."


class BadProduct(Refused):
    zh = "商品有误：{reason}请修改后重试。"
    en = "The product cannot be so: {reason} Correct it and try again."


class NotEnoughStock(Conflict):
    zh = "该规格的可用库存不足，请减少数量或先补货。"
    en = "The SKU has not that much stock left. Ask for less, or add stock first."
