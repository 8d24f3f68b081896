"""The group-buys that customers may find by themselves."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, some_of
from chalicelib.groupbuys import activities, store, views
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.shapes import ActivityOnOffer
from chalicelib.groupbuys.states import ActivityState, TeamState
from chalicelib.groupbuys.store import ActivityRow

# Of the member's latest orders so many are looked through for their team.
LOOKED_THROUGH = 20
NOT_OVER = (TeamState.OPEN, TeamState.SETTLING)
_pages: Cache[Page[ActivityOnOffer]] = Cache()


def open_now(ctx: Ctx, limit: int, cursor: str) -> Page[ActivityOnOffer]:
    """What goes on now, newest first, with the acting member's team. A page may be short, or empty, and go on.

    Kept for 5 s but for the team; then 0.5 RU for each activity that is looked at and 0.5 for each shown. The team:
    a page of the member's orders, and their teams.
    """
    page = _pages.get(f"{ctx.corp}#{limit}#{cursor}", lambda: _open(ctx, limit, cursor))
    mine = _my_teams(ctx) if page.items else {}
    return page.map(lambda one: msgspec.structs.replace(one, my_team=mine.get(one.activity_id)))


def _open(ctx: Ctx, limit: int, cursor: str) -> Page[ActivityOnOffer]:
    def is_open(row: ActivityRow) -> bool:
        return activities.shown(ctx, row).state is ActivityState.OPEN

    page = some_of(lambda many, place: store.activities(ctx, many, place), is_open, limit, cursor)
    gone = stock.sold_out(ctx, [store.stock_of(row.activity_id, row.buckets) for row in page.items])
    return page.map(lambda row: _on_offer(ctx, row, store.stock_of(row.activity_id, row.buckets).name in gone))


def _on_offer(ctx: Ctx, row: ActivityRow, is_sold_out: bool) -> ActivityOnOffer:
    said = msgspec.convert(activities.shown(ctx, row), ActivityOnOffer, from_attributes=True)
    return msgspec.structs.replace(said, is_sold_out=is_sold_out)


def _my_teams(ctx: Ctx) -> dict[ActivityId, TeamId]:
    teams = views.teams_i_sit_in(ctx, LOOKED_THROUGH)
    return {team.activity_id: team.team_id for team in reversed(teams) if team.status in NOT_OVER}
