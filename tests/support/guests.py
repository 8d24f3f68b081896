"""A kind of row with many parts and a line, and one with neither."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.money import Fen
from chalicelib.core.storage.attributes import EnumAttribute, FenAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.lists import Page, page_of_lines, parent_of
from chalicelib.core.storage.table import Keys, Row, key
from tests.support.stack import Stack


class Mood(StrEnum):
    """States of a guest."""

    GLAD = "glad"
    SORRY = "sorry"


class GuestLine(msgspec.Struct, frozen=True):
    """What a list of guests shows."""

    name: str
    mood: Mood
    paid: Fen
    at: Moment
    note: str | None
    changed_at: Moment


class GuestRow(Row, discriminator="test_guest"):
    """One of many."""

    keys = Keys(pk="guest#<name>", sk="-", parent="guests#<shard>", place="<at><name>", line=GuestLine)

    name = UnicodeAttribute()
    mood = EnumAttribute(Mood, default=Mood.GLAD)
    paid = FenAttribute(default=Fen(0))
    at = MomentAttribute(default=NEVER)
    note = UnicodeAttribute(null=True)
    secret = UnicodeAttribute(default="")
    visits = IntAttribute(default=0)


class PlainRow(Row, discriminator="test_plain"):
    """One of few, without a line."""

    keys = Keys(pk="plain#<name>", sk="-", parent="plains", place="<name>")


def guest(stack: Stack, number: int, **more: Any) -> GuestRow:
    ctx, name = stack.ctx(), f"g{number:05d}"
    row = GuestRow(key(ctx, "guest", name), "-", name=name, secret="s" * 300, **more)
    row.at = Moment(f"2026-11-{1 + number // 1000:02d}T02:00:{number % 60:02d}.000Z")
    row.parent, row.place = parent_of(GuestRow, key(ctx, "guests"), name), f"{number:05d}"
    return row


def names(page: Page[GuestLine]) -> list[int]:
    return [int(line.name[1:]) for line in page.items]


def page(stack: Stack, limit: int, cursor: str = "", **more: Any) -> Page[GuestLine]:
    return page_of_lines(GuestRow, GuestLine, key(stack.ctx(), "guests"), limit, cursor, **more)
