"""Who can be meant: the audiences that operators describe, and the members and groups that they are chosen from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.audience.states import Stage
from chalicelib.core.http.shapes import LINE, StaffId, said
from chalicelib.core.ids import ExternalUserId, UserId, userid
from chalicelib.core.moments import NEVER, Moment
from chalicelib.members.ids import MemberId

MOST_FRIENDS_OF, MOST_OWNERS, MOST_STAFF = 500, 100, 3000
Tag = Annotated[str, LINE, Meta(max_length=30)]
LiveCode = Annotated[
    str,
    Meta(pattern=r"^[0-9a-z]{1,30}$(?!\n)"),
    said("活码编号，小写字母与数字", "a live code: small letters and digits"),
]


def _each_once(named: list[UserId]) -> list[UserId]:
    return list(dict.fromkeys(userid(one) for one in named))


class Channel(StrEnum):
    """How somebody is written to: customers one by one in a chat, customer groups, staff by the app."""

    CUSTOMERS = "customers"
    GROUPS = "groups"
    STAFF = "staff"


class Customers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="channel", tag="customers"):
    """Customers, one by one. What is left empty does not narrow; what is given holds together.

    any_tags: at least one of them; all_tags: each; no_tags: none. staff: friends of one of them, who then sends.
    live_codes: who came through one of them.
    """

    any_tags: Annotated[list[Tag], Meta(max_length=100)] = []
    all_tags: Annotated[list[Tag], Meta(max_length=20)] = []
    no_tags: Annotated[list[Tag], Meta(max_length=100)] = []
    stages: Annotated[list[Stage], Meta(max_length=3)] = []
    staff: Annotated[list[StaffId], Meta(max_length=MOST_FRIENDS_OF)] = []
    live_codes: Annotated[list[LiveCode], Meta(max_length=100)] = []

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "staff", _each_once(self.staff))
        for tags in ("any_tags", "all_tags", "no_tags"):
            msgspec.structs.force_setattr(self, tags, [tag.strip() for tag in getattr(self, tags)])


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="channel", tag="groups"):
    """The customer groups of these owners."""

    owners: Annotated[list[StaffId], Meta(min_length=1, max_length=MOST_OWNERS)]

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "owners", _each_once(self.owners))


class Staff(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="channel", tag="staff"):
    """Members of staff, by the app."""

    staff: Annotated[list[StaffId], Meta(min_length=1, max_length=MOST_STAFF)]

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "staff", _each_once(self.staff))


Audience = Customers | Groups | Staff


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A member as an audience is chosen by; derived from how they stand and from facts, never edited.

    friends: the staff who have them as a friend now, and since when. tags: of all staff together. states: every live
    code they came through. refused_at, blocked_at: since when they, or an operator, have said no to posts.
    """

    member_id: MemberId
    external_userid: ExternalUserId
    friends: dict[UserId, Moment]
    tags: list[str]
    states: list[str]
    first_state: str
    stage: Stage
    bought_at: Moment = NEVER
    refused_at: Moment = NEVER
    blocked_at: Moment = NEVER


class Meant(msgspec.Struct, frozen=True):
    """Somebody whom an audience means.

    target: as WeCom names them; who: as operators do; sender: who of the staff would write to them, '' when nobody can
    (and where the app does). card: of a customer. owner_has_left: of a group.
    """

    target: str
    who: str
    sender: UserId
    card: Card | None = None
    owner_has_left: bool = False
