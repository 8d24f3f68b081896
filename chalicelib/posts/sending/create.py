"""Ask WeCom for a task: at most one per (occurrence, sender, chunk), whatever crashes in between (docs/adr/0018).

The row says that we ask before we ask. Whoever finds it asked without an answer, when nobody can be at it any more,
looks through WeCom's list before anything is asked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.audience.shapes import Audience, Groups, Staff
from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, BadRequest, Conflict, NotFound
from chalicelib.core.ids import digest
from chalicelib.core.moments import iso, moment, shanghai_day
from chalicelib.core.ops import log, secrets
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import CredentialsRefused, TokenRefused, WeComBusy, WeComRefused
from chalicelib.posts import rules
from chalicelib.posts import store as posts
from chalicelib.posts.sending import store
from chalicelib.posts.sending.store import MsgidTaken, TaskRow
from chalicelib.posts.shapes import PostContent
from chalicelib.posts.store import OccurrenceRow
from chalicelib.touches import service as touches
from chalicelib.touches.states import LeftOut

# Longer than the function may run (60 s): who asked and is not heard of by then is dead, and so is its call.
LEASE = timedelta(seconds=120)
CLOCK_SKEW = timedelta(minutes=2)
# WeCom did nothing, and will later: its word for being busy, or an app whose token or settings are being mended.
PASSING = (WeComBusy, TokenRefused, CredentialsRefused)
# Trying again will not help (unless it is passing): content not approved any more, WeCom's plain no.
FINAL = (BadRequest, Conflict, NotFound, WeComRefused)
NOBODY_REACHED = 81013


class Job(msgspec.Struct, frozen=True):
    """A task that is being asked for, with what it needs."""

    occurrence: OccurrenceRow
    row: TaskRow
    audience: Audience
    targets: list[str]

    @property
    def chat_type(self) -> mass.ChatType:
        """How WeCom calls the channel."""
        return "group" if isinstance(self.audience, Groups) else "single"


def create(ctx: Ctx, post_id: str, at: str, chunk: str) -> None:
    """Ask WeCom for one task, unless that is done or somebody is at it. Safe to repeat and to race.

    Raises WeComBusy and the like when WeCom did nothing, UpstreamUnknown when nobody knows: tried again later.
    """
    occurrence, row = posts.occurrence(ctx, post_id, at), store.task(ctx, post_id, at, chunk)
    if occurrence is None or row is None or row.state not in (store.PLANNED, store.ASKING):
        return
    audience: Audience = msgspec.convert(occurrence.brief["audience"], Audience)
    if touches.is_quiet(ctx) or (isinstance(audience, Groups) and _waits(ctx, row)):
        return  # the occurrence's own clock brings it again
    try:
        row = store.ask(ctx, row, iso(ctx.now + LEASE))
    except Refused:
        return
    job = Job(occurrence, row, audience, store.targets(ctx, row))
    with contextlib.suppress(Refused):  # taken over, or to be taken back: whoever did that goes on
        if isinstance(audience, Staff):
            _staff(ctx, job)
        else:
            _customers_or_groups(ctx, job)


def _waits(ctx: Ctx, row: TaskRow) -> bool:
    """True while the task before it may be at WeCom unseen: groups are not listed, so two would look the same."""
    if not row.number:
        return False
    name = store.name_of(row)
    before = store.task(ctx, row.post_id, row.at, f"{name.partition('#')[0]}#{int(row.number) - 1:05d}")
    return before is not None and before.sender == row.sender and before.state in (store.PLANNED, store.ASKING)


def _customers_or_groups(ctx: Ctx, job: Job) -> None:
    if job.row.called_at and _found(ctx, job):
        return
    if job.row.ending:
        _settle_all(ctx, job, job.row.ending)
        return
    refused = _refused(ctx, job)
    if len(refused.keys() & set(job.targets)) == len(job.targets):
        _settle(ctx, job, LeftOut.REFUSED, _marks(job, refused))
    else:
        _ask(ctx, job, refused)


def _ask(ctx: Ctx, job: Job, refused: Mapping[str, str]) -> None:
    """The call. What WeCom says it did not do is as if nobody had asked; where it says nothing, the row says asked."""
    try:
        message = _messages(ctx, job)[0]
        store.calling(ctx, job.row, _hash(message.get("text", {}).get("content", "")))
        targets = [target for target in job.targets if target not in refused]
        made = mass.add_task(ctx, job.chat_type, job.row.sender, targets, message)
    except FINAL as error:
        if _is_passing(error):
            store.unask(ctx, job.row)
            raise
        _settle_all(ctx, job, _reason(error))
    else:
        _created(ctx, job, made.msgid, {**refused, **dict.fromkeys(made.fail_list, rules.INVALID)})


def _is_passing(error: AppError) -> bool:
    return isinstance(error, PASSING) or getattr(error, "errcode", 0) == mass.BEING_DISPATCHED


def _reason(error: AppError) -> str:
    return f"wecom_{error.errcode}" if isinstance(error, WeComRefused) else error.code


def _refused(ctx: Ctx, job: Job) -> Mapping[str, str]:
    """Who has said no since the plan."""
    if isinstance(job.audience, Groups):
        return {}
    return touches.refused_since(ctx, job.occurrence.claimed_at)


def _messages(ctx: Ctx, job: Job) -> list[dict[str, Any]]:
    """What is sent. Raises NotApproved when the content may not be sent any more."""
    brief = job.occurrence.brief
    content = msgspec.convert(brief["content"], PostContent)
    approved = contents.approved(ctx, content.item_id, content.version)
    values = built_in(ctx, job.row.sender, job.occurrence.claimed_at) | content.values
    return contents.messages(ctx, approved, brief["channel"], values)


def built_in(ctx: Ctx, sender: str, at: str) -> dict[str, str | int]:
    """The variables that every content may use. The day is the occurrence's, so that a repeat says the same."""
    return {
        "staff_name": sender or "同事",
        "corp_name": secrets.corp(ctx.corp).name,
        "send_date": shanghai_day(moment(at)),
    }


