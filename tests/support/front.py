"""The app over HTTP, for programs that ask it as they would ask a stack."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.http import Http

Act = Callable[[dict[str, Any]], dict[str, Any]]
# What the world outside does stands below it, where the app has no door.
OUTSIDE = "/_/"


@contextmanager
def fronted(acts: Mapping[str, Act] | None = None) -> Iterator[str]:
    """Its address; one request at a time. acts: by name, what a program may have the world outside do."""
    gate = threading.Lock()

    class Front(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with gate:
                if self.path.startswith(OUTSIDE):
                    status, headers, body = self.outside(json.loads(raw))
                else:
                    asked = {name.lower(): value for name, value in self.headers.items() if name != "Content-Type"}
                    answer = Http().call(self.command, self.path, raw or None, asked)
                    status, headers, body = answer.status, answer.headers, answer.body
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def outside(self, asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            try:
                return 200, {}, json.dumps((acts or {})[self.path.removeprefix(OUTSIDE)](asked)).encode()
            except Exception as problem:  # whatever it is, the program tells it
                return 500, {}, repr(problem).encode()

        do_GET = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
