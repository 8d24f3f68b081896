"""Pure decisions about a brand: whether people can read text on its colour, and what a logo may be."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.brand.shapes import EditBrand
from chalicelib.core.errors import Fault

# Web Content Accessibility Guidelines 2.2, 1.4.3: text needs 4.5 to 1.
READABLE = 4.5
WHITE, DARK, BLACK = "#ffffff", "#1d2621", "#000000"
LARGEST_LOGO = 30 * 1024
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, 1 to 21, as the guidelines reckon it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    linear: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return linear


def on(colour: str) -> str:
    """The colour of text on a colour: white or nearly black, whichever is read more easily; black where neither is."""

    def better(*texts: str) -> str:
        return max(texts, key=lambda text: contrast(colour, text))

    chosen = better(WHITE, DARK)
    return chosen if contrast(colour, chosen) >= READABLE else better(WHITE, BLACK)


def faults_of(new: EditBrand) -> Iterator[Fault]:
    """What customers could not read, and a logo that no page can show."""
    ratio = contrast(new.colour, new.text_colour or on(new.colour))
    if new.text_colour and ratio < READABLE:
        better = on(new.colour)
        zh = f"文字颜色与主色的对比度只有 {ratio:.1f}:1，顾客看不清；至少 4.5:1。可改用 {better}，或留空自动选择。"
        en = f"Text in this colour on the main colour has a contrast of {ratio:.1f}:1, and needs 4.5:1 to be read. "
        yield Fault("text_colour", "contrast", "4.5", zh, f"{en}Take {better}, or leave it empty to have one chosen.")
    if len(new.logo) > LARGEST_LOGO:
        zh = f"Logo 最大 30 KB，现为 {len(new.logo) // 1024 + 1} KB，请压缩或缩小到 200×200 像素左右。"
        en = f"A logo may have 30 KB, and this has {len(new.logo) // 1024 + 1}. Make it about 200×200 pixels."
        yield Fault("logo", "max_bytes", LARGEST_LOGO, zh, en)
    elif new.logo and not media_type(new.logo):
        yield Fault("logo", "format", None, "Logo 须为 PNG 或 JPEG 图片。", "A logo is a PNG or a JPEG picture.")


def media_type(logo: bytes) -> str:
    """What kind of picture it is, by how it begins; '' for none."""
    return next((kind for begin, kind in KINDS.items() if logo.startswith(begin)), "")
