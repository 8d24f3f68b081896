"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.tags.ids import GroupId, TagId


@job("rename_tag", zh="标签改名", en="Rename a tag")
class RenameTag(Job, frozen=True, kw_only=True):
    """At WeCom, in posts and on members."""

    tag: TagId
    group: GroupId
    old: str
    new: str


@job("merge_tags", zh="合并标签", en="Merge two tags")
class MergeTags(Job, frozen=True, kw_only=True):
    """Whoever and whatever has `tag` gets `into`, then `tag` goes. old, new: their names."""

    tag: TagId
    group: GroupId
    old: str
    into: TagId
    into_group: GroupId
    new: str


@job("delete_tags", zh="删除标签", en="Delete tags")
class DeleteTags(Job, frozen=True, kw_only=True):
    """A tag, or a group with all of its tags. names: of the tags, in the same order."""

    tags: tuple[TagId, ...]
    names: tuple[str, ...]
    group: GroupId
    is_group: bool
