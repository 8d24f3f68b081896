"""The real engine for the whole run, and fresh tables for every test."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from chalicelib.core.http.routes import REGISTRY
from tests.race.platform import platform
from tests.support.race.engine import Engine, running_engine
from tests.support.race.teams import begin

__all__ = ["begin", "platform"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a race test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("race")


@pytest.fixture(scope="session", autouse=True)
def shapes_are_known() -> None:
    """An instance is one thread, so a shape is met for the first time in one: msgspec is not safe in several."""
    import app  # noqa: F401  registers every route

    for shape in [shape for route in REGISTRY for shape in (route.body, route.answer, route.query) if shape]:
        for meet in (partial(msgspec.json.decode, b"{}"), partial(msgspec.convert, {})):
            with contextlib.suppress(msgspec.ValidationError):
                meet(type=shape)


@pytest.fixture
def engine(endpoint: str) -> Iterator[Engine]:
    """Fresh tables, and a memory of its own for every thread. They are asked directly: what races are the writes, and
    botocore takes three times as long for each. What loses replies does so at the product's own client (faults.py).
    """
    with running_engine(endpoint) as running:
        yield running


@pytest.fixture(scope="module")
def shared_engine(endpoint: str) -> Iterator[Engine]:
    """The same for all tests of a module, each for a corp of its own."""
    with running_engine(endpoint) as running:
        yield running
