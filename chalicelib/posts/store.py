"""Rows of posts and of their occurrences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.audience.shapes import Audience, Channel
from chalicelib.core.context import Ctx
from chalicelib.core.moments import NEVER, Moment, iso
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
from chalicelib.core.storage.lists import Page, latest, page_by_parent
from chalicelib.core.storage.table import Keys, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import TemplateId
from chalicelib.posts.errors import Overtaken
from chalicelib.posts.ids import ForecastId, OccurrenceName, PostId
from chalicelib.posts.shapes import End, PostContent, Progress, Schedule, Snapshot, Terms
from chalicelib.posts.states import OPEN, OccurrenceStatus, PostStatus, before
from chalicelib.touches import service as touches

SELF = "-"
TOPIC_POST, TOPIC_OCCURRENCE = "post", "post_occurrence"
# Until a step that was asked for is asked for again, should it have been lost.
AGAIN = timedelta(minutes=5)


class PostRow(Row, discriminator="post"):
    """What is sent, to whom, when. It waits in the due index for its next occurrence.

    revision: grows with each edit. next_at: the next occurrence not claimed yet, NEVER when there is none.
    """

    keys = Keys(pk="post#<post>", sk=SELF, parent="posts", place="<created_at><post>", due=TOPIC_POST)

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


class OccurrenceRow(Leased, discriminator="post_occurrence"):
    """One time of a post, or a dry run of it (a forecast). While open it waits in the due index for its next step.

    snapshot: the post as it was when the occurrence was claimed. Its lease is the planner's. progress: what planners
    have noted. plan: the fence under which the tasks lie. counts: targets by what became of them; created, confirmed:
    targets that WeCom took a task for, and whose sender confirmed.
    """

    keys = Keys(pk="post#<post>", sk="at#<at> | forecast#<forecast>", due=TOPIC_OCCURRENCE)

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


def _key(ctx: Ctx, post_id: PostId) -> str:
    return key(ctx, "post", post_id)


def _waiting(ctx: Ctx, post_id: PostId, status: PostStatus, until: Moment) -> list[Action]:
    return due.at(ctx, TOPIC_POST, post_id, until) if status is PostStatus.SCHEDULED else due.never()


def create(ctx: Ctx, post_id: PostId, terms: Terms) -> PostRow:
    """A post that waits for its first occurrence. Raises Refused when the id is taken. 1 WU +1 listed +1 due."""
    row = PostRow(_key(ctx, post_id), SELF, post_id=post_id, status=PostStatus.SCHEDULED, revision=1)
    row.name, row.content, row.channel, row.audience = terms.name, terms.content, terms.channel, terms.audience
    row.schedule, row.coupon_template_id, row.next_at = terms.schedule, terms.coupon_template_id, terms.next_at
    row.created_at = row.scheduled_at = ctx.at
    row.parent, row.place = key(ctx, "posts"), ctx.at + post_id
    row.due, row.due_at = due.place(ctx, TOPIC_POST, post_id, terms.next_at)
    return put_new(ctx, row)


def post(ctx: Ctx, post_id: PostId) -> PostRow | None:
    """One post, read consistently. 1 RU."""
    return get(PostRow, _key(ctx, post_id), SELF, consistent=True)


def posts(ctx: Ctx, limit: int, cursor: str) -> Page[PostRow]:
    """The corp's posts, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(PostRow, key(ctx, "posts"), limit, cursor, newest_first=True)


def edit(ctx: Ctx, row: PostRow, terms: Terms) -> PostRow:
    """The post anew, if nobody edited, claimed or ended it since `row` was read. 1 WU +1 +2 due. Raises Refused."""
    actions: list[Action] = [getattr(PostRow, name).set(getattr(terms, name)) for name in Terms.__struct_fields__]
    actions += [PostRow.revision.set(row.revision + 1), PostRow.scheduled_at.set(ctx.at)]
    actions += _waiting(ctx, row.post_id, row.status, terms.next_at)
    return change(ctx, PostRow(row.pk, row.sk), actions, _is_as_read(row))


def _is_as_read(row: PostRow) -> Condition:
    same: Condition = (
        (PostRow.revision == row.revision) & (PostRow.status == row.status) & (PostRow.next_at == row.next_at)
    )
    return same


def set_status(ctx: Ctx, row: PostRow, status: PostStatus, next_at: Moment) -> PostRow:
    """Pause, resume or cancel, if nothing happened to the post since `row` was read. 1 WU +1 +1 due. Raises Refused."""
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += _waiting(ctx, row.post_id, status, next_at)
    if status is PostStatus.CANCELLED:
        actions.append(PostRow.cancelled_at.set(ctx.at))
    return change(ctx, PostRow(row.pk, row.sk), actions, _is_as_read(row))


