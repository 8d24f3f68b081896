"""A stack with people of every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.content.studio import Studio
from tests.support.stack import Stack, running_stack


@pytest.fixture(scope="module")
def studio() -> Iterator[Studio]:
    """One for the whole file: items do not touch each other, and every test makes its own."""
    with running_stack() as stack:
        yield Studio(stack)


@pytest.fixture
def fresh(stack: Stack) -> Studio:
    """For a test that counts everything there is, or changes who somebody is."""
    return Studio(stack)
