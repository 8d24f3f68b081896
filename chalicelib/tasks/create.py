"""Ask WeCom for a task: at most one per (origin, sender, chunk), whatever crashes in between (docs/adr/0018).

The row says that we ask before we ask. Whoever finds it asked without an answer, when nobody can be at it any more,
looks through WeCom's list before anything is asked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.content import service as contents
from chalicelib.content.errors import NotApproved, VersionRecalled
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.ids import UserId, digest
from chalicelib.core.moments import moment
from chalicelib.core.ops import limits, log
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import MediaRefused, WeComRefused
from chalicelib.platforms.wecom.messages import Message
from chalicelib.tasks import rules, store
from chalicelib.tasks.errands import CreateTask
from chalicelib.tasks.shapes import Brief
from chalicelib.tasks.states import UNASKED, Outcome
from chalicelib.tasks.store import MsgidTaken, TakenOver, TaskRow
from chalicelib.touches import service as touches

# Longer than the function may run (60 s): who asked and is not heard of by then is dead, and so is its call.
LEASE = timedelta(seconds=120)
CLOCK_SKEW = timedelta(minutes=2)
NOBODY_REACHED = 81013
Outcomes = Mapping[str, Outcome]


class Job(msgspec.Struct, frozen=True):
    """A task that is being asked for, with its targets."""

    row: TaskRow
    targets: list[str]

    @property
    def brief(self) -> Brief:
        """All that it needs."""
        return self.row.brief

    @property
    def chat_type(self) -> mass.ChatType:
        """How WeCom calls the channel."""
        return "group" if self.brief.channel is Channel.GROUPS else "single"


def create(ctx: Ctx, errand: CreateTask) -> None:
    """Ask WeCom for one task, unless that is done or somebody is at it. Safe to repeat and to race.

    Raises WeComBusy and the like when WeCom did nothing, UpstreamUnknown when nobody knows: tried again later.
    """
    row = store.task(ctx, errand.origin, errand.task)
    if row is None or row.state not in UNASKED:
        return
    if _is_to_wait(ctx, row, errand):
        return  # whoever brings the plan on asks for it again, or ends it
    try:
        row = store.ask(ctx, row, LEASE)
    except Refused:
        return
    job = Job(row, store.targets(ctx, row))
    with contextlib.suppress(Refused):  # taken over, or to be taken back: whoever did that goes on
        if row.brief.channel is Channel.STAFF:
            _staff(ctx, job)
        else:
            _customers_or_groups(ctx, job)


def _is_to_wait(ctx: Ctx, row: TaskRow, errand: CreateTask) -> bool:
    """In quiet hours, after its end, behind a group's task, and when this minute's share of the plan is used up."""
    if (errand.until and errand.until <= ctx.at) or touches.is_quiet(ctx):
        return True
    if row.brief.channel is Channel.GROUPS and _waits(ctx, row):
        return True
    # One by one: what an instance had in store and did not use would be lost to the others.
    return errand.per_minute is not None and not limits.permit(
        ctx, f"pace-{errand.origin.name}", errand.per_minute, grant=1
    )


def _waits(ctx: Ctx, row: TaskRow) -> bool:
    """True while the task before it may be at WeCom unseen: groups are not listed, so two would look the same."""
    before = store.before(ctx, row)
    return before is not None and before.sender == row.sender and before.state in UNASKED


def _customers_or_groups(ctx: Ctx, job: Job) -> None:
    if job.row.called_at and _found(ctx, job):
        return
    if job.row.ending:
        _close_all(ctx, job, job.row.ending)
        return
    refused = _refused(ctx, job)
    if len(refused.keys() & set(job.targets)) == len(job.targets):
        _close(ctx, job, Outcome.REFUSED, _marks(job, refused))
    else:
        _ask(ctx, job, refused)


def _ask(ctx: Ctx, job: Job, refused: Outcomes) -> None:
    """The call. What WeCom says it did not do is as if nobody had asked; where it says nothing, the row says asked."""
    try:
        task = _add(ctx, job, [target for target in job.targets if target not in refused])
    except AppError as error:
        if error.outlook is Outlook.AGAIN:
            store.unask(ctx, job.row)
        if error.outlook is not Outlook.NEVER:
            raise
        _close_refused(ctx, job, error)
    else:
        _created(ctx, job, task.msgid, {**refused, **dict.fromkeys(task.fail_list, Outcome.INVALID)})


def _add(ctx: Ctx, job: Job, targets: list[str]) -> mass.MassTask:
    message = _messages(ctx, job)[0]
    store.calling(ctx, job.row, _hash(message.text.content if message.text else ""))
    try:
        return mass.add_task(ctx, job.chat_type, job.row.sender, targets, message)
    except MediaRefused:
        renewed = _messages(ctx, job, is_media_refused=True)[0]
        return mass.add_task(ctx, job.chat_type, job.row.sender, targets, renewed)


def _reason(error: AppError) -> str:
    if isinstance(error, VersionRecalled):
        return Outcome.RECALLED
    return f"wecom_{error.errcode}" if isinstance(error, WeComRefused) else error.code


def _refused(ctx: Ctx, job: Job) -> Outcomes:
    """Who has said no since the plan."""
    if job.brief.channel is Channel.GROUPS:
        return {}
    refused = touches.refused_since(ctx, job.brief.planned_at)
    return {target: Outcome(reason) for target, reason in refused.items()}


def _messages(ctx: Ctx, job: Job, *, is_media_refused: bool = False) -> list[Message]:
    """What is sent. Raises NotApproved when the content may not be sent any more."""
    brief = job.brief
    approved = contents.begun(ctx, brief.item_id, brief.version)
    return contents.messages(ctx, approved, brief.channel, brief.values, is_media_refused=is_media_refused)


def _hash(text: str) -> str:
    return digest(text).hex()[:16]


def _marks(job: Job, outcomes: Outcomes) -> str:
    return "".join(rules.MARK_OF[outcomes.get(target, Outcome.WAITING)] for target in job.targets)


def _created(ctx: Ctx, job: Job, msgid: str, left_out: Outcomes) -> None:
    marks = _marks(job, left_out)
    missing = len(marks) - marks.count(rules.UNSENT)
    if missing:
        store.keep_outcome(ctx, job.row, marks)
    try:
        store.created(ctx, job.row, msgid, missing)
    except (MsgidTaken, TakenOver):
        log.warning("task was stored by another", corp=ctx.corp, cause=ctx.cause)


def _found(ctx: Ctx, job: Job) -> bool:
    """True when an earlier ask, whose answer was lost, had made the task: it is stored now."""
    since = moment(job.row.asked_at or ctx.at) - CLOCK_SKEW
    for listed in mass.tasks_since(ctx, job.chat_type, since):
        if _hash(listed.text.content) != job.row.text_hash or store.is_taken(ctx, listed.msgid):
            continue
        if _asked(ctx, listed.msgid) != [job.row.sender]:
            continue
        accepted = _accepted(ctx, job, listed.msgid)
        if accepted is not None:
            refused = _refused(ctx, job)
            absent = [target for target in job.targets if target not in accepted]
            _created(ctx, job, listed.msgid, {target: refused.get(target, Outcome.INVALID) for target in absent})
            return True
    return False


def _asked(ctx: Ctx, msgid: str) -> list[UserId]:
    """Who was asked to send a listed task; nobody for one that WeCom will not tell of, which is none of ours then."""
    try:
        return [asked.userid for asked in mass.confirmations(ctx, msgid)]
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return []


def _accepted(ctx: Ctx, job: Job, msgid: str) -> set[str] | None:
    """The targets that WeCom took a task for; None when it is not for ours. Groups are not listed: by their owner."""
    if job.brief.channel is Channel.GROUPS:
        return set(job.targets)
    accepted = {sending.target for sending in mass.results(ctx, msgid, job.row.sender)}
    return accepted if accepted and accepted <= set(job.targets) else None


def _close_refused(ctx: Ctx, job: Job, error: AppError) -> None:
    """Nothing is tried again by itself, so somebody has to see why and mend the cause; a recall they know of."""
    is_known = isinstance(error, VersionRecalled)
    _close_all(ctx, job, _reason(error), None if is_known else problem_of(ctx, error, _remedy(error), job.row.sender))


def _remedy(error: AppError) -> Remedy:
    if isinstance(error, NotApproved):
        return Remedy.NEW_VERSION
    return Remedy.RETRY if isinstance(error, WeComRefused) else Remedy.EDIT


def _close_all(ctx: Ctx, job: Job, reason: str, problem: Problem | None = None) -> None:
    store.close(ctx, job.row, reason, {str(reason): len(job.targets)}, problem)
    log.info("task closed", corp=ctx.corp, reason=reason, count=len(job.targets), cause=ctx.cause)


def _close(ctx: Ctx, job: Job, reason: Outcome, marks: str) -> None:
    store.keep_outcome(ctx, job.row, marks)
    store.close(ctx, job.row, reason, rules.counted(marks))


def _staff(ctx: Ctx, job: Job) -> None:
    """App messages arrive at once. A repeat within WeCom's duplicate check adds nothing; after it nobody knows."""
    row = job.row
    if row.ending:
        _close_all(ctx, job, Outcome.UNKNOWN if row.called_at else row.ending)
    elif row.called_at and ctx.now > moment(row.asked_at or ctx.at) + mass.SAME_MESSAGE - CLOCK_SKEW:
        _close_all(ctx, job, Outcome.UNKNOWN)
    else:
        _send_to_staff(ctx, job)


