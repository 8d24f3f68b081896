"""The page that clerks work on: one of our own style, whose script asks the doors that everybody may ask."""

from __future__ import annotations

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http.page import OwnFile, Shown, kept_for_ever, own_file, own_page
from chalicelib.core.instance import once

# Each stands on those before it; the last begins.
SCRIPTS = ("asking", "queue", "signals", "camera", "till", "rounds")


@once
def files() -> dict[str, OwnFile]:
    """The style and the scripts, in the order in which they run, by the names under which a browser asks for them."""
    scripts = (own_file(f"till/{name}.js") for name in SCRIPTS)
    return {file.name: file for file in (own_file("till/till.css"), *scripts)}


def till() -> Shown:
    """The page. Whoever is not signed in is sent there by its script."""
    style, *scripts = (f"/till/{name}" for name in files())
    return own_page("till/till.html", 200, {"Cache-Control": "no-cache"}, style=style, scripts=scripts)


def file(name: str) -> Shown:
    """A style or a script by its name. Raises UnknownPath."""
    found = files().get(name)
    if found is None:
        raise UnknownPath()
    return kept_for_ever(found)
