"""What a till reads in a picture: its modules are painted and read again."""

from __future__ import annotations

import re

import zxingcpp
from PIL import Image, ImageDraw

MODULE = 8


def scanned(svg: bytes | str, light: int = 255, around: int = 255) -> str:
    """What a reader sees in it, or nothing. light: how bright its ground is; around: of what it stands on."""
    text = svg.decode() if isinstance(svg, bytes) else svg
    side = int(re.findall(r'(?:width="|viewBox="0 0 )(\d+)', text)[0])
    (path,) = re.findall(r'<path[^>]*stroke="#000"[^>]*d="([^"]+)"', text) or re.findall(
        r'<path[^>]*d="(M[^"]+)"[^>]*stroke="#000"', text
    )
    assert re.search(r'<path[^>]*fill="#fff"', text), "it brings its own white"
    image = Image.new("L", (side * 2, side * 2), around)
    draw = ImageDraw.Draw(image)
    off = side / 2
    draw.rectangle((off, off, off + side - 1, off + side - 1), fill=light)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmhv])([-0-9. ]*)", path):
        values = [float(one) for one in re.findall(r"-?[0-9.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        elif command == "h":
            top = off + (y - 0.5) * MODULE
            draw.rectangle((off + x * MODULE, top, off + (x + values[0]) * MODULE - 1, top + MODULE - 1), fill=0)
            x += values[0]
    return "".join(str(one.text) for one in zxingcpp.read_barcodes(image)[:1])
