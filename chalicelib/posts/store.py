"""Rows of posts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.audience.shapes import Audience, Channel
from chalicelib.content import service as contents
from chalicelib.content.shapes import ContentUse
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.moments import NEVER, Moment
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
from chalicelib.core.storage.lists import Page, Within, after_place, page_by_parent
from chalicelib.core.storage.table import Keys, Made, Refused, change, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import TemplateId
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import (
    POST,
    POST_APPROVAL,
    Approving,
    Bounds,
    PostContent,
    Schedule,
    Terms,
)
from chalicelib.posts.states import EDITABLE, PostStatus

SELF = "-"
# What this room is called among those who use content.
USER = "post"
TOPIC_POST, TOPIC_OCCURRENCE = "post", "post_occurrence"
# What a problem is about that an edit of whom the post is for mends, and nothing else.
ABOUT_AUDIENCE = "audience"
# The same of tags that somebody may have changed at WeCom: it goes out all the same.
ABOUT_TAGS = "tags"
# What a problem is about that a second person's approval mends.
ABOUT_APPROVAL = "approval"


class PostRow(Made, discriminator="post"):
    """What is sent, to whom, when. It waits in the due index for its next occurrence.

    bounds: whose post it is. revision: grows with each edit. next_at: the next occurrence not claimed yet, NEVER when
    there is none. failed: how many occurrences have failed; problem: why the last one did, or the next one will.
    revised_by: who made the revision; approved_*: which one was approved last, by whom. corp_tags: the tags that it
    leaves people out by and that were the corp's when it was looked at last, so that one that is gone is told from one
    that a member of staff has for themselves.
    """

    keys = Keys(pk="post#<post>", sk=SELF, parent="posts", place="<created_at><post>", due=TOPIC_POST)
    audited = Audited(
        thing=POST,
        id="post_id",
        name="name",
        shows=(
            "name",
            "content",
            "channel",
            "audience",
            "schedule",
            "coupon_template_id",
            "bounds",
            "ends_after_hours",
            "per_minute",
            "status",
        ),
    )

    post_id = IdAttribute[PostId]()
    name = UnicodeAttribute()
    content = StructAttribute(PostContent)
    channel = EnumAttribute(Channel)
    audience: StructAttribute[Audience] = StructAttribute(Audience)  # type: ignore[arg-type]  # a union is no type
    schedule: StructAttribute[Schedule] = StructAttribute(Schedule)  # type: ignore[arg-type]  # likewise
    coupon_template_id = IdAttribute[TemplateId](default=TemplateId(""))
    bounds = StructAttribute(Bounds)
    ends_after_hours = IntAttribute(null=True)
    per_minute = IntAttribute(null=True)
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
    corp_tags = StructAttribute[tuple[str, ...]](tuple[str, ...], default=())

    @property
    def is_held(self) -> bool:
        """A tag that it chooses by is gone or renamed: it would reach others until somebody changes its audience."""
        return self.problem is not None and self.problem.about == ABOUT_AUDIENCE

    @property
    def is_approved(self) -> bool:
        """Somebody else than who made it so approved it as it is."""
        return self.approved_revision == self.revision


class PostApprovalRow(Made, discriminator="post_approval"):
    """Whether a corp's posts have to be approved by a second person."""

    keys = Keys(pk="post_approval", sk=SELF)
    audited = Audited(thing=POST_APPROVAL, shows=("is_needed",))

    is_needed = BooleanAttribute()


def post_key(ctx: Ctx, post_id: PostId) -> str:
    """Where a post lies, with its occurrences."""
    return key(ctx, "post", post_id)


def waiting(ctx: Ctx, post_id: PostId, status: PostStatus, until: Moment) -> list[Action]:
    """Of an update: it waits for its next time, or for none."""
    return due.at(ctx, TOPIC_POST, post_id, until) if status is PostStatus.SCHEDULED else due.never()


