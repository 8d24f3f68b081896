"""The page that clerks work on: one of our own style, whose script asks the doors that everybody may ask."""

from __future__ import annotations

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http.page import OwnFile, Shown, kept_for_ever, own_file, own_page
from chalicelib.core.instance import once


@once
def files() -> dict[str, OwnFile]:
    """The style and the script, by the names under which a browser asks for them."""
    found = (own_file("till/till.css"), own_file("till/queue.js"), own_file("till/till.js"))
    return {file.name: file for file in found}


def till() -> Shown:
    """The page. Whoever is not signed in is sent there by its script."""
    style, queue, script = (f"/till/{name}" for name in files())
    return own_page("till/till.html", 200, {"Cache-Control": "no-cache"}, style=style, queue=queue, script=script)


def file(name: str) -> Shown:
    """A style or a script by its name. Raises UnknownPath."""
    found = files().get(name)
    if found is None:
        raise UnknownPath()
    return kept_for_ever(found)
