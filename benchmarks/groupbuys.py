"""Seats a second, what a seat and its payment cost, and how a night of expired teams is cleared away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec
import pytest

from benchmarks.bench_stack import engine
from benchmarks.report import Section, percentile
from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.core.moments import Moment
from chalicelib.core.storage import due
from chalicelib.groupbuys import endings, store
from chalicelib.orders import paying
from chalicelib.orders.facts import OrderPaid
from chalicelib.orders.shapes import Order
from tests.support.drain import Stream
from tests.support.perf.team_acts import TeamActs
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.teams import Teams

SIZE, CUSTOMERS = 3, 24
BATCH = 25
KINDS = ("groupbuy_team", "order", "payment", "groupbuy_allowance", "shopper")
BILLED = ("open", "join", "refused_join", "release", "confirm", "pay", "complete", "unwind", "refund", "failed_seat")


def measure(quick: bool) -> Section:
    """Joins alone, a rush, confirmations, then expired teams."""
    teams, expired = (60, 200) if quick else (200, 10_000)
    section = Section(
        "Group-buys: seats, payments and expired teams",
        f"Teams of {SIZE} on DynamoDB Local, threads of one process; milliseconds from call to answer.",
        ["what", "how many", "threads", "a second", "p50 ms", "p99 ms", "write units each", "index units each"],
    )
    with engine() as running:
        bills = _bills(running)
        with teams_of(running) as warm:
            _joins(warm, 20, 8)
        for threads in (1, 8, 32):
            with teams_of(running) as fresh:
                _add(section, "joins", _joins(fresh, teams, threads), threads, bills["join"])
        with teams_of(running) as fresh:
            _add(section, f"{CUSTOMERS} customers a team", _rush(fresh, teams // 4), 32, ("8 or 0", "3 or 0"))
        with teams_of(running) as fresh:
            _add(section, "payments confirmed", _confirmations(fresh, teams), 8, bills["confirm"])
        with teams_of(running, stock=100_000) as fresh:
            _clear_away(section, fresh, expired, bills)
    costs = "; ".join(f"{name.replace('_', ' ')} {units} WU +{index}" for name, (units, index) in bills.items())
    section.notes.append(f"Each act costs, in the table and in both indexes: {costs}.")
    section.notes.append(
        "pay: asked for, told of, followed to the end. failed seat: the same of a failed team's one paid seat."
    )
    section.notes.append("Client CPU (about 2 ms a call) on shared cores bounds the rates, not the engine.")
    return section


Bill = tuple[Any, Any]


@contextmanager
def teams_of(running: Engine, **activity: Any) -> Iterator[Teams]:
    with pytest.MonkeyPatch.context() as patch:
        yield Teams(running, patch, **{"stock": 5000, "buckets": 4, **activity})


def _bills(running: Engine) -> dict[str, Bill]:
    bills = {}
    for name in BILLED:
        with teams_of(running) as teams:
            cost = getattr(TeamActs(teams), name)()
            bills[name] = (cost.write_units, cost.index_units + cost.due_units)
            teams.drain()
    return bills


def _timed(acts: Sequence[Callable[[], Any]], threads: int) -> tuple[float, list[float]]:
    """Seconds for all, and of each that was not refused by what it met (a full team is an answer)."""

    def timed(act: Callable[[], Any]) -> float:
        began = time.perf_counter()
        try:
            act()
        except Exception as error:
            if type(error).__name__ != "TeamFull":
                raise
        return time.perf_counter() - began

    began = time.perf_counter()
    outcomes = crowd([partial(timed, act) for act in acts], threads)
    took = time.perf_counter() - began
    if failed := [outcome.error for outcome in outcomes if outcome.error]:
        raise AssertionError(failed[0])
    return took, [outcome.value for outcome in outcomes]


def _open(teams: Teams, count: int) -> list[Order]:
    return [outcome.value for outcome in crowd([partial(teams.open, f"leader{number}") for number in range(count)], 8)]


def _joins(teams: Teams, count: int, threads: int) -> tuple[float, list[float]]:
    """Every seat is wanted once."""
    opened = _open(teams, count)
    names = [(f"m{number}-{seat}", order.seat) for seat in range(1, SIZE) for number, order in enumerate(opened)]
    found = _timed([partial(teams.join, *one) for one in names], threads)
    teams.sound()
    return found


def _rush(teams: Teams, count: int) -> tuple[float, list[float]]:
    """Many more want a seat than there are."""
    taps = [
        partial(teams.join, f"m{number}-{customer}", order.seat)
        for number, order in enumerate(_open(teams, count))
        for customer in range(CUSTOMERS)
    ]
    found = _timed(taps, 32)
    if {team.taken for team in teams.sound().teams.values()} != {SIZE}:
        raise AssertionError("a team is not exactly full")
    return found


def _confirmations(teams: Teams, count: int) -> tuple[float, list[float]]:
    """The money of as many held seats came."""
    opened = _open(teams, count)
    for order in opened:
        teams.pay(order)
        teams.hears(order)
    for fact in teams.money_facts():
        paying.money_came(teams.ctx(), fact)
    paid = [fact for order in opened for fact in teams.news_of(order, OrderPaid)]
    return _timed([partial(endings.order_paid, teams.ctx(), fact) for fact in paid], 8)


def _add(section: Section, what: str, found: tuple[float, list[float]], threads: int, bill: Bill) -> None:
    took, times = found
    figures = [f"{percentile(times, share) * 1000:.1f}" for share in (0.5, 0.99)]
    section.add(what, len(times), threads, f"{len(times) / took:.0f}", *figures, *bill)


# ---- expired teams


def _clear_away(section: Section, teams: Teams, count: int, bills: dict[str, Bill]) -> None:
    """Teams with one paid seat, all past their deadline: ticks close them, and what follows gives the money back."""
    expire(teams, count)
    began, ticks = time.perf_counter(), 0
    while store.teams(teams.ctx(), teams.activity, True, 1, "").items:
        clock.tick(f"tick {ticks}")
        while teams.drain.due():
            pass
        ticks += 1
    closed = time.perf_counter() - began
    teams.drain()
    took = time.perf_counter() - began
    if teams.bank.held() or len(teams.bank.refunds) != count:
        raise AssertionError(f"{teams.bank.held()} fen are still held")
    whole, indexed = bills["failed_seat"]
    section.add("expired teams closed", count, 1, f"{count / closed:.0f}", "-", "-", 1, 3)
    section.add("their seats refunded", count, 1, f"{count / (took - closed):.0f}", "-", "-", whole - 1, indexed - 3)
    section.notes.append(
        f"{count} expired teams with a paid seat each: closed after {ticks} tick(s) and {closed:.0f} s, money back "
        f"after {took:.0f} s, by one worker; in all {count * whole} WU and {count * indexed} index units."
    )


def expire(teams: Teams, count: int) -> None:
    """One team made by the product, and copies of its rows; what is told of the copies' making is of no interest."""
    order = teams.open("m000000")
    teams.paid(order)
    rows = [json.dumps(row) for kind in KINDS for row in teams.engine.rows("main", kind) if _is_of(teams, row)]
    batch: list[dict[str, Any]] = []
    for number in range(1, count):
        new = {name: _renumbered(name, number) for name in (order.seat, order.order_id, "m000000")}
        batch += [_copied(teams, row, new) for row in rows]
        copied = new[order.order_id]
        teams.bank.charges[copied] = msgspec.structs.replace(teams.bank.charges[order.order_id], number=copied)
        teams.bank.paid[copied] = teams.bank.paid[order.order_id]
        while len(batch) >= BATCH or (batch and number == count - 1):
            _write(teams.engine, batch[:BATCH])
            batch = batch[BATCH:]
    for stream in (teams.drain.main, teams.drain.facts):
        _begin_here(stream)
    teams.passes(hours=24, minutes=3)


def _is_of(teams: Teams, row: dict[str, Any]) -> bool:
    return str(row["pk"]["S"]).startswith(f"{teams.corp}#")


def _renumbered(name: str, number: int) -> str:
    return f"{name[:-6]}{number:06}"


def _copied(teams: Teams, row: str, new: dict[str, str]) -> dict[str, Any]:
    for name, other in new.items():
        row = row.replace(name, other)
    copied: dict[str, Any] = json.loads(row)
    if "due" in copied:
        fails_at = Moment(copied["fails_at"]["S"])
        for name, value in zip(
            ("due", "due_at"), due.place(teams.ctx(), store.TOPIC, copied["team_id"]["S"], fails_at), strict=True
        ):
            copied[name] = {"S": value}
    return copied


def _write(running: Engine, rows: list[dict[str, Any]]) -> None:
    requests = [{"PutRequest": {"Item": row}} for row in rows]
    running.raw.batch_write_item(RequestItems={config().main_table: requests})


def _begin_here(stream: Stream) -> None:
    """Go on from what is written next."""
    while stream.pending():
        stream.advance(set())
