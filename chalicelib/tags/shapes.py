"""What the doors of tags take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, Confirm
from chalicelib.tags.ids import GroupId, TagId

TAG = Thing("tag", "标签", "tag")
TAG_GROUP = Thing("tag_group", "标签组", "tag group")

Name = Annotated[str, LINE, Meta(max_length=30)]


class RenameTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a tag or a group is to be called (WeCom: 30 characters at most).

    was: the name that whoever renames it saw; with null it is renamed whatever it is called.
    """

    name: Name
    was: Annotated[str, LINE, Meta(max_length=100)] | None = None

    def __post_init__(self) -> None:
        # As WeCom keeps it, so that it is the same as one that is there already.
        msgspec.structs.force_setattr(self, "name", self.name.strip())


class MergeTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Into which tag this one goes; it is gone afterwards."""

    into: Annotated[TagId, LINE, Meta(max_length=64)]
    confirm: Confirm = False


class DeleteTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether it is meant, where something still uses what is to be deleted."""

    confirm: Confirm = False


class TagUses(msgspec.Struct, frozen=True, kw_only=True):
    """What uses tags. members: how many, by name; is_all: that is all of them, else there are more.

    live_codes, posts: their names, at most 20; many_codes, many_posts: how many there are; posts are those that are
    still to go out. taggings: bulk taggings that are not over.
    """

    members: int
    is_all: bool
    live_codes: list[str]
    many_codes: int
    posts: list[str]
    many_posts: int
    taggings: int


class TagDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A corp tag. uses: what has it or names it; same_name: another group has a tag of that name, which members and
    posts do not tell apart. in_hand: the job that changes its group now, '' for none.
    """

    id: TagId
    name: str
    group_id: GroupId
    group_name: str
    uses: TagUses
    same_name: bool
    in_hand: str


class TagChangeBegun(msgspec.Struct, frozen=True, kw_only=True):
    """The job that was begun, and what used the tags then."""

    job_id: str
    uses: TagUses


class TagCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many members have a tag of that name, whichever group it is of. is_all: else there are more."""

    id: TagId
    name: str
    members: int
    is_all: bool


class RenamedGroup(msgspec.Struct, frozen=True):
    """A group as it is called now."""

    id: GroupId
    name: str
