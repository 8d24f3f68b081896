"""The house: one line a room. What they declare is put together here; nothing else names them all."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from chalice.app import Blueprint

from chalicelib.core import words
from chalicelib.core.events import facts, numbers
from chalicelib.core.events.flows import FlowTable
from chalicelib.core.http import docs, rights
from chalicelib.core.instance import once
from chalicelib.core.ops import jobs, log, metrics
from chalicelib.core.room import Function, Room
from chalicelib.core.storage import migrations
from chalicelib.core.storage.table import kinds

ROOMS = (
    # who
    "access",
    "jobs",
    "upgrades",
    "staff",
    "stores",
    "brand",
    "members",
    # reach
    "callbacks",
    "proofs",
    "asides",
    "livecodes",
    "reconcile",
    "quality",
    # said
    "content",
    "scripts",
    "audience",
    "touches",
    "tasks",
    "posts",
    "followups",
    "losses",
    "departures",
    "tags",
    "uses",
    # sold
    "catalogue",
    "orders",
    "payments",
    "coupons",
    "groupbuys",
    "shop",
    "till",
    "mine",
    # above all of them
    "counters",
    "sidebar",
    "todo",
    "setup",
    "audit",
    "exports",
)


@once
def rooms() -> tuple[Room, ...]:
    """Every room's declaration, made known: their facts can be read, their events logged and counted.

    Raises ValueError for a room that is named twice, that is another than its folder says, or whose fact, event or
    metric another has.
    """
    if len(set(ROOMS)) < len(ROOMS):
        raise ValueError(f"a room has two lines: {sorted(name for name in set(ROOMS) if ROOMS.count(name) > 1)}")
    declared = tuple(_declared(name) for name in ROOMS)
    for room in declared:
        facts.know(room.facts)
        numbers.know(room.numbers)
        migrations.know(room.migrations)
        log.allow(room.log)
        log.know(room.logged)
        metrics.know(room.counted)
        words.know(room.name, room.words)
        rights.know(room.rights)
        jobs.know(room.jobs)
    return declared


def _declared(name: str) -> Room:
    room: Room = import_module(f"chalicelib.{name}.room").ROOM
    if room.name != name:
        raise ValueError(f"the folder {name} declares {room.name!r}")
    return room


def blueprints(function: str = "") -> list[Blueprint]:
    """The doors that a function serves, '' all of them: the rooms', and with `api` the API's own documentation.

    A function that serves none loads none.
    """
    served = [room for room in rooms() if room.routes and function in ("", room.function)]
    found = [import_module(f"chalicelib.{room.name}.routes").routes.blueprint for room in served]
    return [*found, docs.routes.blueprint] if function in ("", Function.API) else found


@once
def flow_table() -> FlowTable:
    """What follows from what, in the whole house. Loaded by the functions that nobody calls, not by a door."""
    table = FlowTable()
    for room in rooms():
        if room.flows:
            for line in import_module(f"chalicelib.{room.name}.flows").FLOWS:
                table.add(line)
    return table


@once
def row_kinds() -> frozenset[str]:
    """The kinds of all rows of the house. A change may be of any room's, also of one in which nothing follows: those
    are loaded here, where a change of them is met.
    """
    for room in rooms():
        folder = Path(__file__).resolve().parent / room.name
        for file in sorted([*folder.glob("store.py"), *folder.glob("*_rows.py")]):
            import_module(f"chalicelib.{room.name}.{file.stem}")
    return kinds()
