"""Doors of tags."""

from __future__ import annotations

from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.storage.lists import Page
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.platforms.wecom.errors import TagOfAnotherApp
from chalicelib.tags import library, service, shapes
from chalicelib.tags.errors import BadTagChange, TagInHand, TagRenamed, UnknownCorpTag
from chalicelib.tags.room import EDIT, READ, REMOVE, ROOM

routes = Routes(ROOM)
OF_TAG = Leaves(shapes.TAG, "tag_id")
OF_GROUP = Leaves(shapes.TAG_GROUP, "group_id")


@routes.get(
    "/admin/v1/tags/{tag_id}",
    allow=READ,
    summary=("标签的使用情况：会员、活码、群发", "A tag and what uses it: members, live codes, posts"),
    answer=shapes.TagDetail,
    errors=(UnknownCorpTag, *WECOM),
)
def read_tag(ctx: Ctx, tag_id: str) -> shapes.TagDetail:
    return service.tag(ctx, tag_id)


@routes.put(
    "/admin/v1/tags/{tag_id}/name",
    allow=EDIT,
    summary=("标签改名（后台任务）", "Rename a tag, as a job"),
    body=shapes.RenameTag,
    texts={"name": Lint.NONE, "was": Lint.NONE},
    leaves=OF_TAG,
    answer=shapes.TagChangeBegun,
    errors=(UnknownCorpTag, BadTagChange, TagInHand, TagRenamed, *WECOM),
)
def rename_tag(ctx: Ctx, tag_id: str, body: shapes.RenameTag) -> shapes.TagChangeBegun:
    return service.rename(ctx, tag_id, body)


@routes.post(
    "/admin/v1/tags/{tag_id}/merges",
    allow=REMOVE,
    summary=("合并到另一个标签（后台任务）", "Merge a tag into another one, as a job"),
    body=shapes.MergeTag,
    texts={"into": Lint.NONE},
    leaves=OF_TAG,
    answer=shapes.TagChangeBegun,
    status=201,
    errors=(UnknownCorpTag, BadTagChange, TagInHand, NeedsConfirmation, *WECOM),
)
def merge_tag(ctx: Ctx, tag_id: str, body: shapes.MergeTag) -> shapes.TagChangeBegun:
    return service.merge(ctx, tag_id, body)


@routes.post(
    "/admin/v1/tags/{tag_id}/deletions",
    allow=REMOVE,
    summary=("删除标签（后台任务）", "Delete a tag, as a job"),
    body=shapes.DeleteTag,
    leaves=OF_TAG,
    answer=shapes.TagChangeBegun,
    status=201,
    errors=(UnknownCorpTag, TagInHand, NeedsConfirmation, *WECOM),
)
def delete_tag(ctx: Ctx, tag_id: str, body: shapes.DeleteTag) -> shapes.TagChangeBegun:
    return service.delete(ctx, tag_id, body)


@routes.get(
    "/admin/v1/tag-groups/{group_id}/counts",
    allow=READ,
    summary=("标签组内各标签的会员人数", "How many members have each tag of a group"),
    query=PageQuery,
    answer=Page[shapes.TagCount],
    errors=(UnknownCorpTag, *WECOM),
)
def count_tags(ctx: Ctx, group_id: str, query: PageQuery) -> Page[shapes.TagCount]:
    return library.counts(ctx, group_id, query)


@routes.put(
    "/admin/v1/tag-groups/{group_id}/name",
    allow=EDIT,
    summary=("标签组改名", "Rename a group of tags"),
    body=shapes.RenameTag,
    texts={"name": Lint.NONE, "was": Lint.NONE},
    leaves=OF_GROUP,
    answer=shapes.RenamedGroup,
    errors=(UnknownCorpTag, BadTagChange, TagInHand, TagRenamed, TagOfAnotherApp, *WECOM),
)
def rename_tag_group(ctx: Ctx, group_id: str, body: shapes.RenameTag) -> shapes.RenamedGroup:
    return service.rename_group(ctx, group_id, body)


@routes.post(
    "/admin/v1/tag-groups/{group_id}/deletions",
    allow=REMOVE,
    summary=("删除标签组及其全部标签（后台任务）", "Delete a group with all of its tags, as a job"),
    body=shapes.DeleteTag,
    leaves=OF_GROUP,
    answer=shapes.TagChangeBegun,
    status=201,
    errors=(UnknownCorpTag, TagInHand, NeedsConfirmation, *WECOM),
)
def delete_tag_group(ctx: Ctx, group_id: str, body: shapes.DeleteTag) -> shapes.TagChangeBegun:
    return service.delete_group(ctx, group_id, body)
