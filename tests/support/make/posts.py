"""Posts and their forecasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.core.moments import iso
from tests.support.http import Http
from tests.support.make.content import content
from tests.support.make.people import session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack


def post(stack: Stack, of: Thing | None = None, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A post of approved content to every customer, in an hour."""
    of = of or content(stack, corp=corp)
    http = by or session(stack, corp=corp)
    wanted = {
        "name": "周末",
        "content": {"item_id": of.id, "version": 1},
        "audience": {"channel": "customers"},
        "schedule": {"kind": "once", "at": iso(stack.clock.now() + timedelta(hours=1))},
        **changes,
    }
    body = made(http.post("/admin/v1/posts", wanted))
    return Thing(str(body["post_id"]), body)


def forecast(stack: Stack, of: Thing | None = None, *, by: Http | None = None, corp: str = "demo") -> Thing:
    """A forecast of a post, which is being made."""
    of = of or post(stack, by=by, corp=corp)
    http = by or session(stack, corp=corp)
    body = made(http.post(f"/admin/v1/posts/{of.id}/forecasts"))
    return Thing(str(body["forecast_id"]), body)


def draft_forecast(stack: Stack, *, corp: str = "demo") -> Thing:
    """A forecast of a post that nobody has made yet."""
    item = content(stack, corp=corp)
    body = {"content": {"item_id": item.id, "version": 1}, "audience": {"channel": "customers"}}
    begun = made(session(stack, corp=corp).post("/admin/v1/post-forecasts", body))
    return Thing(str(begun["forecast_id"]), begun)


def occurrence(stack: Stack, of: Thing | None = None, *, corp: str = "demo") -> Thing:
    """The time of a post comes: an hour passes, and a tick with all that follows. The id is its moment."""
    of = of or post(stack, corp=corp)
    stack.clock.advance(3600)
    clock.tick("tick")
    stack.work_off()
    body = made(session(stack, corp=corp).get(f"/admin/v1/posts/{of.id}"))["occurrences"][0]
    return Thing(str(body["at"]), body)


def report(stack: Stack, of: Thing, *, by: Http | None = None) -> Thing:
    """A post's report, added up. The id is its job's."""
    stack.drain.count()
    body = made((by or session(stack)).post(f"/admin/v1/posts/{of.id}/report"))
    stack.work_off()
    return Thing(str(body["job_id"]), body)
