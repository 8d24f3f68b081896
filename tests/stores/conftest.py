"""One stack for the tests of stores: each makes stores of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.http import Http
from tests.support.stack import Stack, running_stack


@pytest.fixture(scope="module")
def house() -> Iterator[Stack]:
    """A stack that the tests of a module share."""
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="module")
def owner(house: Stack) -> Http:
    """The owner of `demo`."""
    return house.operator()
