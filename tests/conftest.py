"""What every test stands on. No test reaches anything but this machine."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from local import dynamodb
from tests.support import stack as stacks

stacks.set_environment()
# Before any test patches a name that the app's modules would bind while they are imported.
importlib.import_module("app")
stacks.serialise_moto()


# Where single tests take many seconds: begun first, so that no worker is left alone with one at the end.
LONG = ("stateful", "crash", "race")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The folders of long tests come first; soak tests run only when they are asked for."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)
    if "soak" not in config.getoption("-m"):
        for item in items:
            if "soak" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes minutes: make soak"))


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """One DynamoDB Local, the real engine, for the whole run."""
    try:
        dynamodb.find_java()
        dynamodb.ensure_jar()
    except dynamodb.Missing as missing:
        pytest.skip(str(missing))
    with dynamodb.running() as url:
        yield url


@pytest.fixture
def stack() -> Iterator[stacks.Stack]:
    """A whole stack on moto, fresh for this test."""
    with stacks.running_stack() as running:
        yield running
