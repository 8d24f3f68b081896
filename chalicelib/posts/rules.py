"""Pure decisions about posts: who is meant, who sends, who is left out and why, and when to ask again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.touches.states import LeftOut

LATE = timedelta(minutes=10)
EXPIRES = timedelta(hours=72)
REMIND_AFTER = (timedelta(hours=2), timedelta(hours=6), timedelta(hours=20))
SHORTEST_GAP, LONGEST_GAP = timedelta(minutes=5), timedelta(hours=3)
RETRY_GAP = timedelta(minutes=5)

DELIVERED, UNCONFIRMED, CANCELLED, INVALID, WAITING = "delivered", "unconfirmed", "cancelled", "invalid", "waiting"
UNKNOWN, TOO_LATE = "unknown", "too_late"
# What became of each target of a task, one character each, in the targets' order.
MARKS = {
    "0": WAITING,
    "1": DELIVERED,
    "2": LeftOut.NOT_FRIEND,
    "3": LeftOut.QUOTA,
    "b": LeftOut.BLOCKED,
    "c": CANCELLED,
    "i": INVALID,
    "r": LeftOut.REFUSED,
    "t": TOO_LATE,
    "u": UNCONFIRMED,
}
MARK_OF = {reason: mark for mark, reason in MARKS.items()}


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
