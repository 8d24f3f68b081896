"""A sandbox with a frozen clock, a corp with a live callback, and a client."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from local.clock import Clock
from local.sandbox import Sandbox, running
from local.sandbox.testing import CORP, Client, Receiver, corp_setup, receiving


class Rewindable(Clock):
    """A frozen clock that every test finds at the same instant."""

    def rewind(self) -> None:
        with self._lock:
            self._offset = 0.0


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    """One server for all tests: starting one takes longer than most tests."""
    clock = Rewindable(frozen_at=datetime(2026, 3, 8, 2, 0, tzinfo=UTC))
    with running(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(server: Sandbox) -> Iterator[Sandbox]:
    """The server with an empty world."""
    assert isinstance(server.clock, Rewindable)
    server.clock.rewind()
    Client(server.url).control("POST", "/reset")
    yield server
    server.parts.deliverer.clear()
    server.settle()


@pytest.fixture
def clock(sandbox: Sandbox) -> Clock:
    return sandbox.clock


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """A client of a corp without a callback, and one customer `fang`."""
    client = Client(sandbox.url)
    client.control("PUT", f"/corps/{CORP}", corp_setup())
    client.control("POST", "/customers", {"id": "fang", "name": "王芳"})
    return client


@pytest.fixture
def live(client: Client, receiver: Receiver) -> Client:
    """The same client, with the receiver as callback URL."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url))
    return client


@pytest.fixture
def friend(client: Client) -> str:
    """The external_userid of `fang`, a friend of `li`."""
    config_id = client.contact_way()["config_id"]
    added = client.control("POST", "/customers/fang/add", {"config_id": config_id})
    return str(added["external_userid"])
