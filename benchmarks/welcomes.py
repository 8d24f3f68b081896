"""From WeCom's callback to the welcome that WeCom took: the code lives 20 s."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.bench_stack import engine
from benchmarks.report import Section, percentile
from benchmarks.threads import threaded_app
from chalicelib import functions
from chalicelib.core.config import config
from chalicelib.core.context import new_ctx
from chalicelib.core.storage import inbox
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes import ways
from chalicelib.livecodes.errands import PrepareLiveCode
from chalicelib.livecodes.shapes import NewLiveCode, StaffShare, Welcome
from chalicelib.platforms.wecom import client
from tests.support.drain import _sqs_record
from tests.support.http import LambdaContext
from tests.support.http import _event as rest_event
from tests.support.queues import Message
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.wecom import Platform

ROOT = Path(__file__).resolve().parents[1]
WORKERS, MARKERS = 8, 10
GIVE_UP = 60.0


class Times:
    """When each event reached the door and when WeCom took its welcome, by welcome code."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.took: dict[str, float] = {}
        self.all_there = threading.Condition()

    def watch_accept(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Note the moment before an event is stored; the door has spent about a millisecond on it by then."""

        def accept(ctx: Any, digest: str, plaintext: bytes, marks: Any = None) -> Any:
            code = plaintext.partition(b"<WelcomeCode><![CDATA[")[2].partition(b"]]")[0].decode()
            self.came.setdefault(code, time.perf_counter())
            return real(ctx, digest, plaintext, marks)

        return accept

    def watch_send(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Note the moment WeCom took a welcome."""

        def send(ctx: Any, welcome_code: str, message: dict[str, Any]) -> None:
            real(ctx, welcome_code, message)
            with self.all_there:
                self.took.setdefault(welcome_code, time.perf_counter())
                self.all_there.notify_all()

        return send

    def waits(self) -> list[float]:
        """Seconds of each welcome."""
        return [at - self.came[code] for code, at in self.took.items()]


def measure(quick: bool) -> Section:
    """Bursts of customers who add a member of staff through one live code."""
    section = Section(
        "From callback to welcome",
        f"Seconds from the callback's arrival to WeCom's yes: sandbox over HTTP, {WORKERS} on_callback workers, cold.",
        ["joins at once", "welcomed", "p50", "p99", "slowest", "marked a second"],
    )
    for joins in (1, 20) if quick else (1, 20, 100):
        times, marked = _joins(joins)
        figures = [f"{percentile(times, share):.2f}" for share in (0.5, 0.99, 1.0)]
        section.add(joins, len(times), *figures, f"{marked:.1f}")
    section.notes.append(
        "Sandbox, engine, door and workers share the cores; SQS's own delivery (tens of ms) is not in it."
    )
    section.notes.append(
        f"Marked: profile read, tags set, identity and facts kept, by {MARKERS} send_marks workers after the welcomes."
    )
    section.notes.append(
        "The sandbox posts 8 callbacks at a time, so a burst also waits at the platform before the clock here starts."
    )
    return section


def _joins(number: int) -> tuple[list[float], float]:
    with _sandbox() as url, engine(SIYU_WECOM_URL=url, SIYU_WECHAT_URL=url) as running, _door() as door:
        platform = Platform(mock.Mock(url=url))
        platform.register("demo", f"{door}/wecom/callback/demo")
        way = _ready_way()
        customers = [platform.customer(f"客户{n}") for n in range(number)]
        times = Times()
        with (
            mock.patch.object(inbox, "accept_callback", times.watch_accept(inbox.accept_callback)),
            mock.patch.object(client, "send_welcome", times.watch_send(client.send_welcome)),
            _workers(running),
        ):
            crowd([partial(platform.add, customer, way) for customer in customers], workers=8)
            with times.all_there:
                if not times.all_there.wait_for(lambda: len(times.took) == number, GIVE_UP):
                    raise AssertionError(f"{len(times.took)} of {number} were welcomed")
        return times.waits(), _marked(running)


def _marked(running: Engine) -> float:
    """Errands a second of what follows from the joins at WeCom."""
    drain = running.shared_drain
    while any([drain.changes(), drain.follow(), drain.lanes()]):
        pass
    waiting = running.queues.take(config().marks_queue_url, 1_000)
    began = time.perf_counter()
    outcomes = crowd([partial(_mark, message) for message in waiting], MARKERS)
    took = time.perf_counter() - began
    if any(outcome.error or outcome.value["batchItemFailures"] for outcome in outcomes):
        raise AssertionError("a member was not marked")
    return len(waiting) / took


def _mark(message: Message) -> Any:
    return functions.send_marks({"Records": [_sqs_record(message)]}, "bench")


def _ready_way() -> str:
    ctx = new_ctx("demo", "operator:zhangwei", "setup")
    staff = [StaffShare(userid="liming", weight=1)]
    made = livecodes.create(ctx, NewLiveCode(name="海报", staff=staff, welcome=Welcome(text="你好")))
    ways.prepare(ctx, PrepareLiveCode(code=made.code))
    return livecodes.live_code(ctx, made.code).contact_ways[0].config_id


@contextmanager
def _sandbox() -> Iterator[str]:
    """The sandbox in a process of its own, which has its own interpreter lock."""
    script = "import sys; sys.argv = ['wecom', '--port', '0']; from local.wecom.__main__ import main; main()"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield line.split()[-1]
    finally:
        process.terminate()
        process.wait(timeout=10)


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The check of the callback URL."""
        self._pass("GET", None)

    def do_POST(self) -> None:
        """A callback."""
        self._pass("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def _pass(self, method: str, body: bytes | None) -> None:
        app = threaded_app()
        event = rest_event(method, self.path, body, {"content-type": "text/xml"}, list(app.routes))
        answer = app(event, LambdaContext())
        raw = answer["body"].encode()
        self.send_response(answer["statusCode"])
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def _door() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _deliver(running: Engine, taken: list[Message]) -> None:
    answer = functions.on_callback({"Records": [_sqs_record(message) for message in taken]}, "bench")
    failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
    for message in taken:
        if message.id in failed:
            running.queues.put_back(config().callback_queue_url, message)


@contextmanager
def _workers(running: Engine) -> Iterator[None]:
    """on_callback as SQS drives it: several at once, up to 4 messages each."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.002):
            taken = running.queues.take(config().callback_queue_url, 4)
            if taken:
                _deliver(running, taken)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
