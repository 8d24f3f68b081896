"""Why something of before was not adopted."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class WayNotAdoptable(Conflict):
    zh = "企业微信没有这个「联系我」，或不允许本应用修改它，请核对 config_id 是否由本应用创建。"
    en = "WeCom has no such contact way, or does not let this app change it. Check that this app made the config_id."
