"""The parts put together, the web application, and a real threaded HTTP server."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local.clock import Clock
from local.sandbox import snapshot
from local.sandbox.api import REGISTRY
from local.sandbox.api.gate import LOGIN, Gate, Incoming, Outgoing
from local.sandbox.control import control
from local.sandbox.deliveries import Deliverer
from local.sandbox.faults import Faults
from local.sandbox.life import Life
from local.sandbox.limits import Frequency
from local.sandbox.pages import pages
from local.sandbox.parts import Parts
from local.sandbox.records import Json, State
from local.sandbox.world import World


def build(clock: Clock, state: State, callback_timeout: float) -> Parts:
    """Wire the parts of one sandbox together."""
    world = World(clock, state)
    faults = Faults(world)
    deliverer = Deliverer(world, faults, callback_timeout)
    life = Life(world, deliverer)
    frequency = Frequency(world)
    gate = Gate(world, life, frequency, faults)
    return Parts(world, faults, deliverer, life, frequency, gate)


def make_app(parts: Parts) -> Flask:
    """The web application: the platform's API, the control API and the pages."""
    app = Flask("local.sandbox", root_path=str(Path(__file__).parent))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(control(parts))
    app.register_blueprint(pages(parts))
    _register_api(app, parts.gate)
    return app


def _register_api(app: Flask, gate: Gate) -> None:
    @app.route("/cgi-bin/<path:path>", methods=["GET", "POST"])
    def cgi(path: str) -> Response:
        if path not in REGISTRY:
            return _unknown(f"/cgi-bin/{path}")
        return _send(gate.serve(_incoming(path)))

    @app.get(f"/{LOGIN}")
    def login() -> Response:
        return _send(gate.serve_login(_incoming(LOGIN)))

    @app.errorhandler(404)
    def missing(error: Exception) -> Response:
        return _unknown(request.path)


def _incoming(path: str) -> Incoming:
    return Incoming(
        path=path,
        method=request.method,
        query=request.args.to_dict(),
        raw=request.get_data(),
        ip=request.remote_addr or "127.0.0.1",
    )


def _send(outgoing: Outgoing) -> Response:
    if outgoing.drop:
        connection = request.environ["werkzeug.socket"]
        connection.shutdown(socket.SHUT_RDWR)
        return Response(status=200)
    if outgoing.body is None:
        return Response(status=outgoing.status)
    response = jsonify(outgoing.body)
    response.status_code = outgoing.status
    return response


def _unknown(path: str) -> Response:
    body: Json = {
        "error": f"沙箱没有模拟 {path} / the sandbox does not simulate {path}",
        "simulated": [f"/cgi-bin/{name}" for name in REGISTRY] + [f"/{LOGIN}"],
    }
    response = jsonify(body)
    response.status_code = 404
    return response


class _QuietHandler(WSGIRequestHandler):
    """The ledger is the log; the console stays quiet."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


class Sandbox:
    """A running sandbox: its address, its state and the worker threads behind it."""

    def __init__(
        self,
        clock: Clock | None = None,
        port: int = 0,
        state_path: Path | None = None,
        public_url: str = "",
        callback_timeout: float = 5.0,
        host: str = "127.0.0.1",
    ) -> None:
        state = snapshot.load(state_path) if state_path else State()
        self.clock = clock or Clock(offset=state.clock_offset)
        self.parts = build(self.clock, state, callback_timeout)
        self.world = self.parts.world
        self.faults = self.parts.faults
        self.life = self.parts.life
        self.saver = snapshot.Saver(self.world, state_path) if state_path else None
        self._server: BaseWSGIServer = make_server(
            host, port, make_app(self.parts), threaded=True, request_handler=_QuietHandler
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.world.public_url = (public_url or self.url).rstrip("/")
        self._thread = threading.Thread(target=self._serve, name="sandbox", daemon=True)

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.01)

    def start(self) -> "Sandbox":
        """Start serving, delivering and saving."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        if self.saver:
            self.saver.start()
        self.parts.deliverer.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving, finish running deliveries, save."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.parts.deliverer.stop()
        if self.saver:
            self.saver.stop()

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until no delivery is due or in flight."""
        if not self.parts.deliverer.settle(timeout):
            raise TimeoutError("deliveries did not come to rest")


@contextmanager
def running(
    clock: Clock | None = None,
    state_path: Path | None = None,
    public_url: str = "",
    callback_timeout: float = 5.0,
) -> Iterator[Sandbox]:
    """A sandbox on an ephemeral port for the length of a `with` block."""
    sandbox = Sandbox(clock, state_path=state_path, public_url=public_url, callback_timeout=callback_timeout)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
