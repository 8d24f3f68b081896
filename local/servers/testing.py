"""Tools for tests that talk to a sandbox: a client of its control API, a place to receive, a world made new."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import parse_qs, unquote, urlsplit
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
    raw = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    answer = answered(server, method, f"/_sandbox{path}", raw, {"Content-Type": "application/json"})
    if answer.status != 200:
        raise AssertionError(f"{method} {path}: {answer.status} {answer.raw.decode()}")
    return answer.data


def answered(
    server: Server, method: str, target: str, body: str | bytes | None, headers: Mapping[str, str | bytes]
) -> Answer:
    """What a server's web application answers to one request from this machine, without HTTP in between."""
    began: list[tuple[str, list[tuple[str, str]]]] = []

    def begin(status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
        began.append((status, headers))
        return lambda data: None

    parts = server.app.wsgi_app(_environ(server.url, method, target, body, headers), begin)
    try:
        raw = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    ((status, given),) = began
    return Answer(int(status.partition(" ")[0]), raw, dict(given))


def _environ(
    url: str, method: str, target: str, body: str | bytes | None, headers: Mapping[str, str | bytes]
) -> dict[str, Any]:
    raw = body.encode() if isinstance(body, str) else body or b""
    path, _, query = target.partition("?")
    own = urlsplit(url)
    given = {
        name.upper().replace("-", "_"): value if isinstance(value, str) else value.decode("latin-1")
        for name, value in headers.items()
    }
    return {
        **{f"HTTP_{name}": value for name, value in given.items()},
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": own.hostname,
        "SERVER_PORT": str(own.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": own.netloc,
        "CONTENT_TYPE": given.get("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(raw)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


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
