"""What every test stands on. No test reaches anything but this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import stack as stacks

stacks.set_environment()
stacks.serialise_moto()


@pytest.fixture
def stack() -> Iterator[stacks.Stack]:
    """A whole stack on moto, fresh for this test."""
    with stacks.running_stack() as running:
        yield running
