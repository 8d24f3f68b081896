"""What the product logs and counts, declared once: what it means, and which page helps whoever finds it.

Core's own declarations stand here, a room's in its `room.py`. Nothing else can be logged or counted (`log`, `metrics`),
and docs/reference/log.md is printed from them.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec


class Level(IntEnum):
    """How much a line matters, in the numbers of `logging`. ERROR is for what nobody foresaw."""

    INFO = 20
    WARNING = 30
    ERROR = 40


class LogEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event in the log. page: of the runbook; where there is none, no_page says why. Raises ValueError otherwise."""

    name: str
    level: Level = Level.INFO
    zh: str
    en: str
    fields: frozenset[str] = frozenset()
    page: str = ""
    no_page: str = ""

    def __post_init__(self) -> None:
        _one_of(self.name, self.page, self.no_page)


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A count. dimensions: it is counted apart for each of their values, which costs for each. alarm: what it rings."""

    name: str
    zh: str
    en: str
    dimensions: frozenset[str] = frozenset()
    alarm: str = ""
    page: str = ""
    no_page: str = ""

    def __post_init__(self) -> None:
        _one_of(self.name, self.page, self.no_page)


def _one_of(name: str, page: str, no_page: str) -> None:
    if bool(page) == bool(no_page):
        raise ValueError(f"{name!r} has a runbook page, or says why it has none")


# Why an event or a count has no page.
NORMAL = "nothing is wrong"
REPEATED = "it is tried again by itself; what is given up has an alarm of its own"

EVENTS = (
    LogEvent(
        name="request",
        zh="一次请求已答复",
        en="A request was answered",
        fields=frozenset({"route", "status", "code", "ms", "corp", "actor", "request_id"}),
        page="who-did-it",
    ),
    LogEvent(
        name="request failed",
        level=Level.ERROR,
        zh="请求遇到意外错误，答复 500",
        en="A request met an error that nobody foresaw and was answered 500",
        fields=frozenset({"route", "request_id"}),
        page="api-failing",
    ),
    LogEvent(
        name="callback done",
        zh="平台消息已处理",
        en="A platform's message was worked on",
        fields=frozenset({"corp", "kind", "cause", "request_id"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="callbacks queued again",
        level=Level.WARNING,
        zh="有平台消息未处理完，已重新排队",
        en="Messages of a platform were not worked on in time and are queued again",
        fields=frozenset({"count", "request_id"}),
        page="callbacks-waiting",
    ),
    LogEvent(
        name="fact followed",
        zh="事实的后续已完成",
        en="What follows from a fact was done",
        fields=frozenset({"corp", "kind", "fact", "request_id"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="promise put aside",
        level=Level.ERROR,
        zh="承诺未能当场兑现，移入自己的队列重试",
        en="A promise failed at once; it is tried again on its own queue",
        fields=frozenset({"kind", "fact", "request_id"}),
        page="dead-promises",
    ),
    LogEvent(
        name="errand done",
        zh="差事已办",
        en="An errand was run",
        fields=frozenset({"corp", "errand", "cause", "request_id"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="record passed over",
        level=Level.WARNING,
        zh="跳过了本版本不认识的记录",
        en="A record was left out that this version does not know or cannot read",
        fields=frozenset({"function", "kind", "request_id"}),
        page="passed-over",
    ),
    LogEvent(
        name="errcode not known",
        level=Level.WARNING,
        zh="平台返回了错误码表中没有的错误码",
        en="A platform refused a call with a code that our table does not have",
        fields=frozenset({"api", "code"}),
        page="refused-for-good",
    ),
    LogEvent(
        name="refused for good",
        level=Level.WARNING,
        zh="平台拒绝，重试无用，已记在对应的事物上",
        en="A platform refused something and will again; it stands on the thing that it is about",
        fields=frozenset({"corp", "code", "errcode", "cause"}),
        page="refused-for-good",
    ),
    LogEvent(
        name="callback set aside",
        level=Level.WARNING,
        zh="企业微信消息已保存但无法处理，进入搁置列表",
        en="A message of WeCom is kept, and nobody can act on it; it is in the list of those set aside",
        fields=frozenset({"corp", "reason", "cause", "request_id"}),
        page="set-aside",
    ),
    LogEvent(
        name="record failed",
        level=Level.ERROR,
        zh="一条记录处理失败，将重试",
        en="A record of a batch failed and comes again",
        fields=frozenset({"function", "request_id"}),
        no_page=REPEATED,
    ),
    LogEvent(
        name="letters not counted",
        level=Level.ERROR,
        zh="死信未能计数，下一分钟再数",
        en="What was given up could not be counted; the next minute counts it",
        fields=frozenset({"request_id"}),
        no_page=REPEATED,
    ),
    LogEvent(
        name="due keys not queued",
        level=Level.WARNING,
        zh="到期项未能排队，下一分钟再试",
        en="What is due could not be queued; the next minute tries again",
        fields=frozenset({"count", "request_id"}),
        page="tick-stopped",
    ),
    LogEvent(
        name="due passed over",
        level=Level.WARNING,
        zh="跳过了本版本不认识的到期项",
        en="Something due was left out that this version does not know",
        fields=frozenset({"function", "kind", "request_id"}),
        page="passed-over",
    ),
    LogEvent(
        name="due failed",
        level=Level.ERROR,
        zh="到期事项处理失败，下一分钟再试",
        en="Something whose time had come failed; it is due still",
        fields=frozenset({"function", "kind", "request_id"}),
        page="due-failing",
    ),
    LogEvent(
        name="messages not queued",
        level=Level.ERROR,
        zh="队列没有收下消息，来源会再次给出",
        en="A queue did not take messages; where they come from tells them again",
        fields=frozenset({"count"}),
        no_page=REPEATED,
    ),
    LogEvent(
        name="pause not set",
        level=Level.ERROR,
        zh="未能设置重试间隔，按队列自己的时间再来",
        en="The pause before another try was not set; the queue's own time holds",
        no_page=REPEATED,
    ),
    LogEvent(
        name="job step done",
        zh="任务完成一步",
        en="A step of a job was done",
        fields=frozenset({"corp", "kind", "count", "cause", "request_id"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="job done",
        zh="任务已完成",
        en="A job came to its end",
        fields=frozenset({"corp", "kind", "count", "cause", "request_id"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="job failed",
        level=Level.ERROR,
        zh="任务出错停下，页面显示原因",
        en="A job met an error that nobody foresaw; it stands, and says so",
        fields=frozenset({"corp", "kind", "cause", "request_id"}),
        page="dead-jobs",
    ),
    LogEvent(
        name="job held",
        zh="任务的发起人不再有权继续，已暂停",
        en="A job was paused, since whoever answers for it may not go on",
        fields=frozenset({"corp", "kind", "cause"}),
        no_page=NORMAL,
    ),
    LogEvent(
        name="job asked for again",
        level=Level.WARNING,
        zh="任务的消息丢失，已重新排队",
        en="A job's message was lost; the next step is asked for again",
        fields=frozenset({"corp", "kind", "cause"}),
        no_page=REPEATED,
    ),
)

METRICS = (
    Metric(
        name="CallbacksSetAside",
        zh="搁置的企业微信消息",
        en="Messages of WeCom that were kept and not acted on",
        dimensions=frozenset({"stage"}),
        alarm="set-aside",
        page="set-aside",
    ),
    Metric(
        name="RecordsFailed",
        zh="失败的记录",
        en="Records that failed and come again",
        dimensions=frozenset({"function", "kind"}),
        no_page=REPEATED,
    ),
    Metric(
        name="RecordsPassedOver",
        zh="跳过的记录",
        en="Records and due things that this version does not know",
        dimensions=frozenset({"stage"}),
        alarm="passed-over",
        page="passed-over",
    ),
    Metric(
        name="RefusedForGood",
        zh="平台拒绝且重试无用的事",
        en="What a platform refused and will refuse again",
        dimensions=frozenset({"stage"}),
        alarm="refused-for-good",
        page="refused-for-good",
    ),
    Metric(
        name="UnknownErrcodes",
        zh="错误码表中没有的错误码",
        en="Refusals with a code that our table does not have",
        page="refused-for-good",
    ),
    Metric(
        name="PromisesPutAside",
        zh="未能当场兑现的承诺",
        en="Promises that failed at once",
        dimensions=frozenset({"kind"}),
        page="dead-promises",
    ),
    Metric(
        name="DueFailed",
        zh="失败的到期事项",
        en="What was due and failed",
        dimensions=frozenset({"stage"}),
        alarm="due-failing",
        page="due-failing",
    ),
    Metric(
        name="Held",
        zh="超过本分钟份额而暂缓的消息",
        en="Messages beyond their corp's share of a minute, which wait",
        dimensions=frozenset({"function"}),
        no_page=NORMAL,
    ),
    Metric(
        name="JobsFailed",
        zh="出错停下的任务",
        en="Jobs that met an error",
        dimensions=frozenset({"stage"}),
        alarm="dead-jobs-failed",
        page="dead-jobs",
    ),
)
