"""Pure decisions about when to compare, and how deep."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.ids import digest
from chalicelib.core.moments import SHANGHAI
from chalicelib.reconcile.states import Depth

HOUR = timedelta(hours=1)
# Between 1 and 6 in the morning, where our operators are.
NIGHT_BEGINS, NIGHT_HOURS = 1, 5
# A night that was missed is made up for at any hour.
LATEST_WHOLE = timedelta(hours=30)
SHORTEST_WHOLE = timedelta(hours=12)


def next_at(corp: str, now: datetime) -> datetime:
    """The corp's own second of an hour, which spreads corps over it: the next one after now."""
    offset = timedelta(seconds=int.from_bytes(digest(corp, "reconcile")[:4], "big") % 3600)
    begun = now.replace(minute=0, second=0, microsecond=0) + offset
    return begun if begun > now else begun + HOUR


def depth(corp: str, now: datetime, last_whole: datetime | None) -> Depth:
    """How deep to compare at this hour: whole once a night, at the corp's own hour of it, and the first time."""
    if last_whole is None or now - last_whole >= LATEST_WHOLE:
        return Depth.WHOLE
    hour = NIGHT_BEGINS + digest(corp, "night")[0] % NIGHT_HOURS
    is_its_hour = now.astimezone(SHANGHAI).hour == hour
    return Depth.WHOLE if is_its_hour and now - last_whole >= SHORTEST_WHOLE else Depth.IDS
