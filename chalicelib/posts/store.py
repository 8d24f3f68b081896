"""Rows of posts and of their occurrences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.audience.shapes import Audience, Channel
from chalicelib.content import service as contents
from chalicelib.content.shapes import ContentUse
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
    PersonAttribute,
    StructAttribute,
)
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.leases import Leased, holding, is_free, is_mine, letting_go
from chalicelib.core.storage.lists import Page, Within, after_place, latest, page_by_parent
from chalicelib.core.storage.table import Keys, Made, Refused, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import TemplateId
from chalicelib.posts.errors import Overtaken
from chalicelib.posts.ids import ForecastId, OccurrenceName, PostId
from chalicelib.posts.shapes import (
    POST,
    POST_APPROVAL,
    Approving,
    Claim,
    End,
    PostContent,
    Progress,
    Schedule,
    Snapshot,
    Terms,
)
from chalicelib.posts.states import EDITABLE, OPEN, OccurrenceStatus, PostStatus, before
from chalicelib.touches import service as touches

SELF = "-"
# What this room is called among those who use content.
USER = "post"
TOPIC_POST, TOPIC_OCCURRENCE = "post", "post_occurrence"
# What a problem is about that a second person's approval mends.
ABOUT_APPROVAL = "approval"
# Until a step that was asked for is asked for again, should it have been lost.
AGAIN = timedelta(minutes=5)
# What tells the times of two occurrences apart.
A_TICK = timedelta(milliseconds=1)


class PostRow(Made, discriminator="post"):
    """What is sent, to whom, when. It waits in the due index for its next occurrence.

    revision: grows with each edit. next_at: the next occurrence not claimed yet, NEVER when there is none. failed: how
    many occurrences have failed; problem: why the last one did, or the next one will. revised_by: who made the
    revision; approved_*: which one was approved last, by whom.
    """

    keys = Keys(pk="post#<post>", sk=SELF, parent="posts", place="<created_at><post>", due=TOPIC_POST)
    audited = Audited(
        thing=POST,
        id="post_id",
        name="name",
        shows=("name", "content", "channel", "audience", "schedule", "coupon_template_id", "status"),
    )

    post_id = IdAttribute[PostId]()
    name = UnicodeAttribute()
    content = StructAttribute(PostContent)
    channel = EnumAttribute(Channel)
    audience: StructAttribute[Audience] = StructAttribute(Audience)  # type: ignore[arg-type]  # a union is no type
    schedule: StructAttribute[Schedule] = StructAttribute(Schedule)  # type: ignore[arg-type]  # likewise
    coupon_template_id = IdAttribute[TemplateId](default=TemplateId(""))
    status = EnumAttribute(PostStatus)
    revision = IntAttribute()
    next_at = MomentAttribute(default=NEVER)
    created_at = MomentAttribute()
    scheduled_at = MomentAttribute()
    cancelled_at = MomentAttribute(null=True)
    failed = IntAttribute(default=0)
    problem: StructAttribute[Problem | None] = StructAttribute(Problem, null=True)
    revised_by = PersonAttribute(null=True)
    approved_revision = IntAttribute(default=0)
    approved_by = PersonAttribute(null=True)
    approved_at = MomentAttribute(null=True)

    @property
    def is_approved(self) -> bool:
        """Somebody else than who made it so approved it as it is."""
        return self.approved_revision == self.revision


class PostApprovalRow(Made, discriminator="post_approval"):
    """Whether a corp's posts have to be approved by a second person."""

    keys = Keys(pk="post_approval", sk=SELF)
    audited = Audited(thing=POST_APPROVAL, shows=("is_needed",))

    is_needed = BooleanAttribute()


class OccurrenceRow(Leased, discriminator="post_occurrence"):
    """One time of a post, or a dry run of it (a forecast). While open it waits in the due index for its next step.

    snapshot: the post as it was when the occurrence was claimed. Its lease is the planner's. progress: what planners
    have noted. plan: the fence under which the tasks lie. counts: targets by what became of them; created, confirmed:
    targets that WeCom took a task for, and whose sender confirmed. again_at: the one that was made in its place, when
    it had failed and somebody tried again.
    """

    keys = Keys(pk="post#<post>", sk="at#<at> | forecast#<forecast>", due=TOPIC_OCCURRENCE)
    audited = Audited(thing=POST, id="post_id", part="at", shows=("status", "reason"))

    post_id = IdAttribute[PostId]()
    at = MomentAttribute()
    dry = BooleanAttribute(default=False)
    forecast_id = IdAttribute[ForecastId](default=ForecastId(""))
    status = EnumAttribute(OccurrenceStatus)
    reason = UnicodeAttribute(default="")
    late = BooleanAttribute(default=False)
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


