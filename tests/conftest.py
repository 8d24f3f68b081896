"""What every test stands on. No test reaches anything but this machine."""

from __future__ import annotations

import gc
import importlib
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from local import dynamodb, tools
from tests.support import needs, powers
from tests.support import stack as stacks

stacks.set_environment()
# Before any test patches a name that the app's modules would bind while they are imported.
importlib.import_module("app")
stacks.serialise_moto()
stacks.stop_the_watch()
stacks.keep_the_document()
powers.guard()


# Where single files take many seconds: begun first, so that no worker is left alone with one at the end.
LONG = ("stateful", "crash", "race", "docs", "web", "posts")
# Makes the package where it is stale. The rest of its folder needs it too, and comes when it is there: two workers at
# once would wait for the same one.
MAKER, NEEDS_IT = "test_package.py", "infra"
WHEN_ASKED = {
    "soak": "takes minutes: make soak",
    "pythons": "makes an environment for every other Python that is here: make pythons",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The folders of long files come first; some tests run only when they are asked for."""
    items.sort(key=_turn)
    for mark, reason in WHEN_ASKED.items():
        if not _is_asked(config, mark):
            for item in items:
                if mark in item.keywords:
                    item.add_marker(pytest.mark.skip(reason=reason))


def _turn(item: pytest.Item) -> int:
    folder = item.path.parent.name
    return 0 if item.path.name == MAKER else 1 if folder in LONG else 2 if folder == NEEDS_IT else 3


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not go through it again and again, which was
    a tenth of the suite's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _is_asked(config: pytest.Config, mark: str) -> bool:
    return mark in config.getoption("-m")


class Engines:
    """One DynamoDB Local after the other. In a database with thousands of stream records every write to a table made
    later takes several times as long, so each stack has an access key of its own, and with it a database. The engine
    keeps them all, and each costs a little ever after, though its tables are dropped; another engine costs seven
    seconds of a processor until it is warm. So one serves a run of the suite, and only a soak outlives it."""

    LIFE = 600.0

    def __init__(self) -> None:
        self._running = ExitStack()
        self._url, self._since = "", 0.0

    def url(self) -> str:
        """Of the one that runs, or of a new one."""
        if not self._url or time.monotonic() - self._since > self.LIFE:
            self.end()
            self._url, self._since = self._running.enter_context(dynamodb.running()), time.monotonic()
        return self._url

    def end(self) -> None:
        self._running.close()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The real engine."""
    try:
        tools.java()
        dynamodb.ensure_jar()
    except tools.Missing as missing:
        needs.skip_without(missing)
    engines = Engines()
    yield engines
    engines.end()


@pytest.fixture(scope="module")
def endpoint(engines: Engines) -> str:
    """A DynamoDB Local, the real engine, for the tests of a module."""
    return engines.url()


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest) -> str:
    """Where what has one thread and many cases stands: on moto, which takes half of the engine's time; in a soak on the
    real engine.
    """
    return str(request.getfixturevalue("endpoint")) if _is_asked(request.config, "soak") else ""


@pytest.fixture
def stack() -> Iterator[stacks.Stack]:
    """A whole stack on moto, fresh for this test."""
    with stacks.running_stack() as running:
        yield running
