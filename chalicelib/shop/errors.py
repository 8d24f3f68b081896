"""Why nothing was sold."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class SkuSoldOut(Conflict):
    zh = "该规格库存不足，请减少数量或选择其他规格。"
    en = "There is not enough of this SKU left. Take fewer, or another one."