def _hash(text: str) -> str:
    return digest(text).hex()[:16]


def _marks(job: Job, left_out: Mapping[str, str]) -> str:
    return "".join(rules.MARK_OF[left_out.get(target, rules.WAITING)] for target in job.targets)


def _created(ctx: Ctx, job: Job, msgid: str, left_out: Mapping[str, str]) -> None:
    marks = _marks(job, left_out)
    missing = len(marks) - marks.count(rules.MARK_OF[rules.WAITING])
    if missing:
        store.keep_outcome(ctx, job.row, marks)
    try:
        store.created(ctx, job.row, msgid, missing)
    except (MsgidTaken, Refused):
        log.warning("task was stored by another", corp=ctx.corp, cause=ctx.cause)


def _found(ctx: Ctx, job: Job) -> bool:
    """True when an earlier ask, whose answer was lost, had made the task: it is stored now."""
    since = moment(job.row.asked_at) - CLOCK_SKEW
    for listed in mass.tasks_since(ctx, job.chat_type, since):
        if _hash(listed.text.content) != job.row.text_hash or store.is_taken(ctx, listed.msgid):
            continue
        if [one.userid for one in mass.confirmations(ctx, listed.msgid)] != [job.row.sender]:
            continue
        accepted = _accepted(ctx, job, listed.msgid)
        if accepted is not None:
            refused = _refused(ctx, job)
            absent = [target for target in job.targets if target not in accepted]
            _created(ctx, job, listed.msgid, {target: refused.get(target, rules.INVALID) for target in absent})
            return True
    return False


def _accepted(ctx: Ctx, job: Job, msgid: str) -> set[str] | None:
    """The targets that WeCom took a task for; None when it is not for ours. Groups are not listed: by their owner."""
    if isinstance(job.audience, Groups):
        return set(job.targets)
    accepted = {sending.target for sending in mass.results(ctx, msgid, job.row.sender)}
    return accepted if accepted and accepted <= set(job.targets) else None


def _settle_all(ctx: Ctx, job: Job, reason: str) -> None:
    store.settle(ctx, job.row, reason, {reason: len(job.targets)})
    log.info("task settled", corp=ctx.corp, reason=reason, count=len(job.targets), cause=ctx.cause)


def _settle(ctx: Ctx, job: Job, reason: str, marks: str) -> None:
    store.keep_outcome(ctx, job.row, marks)
    store.settle(ctx, job.row, reason, rules.counted(marks))


def _staff(ctx: Ctx, job: Job) -> None:
    """App messages arrive at once. A repeat within WeCom's duplicate check adds nothing; after it nobody knows."""
    row = job.row
    if row.ending:
        _settle_all(ctx, job, rules.UNKNOWN if row.called_at else row.ending)
    elif row.called_at and ctx.now > moment(row.asked_at) + mass.SAME_MESSAGE - CLOCK_SKEW:
        _settle_all(ctx, job, rules.UNKNOWN)
    else:
        _tell_staff(ctx, job)


def _tell_staff(ctx: Ctx, job: Job) -> None:
    unreached: set[str] = set()
    told = bool(job.row.called_at)
    try:
        messages = _messages(ctx, job)
        store.calling(ctx, job.row, "")
        for message in messages:
            unreached.update(mass.send_to_staff(ctx, job.targets, message))
            told = True
    except FINAL as error:
        if getattr(error, "errcode", 0) == NOBODY_REACHED:
            unreached = set(job.targets)
        elif _is_passing(error):
            if not told:
                store.unask(ctx, job.row)
            raise
        else:
            _settle_all(ctx, job, _reason(error))
            return
    marks = _marks(job, dict.fromkeys(unreached, rules.INVALID)).replace(
        rules.MARK_OF[rules.WAITING], rules.MARK_OF[rules.DELIVERED]
    )
    store.keep_outcome(ctx, job.row, marks)
    store.delivered(ctx, job.row, len(unreached), rules.counted(marks))
