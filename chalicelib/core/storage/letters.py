"""How many messages were given up and wait to be tried again by hand: counted of the whole stack, each minute.

One row, no corp's: what a letter is about stands in the letter, and a queue knows only how many there are. So whoever
is shown it is told that it is of all corps together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item

LETTERS = "-#letters"
# Counted each minute: what is older was counted by a clock that stands still, and says nothing.
FRESH = timedelta(minutes=15)


class Letters(msgspec.Struct, frozen=True):
    """Letters by what they are of, without those of which there are none. at: when they were counted."""

    at: Moment
    many: dict[str, int]

    def is_fresh(self, now: datetime) -> bool:
        """True while the count says how it is now."""
        return abs(now - moment(self.at)) <= FRESH


def keep(many: Mapping[str, int], now: datetime) -> None:
    """What was counted, unless something later is kept. 1 WU."""
    there: Item = {name: {"N": str(number)} for name, number in many.items() if number}
    values: Item = {":at": {"S": iso(now)}, ":many": {"M": there}}
    newer = "attribute_not_exists(counted_at) OR counted_at < :at"
    records.update(_place(), "SET counted_at = :at, many = :many", values, newer)


def counted() -> Letters | None:
    """The last count; None where nobody counts, as on a stack of an older template. 1 RU."""
    item = records.get(LETTERS)
    if item is None:
        return None
    return Letters(Moment(item["counted_at"]["S"]), {name: int(one["N"]) for name, one in item["many"]["M"].items()})


def _place() -> Item:
    return {"pk": {"S": LETTERS}, "sk": {"S": records.SK}}
