"""A sandbox in real time (other people's clients look at the real clock) with a live callback."""

from collections.abc import Iterator

import pytest

from local.wecom import Sandbox, running
from local.wecom.testing import CORP, Client, Receiver, corp_setup, receiving


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running(callback_timeout=2.0) as sandbox:
        yield sandbox


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def control(sandbox: Sandbox, receiver: Receiver) -> Client:
    """The tester's hands: a corp that is set up, and a customer."""
    client = Client(sandbox.url)
    client.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url))
    client.control("POST", "/customers", {"id": "fang", "name": "王芳", "gender": 2})
    return client
