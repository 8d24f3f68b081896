"""The verbs of reply quality: begin with a corp, read when its morning has come, and show."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day, iso
from chalicelib.core.ops import jobs
from chalicelib.core.shapes import Person
from chalicelib.core.storage import rounds
from chalicelib.core.storage.due import Due
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.quality import rules, store
from chalicelib.quality.jobs import ReadQuality
from chalicelib.quality.shapes import By, Figures, Quality, QualityQuery, ReplyQuality
from chalicelib.stores import service as stores


def begin_with_a_live_code(ctx: Ctx, fact: Fact[LiveCodeCreated]) -> None:
    """Who has a live code has customers who write: their figures are read from the next morning on. 1 WU +1 due."""
    rounds.begin(ctx, store.ReadingRow, iso(rules.next_at(ctx.corp, ctx.now)))


def on_time(ctx: Ctx, waiting: Due) -> None:
    """The corp's morning has come: read the days before. Safe to repeat and to race: of one morning there is one job.

    1 RU; 2 WU +3 due and a message.
    """
    row = rounds.awaited(ctx, store.ReadingRow, waiting)
    if row is None:
        return
    since, until = rules.days_to_read(ctx.now, row.read_until)
    job = jobs.start_as(ctx, ReadQuality(since=since, until=until), f"reply quality of {waiting.due_at}")
    rounds.wait(ctx, store.ReadingRow, waiting, iso(rules.next_at(ctx.corp, ctx.now)), job)


def quality(ctx: Ctx, query: QualityQuery) -> ReplyQuality:
    """Figures of the days asked for, of the staff in the scope. 1 RU, and for each day a query for 100 of the staff."""
    days = rules.days_asked(query, ctx.now)
    told = [one for day in days for one in store.of_day(ctx, day) if _is_seen(ctx, query, one)]
    there = {one.day for one in told}
    row = rounds.row(ctx, store.ReadingRow)
    return ReplyQuality(
        since=days[0],
        until=days[-1],
        by=query.by,
        read_until=row.read_until if row else None,
        missing_days=[day for day in days if day not in there],
        items=_lines(ctx, query.by, days, told),
        definitions=list(rules.DEFINITIONS),
    )


def _is_seen(ctx: Ctx, query: QualityQuery, one: Figures) -> bool:
    """A store's figures are of days on which somebody was there: a mover's former store is not shown in part."""
    is_meant = query.staff in ("", one.userid) and ctx.scope.allows_staff(one.userid)
    return is_meant and (query.by is not By.STORE or ctx.scope.allows_store(one.store or None))


def _lines(ctx: Ctx, by: By, days: list[Day], told: list[Figures]) -> list[Quality]:
    if by is By.STORE:
        return _by_store(ctx, days, told)
    return _by_day(told) if by is By.DAY else _by_staff(days, told)


def _by_day(told: Iterable[Figures]) -> list[Quality]:
    """Days of which nothing was told have no line."""
    groups: dict[Day, list[Figures]] = {}
    for one in told:
        groups.setdefault(one.day, []).append(one)
    return [_together([day], of_day, day=day) for day, of_day in sorted(groups.items())]


def _by_staff(days: list[Day], told: Iterable[Figures]) -> list[Quality]:
    groups: dict[UserId, list[Figures]] = {}
    for one in told:
        groups.setdefault(one.userid, []).append(one)
    return [_together(days, theirs, staff=Person(who)) for who, theirs in sorted(groups.items())]


def _by_store(ctx: Ctx, days: list[Day], told: Iterable[Figures]) -> list[Quality]:
    groups: dict[StoreId, list[Figures]] = {}
    for one in told:
        groups.setdefault(one.store, []).append(one)
    names = stores.names(ctx, [store_id for store_id in groups if store_id])
    return [
        _together(days, theirs, store_id=store_id, store_name=names.get(store_id, ""))
        for store_id, theirs in sorted(groups.items())
    ]


def _together(
    days: list[Day],
    told: list[Figures],
    staff: Person | None = None,
    store_id: StoreId | None = None,
    store_name: str = "",
    day: Day | None = None,
) -> Quality:
    there = {one.day for one in told}
    return Quality(
        staff=staff,
        store_id=store_id or None,
        store_name=store_name,
        day=day,
        days=len(there),
        missing_days=[day for day in days if day not in there],
        chats=sum(one.chats for one in told),
        messages=sum(one.messages for one in told),
        reply_percent=rules.replied(told),
        first_reply_minutes=rules.first_reply(told),
        negative_feedback=sum(one.negative for one in told),
        new_applies=sum(one.applies for one in told),
        new_contacts=sum(one.contacts for one in told),
    )
