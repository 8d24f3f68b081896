"""Rows of the occurrences of posts: each time that one goes out, and its dry runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.content import service as contents
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.leases import Leased, holding, is_free, is_mine, letting_go
from chalicelib.core.storage.lists import between, latest
from chalicelib.core.storage.table import Keys, Refused, change, get, get_many, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.posts.errors import Overtaken
from chalicelib.posts.ids import ForecastId, OccurrenceName, PostId
from chalicelib.posts.shapes import (
    POST,
    Claim,
    End,
    PostContent,
    Progress,
    Snapshot,
)
from chalicelib.posts.states import ADJUSTABLE, OPEN, OccurrenceStatus, PostStatus, before
from chalicelib.posts.store import SELF, TOPIC_OCCURRENCE, USER, PostRow, is_as_read, post_key, showing, use_of, waiting
from chalicelib.touches import service as touches

# Until a step that was asked for is asked for again, should it have been lost.
AGAIN = timedelta(minutes=5)
# What tells the times of two occurrences apart.
A_TICK = timedelta(milliseconds=1)


class OccurrenceRow(Leased, discriminator="post_occurrence"):
    """One time of a post, or a dry run of it (a forecast). While open it waits in the due index for its next step.

    snapshot: the post as it was when the occurrence was claimed. Its lease is the planner's. progress: what planners
    have noted. plan: the fence under which the tasks lie. counts: targets by what became of them; created, confirmed:
    targets that WeCom took a task for, and whose sender confirmed. again_at: the one that was made in its place, when
    it had failed and somebody tried again. ends_at, per_minute: the post's, until somebody changes them for this one.
    """

    keys = Keys(pk="post#<post>", sk="at#<at> | forecast#<forecast>", due=TOPIC_OCCURRENCE)
    audited = Audited(thing=POST, id="post_id", part="at", shows=("status", "reason", "ends_at", "per_minute"))

    post_id = IdAttribute[PostId]()
    at = MomentAttribute()
    dry = BooleanAttribute(default=False)
    forecast_id = IdAttribute[ForecastId](default=ForecastId(""))
    status = EnumAttribute(OccurrenceStatus)
    reason = UnicodeAttribute(default="")
    late = BooleanAttribute(default=False)
    ends_at = MomentAttribute(default=NEVER)
    per_minute = IntAttribute(null=True)
    snapshot: StructAttribute[Snapshot | None] = StructAttribute(Snapshot, null=True)
    claimed_at = MomentAttribute()
    progress = StructAttribute(Progress, null=True)
    plan = IntAttribute(null=True)
    planned_at = MomentAttribute(null=True)
    targeted = IntAttribute(default=0)
    excluded = StructAttribute(dict[str, int], null=True)
    tasks = IntAttribute(default=0)
    counts = StructAttribute(dict[str, int], null=True)
    created = IntAttribute(default=0)
    confirmed = IntAttribute(default=0)
    closed_at = MomentAttribute(null=True)
    again_at = MomentAttribute(null=True)
    reopened = IntAttribute(null=True)
    problem: StructAttribute[Problem | None] = StructAttribute(Problem, null=True)

    @property
    def is_of_draft(self) -> bool:
        """A dry run of what nobody has made yet: it lies where no post is, under its own id."""
        return self.dry and str(self.post_id) == str(self.forecast_id)


def new(
    ctx: Ctx,
    post: PostRow,
    at: Moment,
    status: OccurrenceStatus,
    *,
    content: PostContent | None = None,
    reason: str = "",
    late: bool = False,
) -> OccurrenceRow:
    """The row of an occurrence about to be written: claimed, or skipped or failed for a reason. content: that it sends,
    the post's unless it is given.
    """
    row = _occurrence_row(ctx, post.post_id, OccurrenceName(at))
    row.at, row.status, row.reason, row.late = at, status, reason, late
    if status is not OccurrenceStatus.SKIPPED:
        snapshot = msgspec.convert(post, Snapshot, from_attributes=True)
        row.snapshot = msgspec.structs.replace(snapshot, content=content or post.content)
        row.per_minute = post.per_minute
        row.ends_at = iso(ctx.now + timedelta(hours=post.ends_after_hours)) if post.ends_after_hours else NEVER
    if status is OccurrenceStatus.FAILED:
        row.closed_at = ctx.at
    if status is OccurrenceStatus.CLAIMED:
        row.due, row.due_at = due.place(ctx, TOPIC_OCCURRENCE, post.post_id + at, iso(ctx.now + AGAIN))
    return row


def claim(ctx: Ctx, post: PostRow, claim: Claim, occurrences: Sequence[OccurrenceRow]) -> None:
    """The due occurrences and the post's move to its next one, together: whoever comes second is refused.

    2 WU a row, +1 listed, +3 due; 2 WU more when the post is over, or goes on with a newer version of its content.
    Raises Overtaken, TooBusy.
    """
    transaction = Transaction(ctx)
    for row in occurrences:
        transaction.put_new(row, lambda _: Overtaken())
    status = PostStatus.SCHEDULED if claim.next_at else PostStatus.FINISHED
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(claim.next_at)]
    actions += [*waiting(ctx, post.post_id, status, claim.next_at), PostRow.content.set(claim.content)]
    has_failed = any(row.status is OccurrenceStatus.FAILED for row in occurrences)
    actions += _failing(claim.problem) if claim.problem and has_failed else showing(claim.problem)
    transaction.change(PostRow(post.pk, post.sk), actions, is_as_read(post), lambda _: Overtaken())
    if not claim.next_at:
        contents.leave_in(transaction, claim.content.item_id, USER, post.post_id)
    elif claim.content != post.content:
        contents.use_in(transaction, claim.content.item_id, use_of(post.post_id, post.name, claim.content.version))
    transaction.commit()


def _failing(problem: Problem) -> list[Action]:
    return [PostRow.problem.set(problem), PostRow.failed.set((PostRow.failed | 0) + 1)]


def again(ctx: Ctx, post: PostRow, failed: OccurrenceRow, content: PostContent) -> None:
    """Another occurrence in the place of one that failed, now and once. 6 WU +1 due.

    Raises Refused with the one that has another already, Overtaken when the post is cancelled.
    """
    at = iso(max(ctx.now, moment(failed.at) + A_TICK))
    row = new(ctx, post, at, OccurrenceStatus.CLAIMED, content=content)
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    is_to_do = (OccurrenceRow.status == OccurrenceStatus.FAILED) & OccurrenceRow.again_at.does_not_exist()
    transaction.change(OccurrenceRow(failed.pk, failed.sk), [OccurrenceRow.again_at.set(row.at)], is_to_do, Refused)
    not_cancelled = PostRow.status != PostStatus.CANCELLED
    transaction.change(PostRow(post.pk, post.sk), [PostRow.problem.remove()], not_cancelled, lambda _: Overtaken())
    transaction.commit()


def new_forecast(ctx: Ctx, post_id: PostId, forecast_id: ForecastId, snapshot: Snapshot, at: Moment) -> OccurrenceRow:
    """A dry run that waits to be planned. Raises Refused when the id is taken. 1 WU +1 due."""
    row = _occurrence_row(ctx, post_id, OccurrenceName(forecast_id))
    row.at, row.dry, row.forecast_id = at, True, forecast_id
    row.status, row.snapshot = OccurrenceStatus.CLAIMED, snapshot
    row.due, row.due_at = due.place(ctx, TOPIC_OCCURRENCE, forecast_id, iso(ctx.now + AGAIN))
    return put_new(ctx, row)


def _occurrence_row(ctx: Ctx, post_id: PostId, name: OccurrenceName) -> OccurrenceRow:
    return OccurrenceRow(post_key(ctx, post_id), _sk_of(name), post_id=post_id, claimed_at=ctx.at)


def _sk_of(name: OccurrenceName) -> str:
    """The sort key of an occurrence by its time, or of a forecast by its id."""
    return f"at#{name}" if name[4:5] == "-" else f"forecast#{name}"


def occurrence(ctx: Ctx, post_id: PostId, name: OccurrenceName) -> OccurrenceRow | None:
    """One occurrence by its time, or a forecast by its id, read consistently. 1 RU per 4 KB."""
    return get(OccurrenceRow, post_key(ctx, post_id), _sk_of(name), consistent=True)


def occurrences(ctx: Ctx, post_id: PostId, limit: int) -> list[OccurrenceRow]:
    """A post's occurrences, the latest first, read consistently. 1 RU per 4 KB."""
    return latest(OccurrenceRow, post_key(ctx, post_id), "at#", limit)


