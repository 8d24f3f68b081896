"""Text that others wrote: repaired where bytes are broken, cleaned where people read it.

Names come from phones all over the world. What is stored as a name can be shown in one line, turned around by nobody
and of a length that fits; what it was before is kept beside it (`shown` is never the only copy).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

Written = NewType("Written", str)
"""What somebody wrote, as it came: read it with `shown` before anybody sees it."""

LOST = "\ufffd"
# A character beyond the first plane in CESU-8, each half of it in three bytes, and a half that stands alone.
_PAIR = re.compile(rb"\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])")
_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_HALVES = re.compile("[\ud800-\udfff]+")
# But for tab and line ends.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BOM = b"\xef\xbb\xbf"
NAME_LENGTH = 64
MOST_MARKS = 3
JOINER, PRESENTATION = "\u200d", "\ufe0f"
# Letters by category that nobody sees: fillers of Hangul, and Braille's empty cell.
_BLANKS = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " "))
_SPACES = ("Zs", "Zl", "Zp")
_COUNTRY = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_SKINS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
# The vowels and ends of Hangul's syllables, where they stand alone.
_PARTS = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC))))
_BREAKS = "\t\n\x0b\x0c\r\x85"


def folded(name: str) -> str:
    """A name as it is compared with what somebody seeks: one form of each letter, no case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


# As people write between the signs of a code: blanks and dashes, also those of Unicode, and dots.
BETWEEN_SIGNS = r"\s\-_.\u00b7\u2010-\u2015\u2212\uff0d"
_BETWEEN_SIGNS = re.compile(f"[{BETWEEN_SIGNS}]+")
# Crockford's base 32 has none of these three, so each can be meant in one way only.
_LOOK_ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})
_ENDS_OF_LINKS = re.compile("[#=/]")


def typed(code: str) -> str:
    """A code of ours as somebody typed it, read out or copied, in its one form: small letters, nothing between them."""
    return _BETWEEN_SIGNS.sub("", unicodedata.normalize("NFKC", code).casefold()).translate(_LOOK_ALIKE)


def in_link(scanned: str) -> str:
    """What stands at the end of a link that somebody scanned, behind its last `#`, `=` or `/`; else all of it."""
    return _ENDS_OF_LINKS.split(scanned.strip())[-1] if "://" in scanned else scanned


def decoded(raw: bytes) -> str:
    """Bytes as text: a BOM is left out, CESU-8 read as what it means, and what is no UTF-8 becomes U+FFFD."""
    try:
        return raw.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        whole = _PAIR.sub(_joined, raw.removeprefix(BOM))
        return _HALF.sub(LOST.encode(), whole).decode(errors="replace")


def _joined(pair: re.Match[bytes]) -> bytes:
    high, low = (pair[0][:3], pair[0][3:])
    return (high + low).decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def whole(text: str) -> str:
    """The same text in which no half of a character stands alone: nothing could store or send it."""
    return _HALVES.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def plain(text: str) -> str:
    """A text that a machine wrote, without the control characters that are none of it."""
    return _CONTROLS.sub("", whole(text))


def shown(raw: str, most: int = NAME_LENGTH) -> str:
    """A name for people to read: one line, without what is unseen or turns text around, of `most` characters.

    Joiners stay between emoji, and a letter keeps three marks at most. May be '': a name of nothing that is seen.
    """
    kept: list[str] = []
    marks = 0
    text = whole(raw).translate(_BLANKS)
    for place, letter in enumerate(text):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") and letter != PRESENTATION else 0
        if category in _SPACES or letter in _BREAKS:
            kept.append(" ")
        elif marks <= MOST_MARKS and (category not in ("Cc", "Cf") or _joins(text, place)):
            kept.append(letter)
    line = " ".join("".join(kept).split())
    return line if len(line) <= most else line[: most - 1].rstrip(f" {JOINER}") + "…"


def first_sign(text: str) -> str:
    """What a reader takes for the first sign of a name: a letter with its marks, an emoji of several, a flag.

    Never half of one: a family stays whole, a skin keeps its colour. May be '', as `shown`.
    """
    line = unicodedata.normalize("NFC", shown(text))
    end = 1
    while end < len(line) and _clings(line, end):
        end += 1
    return line[:end]


def _clings(line: str, place: int) -> bool:
    """True for what is one sign with what stands before it."""
    before, letter = line[place - 1], line[place]
    if unicodedata.category(letter) in ("Mn", "Me", "Mc") or letter == JOINER or before == JOINER:
        return True
    # A flag is two letters of a country. Old Korean is written in parts.
    is_flag = place == 1 and before in _COUNTRY and letter in _COUNTRY
    return is_flag or letter in _SKINS or letter in _PARTS


def _joins(text: str, place: int) -> bool:
    """True for the joiner inside an emoji of several."""
    if text[place] != JOINER or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    return _is_emoji(before) and _is_emoji(after)


def _is_emoji(letter: str) -> bool:
    return letter == PRESENTATION or unicodedata.category(letter) in ("So", "Sk")
