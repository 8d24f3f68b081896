"""CPU of the handlers: over a bare Chalice route, and over the DynamoDB calls they have to make."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from chalice.app import Chalice, Response

from benchmarks.bench_stack import engine
from benchmarks.report import Section, median
from chalicelib.core import aws, config, context
from chalicelib.core.context import new_ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage import stock
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service as coupons
from chalicelib.coupons import store as coupon_rows
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import store as live_codes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import Terms, Welcome
from chalicelib.members.ids import MemberId
from tests.support.http import LambdaContext
from tests.support.http import _event as rest_event
from tests.support.race.engine import Engine
from tests.support.stack import START
from tests.support.wecom import join_event, sealed

_numbers = itertools.count(1)


def measure(quick: bool) -> Section:
    """Scan, callback and claim: CPU of this process alone; the engine is another process."""
    times, rounds = (40, 3) if quick else (150, 5)
    section = Section(
        "CPU of a handler",
        f"Microseconds of CPU per request, median of {rounds} rounds of {times}, taken in turn.",
        ["act", "whole handler", "its DynamoDB calls alone", "a bare Chalice route", "ours (the rest)"],
    )
    with engine() as running, mock.patch.object(context, "wall_clock", return_value=START):
        bare = _bare_route()
        for name, act, calls in (_scan(running), _callback(), _claim(running)):
            whole, alone, route = _in_turn([act, calls, bare], times, rounds)
            passed = 0.0 if act.__name__ == "claim" else route
            section.add(name, f"{whole:.0f}", f"{alone:.0f}", f"{passed:.0f}", f"{whole - alone - passed:.0f}")
    section.notes.append("The claim is the service verb, so no route is in it; its rest is over the transaction alone.")
    section.notes.append(
        "The calls alone are the same writes through the same client, so the difference is our code and Chalice's."
    )
    return section


def _in_turn(acts: list[Callable[[], Any]], times: int, rounds: int) -> list[float]:
    for act in acts:
        act()
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, found in zip(acts, taken, strict=True):
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
        tag_ids=(),
        welcome=Welcome(text="你好"),
        coupon_template_id=TemplateId(""),
        created_at=ctx.at,
    )
    live_codes.create(ctx, terms, [(UserId("liming"), 1)])
    live_codes.keep_way(ctx, terms.code, UserId("liming"), "way-1", "https://example.com/qr.png")
    return terms.code


def _scan(running: Engine) -> tuple[str, Callable[[], Any], Callable[[], Any]]:
    from app import app

    event = rest_event("GET", f"/c/demo-{ready_live_code(running)}", None, {}, list(app.routes))
    stored: dict[str, Any] = {}

    def scan() -> None:
        answer = app(event, LambdaContext())
        if answer["statusCode"] != 200:
            raise AssertionError(answer)

    def alone() -> None:
        stored.update(_last_fact(running) if not stored else {})
        item = {**stored, "sk": {"S": f"alone-{next(_numbers)}"}}
        aws.client("dynamodb").put_item(TableName=config.config().facts_table, Item=item)

    return "scan of a live code (a page)", scan, alone


def _last_fact(running: Engine) -> dict[str, Any]:
    found = running.raw.scan(TableName=config.config().facts_table, Limit=1)["Items"]
    return dict(found[0])


def _callback() -> tuple[str, Callable[[], Any], Callable[[], Any]]:
    from app import app

    routes = list(app.routes)

    def event() -> dict[str, Any]:
        plain = join_event("demo", "liming", f"wm{next(_numbers):032}", int(START.timestamp()))
        path, body = sealed("demo", plain)
        return rest_event("POST", path, body, {"content-type": "text/xml"}, routes)

    waiting = [event() for _ in range(1200)]

    def receive() -> None:
        answer = app(waiting.pop(), LambdaContext())
        if answer["body"] != "success":
            raise AssertionError(answer)

    def alone() -> None:
        text = {name: {"S": "x" * 30} for name in ("corp", "received_at", "ttl")}
        item = {"pk": {"S": "demo#alone"}, "sk": {"S": str(next(_numbers))}, "plaintext": {"S": "x" * 500}, **text}
        request = {"TableName": config.config().inbox_table, "Item": item}
        aws.client("dynamodb").put_item(**request, ConditionExpression="attribute_not_exists(pk)")

    return "callback to its answer (decrypt, store)", receive, alone


def _claim(running: Engine) -> tuple[str, Callable[[], Any], Callable[[], Any]]:
    template = running.template(1_000_000, buckets=4)

    def claim() -> None:
        member = f"m{next(_numbers)}"
        coupons.claim(running.ctx("tap", member), template.template_id, MemberId(member), "tap")

    def alone() -> None:
        ctx = running.ctx("alone", f"a{next(_numbers)}")
        transaction = Transaction(ctx)
        coupon = coupon_rows.new_coupon(ctx, template, MemberId(ctx.who), 1, "tap", ctx.at)
        transaction.put_new(coupon, coupon_rows.CouponTaken)
        stock.take_in(transaction, coupon_rows.stock_of(template), 0)
        transaction.commit()

    return "coupon claim (verb)", claim, alone