def within(ctx: Ctx, post_id: PostId, since: Moment, until: Moment, limit: int) -> list[OccurrenceRow]:
    """Up to so many of a post's occurrences from one moment up to before another, in order. 1 RU per 4 KB."""
    found = between(OccurrenceRow, post_key(ctx, post_id), f"at#{since}", f"at#{until}", limit)
    return [row for row in found if row.at != until]


def at_times(ctx: Ctx, times: Iterable[tuple[PostId, Moment]]) -> list[OccurrenceRow]:
    """The occurrences of posts at these times, those that there are, read consistently. 1 RU per 4 KB, 100 a call."""
    keys = [(post_key(ctx, post_id), f"at#{at}") for post_id, at in times]
    return [row for row in get_many(keys, consistent=True) if isinstance(row, OccurrenceRow)]


def take(ctx: Ctx, post_id: PostId, name: OccurrenceName, hold: timedelta) -> OccurrenceRow:
    """Be its one planner for a while, under a new fence. 1 WU. Raises Refused while another is, or it is planned."""
    is_to_plan = is_free(ctx) & OccurrenceRow.status.is_in(*before(OccurrenceStatus.PLANNING))
    actions = [OccurrenceRow.status.set(OccurrenceStatus.PLANNING), *holding(ctx, hold)]
    return change(ctx, OccurrenceRow(post_key(ctx, post_id), _sk_of(name)), actions, is_to_plan)


