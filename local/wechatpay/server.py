"""The parts put together, the web application, and a real threaded HTTP server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, jsonify, request

from local.clock import Clock
from local.servers.server import Server, drop_connection, flask_app, serving
from local.servers.snapshot import load
from local.wechatpay.api import REGISTRY, Spec
from local.wechatpay.api.gate import Gate, Outgoing
from local.wechatpay.control import control
from local.wechatpay.deliveries import Deliverer
from local.wechatpay.faults import Faults
from local.wechatpay.life import Life
from local.wechatpay.pages import pages
from local.wechatpay.parts import Parts
from local.wechatpay.records import State
from local.wechatpay.signing import Incoming
from local.wechatpay.world import World


def build(clock: Clock, state: State, notify_timeout: float) -> Parts:
    """Wire the parts of one sandbox together."""
    world = World(clock, state)
    faults = Faults(world)
    deliverer = Deliverer(world, faults, notify_timeout)
    life = Life(world, deliverer)
    return Parts(world, faults, deliverer, life, Gate(world, life, faults))


def make_app(parts: Parts) -> Flask:
    """The web application: the platform's API, the control API and the page."""
    app = flask_app("local.wechatpay", Path(__file__).parent)
    app.register_blueprint(control(parts))
    app.register_blueprint(pages(parts.world))
    for spec in REGISTRY:
        app.add_url_rule(spec.path, str(spec), _view(parts.gate, spec), methods=[spec.method])
    app.register_error_handler(404, _unknown)
    return app


def _view(gate: Gate, spec: Spec) -> Callable[..., Response]:
    def view(**names: str) -> Response:
        uri = str(request.environ["REQUEST_URI"])
        incoming = Incoming(request.method, uri, request.headers, request.get_data())
        return _send(gate.serve(spec, incoming, next(iter(names.values()), ""), request.args))

    return view


def _send(outgoing: Outgoing) -> Response:
    if outgoing.drop:
        drop_connection()
    response = Response(outgoing.raw, outgoing.status, outgoing.headers)
    response.content_type = "application/json; charset=utf-8"
    return response


def _unknown(error: Exception) -> tuple[Response, int]:
    text = f"沙箱没有模拟 {request.path} / the sandbox does not simulate it"
    return jsonify({"error": text, "simulated": [str(spec) for spec in REGISTRY]}), 404


class Sandbox(Server):
    """A running sandbox: its address, its state and the worker threads behind it."""

    def __init__(
        self,
        clock: Clock | None = None,
        port: int = 0,
        state_path: Path | None = None,
        notify_timeout: float = 5.0,
        host: str = "127.0.0.1",
    ) -> None:
        state = load(state_path, State)
        self.parts = build(clock or Clock(offset=state.clock_offset), state, notify_timeout)
        self.world = self.parts.world
        self.faults = self.parts.faults
        self.life = self.parts.life
        super().__init__(make_app(self.parts), self.world, self.parts.deliverer, state_path, host, port)


@contextmanager
def running(
    clock: Clock | None = None,
    state_path: Path | None = None,
    notify_timeout: float = 5.0,
) -> Iterator[Sandbox]:
    """A sandbox on an ephemeral port for the length of a `with` block."""
    with serving(Sandbox(clock, state_path=state_path, notify_timeout=notify_timeout)) as sandbox:
        yield sandbox
