"""What a picture is, read from its first bytes: pure, and nothing is decoded."""

from __future__ import annotations

import msgspec

from chalicelib.content.errors import PictureRefused

BYTES = 180 * 1024
LONGEST_SIDE = 10_000
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff"
# Start-of-frame markers of a JPEG; 0xC4, 0xC8 and 0xCC in between mean other things.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


class Header(msgspec.Struct, frozen=True):
    """A picture's type and its sides in pixels."""

    media_type: str
    width: int
    height: int


def header(data: bytes) -> Header:
    """The header of a JPG or PNG that may be sent. Raises PictureRefused for anything else."""
    read = _png(data) or _jpeg(data)
    if read is None or len(data) > BYTES or not all(0 < side <= LONGEST_SIDE for side in (read.width, read.height)):
        raise PictureRefused(size=len(data), most=BYTES)
    return read


def _png(data: bytes) -> Header | None:
    if not data.startswith(PNG) or len(data) < 24:
        return None
    return Header("image/png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _jpeg(data: bytes) -> Header | None:
    """Walk the segments to the one that begins the frame."""
    at = 2
    while data.startswith(JPEG) and at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in FRAMES:
            height, width = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            return Header("image/jpeg", width, height)
        if marker == 0xFF:
            at += 1  # a fill byte
        elif marker in WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