def _fenced(row: OccurrenceRow) -> Condition:
    """Nobody took the occurrence from this planner, and nobody cancelled it."""
    mine: Condition = is_mine(row) & (OccurrenceRow.status == OccurrenceStatus.PLANNING)
    return mine


def note(ctx: Ctx, row: OccurrenceRow, progress: Progress) -> None:
    """How far this planner has come; another goes on from there, so the lease ends. 1 WU per KB. Raises Refused."""
    actions = [OccurrenceRow.progress.set(progress), *letting_go()]
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, _fenced(row))


def let_go(ctx: Ctx, row: OccurrenceRow) -> None:
    """End the lease without a word about progress. 1 WU. Raises Refused."""
    change(ctx, OccurrenceRow(row.pk, row.sk), letting_go(), _fenced(row))


def planned(
    ctx: Ctx, row: OccurrenceRow, targeted: int, excluded: dict[str, int], tasks: int, problem: Problem | None = None
) -> None:
    """The one write that makes a plan the plan: what another planner wrote is never used. 1 WU. Raises Refused.

    problem: why some whom it means could not be planned for.
    """
    actions = [
        OccurrenceRow.status.set(OccurrenceStatus.SENDING),
        OccurrenceRow.plan.set(row.fence),
        OccurrenceRow.planned_at.set(ctx.at),
        OccurrenceRow.targeted.set(targeted),
        OccurrenceRow.excluded.set(excluded),
        OccurrenceRow.tasks.set(tasks),
        *([OccurrenceRow.problem.set(problem)] if problem else []),
        *(due.never() if row.dry else []),
    ]
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, _fenced(row))


def fail(ctx: Ctx, row: OccurrenceRow, end: End) -> None:
    """Planning cannot go on; an operator sees why, on the post too. 4 WU +1 +1 due, 2 more if forgiven.

    1 WU for a forecast. Raises Refused, Overtaken.
    """
    _end(ctx, row, end, _fenced(row))


def close(ctx: Ctx, row: OccurrenceRow, end: End) -> None:
    """Every target is accounted for. 1 WU +1 due, 3 more if forgiven; of one that failed as `fail`.

    Raises Refused or Overtaken when it was closed, or cancelled meanwhile.
    """
    is_as_read = OccurrenceRow.reopened == row.reopened if row.reopened else OccurrenceRow.reopened.does_not_exist()
    _end(ctx, row, end, (OccurrenceRow.status == row.status) & is_as_read)


