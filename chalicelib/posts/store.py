"""Rows of posts, of their occurrences, and of a corp's rules for posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.moments import iso
from chalicelib.core.storage import due
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.table import Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.posts.rules import DELIVERED
from chalicelib.touches import service as touches
from chalicelib.touches.shapes import Origin

SELF = "-"
TOPIC_POST, TOPIC_OCCURRENCE = "post", "post_occurrence"
SCHEDULED, PAUSED, FINISHED, POST_CANCELLED = "scheduled", "paused", "finished", "cancelled"
CLAIMED, PLANNING, SENDING, CLOSED = "claimed", "planning", "sending", "closed"
SKIPPED, FAILED, CANCELLING, CANCELLED = "skipped", "failed", "cancelling", "cancelled"
# Until a step that was asked for is asked for again, should it have been lost.
AGAIN = timedelta(minutes=5)
OPEN = (CLAIMED, PLANNING, SENDING, CANCELLING)


class PostRow(Row, discriminator="post"):
    """What is sent, to whom, when. It waits in the due index for its next occurrence.

    revision: grows with each edit. next_at: the next occurrence not claimed yet, '' when there is none.
    """

    post_id = UnicodeAttribute()
    name = UnicodeAttribute()
    content = JSONAttribute()
    channel = UnicodeAttribute()
    audience = JSONAttribute()
    schedule = JSONAttribute()
    coupon_template_id = UnicodeAttribute(default="")
    status = UnicodeAttribute()
    revision = NumberAttribute()
    next_at = UnicodeAttribute(default="")
    created_at = UnicodeAttribute()
    scheduled_at = UnicodeAttribute()
    cancelled_at = UnicodeAttribute(null=True)


class OccurrenceRow(Row, discriminator="post_occurrence"):
    """One time of a post, or a dry run of it (a forecast). While open it waits in the due index for its next step.

    brief: the post as it was when the occurrence was claimed. fence: grows with each planner; lease_until: how long the
    present one has it. progress: what planners have noted. plan: the fence under which the tasks lie. counts: targets
    by what became of them; sums: targets that WeCom took a task for, and whose sender confirmed.
    """

    post_id = UnicodeAttribute()
    at = UnicodeAttribute()
    dry = BooleanAttribute(default=False)
    forecast_id = UnicodeAttribute(default="")
    status = UnicodeAttribute()
    reason = UnicodeAttribute(default="")
    late = BooleanAttribute(default=False)
    brief = JSONAttribute(null=True)
    claimed_at = UnicodeAttribute()
    fence = NumberAttribute(default=0)
    lease_until = UnicodeAttribute(default="")
    progress = JSONAttribute(null=True)
    plan = NumberAttribute(null=True)
    planned_at = UnicodeAttribute(null=True)
    targeted = NumberAttribute(default=0)
    excluded = JSONAttribute(null=True)
    tasks = NumberAttribute(default=0)
    counts = JSONAttribute(null=True)
    sums = JSONAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)


def _post_key(ctx: Ctx, post_id: str) -> str:
    return key(ctx, "post", post_id)


def _waiting(ctx: Ctx, post_id: str, status: str, wait_until: str) -> list[Action]:
    return due.at(ctx, TOPIC_POST, post_id, wait_until) if status == SCHEDULED else due.never()


def create(ctx: Ctx, post_id: str, values: dict[str, Any]) -> PostRow:
    """A post that waits for its first occurrence. Raises Refused when the id is taken. 1 WU +1 listed +1 due."""
    row = PostRow(
        _post_key(ctx, post_id),
        SELF,
        post_id=post_id,
        status=SCHEDULED,
        revision=1,
        created_at=ctx.at,
        scheduled_at=ctx.at,
        **values,
    )
    row.parent, row.place = key(ctx, "posts"), ctx.at + post_id
    row.due, row.due_at = due.shard(ctx, TOPIC_POST, post_id), values["next_at"]
    return put_new(ctx, row)


def post(ctx: Ctx, post_id: str) -> PostRow | None:
    """One post, read consistently. 1 RU."""
    return get(PostRow, _post_key(ctx, post_id), SELF, consistent=True)


def posts(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's posts, newest first."""
    return page_by_parent(Row, key(ctx, "posts"), limit, cursor, newest_first=True)


def edit(ctx: Ctx, seen: PostRow, values: dict[str, Any]) -> PostRow:
    """The post anew, if nobody edited, claimed or ended it since it was seen. 1 WU +1 +2 due. Raises Refused."""
    actions: list[Action] = [getattr(PostRow, name).set(value) for name, value in values.items()]
    actions += [PostRow.revision.set(seen.revision + 1), PostRow.scheduled_at.set(ctx.at)]
    actions += _waiting(ctx, seen.post_id, seen.status, values["next_at"])
    return change(ctx, PostRow(seen.pk, seen.sk), actions, _as_seen(seen))


