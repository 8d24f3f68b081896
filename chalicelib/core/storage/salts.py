"""Salts that all instances share for a day and the next day overwrites: what was hashed with one leads back to nobody.

They lie in the inbox table, whose rows are written over or expire and never have a stream.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key

BITS = 256
# Where nobody comes any more the last one goes by itself.
KEPT = timedelta(days=2)


class Salt(msgspec.Struct, frozen=True):
    """A salt and the day that it is of."""

    day: str
    value: bytes

    def __repr__(self) -> str:
        return f"Salt({self.day})"


_salts: Cache[Salt] = Cache(seconds=KEPT.total_seconds())


def of_day(ctx: Ctx, name: str, day: str) -> bytes:
    """The salt of a corp's day. 1 RU an instance and day, 1 WU for the first; no call when warm.

    Who is late, at midnight or by a clock that is slow, gets the next day's: the old one is not to be had any more.
    """
    place = key(ctx, name)
    salt = _salts.get(place, lambda: _shared(ctx, place, day))
    if salt.day < day:
        salt = _shared(ctx, place, day)
        _salts.put(place, salt)
    return salt.value


def _shared(ctx: Ctx, place: str, day: str) -> Salt:
    found = records.get(place)
    if found is not None and found["of_day"]["S"] >= day:
        return _read(found)
    new: Item = {
        "pk": {"S": place},
        "sk": {"S": records.SK},
        "of_day": {"S": day},
        "salt": {"B": ctx.rng.getrandbits(BITS).to_bytes(BITS // 8, "big")},
        "ttl": records.ttl(ctx.now + KEPT),
    }
    # A rival of this day may have been first: then it is theirs.
    older = "attribute_not_exists(pk) OR of_day < :day"
    return _read(records.put_if_absent(new, older, {":day": {"S": day}}) or new)


def _read(item: Item) -> Salt:
    return Salt(item["of_day"]["S"], bytes(item["salt"]["B"]))
