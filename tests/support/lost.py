"""Callbacks that never come, and whether we know all the same what WeCom knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.members import rules
from local.wecom.states import LISTED
from tests.support.http import Http
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.wecom import CORPS

HOUR = 3600.0
# What is younger than that is left to its callback.
SETTLED = 11 * 60.0


@contextmanager
def lost(stack: Stack, change: str = "*") -> Iterator[None]:
    """What happens within is told by no callback."""
    fault = stack.platform.fault(kind="drop_event", change=change, times=None)
    yield
    stack.sandbox.deliver_all()
    stack.platform.call("DELETE", f"faults/{fault['id']}")


def reconcile(stack: Stack, by: Http, depth: str = "ids") -> dict[str, Any]:
    """Compare now, to the end; what is known of it after."""
    asked = by.post("/admin/v1/reconciliations", {"depth": depth})
    assert asked.status == 201, asked.body
    stack.work_off()
    state: dict[str, Any] = by.get("/admin/v1/reconciliation").json()
    return state


def pass_time(stack: Stack, seconds: float) -> None:
    """Time goes by, and what becomes due with it is done."""
    stack.clock.advance(seconds)
    clock.tick("tick")
    stack.work_off()


Friends = dict[tuple[str, str], set[str]]


def at_wecom(stack: Stack, corp: str = "demo") -> Friends:
    """Who stands in whose list at WeCom, with the names of the corp's tags."""
    state = stack.sandbox.world.state
    corp_id = CORPS[corp].corp_id
    names = {tag.id: tag.name for group in state.tag_groups.get(corp_id, []) for tag in group.tags if not tag.deleted}
    return {
        (one.external_userid, one.userid): {names[tag] for tag in one.tags if tag in names}
        for one in state.relations.values()
        if one.corp_id == corp_id and one.status in LISTED
    }


def as_we_know(corp: str = "demo") -> Friends:
    """Who is whose friend as far as we know, with their tags."""
    return {
        (row["external_userid"]["S"], row["userid"]["S"]): set(_json(row.get("tags", {}).get("S", "[]")))
        for row in items(config().main_table)
        if row["pk"]["S"].startswith(f"{corp}#member#")
        and row.get("kind", {}).get("S") == "relation"
        and rules.status(row.get("adds", {}).get("SS", ()), row.get("losses", {}).get("SS", ())) == "friend"
    }


def _json(text: str) -> list[str]:
    import json

    found: list[str] = json.loads(text)
    return found
