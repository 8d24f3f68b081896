"""Targets in bounded memory, and packed into as few tasks as may be."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from chalicelib.tasks.packing import Buffers, packed
from chalicelib.tasks.shapes import Segment


def test_memory_is_bounded_and_nothing_is_lost() -> None:
    """However senders come, at most 500 targets are held; every target is flushed once, under its own name."""
    chance = random.Random(7)
    flushed: dict[str, list[str]] = defaultdict(list)
    sizes: list[int] = []

    def flush(name: str, targets: list[str]) -> None:
        flushed[name] += targets
        sizes.append(len(targets))

    buffers = Buffers(flush, full=100, most=500)
    given: Counter[str] = Counter()
    for number in range(20_000):
        name = f"s{int(chance.paretovariate(0.7)) % 60}"
        given[name] += 1
        buffers.add(name, str(number))
        assert buffers.size <= 500
    buffers.flush_all()
    assert buffers.size == 0
    assert {name: len(targets) for name, targets in flushed.items()} == given
    assert len({target for targets in flushed.values() for target in targets}) == 20_000
    assert max(sizes) == 100


def test_the_fullest_go_first_and_half_stays() -> None:
    """Room is made by writing few long rows, not many short ones."""
    flushed: list[tuple[str, int]] = []
    buffers = Buffers(lambda name, targets: flushed.append((name, len(targets))), full=100, most=20)
    for number in range(9):
        buffers.add(f"small{number}", "x")
    for number in range(11):
        buffers.add("big", str(number))
    assert flushed == [("big", 11)]
    assert buffers.size == 9


def test_full_names_are_flushed_at_their_size() -> None:
    """A sender's chunk never exceeds what WeCom takes."""
    flushed: list[int] = []
    buffers = Buffers(lambda _, targets: flushed.append(len(targets)), full=3, most=100)
    for number in range(7):
        buffers.add("a", str(number))
    buffers.flush_all()
    assert flushed == [3, 3, 1]


def test_segments_of_a_sender_become_few_tasks() -> None:
    """Not one task a segment: a member of staff confirms each by hand."""
    segments = [Segment(1, number, name, 40) for number, name in enumerate("abababab")] + [Segment(2, 0, "a", 100)]
    tasks = list(packed(segments, most=100))
    assert [(sender, sum(one.count for one in mine)) for sender, mine in tasks] == [
        ("a", 80),
        ("a", 80),
        ("a", 100),
        ("b", 80),
        ("b", 80),
    ]
    assert [one.place for one in tasks[0][1]] == ["0001#00000", "0001#00002"]
