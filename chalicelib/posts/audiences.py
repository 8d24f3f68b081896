"""Tags that posts choose by: which posts name one, its other name, and what a post shows whose tag is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta

import msgspec

from chalicelib.audience.shapes import Audience, Customers
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment, iso
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.storage import retry
from chalicelib.core.storage.table import Refused
from chalicelib.members import service as members
from chalicelib.platforms.wecom.events import Event
from chalicelib.posts import store
from chalicelib.posts.errands import LookAtAudiences
from chalicelib.posts.errors import TagOfAudienceDeleted, TagOfAudienceUnknown
from chalicelib.posts.ids import PostId
from chalicelib.posts.states import EDITABLE
from chalicelib.posts.store import ABOUT_AUDIENCE, ABOUT_TAGS, PostRow
from chalicelib.staff.facts import DirectoryReconciled

FIELDS = ("any_tags", "all_tags", "no_tags")
# So far the clocks of whoever asks for a look and of whoever looks may be apart.
CLOCKS = timedelta(seconds=5)


class Look(msgspec.Struct, frozen=True):
    """A look at the audiences of a corp. began: what was told before then it saw; found_all: no post named a tag that
    was not there.
    """

    began: Moment
    found_all: bool


NO_LOOK = Look(NEVER, found_all=False)
_looked: Cache[Look] = Cache(seconds=600)


def naming(ctx: Ctx, tags: Collection[str]) -> list[tuple[PostId, str]]:
    """The posts that are still to go out and choose by one of these tags, with their names. 0.5 RU a post of all."""
    return [(row.post_id, row.name) for row in _naming(ctx, tags)]


def _naming(ctx: Ctx, tags: Collection[str]) -> Iterator[PostRow]:
    return (row for row in store.to_go_out(ctx) if not _names(row.audience).isdisjoint(tags))


def _names(audience: Audience) -> set[str]:
    return {tag for tags in _tags(audience).values() for tag in tags}


def _tags(audience: Audience) -> Mapping[str, list[str]]:
    return {field: getattr(audience, field) for field in FIELDS} if isinstance(audience, Customers) else {}


def rename_tag(ctx: Ctx, old: str, new: str) -> int:
    """One tag in the place of another in all posts that are still to go out: how many changed. Safe to repeat.

    0.5 RU a post of all; 4 WU +1 for each that changes. Its approval stays, for it means whom it meant.
    """
    return sum(_change(ctx, row.post_id, {old: (new,)}, FIELDS, there=(new,)) for row in list(_naming(ctx, [old])))


def beside(ctx: Ctx, old: str, new: str) -> int:
    """Another tag beside one, where either is enough: while members go from one to the other. Safe to repeat."""
    return sum(
        _change(ctx, row.post_id, {old: (old, new)}, ("any_tags", "no_tags")) for row in list(_naming(ctx, [old]))
    )


def let_go(ctx: Ctx, old: str) -> None:
    """A tag is about to be called otherwise here, and posts with it: until then it holds none. Safe to repeat.

    However that ends, `look_again` finds whether it still is the corp's.
    """
    for row in list(_naming(ctx, [old])):
        if old in row.corp_tags:
            with suppress(Refused):  # edited, claimed or ended a moment ago
                store.note_corp_tags(ctx, row, tuple(tag for tag in row.corp_tags if tag != old))


def _change(
    ctx: Ctx,
    post_id: PostId,
    new: Mapping[str, tuple[str, ...]],
    fields: Collection[str],
    there: tuple[str, ...] = (),
) -> bool:
    """there: what the corp certainly has; what is replaced, it may have no more at any moment."""

    def attempt() -> bool:
        row = store.post(ctx, post_id)
        if row is None or row.status not in EDITABLE or not isinstance(row.audience, Customers):
            return False
        said = {
            field: list(dict.fromkeys(one for tag in tags for one in new.get(tag, (tag,))))
            for field, tags in _tags(row.audience).items()
            if field in fields
        }
        audience = msgspec.structs.replace(row.audience, **said)
        if audience == row.audience:
            return False
        stay = [tag for tag in row.corp_tags if tag not in new]
        store.set_audience(ctx, row, audience, tuple(dict.fromkeys((*stay, *there))))
        return True

    return retry.on_collision(attempt, Refused)


def hold_naming(ctx: Ctx, gone: Collection[str]) -> int:
    """Pause the posts that choose by tags which are gone, and say why: they would mean others. Safe to repeat.

    0.5 RU a post of all; 1 WU +1 +1 due for each. It goes on once somebody has changed its audience.
    """
    return sum(_hold(ctx, row.post_id, gone) for row in list(_naming(ctx, gone)))


def look_later(ctx: Ctx, fact: Fact[DirectoryReconciled]) -> None:
    """Every night, since an event may be lost."""
    look_again(ctx)


def look_again(ctx: Ctx) -> None:
    """Tags were changed here, or were not after all: what posts show and know of them is of before."""
    send(ctx, LookAtAudiences(asked_at=ctx.at))


def changed(ctx: Ctx, event: Event) -> None:
    """A tag was renamed by hand at WeCom, or a group of them; what it was called before nobody tells."""
    look_again(ctx)


def deleted(ctx: Ctx, event: Event) -> None:
    """A tag was deleted by hand at WeCom, or a group of them."""
    is_group = event.fields.get("TagType") == "tag_group"
    send(ctx, LookAtAudiences(about=event.fields.get("Id", ""), is_group=is_group, asked_at=ctx.at))


def look(ctx: Ctx, errand: LookAtAudiences) -> None:
    """Say on each post whose audience names a tag that the corp has not. 0.5 RU a post of all; one call where a post
    names any, one more where a tag was deleted and one that a post names is not there.

    Held is what names a tag that was deleted a moment ago, as after a deletion here, and what leaves people out by a
    tag that was the corp's and is not: renamed, it is on each member under its new name as soon as they are read again,
    and the post would reach them. So is what leaves people out by a tag that nobody has any more. Others are not, for
    a name may be of a tag that a member of staff has for themselves. Safe to repeat. What came back is said no more,
    and what else a post shows stays. Raises what may pass.
    """
    if _is_seen(ctx, errand):
        return
    named = {tag for row in store.to_go_out(ctx) for tag in _names(row.audience)}
    there = {tag.name for group in members.tag_groups(ctx) for tag in group.tags} if named else set()
    missing = named - there
    if missing:
        gone = members.deleted_tags(ctx, errand.about, is_group=errand.is_group) if errand.about else []
        hold_naming(ctx, {*gone, *_left_out_by_none(ctx, there)} - there)
    if there:  # of none at all WeCom's list says nothing
        _hold_left_out(ctx, there)
        _tell(ctx, there)
    if there or not named:
        _looked.put(ctx.corp, Look(iso(ctx.now - CLOCKS), found_all=not missing))


def _is_seen(ctx: Ctx, errand: LookAtAudiences) -> bool:
    """True for what was told before this instance looked last. Whoever tidies up changes a thousand tags at once, and
    WeCom tells of each: asked about each, it would soon answer the corp nothing, and its posts would wait behind.
    """
    last = _looked.get(ctx.corp, lambda: NO_LOOK)
    return bool(errand.asked_at) and errand.asked_at < last.began and (last.found_all or not errand.about)


def _hold_left_out(ctx: Ctx, there: Collection[str]) -> None:
    """Hold who leaves people out by a tag that was the corp's when it was seen last; see which are now."""
    for row in list(store.to_go_out(ctx)):
        named = _tags(row.audience).get("no_tags", ())
        gone = {tag for tag in row.corp_tags if tag in named} - set(there)
        now = tuple(tag for tag in named if tag in there or tag in gone)
        if gone:
            _hold(ctx, row.post_id, gone)
        elif now != row.corp_tags:
            with suppress(Refused):  # edited, claimed or ended a moment ago
                store.note_corp_tags(ctx, row, now)


