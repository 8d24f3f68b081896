"""When figures are read, of which days, and how days are put together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Misfit
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import SHANGHAI, Day
from chalicelib.quality import rules
from chalicelib.quality.shapes import Figures, QualityQuery

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def figures(chats: int, replied: int | None, first_reply: int | None = None) -> Figures:
    return Figures(
        userid=UserId("liming"),
        day=Day("2026-11-20"),
        store=StoreId(""),
        chats=chats,
        messages=0,
        replied=replied,
        first_reply=first_reply,
        negative=0,
        applies=0,
        contacts=0,
    )


DAYS = st.lists(st.builds(figures, st.integers(0, 10_000), st.none() | st.integers(0, 10_000)), max_size=40)


def test_a_busy_day_counts_for_more_than_a_quiet_one() -> None:
    """Of 90 chats all were answered, of 10 none: 90 per cent, where the mean of the means is 50."""
    assert rules.replied([figures(90, 10_000), figures(10, 0)]) == 90.0
    assert rules.first_reply([figures(3, None, 100), figures(1, None, 500)]) == 2.0
    assert rules.replied([figures(5, None)]) is None and rules.replied([]) is None


def test_a_day_on_which_nobody_was_answered_counts() -> None:
    """It has no chats in which staff wrote, and nought per cent: it weighs one."""
    assert rules.replied([figures(1, 10_000), figures(0, 0)]) == 50.0


@given(DAYS)
def test_a_mean_is_the_sum_over_all_chats(days: list[Figures]) -> None:
    """As counted exactly, to a hundredth; untold days change nothing, and no mean leaves what it is of."""
    told = [(one.replied, max(one.chats, 1)) for one in days if one.replied is not None]
    mean = rules.replied(days)
    if not told:
        assert mean is None
        return
    exact = Fraction(sum(value * chats for value, chats in told), sum(chats for _, chats in told)) / 100
    assert mean is not None and abs(Fraction(mean) - exact) <= Fraction(51, 10_000)
    assert min(value for value, _ in told) / 100 - 0.01 <= mean <= max(value for value, _ in told) / 100 + 0.01


@given(DAYS)
def test_the_order_of_days_does_not_matter_nor_how_a_day_is_cut(days: list[Figures]) -> None:
    """Backwards, or a day's chats told as two halves: the same mean."""
    halves = [
        half
        for one in days
        for half in ([figures(one.chats // 2, one.replied)] * 2 if one.chats and one.chats % 2 == 0 else [one])
    ]
    assert rules.replied(days[::-1]) == rules.replied(days) == rules.replied(halves)


def test_each_corp_has_its_second_of_the_morning() -> None:
    """Between six and nine in Shanghai, a day apart, and two hundred corps are in every half hour of it."""
    firsts = [rules.next_at(f"corp{number}", NOON) for number in range(200)]
    assert all(NOON < first <= NOON + timedelta(days=1) for first in firsts)
    local = [first.astimezone(SHANGHAI) for first in firsts]
    halves = {(first.hour - 6) * 2 + first.minute // 30 for first in local}
    assert halves == set(range(6))
    seconds = [rules.next_at(f"corp{number}", first) for number, first in enumerate(firsts)]
    assert seconds == [first + timedelta(days=1) for first in firsts]


@pytest.mark.parametrize(
    ("read_until", "since"),
    [
        (None, "2026-10-22"),
        ("2026-11-19", "2026-11-18"),
        ("2026-11-20", "2026-11-18"),
        ("2026-11-10", "2026-11-11"),
        ("2026-01-01", "2026-10-22"),
    ],
)
def test_three_days_are_read_again_and_gaps_are_filled(read_until: str | None, since: str) -> None:
    """The first time and after a long gap thirty, which one call gives; today is never among them."""
    days = rules.days_to_read(NOON, Day(read_until) if read_until else None)
    assert days == (since, "2026-11-20")
    assert (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days < 30


def test_a_query_is_of_days_that_are_over() -> None:
    """Left out, seven until yesterday; more than 31, or the wrong way round, is said at the field."""
    days = rules.days_asked(QualityQuery(), NOON)
    assert (len(days), days[0], days[-1]) == (7, "2026-11-14", "2026-11-20")
    assert len(rules.days_asked(QualityQuery(since=Day("2026-10-01"), until=Day("2026-10-31")), NOON)) == 31
    assert len(rules.days_asked(QualityQuery(since=Day("2026-01-01")), NOON)) == 31
    for since, until in (("2026-10-01", "2026-11-01"), ("2026-10-02", "2026-10-01")):
        with pytest.raises(Misfit):
            QualityQuery(since=Day(since), until=Day(until))