def _as_seen(seen: PostRow) -> Condition:
    same: Condition = (
        (PostRow.revision == seen.revision) & (PostRow.status == seen.status) & (PostRow.next_at == seen.next_at)
    )
    return same


def set_status(ctx: Ctx, seen: PostRow, status: str, next_at: str) -> PostRow:
    """Pause, resume or cancel, if nothing happened to the post since it was seen. 1 WU +1 +1 due. Raises Refused."""
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += _waiting(ctx, seen.post_id, status, next_at)
    if status == POST_CANCELLED:
        actions.append(PostRow.cancelled_at.set(ctx.at))
    return change(ctx, PostRow(seen.pk, seen.sk), actions, _as_seen(seen))


def wait(ctx: Ctx, seen: PostRow, until: str) -> None:
    """Look at a due post again later (quiet hours). 1 WU +1 +2 due. Raises Refused."""
    change(ctx, PostRow(seen.pk, seen.sk), due.at(ctx, TOPIC_POST, seen.post_id, until), _as_seen(seen))


def new_occurrence(ctx: Ctx, post: PostRow, at: str, **values: Any) -> OccurrenceRow:
    """The row of an occurrence about to be written."""
    return OccurrenceRow(
        _post_key(ctx, post.post_id), f"at#{at}", post_id=post.post_id, at=at, claimed_at=ctx.at, **values
    )


def claim(ctx: Ctx, seen: PostRow, occurrences: Sequence[OccurrenceRow], next_at: str) -> None:
    """The due occurrences and the post's move to its next one, together: whoever comes second is refused.

    2 WU a row, +1 listed, +3 due. next_at: '' ends the post. Raises Refused, TooBusy.
    """
    transaction = Transaction(ctx)
    for row in occurrences:
        if row.status == CLAIMED:
            row.due, row.due_at = due.shard(ctx, TOPIC_OCCURRENCE, row.post_id + row.at), iso(ctx.now + AGAIN)
        transaction.put_new(row)
    status = SCHEDULED if next_at else FINISHED
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += _waiting(ctx, seen.post_id, status, next_at)
    transaction.change(PostRow(seen.pk, seen.sk), actions, _as_seen(seen))
    transaction.commit()


def new_forecast(ctx: Ctx, post: PostRow, forecast_id: str, brief: dict[str, Any]) -> OccurrenceRow:
    """A dry run that waits to be planned. Raises Refused when the id is taken. 1 WU +1 due."""
    row = OccurrenceRow(
        _post_key(ctx, post.post_id),
        _forecast_sk(forecast_id),
        post_id=post.post_id,
        at=post.next_at or ctx.at,
        dry=True,
        forecast_id=forecast_id,
        status=CLAIMED,
        brief=brief,
        claimed_at=ctx.at,
    )
    row.due, row.due_at = due.shard(ctx, TOPIC_OCCURRENCE, forecast_id), iso(ctx.now + AGAIN)
    return put_new(ctx, row)


def _forecast_sk(forecast_id: str) -> str:
    return f"forecast#{forecast_id}"


def _sk_of(name: str) -> str:
    """The sort key of an occurrence by its time, or of a forecast by its id."""
    return f"at#{name}" if name[4:5] == "-" else _forecast_sk(name)


def name_of(row: OccurrenceRow) -> str:
    """How tasks name an occurrence (its time) or a forecast (its id)."""
    return str(row.forecast_id if row.dry else row.at)


def occurrence(ctx: Ctx, post_id: str, name: str) -> OccurrenceRow | None:
    """One occurrence by its time, or a forecast by its id, read consistently. 1 RU per 4 KB."""
    return get(OccurrenceRow, _post_key(ctx, post_id), _sk_of(name), consistent=True)


def occurrences(ctx: Ctx, post_id: str, limit: int) -> list[OccurrenceRow]:
    """A post's occurrences, the latest first, read consistently. 1 RU per 4 KB."""
    found = OccurrenceRow.query(
        _post_key(ctx, post_id),
        OccurrenceRow.sk.startswith("at#"),
        consistent_read=True,
        scan_index_forward=False,
        limit=limit,
    )
    return list(found)


def take(ctx: Ctx, post_id: str, name: str, until: str) -> OccurrenceRow:
    """Become the one planner of an occurrence until a moment, under a new fence. 1 WU.

    Raises Refused while another has it, and when there is nothing left to plan.
    """
    free = (OccurrenceRow.lease_until < ctx.at) & OccurrenceRow.status.is_in(CLAIMED, PLANNING)
    actions = [
        OccurrenceRow.status.set(PLANNING),
        OccurrenceRow.fence.set(OccurrenceRow.fence + 1),
        OccurrenceRow.lease_until.set(until),
    ]
    return change(ctx, OccurrenceRow(_post_key(ctx, post_id), _sk_of(name)), actions, free)


