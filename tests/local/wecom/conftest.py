"""A sandbox with a frozen clock, a corp with a live callback, and a client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.servers.testing import Rewindable
from local.wecom import Sandbox, running
from local.wecom.testing import CORP, Client, Receiver, corp_setup, receiving


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    """One server for all tests."""
    with running(clock=Rewindable()) as sandbox:
        yield sandbox


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
