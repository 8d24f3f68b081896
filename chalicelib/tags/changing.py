"""The jobs: a tag renamed, merged into another or deleted, at WeCom and wherever it is used, step by step.

Each step may be made again, whatever crashed: what WeCom has done already it says (docs/platform D4), and here the same
again changes nothing. A group of tags is taken in hand first and given back with the last step, so that no two jobs
change one; a job that was cancelled holds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.storage.transaction import Transaction
from chalicelib.livecodes import service as livecodes
from chalicelib.members import service as members
from chalicelib.members.shapes import TagChange, TagWalk
from chalicelib.members.states import Following
from chalicelib.platforms.wecom import library as wecom
from chalicelib.platforms.wecom.errors import UnknownTag, WeComRefused
from chalicelib.posts import service as posts
from chalicelib.tags import hands, library, store
from chalicelib.tags.ids import GroupId, TagId
from chalicelib.tags.jobs import DeleteTags, MergeTags, RenameTag

NO_GROUP = GroupId("")
IN_HAND = Why(
    "该标签组正由另一个任务修改，本任务未做任何修改，请稍后重新提交",
    "Another job is changing this group of tags, so this one changed nothing; ask again later",
)
KEPT = Why(
    "有会员未能换上新标签，原标签因此保留；请按各行原因处理后再次合并",
    "Some members could not get the other tag, so this one stays; mend what the lines say and merge again",
)
CHANGED = Why(
    "标签在本任务开始之前已被改名、合并或删除，本任务未做任何修改；请刷新标签列表后重新提交",
    "A tag was renamed, merged or deleted before this job began, so it changed nothing; reload the tags and ask again",
)
SAME_NAME = Why(
    "另有同名标签，群发受众按名称选人，未作修改，请自行核对",
    "Another tag is called the same, and posts choose by name: they were left as they are, look at them",
)


class Phase(StrEnum):
    """TAKE: the groups are taken in hand. CODES, POSTS: what names the tag. MOVE: members, with calls to WeCom.

    WECOM: what is renamed or deleted there. FOLLOW: members, by what we know of them.
    """

    TAKE = "take"
    CODES = "codes"
    BESIDE = "beside"
    MOVE = "move"
    AGAIN = "again"
    WECOM = "wecom"
    POSTS = "posts"
    FOLLOW = "follow"


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a job is. number: of the tag whose members are gone through; walk: how far that is; refused: members who
    kept the tag; shared: names that another tag has as well.
    """

    phase: Phase = Phase.TAKE
    cursor: str = ""
    number: int = 0
    walk: TagWalk | None = None
    refused: int = 0
    shared: tuple[str, ...] = ()


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a job says of itself, as its result: which tags it changes, what they become, which groups it has."""

    old: Sequence[str]
    new: str = ""
    groups: Sequence[GroupId]
    is_group: bool = False


def _at(work: Work[RenameTag] | Work[MergeTags] | Work[DeleteTags]) -> Place:
    return msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()


def _goes_on(place: Place, **more: object) -> str:
    return msgspec.json.encode(msgspec.structs.replace(place, **more)).decode()


def rename(ctx: Ctx, work: Work[RenameTag]) -> Step:
    """A step of a rename: taken in hand, renamed at WeCom, in posts, on members."""
    ours, job, place = work.behalf(ctx), work.args, _at(work)
    end = _ending(work.job, [job.group], lambda: posts.look_at_tags(ours))
    match place.phase:
        case Phase.TAKE:
            about = About(old=[job.old], new=job.new, groups=[job.group])
            return _take(ours, work.job, about, {job.tag: job.old}, Phase.BESIDE)
        case Phase.BESIDE:
            posts.let_go_tag(ours, job.old)
            return Step(cursor=_goes_on(place, phase=Phase.WECOM))
        case Phase.WECOM:
            refusal = _at_wecom(lambda: wecom.rename(ours, job.tag, job.new))
            return end(job.tag, refusal) if refusal else Step(cursor=_goes_on(place, phase=Phase.POSTS))
        case Phase.POSTS:
            return _posts(ours, place, job.old, lambda: posts.rename_tag(ours, job.old, job.new))
        case _:
            how = Following.READ if job.old in place.shared else Following.NAMES
            return _follow(ours, work.job, place, [TagChange(how=how, old=job.old, new=job.new)], end)


def merge(ctx: Ctx, work: Work[MergeTags]) -> Step:
    """A step of a merge: live codes, posts and members get the other tag, and the first goes when nobody has it."""
    ours, job, place = work.behalf(ctx), work.args, _at(work)
    groups = list(dict.fromkeys([job.group, job.into_group]))
    end = _ending(work.job, groups, lambda: posts.look_at_tags(ours))
    how = Following.READ if job.old in place.shared else Following.LEFT
    match place.phase:
        case Phase.TAKE:
            about = About(old=[job.old], new=job.new, groups=groups)
            return _take(ours, work.job, about, {job.tag: job.old}, Phase.CODES, into={job.into: job.new})
        case Phase.CODES:
            _, cursor = livecodes.replace_tag(ours, job.tag, job.into, place.cursor)
            return Step(cursor=_goes_on(place, phase=Phase.CODES if cursor else Phase.BESIDE, cursor=cursor))
        case Phase.BESIDE:
            return _posts(ours, place, job.old, lambda: posts.tag_beside(ours, job.old, job.new), Phase.MOVE)
        case Phase.MOVE | Phase.AGAIN:
            return _move(ours, place, job, end)
        case Phase.WECOM:
            refusal = _at_wecom(lambda: _delete(ours, [job.tag]))
            return end(job.tag, refusal) if refusal else Step(cursor=_goes_on(place, phase=Phase.POSTS))
        case Phase.POSTS:
            return _posts(ours, place, job.old, lambda: posts.rename_tag(ours, job.old, job.new))
        case _:
            step = _follow(ours, work.job, place, [TagChange(how=how, old=job.old, new=job.new)], end)
            # Those who were moved are counted already.
            return msgspec.structs.replace(step, done=0, total=None)


def delete(ctx: Ctx, work: Work[DeleteTags]) -> Step:
    """A step of a deletion: gone at WeCom first, then from live codes, posts and members, tag by tag."""
    ours, job, place = work.behalf(ctx), work.args, _at(work)
    end = _ending(work.job, [job.group])
    match place.phase:
        case Phase.TAKE:
            about = About(old=list(job.names), groups=[job.group], is_group=job.is_group)
            return _take(ours, work.job, about, dict(zip(job.tags, job.names, strict=True)), Phase.WECOM)
        case Phase.WECOM:
            refusal = _at_wecom(lambda: _delete(ours, job.tags, job.group if job.is_group else NO_GROUP))
            return end(job.group, refusal) if refusal else Step(cursor=_goes_on(place, phase=Phase.CODES))
        case Phase.CODES:
            livecodes.drop_deleted_tags(ours)
            return Step(cursor=_goes_on(place, phase=Phase.POSTS))
        case Phase.POSTS:
            posts.hold_naming(ours, set(job.names) - set(place.shared))
            return Step(cursor=_goes_on(place, phase=Phase.FOLLOW))
        case _:
            return _follow(ours, work.job, place, [_gone(name, place) for name in job.names], end)


def _gone(name: str, place: Place) -> TagChange:
    return TagChange(how=Following.READ if name in place.shared else Following.NAMES, old=name, new="")


Ending = Callable[[str, Why | None], Step]


def _ending(job: str, groups: Sequence[GroupId], lastly: Callable[[], None] = lambda: None) -> Ending:
    """The last step: the groups are given back, and why it ends early is told. lastly: what follows either way."""

    def end(about: str, why: Why | None = None) -> Step:
        lastly()

        def together(transaction: Transaction) -> None:
            store.give_back_in(transaction, groups, job)

        rejects = [Reject(1, why, reference=about)] if why else []
        return Step(cursor=None, rejects=rejects, together=together)

    return end


def _take(
    ctx: Ctx,
    job: str,
    about: About,
    tags: Mapping[TagId, str],
    phase: Phase,
    into: Mapping[TagId, str] | None = None,
) -> Step:
    """Nobody else changes these groups from now on; the job ends where somebody does. 1 RU, 2 WU each, 1 call.

    It ends as well where the tags are not what they were when it was asked for, as after another job that was asked for
    at the same time: who has a tag is found by its name, and would lose it. into: where they go.
    """
    said = msgspec.json.encode(about).decode()
    was = {group: store.hand(ctx, group) for group in about.groups}
    if any(hands.held(ctx, row, beside=job) for row in was.values()):
        return Step(cursor=None, rejects=[Reject(1, IN_HAND, reference=about.groups[0])], result=said)
    every = members.tag_groups(ctx)
    called = {TagId(tag.id): tag.name for group in every for tag in group.tags}
    other = [tag for tag, name in {**tags, **(into or {})}.items() if called.get(tag) != name]
    if other:
        return Step(cursor=None, rejects=[Reject(1, CHANGED, reference=other[0])], result=said)
    shared = library.also_called(every, list(tags), list(tags.values()))

    def together(transaction: Transaction) -> None:
        for group, row in was.items():
            store.take_in(transaction, group, job, row)

    return Step(cursor=_goes_on(Place(), phase=phase, shared=shared), result=said, together=together)


def _at_wecom(act: Callable[[], None]) -> Why | None:
    """Why WeCom will never do it; what may pass is raised."""
    try:
        act()
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return Why(refused.zh, refused.en)
    return None


def _delete(ctx: Ctx, tags: Sequence[TagId], group: GroupId = NO_GROUP) -> None:
    """Tags go, or a whole group; what is gone already is passed over. A call, two more where something is gone."""
    try:
        wecom.delete(ctx, () if group else tags, [group] if group else ())
    except UnknownTag:
        there = {tag.id for group in members.tag_groups(ctx) for tag in group.tags}
        left = [tag for tag in tags if tag in there]
        if left and not group:
            wecom.delete(ctx, left)


def _posts(ctx: Ctx, place: Place, old: str, act: Callable[[], int], after: Phase = Phase.FOLLOW) -> Step:
    """Posts name tags by what they are called: where another one is called so too, they are left and told of."""
    following = _goes_on(place, phase=after)
    if old not in place.shared:
        act()
        return Step(cursor=following)
    named = posts.posts_naming(ctx, [old])
    rejects = [Reject(number, SAME_NAME, reference=post_id) for number, (post_id, _) in enumerate(named, 1)]
    return Step(cursor=following, rejects=rejects if after is Phase.FOLLOW else [])


def _move(ctx: Ctx, place: Place, job: MergeTags, end: Ending) -> Step:
    """Members get the other tag at WeCom, those who got the first meanwhile in a second round."""
    is_first = place.phase is Phase.MOVE
    wanted = TagChange(how=Following.MOVE, old=job.old, new=job.new, tag=job.tag, into=job.into, counts_all=is_first)
    walk = place.walk or members.pick_tagged(ctx, job.old)
    step = members.walk_tagged(ctx, walk, wanted)
    refused = place.refused + len(step.rejects)
    if step.cursor is None and not is_first and refused:
        rejects = [*step.rejects, Reject(refused + 1, KEPT, reference=job.tag)]
        return msgspec.structs.replace(end(job.tag, None), done=step.done, rejects=rejects)
    if step.cursor is None:
        after = _goes_on(place, phase=Phase.AGAIN if is_first else Phase.WECOM, walk=None, refused=0)
    else:
        after = _goes_on(place, walk=TagWalk(walk.pick, step.cursor), refused=refused)
    # Those who were refused are tried once more, and told of then.
    told = [] if is_first else list(step.rejects)
    return msgspec.structs.replace(step, cursor=after, rejects=told, total=step.total if is_first else None)


def _follow(ctx: Ctx, job: str, place: Place, wanted: Sequence[TagChange], end: Ending) -> Step:
    """Members after one tag, then after the next."""
    change = wanted[place.number]
    walk = place.walk or members.pick_tagged(ctx, change.old)
    step = members.walk_tagged(ctx, walk, change)
    if step.cursor is not None:
        after = _goes_on(place, walk=TagWalk(walk.pick, step.cursor))
        return msgspec.structs.replace(step, cursor=after, total=step.total if len(wanted) == 1 else None)
    if place.number + 1 < len(wanted):
        return msgspec.structs.replace(step, cursor=_goes_on(place, number=place.number + 1, walk=None), total=None)
    return msgspec.structs.replace(end(job, None), done=step.done, rejects=step.rejects)
