"""Why the side bar did not do something."""

from __future__ import annotations

from chalicelib.core.errors import BadRequest, Refused


class ForeignUrl(BadRequest):
    zh = "只能为本系统的页面签名，该网址不属于本系统。请用当前页面的完整网址重试。"
    en = "Only pages of this system are signed for, and this address is none. Use the whole address of the page."


class NotSendable(Refused):
    """What cannot be sent from the side bar."""
