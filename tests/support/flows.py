"""Ways to look at and to change what follows from what, for the time of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from chalicelib.core.events.errands import Errand
from chalicelib.core.events.flows import OnDue, OnErrand, OnEvent
from chalicelib.rooms import flow_table


def followed_kinds() -> set[str]:
    """The kinds of facts that something follows from."""
    return {fact.kind for fact in flow_table().on_fact}


def only_facts(patch: pytest.MonkeyPatch, wanted: Callable[[str], bool]) -> None:
    """Nothing follows but from the kinds that are wanted."""
    lines = {fact: lines for fact, lines in flow_table().on_fact.items() if wanted(fact.kind)}
    patch.setattr(flow_table(), "on_fact", lines)


def without_verb(patch: pytest.MonkeyPatch, verb: Callable[..., None]) -> None:
    """A verb follows from no fact."""
    lines = {fact: [line for line in lines if line.verb is not verb] for fact, lines in flow_table().on_fact.items()}
    patch.setattr(flow_table(), "on_fact", lines)


def only_due(patch: pytest.MonkeyPatch, wanted: Iterable[str]) -> None:
    """No topic but these is looked at."""
    topics = set(wanted)
    patch.setattr(flow_table(), "on_due", {name: line for name, line in flow_table().on_due.items() if name in topics})


def due_topics() -> list[str]:
    """Every topic that is looked at."""
    return list(flow_table().on_due)


def on_due(patch: pytest.MonkeyPatch, topic: str, verb: Callable[..., None]) -> None:
    """Another verb for a topic."""
    patch.setitem(flow_table().on_due, topic, OnDue(topic, verb))


def on_errand(patch: pytest.MonkeyPatch, name: str, verb: Callable[..., None], errand: type[Any] | None = None) -> None:
    """Another verb for an errand."""
    line = flow_table().on_errand.get(name)
    patch.setitem(flow_table().on_errand, name, OnErrand(errand or (line.errand if line else Errand), verb))


def on_event(patch: pytest.MonkeyPatch, name: str, verb: Callable[..., None]) -> None:
    """This verb alone for a platform's event."""
    patch.setitem(flow_table().on_event, name, [OnEvent(name, verb)])


def events() -> set[str]:
    """The platform events that something follows from."""
    return set(flow_table().on_event)