def use_of(post_id: PostId, name: str, version: int) -> ContentUse:
    """That a post uses a version of its content."""
    return ContentUse(user=USER, user_id=post_id, name=name, version=version)


def create(ctx: Ctx, post_id: PostId, terms: Terms) -> PostRow:
    """A post that waits for its first occurrence, and uses its content from now on. 4 WU +1 listed +1 due.

    Raises Refused when the id is taken.
    """
    row = PostRow(post_key(ctx, post_id), SELF, post_id=post_id, status=PostStatus.SCHEDULED, revision=1)
    row.name, row.content, row.channel, row.audience = terms.name, terms.content, terms.channel, terms.audience
    row.schedule, row.coupon_template_id, row.next_at = terms.schedule, terms.coupon_template_id, terms.next_at
    row.bounds, row.ends_after_hours, row.per_minute = terms.bounds, terms.ends_after_hours, terms.per_minute
    row.corp_tags = terms.corp_tags
    row.created_at = row.scheduled_at = ctx.at
    row.revised_by = ctx.person
    row.parent, row.place = key(ctx, "posts"), ctx.at + post_id
    row.due, row.due_at = due.place(ctx, TOPIC_POST, post_id, terms.next_at)
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    contents.use_in(transaction, terms.content.item_id, use_of(post_id, terms.name, terms.content.version))
    transaction.commit()
    return row


def post(ctx: Ctx, post_id: PostId) -> PostRow | None:
    """One post, read consistently. 1 RU."""
    return get(PostRow, post_key(ctx, post_id), SELF, consistent=True)


def posts(ctx: Ctx, limit: int, cursor: str, within: Within) -> Page[PostRow]:
    """The corp's posts, newest first. 0.5 RU each and per 4 KB of the index."""
    return page_by_parent(PostRow, key(ctx, "posts"), limit, cursor, newest_first=True, within=within)


def to_go_out(ctx: Ctx) -> Iterator[PostRow]:
    """The posts that are scheduled or paused. 0.5 RU for each that the corp has."""
    return (row for row in after_place(PostRow, key(ctx, "posts"), "") if row.status in EDITABLE)


def set_audience(ctx: Ctx, row: PostRow, audience: Audience, corp_tags: tuple[str, ...]) -> None:
    """What its audience is called now, if nothing happened to it since `row` was read. 1 WU +1. Raises Refused.

    Whoever edits it meanwhile is told; its approval goes along.
    """
    actions: list[Action] = [PostRow.audience.set(audience), PostRow.revision.set(row.revision + 1)]
    actions.append(PostRow.corp_tags.set(corp_tags))
    actions += [PostRow.approved_revision.set(row.revision + 1)] if row.is_approved else []
    change(ctx, PostRow(row.pk, row.sk), actions, is_as_read(row))


def note_corp_tags(ctx: Ctx, row: PostRow, corp_tags: tuple[str, ...]) -> None:
    """Which of its tags are the corp's, if nothing happened to it since `row` was read. 1 WU. Raises Refused."""
    change(ctx, PostRow(row.pk, row.sk), [PostRow.corp_tags.set(corp_tags)], is_as_read(row))


def hold(ctx: Ctx, row: PostRow, problem: Problem) -> None:
    """Paused, with why, if nothing happened to it since `row` was read. 1 WU +1 +1 due. Raises Refused."""
    actions: list[Action] = [PostRow.status.set(PostStatus.PAUSED), PostRow.next_at.set(NEVER), *due.never()]
    change(ctx, PostRow(row.pk, row.sk), [*actions, PostRow.problem.set(problem)], is_as_read(row))


def promising(ctx: Ctx, template_id: TemplateId) -> Iterator[PostRow]:
    """The posts that may still offer coupons of a template. 0.5 RU for each that the corp has."""
    found = after_place(PostRow, key(ctx, "posts"), "")
    may_go_out = (PostStatus.SCHEDULED, PostStatus.PAUSED)
    return (row for row in found if row.coupon_template_id == template_id and row.status in may_go_out)


