"""The built screens (web/dist): one page that leads to its files, and files whose names change with what is in them.

They come with the package, so that the screens and the doors they ask are of one commit. Each file lies there
compressed alone: whoever cannot read that has it unpacked. The guide's pictures are as they were taken.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http.answers import Answer, Headers
from chalicelib.core.http.page import own
from chalicelib.core.instance import once

FOLDER = Path(__file__).resolve().parents[3] / "web" / "dist"
KINDS = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
# Compressed as they are.
PACKED = ("webp",)


class Built(msgspec.Struct, frozen=True):
    """What was built. page: the console's page; files: where each file lies, by the name that a browser asks for.

    named: that name of what was built of a source, by its path below web/.
    """

    page: str
    files: dict[str, Path]
    named: dict[str, str]


class _Chunk(msgspec.Struct, frozen=True):
    """What the build says of a chunk: its file, and the styles and pictures that it brings."""

    file: str
    css: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


@once
def built() -> Built | None:
    """The screens of this package; None when it was made where they could not be built."""
    manifest = FOLDER / "manifest.json"
    if not manifest.exists():
        return None
    chunks = msgspec.json.decode(manifest.read_bytes(), type=dict[str, _Chunk])
    names = {name for chunk in chunks.values() for name in (chunk.file, *chunk.css, *chunk.assets)}
    kinds = {name: name.rpartition(".")[2] for name in names}
    files = {name: FOLDER / (name if kind in PACKED else f"{name}.gz") for name, kind in kinds.items() if kind in KINDS}
    named = {source: chunk.file for source, chunk in chunks.items()}
    return Built((FOLDER / "console.html").read_text(), files, named)


def address(source: str) -> str:
    """Where a browser finds what was built of a source; '' where nothing was."""
    screens = built()
    return f"/console/assets/{screens.named[source]}" if screens and source in screens.named else ""


def page(screens: Built) -> Answer:
    """The console's page, which names the newest files and is asked for anew each time."""
    headers: Headers = {**own(), "Cache-Control": "no-cache"}
    return Answer(body=screens.page, media_type="text/html; charset=utf-8", headers=headers)


def file(screens: Built, name: str, accepted: str) -> Answer:
    """A file by its name. accepted: the Accept-Encoding of who asks. Raises UnknownPath."""
    place = screens.files.get(name)
    if place is None:
        raise UnknownPath()
    packed = place.read_bytes()
    kind = name.rpartition(".")[2]
    media_type = KINDS[kind]
    headers: Headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    if kind in PACKED:
        return Answer(body=packed, media_type=media_type, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in accepted:
        return Answer(body=gzip.decompress(packed).decode(), media_type=media_type, headers=headers)
    return Answer(body=packed, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})
