"""Why something of before was not adopted."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class WayNotAdoptable(Conflict):
    zh = "企业微信没有这个「联系我」，或不允许本应用修改它，请核对 config_id 是否由本应用创建。"
    en = "WeCom has no such contact way, or does not let this app change it. Check that this app made the config_id."


class WayOfLiveCode(Conflict):
    zh = "这个「联系我」是活码「{name}」自己的，其扫码页正在使用它，不能接管。请直接使用该活码，或换一个 config_id。"
    en = "This contact way is the live code “{name}”'s own, and its page shows it. Use that code, or another config_id."

    def __init__(self, code: str, name: str) -> None:
        super().__init__(self.zh.format(name=name), self.en.format(name=name), code=code)
