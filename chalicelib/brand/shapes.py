"""What the doors of the brand take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.looks import GREEN, PLAIN
from chalicelib.core.http.shapes import MOST_SEEN, said
from chalicelib.core.shapes import Hands

BRAND = Thing("brand", "品牌", "brand")

Colour = Annotated[
    str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$(?!\n)"), said("颜色，例如 #2C6E49", "a colour, such as #2C6E49")
]
ColourOrNone = Annotated[
    str,
    Meta(pattern=r"^(#[0-9A-Fa-f]{6})?$(?!\n)"),
    said("颜色，例如 #FFFFFF，可不填", "a colour, such as #FFFFFF, or nothing"),
]
# One line, which may be empty.
Text = Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)"), said("一行文字", "one line")]
Link = Annotated[
    str,
    Meta(pattern=r"^((https://|weixin://)[^\s\"'<>]{1,500})?$(?!\n)"),
    said("以 https:// 或 weixin:// 开头的链接，可不填", "a link that begins with https:// or weixin://, or nothing"),
]


class EditBrand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How customer pages shall look. text_colour: on the main colour; chosen by itself when left out.

    logo: a PNG or JPEG of 30 KB at most, in base64. revision: of the one that the editor saw.
    """

    name: Text = ""
    colour: Colour = GREEN
    text_colour: ColourOrNone = ""
    logo: bytes = b""
    entry_title: Text = PLAIN.entry_title
    entry_hint: Text = PLAIN.entry_hint
    foot: Text = ""
    mini_program_link: Link = ""
    revision: Annotated[int, Meta(ge=0, le=MOST_SEEN, description="所见版本 / the revision that the editor saw")]


class Brand(Hands, frozen=True, kw_only=True):
    """How customer pages look. on_colour: the text's colour on the main colour, as it was given or chosen."""

    name: str
    colour: str
    text_colour: str
    on_colour: Annotated[str, Meta(description="主色上的文字颜色 / of text on the main colour")]
    logo: bytes
    entry_title: str
    entry_hint: str
    foot: str
    mini_program_link: str
    revision: int
