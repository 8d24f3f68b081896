"""Pure decisions about occurrences: when one is late or given up, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.audience.shapes import Audience, Customers
from chalicelib.core.errors import Fault
from chalicelib.core.moments import SHANGHAI, Moment, iso, moment
from chalicelib.posts.shapes import End, Once, Schedule
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import Outcome
from chalicelib.touches.shapes import Origin

LATE = timedelta(minutes=10)
# Why an occurrence is over whose end came before all was sent or done.
ENDED = "ended"
CALLED_BEFORE = timedelta(hours=1)
# A message of three days ago helps nobody: by then it is planned and asked for, or given up.
EXPIRES = timedelta(hours=72)
# By then content, tags and people will be others.
MOST_AHEAD = timedelta(days=366)
# Hours in Shanghai at which a shop does not write to everybody.
NIGHT_BEGINS, NIGHT_ENDS = 22, 8


def faults_of_lead(schedule: Schedule, first: datetime, now: datetime) -> Iterator[Fault]:
    """Why a post whose first time is that cannot wait for it."""
    if first - now > MOST_AHEAD:
        path = "schedule.at" if isinstance(schedule, Once) else "schedule.starts_at"
        zh = f"首次发送最晚为 {MOST_AHEAD.days} 天之后：到那时素材、标签与员工多已变动。请检查年份。"
        en = f"It may first be sent {MOST_AHEAD.days} days from now: content and people change. Check the year."
        yield Fault(path, "too_far_ahead", MOST_AHEAD.days, zh, en)


def faults_of_audience(audience: Audience) -> Iterator[Fault]:
    """Why an audience can mean nobody: a tag that they must have and must not."""
    if not isinstance(audience, Customers):
        return
    for number, tag in enumerate(audience.no_tags):
        if tag in audience.all_tags or audience.any_tags == [tag]:
            zh, en = f"标签「{tag}」既要求有又要求没有，没有人符合。", f"Nobody both has the tag {tag} and has it not."
            yield Fault(f"audience.no_tags[{number}]", "contradiction", tag, zh, en)


def tags_in(audience: Customers) -> dict[str, str]:
    """The names of tags in an audience, by where they stand."""
    fields = {"any_tags": audience.any_tags, "all_tags": audience.all_tags, "no_tags": audience.no_tags}
    return {f"audience.{field}[{number}]": name for field, names in fields.items() for number, name in enumerate(names)}


def means_everybody(audience: Customers) -> bool:
    """True when nothing that is asked for narrows it."""
    return not any([audience.any_tags, audience.all_tags, audience.stages, audience.staff, audience.live_codes])


def faults_of_night(times: Iterable[datetime]) -> Iterator[Fault]:
    """That everybody is written to at night, once, whichever of the times it is."""
    at = next((at for at in times if _is_night(at)), None)
    if at is not None:
        clock = at.astimezone(SHANGHAI).strftime("%H:%M")
        zh = f"将在夜间（{clock}）发给全部顾客；可改时间、缩小受众，或设置静默时段。"
        en = f"All customers are written to at night ({clock}). Change the time, narrow it, or set quiet hours."
        yield Fault("schedule", "everybody_at_night", f"{NIGHT_ENDS:02d}:00-{NIGHT_BEGINS:02d}:00", zh, en)


def _is_night(at: datetime) -> bool:
    return not NIGHT_ENDS <= at.astimezone(SHANGHAI).hour < NIGHT_BEGINS


def is_too_late(begun: datetime, ends_at: Moment, now: datetime) -> bool:
    """A time that is not planned by now is given up."""
    return now - begun > EXPIRES or bool(ends_at and moment(ends_at) <= now)


def is_late(at: datetime, now: datetime) -> bool:
    """Begun too long after it was due."""
    return now - at > LATE


def end_of(origin: Origin, status: OccurrenceStatus, tally: Tally, reason: str = "") -> End:
    """How an occurrence ends when no task of it is open.

    Failed when nothing was made at WeCom for a reason that somebody can mend; else closed, or cancelled. One that is
    taken back before anybody got it is forgiven. reason: why it is taken back, when that is not an operator's wish; a
    recall that its tasks met before it says the same.
    """
    troubles = [reason for reason in tally.reasons if reason != Outcome.REFUSED]
    forgiven = None if tally.counts.get(Outcome.DELIVERED) else origin
    if Outcome.RECALLED in tally.reasons:
        reason = Outcome.RECALLED
    if status is OccurrenceStatus.CANCELLING or reason:
        return End(status=OccurrenceStatus.CANCELLED, reason=reason, tally=tally, forgiven=forgiven)
    # Of whom nobody knows whether they got it, nobody is asked anew as a whole: what failed is tried again alone.
    if troubles and not tally.created and not tally.counts.get(Outcome.UNKNOWN):
        return End(status=OccurrenceStatus.FAILED, reason=troubles[0], tally=tally, forgiven=forgiven)
    ended = ENDED if status is OccurrenceStatus.ENDING else ""
    return End(status=OccurrenceStatus.CLOSED, reason=ended, tally=tally)


def last_call(begun: datetime, ends_at: datetime) -> Moment:
    """When who has not sent is reminded once more: an hour before the end, of a short time a quarter before."""
    return iso(ends_at - min(CALLED_BEFORE, (ends_at - begun) / 4))


def faults_of_end(begun: datetime, ends_at: Moment, now: datetime) -> Iterator[Fault]:
    """Why a time under way cannot end then."""
    if moment(ends_at) <= now:
        zh = "结束时间须晚于现在；要立即收回未发送的部分，请使用「撤回」。"
        yield Fault("ends_at", "future", None, zh, "It must be later than now. To take it back at once, recall it.")
    elif moment(ends_at) > begun + EXPIRES:
        most = iso(begun + EXPIRES)
        zh, en = f"最晚在开始后 72 小时结束（{most}）。", f"It ends 72 hours after it began at the latest ({most})."
        yield Fault("ends_at", "too_late", most, zh, en)
