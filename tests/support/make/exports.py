"""Exports."""

from __future__ import annotations

from typing import Any

from tests.support import files
from tests.support.http import Http
from tests.support.make.people import session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack


def export(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A file of all members that is ready; the stack has a bucket from then on."""
    files.open_bucket()
    http = by or session(stack, corp=corp)
    body = {"kind": "members", "purpose": "service", **changes}
    begun = made(http.post("/admin/v1/exports", body))
    stack.drain()
    return Thing(str(begun["export_id"]), made(http.get(f"/admin/v1/exports/{begun['export_id']}")))
