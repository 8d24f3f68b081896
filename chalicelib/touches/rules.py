"""Pure decisions about touches: who is left out and why, in which windows it is counted, when it is quiet."""

from __future__ import annotations

from array import array
from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

import msgspec

from chalicelib.audience.shapes import Card, Meant
from chalicelib.core.moments import SHANGHAI
from chalicelib.touches.shapes import QuietHours, TouchRules
from chalicelib.touches.states import LeftOut


class Window(msgspec.Struct, frozen=True):
    """At most `most` touches since a day, that day among them."""

    since: str
    most: int


def quota_window(rules: TouchRules, today: date) -> Window:
    """WeCom's receiving rule (docs/platform D8), by natural months, weeks and days in Shanghai."""
    if rules.quota == "day":
        return Window(today.isoformat(), 1)
    if rules.quota == "week":
        return Window((today - timedelta(days=today.weekday())).isoformat(), 7)
    return Window(today.replace(day=1).isoformat(), monthrange(today.year, today.month)[1])


def cap_window(rules: TouchRules, today: date) -> Window | None:
    """The corp's own frequency cap."""
    if rules.cap is None:
        return None
    return Window((today - timedelta(days=rules.cap.days - 1)).isoformat(), rules.cap.count)


def today(now: datetime) -> date:
    """The day in Shanghai."""
    return now.astimezone(SHANGHAI).date()


def why_not(meant: Meant) -> LeftOut | None:
    """Why somebody who is meant may not be written to at all, or None."""
    if meant.card:
        return _why_not_a_customer(meant.card)
    return LeftOut.OWNER_LEFT if meant.owner_has_left else None


def _why_not_a_customer(card: Card) -> LeftOut | None:
    if card.blocked_at:
        return LeftOut.BLOCKED
    if card.refused_at:
        return LeftOut.REFUSED
    return None if card.friends else LeftOut.NOT_FRIEND


def after_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    if quiet is None:
        return at
    local = at.astimezone(SHANGHAI)
    clock = local.strftime("%H:%M")
    over_midnight = quiet.end < quiet.start
    within = (clock >= quiet.start or clock < quiet.end) if over_midnight else quiet.start <= clock < quiet.end
    if not within:
        return at
    ends = local.replace(hour=int(quiet.end[:2]), minute=int(quiet.end[3:]), second=0, microsecond=0)
    return (ends if ends > local else ends + timedelta(days=1)).astimezone(UTC)


def before_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """The moment itself, or the last minute before the quiet hours that it falls into."""
    if quiet is None or after_quiet(at, quiet) == at:
        return at
    local = at.astimezone(SHANGHAI)
    begins = local.replace(hour=int(quiet.start[:2]), minute=int(quiet.start[3:]), second=0, microsecond=0)
    return ((begins if begins <= local else begins - timedelta(days=1)) - timedelta(minutes=1)).astimezone(UTC)


def hash_of(target: str) -> int:
    """A target in eight bytes. Two of 100,000 share one in one of four billion cases, and then one may be left out."""
    return int.from_bytes(blake2b(target.encode(), digest_size=8).digest(), "little")


class Spent:
    """How often targets were touched, within the quota's window and within the cap's."""

    def __init__(self, quota: Window, cap: Window | None) -> None:
        self._quota = quota
        self._cap = cap
        self._by_quota: Counter[int] = Counter()
        self._by_cap: Counter[int] = Counter()

    @property
    def since(self) -> str:
        """The first day that counts."""
        return min(self._quota.since, self._cap.since) if self._cap else self._quota.since

    def add(self, day: str, hashes: array[int]) -> None:
        """Count the touches of a day."""
        if day >= self._quota.since:
            self._by_quota.update(hashes)
        if self._cap and day >= self._cap.since:
            self._by_cap.update(hashes)

    def over(self, target: str) -> LeftOut | None:
        """Why one touch more is one too many for a target, or None."""
        if not self._by_quota and not self._by_cap:
            return None
        known = hash_of(target)
        if self._by_quota[known] >= self._quota.most:
            return LeftOut.QUOTA
        if self._cap and self._by_cap[known] >= self._cap.most:
            return LeftOut.FREQUENCY_CAP
        return None
