"""What the content doors take and give. Money is an integer of fen, dates are days in Shanghai."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.content import ids
from chalicelib.content.states import ItemState, Stage, Verdict, VersionState
from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, MOST_SEEN, WORDS, Fen, PageQuery, Seen, said
from chalicelib.core.ids import NOBODY, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands
from chalicelib.platforms.wecom.messages import Message

ITEM = Thing("content_item", "素材", "content item")

CONTENT_RULES = Thing("content_rules", "素材规则", "content rules")

PICTURE = Thing("picture", "图片", "picture")

Name = Annotated[str, LINE, Meta(max_length=40)]
VariableName = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_]{0,29}$(?!\n)"),
    said(
        "小写字母开头，只含小写字母、数字与下划线，最多 30 个",
        "small letters, digits and underscores after a letter, 30 at most",
    ),
]
PictureId = Annotated[
    ids.PictureId,
    Meta(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$(?!\n)"),
    said("上传图片后得到的 26 位编号", "the id of 26 signs that the upload gave"),
]
Title = Annotated[str, WORDS, Meta(max_length=200)]
Url = Annotated[str, Meta(max_length=4096)]
Word = Annotated[str, LINE, Meta(max_length=32)]
Host = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$(?!\n)", max_length=253),
    said("域名，例如 m.example.com", "a host, such as m.example.com"),
]
Channel = Literal["customers", "groups", "staff"]
Values = Mapping[VariableName, str | int]
"""What is put in the place of variables, by their names."""


class Kind(StrEnum):
    """What content is: its attachment, or a text alone."""

    TEXT = "text"
    LINK = "link"
    MINIPROGRAM = "miniprogram"
    IMAGE = "image"


class Severity(StrEnum):
    """How bad a finding is; errors sort first."""

    ERROR = "error"
    WARNING = "warning"


class ContentLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="link"):
    """A link card (图文)."""

    title: Title
    url: Url
    desc: Annotated[str, Meta(max_length=800)] = ""
    picurl: Url = ""


class ContentMiniProgram(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="miniprogram"):
    """A mini-program card; its picture is best 520x416."""

    title: Title
    appid: Annotated[str, Meta(max_length=40)]
    page: Annotated[str, Meta(max_length=1024)]
    picture_id: PictureId


class ContentImage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="image"):
    """A picture."""

    picture_id: PictureId


Attachment = ContentLink | ContentMiniProgram | ContentImage


class TextVariable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="text"):
    """A text of at most `max_length` characters and three times as many bytes (a Chinese character has 3)."""

    name: VariableName
    fallback: Annotated[str, Meta(min_length=1)]
    max_length: Annotated[int, Meta(ge=1, le=500)] = 20


class NumberVariable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="number"):
    """A whole number."""

    name: VariableName
    fallback: Annotated[int, Meta(ge=-999_999_999, le=999_999_999)]


class MoneyVariable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="money"):
    """An amount in fen, shown as ¥12.50."""

    name: VariableName
    fallback: Fen


class DateVariable(given.Timed, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="date"):
    """A day, shown as 11月21日."""

    name: VariableName
    fallback: given.Day


class LinkVariable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="link"):
    """A link of at most `max_length` bytes, judged like every other link."""

    name: VariableName
    fallback: Annotated[str, Meta(min_length=1)]
    max_length: Annotated[int, Meta(ge=10, le=2048)] = 200


Variable = TextVariable | NumberVariable | MoneyVariable | DateVariable | LinkVariable


class ContentBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a version says.

    text: sent before the attachment, as a message of its own. Text, title and desc may hold `{{name}}`: a declared
    variable, or staff_name, corp_name or send_date, which the sender supplies.
    channels: what it may be sent through; lint measures by them and approval holds for them alone.
    """

    text: Annotated[str, Meta(max_length=6000)] = ""
    attachment: Attachment | None = None
    variables: Annotated[list[Variable], Meta(max_length=20)] = []
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=3)] = msgspec.field(
        default_factory=lambda: ["customers", "groups"]
    )


