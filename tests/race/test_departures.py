"""The same member of staff handed over by several at once, on DynamoDB Local: it is done once at a time."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.access.ids import NO_ROLE
from chalicelib.core.ids import UserId
from chalicelib.core.storage.transaction import Transaction
from chalicelib.departures import store
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.shapes import NewDeparture, Taker
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

RIVALS = 8


def _begun(engine: Engine) -> tuple[list[str], int]:
    """How rivals who began at once were answered, and how many handings over there are."""
    new = NewDeparture(staff=UserId("liming"), takers=[Taker(UserId("wangfang"))])
    acts = [
        partial(store.begin, engine.ctx(f"r{number}"), DepartureId(f"D{number}"), new, NO_ROLE, has_left=True)
        for number in range(RIVALS)
    ]
    outcomes = crowd(acts, workers=RIVALS)
    return sorted(outcome.name for outcome in outcomes), len(engine.rows("main", "departure"))


def test_of_rivals_who_hand_over_one_person_one_begins(engine: Engine) -> None:
    """The others are told that it is under way, and left nothing behind."""
    names, begun = _begun(engine)
    assert (names, begun) == (["", *["BeingHandedOver"] * (RIVALS - 1)], 1)


def test_without_the_row_that_says_who_has_it_there_would_be_many(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: each has an id of its own, and only that row knows of the others."""
    monkeypatch.setattr(Transaction, "change", lambda *_, **__: None)
    assert _begun(engine)[1] == RIVALS
