"""Pure decisions about tasks: when to look and to remind again, and what became of targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import Outcome

# An unconfirmed task is taken back after that.
CONFIRM_WITHIN = timedelta(hours=72)
REMIND_AFTER = (timedelta(hours=2), timedelta(hours=6), timedelta(hours=20))
# WeCom makes no more in a day, and the fourth annoys (docs/platform D8).
MOST_REMINDERS = len(REMIND_AFTER)
# Somebody who was reminded is left alone for so long, whoever wants it otherwise.
REMINDED_GAP = timedelta(hours=1)
SHORTEST_GAP, LONGEST_GAP = timedelta(minutes=5), timedelta(hours=3)
RETRY_GAP = timedelta(minutes=5)
# What became of each target of a task, one character each, in the targets' order.
MARKS = {
    "0": Outcome.WAITING,
    "1": Outcome.DELIVERED,
    "2": Outcome.NOT_FRIEND,
    "3": Outcome.QUOTA,
    "b": Outcome.BLOCKED,
    "c": Outcome.CANCELLED,
    "d": Outcome.SENDER_LEFT,
    "i": Outcome.INVALID,
    "l": Outcome.RECALLED,
    "r": Outcome.REFUSED,
    "t": Outcome.TOO_LATE,
    "u": Outcome.UNCONFIRMED,
    "?": Outcome.UNKNOWN,
}
MARK_OF = {outcome: mark for mark, outcome in MARKS.items()}
UNSENT = MARK_OF[Outcome.WAITING]


def mark_of_status(status: int) -> str:
    """What WeCom's status of a target says (docs/platform D8); one that it has not documented says nothing we know."""
    mark = str(status)
    return mark if mark in MARKS else MARK_OF[Outcome.UNKNOWN]


def pull_gap(age: timedelta) -> timedelta:
    """How long to wait before results are pulled again: a quarter of the age, within bounds."""
    return min(max(age / 4, SHORTEST_GAP), LONGEST_GAP)


def reminders_due(age: timedelta) -> int:
    """How many reminders an unconfirmed task of that age should have had."""
    return sum(age >= after for after in REMIND_AFTER)


def next_look(now: datetime, opens: datetime, tally: Tally) -> datetime:
    """When the tasks of a plan are looked at again: soon while one is unasked, else by the age of the youngest.

    opens: when people may be written to; while none is at WeCom nothing is done before.
    """
    if tally.youngest is None:
        return max(now + RETRY_GAP, opens)
    return now + (RETRY_GAP if tally.unasked else _gap(timedelta(seconds=tally.youngest)))


def _gap(age: timedelta) -> timedelta:
    to_reminders = [after - age for after in REMIND_AFTER if after > age]
    return max(min([pull_gap(age), *to_reminders]), timedelta(minutes=1))


def counted(marks: str) -> dict[str, int]:
    """How many targets became what."""
    return {MARKS[mark].value: number for mark, number in sorted(Counter(marks).items())}


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of several counts."""
    total: Counter[str] = Counter()
    for some in counts:
        total.update(some)
    return dict(sorted(total.items()))
