"""A stack that knows the jobs of the tests."""

from __future__ import annotations

import pytest

from tests.support import longwork
from tests.support.stack import Stack


@pytest.fixture
def working(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose flow table has them."""
    longwork.known(monkeypatch)
    return stack
