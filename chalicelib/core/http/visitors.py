"""Who looks at a page without a session: told apart for a count, and kept nowhere."""

from __future__ import annotations

import re

from chalicelib.core.http.answers import Incoming

# Who says of themselves that they are no person: search engines, link previews, watchers, scripts.
ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|headless|lighthouse|monitor|facebookexternalhit"
    r"|^(curl|wget|python|go-http-client|java|axios|node)\b",
    re.IGNORECASE,
)
# A browser that fetches what may be looked at next.
AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
FETCHED = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)

# WeCom's browser calls itself both.
WECHAT, WECOM = "micromessenger", "wxwork"


def is_in_wechat(asked: Incoming) -> bool:
    """True for whoever looks inside WeChat, where a long press reads a QR code."""
    return is_wechat(asked.headers.get("user-agent", ""))


def is_wechat(browser: str) -> bool:
    """True for the browser of WeChat, by what it calls itself."""
    named = browser.lower()
    return WECHAT in named and WECOM not in named


def visitor(asked: Incoming) -> str:
    """What tells one visitor from another, their address and browser: for a hash, never to be stored.

    '' for what says that it is no person who looks.
    """
    browser = asked.headers.get("user-agent", "")
    if ROBOT.search(browser) or any(FETCHED.search(asked.headers.get(name, "")) for name in AHEAD):
        return ""
    return f"{asked.network.hex()}\x1f{browser}"
