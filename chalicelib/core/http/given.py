"""Times and accounts that people write, read as their shape is made: nobody below a door meets another form of one.

A moment is taken with any offset, with or without seconds and their fractions, and is UTC with milliseconds from then
on. Without an offset it is refused: whose clock it was on cannot be guessed.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.core import moments
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.ids import UserId, userid
from chalicelib.core.moments import iso

MOMENT_EXAMPLE, DAY_EXAMPLE = "2026-11-21T10:00:00+08:00", "2026-11-21"
FIRST_YEAR, LAST_YEAR = 2000, 2099
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Reads(msgspec.Struct, frozen=True):
    """How a field is read: `read` gives its one form, or raises Misfit. blank: '' stands for none, as in a query."""

    read: Callable[[str], str]
    blank: bool = False


def read_moment(text: str) -> moments.Moment:
    """A moment that somebody wrote. Raises Misfit with a sentence that says how to write one."""
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        zh, en = "请填写带时区的时间，例如 {}。", "Write a time with its offset, such as {}."
        raise _misfit("moment", MOMENT_EXAMPLE, zh, en)
    day, clock, second, fraction, offset = parts.groups()
    if offset is None:
        zh = "时间缺少时区，请在末尾加上 +08:00（北京时间）或 Z（UTC），例如 {}。"
        en = "The time has no offset. Put +08:00 (Beijing) or Z (UTC) at its end, such as {}."
        raise _misfit("offset", MOMENT_EXAMPLE, zh, en)
    written = f"{day}T{clock}:{second or '00'}.{(fraction or '')[:3]:0<3}{offset.upper()}"
    try:
        at = datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        zh, en = "日历上没有这个时间，请检查月、日与时刻，例如 {}。", "No calendar has this time. Check it; one is {}."
        raise _misfit("calendar", MOMENT_EXAMPLE, zh, en) from None
    _of_our_years(at)
    return iso(at)


def read_day(text: str) -> moments.Day:
    """A day that somebody wrote. Raises Misfit."""
    if not _DAY.fullmatch(text):
        raise _misfit("day", DAY_EXAMPLE, "请填写日期，例如 {}。", "Write a day, such as {}.")
    try:
        _of_our_years(date.fromisoformat(text))
    except Misfit:
        raise
    except ValueError:
        zh, en = "日历上没有这一天，请检查月与日，例如 {}。", "No calendar has this day. Check it; one is {}."
        raise _misfit("calendar", DAY_EXAMPLE, zh, en) from None
    return moments.Day(text)


def _of_our_years(at: date) -> None:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        zh, en = f"年份须在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", f"The year must be {FIRST_YEAR} to {LAST_YEAR}."
        raise Misfit(Fault("", "range", f"{FIRST_YEAR}-{LAST_YEAR}", zh, en))


def _misfit(rule: str, example: str, zh: str, en: str) -> Misfit:
    return Misfit(Fault("", rule, example, zh.format(example), en.format(example)))


def _schema(form: str, example: str) -> dict[str, str | list[str]]:
    return {"format": form, "examples": [example]}


Moment = Annotated[
    moments.Moment,
    Meta(
        description="带时区的时间 / a time with its offset",
        max_length=40,
        extra_json_schema=_schema("date-time", MOMENT_EXAMPLE),
    ),
    Reads(read_moment),
]
"""A moment in a body. A shape that takes one is `Timed`."""

Day = Annotated[
    moments.Day,
    Meta(description="上海日期 / a day in Shanghai", max_length=10, extra_json_schema=_schema("date", DAY_EXAMPLE)),
    Reads(read_day),
]
"""A calendar day in a body, likewise."""

DayOrNone = Annotated[
    moments.Day,
    Meta(description="上海日期，可不填 / a day in Shanghai, may be left out", max_length=10),
    Reads(read_day, blank=True),
]
"""A calendar day of a query; NO_DAY when it is left out."""


def read_staff(text: str) -> UserId:
    """The account of somebody of the staff that somebody wrote. Raises Misfit for what can be nobody's: read as no
    account it would be a question about everybody.
    """
    found = userid(text)
    if not found:
        zh, en = (
            "员工账号里不能有空格、#、| 或不可见的字符，请检查。",
            "An account holds no blank, no #, no | and nothing unseen.",
        )
        raise Misfit(Fault("", "account", None, zh, en))
    return found


StaffOrNone = Annotated[
    UserId,
    Meta(description="员工账号，可不填 / a member of staff, may be left out", max_length=64),
    Reads(read_staff, blank=True),
]
"""Somebody of the staff by their account; '' when it is left out."""

MakerOrNone = Annotated[
    UserId, Meta(description="创建人账号 / who made it", max_length=64), Reads(read_staff, blank=True)
]
"""The same of who made something."""


def check_days(since: moments.Day, until: moments.Day) -> None:
    """Raises Misfit for days of a query that end before they begin."""
    if since and until and until < since:
        zh, en = "截止日期不能早于起始日期。", "The last day may not be before the first."
        raise Misfit(Fault("until", "ends_before_it_begins", since, zh, en))


class Timed(msgspec.Struct, frozen=True):
    """A shape with times: each is read into its one form as the shape is made. Misfit tells all that are none."""

    def __post_init__(self) -> None:
        read_all(self)


def read_all(struct: msgspec.Struct) -> None:
    """Read times and accounts of a shape just made into their one form. Raises Misfit with all that are none."""
    faults = list(_read(struct))
    if faults:
        raise Misfit(*faults)


def _read(struct: msgspec.Struct) -> Iterator[Fault]:
    for name, how in read_fields(type(struct)).items():
        text = getattr(struct, name)
        if not isinstance(text, str) or (how.blank and not text):
            continue
        try:
            msgspec.structs.force_setattr(struct, name, how.read(text))
        except Misfit as misfit:
            yield from (msgspec.structs.replace(fault, path=name) for fault in misfit.faults)


def faults_of(value: object, hint: Any) -> tuple[Fault, ...]:
    """Why a value is no time or account, where a field of that type holds one; nothing for any other field."""
    how = _reads_of(hint)
    if how is None or not isinstance(value, str) or (how.blank and not value):
        return ()
    try:
        how.read(value)
    except Misfit as misfit:
        return misfit.faults
    return ()


@cache
def read_fields(shape: type[msgspec.Struct]) -> dict[str, Reads]:
    """The fields of a shape that have one form, and how each is read."""
    hints = typing.get_type_hints(shape, include_extras=True)
    found = {name: _reads_of(hints[name]) for name in shape.__struct_fields__}
    return {name: how for name, how in found.items() if how}


def _reads_of(hint: Any) -> Reads | None:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next((how for one in typing.get_args(hint) if (how := _reads_of(one))), None)
    return next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, Reads)), None)