def wait(ctx: Ctx, row: PostRow, until: Moment) -> None:
    """Look at a due post again later (quiet hours). 1 WU +1 +2 due. Raises Refused."""
    change(ctx, PostRow(row.pk, row.sk), due.at(ctx, TOPIC_POST, row.post_id, until), _is_as_read(row))


def new_occurrence(
    ctx: Ctx, post: PostRow, at: Moment, status: OccurrenceStatus, *, reason: str = "", late: bool = False
) -> OccurrenceRow:
    """The row of an occurrence about to be written: claimed, or skipped for a reason."""
    row = _occurrence_row(ctx, post.post_id, OccurrenceName(at))
    row.at, row.status, row.reason, row.late = at, status, reason, late
    if status is OccurrenceStatus.CLAIMED:
        row.snapshot = msgspec.convert(post, Snapshot, from_attributes=True)
        row.due, row.due_at = due.place(ctx, TOPIC_OCCURRENCE, post.post_id + at, iso(ctx.now + AGAIN))
    return row


def claim(ctx: Ctx, post: PostRow, occurrences: Sequence[OccurrenceRow], next_at: Moment) -> None:
    """The due occurrences and the post's move to its next one, together: whoever comes second is refused.

    2 WU a row, +1 listed, +3 due. next_at: NEVER ends the post. Raises Overtaken, TooBusy.
    """
    transaction = Transaction(ctx)
    for row in occurrences:
        transaction.put_new(row, lambda _: Overtaken())
    status = PostStatus.SCHEDULED if next_at else PostStatus.FINISHED
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += _waiting(ctx, post.post_id, status, next_at)
    transaction.change(PostRow(post.pk, post.sk), actions, _is_as_read(post), lambda _: Overtaken())
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


def planned(ctx: Ctx, row: OccurrenceRow, targeted: int, excluded: dict[str, int], tasks: int) -> None:
    """The one write that makes a plan the plan: what another planner wrote is never used. 1 WU. Raises Refused."""
    actions = [
        OccurrenceRow.status.set(OccurrenceStatus.SENDING),
        OccurrenceRow.plan.set(row.fence),
        OccurrenceRow.planned_at.set(ctx.at),
        OccurrenceRow.targeted.set(targeted),
        OccurrenceRow.excluded.set(excluded),
        OccurrenceRow.tasks.set(tasks),
        *(due.never() if row.dry else []),
    ]
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, _fenced(row))


def fail(ctx: Ctx, row: OccurrenceRow, end: End) -> None:
    """Planning cannot go on; an operator sees why. 1 WU +1 due, 3 more if forgiven. Raises Refused, Overtaken."""
    _end(ctx, row, end, _fenced(row))


def close(ctx: Ctx, row: OccurrenceRow, end: End) -> None:
    """Every target is accounted for. 1 WU +1 due, 3 more if forgiven.

    Raises Refused or Overtaken when it was closed, or cancelled meanwhile.
    """
    _end(ctx, row, end, OccurrenceRow.status == row.status)


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
    if end.forgiven is None:
        change(ctx, place, actions, condition)
        return
    transaction = Transaction(ctx)
    touches.forgive_in(transaction, end.forgiven, lambda _: Overtaken())
    transaction.change(place, actions, condition, lambda _: Overtaken())
    transaction.commit()


def cancel_occurrence(ctx: Ctx, row: OccurrenceRow) -> None:
    """Nothing more is planned or asked for. 1 WU. Raises Refused when it is over."""
    actions = [OccurrenceRow.status.set(OccurrenceStatus.CANCELLING)]
    is_under_way = OccurrenceRow.status.is_in(*before(OccurrenceStatus.CANCELLING))
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, is_under_way)


def look_again(ctx: Ctx, row: OccurrenceRow, when: Moment) -> None:
    """When an open occurrence's next step is due. 1 WU +2 due. Raises Refused when it is over."""
    actions = due.at(ctx, TOPIC_OCCURRENCE, row.forecast_id or row.post_id + row.at, when)
    change(ctx, OccurrenceRow(row.pk, row.sk), actions, OccurrenceRow.status.is_in(*OPEN))


def of_due(ctx: Ctx, waiting: Due) -> tuple[PostId, OccurrenceName]:
    """The post id, and the occurrence's time or the forecast's id, in the keys of something due."""
    return PostId(waiting.pk.removeprefix(_key(ctx, PostId("")))), OccurrenceName(waiting.sk.partition("#")[2])
