"""Imports of one sheet at once: a number is one store, whoever is first."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.core.ids import StoreId
from chalicelib.stores import importing, store
from chalicelib.stores.sheet import Line
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

RIVALS = 8


def imported(engine: Engine) -> list[dict[str, Any]]:
    """The stores after rivals took one line at once, each with a name of its own."""
    acts = [
        partial(
            importing.take,
            engine.ctx(f"r{number}"),
            Line(2, {"number": "A1" if number % 2 else "a1", "name": f"{number}店"}),
            StoreId(f"S{number}"),
            is_preview=False,
        )
        for number in range(RIVALS)
    ]
    outcomes = crowd(acts, workers=RIVALS)
    assert {outcome.name for outcome in outcomes} <= {"", "TooBusy"}, outcomes
    return engine.rows("main", "store")


def test_rivals_who_import_one_number_make_one_store(engine: Engine) -> None:
    """The first makes it, the others edit it; nobody's line makes a second."""
    assert len(imported(engine)) == 1


def test_without_the_claim_of_a_number_there_would_be_two(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what was looked up before the write is not what holds."""
    monkeypatch.setattr(store, "_claim_in", lambda *_: None)
    monkeypatch.setattr(store, "of_number", lambda *_: "")
    assert len(imported(engine)) > 1
