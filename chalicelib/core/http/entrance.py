"""What stands where a customer's own page would, while they are not signed in: why, and the way in that leads back."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.config import config
from chalicelib.core.errors import SessionExpired, Unauthenticated
from chalicelib.core.http import looks
from chalicelib.core.http.answers import Answer
from chalicelib.core.http.page import page

# From a corp and one of its pages to where customers sign in for it, '' where they cannot.
WayIn = Callable[[str, str], str]
_way_in: list[WayIn] = []


def leads_by(way_in: WayIn) -> None:
    """Register how customers are led in."""
    _way_in[:] = [way_in]


def page_of(error: Unauthenticated, corp: str, back: str, *, is_in_wechat: bool) -> Answer:
    """The page of whoever is not signed in, or not any more. back: the page that they want. Raises UnknownCorp."""
    return page(
        "entrance.html",
        status=error.status,
        look=looks.of_corp(corp),
        code=error.code,
        is_over=isinstance(error, SessionExpired),
        is_in_wechat=is_in_wechat,
        way_in=_way_in[0](corp, back) if _way_in else "",
        address=f"{config().public_url}{back}",
    )