def _key(ctx: Ctx, post_id: PostId) -> str:
    return key(ctx, "post", post_id)


def _waiting(ctx: Ctx, post_id: PostId, status: PostStatus, until: Moment) -> list[Action]:
    return due.at(ctx, TOPIC_POST, post_id, until) if status is PostStatus.SCHEDULED else due.never()


def _use(post_id: PostId, name: str, version: int) -> ContentUse:
    return ContentUse(user=USER, user_id=post_id, name=name, version=version)


def create(ctx: Ctx, post_id: PostId, terms: Terms) -> PostRow:
    """A post that waits for its first occurrence, and uses its content from now on. 4 WU +1 listed +1 due.

    Raises Refused when the id is taken.
    """
    row = PostRow(_key(ctx, post_id), SELF, post_id=post_id, status=PostStatus.SCHEDULED, revision=1)
    row.name, row.content, row.channel, row.audience = terms.name, terms.content, terms.channel, terms.audience
    row.schedule, row.coupon_template_id, row.next_at = terms.schedule, terms.coupon_template_id, terms.next_at
    row.created_at = row.scheduled_at = ctx.at
    row.revised_by = ctx.person
    row.parent, row.place = key(ctx, "posts"), ctx.at + post_id
    row.due, row.due_at = due.place(ctx, TOPIC_POST, post_id, terms.next_at)
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    contents.use_in(transaction, terms.content.item_id, _use(post_id, terms.name, terms.content.version))
    transaction.commit()
    return row


def post(ctx: Ctx, post_id: PostId) -> PostRow | None:
    """One post, read consistently. 1 RU."""
    return get(PostRow, _key(ctx, post_id), SELF, consistent=True)


def posts(ctx: Ctx, limit: int, cursor: str, within: Within) -> Page[PostRow]:
    """The corp's posts, newest first. 0.5 RU each and per 4 KB of the index."""
    return page_by_parent(PostRow, key(ctx, "posts"), limit, cursor, newest_first=True, within=within)


def promising(ctx: Ctx, template_id: TemplateId) -> Iterator[PostRow]:
    """The posts that may still offer coupons of a template. 0.5 RU for each that the corp has."""
    found = after_place(PostRow, key(ctx, "posts"), "")
    may_go_out = (PostStatus.SCHEDULED, PostStatus.PAUSED)
    return (row for row in found if row.coupon_template_id == template_id and row.status in may_go_out)


def edit(ctx: Ctx, row: PostRow, terms: Terms) -> None:
    """The post anew, and what it uses, if nobody edited, claimed or ended it since `row` was read. 4 WU +1 +2 due.

    2 WU more with another item. Raises Refused.
    """
    actions: list[Action] = [getattr(PostRow, name).set(getattr(terms, name)) for name in Terms.__struct_fields__]
    actions += _waiting(ctx, row.post_id, row.status, terms.next_at)
    _revise(ctx, row, actions, terms.name, terms.content)


def use_version(ctx: Ctx, row: PostRow, content: PostContent) -> None:
    """The post with another version of its content, if nothing happened to it since `row` was read. 4 WU +1.

    Raises Refused.
    """
    _revise(ctx, row, [PostRow.content.set(content)], row.name, content)


def _revise(ctx: Ctx, row: PostRow, actions: list[Action], name: str, content: PostContent) -> None:
    actions += [PostRow.revision.set(row.revision + 1), PostRow.scheduled_at.set(ctx.at), PostRow.problem.remove()]
    actions += [PostRow.revised_by.set(ctx.person) if ctx.person else PostRow.revised_by.remove()]
    transaction = Transaction(ctx)
    transaction.change(PostRow(row.pk, row.sk), actions, _is_as_read(row), Refused)
    if row.status in EDITABLE:
        contents.use_in(transaction, content.item_id, _use(row.post_id, name, content.version))
    if content.item_id != row.content.item_id:
        contents.leave_in(transaction, row.content.item_id, USER, row.post_id)
    transaction.commit()


def _is_as_read(row: PostRow) -> Condition:
    same: Condition = (
        (PostRow.revision == row.revision) & (PostRow.status == row.status) & (PostRow.next_at == row.next_at)
    )
    return same


