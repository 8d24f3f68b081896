"""Who sits at which phone: pages for `<userid>.localhost` are asked as that member of staff, signed in when needed.

A browser keeps one session for a host, and three people are looked at side by side. Their sessions stay here; the names
lead to this machine in every browser that keeps RFC 6761.
"""

from __future__ import annotations

import threading

from local.stack import Stack
from local.stories.browser import Browser
from local.stories.tale import Tale, Teller


class People:
    """The sessions of the members of staff whose phones are looked at."""

    def __init__(self, stack: Stack) -> None:
        self._tale = Tale(stack, Teller())
        self._browsers: dict[str, Browser] = {}
        self._lock = threading.Lock()

    def cookie(self, userid: str, *, anew: bool = False) -> str:
        """The Cookie header of a member of staff, who signs in at WeCom where it is the first time or `anew`."""
        with self._lock:
            if anew or userid not in self._browsers:
                browser = Browser(self._tale)
                browser.sign_in(userid)
                self._browsers[userid] = browser
            return "; ".join(f"{name}={value}" for name, value in self._browsers[userid].cookies.items())
