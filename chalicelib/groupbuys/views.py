"""Teams as people see them: customers, strangers with a link, operators."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import moment
from chalicelib.core.ops import secrets
from chalicelib.core.storage.lists import Page
from chalicelib.groupbuys import activities, rules, service, store
from chalicelib.groupbuys.shapes import Seat, Team, TeamForOperators, TeamPage, TeamWithSeats
from chalicelib.groupbuys.store import SessionRow
from chalicelib.orders import service as orders


def team(ctx: Ctx, row: SessionRow) -> Team:
    """A team as it is shown in lists."""
    return Team(**_line(ctx, row))


def _line(ctx: Ctx, row: SessionRow) -> dict[str, Any]:
    names = ("session_id", "activity_id", "opened_at", "deadline")
    counts = {name: int(getattr(row, name)) for name in ("size", "taken", "paid")}
    page_url = f"{config().public_url}/g/{ctx.corp}-{row.session_id}"
    shown = {name: getattr(row, name) for name in names}
    return {**shown, **counts, "status": service.status_of(ctx, row), "page_url": page_url}


def open_teams(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page:
    """Teams of an activity that one could join, the oldest first. Raises UnknownActivity."""
    activities.activity(ctx, activity_id)
    found = store.sessions(ctx, activity_id, True, limit, cursor)
    joinable = [
        team(ctx, row) for row in found.items if service.status_of(ctx, row) == rules.OPEN and row.taken < row.size
    ]
    return Page(joinable, found.cursor)


def my_teams(ctx: Ctx) -> list[Team]:
    """The teams of the acting member's orders, newest first."""
    ids = dict.fromkeys(order.session_id for order in orders.mine(ctx) if order.session_id)
    return [team(ctx, service.session(ctx, session_id)) for session_id in ids]


def teams_of(ctx: Ctx, activity_id: str, is_open: bool, limit: int, cursor: str) -> Page:
    """Teams of an activity as operators see them."""
    activities.activity(ctx, activity_id)
    found = store.sessions(ctx, activity_id, is_open, limit, cursor)
    return Page([team(ctx, row) for row in found.items], found.cursor)


def team_with_seats(ctx: Ctx, session_id: str) -> TeamWithSeats:
    """A team with its seats as strangers may see them. Raises UnknownTeam."""
    row = service.session(ctx, session_id)
    about = activities.activity(ctx, row.activity_id)
    seats = sorted(row.seats.as_dict().items(), key=lambda one: (one[0] != row.leader, one[1]["order"]))
    return TeamWithSeats(
        **_line(ctx, row),
        seats=[
            Seat(name=seat["name"], is_leader=member_id == row.leader, is_paid="paid_at" in seat)
            for member_id, seat in seats
        ],
        product_name=about.product_name,
        sku_name=about.sku_name,
        team_price=int(about.team_price),
        private_price=int(about.private_price),
    )


def team_page(ctx: Ctx, session_id: str) -> TeamPage:
    """A team's page for everybody. Raises UnknownTeam."""
    shown = team_with_seats(ctx, session_id)
    seconds = max(0, round((moment(shown.deadline) - ctx.now).total_seconds()))
    return TeamPage(
        team=shown,
        picture_url=activities.activity(ctx, shown.activity_id).picture_url,
        price=rules.yuan(shown.team_price),
        private_price=rules.yuan(shown.private_price),
        seconds_left=seconds,
        time_left=rules.clock(seconds),
        link=secrets.corp(ctx.corp).mini_link.replace("{team}", session_id),
    )


def team_for_operators(ctx: Ctx, session_id: str) -> TeamForOperators:
    """A team with who sits where. Raises UnknownTeam."""
    row = service.session(ctx, session_id)
    seats = [
        {"member_id": member_id, "order_id": seat["order"], "is_paid": "paid_at" in seat}
        for member_id, seat in sorted(row.seats.as_dict().items())
    ]
    return msgspec.convert({**_line(ctx, row), "seats": seats}, TeamForOperators)