def set_status(ctx: Ctx, row: PostRow, status: PostStatus, next_at: Moment) -> PostRow:
    """Pause or resume, if nothing happened to the post since `row` was read. 1 WU +1 +1 due. Raises Refused."""
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += _waiting(ctx, row.post_id, status, next_at)
    return change(ctx, PostRow(row.pk, row.sk), actions, _is_as_read(row))


def cancel(ctx: Ctx, row: PostRow) -> None:
    """No more of it, and it uses its content no more, if nothing happened to it since `row` was read. 4 WU +1 due.

    Raises Refused.
    """
    actions: list[Action] = [PostRow.status.set(PostStatus.CANCELLED), PostRow.next_at.set(NEVER)]
    actions += [PostRow.cancelled_at.set(ctx.at), PostRow.problem.remove(), *due.never()]
    transaction = Transaction(ctx)
    transaction.change(PostRow(row.pk, row.sk), actions, _is_as_read(row), Refused)
    contents.leave_in(transaction, row.content.item_id, USER, row.post_id)
    transaction.commit()


def approve(ctx: Ctx, row: PostRow) -> None:
    """Approve the revision that was read, unless the post is cancelled. 1 WU. Raises Refused."""
    actions: list[Action] = [PostRow.approved_revision.set(row.revision), PostRow.approved_at.set(ctx.at)]
    actions += [PostRow.approved_by.set(ctx.person)] if ctx.person else []
    actions += [PostRow.problem.remove()] if row.problem and row.problem.about == ABOUT_APPROVAL else []
    same = (PostRow.revision == row.revision) & (PostRow.status != PostStatus.CANCELLED)
    change(ctx, PostRow(row.pk, row.sk), actions, same)


def approving(ctx: Ctx) -> Approving:
    """Whether posts have to be approved; they need not where nobody said so. 0.5 RU."""
    row = get(PostApprovalRow, key(ctx, "post_approval"), SELF)
    return msgspec.convert(row, Approving, from_attributes=True) if row else Approving(is_needed=False)


def set_approving(ctx: Ctx, *, is_needed: bool) -> None:
    """Say whether posts have to be approved. 1 WU."""
    actions = [PostApprovalRow.kind.set(PostApprovalRow), PostApprovalRow.is_needed.set(is_needed)]
    change(ctx, PostApprovalRow(key(ctx, "post_approval"), SELF), actions, None)


def note_problem(ctx: Ctx, row: PostRow, problem: Problem | None) -> None:
    """Why the post will not go out at its next time, None when it will, if nothing happened to it since `row` was read.

    1 WU. Raises Refused.
    """
    change(ctx, PostRow(row.pk, row.sk), _showing(problem), _is_as_read(row))


def _showing(problem: Problem | None) -> list[Action]:
    return [PostRow.problem.set(problem) if problem else PostRow.problem.remove()]


def wait(ctx: Ctx, row: PostRow, until: Moment) -> None:
    """Look at a due post again later (quiet hours). 1 WU +1 +2 due. Raises Refused."""
    change(ctx, PostRow(row.pk, row.sk), due.at(ctx, TOPIC_POST, row.post_id, until), _is_as_read(row))


