"""An activity that ends earlier than it was to: customers, teams, money and stock follow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.groupbuy import Market
from tests.support.http import Answer


def _end(market: Market, **body: str) -> Answer:
    return market.owner.post(f"/admin/v1/groupbuys/{market.activity}/ends", body)


def test_nobody_opens_or_joins_after_an_activity_was_ended(market: Market) -> None:
    """At once, and the team's own page counts down to the new end."""
    team = market.opened("an")["team"]
    assert _end(market).json()["closes_at"] == "2026-11-21T02:00:00.000Z"
    assert market.open("bo").code == "ActivityOver"
    assert market.join("bo", team["team_id"]).code == "TeamOver"
    shown = market.customer("an").get(f"/mini/v1/groupbuy-teams/{team['team_id']}").json()
    assert (shown["deadline"], shown["status"]) == ("2026-11-21T02:00:00.000Z", "settling")


def test_teams_end_with_their_activity_and_everybody_is_made_whole(market: Market) -> None:
    """Who paid is refunded, who held may pay until the time they were told, and the stock goes back to the SKU."""
    team, sku_left = market.opened("an")["team"]["team_id"], market.left()
    paid, held = market.team(team)["seats"][0]["order_id"], market.joined("bo", team)["order"]["order_id"]
    market.pays("an", paid)
    assert _end(market).status == 200
    market.ticks(3)
    assert market.team(team)["status"] == "settling", "bo may pay for another 12 minutes"
    market.ticks(16)
    assert market.team(team)["status"] == "failed"
    assert (market.order("an", paid)["status"], market.order("bo", held)["status"]) == ("refunded", "cancelled")
    books = market.books()
    assert (books["open"], books["held"], books["left"]) == (0, 0, 20)
    assert market.owner.post(f"/admin/v1/groupbuys/{market.activity}/stock-returns").status == 201
    assert market.left() == sku_left + 20


def test_who_holds_the_last_seat_may_still_complete_the_team(market: Market) -> None:
    """An end is no trick: what was held before it and is paid in time counts."""
    first = market.opened("an")
    team = first["team"]["team_id"]
    orders = {"an": first["order"]} | {name: market.joined(name, team)["order"] for name in ("bo", "cui")}
    assert _end(market).status == 200
    market.ticks(2)
    for name, order in orders.items():
        assert market.pays(name, order["order_id"])
    assert market.team(team)["status"] == "succeeded"


def test_an_end_to_come_holds_when_it_comes(market: Market) -> None:
    """Until then teams are opened, and none outlives it."""
    assert _end(market, closes_at="2026-11-21T11:00:00+08:00").status == 200
    team = market.opened("an")["team"]
    assert team["deadline"] == "2026-11-21T03:00:00.000Z"
    market.passes(hours=1)
    market.passes(minutes=3)
    assert market.team(team["team_id"])["status"] == "failed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"closes_at": "2027-01-01T00:00:00Z"}, "ActivityEndsEarlier"),
        ({"closes_at": "2026-11-21T01:00:00Z"}, "BadActivityEnd"),
        ({"closes_at": "2026-11-21T11:00:00"}, "InvalidBody"),
    ],
)
def test_an_end_only_comes_forward(market: Market, body: dict[str, Any], code: str) -> None:
    """Not later than it is, not into the past, not on the clock of nobody knows whom."""
    assert _end(market, **body).code == code
    assert market.open("an").status == 201
