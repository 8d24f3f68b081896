"""Why a brand was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Refused


class BadBrand(Refused):
    zh = "品牌设置有误：{reason}请修改后重试。"
    en = "The brand cannot be so: {reason} Correct it and try again."


class BrandChanged(Conflict):
    zh = "品牌设置已被他人修改，请重新打开后再改，以免覆盖对方的修改。"
    en = "Somebody else changed the brand. Open it again and make your change there, so that theirs is not lost."