def _send_to_staff(ctx: Ctx, job: Job) -> None:
    unreached: set[str] = set()
    userids = [UserId(target) for target in job.targets]
    is_sent = bool(job.row.called_at)
    try:
        messages = _messages(ctx, job)
        store.calling(ctx, job.row, "")
        for number, message in enumerate(messages):
            unreached.update(_tell(ctx, job, userids, message, number))
            is_sent = True
    except AppError as error:
        if getattr(error, "errcode", 0) == NOBODY_REACHED:
            unreached = set(job.targets)
        elif error.outlook is not Outlook.NEVER:
            if error.outlook is Outlook.AGAIN and not is_sent:
                store.unask(ctx, job.row)
            raise
        else:
            _close_refused(ctx, job, error)
            return
    invalid = dict.fromkeys(unreached, Outcome.INVALID)
    marks = _marks(job, invalid).replace(rules.UNSENT, rules.MARK_OF[Outcome.DELIVERED])
    store.keep_outcome(ctx, job.row, marks)
    store.delivered(ctx, job.row, len(unreached), rules.counted(marks))


def _tell(ctx: Ctx, job: Job, userids: list[UserId], message: Message, number: int) -> list[UserId]:
    """Send one of the app messages; a picture that WeCom no longer has is uploaded anew."""
    try:
        return mass.send_to_staff(ctx, userids, message)
    except MediaRefused:
        return mass.send_to_staff(ctx, userids, _messages(ctx, job, is_media_refused=True)[number])
