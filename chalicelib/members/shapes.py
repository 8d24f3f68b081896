"""What the member doors take and give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, WORDS, Confirm, CorpKey, PageQuery
from chalicelib.core.ids import NOBODY, ExternalUserId, UserId
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands, Person
from chalicelib.members.ids import MemberId, NoteId
from chalicelib.members.states import Following, FriendState, Heard

MEMBER = Thing("member", "会员", "member")
TAGS = Thing("tags", "标签", "tags")


class MemberNamed(msgspec.Struct, frozen=True):
    """Which member. name: as WeCom calls them, only its first character for who may not look at members; '' unknown."""

    member_id: MemberId
    name: str = ""


class MemberSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mini-program login code (`wx.login`, valid 5 minutes, once).

    Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
    failed sign-ins.
    """

    corp: CorpKey
    js_code: Annotated[str, Meta(min_length=1, max_length=512)]


class MemberSession(msgspec.Struct, frozen=True):
    """A member's session token; '' in a browser, which keeps it in a cookie that no script reads."""

    token: str
    expires_at: Moment
    member_id: MemberId

    @property
    def actor(self) -> str:
        """How it signs what it changes."""
        return f"member:{self.member_id}"


class SignedOut(msgspec.Struct, frozen=True):
    """The session is over."""

    signed_out: bool = True


class PageSignIn(msgspec.Struct, frozen=True):
    """For which corp, and the customers' page to go on to."""

    corp: Annotated[str, Meta(max_length=100)] = ""
    next: Annotated[str, Meta(max_length=1000)] = ""


class PageSignedIn(msgspec.Struct, frozen=True):
    """What WeChat adds as it sends a browser back; no code from whoever did not agree."""

    code: Annotated[str, Meta(max_length=1000)] = ""
    state: Annotated[str, Meta(max_length=200)] = ""


class NewTagGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corp tags to have in a group; what exists already is kept (WeCom: names of at most 30 characters)."""

    name: Annotated[str, LINE, Meta(max_length=30)]
    tags: Annotated[list[Annotated[str, LINE, Meta(max_length=30)]], Meta(min_length=1, max_length=100)]

    def __post_init__(self) -> None:
        # WeCom takes no notice of blanks around a name: asked for with them, a tag is there and is never found.
        msgspec.structs.force_setattr(self, "name", self.name.strip())
        msgspec.structs.force_setattr(self, "tags", list(dict.fromkeys(tag.strip() for tag in self.tags)))


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


class MemberInList(MemberLine, frozen=True, kw_only=True):
    """A member as the list shows them. first_code: what the live code of the first join is called, '' for none.

    stage: friend of anybody, else pending, else lost; tags: of all their staff, by name.
    """

    first_staff: Person
    first_code: str = ""
    tags: tuple[str, ...] = ()
    stage: FriendState = FriendState.FRIEND


class MemberInFile(msgspec.Struct, frozen=True, kw_only=True):
    """A member as a file shows them, names beside ids. accepts_posts: neither they nor an operator said no.

    name, external_userid: hidden but for an end, where whoever asks may not see them whole.
    """

    member_id: MemberId
    name: str
    external_userid: str
    first_at: Moment
    first_userid: UserId
    first_staff: str
    first_state: str
    first_code: str
    stage: FriendState
    tags: tuple[str, ...]
    accepts_posts: bool


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


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which members; all that is given must hold. See MemberQuery."""

    q: Annotated[str, Meta(max_length=100)] = ""
    tag: Annotated[str, Meta(max_length=100)] = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    staff: given.StaffOrNone = NOBODY
    store: Annotated[str, Meta(max_length=40)] = ""
    stage: FriendState | None = None
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class MemberQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which members, the newest first; all that is given must hold.

    q: a part of the name from its beginning or a word's, a whole phone number that staff noted, or a whole external
    contact id. tag: the name of one. code: the live code (or channel parameter) of the first join. staff: whose friends
    they are or ask to be; store: whose staff's. stage: how they stand with that member of staff, else with the corp.
    since, until: days in Shanghai, both included, of the first meeting; with `staff` and nothing
    else of when we first heard of the friendship. A page may hold fewer than `limit` although more follow.
    """

    q: Annotated[str, Meta(max_length=100)] = ""
    tag: Annotated[str, Meta(max_length=100)] = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    staff: given.StaffOrNone = NOBODY
    store: Annotated[str, Meta(max_length=40)] = ""
    stage: FriendState | None = None
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


TagIds = Annotated[
    tuple[Annotated[str, LINE, Meta(max_length=64)], ...],
    Meta(max_length=30, description="企业标签 ID / ids of corp tags"),
]


class Tags(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Tags to put on and to take off. staff: whose, of the friends; '' for each of them."""

    add: TagIds = ()
    remove: TagIds = ()
    staff: given.StaffOrNone = NOBODY

    def __post_init__(self) -> None:
        given.read_all(self)
        _check_tags(self.add, self.remove)