def _tell(ctx: Ctx, there: Collection[str]) -> None:
    for row in list(store.to_go_out(ctx)):
        unknown = "、".join(sorted(_names(row.audience).difference(there)))
        problem = problem_of(ctx, TagOfAudienceUnknown(unknown), Remedy.EDIT, ABOUT_TAGS) if unknown else None
        if (row.problem is None or row.problem.about == ABOUT_TAGS) and problem != row.problem:
            with suppress(Refused):  # edited, claimed or ended a moment ago
                store.note_problem(ctx, row, problem)


def _left_out_by_none(ctx: Ctx, there: Collection[str]) -> list[str]:
    """The tags that posts leave people out by, and that neither the corp nor any member has. 8 queries each."""
    rows = store.to_go_out(ctx) if there else ()
    missing = sorted({tag for row in rows for tag in _tags(row.audience).get("no_tags", ()) if tag not in there})
    counted, is_all = members.count_tagged(ctx, missing) if missing else ({}, False)
    return [tag for tag in missing if is_all and not counted[tag]]


def _hold(ctx: Ctx, post_id: PostId, gone: Collection[str]) -> bool:
    def attempt() -> bool:
        row = store.post(ctx, post_id)
        missing = sorted(_names(row.audience) & set(gone)) if row and row.status in EDITABLE else []
        if row is None or not missing or (row.problem and row.problem.code == TagOfAudienceDeleted.__name__):
            return False
        problem = problem_of(ctx, TagOfAudienceDeleted("、".join(missing)), Remedy.EDIT, ABOUT_AUDIENCE)
        store.hold(ctx, row, problem)
        return True

    return retry.on_collision(attempt, Refused)