def _end(ctx: Ctx, row: OccurrenceRow, end: End, condition: Condition) -> None:
    place = OccurrenceRow(row.pk, row.sk)
    actions = [
        OccurrenceRow.status.set(end.status),
        OccurrenceRow.reason.set(end.reason),
        OccurrenceRow.counts.set(end.tally.counts),
        OccurrenceRow.created.set(end.tally.created),
        OccurrenceRow.confirmed.set(end.tally.confirmed),
        OccurrenceRow.closed_at.set(ctx.at),
        *due.never(),
    ]
    if end.forgiven is None and end.problem is None:
        change(ctx, place, actions, condition)
        return
    transaction = Transaction(ctx)
    if end.forgiven:
        touches.forgive_in(transaction, end.forgiven, lambda _: Overtaken())
    transaction.change(place, actions, condition, lambda _: Overtaken())
    if end.problem:
        post = PostRow(row.pk, SELF)
        transaction.change(post, _failing(end.problem), PostRow.pk.exists(), lambda _: Overtaken())
    transaction.commit()


def cancel(ctx: Ctx, row: OccurrenceRow, reason: str = "") -> None:
    """Nothing more is planned or asked for. 1 WU. Raises Refused when it is over."""
    actions = [OccurrenceRow.status.set(OccurrenceStatus.CANCELLING), OccurrenceRow.reason.set(reason)]
    is_under_way = OccurrenceRow.status.is_in(*before(OccurrenceStatus.CANCELLING))
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, is_under_way)


def look_again(ctx: Ctx, row: OccurrenceRow, when: Moment) -> None:
    """When an open occurrence's next step is due. 1 WU +2 due. Raises Refused when it is over."""
    actions = due.at(ctx, TOPIC_OCCURRENCE, row.forecast_id or row.post_id + row.at, when)
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, OccurrenceRow.status.is_in(*OPEN))


def adjust(ctx: Ctx, row: OccurrenceRow, ends_at: Moment, per_minute: int | None) -> None:
    """Another end, another pace, of one that is under way; its next step is due now. 1 WU +2 due.

    Raises Refused when its end has come or it is over.
    """
    actions: list[Action] = [OccurrenceRow.ends_at.set(ends_at)]
    actions += [OccurrenceRow.per_minute.set(per_minute) if per_minute else OccurrenceRow.per_minute.remove()]
    actions += due.at(ctx, TOPIC_OCCURRENCE, row.post_id + row.at, ctx.at)
    is_under_way = OccurrenceRow.status.is_in(*ADJUSTABLE)
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, is_under_way)


def end(ctx: Ctx, row: OccurrenceRow) -> OccurrenceRow:
    """Its end has come: nothing more is asked for, and it is moved no more. 1 WU. Raises Refused when it was moved."""
    has_come = (OccurrenceRow.status == OccurrenceStatus.SENDING) & (OccurrenceRow.ends_at == row.ends_at)
    actions: list[Action] = [OccurrenceRow.status.set(OccurrenceStatus.ENDING)]
    return change(ctx, OccurrenceRow(row.pk, row.sk), actions, has_come)


def reopen_in(transaction: Transaction, row: OccurrenceRow) -> None:
    """Add: a task of it is asked for again, so it is open, and not closed by whoever looked before. 2 WU +2 due.

    Refused with Overtaken when its end has come or somebody takes it back.
    """
    waits = due.at(transaction.ctx, TOPIC_OCCURRENCE, row.post_id + row.at, transaction.ctx.at)
    actions: list[Action] = [OccurrenceRow.reopened.set((OccurrenceRow.reopened | 0) + 1), *waits]
    actions += [OccurrenceRow.status.set(OccurrenceStatus.SENDING), OccurrenceRow.closed_at.remove()]
    may_go_on = OccurrenceRow.status.is_in(OccurrenceStatus.SENDING, OccurrenceStatus.CLOSED)
    has_no_end = (OccurrenceRow.ends_at == NEVER) | (OccurrenceRow.ends_at > transaction.ctx.at)
    transaction.change(OccurrenceRow(row.pk, row.sk), actions, may_go_on & has_no_end, lambda _: Overtaken())


def of_due(ctx: Ctx, waiting: Due) -> tuple[PostId, OccurrenceName]:
    """The post id, and the occurrence's time or the forecast's id, in the keys of something due."""
    return PostId(waiting.pk.removeprefix(post_key(ctx, PostId("")))), OccurrenceName(waiting.sk.partition("#")[2])
