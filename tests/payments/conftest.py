"""A till on a stack where nobody but this room listens to its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.ops import metrics
from tests.payments.till import Till
from tests.support import flows
from tests.support.stack import running_stack

OWN_FACTS = ("refund.asked", "refund.retried")
OWN_TOPICS = ("payment", "refund")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms that order something follow payments too; here nobody ordered, and nothing else waits for a tick."""
    flows.only_facts(monkeypatch, lambda kind: kind in OWN_FACTS)
    flows.only_due(monkeypatch, OWN_TOPICS)


@pytest.fixture(scope="module")
def shared() -> Iterator[Till]:
    """One till on moto for a whole file."""
    with running_stack() as stack:
        yield Till(stack)


@pytest.fixture
def till(shared: Till) -> Till:
    """The same, as if nobody had paid anything yet; only its clock goes on."""
    shared.start_over()
    return shared


@pytest.fixture(scope="module")
def real_shared(endpoint: str) -> Iterator[Till]:
    """The same on the real engine."""
    with running_stack(endpoint) as stack:
        yield Till(stack)


@pytest.fixture
def real_till(real_shared: Till) -> Till:
    """A fresh till on the real engine, for what happens at once."""
    real_shared.start_over()
    return real_shared


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each metric was counted."""
    found: Counter[str] = Counter()

    def count(metric: str, value: int = 1, **dimensions: Any) -> None:
        found[metric] += value

    monkeypatch.setattr(metrics, "count", count)
    return found
