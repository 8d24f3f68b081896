"""The side bar's page: one of our own style, whose script asks the doors of the side bar."""

from __future__ import annotations

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http.page import OwnFile, Shown, kept_for_ever, own_file, own_page
from chalicelib.core.instance import once


@once
def files() -> dict[str, OwnFile]:
    """The style and the script of the page, by the names under which a browser asks for them."""
    found = (own_file("sidebar/side.css"), own_file("sidebar/side.js"))
    return {file.name: file for file in found}


def side() -> Shown:
    """The page as it is before its script has asked who is signed in."""
    style, script = files()
    return own_page(
        "sidebar/side.html", 200, {"Cache-Control": "no-cache"}, style=f"/side/{style}", script=f"/side/{script}"
    )


def file(name: str) -> Shown:
    """A style or a script by its name. Raises UnknownPath."""
    found = files().get(name)
    if found is None:
        raise UnknownPath()
    return kept_for_ever(found)
