"""What the doors of numbers take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.events.numbers import Unit
from chalicelib.core.http import given
from chalicelib.core.moments import NO_DAY, Day, Moment
from chalicelib.counters.states import Group


class NumbersQuery(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"since": "from", "until": "to"}
):
    """Which numbers, told apart how, of which days in Shanghai, both included; without days it is today.

    metric: names with commas between, at most 8. of: of one store, code, member of staff, template or post alone, as
    `store:<id>`, with `by` of total, day or hour.
    """

    metric: Annotated[str, Meta(min_length=1, max_length=300)]
    by: Group = Group.TOTAL
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY
    of: Annotated[str, Meta(max_length=100)] = ""

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number's figure.

    value: in its unit; of a delay how many were measured. p50_ms, p95_ms: within how many milliseconds half and 95 % of
    them were, by the upper end of the class that they lie in; null for what is no delay, without any, and beyond the
    last end.
    """

    value: Annotated[int, Meta(description="以其单位计的数值 / the figure, in its unit")]
    p50_ms: Annotated[int | None, Meta(description="一半不超过的毫秒数 / half took no longer, in ms")] = None
    p95_ms: Annotated[int | None, Meta(description="95% 不超过的毫秒数 / 95 % took no longer, in ms")] = None


class NumberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line.

    key: the day, the hour (`2026-11-21T10`) or the id, '' of a total. name: what the thing is called, '' while unknown.
    figures: by the names of the numbers.
    """

    key: Annotated[str, Meta(description="日期、小时或编号 / the day, the hour or the id")]
    name: str
    figures: Annotated[dict[str, Figure], Meta(description="各数据项的数值 / figures by the numbers' names")]


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A number that was asked for.

    means_zh, means_en: what is counted, and what is not.
    """

    metric: str
    zh: str
    en: str
    unit: Unit
    means_zh: Annotated[str, Meta(description="中文定义 / what is counted, in Chinese")]
    means_en: Annotated[str, Meta(description="英文定义 / what is counted, in English")]


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers, as they are counted now: what happened shows about ten seconds later.

    metrics: what was asked for. lines: by time, or the greatest first by the first number that was asked for, 500 at
    most. more: so many are not shown. recounted_until: the last day of these that was counted again from the facts,
    null for none. of_name: what the one thing is called that `of` asks for, '' without one and while it is unknown.
    counted_since: the first day that was counted at all: days before it are unknown and not none.
    """

    since: Day
    until: Day
    by: Group
    of_name: Annotated[str, Meta(description="只看的这一个叫什么 / what the one is called that is told of alone")]
    metrics: Annotated[list[Metric], Meta(description="所查的数据项及其定义 / what was asked for, defined")]
    lines: list[NumberLine]
    more: int
    as_of: Moment
    recounted_until: Annotated[Day | None, Meta(description="已重新统计的最后一天 / the last day counted again")]
    counted_since: Annotated[Day | None, Meta(description="开始统计的第一天 / the first day counted at all")]
