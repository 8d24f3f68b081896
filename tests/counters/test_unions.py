"""What a fact counts for follows from it alone, and any order, split and repetition comes to the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.events import numbers
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import DELAYS, By, within
from chalicelib.core.ids import StoreId, UserId, ulid
from chalicelib.core.moments import iso
from chalicelib.core.storage import counters
from chalicelib.counters import service
from chalicelib.members.facts import StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How
from chalicelib.rooms import rooms
from tests.support.stack import START

ENTROPY = random.Random(5)


def _added(number: int, code: str = "abcdefabcdef") -> Fact[FactData]:
    rooms()
    at = START + timedelta(seconds=number * 7)
    member, staff, store = MemberId(f"m{number}"), UserId(f"staff{number % 3}"), StoreId("")
    data = StaffAdded(member=member, code=code, staff=staff, store=store, how=How.FULL)
    entry = ulid(at, number.to_bytes(2, "big") * 5)
    return Fact(corp="demo", subject=f"member#m{number}", id=entry, at=iso(at), actor="a", cause="c", data=data)


FACTS = [_added(number) for number in range(30)]


class Memory:
    """The two writes as DynamoDB makes them."""

    def __init__(self) -> None:
        self.sets: dict[str, set[bytes]] = {}
        self.rows: dict[str, tuple[int, int]] = {}

    def add(self, _: Any, by: str, day: str, name: str, marks: set[bytes]) -> list[bytes]:
        self.sets.setdefault(f"{by}{day}{name}", set()).update(marks)
        return list(self.sets[f"{by}{day}{name}"])

    def keep(self, _: Any, by: str, day: str, name: str, n: int, amount: int) -> None:
        at = f"{by}{day}{name}"
        if at not in self.rows or self.rows[at][0] < n:
            self.rows[at] = (n, amount)


def _counted(batches: Sequence[Sequence[Fact[FactData]]], ctx: Any) -> dict[str, tuple[int, int]]:
    memory = Memory()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counters, "add", memory.add)
        patch.setattr(counters, "keep", memory.keep)
        patch.setattr(counters, "say_live", lambda *_: None)
        patch.setattr(service, "FEW", 10**6)
        for batch in batches:
            service.count(ctx, batch)
    return memory.rows


@given(order=st.permutations(FACTS), cuts=st.lists(st.integers(0, 30), max_size=6), again=st.integers(0, 29))
def test_order_splits_and_repeats_change_no_number(order: list[Fact[FactData]], cuts: list[int], again: int) -> None:
    """Any permutation in any batches, with some that come again, is the same as all at once."""
    borders = sorted({0, 30, *cuts})
    batches = [order[begin:end] for begin, end in pairwise(borders)]
    assert _counted([*batches, order[again:], order[:again]], None) == _counted([FACTS], None)


def test_a_fact_meets_its_own_minute_shard_and_day_in_shanghai() -> None:
    """By its own moment and id, however late it comes; what can be no id of ours counts for the corp and the staff."""
    cells = {cell.by: cell for cell, _ in numbers.cells(_added(0))}
    assert {by: (cell.day, cell.minute) for by, cell in cells.items()} == dict.fromkeys(
        (By.CORP, By.CODE, By.STAFF), ("2026-11-21", "1000")
    )
    assert cells[By.CORP].part == str(_added(0).id and numbers.own_bytes(_added(0).id)[-1] % numbers.SHARDS)
    assert {cell.by for cell, _ in numbers.cells(_added(0, code="other#program"))} == {By.CORP, By.STAFF}


def test_the_bytes_of_an_id_are_those_it_was_made_of() -> None:
    """Ten bytes after the time, so two facts of one millisecond differ."""
    entropy = ENTROPY.randbytes(10)
    assert numbers.own_bytes(ulid(START, entropy)) == entropy


@given(delays=st.lists(st.integers(0, 25_000), min_size=1), share=st.sampled_from([0.5, 0.95]))
def test_a_percentile_is_a_bound_and_no_farther_than_its_class(delays: list[int], share: float) -> None:
    """At least so many were within it; not so many were within the end below."""
    spread: dict[str, int] = {}
    for delay in delays:
        name = f"{numbers.delay_class(delay):02d}"
        spread[name] = spread.get(name, 0) + 1
    bound = within(spread, share)
    if bound is None:
        assert sum(delay <= DELAYS[-1] for delay in delays) < share * len(delays)
        return
    below = max((end for end in DELAYS if end < bound), default=-1)
    assert sum(delay <= bound for delay in delays) >= share * len(delays)
    assert sum(delay <= below for delay in delays) < share * len(delays)
