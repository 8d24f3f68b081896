"""Tools for tests that talk to a sandbox: a client of its control API, a place to receive, a world made new."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from local.clock import Clock
from local.servers.server import Server

START = datetime(2026, 3, 8, 2, 0, tzinfo=UTC)
Data = dict[str, Any]


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
    ControlClient(server.url).control("POST", "/reset")
    yield
    server.courier.clear()
    server.deliver_all()


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
        """A control call that must succeed."""
        raw = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        answer = self.request(method, f"/_sandbox{path}", raw, {})
        if answer.status != 200:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.raw.decode()}")
        return answer.data


class QuietHandler(BaseHTTPRequestHandler):
    """Answers with a length, does not mind that the caller has gone, and writes no log."""

    def do_GET(self) -> None:
        self.got()

    def do_POST(self) -> None:
        self.posted(self.rfile.read(int(self.headers["Content-Length"])))

    def got(self) -> None:
        """Answer a GET."""
        self.answer(405, b"")

    def posted(self, raw: bytes) -> None:
        """Answer a POST."""
        self.answer(405, b"")

    def answer(self, status: int, body: bytes) -> None:
        """The whole answer."""
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        return None


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
