"""The verbs of tags: look what uses one, rename, merge and delete, tags and groups of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Job
from chalicelib.core.sanity import judge
from chalicelib.core.storage import leases
from chalicelib.platforms.wecom import library as wecom
from chalicelib.platforms.wecom.errors import TagNameTaken, UnknownTag
from chalicelib.tags import hands, library, rules
from chalicelib.tags.errors import BadTagChange, TagInHand, TagRenamed, UnknownCorpTag
from chalicelib.tags.ids import GroupId, TagId
from chalicelib.tags.jobs import DeleteTags, MergeTags, RenameTag
from chalicelib.tags.shapes import DeleteTag, MergeTag, RenamedGroup, TagChangeBegun, TagDetail, TagUses
from chalicelib.tags.shapes import RenameTag as NewName

# Two calls, and as many tries as they have.
RENAMING_FOR = timedelta(seconds=60)


def tag(ctx: Ctx, tag_id: str) -> TagDetail:
    """A tag, what uses it, and whether it is being changed. A call, and what `library.uses` costs.

    Raises UnknownCorpTag.
    """
    found = library.tag(ctx, tag_id)
    return TagDetail(
        id=TagId(found.tag.id),
        name=found.tag.name,
        group_id=GroupId(found.group.id),
        group_name=found.group.name,
        uses=library.uses(ctx, [tag_id], [found.tag.name]),
        same_name=bool(library.also_called(found.every, [tag_id], [found.tag.name])),
        in_hand=hands.of_group(ctx, GroupId(found.group.id)),
    )


def rename(ctx: Ctx, tag_id: str, new: NewName) -> TagChangeBegun:
    """Begin to call a tag otherwise, at WeCom, in posts and on members. Under one Idempotency-Key it is one job.

    Raises UnknownCorpTag, BadTagChange, TagInHand, TagRenamed. Who renames it after it was read here, the job finds.
    """
    found = library.tag(ctx, tag_id)
    _check_as_seen(found.tag.name, new)
    beside = [one.name for one in found.group.tags if one.id != tag_id]
    judge(BadTagChange, list(rules.faults_of_name(new.name, beside)))
    job = RenameTag(tag=TagId(tag_id), group=GroupId(found.group.id), old=found.tag.name, new=new.name)
    return _begin(ctx, job, [job.group], library.uses(ctx, [tag_id], [found.tag.name]))


def merge(ctx: Ctx, tag_id: str, new: MergeTag) -> TagChangeBegun:
    """Begin to put a tag into another one: whoever and whatever has it gets the other, then it goes.

    Raises UnknownCorpTag, BadTagChange, TagInHand, and NeedsConfirmation where something uses it.
    """
    found = library.tag(ctx, tag_id)
    wrong = list(rules.faults_of_merge(tag_id, new.into, found.every))
    uses = library.uses(ctx, [tag_id], [found.tag.name])
    judge(BadTagChange, wrong, rules.warning(found.tag.name, uses, is_merged=True), confirm=new.confirm)
    into = library.tag(ctx, new.into)
    job = MergeTags(
        tag=TagId(tag_id),
        group=GroupId(found.group.id),
        old=found.tag.name,
        into=new.into,
        into_group=GroupId(into.group.id),
        new=into.tag.name,
    )
    return _begin(ctx, job, [job.group, job.into_group], uses)


def delete(ctx: Ctx, tag_id: str, asked: DeleteTag) -> TagChangeBegun:
    """Begin to delete a tag, at WeCom and here. Under one Idempotency-Key it is one job.

    Raises UnknownCorpTag, TagInHand, and NeedsConfirmation where something uses it.
    """
    found = library.tag(ctx, tag_id)
    job = DeleteTags(tags=(TagId(tag_id),), names=(found.tag.name,), group=GroupId(found.group.id), is_group=False)
    return _delete(ctx, job, found.tag.name, asked)


def delete_group(ctx: Ctx, group_id: str, asked: DeleteTag) -> TagChangeBegun:
    """Begin to delete a group with all of its tags. Raises what `delete` raises."""
    group, _ = library.group(ctx, group_id)
    job = DeleteTags(
        tags=tuple(TagId(one.id) for one in group.tags),
        names=tuple(one.name for one in group.tags),
        group=GroupId(group_id),
        is_group=True,
    )
    return _delete(ctx, job, group.name, asked)


def _delete(ctx: Ctx, job: DeleteTags, named: str, asked: DeleteTag) -> TagChangeBegun:
    uses = library.uses(ctx, job.tags, job.names)
    judge(BadTagChange, [], rules.warning(named, uses, is_merged=False), confirm=asked.confirm)
    return _begin(ctx, job, [job.group], uses)


def _begin(ctx: Ctx, job: Job, groups: Sequence[GroupId], uses: TagUses) -> TagChangeBegun:
    """The job's first step takes the groups in hand; who is late by now hears it here."""
    for group in groups:
        in_hand = hands.of_group(ctx, group)
        if in_hand:
            raise TagInHand(job=in_hand)
    return TagChangeBegun(job_id=jobs.start(ctx, job), uses=uses)


def rename_group(ctx: Ctx, group_id: str, new: NewName) -> RenamedGroup:
    """Call a group otherwise. Nothing here names a group, so that is all. Two calls, 2 WU, 2 RU. Safe to repeat.

    WeCom renames it whatever it is called: one at a time looks and does. Raises UnknownCorpTag, BadTagChange,
    TagInHand, TagRenamed, TagOfAnotherApp; TooBusy while somebody else renames it.
    """
    with leases.held(ctx, f"rename_tag_group#{group_id}", RENAMING_FOR):
        return _rename_group(ctx, group_id, new)


def _rename_group(ctx: Ctx, group_id: str, new: NewName) -> RenamedGroup:
    group, every = library.group(ctx, group_id)
    _check_as_seen(group.name, new)
    beside = [one.name for one in every if one.id != group_id]
    taken: list[Fault] = list(rules.faults_of_name(new.name, beside))
    judge(BadTagChange, taken)
    in_hand = hands.of_group(ctx, GroupId(group_id))
    if in_hand:
        raise TagInHand(job=in_hand)
    if group.name != new.name:
        try:
            wecom.rename(ctx, group_id, new.name)
        except UnknownTag:
            raise UnknownCorpTag() from None
        except TagNameTaken:  # somebody was faster
            raise BadTagChange(list(rules.faults_of_name(new.name, [new.name]))) from None
    return RenamedGroup(GroupId(group_id), new.name)


def _check_as_seen(name: str, new: NewName) -> None:
    """Raises TagRenamed where it is called neither as it was seen nor as it shall be."""
    if new.was is not None and name not in (new.was, new.name):
        raise TagRenamed(name=name)
