"""Pure decisions about posts: who is meant, who sends, who is left out and why, and when to ask again."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from chalicelib.audience.shapes import Card
from chalicelib.core.moments import SHANGHAI
from chalicelib.posts.shapes import PostRules

LATE = timedelta(minutes=10)
EXPIRES = timedelta(hours=72)
REMIND_AFTER = (timedelta(hours=2), timedelta(hours=6), timedelta(hours=20))
SHORTEST_GAP, LONGEST_GAP = timedelta(minutes=5), timedelta(hours=3)
RETRY_GAP = timedelta(minutes=5)

# Why somebody whom the audience means is not among the targets.
REFUSED, BLOCKED, NOT_FRIEND, QUOTA, CAP, OWNER_LEFT = (
    "refused",
    "blocked",
    "not_friend",
    "quota",
    "frequency_cap",
    "owner_left",
)
DELIVERED, UNCONFIRMED, CANCELLED, INVALID, WAITING = "delivered", "unconfirmed", "cancelled", "invalid", "waiting"
UNKNOWN, TOO_LATE = "unknown", "too_late"
# What became of each target of a task, one character each, in the targets' order.
MARKS = {
    "0": WAITING,
    "1": DELIVERED,
    "2": NOT_FRIEND,
    "3": QUOTA,
    "b": BLOCKED,
    "c": CANCELLED,
    "i": INVALID,
    "r": REFUSED,
    "t": TOO_LATE,
    "u": UNCONFIRMED,
}
MARK_OF = {reason: mark for mark, reason in MARKS.items()}


class Window(msgspec.Struct, frozen=True):
    """At most `most` posts since a day, that day among them."""

    since: str
    most: int


def quota_window(rules: PostRules, today: date) -> Window:
    """WeCom's receiving rule (docs/platform D8), by natural months, weeks and days in Shanghai."""
    if rules.quota == "day":
        return Window(today.isoformat(), 1)
    if rules.quota == "week":
        return Window((today - timedelta(days=today.weekday())).isoformat(), 7)
    return Window(today.replace(day=1).isoformat(), monthrange(today.year, today.month)[1])


def cap_window(rules: PostRules, today: date) -> Window | None:
    """The corp's own frequency cap."""
    if rules.cap is None:
        return None
    return Window((today - timedelta(days=rules.cap.days - 1)).isoformat(), rules.cap.count)


def today(now: datetime) -> date:
    """The day in Shanghai."""
    return now.astimezone(SHANGHAI).date()


def why_not(card: Card) -> str:
    """Why a member who is meant may not be written to at all, or ''."""
    if card.blocked_at:
        return BLOCKED
    if card.refused_at:
        return REFUSED
    return "" if card.friends else NOT_FRIEND


def is_late(at: datetime, now: datetime) -> bool:
    """Begun too long after it was due."""
    return now - at > LATE


def pull_gap(age: timedelta) -> timedelta:
    """How long to wait before results are pulled again: a quarter of the age, within bounds."""
    return min(max(age / 4, SHORTEST_GAP), LONGEST_GAP)


def reminders_due(age: timedelta) -> int:
    """How many reminders an unconfirmed task of that age should have had."""
    return sum(age >= after for after in REMIND_AFTER)


def next_look(ages: Iterable[timedelta], some_unasked: bool) -> timedelta:
    """How long until an occurrence is looked at again: soon while something is unasked, else by the youngest task."""
    if some_unasked:
        return RETRY_GAP
    gaps = []
    for age in ages:
        to_reminders = [after - age for after in REMIND_AFTER if after > age]
        gaps.append(min([pull_gap(age), *to_reminders]))
    return max(min(gaps, default=SHORTEST_GAP), timedelta(minutes=1))


def counted(marks: str) -> dict[str, int]:
    """How many targets became what."""
    return {MARKS[mark]: number for mark, number in sorted(Counter(marks).items())}


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of several counts."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))
