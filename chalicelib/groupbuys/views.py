"""Teams as people see them: customers, strangers with a link, operators."""

from __future__ import annotations

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import moment
from chalicelib.core.ops import secrets
from chalicelib.core.storage.lists import Page
from chalicelib.groupbuys import activities, rules, service, store
from chalicelib.groupbuys.ids import SELLER, ActivityId, TeamId
from chalicelib.groupbuys.shapes import (
    Entered,
    SeatForFriends,
    SeatForOperators,
    Team,
    TeamForFriends,
    TeamForOperators,
    TeamWithSeats,
)
from chalicelib.groupbuys.states import TeamState
from chalicelib.groupbuys.store import TeamRow
from chalicelib.members.ids import MemberId
from chalicelib.orders import service as orders
from chalicelib.orders.shapes import Order, OrderSummary


def _team(ctx: Ctx, row: TeamRow) -> Team:
    return Team(
        team_id=row.team_id,
        activity_id=row.activity_id,
        status=service.state_of(ctx, row),
        size=row.size,
        taken=row.taken,
        paid=row.paid,
        opened_at=row.opened_at,
        deadline=service.deadline_of(ctx, row),
        page_url=f"{config().public_url}/g/{ctx.corp}-{row.team_id}",
    )


def entered(ctx: Ctx, order: Order) -> Entered:
    """The team of an order, and the order."""
    return Entered(_team(ctx, service.team(ctx, TeamId(order.seat))), orders.summary(order))


def open_teams(ctx: Ctx, activity_id: ActivityId, limit: int, cursor: str) -> Page[Team]:
    """Teams of an activity that one could join, the oldest first. Raises UnknownActivity."""
    teams = teams_of(ctx, activity_id, True, limit, cursor)
    joinable = [team for team in teams.items if team.status == TeamState.OPEN and team.taken < team.size]
    return Page(joinable, teams.cursor)


def my_teams(ctx: Ctx, limit: int, cursor: str) -> Page[Team]:
    """The teams of the acting member's orders, newest first; who entered one twice may find it on two pages."""
    page = orders.seats_of_mine(ctx, SELLER, limit, cursor)
    ids = dict.fromkeys(TeamId(seat) for seat, _ in page.items)
    return Page([_team(ctx, service.team(ctx, team_id)) for team_id in ids], page.cursor)


def teams_i_sit_in(ctx: Ctx, limit: int) -> list[Team]:
    """Those of the acting member's latest orders in which they still have a seat, newest first."""
    page = orders.seats_of_mine(ctx, SELLER, limit, "")
    rows = [service.team(ctx, team_id) for team_id in dict.fromkeys(TeamId(seat) for seat, _ in page.items)]
    return [_team(ctx, row) for row in rows if MemberId(ctx.who) in row.seats]


def teams_of(ctx: Ctx, activity_id: ActivityId, is_open: bool, limit: int, cursor: str) -> Page[Team]:
    """Teams of an activity as operators see them. Raises UnknownActivity."""
    activities.offer(ctx, activity_id)
    return store.teams(ctx, activity_id, is_open, limit, cursor).map(lambda row: _team(ctx, row))


def orders_of(ctx: Ctx, activity_id: ActivityId, limit: int, cursor: str) -> Page[OrderSummary]:
    """Orders of an activity, newest first. Raises UnknownActivity."""
    activities.offer(ctx, activity_id)
    return orders.of_seller(ctx, SELLER, activity_id, limit, cursor).map(orders.summary)


def team_with_seats(ctx: Ctx, team_id: TeamId) -> TeamWithSeats:
    """A team with its seats as strangers may see them, the leader's first. Raises UnknownTeam."""
    row = service.team(ctx, team_id)
    offer = activities.offer(ctx, row.activity_id)
    seats = sorted(row.seats.items(), key=lambda sits: (sits[0] != row.leader, sits[1].order))
    return TeamWithSeats(
        **msgspec.structs.asdict(_team(ctx, row)),
        seats=[
            SeatForFriends(name=seat.name, is_leader=member_id == row.leader, is_paid=seat.is_paid)
            for member_id, seat in seats
        ],
        product_name=offer.product_name,
        sku_name=offer.sku_name,
        team_price=offer.team_price,
        private_price=offer.private_price,
    )


def team_page(ctx: Ctx, team_id: TeamId) -> TeamForFriends:
    """A team's page for everybody. Raises UnknownTeam."""
    team = team_with_seats(ctx, team_id)
    seconds = max(0, round((moment(team.deadline) - ctx.now).total_seconds()))
    return TeamForFriends(
        team=team,
        picture_url=activities.offer(ctx, team.activity_id).picture_url,
        price=rules.yuan(team.team_price),
        private_price=rules.yuan(team.private_price),
        seconds_left=seconds,
        time_left=rules.clock(seconds),
        link=secrets.platforms(ctx.corp).mini_link.replace("{team}", team_id),
    )


def team_for_operators(ctx: Ctx, team_id: TeamId) -> TeamForOperators:
    """A team with who sits where. Raises UnknownTeam."""
    row = service.team(ctx, team_id)
    seats = [
        SeatForOperators(member_id=member_id, order_id=seat.order, is_paid=seat.is_paid)
        for member_id, seat in sorted(row.seats.items())
    ]
    return TeamForOperators(**msgspec.structs.asdict(_team(ctx, row)), seats=seats)
