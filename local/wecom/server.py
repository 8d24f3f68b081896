"""The parts put together, the web application, and a real threaded HTTP server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, jsonify, request

from local.clock import Clock
from local.servers.basics import Json
from local.servers.server import Server, drop_connection, flask_app, serving
from local.servers.snapshot import load
from local.wecom.api import REGISTRY, Upload
from local.wecom.api.auth import LOGINS
from local.wecom.api.gate import Gate, Incoming, Outgoing
from local.wecom.control import control
from local.wecom.deliveries import Deliverer
from local.wecom.directory import Directory
from local.wecom.dirt import dirty_json
from local.wecom.faults import Faults
from local.wecom.life import Life
from local.wecom.limits import Frequency
from local.wecom.logins import Logins, login_pages
from local.wecom.mass import Mass
from local.wecom.pages import pages
from local.wecom.parts import Parts
from local.wecom.records import State
from local.wecom.transfers import Transfers
from local.wecom.world import World


def build(clock: Clock, state: State, callback_timeout: float) -> Parts:
    """Wire the parts of one sandbox together."""
    world = World(clock, state)
    faults = Faults(world)
    deliverer = Deliverer(world, faults, callback_timeout)
    life = Life(world, deliverer)
    frequency = Frequency(world)
    transfers = Transfers(world, life)
    gate = Gate(world, life, transfers, frequency, faults)
    deliverer.timers.append(transfers.settle)
    return Parts(world, faults, deliverer, life, gate, frequency, Mass(world), Directory(world, deliverer), transfers)


def make_app(parts: Parts) -> Flask:
    """The web application: the platform's API, the control API and the pages."""
    app = flask_app("local.wecom", Path(__file__).parent)
    logins = Logins(parts)
    app.register_blueprint(control(parts, logins))
    app.register_blueprint(pages(parts))
    app.register_blueprint(login_pages(logins))
    _register_api(app, parts.gate)
    return app


def _register_api(app: Flask, gate: Gate) -> None:
    @app.route("/cgi-bin/<path:path>", methods=["GET", "POST"])
    def cgi(path: str) -> Response:
        return _send(gate.serve(_incoming(path)))

    def login() -> Response:
        return _send(gate.serve_login(_incoming(request.path.lstrip("/"))))

    for call in LOGINS:
        app.add_url_rule(f"/{call}", call, login, methods=["GET", "POST"])

    @app.errorhandler(404)
    def missing(error: Exception) -> Response:
        return _unknown(request.path)


def _incoming(path: str) -> Incoming:
    """The request; a multipart body is read as its one part `media` (docs/platform A1)."""
    multipart = request.mimetype == "multipart/form-data"
    file = request.files.get("media") if multipart else None
    return Incoming(
        path=path,
        method=request.method,
        query=request.args.to_dict(),
        raw=b"" if multipart else request.get_data(),
        ip=request.remote_addr or "127.0.0.1",
        upload=Upload(file.filename or "", file.read()) if file else None,
    )


def _send(outgoing: Outgoing) -> Response:
    if outgoing.drop:
        drop_connection()
        return Response(status=200)
    if outgoing.body is None:
        return Response(status=outgoing.status)
    response = jsonify(outgoing.body)
    if outgoing.dirty:
        response.set_data(dirty_json(outgoing.body))
    response.status_code = outgoing.status
    return response


def _unknown(path: str) -> Response:
    body: Json = {
        "error": f"沙箱没有模拟 {path} / the sandbox does not simulate {path}",
        "simulated": [f"/cgi-bin/{name}" for name in REGISTRY] + [f"/{name}" for name in LOGINS],
    }
    response = jsonify(body)
    response.status_code = 404
    return response


class Sandbox(Server):
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
        state = load(state_path, State)
        self.parts = build(clock or Clock(offset=state.clock_offset), state, callback_timeout)
        self.world = self.parts.world
        self.faults = self.parts.faults
        self.life = self.parts.life
        super().__init__(make_app(self.parts), self.world, self.parts.deliverer, state_path, host, port)
        self.world.public_url = (public_url or self.url).rstrip("/")


@contextmanager
def running(
    clock: Clock | None = None,
    state_path: Path | None = None,
    public_url: str = "",
    callback_timeout: float = 5.0,
) -> Iterator[Sandbox]:
    """A sandbox on an ephemeral port for the length of a `with` block."""
    with serving(Sandbox(clock, 0, state_path, public_url, callback_timeout)) as sandbox:
        yield sandbox