def new_occurrence(
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
    actions += [*_waiting(ctx, post.post_id, status, claim.next_at), PostRow.content.set(claim.content)]
    has_failed = any(row.status is OccurrenceStatus.FAILED for row in occurrences)
    actions += _failing(claim.problem) if claim.problem and has_failed else _showing(claim.problem)
    transaction.change(PostRow(post.pk, post.sk), actions, _is_as_read(post), lambda _: Overtaken())
    if not claim.next_at:
        contents.leave_in(transaction, claim.content.item_id, USER, post.post_id)
    elif claim.content != post.content:
        contents.use_in(transaction, claim.content.item_id, _use(post.post_id, post.name, claim.content.version))
    transaction.commit()


def _failing(problem: Problem) -> list[Action]:
    return [PostRow.problem.set(problem), PostRow.failed.set((PostRow.failed | 0) + 1)]


def again(ctx: Ctx, post: PostRow, failed: OccurrenceRow, content: PostContent) -> None:
    """Another occurrence in the place of one that failed, now and once. 6 WU +1 due.

    Raises Refused with the one that has another already, Overtaken when the post is cancelled.
    """
    at = iso(max(ctx.now, moment(failed.at) + A_TICK))
    row = new_occurrence(ctx, post, at, OccurrenceStatus.CLAIMED, content=content)
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    is_to_do = (OccurrenceRow.status == OccurrenceStatus.FAILED) & OccurrenceRow.again_at.does_not_exist()
    transaction.change(OccurrenceRow(failed.pk, failed.sk), [OccurrenceRow.again_at.set(row.at)], is_to_do, Refused)
    not_cancelled = PostRow.status != PostStatus.CANCELLED
    transaction.change(PostRow(post.pk, post.sk), [PostRow.problem.remove()], not_cancelled, lambda _: Overtaken())
    transaction.commit()


def new_forecast(ctx: Ctx, post: PostRow, forecast_id: ForecastId) -> OccurrenceRow:
    """A dry run that waits to be planned. Raises Refused when the id is taken. 1 WU +1 due."""
    row = _occurrence_row(ctx, post.post_id, OccurrenceName(forecast_id))
    row.at, row.dry, row.forecast_id = post.next_at or ctx.at, True, forecast_id
    row.status, row.snapshot = OccurrenceStatus.CLAIMED, msgspec.convert(post, Snapshot, from_attributes=True)
    row.due, row.due_at = due.place(ctx, TOPIC_OCCURRENCE, forecast_id, iso(ctx.now + AGAIN))
    return put_new(ctx, row)


def _occurrence_row(ctx: Ctx, post_id: PostId, name: OccurrenceName) -> OccurrenceRow:
    return OccurrenceRow(_key(ctx, post_id), _sk_of(name), post_id=post_id, claimed_at=ctx.at)


def _sk_of(name: OccurrenceName) -> str:
    """The sort key of an occurrence by its time, or of a forecast by its id."""
    return f"at#{name}" if name[4:5] == "-" else f"forecast#{name}"


def occurrence(ctx: Ctx, post_id: PostId, name: OccurrenceName) -> OccurrenceRow | None:
    """One occurrence by its time, or a forecast by its id, read consistently. 1 RU per 4 KB."""
    return get(OccurrenceRow, _key(ctx, post_id), _sk_of(name), consistent=True)


def occurrences(ctx: Ctx, post_id: PostId, limit: int) -> list[OccurrenceRow]:
    """A post's occurrences, the latest first, read consistently. 1 RU per 4 KB."""
    return latest(OccurrenceRow, _key(ctx, post_id), "at#", limit)


def take(ctx: Ctx, post_id: PostId, name: OccurrenceName, hold: timedelta) -> OccurrenceRow:
    """Be its one planner for a while, under a new fence. 1 WU. Raises Refused while another is, or it is planned."""
    is_to_plan = is_free(ctx) & OccurrenceRow.status.is_in(*before(OccurrenceStatus.PLANNING))
    actions = [OccurrenceRow.status.set(OccurrenceStatus.PLANNING), *holding(ctx, hold)]
    return change(ctx, OccurrenceRow(_key(ctx, post_id), _sk_of(name)), actions, is_to_plan)


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


def cancel_occurrence(ctx: Ctx, row: OccurrenceRow, reason: str = "") -> None:
    """Nothing more is planned or asked for. 1 WU. Raises Refused when it is over."""
    actions = [OccurrenceRow.status.set(OccurrenceStatus.CANCELLING), OccurrenceRow.reason.set(reason)]
    is_under_way = OccurrenceRow.status.is_in(*before(OccurrenceStatus.CANCELLING))
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, is_under_way)


def look_again(ctx: Ctx, row: OccurrenceRow, when: Moment) -> None:
    """When an open occurrence's next step is due. 1 WU +2 due. Raises Refused when it is over."""
    actions = due.at(ctx, TOPIC_OCCURRENCE, row.forecast_id or row.post_id + row.at, when)
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, OccurrenceRow.status.is_in(*OPEN))


def reopen_in(transaction: Transaction, row: OccurrenceRow) -> None:
    """Add: a task of it is asked for again, so it is not closed by whoever looked before. 2 WU +2 due."""
    waits = due.at(transaction.ctx, TOPIC_OCCURRENCE, row.post_id + row.at, transaction.ctx.at)
    actions = [OccurrenceRow.reopened.set((OccurrenceRow.reopened | 0) + 1), *waits]
    is_open = OccurrenceRow.status == OccurrenceStatus.SENDING
    transaction.change(OccurrenceRow(row.pk, row.sk), actions, is_open, Refused)


def of_due(ctx: Ctx, waiting: Due) -> tuple[PostId, OccurrenceName]:
    """The post id, and the occurrence's time or the forecast's id, in the keys of something due."""
    return PostId(waiting.pk.removeprefix(_key(ctx, PostId("")))), OccurrenceName(waiting.sk.partition("#")[2])
