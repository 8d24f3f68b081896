"""Claims per second: one counter beside several buckets, in one run on DynamoDB Local."""

from __future__ import annotations

import time

from benchmarks.bench_stack import engine
from benchmarks.report import Section, median, spread
from tests.support.race.engine import Engine
from tests.support.race.processes import Workers

PROCESSES, THREADS = 4, 8
BUCKETS = (1, 4, 16)
NOTES = (
    "Every rush ended with exactly the stock issued and nothing left.",
    "DynamoDB Local has no hot keys and serialises writes, so what buckets are for cannot show here.",
    "In AWS one item takes about 500 transactional writes a second by capacity, fewer when transactions collide.",
    "What buckets cost shows at the end: every instance must see all of them empty once before it says sold out.",
    "About 2 ms of client CPU a call on shared cores bounds the rate, not the engine.",
)


def measure(quick: bool) -> Section:
    """Rushes at a stock that runs out, the bucket counts in turn, so that a drift of the machine meets all of them."""
    stock, rounds = (300, 1) if quick else (600, 3)
    rates: dict[int, list[float]] = {buckets: [] for buckets in BUCKETS}
    ends: dict[int, list[float]] = {buckets: [] for buckets in BUCKETS}
    with engine() as running:
        _rush(running, 200, 1)  # warms the virtual machine
        for _ in range(rounds):
            for buckets in BUCKETS:
                rate, end = _rush(running, stock, buckets)
                rates[buckets].append(rate)
                ends[buckets].append(end)
    return _section(stock, rounds, rates, ends)


def _rush(running: Engine, stock: int, buckets: int) -> tuple[float, float]:
    """(coupons a second until 95 % are gone, ms a claim after that) of a rush with a third more members."""
    template = running.template(stock, buckets)
    taps = [(f"m{number}", f"r{number}") for number in range(stock * 4 // 3)]
    with Workers(template, taps, PROCESSES, THREADS) as workers:
        began = time.monotonic()
        workers.start()
        told = workers.finish()
    issued = sorted(answer["at"] for answer in told if answer["code"])
    if len(issued) != stock or running.count(template).left:
        raise AssertionError(f"{len(issued)} of {stock} were issued")
    most = int(stock * 0.95)
    last = max(answer["at"] for answer in told)
    return most / (issued[most - 1] - began), (last - issued[most - 1]) / (len(told) - most) * 1000


def _section(stock: int, rounds: int, rates: dict[int, list[float]], ends: dict[int, list[float]]) -> Section:
    section = Section(
        "Coupon claims: one counter or several buckets",
        f"{stock} coupons, a third more members, {PROCESSES} x {THREADS} threads; median (range) of {rounds}.",
        ["buckets", "claims/s until 95 % are gone", "over one bucket", "ms per claim after that, mostly refusals"],
    )
    base = median(rates[BUCKETS[0]])
    for buckets in BUCKETS:
        over = f"{median(rates[buckets]) / base:.2f}"
        section.add(buckets, spread(rates[buckets]), over, spread(ends[buckets], 1))
    section.notes += NOTES
    return section
