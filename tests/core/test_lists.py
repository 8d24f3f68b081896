"""Lists of one part and of many: in order, complete, and at the same few queries at any depth."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from chalicelib.core.storage import lists
from chalicelib.core.storage.lists import Within, parent_of
from chalicelib.core.storage.table import get_many, key
from chalicelib.core.storage.transaction import put_all
from tests.support.guests import GuestRow, PlainRow, guest, names, page
from tests.support.perf.meter import metered
from tests.support.stack import Stack, running_stack

MANY = 500


@pytest.fixture(scope="module")
def full(endpoint: str) -> Iterator[Stack]:
    """So many guests, on the real engine, which finds them sooner."""
    with running_stack(endpoint) as stack:
        put_all(stack.ctx(), (guest(stack, number) for number in range(MANY)))
        yield stack


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_parts_are_one_list(full: Stack, limit: int, newest_first: bool) -> None:
    """Every row once, in the order of the places, from whichever end."""
    seen: list[int] = []
    cursor = ""
    while True:
        found = page(full, limit, cursor, newest_first=newest_first)
        seen += names(found)
        cursor = found.cursor
        if not cursor or len(seen) >= 20 * limit:
            break
    expected = sorted(range(MANY), reverse=newest_first)
    assert seen == expected[: len(seen)] and len(seen) >= 20


def test_a_list_is_walked_to_its_end(full: Stack) -> None:
    """All of them, none twice, and the last page says that it is."""
    seen: list[int] = []
    cursor, pages = "", 0
    while True:
        found = page(full, 25, cursor)
        seen, cursor, pages = seen + names(found), found.cursor, pages + 1
        if not cursor:
            break
    assert seen == sorted(range(MANY), reverse=True) and pages <= 22


def test_a_page_costs_one_query_a_part_at_any_depth(full: Stack) -> None:
    """Page 1, 10 and 100 alike: 8 queries, and nothing read of the rows themselves."""
    costs, cursor = {}, ""
    for number in range(1, 101):
        with metered() as cost:
            found = page(full, 5, cursor)
        cursor = found.cursor
        costs[number] = (cost.calls, sorted(set(cost.reads)))
        assert len(found.items) == 5
    assert [costs[number] for number in (1, 10, 100)] == [(lists.SHARDS, ["Query"])] * 3
    assert all(cost == costs[1] for cost in costs.values())


def test_the_rows_lie_in_all_parts(full: Stack) -> None:
    """Evenly enough that none gets a quarter of what comes."""
    parents = [parent_of(GuestRow, "guests", f"g{number:05d}") for number in range(2000)]
    shares = [parents.count(f"guests#{shard}") for shard in range(lists.SHARDS)]
    assert sum(shares) == 2000 and max(shares) < 500
    assert parent_of(PlainRow, "plains", "x") == "plains"


def test_a_list_within_two_places(full: Stack) -> None:
    """From one on, up to before the other, over pages, from both ends."""
    within = Within("00100", "00150")
    for newest_first in (True, False):
        first = page(full, 30, within=within, newest_first=newest_first)
        rest = page(full, 30, first.cursor, within=within, newest_first=newest_first)
        assert names(first) + names(rest) == sorted(range(100, 150), reverse=newest_first)
        assert rest.cursor == ""
    assert names(page(full, 5, within=Within(since="00497"))) == [499, 498, 497]
    assert names(page(full, 3, within=Within(until="00002"))) == [1, 0]


def test_a_page_ends_where_a_part_was_not_read_on(full: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for too little of each part, a page is short and never wrong: what is not known to be next is left."""
    monkeypatch.setattr(lists, "SPARE", 0)
    seen: list[int] = []
    sizes: list[int] = []
    cursor = ""
    while len(seen) < 300:
        found = page(full, 24, cursor)
        seen, cursor = seen + names(found), found.cursor
        sizes.append(len(found.items))
    assert seen == sorted(range(MANY), reverse=True)[: len(seen)]
    assert min(sizes) < 24 and min(sizes) > 0


def test_more_rows_than_one_call_reads(full: Stack) -> None:
    """By hundreds, in the order asked for, each once, without those that are not there."""
    keys = [(key(full.ctx(), "guest", f"g{number:05d}"), "-") for number in range(MANY - 100, MANY + 100)]
    random.Random(1).shuffle(keys)
    with metered() as cost:
        rows = get_many([*keys, *keys[:3]])
    assert cost.calls == 2
    assert [(row.pk, row.sk) for row in rows] == [one for one in keys if int(one[0][-5:]) < MANY]
