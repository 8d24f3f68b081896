"""What the member doors take and give."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import CorpKey


class MemberSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mini-program login code (`wx.login`, valid 5 minutes, once)."""

    corp: CorpKey
    js_code: Annotated[str, Meta(min_length=1, max_length=512)]


class MemberSession(msgspec.Struct, frozen=True):
    """A member's session token."""

    token: str
    expires_at: str
    member_id: str


class NewTagGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corp tags to have in a group; what exists already is kept (WeCom: names of at most 30 characters)."""

    name: Annotated[str, Meta(min_length=1, max_length=30)]
    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=30)]], Meta(min_length=1, max_length=100)]


class Tag(msgspec.Struct, frozen=True):
    """A corp tag."""

    id: str
    name: str


class TagGroup(msgspec.Struct, frozen=True):
    """A group of corp tags."""

    id: str
    name: str
    tags: list[Tag]


class TagGroups(msgspec.Struct, frozen=True):
    """All corp tags."""

    items: list[TagGroup]


class MemberLine(msgspec.Struct, frozen=True):
    """A member in a list. first_state is the live code of the first join, '' when there was none."""

    member_id: str
    first_at: str
    first_state: str
    first_userid: str
    name: str | None = None


class Members(msgspec.Struct, frozen=True):
    """A page of members, newest first."""

    items: list[MemberLine]
    cursor: str


class Relation(msgspec.Struct, frozen=True):
    """A member's relation to one member of staff. status: friend, pending or lost."""

    userid: str
    status: str
    since: str
    states: list[str]
    tags: list[str]


class Member(msgspec.Struct, frozen=True):
    """A member with their relations to staff. accepts_posts: their own word; blocked: an operator's."""

    member_id: str
    external_userid: str
    first_at: str
    first_state: str
    first_userid: str
    name: str | None
    avatar: str | None
    accepts_posts: bool
    blocked: bool
    relations: list[Relation]


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a member wants. accept_posts: mass messages, in chats and from the mini-program."""

    accept_posts: bool


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether posts leave a member out, and why; the reason is for colleagues."""

    blocked: bool = True
    reason: Annotated[str, Meta(max_length=200)] = ""


class Friendship(msgspec.Struct, frozen=True):
    """A member's relation to one member of staff. status: friend, pending or lost; since: when it began so.

    states: the channel parameters they came through; tags: the ids of the tags that this member of staff has put on.
    """

    userid: str
    status: str
    since: str
    states: tuple[str, ...]
    tags: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True):
    """How a member stands with the corp: what other rooms may know of them.

    refused_at, blocked_at: since when they, or an operator, have said no to posts; '' when nobody has.
    """

    member_id: str
    external_userid: str
    first_state: str
    friendships: tuple[Friendship, ...]
    refused_at: str
    blocked_at: str


class Event(msgspec.Struct, frozen=True):
    """One thing that happened to a member: a sentence in both languages, and its data."""

    id: str
    kind: str
    at: str
    actor: str
    cause: str
    text_zh: str
    text_en: str
    data: dict[str, Any]


class Timeline(msgspec.Struct, frozen=True):
    """A member's facts, newest first."""

    items: list[Event]
    cursor: str
