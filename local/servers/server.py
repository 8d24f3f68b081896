"""A real threaded HTTP server around a world, its deliveries and its snapshot."""

from __future__ import annotations

import logging
import socket
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from typing import Any, Self, TypeVar

from flask import Flask, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local.servers.clocks import RemoteClock
from local.servers.deliveries import Deliverer
from local.servers.snapshot import Saver
from local.servers.world import World


def flask_app(name: str, folder: Path) -> Flask:
    """A web application that answers Chinese as Chinese and keeps the order of fields."""
    app = Flask(name, root_path=str(folder))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    return app


def drop_connection() -> None:
    """Close the caller's connection without an answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


class _QuietHandler(WSGIRequestHandler):
    """The ledger is the log; the console stays quiet."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


class Server:
    """A running sandbox: its address, and the threads that serve, deliver and save."""

    def __init__(
        self, app: Flask, world: World[Any], deliverer: Deliverer[Any], state_path: Path | None, host: str, port: int
    ) -> None:
        self.app = app
        self.clock = world.clock
        self.deliverer = deliverer
        self.saver = Saver(world, state_path) if state_path else None
        self._server: BaseWSGIServer = make_server(host, port, app, threaded=True, request_handler=_QuietHandler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._serve, name=app.name, daemon=True)

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.01)

    def start(self) -> Self:
        """Start serving, delivering and saving."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        if isinstance(self.clock, RemoteClock):
            self.clock.start()
        if self.saver:
            self.saver.start()
        self.deliverer.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving, finish running deliveries, save."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.deliverer.stop()
        if self.saver:
            self.saver.stop()
        if isinstance(self.clock, RemoteClock):
            self.clock.stop()

    def deliver_all(self, timeout: float = 10.0) -> None:
        """Return when no delivery is due or in flight. Raises TimeoutError after `timeout` seconds."""
        if not self.deliverer.deliver_all(timeout):
            raise TimeoutError("deliveries did not come to rest")


AnyServer = TypeVar("AnyServer", bound=Server)


@contextmanager
def serving(server: AnyServer) -> Iterator[AnyServer]:
    """A server that serves for the length of a `with` block."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def parser(program: str, description: str | None, port: int) -> ArgumentParser:
    """The options that every sandbox has."""
    options = ArgumentParser(prog=f"python -m {program}", description=description)
    options.add_argument("--port", type=int, default=port)
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--state", type=Path, default=None, help="keep the state in this file")
    return options


def serve(server: Server, greeting: str) -> None:
    """Serve until SIGINT or SIGTERM, then save and end."""
    with serving(server):
        print(greeting, flush=True)
        ended = threading.Event()
        for number in (SIGINT, SIGTERM):
            signal(number, lambda *_: ended.set())
        ended.wait()