class OwnTags(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Tags to put on a customer of one's own, and to take off."""

    add: TagIds = ()
    remove: TagIds = ()

    def __post_init__(self) -> None:
        _check_tags(self.add, self.remove)


def _check_tags(add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    if not (add or remove):
        zh, en = "请至少选择一个要打上或去掉的标签。", "Choose at least one tag to put on or take off."
        raise Misfit(Fault("add", "empty", None, zh, en))
    both = sorted({*add} & {*remove})
    if both:
        zh, en = "同一个标签不能既打上又去掉。", "A tag cannot be put on and taken off at once."
        raise Misfit(Fault("remove", "both", both[0], zh, en))


class NewTagging(Tags, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Many members to be tagged: by their ids, or all whom filters mean. preview: count them, tag nobody."""

    members: Annotated[
        tuple[Annotated[MemberId, LINE, Meta(max_length=40)], ...],
        Meta(max_length=5_000, description="会员编号，最多 5000 个 / ids of members, at most 5,000"),
    ] = ()
    which: Filter | None = None
    preview: bool = False
    confirm: Confirm = False


class TaggingBegun(msgspec.Struct, frozen=True, kw_only=True):
    """The job that was begun. members: how many there are as far as was looked; is_all: that is all of them."""

    job_id: str
    members: int
    is_all: bool


class TagChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is done for members after a tag: its name and the other one, '' for none, and at WeCom their ids.

    counts_all: also who has nothing to be done, so that a step that broke off and is made again counts the same.
    """

    how: Following
    old: str
    new: str
    tag: str = ""
    into: str = ""
    counts_all: bool = False


class TagWalk(msgspec.Struct, frozen=True):
    """Members who are gone through. pick: who they are (members/picks.py); at: how far that is, '' at its begin."""

    pick: str
    at: str = ""


class WriteNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator notes of a member, for colleagues."""

    text: Annotated[str, WORDS, Meta(max_length=1_000)]


class Note(Hands, frozen=True, kw_only=True):
    """A note. is_masked: only how it begins is shown, its numbers hidden; its author sees all of it."""

    note_id: NoteId
    text: str
    is_masked: bool
    written_at: Moment


class EditRemark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a member of staff calls and notes of a customer at WeCom; what is left out stays, '' and [] empty it."""

    remark: Annotated[str, Meta(max_length=20)] | None = None
    description: Annotated[str, Meta(max_length=150)] | None = None
    phones: Annotated[tuple[Annotated[str, LINE, Meta(max_length=20)], ...], Meta(max_length=5)] | None = None

    def __post_init__(self) -> None:
        if self.remark is None and self.description is None and self.phones is None:
            zh, en = "请至少修改一项。", "Change at least one of them."
            raise Misfit(Fault("remark", "empty", None, zh, en))


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What one member of staff noted at WeCom. phones: hidden but for both ends, unless they were unmasked."""

    staff: Person
    remark: str
    description: str
    phones: tuple[str, ...]


class Remarks(msgspec.Struct, frozen=True):
    """What the staff noted at WeCom, as WeCom says now."""

    items: list[Remark]


class Unmask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody has to see what is hidden of a member; it is told to colleagues, and kept."""

    reason: Annotated[str, WORDS, Meta(max_length=200)]


class Unmasked(msgspec.Struct, frozen=True, kw_only=True):
    """What was hidden: the newest 100 notes, and what staff noted at WeCom."""

    notes: list[Note]
    remarks: list[Remark]


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


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a member: a sentence in both languages, and its data.

    by: who did it, where somebody of the staff did; names: what the ids of `data` are called, by field. Codes of
    coupons are hidden but for the last four, unless whoever looks may redeem them or see what is hidden.
    """

    id: str
    kind: str
    at: Moment
    actor: str
    by: Person | None
    cause: str
    text_zh: str
    text_en: str
    data: Mapping[str, Any]
    names: Mapping[str, str]
