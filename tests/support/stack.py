"""A whole stack in one process: moto's tables and secret, queues in memory, the WeCom sandbox, the app."""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from botocore.config import Config as ClientConfig
from moto import mock_aws

from chalicelib.core import aws, config, context, instance
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.http import openapi
from chalicelib.core.http.rights import Role, of_role
from chalicelib.core.moments import moment
from chalicelib.core.ops import limits, secrets
from chalicelib.core.ops.secrets import Power, Sessions
from infra import provision
from local.clock import Clock
from local.servers.basics import iso
from local.servers.testing import Rewindable, fresh
from local.wecom import Sandbox
from tests.support import direct, moto_speed, near, powers
from tests.support.drain import Drain, client, streams_client
from tests.support.http import Answer, Http
from tests.support.pay import Pay, paying
from tests.support.queues import MemoryQueues
from tests.support.tables import TABLES, create_tables, drop_tables
from tests.support.wecom import CORPS, Customer, Platform

START = datetime(2026, 11, 21, 2, 0, 0, tzinfo=UTC)
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "SIYU_STAGE": "local",
    "SIYU_MAIN_TABLE": "main",
    "SIYU_FACTS_TABLE": "facts",
    "SIYU_COUNTERS_TABLE": "counters",
    "SIYU_INBOX_TABLE": "inbox",
    "SIYU_CALLBACK_QUEUE_URL": "memory://callbacks",
    "SIYU_DUE_QUEUE_URL": "memory://due",
    "SIYU_DUE_BULK_QUEUE_URL": "memory://due-bulk",
    "SIYU_PROMISE_QUEUE_URL": "memory://promises",
    "SIYU_PEOPLE_QUEUE_URL": "memory://people",
    "SIYU_MONEY_QUEUE_URL": "memory://money",
    "SIYU_MARKS_QUEUE_URL": "memory://marks",
    "SIYU_MASS_QUEUE_URL": "memory://mass",
    **{f"SIYU_{power.upper()}_SECRET": power.value for power in Power},
    "SIYU_JOB_QUEUE_URL": "memory://jobs",
    "SIYU_FILES_BUCKET": "files",
    "SIYU_PUBLIC_URL": "http://localhost:8080",
    "SIYU_LOG_LEVEL": "WARNING",
}

# The product's client, but that it waits: an engine on a busy machine is slow, and a request that is given up and made
# again would be a race that no test asked for.
# The engine lets 50 connections wait to be taken. A crowd is as many, and the kernel drops the next one's first packet,
# which is sent again after a second: by then the product's client has given up.
PATIENT = aws.CLIENT.merge(ClientConfig(connect_timeout=30, read_timeout=30))


def stop_the_watch() -> None:
    """Let work take no time of its corp's share: what a test counts does not depend on how busy the machine is."""
    setattr(limits, "monotonic", lambda: 0.0)  # noqa: B010  (mypy minds a plain assignment)


def keep_the_document() -> None:
    """Make the API document once for the process: it follows from the sources alone, and takes two seconds."""
    openapi.document = functools.cache(openapi.document)


def serialise_moto() -> None:
    """Let moto take one request at a time, and be quick."""
    moto_speed.apply()


def set_environment(**more: str) -> None:
    """Point this process at the test stack."""
    os.environ.update({**ENVIRONMENT, **more})
    config.config.cache_clear()


def forget_everything() -> None:
    """What a new Lambda instance would not know: caches, tokens, permits, clients."""
    instance.forget()


_requests = itertools.count(1)


class Stack:
    """Everything a test acts on."""

    def __init__(self, sandbox: Sandbox, queues: MemoryQueues, drain: Drain) -> None:
        self.sandbox = sandbox
        self.platform = Platform(sandbox)
        self.queues = queues
        self.drain = drain
        self.http = Http()
        self.door = ""
        self.open_things = ExitStack()

    @property
    def clock(self) -> Clock:
        return self.sandbox.world.clock

    @cached_property
    def pay(self) -> Pay:
        """WeChat Pay, which notifies the app; taken by the first who looks, as few pay."""
        pay = self.open_things.enter_context(paying(self.clock))
        os.environ.update({"SIYU_WECHATPAY_URL": pay.sandbox.url, "SIYU_PUBLIC_URL": self.door})
        self.open_things.callback(os.environ.pop, "SIYU_WECHATPAY_URL", None)
        config.config.cache_clear()
        self.pay_with({name: pay.settings(name) for name in CORPS})
        return pay

    def pay_with(self, settings: dict[str, dict[str, Any]]) -> None:
        """These corps have these merchants from now on, and no other corp has one."""
        aws.use("secretsmanager", Secrets(settings))
        secrets.forget()

    def ctx(self, corp: str = "demo", actor: str = "operator:zhangwei", cause: str = "") -> Ctx:
        """The circumstances of one more request: rivals of one id would share a lease, as no two requests do."""
        return new_ctx(corp, actor, f"ctx-{next(_requests)}", cause, rights=of_role(Role.OWNER))

    def operator(self, userid: str = "zhangwei", corp: str = "demo") -> Http:
        """A client signed in as a member of staff, through the OAuth code of the sandbox."""
        code = self.platform.oauth_code(corp, userid)
        answer = self.http.post("/admin/v1/sessions", {"corp": corp, "code": code})
        assert answer.status == 201, answer.body
        return self.http.as_(answer.json()["token"])

    def member(self, customer: Customer, corp: str = "demo") -> Http:
        """A client signed in as a customer from the mini-program."""
        answer = self.sign_in(customer, corp)
        assert answer.status == 201, answer.body
        return self.http.as_(answer.json()["token"])

    def sign_in(self, customer: Customer, corp: str = "demo") -> Answer:
        """What a customer's mini-program is answered when it signs in with a fresh code."""
        code = self.platform.login_code(corp, customer)
        return self.http.post("/mini/v1/sessions", {"corp": corp, "js_code": code})

    def work_off(self) -> None:
        """Let the platforms deliver, then work until nothing is left to do."""
        self.sandbox.deliver_all()
        if "pay" in vars(self):
            self.pay.deliver_all()
        self.drain()


