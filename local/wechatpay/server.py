"""The parts put together, the web application, and a real threaded HTTP server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, jsonify, request

from local.clock import Clock
from local.servers.server import Server, drop_connection, flask_app
from local.servers.snapshot import load
from local.wechatpay.api import Api
from local.wechatpay.control import control
from local.wechatpay.faults import Faults
from local.wechatpay.gate import Gate, Handler, Incoming, Reply
from local.wechatpay.life import Life
from local.wechatpay.notices import Notifier
from local.wechatpay.page import page
from local.wechatpay.records import State
from local.wechatpay.world import World

ORDERS = "/v3/pay/transactions"
REFUNDS = "/v3/refund/domestic/refunds"
SIMULATED = [
    f"POST {ORDERS}/jsapi",
    f"GET {ORDERS}/out-trade-no/{{out_trade_no}}?mchid=",
    f"GET {ORDERS}/id/{{transaction_id}}?mchid=",
    f"POST {ORDERS}/out-trade-no/{{out_trade_no}}/close",
    f"POST {REFUNDS}",
    f"GET {REFUNDS}/{{out_refund_no}}",
    "GET /v3/certificates",
]


class Parts(NamedTuple):
    """The parts of one sandbox."""

    world: World
    faults: Faults
    notifier: Notifier
    life: Life
    gate: Gate
    api: Api


def build(clock: Clock, state: State, notify_timeout: float) -> Parts:
    """Wire the parts of one sandbox together."""
    world = World(clock, state)
    faults = Faults(world)
    notifier = Notifier(world, faults, notify_timeout)
    life = Life(world, notifier)
    return Parts(world, faults, notifier, life, Gate(world, faults), Api(world, life))


def make_app(parts: Parts) -> Flask:
    """The web application: the platform's API, the control API and the page."""
    app = flask_app("local.wechatpay", Path(__file__).parent)
    app.register_blueprint(control(parts.world, parts.life, parts.notifier, parts.faults))
    app.register_blueprint(page(parts.world))
    _register_orders(app, parts.gate, parts.api)
    _register_refunds(app, parts.gate, parts.api)
    return app


def _register_orders(app: Flask, gate: Gate, api: Api) -> None:
    @app.post(f"{ORDERS}/jsapi")
    def jsapi() -> Response:
        return _answer(gate, "jsapi", api.jsapi)

    @app.get(f"{ORDERS}/out-trade-no/<number>")
    def query(number: str) -> Response:
        mchid = request.args.get("mchid", "")
        return _answer(gate, "query", lambda call: api.query(call, number, mchid))

    @app.get(f"{ORDERS}/id/<number>")
    def query_id(number: str) -> Response:
        mchid = request.args.get("mchid", "")
        return _answer(gate, "query", lambda call: api.query_id(call, number, mchid))

    @app.post(f"{ORDERS}/out-trade-no/<number>/close")
    def close(number: str) -> Response:
        return _answer(gate, "close", lambda call: api.close(call, number))


def _register_refunds(app: Flask, gate: Gate, api: Api) -> None:
    @app.post(REFUNDS)
    def refund() -> Response:
        return _answer(gate, "refund", api.refund)

    @app.get(f"{REFUNDS}/<number>")
    def query_refund(number: str) -> Response:
        return _answer(gate, "query_refund", lambda call: api.query_refund(call, number))

    @app.get("/v3/certificates")
    def certificates() -> Response:
        return _answer(gate, "certificates", api.certificates)

    @app.errorhandler(404)
    def missing(error: Exception) -> tuple[Response, int]:
        text = f"沙箱没有模拟 {request.path} / the sandbox does not simulate it"
        return jsonify({"error": text, "simulated": SIMULATED}), 404


def _answer(gate: Gate, name: str, handler: Handler) -> Response:
    uri = str(request.environ["REQUEST_URI"])
    return _send(gate.serve(name, Incoming(request.method, uri, request.headers, request.get_data()), handler))


def _send(reply: Reply) -> Response:
    if reply.drop:
        drop_connection()
    response = Response(reply.raw, reply.status, reply.headers)
    response.content_type = "application/json; charset=utf-8"
    return response


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
        super().__init__(make_app(self.parts), self.world, self.parts.notifier, state_path, host, port)


@contextmanager
def running(
    clock: Clock | None = None,
    state_path: Path | None = None,
    notify_timeout: float = 5.0,
) -> Iterator[Sandbox]:
    """A sandbox on an ephemeral port for the length of a `with` block."""
    sandbox = Sandbox(clock, state_path=state_path, notify_timeout=notify_timeout).start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
