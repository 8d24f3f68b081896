"""Why numbers are not told."""

from __future__ import annotations

from chalicelib.core.errors import Refused


class BadNumbers(Refused):
    zh = "无法查询数据：{reason}请修改后重试。"
    en = "These numbers cannot be told: {reason} Correct it and try again."
