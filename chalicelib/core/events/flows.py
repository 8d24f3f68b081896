"""What happens after what: the lines of a room's `flows.py`, each naming its verb by direct reference.

Every verb named in a line is safe to run again with the same event, change, fact, time or errand;
a step of a job, with the same job and cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import Errand
from chalicelib.core.events.facts import Data, Fact, FactData, Told
from chalicelib.core.events.lanes import Lane
from chalicelib.core.ops.jobs import Kind, Stepping
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Row

Event = TypeVar("Event")
Changed = TypeVar("Changed", bound=Row)
Asked = TypeVar("Asked", bound=Errand)
Only = TypeVar("Only")


class Line(msgspec.Struct, frozen=True):
    """What happens after what. A class and no union of them: in a list of lines a type checker then asks of each that
    its verb takes what the line is about, where it would let `OnFact[Any]` take any verb.
    """


class OnEvent(Line, Generic[Event], frozen=True):
    """A platform's event and a verb it calls. urgent: before all that are not, for a welcome's code lives 20 s."""

    event: str
    verb: Callable[[Ctx, Event], None]
    urgent: bool = False


class OnChange(Line, Generic[Changed], frozen=True):
    """A kind of row, and the pure function that lists what it says has happened. What a change adds becomes facts."""

    row: type[Changed]
    says: Callable[[Changed], Sequence[Told]]


class OnFact(Line, Generic[Data], frozen=True):
    """A kind of fact, a verb that follows from it, and on which lane."""

    fact: type[Data]
    verb: Callable[[Ctx, Fact[Data]], None]
    lane: Lane


class OnBatch(Line, frozen=True):
    """A verb that takes facts by the hundred, of all kinds and of one corp, seconds after they were written.

    It may meet any of them again, in another batch, another order or a part of this one. It does all of them or raises.
    """

    verb: Callable[[Ctx, Sequence[Fact[FactData]]], None]


class OnErrand(Line, Generic[Asked], frozen=True):
    """A kind of errand, and the verb that makes its calls to the platform."""

    errand: type[Asked]
    verb: Callable[[Ctx, Asked], None]


class OnDue(Line, frozen=True):
    """A topic of the due index, and what is done with a row whose time has come."""

    topic: str
    verb: Callable[[Ctx, Due], None]


class OnJob(Line, Generic[Kind], frozen=True):
    """A kind of job, and the verb that makes one step of it."""

    job: type[Kind]
    step: Stepping[Kind]


class FlowTable(msgspec.Struct, kw_only=True):
    """All rooms' lines, found by what they begin with. errands, jobs and due topics have one verb, the others any
    number.
    """

    on_event: dict[str, list[OnEvent[Any]]] = {}
    on_change: dict[str, OnChange[Any]] = {}
    on_fact: dict[type[FactData], list[OnFact[Any]]] = {}
    on_batch: list[OnBatch] = []
    on_errand: dict[str, OnErrand[Any]] = {}
    on_due: dict[str, OnDue] = {}
    on_job: dict[str, OnJob[Any]] = {}

    def add(self, line: Line) -> None:
        """Take a line in. Raises ValueError when a second verb is named where one decides."""
        match line:
            case OnEvent():
                lines = self.on_event.setdefault(line.event, [])
                lines.append(line)
                lines.sort(key=lambda one: not one.urgent)
            case OnFact():
                self.on_fact.setdefault(line.fact, []).append(line)
            case OnBatch():
                self.on_batch.append(line)
            case OnChange():
                _only(self.on_change, row_kind(line.row), line)
            case OnErrand():
                _only(self.on_errand, line.errand.name, line)
            case OnDue():
                _only(self.on_due, line.topic, line)
            case OnJob():
                _only(self.on_job, line.job.name, line)


def _only(lines: dict[str, Only], name: str, line: Only) -> None:
    if name in lines:
        raise ValueError(f"{name} has two verbs")
    lines[name] = line


def row_kind(row: type[Row]) -> str:
    """The kind that a row's class is stored under."""
    return str(row.kind.get_discriminator(row))
