"""Ids: typed names of things, and how they are made. A room's own kinds of ids stand in its `ids.py`."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import NewType, Protocol

UserId = NewType("UserId", str)
"""A member of staff as WeCom names them, in the one form that `userid` makes."""
ExternalUserId = NewType("ExternalUserId", str)
"""A customer as WeCom names them to this corp. Personal: it stands in no fact and no log line."""

StoreId = NewType("StoreId", str)
"""A store of the corp."""

# WeCom: 1 to 64 bytes. What separates the parts of our keys and lists is in none of its ids, and nothing unseen.
_USABLE = re.compile(r"[^\s#|\x00-\x1f\x7f]{1,128}")

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


NOBODY = UserId("")
"""Of the staff: no one, as a query that leaves them out."""


def userid(text: str) -> UserId:
    """A member of staff by whatever form of their id: WeCom ignores its case (docs/platform K2).

    Every door makes it so: callbacks, WeCom's answers, sign-in, what operators write. '' for what can be no id.
    """
    return UserId(_usable(text.strip().lower()))


def external_userid(text: str) -> ExternalUserId:
    """A customer by their id, whose case counts. '' for what can be no id."""
    return ExternalUserId(_usable(text.strip()))


def _usable(text: str) -> str:
    return text if _USABLE.fullmatch(text) else ""


class Chance(Protocol):
    """The part of `random.Random` that we use."""

    def random(self) -> float: ...
    def getrandbits(self, k: int, /) -> int: ...


def base32(data: bytes, alphabet: str = CROCKFORD) -> str:
    """Crockford base 32 of whole bytes, most significant first, padded to full characters."""
    bits = len(data) * 8
    length = -(-bits // 5)
    value = int.from_bytes(data, "big") << (length * 5 - bits)
    return "".join(alphabet[(value >> (5 * i)) & 31] for i in reversed(range(length)))


def ulid(at: datetime, entropy: bytes) -> str:
    """A ULID: 48 bits of milliseconds, then 10 bytes of entropy."""
    millis = int(at.timestamp() * 1000)
    value = (millis << 80) | int.from_bytes(entropy[:10], "big")
    return "".join(CROCKFORD[(value >> (5 * i)) & 31] for i in reversed(range(26)))


def random_code(rng: Chance, length: int = 10) -> str:
    """A customer-facing code: never sequential, five bits a character."""
    bits = rng.getrandbits(5 * length)
    return "".join(CODE_ALPHABET[(bits >> (5 * i)) & 31] for i in range(length))


def digest(*parts: str) -> bytes:
    """A stable 32-byte hash of parts; the separator keeps ('a','bc') and ('ab','c') apart."""
    return hashlib.sha256("\x1f".join(parts).encode()).digest()
