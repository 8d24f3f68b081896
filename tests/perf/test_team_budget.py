"""Every act of a group-buy keeps to its operations: exact units of the table and of both indexes, and exact reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.perf.meter import size_of
from tests.support.perf.team_acts import TeamActs
from tests.support.race.engine import Engine, running_engine
from tests.support.race.teams import Teams

PLACE = {"order": 2, "groupbuy_team": 2, "groupbuy_allowance": 2, "stock": 2}
HELD = {**PLACE, "own_order": 2, "shopper": 2}
# Of a refund both the payment, which bounds the sum, and its own row are written.
GIVE_BACK = {"order": 2, "groupbuy_allowance": 2, "stock": 2, "shopper": 2, "refund": 2, "payment": 2}
PAID = {"payment": 2, "payment.received": 1, "groupbuy_team": 1, "seat.paid": 1, "order": 2, "shopper": 2}
# What an order is found by, and one term of it: its payment, or that its money is on its way back.
FOUND = {"own_order": 2, "term": 1}
REFUNDED = {"refund.asked": 1, "refund.succeeded": 1, "order.refunding": 1, "order.refunded": 1}
# act: units by kind; units of by_parent; units of due; read units
BUDGETS: dict[str, tuple[dict[str, int], int, int, float]] = {
    "open": (HELD, 3, 2, 0.5),
    "join": (HELD, 2, 1, 1.5),
    "join_again": ({}, 0, 0, 2.0),
    "refused_join": ({}, 0, 0, 1.0),
    "buy": ({"order": 2, "own_order": 2, "stock": 2, "shopper": 2}, 2, 1, 0.0),
    "refund_part": ({"order": 2, "refund": 2, "payment": 2}, 1, 1, 4.0),
    "hold_over": ({"order": 1}, 0, 1, 2.0),
    "release": ({**PLACE, "shopper": 2}, 0, 0, 2.0),
    "paid": ({"order": 2, "shopper": 2}, 0, 1, 1.0),
    "confirm": ({"groupbuy_team": 1}, 0, 0, 0.0),
    "pay": ({**PAID, **FOUND, "order.paid": 1}, 0, 3, 12.0),
    "complete": (
        {**PAID, **FOUND, "order.paid": 1, "team.succeeded": 1, "order": 8, "order.ready": 3, "groupbuy_team": 2},
        2,
        4,
        16.0,
    ),
    "leave": ({**GIVE_BACK, "groupbuy_team": 2}, 1, 1, 6.0),
    "fail": ({"groupbuy_team": 1}, 2, 1, 1.0),
    "unwind": (GIVE_BACK, 1, 1, 5.0),
    "refund": ({"refund": 1}, 0, 1, 1.0),
    "refunded": ({"order": 1}, 0, 0, 1.0),
    "failed_seat": (
        {
            **GIVE_BACK,
            **REFUNDED,
            "groupbuy_team": 1,
            "team.failed": 1,
            "order": 4,
            "refund": 3,
            "own_order": 4,
            "term": 2,
        },
        3,
        3,
        22.0,
    ),
}


@pytest.fixture(scope="module")
def engine(endpoint: str) -> Iterator[Engine]:
    """One for all acts; each is another corp's."""
    with running_engine(endpoint) as running:
        yield running


@pytest.fixture
def teams(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Teams]:
    """Teams of three; nothing of the test is left for the next one."""
    begun = Teams(engine, monkeypatch)
    yield begun
    begun.close()


@pytest.mark.parametrize("act", BUDGETS)
def test_an_act_of_a_team_costs_exactly_this(teams: Teams, act: str) -> None:
    """A hold is 12 units, 2 each for its member's list and what they hold unpaid; a payment confirms it with 1."""
    cost = getattr(TeamActs(teams), act)()
    by_kind = {kind: sum(write.units for write in cost.of(kind)) for kind in {write.kind for write in cost.writes}}
    assert (by_kind, cost.index_units, cost.due_units, cost.read_units) == BUDGETS[act], str(cost)


def test_a_seat_with_a_coupon_costs_two_units_and_a_read_more(teams: Teams) -> None:
    """14 units: the coupon is held in the same transaction."""
    cost = TeamActs(teams).join(teams.coupon("bo"))
    assert (cost.write_units, [write.units for write in cost.of("coupon")], cost.read_units) == (14, [2], 2.5)


def test_an_offer_for_new_customers_costs_no_more(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """That they are new stands in the row that counts what they hold unpaid."""
    cost = TeamActs(Teams(engine, monkeypatch, new_only=True)).join()
    assert (cost.write_units, [write.units for write in cost.of("shopper")]) == (12, [2])


def test_a_team_row_grows_by_a_tenth_of_a_kilobyte_a_seat(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to four seats a team's row is one unit; a team of 50 would be six, so small teams are what is cheap."""
    teams = Teams(engine, monkeypatch, team_size=50)
    team = teams.open(f"{0:026}").seat
    sizes = []
    for number in range(1, 12):
        teams.join(f"{number:026}", team)
        sizes.append(next(size_of(row) for row in engine.rows("main", "groupbuy_team") if row["team_id"]["S"] == team))
    each = (sizes[-1] - sizes[0]) / (len(sizes) - 1)
    assert 100 < each < 120
    assert sizes[2] < 1024 < sizes[0] + 49 * each < 6 * 1024
