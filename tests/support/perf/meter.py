"""What an act costs: every call of the process's DynamoDB client, in calls and in capacity units.

Units follow DynamoDB's documented rules and the items' real sizes, because no test engine reports them right
(moto always says 1, DynamoDB Local says 4 for any transaction). A refused write costs as much as one that held.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core import aws
from chalicelib.core.config import config
from tests.support import drain

Item = dict[str, dict[str, Any]]
INDEX_KEYS = ("parent", "place")
PROJECTED = ("pk", "sk", "kind", "line")
# The indexes that hold keys alone: `due` of main, `unfinished` of the inbox.
KEYS_ONLY = (("due", "due_at"), ("unfinished", "queued_at"))


@dataclass(frozen=True)
class Write:
    """One item written, or refused: its table and its units, those of the indexes named apart."""

    table: str
    kind: str
    units: int
    index_units: int
    due_units: int = 0


@dataclass
class Cost:
    """The bill of one act."""

    writes: list[Write] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    read_units: float = 0.0
    calls: int = 0

    @property
    def write_units(self) -> int:
        """Units of the tables."""
        return sum(write.units for write in self.writes)

    @property
    def index_units(self) -> int:
        """Units of the index `by_parent`."""
        return sum(write.index_units for write in self.writes)

    @property
    def due_units(self) -> int:
        """Units of the indexes that hold keys alone."""
        return sum(write.due_units for write in self.writes)

    def of(self, *kinds: str) -> list[Write]:
        """The writes of some kinds of items."""
        return [write for write in self.writes if write.kind in kinds]

    def __str__(self) -> str:
        """The bill as a person reads it."""
        lines = ", ".join(f"{write.kind} {write.units}" for write in self.writes)
        return f"{self.write_units} WU ({lines}), index {self.index_units}, due {self.due_units}, reads {self.reads}"


class Meter:
    """Notes the calls of a client while it is on."""

    def __init__(self, client: Any) -> None:
        self._plain = drain.client("dynamodb", client.meta.endpoint_url)
        self._before: list[tuple[str, dict[str, Any], list[Item | None]]] = []
        self.cost = Cost()
        self.on = False
        client.meta.events.register("before-parameter-build.dynamodb", self._note)
        client.meta.events.register("after-call.dynamodb", self._count)

    def _note(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if self.on:
            self._before.append((model.name, params, [self._stored(target) for target in _targets(model.name, params)]))

    def _count(self, parsed: dict[str, Any], **_: Any) -> None:
        if not self._before:
            return
        operation, params, old = self._before.pop()
        self.cost.calls += 1
        targets = _targets(operation, params)
        if not targets:
            self.cost.reads.append(operation)
            self.cost.read_units += _read_units(params, parsed)
        factor = 2 if operation == "TransactWriteItems" else 1
        self.cost.writes += [self._write(target, was, factor) for target, was in zip(targets, old, strict=True)]

    def _write(self, target: dict[str, Any], old: Item | None, factor: int) -> Write:
        new = target.get("Item") or self._stored(target)
        size = max(size_of(old), size_of(new))
        units = factor * max(1, math.ceil(size / 1024))
        indexes = _index_units(old, new), _due_units(old, new)
        return Write(_table(target["TableName"]), _kind(new or old or {}), units, *indexes)

    def _stored(self, target: dict[str, Any]) -> Item | None:
        source = target.get("Key") or target["Item"]
        key = {name: source[name] for name in ("pk", "sk")}
        found = self._plain.get_item(TableName=target["TableName"], Key=key, ConsistentRead=True)
        item: Item | None = found.get("Item")
        return item


@contextmanager
def metered() -> Iterator[Cost]:
    """Count what the block costs on the process's client."""
    meter = Meter(aws.client("dynamodb"))
    meter.on = True
    try:
        yield meter.cost
    finally:
        meter.on = False


def _targets(operation: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    """The items a call writes, each with its table and its item or key; none for a read."""
    if operation in ("PutItem", "UpdateItem", "DeleteItem"):
        return [params]
    if operation == "TransactWriteItems":
        return [next(iter(action.values())) for action in params["TransactItems"]]
    return []


def _table(name: str) -> str:
    names = {
        config().main_table: "main",
        config().facts_table: "facts",
        config().counters_table: "counters",
        config().inbox_table: "inbox",
    }
    return names[name]


def _kind(item: Item) -> str:
    if "kind" in item:
        return str(item["kind"]["S"])
    return str(item["pk"]["S"].split("#")[1]) if "pk" in item else "nothing"


def _index_units(old: Item | None, new: Item | None) -> int:
    """Writes to `by_parent`: one where an entry appears, ends or changes what it shows, two where its key moves."""
    was, now = _listed(old), _listed(new)
    if was == now:
        return 0
    units = max(1, math.ceil(max(size_of(was), size_of(now)) / 1024))
    moves = _index_entry(was, INDEX_KEYS) != _index_entry(now, INDEX_KEYS)
    return units * (2 if was and now and moves else 1)


def _listed(item: Item | None) -> Item | None:
    """What the index holds of an item, None when it is not listed."""
    if not _index_entry(item, INDEX_KEYS) or item is None:
        return None
    return {name: item[name] for name in (*PROJECTED, *INDEX_KEYS) if name in item}


def _due_units(old: Item | None, new: Item | None) -> int:
    """Writes to an index that holds keys alone: one where an entry appears or ends, two where its key moves."""
    moves = [(_index_entry(old, keys), _index_entry(new, keys)) for keys in KEYS_ONLY]
    return sum(bool(was) + bool(now) for was, now in moves if was != now)


def _index_entry(item: Item | None, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in keys) if item and all(name in item for name in keys) else ()


def _read_units(params: dict[str, Any], parsed: dict[str, Any]) -> float:
    items = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
    size = sum(size_of(item) for item in items)
    return max(1, math.ceil(size / 4096)) * (1.0 if params.get("ConsistentRead") else 0.5)


def size_of(item: Item | None) -> int:
    """An item's size as DynamoDB counts it: names and values in bytes."""
    return sum(len(name.encode()) + _value_size(value) for name, value in (item or {}).items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return len(content.strip("-0.")) // 2 + 2
    if kind in ("SS", "NS"):
        return sum(len(text.encode()) for text in content)
    if kind == "L":
        return 3 + sum(1 + _value_size(each) for each in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_size(each) for name, each in content.items())
    return len(content) if kind == "B" else 1
