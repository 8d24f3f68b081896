"""Claims per second: one counter beside several buckets, in one run on DynamoDB Local."""

from __future__ import annotations

import time

import msgspec

from benchmarks.bench_stack import engine
from benchmarks.report import Section, median, spread
from chalicelib.core import instance
from chalicelib.coupons import service
from chalicelib.coupons.errors import SoldOut
from chalicelib.coupons.shapes import TemplateTerms
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.perf.meter import Cost, metered
from tests.support.race.engine import Engine
from tests.support.race.processes import Workers

PROCESSES, THREADS = 4, 8
BUCKETS = (1, 4, 16, 64)
REFUSALS = 40
NOTES = (
    "Every rush ended with exactly the stock issued and nothing left.",
    "DynamoDB Local has no hot keys and serialises writes, so what buckets are for cannot show here.",
    "In AWS one item takes about 500 transactional writes a second by capacity, fewer when transactions collide.",
    "After: a refusal by an instance that knows nothing yet (template, marker, the member's own coupon), median of "
    f"{REFUSALS}; one that knows reads the coupon alone.",
    "About 2 ms of client CPU a call on shared cores bounds the rate, not the engine.",
)


def measure(quick: bool) -> Section:
    """Rushes at a stock that runs out, the bucket counts in turn, so that a drift of the machine meets all of them."""
    stock, rounds = (300, 1) if quick else (600, 3)
    rates: dict[int, list[float]] = {buckets: [] for buckets in BUCKETS}
    after: dict[int, Refusal] = {}
    ends: dict[int, list[float]] = {buckets: [] for buckets in BUCKETS}
    with engine() as running:
        _rush(running, 200, 1)  # warms the virtual machine
        for _ in range(rounds):
            for buckets in BUCKETS:
                rate, end = _rush(running, stock, buckets)
                rates[buckets].append(rate)
                ends[buckets].append(end)
        for buckets in BUCKETS:
            after[buckets] = _refusals(running, buckets)
    return _section(stock, rounds, rates, ends, after)


class Refusal(msgspec.Struct, frozen=True):
    """What a refusal after the end costs."""

    cold_ms: float
    cold: Cost
    warm_ms: float
    warm: Cost

    def cells(self) -> tuple[str, ...]:
        """As a row shows it."""
        return tuple(
            f"{ms:.1f} ms, {cost.write_units} WU, {cost.read_units} RU"
            for ms, cost in ((self.cold_ms, self.cold), (self.warm_ms, self.warm))
        )


def _refusals(running: Engine, buckets: int) -> Refusal:
    """Of a stock that is gone, by instances that know nothing and by one that knows."""
    template = running.template(buckets, buckets)
    for number in range(buckets):
        service.claim(running.ctx("tap"), template.template_id, MemberId(f"m{number}"), tap("tap"))
    _refused(running, template)

    def refuse(forgets: bool) -> float:
        if forgets:
            instance.forget()
        began = time.perf_counter()
        _refused(running, template)
        return (time.perf_counter() - began) * 1000

    cold_ms = median([refuse(True) for _ in range(REFUSALS)])
    warm_ms = median([refuse(False) for _ in range(REFUSALS)])
    with metered() as warm:
        _refused(running, template)
    instance.forget()
    with metered() as cold:
        _refused(running, template)
    return Refusal(cold_ms, cold, warm_ms, warm)


def _refused(running: Engine, template: TemplateTerms) -> None:
    try:
        service.claim(running.ctx("late"), template.template_id, MemberId("late"), tap("late"))
    except SoldOut:
        return
    raise AssertionError("it was not sold out")


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


def _section(
    stock: int,
    rounds: int,
    rates: dict[int, list[float]],
    ends: dict[int, list[float]],
    after: dict[int, Refusal],
) -> Section:
    section = Section(
        "Coupon claims: one counter or several buckets",
        f"{stock} coupons, a third more members, {PROCESSES} x {THREADS} threads; median (range) of {rounds}.",
        [
            "buckets",
            "claims/s until 95 % are gone",
            "over one bucket",
            "ms per claim after that, mostly refusals",
            "refusal after, cold",
            "refusal after, warm",
        ],
    )
    base = median(rates[BUCKETS[0]])
    for buckets in BUCKETS:
        over = f"{median(rates[buckets]) / base:.2f}"
        section.add(buckets, spread(rates[buckets]), over, spread(ends[buckets], 1), *after[buckets].cells())
    section.notes += NOTES
    return section
