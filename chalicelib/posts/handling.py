"""What operators do with a post beside planning it: copy it, have it sent to themselves, have staff reminded of it."""

from __future__ import annotations

from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Moment, iso
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import MediaRefused, WeComRefused
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.posts import execution, service, versions, views
from chalicelib.posts.errors import NotReached, QuietNow
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import CopyPost, Execution, NewPost, Post, Tested
from chalicelib.tasks import service as staff_tasks
from chalicelib.tasks.shapes import Plan, Reminded
from chalicelib.touches import service as touches

LONGEST_NAME = 40
COPY = "（副本）"
NOBODY_REACHED = 81013


def copy(ctx: Ctx, post_id: PostId, asked: CopyPost) -> Post:
    """Another post that says the same, with the version of its content that was approved last; nobody approved it yet.

    So a post whose text was recalled is sent again, mended, by a copy: whoever copies it uses the new version.
    Under one Idempotency-Key it is made once. Raises UnknownPost, and what `create` raises.
    """
    row = service.known(ctx, post_id)
    new = NewPost(
        name=asked.name or row.name[: LONGEST_NAME - len(COPY)] + COPY,
        content=versions.newest(ctx, row.content, row.channel),
        audience=row.audience,
        schedule=asked.schedule or row.schedule,
        coupon_template_id=row.coupon_template_id,
        stores=list(row.bounds.stores),
        ends_after_hours=row.ends_after_hours,
        per_minute=row.per_minute,
        confirm=asked.confirm,
    )
    return service.create(ctx, new, row.bounds)


def test(ctx: Ctx, post_id: PostId) -> Tested:
    """Send what a post says now to whoever asks, alone, by the app: with its values, and theirs as the sender's.

    One to three calls to WeCom; pressed again it is sent again. It touches nobody's limits and no number of a report.
    Raises UnknownPost, NotReached, what content says of a version that may not go out, and WeComRefused.
    """
    row = service.known(ctx, post_id)
    content = versions.now(ctx, row.content, row.channel)
    approved = contents.current(ctx, content.item_id, content.version)
    values = contents.built_in(ctx, ctx.operator, ctx.at) | content.values
    at = ctx.now.astimezone(SHANGHAI).strftime("%H:%M:%S")
    opening = Message(msgtype="text", text=Text(without_braces(f"【测试】群发「{row.name}」的内容如下（{at}）")))
    said = contents.trial(ctx, approved, values)
    for number, message in enumerate([opening, *said]):
        try:
            _tell(ctx, message)
        except MediaRefused:
            _tell(ctx, contents.trial(ctx, approved, values, is_media_refused=True)[number - 1])
    return Tested(ctx.operator, 1 + len(said))


def _tell(ctx: Ctx, message: Message) -> None:
    try:
        missed = mass.send_to_staff(ctx, [ctx.operator], message, drops_repeats=False)
    except WeComRefused as refused:
        if refused.errcode == NOBODY_REACHED:
            raise NotReached() from None
        raise
    if missed:
        raise NotReached()


def remind(ctx: Ctx, post_id: PostId, at: Moment) -> Reminded:
    """Have staff reminded who have not sent a time of a post yet. Safe to repeat.

    Raises UnknownPost, UnknownOccurrence, QuietNow.
    """
    row = service.known_occurrence(ctx, post_id, at)
    opens = touches.opens(ctx)
    if opens > ctx.now:
        raise QuietNow(opens_at=iso(opens))
    return staff_tasks.remind(ctx, Plan(views.origin_of(row), row.plan or 0))


def progress(ctx: Ctx, post_id: PostId, at: Moment) -> Execution:
    """What staff have done about a time of a post, and whom it reached. Raises UnknownPost, UnknownOccurrence."""
    return execution.of(ctx, service.known_occurrence(ctx, post_id, at))
