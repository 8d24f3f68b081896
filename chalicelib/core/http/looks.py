"""How a corp's customer pages look: its name, logo, colours and texts, with a plain look where it has said nothing."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

GREEN, WHITE = "#2c6e49", "#ffffff"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a page of a corp begins and ends with.

    colour, on_colour: of buttons, and of the text on them. logo: a picture as a data: address, '' for none.
    entry_title, entry_hint: what the page of a live code says. link: of the brand's mini-program. store, address,
    adviser, face: of whom the page is, and the address of their picture, where that is known.
    """

    name: str = ""
    logo: str = ""
    colour: str = GREEN
    on_colour: str = WHITE
    entry_title: str = "添加专属顾问"
    entry_hint: str = "长按识别下方二维码，添加好友"
    foot: str = ""
    link: str = ""
    store: str = ""
    address: str = ""
    adviser: str = ""
    face: str = ""


PLAIN = Look()
LookUp = Callable[[str], Look]
_look_of: list[LookUp] = []


def look_with(lookup: LookUp) -> None:
    """Register how a corp's look is found."""
    _look_of[:] = [lookup]


def of_corp(corp: str) -> Look:
    """The look of a corp by its key, for a page that says why there is nothing: it is shown whatever else fails."""
    try:
        return _look_of[0](corp) if corp and _look_of else PLAIN
    except Exception:
        return PLAIN
