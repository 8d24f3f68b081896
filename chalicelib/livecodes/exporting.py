"""Visits of live codes for a file that somebody takes out of the house; they name no visitor."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.moments import Day, moment, shanghai_day
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.livecodes import store, visits
from chalicelib.livecodes.facts import LiveCodeVisited
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import VisitInFile, VisitsAsked

# Of a code and a day several parts are read, most of them empty: so many for one page.
MOST_READ = 40


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a walk over the visits of all live codes is: at a part of a day of a code.

    first: its first day of interest. next: where the list of live codes goes on behind it.
    """

    code: LiveCode
    name: str
    first: Day
    day: Day
    part: int = 0
    inner: str = ""
    next: str = ""

    def said(self) -> str:
        """As a cursor."""
        return msgspec.json.encode(self).decode()


def page(ctx: Ctx, asked: VisitsAsked, cursor: str) -> Page[VisitInFile]:
    """The next visits that are meant, by live code and day, the newest of each first; of the stores in the scope.

    A page may be empty and go on. At most 40 queries.
    """
    place = msgspec.json.decode(cursor, type=Place) if cursor else _first(ctx, asked, "")
    found: list[VisitInFile] = []
    for _ in range(MOST_READ):
        if place is None:
            return Page(found)
        subject = facts.parts(visits.subject(place.code), [place.day])[place.part]
        read = facts.timeline(ctx, subject, PAGE_LIMIT, place.inner)
        for fact in read.items:
            if isinstance(fact.data, LiveCodeVisited) and _is_meant(ctx, asked, fact.data):
                data = fact.data
                found.append(VisitInFile(fact.at, place.day, data.code, place.name, data.staff, data.store))
        place = _after(ctx, asked, place, read.cursor)
        if len(found) >= PAGE_LIMIT:
            break
    return Page(found, place.said() if place else "")


def _after(ctx: Ctx, asked: VisitsAsked, at: Place, inner: str) -> Place | None:
    if inner:
        return msgspec.structs.replace(at, inner=inner)
    if at.part + 1 < facts.SHARDS:
        return msgspec.structs.replace(at, part=at.part + 1, inner="")
    if at.day > at.first:
        before = Day((date.fromisoformat(at.day) - timedelta(days=1)).isoformat())
        return msgspec.structs.replace(at, day=before, part=0, inner="")
    return _first(ctx, asked, at.next) if at.next else None


def _first(ctx: Ctx, asked: VisitsAsked, cursor: str) -> Place | None:
    """The next live code that was there on a day that is asked for."""
    while True:
        found = store.listed(ctx, PAGE_LIMIT if asked.code else 1, cursor)
        for line in found.items:
            first = max(asked.since, shanghai_day(moment(line.created_at)))
            if asked.code in ("", line.code) and first <= asked.until:
                following = "" if asked.code else found.cursor
                return Place(code=line.code, name=line.name, first=first, day=asked.until, next=following)
        cursor = found.cursor
        if not cursor:
            return None


def _is_meant(ctx: Ctx, asked: VisitsAsked, visit: LiveCodeVisited) -> bool:
    if asked.store_id and visit.store != asked.store_id:
        return False
    if asked.staff and visit.staff != asked.staff:
        return False
    if ctx.scope.is_of(ctx.operator) and not ctx.scope.allows_staff(visit.staff):
        return False
    return ctx.scope.allows_store(visit.store or None)
