"""A sandbox with a frozen clock, a merchant, its client and a receiver of notifications."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.servers.testing import Data, Rewindable
from local.wechatpay import Sandbox, running
from local.wechatpay.testing import MCHID, Client, Receiver, merchant_setup, receiving


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    """One server for all tests: making the platform's key takes longer than most tests."""
    with running(clock=Rewindable()) as sandbox:
        yield sandbox


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The client of a merchant that is set up."""
    client = Client(sandbox.url, sandbox.clock)
    client.control("PUT", f"/merchants/{MCHID}", merchant_setup())
    return client


@pytest.fixture
def platform(client: Client) -> Data:
    """The platform's public side."""
    return client.control("GET", "/platform")


@pytest.fixture
def paid(client: Client) -> Client:
    """The client after ORDER0001 of 1 yuan was paid; its notification is lost on purpose."""
    client.control("POST", "/faults", {"kind": "drop_notification"})
    client.prepay()
    client.pay()
    return client
