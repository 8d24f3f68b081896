"""The side bar's page: one of our own style, whose scripts ask the doors of the side bar."""

from __future__ import annotations

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http import assets
from chalicelib.core.http.page import OwnFile, Shown, kept_for_ever, own_file, own_page
from chalicelib.core.instance import once

# WeCom's JS-SDK, which the page reads inside WeCom alone. Where no screens could be built, what is sent is copied.
CLIENT = "src/wecom/client.ts"
# Each stands on those before it; the last begins.
SCRIPTS = ("asking", "wecom", "customer", "sending", "side")


@once
def files() -> dict[str, OwnFile]:
    """The style and the scripts, in the order in which they run, by the names under which a browser asks for them."""
    scripts = (own_file(f"sidebar/{name}.js") for name in SCRIPTS)
    return {file.name: file for file in (own_file("sidebar/side.css"), *scripts)}


def side() -> Shown:
    """The page as it is before its script has asked who is signed in."""
    style, *scripts = (f"/side/{name}" for name in files())
    told = {"style": style, "scripts": scripts, "client": assets.address(CLIENT)}
    return own_page("sidebar/side.html", 200, {"Cache-Control": "no-cache"}, **told)


def file(name: str) -> Shown:
    """A style or a script by its name. Raises UnknownPath."""
    found = files().get(name)
    if found is None:
        raise UnknownPath()
    return kept_for_ever(found)
