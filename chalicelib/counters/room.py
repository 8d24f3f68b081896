"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent, Metric
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word
from chalicelib.counters.jobs import Recount

SEE = Right("counters.see", "查看活动数据", "See numbers", ADVISERS)

ROOM = Room(
    name="counters",
    zh="活动数据",
    en="Numbers, counted as things happen",
    tag="numbers",
    section=Section.NUMBERS,
    jobs=(Recount,),
    due=("recount",),
    rights=(SEE,),
    log=frozenset({"number", "by", "day", "live", "again"}),
    logged=(
        LogEvent(
            name="counter drift",
            level=Level.WARNING,
            zh="实时数据与重新统计的结果不一致",
            en="What was counted live is not what a day came to when it was counted again",
            fields=frozenset({"corp", "number", "by", "day", "live", "again"}),
            page="counter-drift",
        ),
        LogEvent(
            name="counter full",
            level=Level.WARNING,
            zh="某一分钟的事件过多，未能实时统计",
            en="More came in a minute than a set holds, and some was not counted live",
            fields=frozenset({"corp", "number", "by", "day"}),
            page="counter-drift",
        ),
    ),
    counted=(
        Metric(
            name="CounterDrift",
            zh="与重新统计不一致的数据",
            en="Numbers of a day that were not what they came to when they were counted again",
            dimensions=frozenset({"stage"}),
            alarm="counter-drift",
            page="counter-drift",
        ),
        Metric(
            name="CountersFull",
            zh="未能实时统计的分钟",
            en="Minutes of which not all was counted live",
            page="counter-drift",
        ),
    ),
    words={
        "metric": Word("数据项", "number"),
        "by": Word("分组", "grouping"),
        "from": Word("起始日期", "first day"),
        "to": Word("截止日期", "last day"),
        "of": Word("只看", "whose numbers"),
        "of_name": Word("只看的名称", "what the one thing is called"),
        "metrics": Word("数据项及其含义", "numbers, and what is counted"),
        "means_zh": Word("统计口径（中文）", "what is counted, in Chinese"),
        "means_en": Word("统计口径（英文）", "what is counted"),
        "key": Word("日期、小时或编号", "day, hour or id"),
        "figures": Word("各数据项的数值", "figure of each number"),
        "value": Word("数值", "figure"),
        "p50_ms": Word("一半在多少毫秒以内", "within how many milliseconds half of them were"),
        "p95_ms": Word("95% 在多少毫秒以内", "within how many milliseconds 95 % of them were"),
        "recounted_until": Word("已重新统计到哪一天", "last day that was counted again"),
        "counted_since": Word("从哪一天开始统计", "first day that was counted"),
    },
)
