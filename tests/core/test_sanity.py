"""What cannot be and what is unusual, told at once; windows and how long they may be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.errors import Fault, NeedsConfirmation, Refused
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.sanity import Window, judge

NOW = moment("2026-11-21T02:00:00.000Z")
WRONG, ODD = Fault("a", "wrong", None, "错。", "Wrong."), Fault("b", "odd", None, "怪。", "Odd.")
WINDOW = Window(begins="from", ends="until", longest=10, ahead=30, why_zh="因为", why_en="because")


class Unmade(Refused):
    pass


def _in(**days: float) -> Moment:
    return iso(NOW + timedelta(**days))


def test_all_that_is_wrong_is_told_at_once_with_what_is_unusual_beside_it() -> None:
    """Who mends the one need not find out about the other at the next try."""
    with pytest.raises(Unmade) as refused:
        judge(Unmade, [WRONG], [ODD], confirm=False)
    assert [fault.path for fault in refused.value.faults] == ["a", "b"]


def test_the_unusual_alone_may_be_confirmed_and_what_is_wrong_may_not() -> None:
    """With `confirm` it passes; what cannot be is refused all the same, and by itself."""
    judge(Unmade, [], [ODD], confirm=True)
    with pytest.raises(NeedsConfirmation):
        judge(Unmade, [], [ODD], confirm=False)
    with pytest.raises(Unmade) as refused:
        judge(Unmade, [WRONG], [ODD], confirm=True)
    assert [fault.path for fault in refused.value.faults] == ["a"]


@pytest.mark.parametrize(
    ("begins", "ends", "rules"),
    [
        (NEVER, NEVER, []),
        (_in(days=1), _in(days=11), []),
        (_in(days=-9), _in(days=10), []),
        (_in(days=30), NEVER, []),
        (_in(days=1), _in(days=1), ["ends_before_it_begins"]),
        (NEVER, _in(days=0), ["ended"]),
        (_in(days=-9), _in(days=-1), ["ended"]),
        (NEVER, _in(days=10, seconds=1), ["too_long"]),
        (_in(days=30, seconds=1), NEVER, ["too_far_ahead"]),
        (_in(days=40), _in(days=39), ["too_far_ahead", "ends_before_it_begins"]),
    ],
)
def test_a_window_begins_before_it_ends_in_time_and_is_not_too_long(
    begins: Moment, ends: Moment, rules: list[str]
) -> None:
    """Measured from now where it has begun; both ends may be left out."""
    assert [fault.rule for fault in WINDOW.faults(NOW, begins, ends)] == rules
