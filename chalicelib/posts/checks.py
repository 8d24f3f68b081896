"""What a post names and when it goes out: all of it looked at, at once, before it is stored.

What would fail it at its time is refused; what would only reach nobody, or too many at a bad hour, may be confirmed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from chalicelib.audience.shapes import Audience, Channel, Customers, Groups
from chalicelib.content import service as contents
from chalicelib.content.errors import BadValues, UnknownContent
from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Fault, UpstreamFailed
from chalicelib.core.ids import UserId
from chalicelib.core.sanity import judge
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.posts import bounding, rules, schedule, store, versions
from chalicelib.posts.errors import BadPost
from chalicelib.posts.shapes import Bounds, NewPost
from chalicelib.staff import service as people
from chalicelib.touches import service as touches

# Of a recurring post, so many of its next times are looked at.
TIMES = 10


def check(ctx: Ctx, new: NewPost, channel: Channel, bounds: Bounds, used: ContentId | None = None) -> None:
    """Refuse what would fail when it is sent. A call to WeCom where tags are named, one for each stranger (of ten).

    0.5 RU for each live code and member of staff who is named, 100 a call. Raises BadPost, NeedsConfirmation, and what
    content says of a version that may not be sent. bounds: whose the post will be. used: the content that it has now.
    """
    named = people_in(new.audience)
    staff = people.doubts(ctx, named)
    wrong = [
        *_faults_of_time(ctx, new),
        *bounding.faults(ctx, new.stores, bounds, named),
        *rules.faults_of_audience(new.audience),
        *staff.wrong,
        *coupons.faults_of_promise(ctx, new.coupon_template_id, ClaimWay.POST),
    ]
    refusals: list[AppError] = []
    try:
        item_id, version = new.content.item_id, new.content.version
        approved = contents.approved(ctx, item_id, version, is_used=item_id == used)
        versions.check(ctx, approved, channel, new.content)
    except UnknownContent as error:
        wrong.append(Fault("content.item_id", "unknown", None, error.zh, error.en))
    except BadValues as error:
        wrong += [msgspec.structs.replace(fault, path=f"content.{fault.path}") for fault in error.faults]
    except AppError as error:
        refusals.append(error)
    unusual = [] if new.confirm else [*staff.unchecked, *_unusual(ctx, new, is_sound=not wrong)]
    judge(BadPost, wrong, unusual, confirm=new.confirm)
    for refusal in refusals:
        raise refusal


def people_in(audience: Audience) -> dict[str, UserId]:
    """The members of staff whom an audience names, by where they stand."""
    field, named = ("owners", audience.owners) if isinstance(audience, Groups) else ("staff", audience.staff)
    return {f"audience.{field}[{number}]": userid for number, userid in enumerate(named)}


def _faults_of_time(ctx: Ctx, new: NewPost) -> Iterator[Fault]:
    faults = schedule.faults(new.schedule, ctx.now)
    yield from faults or rules.faults_of_lead(new.schedule, next(schedule.after(new.schedule, ctx.now)), ctx.now)


def _unusual(ctx: Ctx, new: NewPost, *, is_sound: bool) -> Iterator[Fault]:
    if not isinstance(new.audience, Customers):
        return
    yield from _unknown_tags(ctx, new.audience)
    yield from _unknown_codes(ctx, new.audience)
    if is_sound and rules.means_everybody(new.audience):
        quiet = touches.rules(ctx)
        times = itertools.islice(schedule.after(new.schedule, ctx.now), TIMES)
        yield from rules.faults_of_night(touches.after_quiet(quiet, at) for at in times)


def _unknown_tags(ctx: Ctx, audience: Customers) -> Iterator[Fault]:
    """Tags that no corp tag is called. Staff put on others of their own, of which no list tells."""
    named = rules.tags_in(audience)
    if not named:
        return
    try:
        there = {tag.name for group in members.tag_groups(ctx) for tag in group.tags}
    except UpstreamFailed:
        zh = "暂时无法向企业微信核对标签名称，请自行核对。"
        yield Fault("audience", "unchecked", None, zh, "WeCom could not be asked about the tags. Check their names.")
        return
    for path, name in named.items():
        if name not in there:
            zh = f"没有名为「{name}」的企业标签；员工自建的个人标签无法核对。"
            en = f"No corp tag is called {name}; of tags that staff made themselves nobody can tell."
            yield Fault(path, "unknown", None, zh, en)


def corp_tags(ctx: Ctx, new: NewPost) -> tuple[str, ...]:
    """The corp's own among the tags that a post leaves people out by; none while WeCom cannot be asked.

    What was not said to be meant was asked about already: there all of them are. Else a call, where any is named.
    """
    named = new.audience.no_tags if isinstance(new.audience, Customers) else []
    if not named or not new.confirm:
        return tuple(named)
    try:
        there = {tag.name for group in members.tag_groups(ctx) for tag in group.tags}
    except UpstreamFailed:
        return ()
    return tuple(name for name in named if name in there)


def _unknown_codes(ctx: Ctx, audience: Customers) -> Iterator[Fault]:
    """Live codes that are not ours. Channel parameters of another system may stand there."""
    there = livecodes.there(ctx, [LiveCode(code) for code in audience.live_codes])
    for number, code in enumerate(audience.live_codes):
        if code not in there:
            zh = f"没有活码 {code}；其他系统的渠道参数无法核对。"
            en = f"There is no live code {code}; of channel parameters of another system nobody can tell."
            yield Fault(f"audience.live_codes[{number}]", "unknown", None, zh, en)


def _promising(ctx: Ctx, template_id: TemplateId) -> Iterator[coupons.Promise]:
    for row in store.promising(ctx, template_id):
        yield coupons.Promise(ClaimWay.POST, row.post_id, row.name)


coupons.promised_by(_promising)
