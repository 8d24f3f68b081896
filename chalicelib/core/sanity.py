"""What an operator asks for and cannot be, or may be a slip: found all at once, told at the field before a write.

A room's `rules.py` finds it, purely; its service adds what it sees of other rooms' things, and judges it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.errors import Fault, NeedsConfirmation, Refused
from chalicelib.core.moments import NEVER, Moment, iso, moment


def judge(
    refused: type[Refused], wrong: Sequence[Fault], unusual: Sequence[Fault] = (), *, confirm: bool = True
) -> None:
    """Raise `refused` with what is wrong, and beside it what is unusual; what is unusual alone may be confirmed.

    confirm: whoever asks has said that the unusual is meant. Raises NeedsConfirmation otherwise.
    """
    doubtful = () if confirm else unusual
    if wrong:
        raise refused([*wrong, *doubtful])
    if doubtful:
        raise NeedsConfirmation(doubtful)


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of window from a moment to another: the fields of its ends, and how long it may be, and why not longer.

    longest: days from its begin, or from now, to its end. ahead: days from now to its begin.
    """

    begins: str
    ends: str
    longest: int
    ahead: int
    why_zh: str
    why_en: str

    def faults(self, now: datetime, begins: Moment, ends: Moment) -> Iterator[Fault]:
        """What is wrong with one. NEVER: it begins at once, or is without an end."""
        begin = max(moment(begins), now) if begins != NEVER else now
        if begin - now > timedelta(days=self.ahead):
            yield self.too_far()
        if ends == NEVER:
            return
        if begins != NEVER and ends <= begins:
            zh, en = "结束时间须晚于开始时间。", "It has to end after it begins."
            yield Fault(self.ends, "ends_before_it_begins", begins, zh, en)
        elif ends <= iso(now):
            zh, en = "结束时间已经过去，请填写将来的时间。", "Its end has passed already. Write a time to come."
            yield Fault(self.ends, "ended", iso(now), zh, en)
        elif moment(ends) - begin > timedelta(days=self.longest):
            zh = f"从开始到结束最长 {self.longest} 天：{self.why_zh}。"
            en = f"It may last {self.longest} days at most: {self.why_en}."
            yield Fault(self.ends, "too_long", self.longest, zh, en)

    def too_far(self) -> Fault:
        """It begins too long after now."""
        zh = f"开始时间最晚为 {self.ahead} 天之后，请检查年份。"
        en = f"It may begin {self.ahead} days from now at most. Check the year."
        return Fault(self.begins, "too_far_ahead", self.ahead, zh, en)
