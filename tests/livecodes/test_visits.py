"""Visitors of an entry page are counted once a day, and nothing of them is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core import aws, instance
from chalicelib.core.config import config
from chalicelib.core.events import facts
from chalicelib.core.http.answers import Incoming
from chalicelib.core.http.visitors import visitor
from chalicelib.core.storage import salts
from chalicelib.livecodes import visits
from tests.support import make
from tests.support.http import EVENT
from tests.support.make import Thing
from tests.support.stack import Stack

DAY = 24 * 3600
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.49"
ADDRESS = EVENT["requestContext"]["identity"]["sourceIp"]


def _opens(stack: Stack, code: Thing, browser: str = PHONE, **headers: str) -> None:
    assert stack.http.get(f"/c/demo-{code.id}", user_agent=browser, **headers).status == 200


def _counted(stack: Stack, code: Thing, day: str = "") -> int:
    stack.drain.count()
    answer = make.session(stack).get(f"/admin/v1/live-codes/{code.id}/visits?day={day}")
    return int(answer.json()["visits"])


def test_a_visitor_counts_once_a_day_and_code(stack: Stack) -> None:
    """However often they reload, on whichever instance; another phone, another code, another day count again."""
    code, other = make.live_code(stack), make.live_code(stack, name="桌贴")
    for _ in range(3):
        _opens(stack, code)
        instance.forget()
    _opens(stack, other)
    _opens(stack, code, f"{PHONE} NetType/4G")
    assert (_counted(stack, code), _counted(stack, other)) == (2, 1)
    stack.clock.advance(DAY)
    _opens(stack, code)
    assert (_counted(stack, code, "2026-11-21"), _counted(stack, code, "2026-11-22")) == (2, 1)


@pytest.mark.parametrize(
    ("browser", "headers"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", {}),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", {}),
        ("Mozilla/5.0 HeadlessChrome/120.0", {}),
        ("curl/8.4.0", {}),
        (PHONE, {"sec_purpose": "prefetch;prerender"}),
        (PHONE, {"x_moz": "prefetch"}),
        (PHONE, {"purpose": "preview"}),
    ],
)
def test_who_says_that_they_are_no_person_sees_the_page_and_is_not_counted(
    stack: Stack, browser: str, headers: dict[str, str]
) -> None:
    """Search engines, link previews, scripts, and browsers that fetch ahead."""
    code = make.live_code(stack)
    _opens(stack, code, browser, **headers)
    assert _counted(stack, code) == 0


@pytest.mark.parametrize("browser", [PHONE, "", "Mozilla/5.0 (Linux; Android 14; CUBOT X70)"])
def test_who_says_nothing_of_the_kind_counts(browser: str) -> None:
    """A page is counted rather than a customer missed; a phone called Cubot is a phone."""
    asked = Incoming(raw_body=b"", query={}, headers={"user-agent": browser}, request_id="r", network=b"1234")
    assert visitor(asked)


def test_nothing_of_a_visitor_is_stored(stack: Stack) -> None:
    """Neither address nor browser stands in any table; what tells visitors apart is three bytes of a hash."""
    code = make.live_code(stack)
    _opens(stack, code)
    client = aws.client("dynamodb")
    tables = (config().main_table, config().facts_table, config().inbox_table)
    everything = json.dumps([client.scan(TableName=name)["Items"] for name in tables], default=str)
    assert ADDRESS not in everything and "MicroMessenger" not in everything
    (visit,) = _visits(stack, code)
    assert (visit["kind"]["S"], json.loads(visit["data"]["S"])) == (
        "live_code.visited",
        {"code": code.id, "staff": "liming", "store": ""},
    )
    assert int(visit["ttl"]["N"]) == int(stack.clock.time()) + 35 * DAY
    assert visits.MARK == 3


def _visits(stack: Stack, code: Thing) -> list[Any]:
    parts = facts.parts(f"live_code#{code.id}", ["2026-11-21"])
    items = aws.client("dynamodb").scan(TableName=config().facts_table)["Items"]
    return [item for item in items if item["pk"]["S"] in [f"demo#{part}" for part in parts]]


def test_the_salt_of_a_day_is_gone_the_next(stack: Stack) -> None:
    """One row, written over: who was counted yesterday cannot be looked up by anybody; all instances share today's."""
    ctx = stack.ctx()
    first = salts.of_day(ctx, visits.SALT, "2026-11-21")
    instance.forget()
    assert salts.of_day(ctx, visits.SALT, "2026-11-21") == first
    second = salts.of_day(ctx, visits.SALT, "2026-11-22")
    assert second != first and len(second) == 32
    instance.forget()
    assert salts.of_day(ctx, visits.SALT, "2026-11-21") == second, "who is late shares what is there"
    held = [item for item in aws.client("dynamodb").scan(TableName=config().inbox_table)["Items"] if "salt" in item]
    assert [(bytes(item["salt"]["B"]), item["of_day"]["S"]) for item in held] == [(second, "2026-11-22")]
    assert salts.of_day(stack.ctx("rival"), visits.SALT, "2026-11-22") != second