class Secrets:
    """Stands where the Secrets Manager client stands, with what provision writes. pay: each corp's merchant."""

    def __init__(self, pay: dict[str, Any] | None = None) -> None:
        corps = {name: {**corp.settings(), "pay": (pay or {}).get(name)} for name, corp in CORPS.items()}
        held = provision.Held(sessions=Sessions(session_key="k" * 40, cursor_key="c" * 40))
        self._held = provision.merged(held, msgspec.convert(corps, provision.Corps))

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        return {"SecretString": msgspec.json.encode(getattr(self._held, SecretId)).decode()}


_numbers = itertools.count(1)


@functools.cache
def _sandbox() -> Sandbox:
    """One for the process: to make its web application takes as long as half a test."""
    sandbox = Sandbox(clock=Rewindable(START)).start()
    atexit.register(sandbox.stop)
    _ask_the_clock(sandbox)
    near.ask_here(sandbox)
    return sandbox


def _ask_the_clock(sandbox: Sandbox) -> None:
    """Its clock is asked here and not over HTTP, which took a tenth of all tests. Another's is asked as ever."""
    own = f"{sandbox.url}/_sandbox/clock"
    asked = context.told_at

    def told_at(url: str) -> datetime:
        return moment(iso(sandbox.clock.time())) if url == own else asked(url)

    context.told_at = told_at


@functools.cache
def _moto_client(service: str) -> Any:
    """One for the process: to make one takes longer than most tests ask of it."""
    return client(service, None, PATIENT)


def clients(endpoint: str) -> tuple[Any, Any]:
    """Clients of tables and their streams that ask directly: of a DynamoDB Local, or of moto when it is left out."""
    if endpoint:
        return direct.at_engine(client("dynamodb", endpoint, PATIENT)), direct.at_engine(streams_client(endpoint))
    return direct.at_moto(_moto_client("dynamodb")), direct.at_moto(_moto_client("dynamodbstreams"))


@contextmanager
def running_stack(endpoint: str = "") -> Iterator[Stack]:
    """A stack with two corps, `demo` and `rival`, whose callbacks reach the app over HTTP.

    endpoint: a DynamoDB Local to stand on; moto when left out.
    """
    prefix = f"s{next(_numbers)}-"
    with ExitStack() as open_things:
        if not endpoint:
            open_things.enter_context(mock_aws())
        sandbox = _sandbox()
        open_things.enter_context(fresh(sandbox))
        set_environment(
            SIYU_WECOM_URL=sandbox.url,
            SIYU_WECOM_LOGIN_URL=sandbox.url,
            SIYU_WECOM_OAUTH_URL=sandbox.url,
            SIYU_WECHAT_URL=sandbox.url,
            SIYU_CLOCK_URL=f"{sandbox.url}/_sandbox/clock",
            AWS_ACCESS_KEY_ID=prefix.rstrip("-"),
            **{f"SIYU_{name.upper()}_TABLE": prefix + name for name in TABLES},
        )
        aws.forget()
        forget_everything()
        dynamodb, streams = clients(endpoint)
        create_tables(dynamodb, prefix)
        aws.use("dynamodb", powers.at_tables(dynamodb))
        powers.begin()
        queues = MemoryQueues()
        aws.use("sqs", queues)
        aws.use("secretsmanager", Secrets())
        stack = Stack(sandbox, queues, Drain(queues, dynamodb, streams))
        stack.open_things = open_things
        stack.door = _door()
        for corp in CORPS:
            stack.platform.register(corp, f"{stack.door}/wecom/callback/{corp}")
        yield stack
        if endpoint:
            drop_tables(dynamodb, prefix)
        aws.forget()
        powers.judge()


_app_gate = threading.Lock()


def _answered(method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> tuple[int, bytes]:
    """What the app object answers, one at a time: Chalice keeps one current request."""
    signed = {name: value for name, value in headers.items() if name.startswith("Wechatpay-")}
    try:
        with _app_gate:
            answer = Http().call(method, target, body, signed, headers.get("Content-Type", "text/xml"))
    except BaseException:  # a crash test's process died here: the platform sees a broken answer
        forget_everything()
        return HTTPStatus.BAD_GATEWAY, b""
    return answer.status, answer.body


class _Door(BaseHTTPRequestHandler):
    """Callbacks over real HTTP into the app object."""

    def do_GET(self) -> None:
        self._pass("GET", None)

    def do_POST(self) -> None:
        self._pass("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _pass(self, method: str, body: bytes | None) -> None:
        status, answer = _answered(method, self.path, dict(self.headers), body)
        if status == HTTPStatus.BAD_GATEWAY:
            self.send_error(status)
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """The sandbox's ledger has it."""


@functools.cache
def _door() -> str:
    """One for the process: it knows nothing of the stack that it leads into, and a server takes its time to close."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    atexit.register(server.server_close)
    atexit.register(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}"
