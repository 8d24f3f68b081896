"""Why the till's menu was not made."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class MenuIsFull(Conflict):
    zh = "应用菜单已有 3 个一级按钮，没有空位。请在企业微信管理后台删去一个后重试。"
    en = "The app's menu has three buttons already. Take one away in WeCom's console and try again."
