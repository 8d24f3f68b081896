"""Capacity units of each act, from the code that the budget tests use."""

from __future__ import annotations

from benchmarks.bench_stack import engine
from benchmarks.groupbuys import teams_of
from benchmarks.report import Section
from local import dynamodb
from tests.support.perf.acts import Acts
from tests.support.perf.meter import Cost
from tests.support.perf.team_acts import TeamActs
from tests.support.stack import running_stack

ACTS = (
    "scan",
    "cold_scan",
    "callback",
    "join",
    "follow",
    "whole_join",
    "claim",
    "claim_at_the_door",
    "claim_after_sell_out",
    "cold_claim_after_sell_out",
    "redeem",
    "idle_tick",
)
# An act of a group-buy, and what it is to whoever orders.
ORDERS = {"join": "order", "pay": "order paid", "leave": "order given back", "refund": "refund", "refunded": "refunded"}
MILLION_WRITES, MILLION_READS = 0.625, 0.125


def measure(quick: bool) -> Section:
    """One row an act."""
    section = Section(
        "Units per act",
        "Units by DynamoDB's rules and the items' real sizes, and what a million acts cost in us-east-1.",
        ["act", "write units", "of which", "index units", "read units", "calls", "USD per million"],
    )
    with dynamodb.running() as endpoint:
        for name in ACTS:
            with running_stack(endpoint) as stack:
                found = getattr(Acts(stack), name)()
            _add(section, name, found[0] if isinstance(found, tuple) else found)
    with engine() as running:
        for name, what in ORDERS.items():
            with teams_of(running) as teams:
                _add(section, what, getattr(TeamActs(teams), name)())
    section.notes.append(
        "join: on_callback with its welcome. follow: on_change and on_fact of that join, a coupon among it. "
        "whole join: from WeCom's call to the last tag; what the index `unfinished` takes (2) is in its index units."
    )
    section.notes.append("order: a seat of a team held with its order, on an instance that knows the activity.")
    section.notes.append(
        "Prices: $0.625 and $0.125 per million write and read units (November 2024), without gateway and Lambda."
    )
    return section


def _add(section: Section, name: str, cost: Cost) -> None:
    kinds = [write.kind for write in cost.writes]
    parts = [f"{kind} {sum(write.units for write in cost.of(kind))}" for kind in dict.fromkeys(kinds)]
    dollars = (cost.write_units + cost.index_units + cost.due_units) * MILLION_WRITES + cost.read_units * MILLION_READS
    units = (cost.write_units, ", ".join(parts) or "-", cost.index_units + cost.due_units, cost.read_units, cost.calls)
    section.add(name.replace("_", " "), *units, f"{dollars:.2f}")
