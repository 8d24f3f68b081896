"""Shapes that several rooms' doors share."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http import given
from chalicelib.core.ids import UserId
from chalicelib.core.text import BETWEEN_SIGNS


def said(zh: str, en: str) -> Meta:
    """How people say the form that a pattern asks for, beside it: the pattern itself is never shown."""
    return Meta(extra={"said": (zh, en)})


# Characters that break a line, turn it around or stand for nothing; and those that nobody sees, blanks among them.
_BREAKING = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_UNSEEN = rf"\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0{_BREAKING}"
WORDS = Meta(
    min_length=1, pattern=f"[^{_UNSEEN}]", extra={"said": ("有内容的文字，不能只有空格", "words, not only blanks")}
)
"""Of a text in which people must find something to read."""
LINE = Meta(
    min_length=1,
    # The last part: a `$` alone would let a line end through.
    pattern=rf"^[^{_BREAKING}]*[^{_UNSEEN}][^{_BREAKING}]*$(?!\n)",
    extra={
        "said": (
            "一行文字，不能只有空格，也不含换行等控制字符",
            "one line of words, not only blanks, without line ends and other control characters",
        )
    },
)
"""Of a name, which lists, pages and messages show in one line."""

# Letters and digits, also those of full width that a Chinese keyboard writes; of letters there is no U.
_SIGN = r"[0-9A-TV-Za-tv-z\uff10-\uff19\uff21-\uff34\uff36-\uff3a\uff41-\uff54\uff56-\uff5a]"


def typed_code(signs: int) -> Meta:
    """Of a code of so many signs that people type: `core.text.typed` makes its one form of it."""
    return Meta(
        pattern=rf"^[{BETWEEN_SIGNS}]*(?:{_SIGN}[{BETWEEN_SIGNS}]*){{{signs}}}$(?!\n)",
        max_length=signs * 3,
        extra={
            "said": (
                f"{signs} 位字母与数字，不分大小写，中间可有空格或连字符",
                f"{signs} letters and digits, small or capital, also with blanks or hyphens between them",
            )
        },
    )


Url = Annotated[
    str,
    Meta(
        pattern=r"^(https://([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+(:\d{1,5})?([/?#][!-\[\]-~]*)?)?$(?!\n)",
        max_length=500,
    ),
    said(
        "完整的 https 链接，例如 https://www.example.com/a.jpg，不含空格与中文",
        "a whole https link, such as https://www.example.com/a.jpg, without blanks",
    ),
]
"""A link that a page or a message shows, or ''. As strict as content's lint: what two readers might read apart."""

StaffId = Annotated[
    UserId,
    Meta(pattern=r"^[A-Za-z0-9_@.-]{1,64}$(?!\n)", description="员工账号 / a member of staff"),
    said("企业微信员工账号，最多 64 个字母、数字或 _ @ . -", "a WeCom userid: up to 64 letters, digits or _ @ . -"),
]
"""A shape that takes one makes it canonical (core/ids.py): operators write it in any case, as WeCom lets them."""
CorpKey = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9]{2,16}$(?!\n)", description="企业标识 / the corp's key"),
    said("2 到 16 位小写字母与数字", "2 to 16 small letters and digits"),
]
Fen = Annotated[int, Meta(ge=0, le=100_000_000, description="金额，单位分 / money in fen")]
# More often than anybody edits a thing; of 39 digits a table could compare none.
MOST_SEEN = 1_000_000_000
Seen = Annotated[
    int, Meta(ge=0, le=MOST_SEEN, description="所见版本，0 为从未设置 / the revision that was seen, 0 for none")
]
Confirm = Annotated[bool, Meta(description="不寻常但确认无误 / what is unusual is meant")]
"""Of a body that may ask for the unusual: without it such a one is answered with NeedsConfirmation."""

# Sealed outside, plain inside: a verb gets and gives a place, the door seals it (core/http/cursors.py).
Cursor = Annotated[str, Meta(max_length=600, description="上一页返回的游标 / the last answer's cursor")]


class PageQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page: at most 100 items; pass the `cursor` of the last answer to go on."""

    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: Cursor = ""

    def __post_init__(self) -> None:
        given.read_all(self)
