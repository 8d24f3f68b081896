"""How customers were written to, and how often losses are told of."""

from __future__ import annotations

from enum import StrEnum


class Said(StrEnum):
    """How a customer was written to: by a welcome, by what staff took out of the library or the side bar for them
    (whether they tapped "send" WeCom does not tell), or by a post that was planned for them.
    """

    WELCOME = "welcome"
    SCRIPT = "script"
    SIDE_BAR = "side_bar"
    POST = "post"


class Sending(StrEnum):
    """What was sent: a live code's welcome, content, a coupon, a post."""

    WELCOME = "welcome"
    CONTENT = "content"
    COUPON = "coupon"
    POST = "post"


class Alert(StrEnum):
    """EACH: within minutes, what comes meanwhile together. DAILY: the morning after. OFF: nobody is told."""

    EACH = "each"
    DAILY = "daily"
    OFF = "off"
