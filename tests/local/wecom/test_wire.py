"""Outgoing requests: a hard time limit, no redirects, failures as values."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local.servers.wire import send


@contextmanager
def answering(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """A server that answers one request piece by piece."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/path?q=1"
    thread.join()
    listener.close()


def test_an_answer_in_time_is_taken_whole() -> None:
    """Status and body, without an error."""
    with answering(b"HTTP/1.0 200 OK\r\n\r\nsuccess") as url:
        answer = send("GET", url, None, 1.0)
    assert (answer.status, answer.body, answer.error, answer.ok) == (200, b"success", "", True)


def test_a_dripping_answer_counts_as_late_in_all() -> None:
    """The limit is for the whole answer, not for each byte."""
    with answering(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n", b"o", b"k", pause=0.08) as url:
        answer = send("GET", url, None, 0.12)
    assert (answer.status, answer.error, answer.ok) == (0, "timeout", False)


def test_a_redirect_is_not_followed_and_is_no_success() -> None:
    """A callback is delivered where it was configured and nowhere else."""
    with answering(b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n") as url:
        answer = send("GET", url, None, 1.0)
    assert (answer.status, answer.ok) == (302, False)


@pytest.mark.parametrize("url", ["ftp://x/y", "nonsense", "http://127.0.0.1:9/", "http:///x"])
def test_what_cannot_be_reached_is_an_error_not_an_exception(url: str) -> None:
    """A dead or impossible address is a value that the ledger can show."""
    answer = send("GET", url, None, 1.0)
    assert answer.status == 0
    assert answer.error
    assert not answer.ok
