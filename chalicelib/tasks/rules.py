"""Pure decisions about tasks: when to look and to remind again, whom to ask for next, what became of targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.core.moments import Moment, moment
from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import Outcome

# An unconfirmed task is taken back after that.
CONFIRM_WITHIN = timedelta(hours=72)
REMIND_AFTER = (timedelta(hours=2), timedelta(hours=6), timedelta(hours=20))
# WeCom makes no more within a day, and the fourth annoys (docs/platform D8).
MOST_REMINDERS, A_DAY = len(REMIND_AFTER), timedelta(hours=24)
# Who was handed a task just now is not called to send it at once, however near the end is.
TO_SETTLE_IN = timedelta(minutes=15)
# Somebody who was reminded is left alone for so long, whoever wants it otherwise.
REMINDED_GAP = timedelta(hours=1)
SHORTEST_GAP, LONGEST_GAP = timedelta(minutes=5), timedelta(hours=3)
# What was sent before it was taken back is waited for so long; then it is as unsent as the rest.
TOLD_WITHIN = timedelta(minutes=30)
RETRY_GAP = timedelta(minutes=5)
A_MINUTE = timedelta(minutes=1)
Waiting = TypeVar("Waiting")
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


def reminders_due(age: timedelta, left: timedelta | None = None) -> int:
    """How many reminders an unconfirmed task of that age should have had, beside the call before its end.

    left: until that call, where there is one. It takes the place of the third; none is made within an hour of it.
    """
    if left is None:
        return sum(age >= after for after in REMIND_AFTER)
    return sum(age >= after and after + REMINDED_GAP <= age + left for after in REMIND_AFTER[:-1])


def may_remind(reminded: Sequence[Moment], now: datetime) -> bool:
    """Not three within a day, which is all that WeCom makes, and none within the hour."""
    times = [moment(at) for at in reminded]
    of_today = [at for at in times if at > now - A_DAY]
    return len(of_today) < MOST_REMINDERS and all(at + REMINDED_GAP <= now for at in of_today)


def is_last_call(age: timedelta, left: timedelta) -> bool:
    """The end is so near that its sender is called once more. left: until that call, below zero when it is past."""
    return left <= timedelta() and age >= TO_SETTLE_IN


def next_of(waiting: Sequence[Waiting], most: int | None, now: datetime) -> Sequence[Waiting]:
    """Those of them that are asked for now: all, or `most`, of whom others are first each minute.

    So what WeCom is slow about keeps nothing else waiting.
    """
    if most is None or len(waiting) <= most:
        return waiting
    first = int(now.timestamp() // A_MINUTE.total_seconds()) * most % len(waiting)
    return [*waiting[first:], *waiting[:first]][:most]


def next_look(now: datetime, opens: datetime, tally: Tally, *, is_paced: bool = False) -> datetime:
    """When the tasks of a plan are looked at again: soon while one is unasked, else by the age of the youngest.

    opens: when people may be written to; while none is at WeCom nothing is done before. is_paced: so many are asked
    for in a minute, the next of them in the next.
    """
    soon = now.replace(second=0, microsecond=0) + A_MINUTE if is_paced and opens <= now else now + RETRY_GAP
    if tally.youngest is None:
        return max(soon, opens)
    return soon if tally.unasked else now + _gap(timedelta(seconds=tally.youngest))


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
