"""What others ask of the audit. Lines are written where things are done (core/audited.py)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chalicelib.audit import views, wording
from chalicelib.audit.shapes import Act, ActsQuery, ThingKind, ThingKinds
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault, InvalidQuery
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.storage import acts as store
from chalicelib.core.storage.acts import Line
from chalicelib.core.storage.lists import Page, Within

why_refused = wording.refusal


def acts(ctx: Ctx, query: ActsQuery) -> Page[Act]:
    """What was done, newest first. The narrowest of the filters picks the list, the others look at 500 lines at most.

    0.5 RU per 4 KB of the list, and 0.5 RU a line but of a thing's. Raises InvalidQuery for no kind of thing.
    """
    if query.thing and query.thing not in views.things():
        zh, en = f"没有「{query.thing}」这种对象，", f"There is no kind of thing called {query.thing}."
        zh, en = f"{zh}可用的见对象类型列表。", f"{en} The list of kinds tells which there are."
        raise InvalidQuery([Fault("thing", "unknown", query.thing, zh, en)])
    return _found(ctx, query, _of_days(query.day, query.day))


def for_file(ctx: Ctx, query: ActsQuery, since: Day, until: Day) -> Page[Act]:
    """The same of days from one to another, both included, for a file. What `acts` costs."""
    return _found(ctx, query, _of_days(since, until))


def _found(ctx: Ctx, query: ActsQuery, within: Within) -> Page[Act]:
    return store.filtered(
        lambda limit, cursor: _read(ctx, query, within, limit, cursor),
        lambda row: _is_meant(query, row),
        query.limit,
        query.cursor,
    ).map(views.act)


def _read(ctx: Ctx, query: ActsQuery, within: Within, limit: int, cursor: str) -> Page[Line]:
    if query.thing and query.thing_id:
        return store.on_thing(ctx, query.thing, query.thing_id, limit, cursor, within)
    if query.by:
        return store.of_person(ctx, query.by, limit, cursor, within)
    return store.of_all(ctx, limit, cursor, within)


def _of_days(since: Day, until: Day) -> Within:
    """From the beginning of one to the end of another, where there is one."""
    end = iso(_begin(until) + timedelta(days=1)) if until else ""
    return Within(iso(_begin(since)) if since else "", end)


def _begin(day: Day) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), SHANGHAI)


def _is_meant(query: ActsQuery, line: Line) -> bool:
    asked = (
        (query.thing, line.thing),
        (query.thing_id, line.thing_id),
        (query.by, line.by),
    )
    is_act = query.act in ("", line.act) or line.act.startswith(f"{query.act}.")
    return is_act and all(wanted in ("", said) for wanted, said in asked)


def things() -> ThingKinds:
    """Every kind of thing that the audit tells of."""
    return ThingKinds([ThingKind(one.kind, one.zh, one.en) for one in views.things().values()])
