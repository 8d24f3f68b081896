"""Why something about the directory was refused."""

from __future__ import annotations

from chalicelib.core.errors import NotFound


class UnknownStaff(NotFound):
    zh = "通讯录中没有该员工，请核对员工账号，或先点击「立即同步」。"
    en = "Nobody of that userid in the directory. Check it, or bring the directory up to date first."
