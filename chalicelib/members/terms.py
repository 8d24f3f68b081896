"""What a member is found by, as pure text: names, phone numbers, tags, the code they first came through.

At most MOST terms a member: four pairs of letters of the name, two phone numbers, the code; tags have what is left, and
who has more tags than that is listed once as one of many, and looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from chalicelib.core.ids import CODE_ALPHABET, ExternalUserId, base32
from chalicelib.core.storage.search import LONGEST_VALUE, MOST, Term

PAIRS = 4
PHONES = 2
MANY = "*"
EXTERNAL = re.compile(r"w[mo][0-9A-Za-z_-]{2,62}")
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{9,11}")
# With the country before it and no sign of that; no number within China is that long.
FROM_CHINA = re.compile(r"86\d{10,12}")
ABROAD = re.compile(r"\d{8,15}")
# What people write between the digits of a number: also the dashes of Unicode, which phones and offices put there.
BETWEEN = re.compile(r"[\s()./·\-\u2010-\u2015\u2212]+")
CHINA = "86"
# Controls, marks of direction and the like, halves of letters. A letter younger than our tables (Cn) is seen.
UNSEEN = ("Cc", "Cf", "Cs")
# Nor are these, which Unicode counts as letters and marks: choosers of a letter's shape, and fillers. One phone sends a
# heart with its chooser, the next without.
NO_SHAPE = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class By(StrEnum):
    """By what a member is found. TAGS: has many."""

    NAME = "name"
    PHONE = "phone"
    CODE = "code"
    TAG = "tag"
    TAGS = "tags"


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: one form of each letter, no case, nothing that is not seen."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(" " if one.isspace() else one for one in plain if one.isspace() or _is_seen(one))
    return unicodedata.normalize("NFKC", seen).split()


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in UNSEEN and not NO_SHAPE.fullmatch(letter)


def folded(name: str) -> str:
    """A name as it is compared, without its spaces."""
    return "".join(words_of(name))


def pairs_of(name: str) -> list[str]:
    """Up to four pairs of letters: where words begin first, then from the left, so that whoever types a name's
    beginning, or a word's, meets one.
    """
    words, whole = words_of(name), folded(name)
    begins = [sum(map(len, words[:number])) for number in range(len(words))]
    places = [*begins, *range(len(whole))]
    return list(dict.fromkeys(whole[place : place + 2] for place in places if place + 2 <= len(whole)))[:PAIRS]


def phone_of(text: str) -> str:
    """A phone number as E.164 (ITU-T E.164: up to 15 digits), '' for what is none. Without a country it is Chinese."""
    # A number that was copied from an address book comes wrapped in marks of direction.
    plain = "".join(filter(_is_seen, BETWEEN.sub("", unicodedata.normalize("NFKC", text))))
    digits = plain.lstrip("+")
    is_whole = plain.startswith("+")
    if not digits.isascii() or not digits.isdigit():
        return ""
    if not is_whole and digits.startswith("00"):
        digits, is_whole = digits[2:], True
    if not is_whole and MOBILE.fullmatch(digits):
        return f"+{CHINA}{digits}"
    if not is_whole and not FROM_CHINA.fullmatch(digits):
        return f"+{CHINA}{digits[1:]}" if LANDLINE.fullmatch(digits) else ""
    if digits.startswith(CHINA):
        # A trunk 0 after the country is what people write and no network dials.
        digits = CHINA + digits[len(CHINA) :].lstrip("0")
    return f"+{digits}" if ABROAD.fullmatch(digits) else ""


def blind(key: str, phone: str) -> str:
    """A number in the blind index: without the corp's key it says nothing, not even by trying all numbers."""
    return base32(hmac.new(key.encode(), f"phone {phone}".encode(), hashlib.sha256).digest()[:16], CODE_ALPHABET)


def blinds(key: str, noted: Iterable[str]) -> list[str]:
    """Noted numbers in the blind index, without those that are none."""
    return sorted({blind(key, phone) for phone in map(phone_of, noted) if phone})


def tag_value(tag: str) -> str:
    """A tag as a term's value."""
    return tag[:LONGEST_VALUE]


def terms_of(place: str, name: str, code: str, phones: Sequence[str], tags: Collection[str]) -> frozenset[Term]:
    """All that a member is found by. phones: in the blind index."""
    terms = [Term(By.NAME, pair, place) for pair in pairs_of(name)]
    terms += [Term(By.PHONE, phone, place) for phone in phones[:PHONES]]
    terms += [Term(By.CODE, code[:LONGEST_VALUE], place)] if code else []
    tagged = [Term(By.TAG, value, place) for value in sorted({tag_value(tag) for tag in tags} - {""})]
    return frozenset([*terms, *(tagged if len(terms) + len(tagged) <= MOST else [Term(By.TAGS, MANY, place)])])


def external_of(text: str) -> ExternalUserId | None:
    """What may be the id of an external contact (docs/platform D3), None for what cannot."""
    return ExternalUserId(text) if EXTERNAL.fullmatch(text) else None
