"""What the tests of both sandboxes stand on; each has a `server` of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.clock import Clock
from local.servers.server import Server
from local.servers.testing import fresh


@pytest.fixture
def sandbox(server: Server) -> Iterator[Server]:
    """The server with an empty world."""
    with fresh(server):
        yield server


@pytest.fixture
def clock(sandbox: Server) -> Clock:
    """The sandbox's clock, which stands still until a test moves it."""
    return sandbox.clock
