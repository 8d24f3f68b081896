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


class BadProduct(Refused):
    zh = "商品有误：{reason}请修改后重试。"
    en = "The product cannot be so: {reason} Correct it and try again."


class NotEnoughStock(Conflict):
    zh = "该规格的可用库存不足，请减少数量或先补货。"
    en = "The SKU has not that much stock left. Ask for less, or add stock first."
