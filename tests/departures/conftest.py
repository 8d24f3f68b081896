"""A stack, and somebody who goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.leaver import Leaver
from tests.support.stack import Stack, running_stack


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as running:
        yield running


@pytest.fixture
def leaver(stack: Stack) -> Leaver:
    """`liming` with three customers."""
    leaver = Leaver(stack)
    leaver.meet("甲", "乙", "丙")
    return leaver
