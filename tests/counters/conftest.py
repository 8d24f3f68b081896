"""Here what happens is counted."""

from __future__ import annotations

import pytest

from tests.support.stack import Stack


@pytest.fixture(autouse=True)
def counting(request: pytest.FixtureRequest) -> None:
    """A drain ends when all is counted, where there is a stack."""
    if "stack" in request.fixturenames:
        stack: Stack = request.getfixturevalue("stack")
        stack.drain.is_counting = True
