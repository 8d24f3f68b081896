"""What the member doors take and give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, CorpKey, PageQuery
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.problems import Problem
from chalicelib.members.ids import MemberId
from chalicelib.members.states import FriendState, Heard

MEMBER = Thing("member", "会员", "member")
TAGS = Thing("tags", "标签", "tags")


class MemberSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mini-program login code (`wx.login`, valid 5 minutes, once).

    Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
    failed sign-ins.
    """

    corp: CorpKey
    js_code: Annotated[str, Meta(min_length=1, max_length=512)]


class MemberSession(msgspec.Struct, frozen=True):
    """A member's session token."""

    token: str
    expires_at: Moment
    member_id: MemberId

    @property
    def actor(self) -> str:
        """How it signs what it changes."""
        return f"member:{self.member_id}"


class NewTagGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corp tags to have in a group; what exists already is kept (WeCom: names of at most 30 characters)."""

    name: Annotated[str, LINE, Meta(max_length=30)]
    tags: Annotated[list[Annotated[str, LINE, Meta(max_length=30)]], Meta(min_length=1, max_length=100)]


class Tag(msgspec.Struct, frozen=True):
    """A corp tag."""

    id: str
    name: str


class TagGroup(msgspec.Struct, frozen=True):
    """A group of corp tags. problems: why WeCom would not make some, told to whoever asked for them."""

    id: str
    name: str
    tags: list[Tag]
    problems: list[Problem] = []


class TagGroups(msgspec.Struct, frozen=True):
    """All corp tags."""

    items: list[TagGroup]


class MemberLine(msgspec.Struct, frozen=True):
    """A member in a list. first_state is the live code of the first join, '' when there was none."""

    member_id: MemberId
    first_at: Moment
    first_state: str
    first_userid: UserId
    name: str | None = None


class RelationLine(msgspec.Struct, frozen=True):
    """What the index says of a friendship: what was heard of it last."""

    heard: Heard


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A pair as a list of WeCom's has it. created: since when they are friends, NEVER when it does
    not say; tag_ids: of corp tags alone."""

    external_userid: ExternalUserId
    userid: UserId
    created: Moment
    state: str = ""
    name: str = ""
    avatar: str = ""
    gender: int = 0
    unionid: str = ""
    tag_ids: tuple[str, ...] = ()


class Differences(msgspec.Struct, frozen=True):
    """Where a list of ids and ours differ. unknown: listed, and no friends as far as we know; missing: not listed."""

    unknown: tuple[ExternalUserId, ...]
    missing: tuple[MemberId, ...]


class Late(msgspec.Struct, frozen=True):
    """What was found that no callback had told: joins, losses, and members whose profile or tags are read again."""

    joins: int = 0
    losses: int = 0
    profiles: int = 0

    def plus(self, other: Late) -> Late:
        """Both together."""
        return Late(self.joins + other.joins, self.losses + other.losses, self.profiles + other.profiles)


class MemberQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which members, the newest first; all that is given must hold.

    q: a part of the name from its beginning or a word's, a whole phone number that staff noted, or a whole external
    contact id. tag: the name of one. code: the live code (or channel parameter) of the first join. staff: whose friends
    they are or ask to be. since, until: days in Shanghai, both included, of the first meeting; with `staff` and nothing
    else of when we first heard of the friendship. A page may hold fewer than `limit` although more follow.
    """

    q: Annotated[str, Meta(max_length=100)] = ""
    tag: Annotated[str, Meta(max_length=100)] = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    staff: Annotated[str, Meta(max_length=64)] = ""
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY

    def __post_init__(self) -> None:
        given.read_times(self)
        given.check_days(self.since, self.until)


class Friendship(msgspec.Struct, frozen=True):
    """A member's relation to one member of staff. status: friend, pending or lost; since: when it began so.

    states: the channel parameters they came through; tags: the names of the tags that this member of staff has put on.
    problem: why some could not be put on, or the profile not be read.
    """

    userid: UserId
    status: FriendState
    since: Moment
    states: tuple[str, ...]
    tags: tuple[str, ...]
    problem: Problem | None = None


class Friend(msgspec.Struct, frozen=True):
    """A customer of one member of staff, as another room goes through all of them."""

    member_id: MemberId
    external_userid: ExternalUserId


class Member(msgspec.Struct, frozen=True):
    """A member with their relations to staff. accepts_posts: their own word; blocked: an operator's."""

    member_id: MemberId
    external_userid: ExternalUserId
    first_at: Moment
    first_state: str
    first_userid: UserId
    name: str | None
    avatar: str | None
    accepts_posts: bool
    blocked: bool
    relations: list[Friendship]


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a member wants. accept_posts: mass messages, in chats and from the mini-program."""

    accept_posts: bool


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether posts leave a member out, and why; the reason is for colleagues."""

    blocked: bool = True
    reason: Annotated[str, Meta(max_length=200)] = ""


class Standing(msgspec.Struct, frozen=True):
    """How a member stands with the corp: what other rooms may know of them.

    refused_at, blocked_at: since when they, or an operator, have said no to posts; '' when nobody has. is_read: WeCom
    was asked what it tells of them, tags included.
    """

    member_id: MemberId
    external_userid: ExternalUserId
    first_state: str
    friendships: tuple[Friendship, ...]
    refused_at: Moment
    blocked_at: Moment
    is_read: bool


class Event(msgspec.Struct, frozen=True):
    """One thing that happened to a member: a sentence in both languages, and its data."""

    id: str
    kind: str
    at: Moment
    actor: str
    cause: str
    text_zh: str
    text_en: str
    data: Mapping[str, Any]
