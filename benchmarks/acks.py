"""How soon WeCom gets its answer when many join at once (it waits 5 s)."""

from __future__ import annotations

import time
from functools import partial
from typing import Any
from unittest import mock

from benchmarks.bench_stack import engine
from benchmarks.report import Section, percentile
from benchmarks.threads import threaded_app
from chalicelib.core import context
from tests.support.http import LambdaContext
from tests.support.http import _event as rest_event
from tests.support.race.crowd import crowd
from tests.support.stack import START
from tests.support.wecom import join_event, sealed


def measure(quick: bool) -> Section:
    """Bursts of joins into the callback door, each answered after its event is durable and queued."""
    section = Section(
        "Callback door at a burst of joins",
        "Milliseconds from request to answer: verify, decrypt, store in DynamoDB Local, queue in memory.",
        ["joins at once", "workers", "answers/s", "p50", "p99", "slowest"],
    )
    with engine() as running, mock.patch.object(context, "wall_clock", return_value=START):
        app = threaded_app()
        _burst(app, 50, 8)
        for joins, workers in ((100, 1), (300, 8), (300, 32)) if quick else ((300, 1), (1000, 8), (1000, 32)):
            took, times = _burst(app, joins, workers)
            figures = [f"{percentile(times, share) * 1000:.1f}" for share in (0.5, 0.99, 1.0)]
            section.add(joins, workers, f"{joins / took:.0f}", *figures)
        _check_all_stored(running, section)
    section.notes.append(
        "One Python process on the cores it shares with the engine: in Lambda each instance has its own."
    )
    return section


def _burst(app: Any, joins: int, workers: int) -> tuple[float, list[float]]:
    routes = list(app.routes)
    events = [_request(f"wm{joins}-{workers}-{number}", routes) for number in range(joins)]
    began = time.perf_counter()
    outcomes = crowd([partial(_answer, app, event) for event in events], workers)
    took = time.perf_counter() - began
    if any(outcome.error for outcome in outcomes):
        raise AssertionError(next(outcome.error for outcome in outcomes if outcome.error))
    return took, [outcome.value for outcome in outcomes]


def _request(external_userid: str, routes: list[str]) -> dict[str, Any]:
    told = int(START.timestamp())
    path, body = sealed("demo", join_event("demo", "liming", external_userid, told), timestamp=str(told))
    return rest_event("POST", path, body, {"content-type": "text/xml"}, routes)


def _answer(app: Any, event: dict[str, Any]) -> float:
    began = time.perf_counter()
    answer = app(event, LambdaContext())
    if answer["body"] != "success":
        raise AssertionError(answer)
    return time.perf_counter() - began


def _check_all_stored(running: Any, section: Section) -> None:
    queued = running.queues.size()
    wanted = 50 + sum(int(row[0]) for row in section.rows)
    if queued != wanted:
        raise AssertionError(f"{queued} of {wanted} events were queued")
    section.notes.append(f"All {wanted} events were stored and queued.")
