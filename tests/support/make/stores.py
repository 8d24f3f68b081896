"""Stores."""

from __future__ import annotations

import itertools
from typing import Any

from tests.support.http import Http
from tests.support.make.people import session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack

_numbers = itertools.count(1)


def store(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """An open store where nobody works yet, under a number of its own."""
    http = by or session(stack, corp=corp)
    body = {"number": f"S{next(_numbers):04d}", "name": "人民广场店", **changes}
    answered = made(http.post("/admin/v1/stores", body))
    return Thing(str(answered["store_id"]), answered)
