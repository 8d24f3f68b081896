"""The verbs of losses: look, and say who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.shapes import Person
from chalicelib.core.storage.lists import Page, Within, some_of
from chalicelib.losses import store
from chalicelib.losses.errors import ManyDeleted
from chalicelib.losses.shapes import LastMessage, Loss, LossAlerts, LossAlertsShown, LossQuery
from chalicelib.losses.states import Sending
from chalicelib.losses.store import LossAlertsRow, LossDayRow, LossRow, Sent
from chalicelib.members import service as members
from chalicelib.members.shapes import MemberNamed
from chalicelib.stores import service as stores

# What a message was about, as names are looked up.
NAMED: Mapping[Sending, str] = {
    Sending.WELCOME: "code",
    Sending.CONTENT: "content_item",
    Sending.COUPON: "coupon_template",
    Sending.POST: "post",
}


def losses(ctx: Ctx, query: LossQuery) -> Page[Loss]:
    """The losses that a query means, of the staff in the scope, the newest first; at most 500 are looked at a call.

    0.5 RU each that is looked at, 1.5 RU more for each that is shown, and names.
    """
    within = Within(_day(query.since), _day(query.until, 1))
    page = some_of(
        lambda limit, cursor: store.losses(ctx, limit, cursor, within),
        lambda row: _is_meant(ctx, query, row),
        query.limit,
        query.cursor,
    )
    shown = _shown(ctx, page.items)
    return Page([one for one in shown if query.code in ("", one.first_code)], page.cursor)


def _day(text: Day, later: int = 0) -> str:
    begins = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None
    return iso(begins + timedelta(days=later)) if begins else ""


def _is_meant(ctx: Ctx, query: LossQuery, row: LossRow) -> bool:
    return (
        ctx.scope.allows_staff(row.staff)
        and query.staff in ("", row.staff)
        and query.store in ("", row.store_id)
        and query.by in (None, row.by)
    )


def _shown(ctx: Ctx, rows: list[LossRow]) -> list[Loss]:
    ended = members.endings(ctx, [(row.member_id, row.staff, row.at) for row in rows])
    names = members.names_shown(ctx, [row.member_id for row in rows])
    codes = called.of(ctx, {"code": {one.first_code for one in ended if one.first_code}}).get("code", {})
    about = _names_of_sent(ctx, [row.last for row in rows if row.last])
    at = stores.names(ctx, [row.store_id for row in rows if row.store_id])
    days = store.some_days(ctx, [(row.staff, row.day) for row in rows])
    return [
        Loss(
            member=MemberNamed(row.member_id, names.get(row.member_id, "")),
            staff=Person(row.staff),
            store_id=row.store_id,
            store=at.get(row.store_id, ""),
            at=row.at,
            by=row.by,
            days_kept=end.days_kept,
            back_at=end.back_at,
            first_code=end.first_code,
            first_code_name=codes.get(end.first_code, ""),
            last_message=_last(row.last, about),
            problem=_problem(ctx, days.get((row.staff, row.day))),
        )
        for row, end in zip(rows, ended, strict=True)
    ]


def _names_of_sent(ctx: Ctx, sent: Sequence[Sent]) -> Mapping[str, Mapping[str, str]]:
    """What these were about is called, by how it is looked up and id."""
    wanted: dict[str, set[str]] = {}
    for one in sent:
        wanted.setdefault(NAMED[one.sending], set()).add(one.about)
    return called.of(ctx, wanted)


def _last(sent: Sent | None, names: Mapping[str, Mapping[str, str]]) -> LastMessage | None:
    if sent is None:
        return None
    name = names.get(NAMED[sent.sending], {}).get(sent.about, "")
    return LastMessage(said=sent.said, at=sent.at, sending=sent.sending, about=sent.about, name=name)


def _problem(ctx: Ctx, day: LossDayRow | None) -> Problem | None:
    if day is None or not day.alarmed_at:
        return None
    return problem_of(ctx, ManyDeleted(day.deletions), Remedy.NOTHING, day.staff)


def alerts(ctx: Ctx) -> LossAlertsShown:
    """Who is told of losses when. 1 RU."""
    return _alerts(store.alerts(ctx))


def set_alerts(ctx: Ctx, wanted: LossAlerts) -> LossAlertsShown:
    """Say who is told when; it holds for what is counted from now on. 1 WU. Raises SettingsChanged."""
    return _alerts(store.set_alerts(ctx, wanted))


def _alerts(row: LossAlertsRow) -> LossAlertsShown:
    return LossAlertsShown(
        alert=row.alert,
        deletions=row.deletions,
        revision=row.revision,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )
