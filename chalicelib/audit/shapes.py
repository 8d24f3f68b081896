"""What the doors of the audit take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http import given
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.ids import NOBODY
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.shapes import Person

Plain = str | int | float | bool | None


class ActsQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which acts: of a thing (its kind and its id), of somebody, of a day (Shanghai), by a door (`posts.pause_post`) or
    any of a room (`posts`); all that is said.

    A page may be empty and have a cursor: of those who are not meant at most 500 are looked at for one answer.
    """

    thing: Annotated[str, Meta(max_length=40)] = ""
    thing_id: Annotated[str, Meta(max_length=128)] = ""
    by: given.StaffOrNone = NOBODY
    day: given.DayOrNone = NO_DAY
    act: Annotated[str, Meta(max_length=80)] = ""

    def __post_init__(self) -> None:
        given.read_all(self)


class ActChange(msgspec.Struct, frozen=True):
    """A value that changed.

    part: which of several of the thing. field: as the API calls it; field_zh, field_en: as people do. before, after:
    null for none. is_hidden: it says something of a person, so the audit keeps neither.
    """

    part: str
    field: str
    field_zh: str
    field_en: str
    before: Plain
    after: Plain
    is_hidden: bool


class Act(msgspec.Struct, frozen=True):
    """What somebody did.

    act: the door, `room.operation`, or `job:` and its kind. thing_id: of what its id can be used by, such as a coupon,
    the last four. thing_name: as it was called then, '' for what is not kept here. refused: '' when it was done, else
    the code of the refusal. more: so many changes are not listed.
    """

    at: Moment
    by: Person
    act: str
    act_zh: str
    act_en: str
    thing: str
    thing_zh: str
    thing_en: str
    thing_id: str
    thing_name: str
    refused: str
    changes: list[ActChange]
    more: int
    sentence_zh: str
    sentence_en: str


class ThingKind(msgspec.Struct, frozen=True):
    """A kind of thing that the audit is asked for by."""

    thing: str
    zh: str
    en: str


class ThingKinds(msgspec.Struct, frozen=True):
    """Every kind of thing."""

    items: list[ThingKind]