def edit(ctx: Ctx, row: PostRow, terms: Terms) -> None:
    """The post anew, and what it uses, if nobody edited, claimed or ended it since `row` was read. 4 WU +1 +2 due.

    2 WU more with another item. Raises Refused.
    """
    actions: list[Action] = [_set(name, getattr(terms, name)) for name in Terms.__struct_fields__]
    actions += [*waiting(ctx, row.post_id, row.status, terms.next_at), PostRow.problem.remove()]
    _revise(ctx, row, actions, terms.name, terms.content)


def _set(name: str, value: object) -> Action:
    attribute = getattr(PostRow, name)
    action: Action = attribute.remove() if value is None else attribute.set(value)
    return action


def use_version(ctx: Ctx, row: PostRow, content: PostContent) -> None:
    """The post with another version of its content, if nothing happened to it since `row` was read. 4 WU +1.

    Raises Refused.
    """
    mended = [] if row.is_held else [PostRow.problem.remove()]
    _revise(ctx, row, [PostRow.content.set(content), *mended], row.name, content)


def _revise(ctx: Ctx, row: PostRow, actions: list[Action], name: str, content: PostContent) -> None:
    actions += [PostRow.revision.set(row.revision + 1), PostRow.scheduled_at.set(ctx.at)]
    actions += [PostRow.revised_by.set(ctx.person) if ctx.person else PostRow.revised_by.remove()]
    transaction = Transaction(ctx)
    transaction.change(PostRow(row.pk, row.sk), actions, is_as_read(row), Refused)
    if row.status in EDITABLE:
        contents.use_in(transaction, content.item_id, use_of(row.post_id, name, content.version))
    if content.item_id != row.content.item_id:
        contents.leave_in(transaction, row.content.item_id, USER, row.post_id)
    transaction.commit()


def is_as_read(row: PostRow) -> Condition:
    """Of an update: nobody edited, claimed or ended it since `row` was read."""
    same: Condition = (
        (PostRow.revision == row.revision) & (PostRow.status == row.status) & (PostRow.next_at == row.next_at)
    )
    return same


def set_status(ctx: Ctx, row: PostRow, status: PostStatus, next_at: Moment) -> PostRow:
    """Pause or resume, if nothing happened to the post since `row` was read. 1 WU +1 +1 due. Raises Refused.

    What is held meanwhile is not resumed: to pause it once more changes nothing else of it.
    """
    actions: list[Action] = [PostRow.status.set(status), PostRow.next_at.set(next_at)]
    actions += waiting(ctx, row.post_id, status, next_at)
    same = is_as_read(row)
    if status is PostStatus.SCHEDULED:
        same &= PostRow.problem == row.problem if row.problem else PostRow.problem.does_not_exist()
    return change(ctx, PostRow(row.pk, row.sk), actions, same)


def cancel(ctx: Ctx, row: PostRow) -> None:
    """No more of it, and it uses its content no more, if nothing happened to it since `row` was read. 4 WU +1 due.

    Raises Refused.
    """
    actions: list[Action] = [PostRow.status.set(PostStatus.CANCELLED), PostRow.next_at.set(NEVER)]
    actions += [PostRow.cancelled_at.set(ctx.at), PostRow.problem.remove(), *due.never()]
    transaction = Transaction(ctx)
    transaction.change(PostRow(row.pk, row.sk), actions, is_as_read(row), Refused)
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
    change(ctx, PostRow(row.pk, row.sk), showing(problem), is_as_read(row))


def showing(problem: Problem | None) -> list[Action]:
    """Of an update: what is wrong with the post, or nothing."""
    return [PostRow.problem.set(problem) if problem else PostRow.problem.remove()]


def wait(ctx: Ctx, row: PostRow, until: Moment) -> None:
    """Look at a due post again later (quiet hours). 1 WU +1 +2 due. Raises Refused."""
    change(ctx, PostRow(row.pk, row.sk), due.at(ctx, TOPIC_POST, row.post_id, until), is_as_read(row))
