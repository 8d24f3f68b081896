"""Capacity units of each act, from the code that the budget tests use."""

from __future__ import annotations

from benchmarks.report import Section
from local import dynamodb
from tests.support.perf.acts import Acts
from tests.support.perf.meter import Cost
from tests.support.stack import running_stack

ACTS = ("scan", "cold_scan", "callback", "join", "follow", "claim", "claim_after_sell_out", "redeem", "idle_tick")
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
    section.notes.append(
        "join: on_callback with its welcome. follow: on_change and on_fact of that join, a coupon among it."
    )
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