class NewContentItem(ContentBody, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A content item with its first version. Its kind is that of the attachment, `text` without one."""

    name: Name


class NewContentVersion(ContentBody, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An edit: a whole new version, based on the latest that the editor has seen."""

    based_on: Annotated[int, Meta(ge=1, le=MOST_SEEN)]


class ContentReview(msgspec.Struct, frozen=True):
    """A step of a version's way. stage: of a verdict at a review, '' otherwise."""

    who: UserId
    stage: str
    verdict: Verdict
    reason: str
    at: Moment


class ContentVersion(ContentBody, frozen=True, kw_only=True):
    """A version and how far it has come. may_be_sent: approved, and no newer version is."""

    item_id: ids.ContentId
    name: str
    kind: Kind
    version: int
    status: VersionState
    is_latest: bool
    may_be_sent: bool
    author: UserId
    created_at: Moment
    reviews: list[ContentReview]


class ContentFinding(msgspec.Struct, frozen=True):
    """What lint found. An error keeps the version from being submitted, a warning does not."""

    severity: Severity
    code: str
    place: str
    zh: str
    en: str


class CheckedContentVersion(ContentVersion, frozen=True, kw_only=True):
    """A version with what lint finds in it."""

    lint: list[ContentFinding]


class ContentUse(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses a content item. user: `post` or `live_code`; version: the one that it names."""

    user: str
    user_id: str
    name: str
    version: int


class EditedContentVersion(CheckedContentVersion, frozen=True, kw_only=True):
    """A new version of an item. used_by: who uses the item now, the first hundred; they go on with what is approved."""

    used_by: list[ContentUse]


class ContentItemLine(Hands, frozen=True):
    """A content item in a list. latest, status: of its newest version; approved: the version approved last.

    state: one in the archive is not offered for new use, and who uses it goes on; archived_at: since when.
    """

    item_id: ids.ContentId
    name: str
    kind: Kind
    latest: int
    created_at: Moment
    status: VersionState = msgspec.field(default=VersionState.DRAFT)
    approved: int | None = None
    state: ItemState = ItemState.ACTIVE
    archived_at: Moment | None = None


class ContentItem(ContentItemLine, frozen=True, kw_only=True):
    """A content item with its versions, newest first, and what lint finds in the latest. approved: the last one.

    used_by: who uses it now, the first hundred. problem: why what uses it sends nothing, as things stand.
    """

    versions: list[ContentVersion]
    lint: list[ContentFinding]
    used_by: list[ContentUse]
    problem: Problem | None = None


class RenameContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an item is to be called."""

    name: Name


Part = Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")]
Mine = Annotated[bool, Meta(description="只看自己的 / only what I made")]


class ItemQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which items, newest first; all that is given must hold. q: part of the name; status: of the newest version.

    state: those that are offered, unless the archive is asked for. mine: made by who asks; maker: by somebody.
    """

    q: Part = ""
    state: ItemState | None = None
    status: VersionState | None = None
    kind: Kind | None = None
    mine: Mine = False
    maker: given.MakerOrNone = NOBODY


class StatusQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which versions: the latest of their item, in this status, of items that are not in the archive.

    q: part of the name; mine: written by who asks.
    """

    status: VersionState
    q: Part = ""
    mine: Mine = False


class DifferenceQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a version is compared with. against: a version of the item; 0 for the one that was approved last before."""

    against: Annotated[int, Meta(ge=0, le=100_000)] = 0


class TextPart(msgspec.Struct, frozen=True):
    """Lines of a text. what: they stay, go or come."""

    what: Literal["same", "removed", "added"]
    text: str


class ContentChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field that differs, with a dot before each part of it. parts: of a text that is in both, line by line."""

    field: str
    before: str
    after: str
    parts: list[TextPart]


class ContentDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What a version says otherwise than another. against: that one, null when none was approved before it."""

    item_id: ids.ContentId
    name: str
    version: int
    against: int | None
    changes: list[ContentChange]


class ContentVersionLine(msgspec.Struct, frozen=True):
    """A version in a list."""

    item_id: ids.ContentId
    name: str
    kind: Kind
    version: int
    status: VersionState
    author: UserId
    changed_at: Moment


class VersionLine(msgspec.Struct, frozen=True):
    """What the index says of a version that is listed: all but what it says."""

    item_id: ids.ContentId
    name: str
    form: Kind
    version: int
    status: VersionState
    author: UserId
    changed_at: Moment
    is_archived: bool = False


class PreviewContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel and values to try; what is left out shows its fallback, and a sample where the sender supplies it."""

    channel: Channel = "customers"
    values: Values = {}


class ContentPreview(msgspec.Struct, frozen=True):
    """The messages as WeCom takes them, with picture ids where media ids will be, and what lint finds in them."""

    channel: Channel
    messages: list[Message]
    lint: list[ContentFinding]


class ReviewContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verdict at a stage. A rejection needs a reason."""

    stage: Stage
    verdict: Literal["passed", "rejected"]
    reason: Annotated[str, Meta(max_length=500)] = ""


class ContentRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A corp's own words, forbidden beside the shipped ones, and the hosts links may lead to (all when empty)."""

    extra_words: Annotated[list[Word], Meta(max_length=500)] = []
    allowed_hosts: Annotated[list[Host], Meta(max_length=200)] = []


class SetContentRules(ContentRules, frozen=True, forbid_unknown_fields=True):
    """The rules as they shall be. revision: of those that were seen; with null they are set over whatever there is."""

    revision: Seen | None = None


class ContentRulesShown(Hands, frozen=True, kw_only=True):
    """The rules, with who set them. revision: grows each time; 0 while nobody has."""

    extra_words: list[str]
    allowed_hosts: list[str]
    revision: int


class NewPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JPG or PNG in base64, at most 180 KB decoded."""

    name: Name
    data: bytes


class Picture(Hands, frozen=True):
    """A picture; the same bytes always have the same id."""

    picture_id: ids.PictureId
    name: str
    media_type: str
    width: int
    height: int
    size: int
    created_at: Moment
