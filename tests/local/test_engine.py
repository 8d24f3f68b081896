"""The engine that races run on."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from local import dynamodb


class Stranger(BaseHTTPRequestHandler):
    """Answers, and is no engine."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program answers."""
    server = HTTPServer(("127.0.0.1", 0), Stranger)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_port_that_another_took_is_left_to_it(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers there is not taken for the engine: that begins at another port."""
    found, ports = dynamodb._free_port, [taken]
    monkeypatch.setattr(dynamodb, "_free_port", lambda: ports.pop() if ports else found())
    with dynamodb.running() as url:
        assert url.rpartition(":")[2] != str(taken)