def _fenced(row: OccurrenceRow) -> Condition:
    """Nobody took the occurrence from this planner, and nobody cancelled it."""
    mine: Condition = (OccurrenceRow.fence == row.fence) & (OccurrenceRow.status == PLANNING)
    return mine


def note(ctx: Ctx, row: OccurrenceRow, progress: dict[str, Any]) -> None:
    """How far this planner has come; another goes on from there, so the lease ends. 1 WU per KB. Raises Refused."""
    actions = [OccurrenceRow.progress.set(progress), OccurrenceRow.lease_until.set("")]
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, _fenced(row))


def let_go(ctx: Ctx, row: OccurrenceRow) -> None:
    """End the lease without a word about progress. 1 WU. Raises Refused."""
    change(ctx, OccurrenceRow(row.pk, row.sk), [OccurrenceRow.lease_until.set("")], _fenced(row))


def planned(ctx: Ctx, row: OccurrenceRow, targeted: int, excluded: dict[str, int], tasks: int) -> None:
    """The one write that makes a plan the plan: what another planner wrote is never used. 1 WU. Raises Refused."""
    actions = [
        OccurrenceRow.status.set(SENDING),
        OccurrenceRow.plan.set(row.fence),
        OccurrenceRow.planned_at.set(ctx.at),
        OccurrenceRow.targeted.set(targeted),
        OccurrenceRow.excluded.set(excluded),
        OccurrenceRow.tasks.set(tasks),
        *(due.never() if row.dry else []),
    ]
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, _fenced(row))


def origin_of(row: OccurrenceRow) -> Origin:
    """What an occurrence is called where people are touched for it."""
    return Origin("post", row.post_id, row.at)


def fail(ctx: Ctx, row: OccurrenceRow, reason: str) -> None:
    """Planning cannot go on; an operator sees why. Nobody got anything. 4 WU +1 due. Raises Refused."""
    _end(ctx, row, _ended(ctx, FAILED, reason), _fenced(row), nobody_got_it=True)


def _end(ctx: Ctx, row: OccurrenceRow, actions: list[Action], condition: Condition, *, nobody_got_it: bool) -> None:
    """End an occurrence; when nobody got anything, its touches do not count from that moment on."""
    if row.dry or not nobody_got_it:
        change(ctx, OccurrenceRow(row.pk, row.sk), actions, condition)
        return
    transaction = Transaction(ctx)
    touches.forgive_in(transaction, origin_of(row), Refused)
    transaction.change(OccurrenceRow(row.pk, row.sk), actions, condition, Refused)
    transaction.commit()


def _ended(ctx: Ctx, status: str, reason: str) -> list[Action]:
    ended = [OccurrenceRow.status.set(status), OccurrenceRow.reason.set(reason), OccurrenceRow.closed_at.set(ctx.at)]
    return [*ended, *due.never()]


def cancel_occurrence(ctx: Ctx, row: OccurrenceRow) -> None:
    """Nothing more is planned or asked for. 1 WU. Raises Refused when it is over."""
    still = OccurrenceRow.status.is_in(CLAIMED, PLANNING, SENDING)
    change(ctx, OccurrenceRow(row.pk, row.sk), [OccurrenceRow.status.set(CANCELLING)], still)


def close(ctx: Ctx, row: OccurrenceRow, status: str, reason: str, counts: dict[str, int], sums: dict[str, int]) -> None:
    """Every target is accounted for. 1 WU +1 due; 4 WU +1 due when it was taken back before anybody got it.

    Raises Refused when it was closed, or cancelled meanwhile.
    """
    actions = [*_ended(ctx, status, reason), OccurrenceRow.counts.set(counts), OccurrenceRow.sums.set(sums)]
    nobody_got_it = status in (CANCELLED, FAILED) and not counts.get(DELIVERED)
    _end(ctx, row, actions, OccurrenceRow.status == row.status, nobody_got_it=nobody_got_it)


def look_again(ctx: Ctx, row: OccurrenceRow, when: str) -> None:
    """When an open occurrence's next step is due. 1 WU +2 due. Raises Refused when it is over."""
    actions = due.at(ctx, TOPIC_OCCURRENCE, row.forecast_id or row.post_id + row.at, when)
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, OccurrenceRow.status.is_in(*OPEN))


def of_due(ctx: Ctx, one: Due) -> tuple[str, str]:
    """The post id, and the occurrence's time or the forecast's id, in the keys of something due."""
    return one.pk.removeprefix(_post_key(ctx, "")), one.sk.partition("#")[2]
