"""Tools for tests that talk to a sandbox: a client of its control API, a place to receive, a world made new."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from local.clock import Clock
from local.servers.server import Server

START = datetime(2026, 3, 8, 2, 0, tzinfo=UTC)
Data = dict[str, Any]
"""JSON as a test reads it, field by field."""


class Rewindable(Clock):
    """A frozen clock that every test finds at the same instant."""

    def __init__(self, at: datetime = START) -> None:
        super().__init__(frozen_at=at)

    def rewind(self) -> None:
        """Back to the instant, which no real clock does."""
        with self._lock:
            self._offset = 0.0


@contextmanager
def fresh(server: Server) -> Iterator[None]:
    """An empty world on a server that many tests share: starting one takes longer than most tests."""
    assert isinstance(server.clock, Rewindable)
    server.clock.rewind()
    told(server, "POST", "/reset")
    yield
    server.deliverer.clear()
    server.deliver_all()


def told(server: Server, method: str, path: str, body: object = None) -> Any:
    """What a control call is answered that is made in this process, not over HTTP: most tests only set a scene by it.

    Raises AssertionError with the refusal.
    """
    answer = server.app.test_client().open(f"/_sandbox{path}", base_url=server.url, method=method, json=body)
    if answer.status_code != 200:
        raise AssertionError(f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)}")
    return json.loads(answer.data)


# asking


class Answer(NamedTuple):
    """What came back."""

    status: int
    raw: bytes
    headers: Mapping[str, str]

    @property
    def data(self) -> Data:
        """The body as JSON."""
        decoded: Data = json.loads(self.raw)
        return decoded

    @property
    def verdict(self) -> tuple[int, str]:
        """Status and code of a refusal."""
        return self.status, str(self.data["code"])


class ControlClient:
    """Speaks HTTP to a sandbox, and calls its control API as a tester would."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = build_opener(ProxyHandler({}))

    def request(self, method: str, path: str, raw: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request as it is."""
        request = Request(self.url + path, raw, dict(headers), method=method)
        try:
            with self._opener.open(request, timeout=10) as answer:
                return Answer(answer.status, answer.read(), dict(answer.headers))
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read(), dict(error.headers))

    def control(self, method: str, path: str, body: object = None) -> Data:
        """A control call that must succeed. Raises AssertionError with the refusal."""
        raw = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        answer = self.request(method, f"/_sandbox{path}", raw, {})
        if answer.status != 200:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.raw.decode()}")
        return answer.data


# receiving


class Post(NamedTuple):
    """One POST that reached a receiver."""

    raw: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def data(self) -> Data:
        """The body as JSON."""
        decoded: Data = json.loads(self.raw)
        return decoded


class Receiver:
    """An address that a sandbox posts to: keeps every POST, and answers with the next of `statuses`.

    accepted: the status when none is left in `statuses`. path: of the address, with its query.
    """

    accepted = 200
    path = "/"

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.statuses: list[int] = []
        self.body = b""
        self.url = ""
        self._arrival = threading.Condition()

    def take(self, post: Post) -> int:
        """Keep a POST and wake who waits for it; the status to answer with."""
        with self._arrival:
            self.posts.append(post)
            self._arrival.notify_all()
            return self.statuses.pop(0) if self.statuses else self.accepted

    def wait_for(self, count: int, timeout: float = 10.0) -> bool:
        """True when so many POSTs came within `timeout` seconds."""
        with self._arrival:
            return self._arrival.wait_for(lambda: len(self.posts) >= count, timeout)

    def verify(self, query: Mapping[str, str]) -> bytes | None:
        """The answer to a GET; None refuses it."""
        return None

    def dwell(self) -> None:
        """How long a POST waits for its answer."""

    def release(self) -> None:
        """Let every POST that still waits be answered; the test is over."""


class QuietHandler(BaseHTTPRequestHandler):
    """Answers with a length, does not mind that the caller has gone, and writes no log."""

    def answer(self, status: int, body: bytes) -> None:
        """The whole answer."""
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            pass

    def query(self) -> dict[str, str]:
        """The query's parameters, of each the first."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def log_message(self, format: str, *args: object) -> None:
        return None


@contextmanager
def receiving_at(receiver: Receiver) -> Iterator[None]:
    """The receiver's address answers, on an ephemeral port, for the length of a `with` block."""
    with listening(_handler(receiver)) as url:
        receiver.url = url + receiver.path
        try:
            yield
        finally:
            receiver.release()


def _handler(receiver: Receiver) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            body = receiver.verify(self.query())
            self.answer(405 if body is None else 200, body or b"")

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take(Post(raw, dict(self.headers), self.query()))
            receiver.dwell()
            self.answer(status, receiver.body)

    return Handler


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on an ephemeral port; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
