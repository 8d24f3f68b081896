"""Who is left out and why, in which windows, and when it is quiet."""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.audience.shapes import Card, Meant
from chalicelib.audience.states import Stage
from chalicelib.core.errors import Misfit
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.members.ids import MemberId
from chalicelib.touches import rules
from chalicelib.touches.rules import Spent, Window, hash_of
from chalicelib.touches.shapes import Cap, QuietHours, TouchRules

LIMING = UserId("liming")
CARD = Card(
    member_id=MemberId("m"),
    external_userid=ExternalUserId("wm1"),
    friends={LIMING: Moment("2026-01-01"), UserId("wangfang"): Moment("2026-02-01")},
    tags=["VIP", "新客"],
    states=["codea"],
    first_state="codea",
    stage=Stage.LEAD,
)


def test_the_quota_counts_by_natural_months_weeks_and_days() -> None:
    """As many a month as it has days, 7 a week from Monday, 1 a day."""
    saturday = date(2026, 11, 21)
    assert rules.quota_window(TouchRules(quota="month"), saturday) == Window("2026-11-01", 30)
    assert rules.quota_window(TouchRules(quota="month"), date(2028, 2, 3)) == Window("2028-02-01", 29)
    assert rules.quota_window(TouchRules(quota="week"), saturday) == Window("2026-11-16", 7)
    assert rules.quota_window(TouchRules(quota="day"), saturday) == Window("2026-11-21", 1)


def test_the_cap_counts_whole_days_with_today() -> None:
    """2 within 3 days: today, yesterday and the day before; without a cap there is no window."""
    assert rules.cap_window(TouchRules(cap=Cap(count=2, days=3)), date(2026, 12, 1)) == Window("2026-11-29", 2)
    assert rules.cap_window(TouchRules(), date(2026, 12, 1)) is None


def test_a_day_is_shanghais() -> None:
    """17:00 UTC is the next day there."""
    assert rules.today(datetime(2026, 11, 21, 15, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert rules.today(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)) == date(2026, 11, 22)


def test_what_was_spent_counts_in_its_own_window() -> None:
    """The cap's window may be longer than the quota's, and the other way round."""
    spent = Spent(Window("2026-11-21", 2), Window("2026-11-20", 3))
    for day in ("2026-11-20", "2026-11-20", "2026-11-21"):
        spent.add(day, array("Q", [hash_of("wm1")]))
    spent.add("2026-11-21", array("Q", [hash_of("wm2"), hash_of("wm2")]))
    spent.add("2026-11-19", array("Q", [hash_of("wm3")] * 9))
    assert [spent.over(name) for name in ("wm1", "wm2", "wm3", "wm4")] == ["frequency_cap", "quota", None, None]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"refused_at": "2026"}, "refused"),
        ({"refused_at": "2026", "blocked_at": "2026"}, "blocked"),
        ({"friends": {}}, "not_friend"),
        ({"friends": {}, "refused_at": "2026"}, "refused"),
    ],
)
def test_the_first_reason_is_told(change: dict[str, Any], reason: str) -> None:
    """One reason each, the strongest."""
    card = msgspec.structs.replace(CARD, **change)
    assert (rules.why_not(Meant("wm1", "m", LIMING, card)) or "") == reason


@pytest.mark.parametrize(
    ("clock", "quiet", "moved"),
    [
        ("20:59", ("21:00", "09:00"), "20:59"),
        ("21:00", ("21:00", "09:00"), "09:00"),
        ("03:00", ("21:00", "09:00"), "09:00"),
        ("08:59", ("21:00", "09:00"), "09:00"),
        ("09:00", ("21:00", "09:00"), "09:00"),
        ("12:30", ("12:00", "14:00"), "14:00"),
        ("14:00", ("12:00", "14:00"), "14:00"),
    ],
)
def test_quiet_hours_move_a_time_to_their_end(clock: str, quiet: tuple[str, str], moved: str) -> None:
    """The first moment belongs to them, the last does not; over midnight it is the next morning."""
    at = datetime.fromisoformat(f"2026-11-21T{clock}:00+08:00")
    when = rules.after_quiet(at, QuietHours(*quiet))
    assert when.astimezone(at.tzinfo).strftime("%H:%M") == moved
    assert timedelta(0) <= when - at < timedelta(days=1)
    assert rules.after_quiet(at, None) == at


def test_quiet_hours_that_end_when_they_begin_are_refused() -> None:
    """They could mean a whole day or none of it."""
    with pytest.raises(Misfit) as refused:
        QuietHours("12:00", "12:00")
    assert [fault.path for fault in refused.value.faults] == ["to"]
