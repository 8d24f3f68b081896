"""CPU of the handlers: whole, without the DynamoDB calls they have to make, and of a bare Chalice route."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

from chalice.app import Chalice, Response

from benchmarks.bench_stack import engine
from benchmarks.report import Section, median
from chalicelib.core import aws, context
from chalicelib.core.context import new_ctx
from chalicelib.core.ids import UserId
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import store as live_codes
from chalicelib.livecodes import way_rows
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import StaffShare, Welcome
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.http import LambdaContext
from tests.support.http import _event as rest_event
from tests.support.race.engine import Engine
from tests.support.stack import START
from tests.support.wecom import join_event, sealed

_numbers = itertools.count(1)
WRITES = frozenset({"PutItem", "UpdateItem", "TransactWriteItems"})


def measure(quick: bool) -> Section:
    """Scan, callback and claim: CPU of this process alone; the engine is another process."""
    times, rounds = (40, 3) if quick else (150, 5)
    section = Section(
        "CPU of a handler",
        f"Microseconds of CPU per request, median of {rounds} rounds of {times}, taken in turn.",
        ["act", "whole handler", "without its DynamoDB calls", "a bare Chalice route"],
    )
    with engine() as running, mock.patch.object(context, "wall_clock", return_value=START):
        bare = _bare_route()
        for name, act in (_scan(running), _callback(), _claim(running)):
            whole, ours, route = _in_turn([act, partial(_unanswered, act), bare], times, rounds)
            section.add(name, f"{whole:.0f}", f"{ours:.0f}", "-" if act.__name__ == "claim" else f"{route:.0f}")
    section.notes.append(
        "Without: the client answers at once instead of calling, so the figure is measured and not a difference. In it "
        "are our code, Chalice's routing and what PynamoDB makes of rows; not botocore, signing, HTTP."
    )
    section.notes.append("The claim is the service verb, so no route is in it.")
    return section


def _unanswered(act: Callable[[], Any]) -> None:
    """The act with a double in place of each call."""
    with mock.patch.object(aws.client("dynamodb"), "_make_api_call", _at_once):
        act()


def _at_once(operation: str, _: Any) -> dict[str, Any]:
    """What a write that held is answered."""
    if operation not in WRITES:
        raise AssertionError(f"{operation} is no write: the act is not warm")
    return {"ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}


def _in_turn(acts: list[Callable[[], Any]], times: int, rounds: int) -> list[float]:
    for act in acts:
        act()
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, found in zip(acts, taken, strict=True):
            acts[0]()  # what an instance remembers for 5 s stays warm
            began = time.process_time()
            for _ in range(times):
                act()
            found.append((time.process_time() - began) / times * 1e6)
    return [median(found) for found in taken]


def _bare_route() -> Callable[[], Any]:
    bare = Chalice(app_name="bare")
    bare.route("/c/{entry}")(lambda entry: Response("<html></html>", {"Content-Type": "text/html"}))
    event = rest_event("GET", "/c/demo-x", None, {"content-type": "text/html"}, ["/c/{entry}"])
    return lambda: bare(event, LambdaContext())


def ready_live_code(running: Engine) -> str:
    """A live code whose contact way is made, without WeCom."""
    ctx = new_ctx("demo", "operator:zhangwei", "setup", now=START)
    terms = Terms(
        code=LiveCode("0123456789ab"),
        name="海报",
        staff=(StaffShare(UserId("liming")),),
        tag_ids=(),
        welcome=Welcome(text="你好"),
        coupon_template_id=TemplateId(""),
        created_at=ctx.at,
    )
    live_codes.create(ctx, terms)
    way_rows.keep(ctx, terms.code, UserId("liming"), "way-1", "https://example.com/qr.png")
    return terms.code


def _scan(running: Engine) -> tuple[str, Callable[[], Any]]:
    from app import app

    event = rest_event("GET", f"/c/demo-{ready_live_code(running)}", None, {}, list(app.routes))

    def scan() -> None:
        answer = app(event, LambdaContext())
        if answer["statusCode"] != 200:
            raise AssertionError(answer)

    return "scan of a live code (a page)", scan


def _callback() -> tuple[str, Callable[[], Any]]:
    from app import app

    routes = list(app.routes)

    def event() -> dict[str, Any]:
        told = int(START.timestamp())
        plain = join_event("demo", "liming", f"wm{next(_numbers):032}", told)
        path, body = sealed("demo", plain, timestamp=str(told))  # an old one would be set aside, not queued
        return rest_event("POST", path, body, {"content-type": "text/xml"}, routes)

    waiting = [event() for _ in range(2000)]

    def receive() -> None:
        answer = app(waiting.pop(), LambdaContext())
        if answer["body"] != "success":
            raise AssertionError(answer)

    return "callback to its answer (decrypt, store)", receive


def _claim(running: Engine) -> tuple[str, Callable[[], Any]]:
    template = running.template(1_000_000, buckets=4)

    def claim() -> None:
        member = f"m{next(_numbers)}"
        coupons.claim(running.ctx("tap", member), template.template_id, MemberId(member), tap("tap"))

    return "coupon claim (verb)", claim
