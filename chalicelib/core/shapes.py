"""Shapes that rows know and doors show: people of the corp, as what they did is told."""

from __future__ import annotations

import msgspec

from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment


class Person(msgspec.Struct, frozen=True):
    """A member of staff. name: verbs leave it out, the door that shows it looks it up; '' while nobody knows it."""

    userid: UserId
    name: str = ""


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Who made a thing, who changed it last and when; null where the system did, or nobody has yet.

    Shapes of what operators make begin with it; it is read from a row that is `Made` by the fields' names.
    """

    created_by: Person | None = None
    edited_by: Person | None = None
    edited_at: Moment | None = None
