"""Times that people write: read as the shape is made, into one form, or refused with a sentence that helps."""

from __future__ import annotations

import msgspec
import pytest

from chalicelib.core.errors import Misfit
from chalicelib.core.http import given
from chalicelib.core.http.given import Timed, read_day, read_moment
from chalicelib.core.ids import NOBODY, UserId
from chalicelib.core.moments import NO_DAY, Moment


class Sample(Timed, frozen=True):
    at: given.Moment
    until: given.Moment | None = None
    day: given.DayOrNone = NO_DAY


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21T02:00:00.123Z",
        "2026-11-21T10:00:00.123+08:00",
        "2026-11-21t10:00:00.123456+0800",
        "2026-11-20 18:00:00,1239-08:00",
    ],
)
def test_one_moment_has_one_form_however_it_is_written(written: str) -> None:
    """Any offset, any fraction: UTC with milliseconds."""
    assert read_moment(written) == "2026-11-21T02:00:00.123Z"


def test_seconds_and_their_fraction_may_be_left_out() -> None:
    """As a form in a browser writes a time, with an offset put behind it."""
    assert [read_moment(text) for text in ("2026-11-21T10:00+08:00", "2026-11-21T02:00:00Z")] == [
        "2026-11-21T02:00:00.000Z"
    ] * 2


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("2026-12-32T00:00:00Z", "calendar"),
        ("2026-02-30T00:00:00.000Z", "calendar"),
        ("2026-11-21T24:00:00Z", "calendar"),
        ("2026-11-21T10:00:00+99:00", "calendar"),
        ("2026-11-21T10:00:00", "offset"),
        ("2026-11-21 10:00", "offset"),
        ("tomorrow", "moment"),
        ("2026-11-21", "moment"),
        ("1764000000", "moment"),
        ("", "moment"),
        ("٢٠٢٦-11-21T10:00:00Z", "moment"),
        ("0001-01-01T00:00:00+08:00", "calendar"),
        ("1999-12-31T23:59:59Z", "range"),
        ("9999-12-31T23:59:59-08:00", "calendar"),
        ("2226-11-21T10:00:00Z", "range"),
    ],
)
def test_what_is_no_moment_is_refused_by_what_is_wrong_with_it(written: str, rule: str) -> None:
    """No day that a calendar has not, no clock of nobody knows where, no year of another century."""
    with pytest.raises(Misfit) as refused:
        read_moment(written)
    assert [fault.rule for fault in refused.value.faults] == [rule]


def test_a_time_without_an_offset_is_told_how_to_write_one() -> None:
    """In both languages, with the offset of Beijing."""
    with pytest.raises(Misfit) as refused:
        read_moment("2026-11-21T10:00:00")
    (fault,) = refused.value.faults
    assert "+08:00" in fault.zh and "+08:00" in fault.en and fault.limit == given.MOMENT_EXAMPLE


@pytest.mark.parametrize("written", ["2026-13-40", "2026-02-30", "20261121", "2026-W47-6", "", "2126-01-01"])
def test_what_is_no_day_is_refused(written: str) -> None:
    """Only a day of the calendar, in the one form that it has."""
    with pytest.raises(Misfit):
        read_day(written)


def test_a_shape_reads_all_its_times_and_tells_of_all_that_are_none() -> None:
    """Each at its field; what may be left out is."""
    made = msgspec.json.decode(b'{"at": "2026-11-21T10:00:00+08:00", "until": null, "day": ""}', type=Sample)
    assert (made.at, made.until, made.day) == ("2026-11-21T02:00:00.000Z", None, "")
    with pytest.raises(Misfit) as refused:
        Sample(at=Moment("now"), until=Moment("2026-11-31T00:00:00Z"))
    assert [(fault.path, fault.rule) for fault in refused.value.faults] == [("at", "moment"), ("until", "calendar")]


class OfStaff(msgspec.Struct, frozen=True):
    staff: given.StaffOrNone = NOBODY

    def __post_init__(self) -> None:
        given.read_all(self)


def test_an_account_has_one_form_and_what_can_be_nobodys_is_no_question_about_everybody() -> None:
    """WeCom ignores the case; a query without an account asks about nobody in particular."""
    assert (OfStaff(staff=UserId(" LiMing ")).staff, OfStaff().staff) == ("liming", "")
    for written in ("\x00", " ", "li ming", "li#ming"):
        with pytest.raises(Misfit) as refused:
            OfStaff(staff=UserId(written))
        assert [(fault.path, fault.rule) for fault in refused.value.faults] == [("staff", "account")]
