"""What one corp and one address may have of a door is counted in the instance, by what API Gateway saw."""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec
import pytest

from chalicelib.core import instance
from chalicelib.core.config import config
from chalicelib.core.errors import AddressBusy, CorpBusy
from chalicelib.core.http import crowds
from chalicelib.core.http.crowds import Turn
from chalicelib.core.http.docs import ROOM as DOCS
from chalicelib.core.http.rates import Rate
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.instance import Buckets
from chalicelib.core.room import Function
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack

HERE = {"identity": {"sourceIp": "203.0.113.9"}}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The wall's time, which a test moves."""
    at = [1_000.0]
    monkeypatch.setattr(time, "time", lambda: at[0])
    instance.forget()
    yield at
    instance.forget()


@pytest.fixture
def at_api(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process is the function `api`."""
    _be(monkeypatch, function=Function.API)


def _be(monkeypatch: pytest.MonkeyPatch, **settings: object) -> None:
    monkeypatch.setattr(crowds, "config", lambda: msgspec.structs.replace(config(), **settings))


def caller(address: str) -> bytes:
    return crowds.caller({"identity": {"sourceIp": address}})


def test_a_bucket_fills_again_by_the_walls_time(now: list[float]) -> None:
    """Two at once, then one for every two seconds; the answer says how long to wait."""
    buckets = Buckets()
    assert [buckets.take(b"a", 0.5, 2) for _ in range(3)] == [0, 0, 2]
    now[0] += 2
    assert [buckets.take(b"a", 0.5, 2) for _ in range(2)] == [0, 2]
    now[0] -= 3600
    assert buckets.take(b"a", 0.5, 2) == 2
    buckets.give_back(b"a")
    assert buckets.take(b"a", 0.5, 2) == 0


def test_the_names_of_buckets_are_bounded(now: list[float]) -> None:
    """A flood of new names drops the oldest and takes no more memory."""
    buckets = Buckets(size=3)
    assert [buckets.take(bytes([number]), 1, 1) for number in range(4)] == [0] * 4
    assert len(buckets._buckets) == 3
    assert [buckets.take(b"\3", 1, 1), buckets.take(b"\0", 1, 1)] == [1, 0]


def test_an_ipv6_customer_is_one_whatever_address_of_theirs_they_use() -> None:
    """Whoever has a network of 64 bits has all of its addresses; IPv4 in IPv6 is IPv4."""
    assert caller("2001:db8:1:2::1") == caller("2001:db8:1:2:ffff::9")
    assert caller("2001:db8:1:2::1") != caller("2001:db8:1:3::1")
    assert caller("::ffff:203.0.113.9") == caller("203.0.113.9") != caller("203.0.113.10")


def test_an_address_is_a_number_that_means_nothing_elsewhere() -> None:
    """Neither the address nor anything that another instance would make of it is kept."""
    here = crowds.caller(HERE)
    assert len(here) == 8
    instance.forget()
    assert crowds.caller(HERE) != here


def test_who_comes_from_nowhere_is_one(now: list[float], at_api: None) -> None:
    """A request without an address, or with text for one, is counted like any other."""
    assert crowds.caller({}) == crowds.caller({"identity": None}) == caller("junk")


def test_an_address_has_thirty_turns_a_minute(now: list[float], at_api: None) -> None:
    """Then one every two seconds; a turn that was well used is given back."""
    for _ in range(30):
        crowds.admit_address(b"here", Turn.PAGE)
    with pytest.raises(AddressBusy) as refused:
        crowds.admit_address(b"here", Turn.PAGE)
    assert refused.value.retry_after == 2
    crowds.admit_address(b"elsewhere", Turn.PAGE)
    crowds.admit_address(b"here", Turn.STAFF)
    crowds.spare_address(b"here", Turn.PAGE)
    crowds.admit_address(b"here", Turn.PAGE)
    now[0] += 60
    for _ in range(30):
        crowds.admit_address(b"here", Turn.PAGE)


def test_a_corp_has_half_of_what_a_door_takes(now: list[float], at_api: None) -> None:
    """At each door by itself, and the other corps have theirs."""
    for _ in range(5):
        crowds.admit_corp("demo", "GET /x", Rate(2, 10))
    with pytest.raises(CorpBusy) as refused:
        crowds.admit_corp("demo", "GET /x", Rate(2, 10))
    assert refused.value.retry_after == 1
    crowds.admit_corp("demo", "GET /y", Rate(2, 10))
    crowds.admit_corp("rival", "GET /x", Rate(2, 10))


@pytest.mark.parametrize(
    "settings",
    [{"function": Function.DOOR}, {"function": Function.API, "corp_share": 100, "address_rate": 0}],
    ids=["the platforms' door", "a stack that says so"],
)
def test_where_nothing_is_counted_nobody_is_turned_away(
    now: list[float], monkeypatch: pytest.MonkeyPatch, settings: dict[str, object]
) -> None:
    """Neither WeCom, which sends everything from a few addresses, nor a corp that is alone behind a CDN."""
    _be(monkeypatch, **settings)
    for _ in range(100):
        crowds.admit_address(b"here", Turn.PAGE)
        crowds.admit_corp("demo", "POST /x", Rate(1, 1))


def test_a_page_that_is_opened_too_often_asks_to_wait(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, now: list[float]
) -> None:
    """A page for a person, which looks again by itself; nobody else waits, and no header makes another of them."""
    code = make.live_code(stack)
    _be(monkeypatch, function=Function.API, address_rate=2)
    page = f"/c/demo-{code.id}"
    assert [stack.http.get(page).status for _ in range(2)] == [200, 200]
    spoofed = {"x_forwarded_for": "203.0.113.1", "forwarded": "for=203.0.113.1", "x_real_ip": "203.0.113.1"}
    answer = stack.http.get(page, **spoofed)
    assert (answer.status, answer.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert (answer.headers["retry-after"], answer.headers["refresh"]) == ("30", "30")
    assert "30 秒" in answer.body.decode()
    assert stack.http.at("2001:db8::1").get(page).status == 200
    assert {stack.http.get(f"{page}.svg").status for _ in range(5)} == {200}


def test_a_corp_that_asks_too_much_of_a_door_is_told_so(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, now: list[float]
) -> None:
    """429 with the second at which to come again, before anything is read; other corps and doors go on."""
    owner, rival = stack.operator(), stack.operator(corp="rival")
    _be(monkeypatch, function=Function.API, corp_share=2)  # 0.08 a second of a write's 4, and one at once
    assert owner.post("/admin/v1/coupon-templates", {}).code == "InvalidBody"
    answer = owner.post("/admin/v1/coupon-templates", {})
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "CorpBusy", "13")
    assert rival.post("/admin/v1/coupon-templates", {}).code == "InvalidBody"
    assert owner.get("/admin/v1/operators").status == 200


BODIES = {
    "/mini/v1/sessions": {"corp": "demo", "js_code": "x" * 32},
    "/admin/v1/sessions": {"corp": "demo", "code": "x" * 32},
    "/staff/v1/sessions": {"corp": "demo", "code": "y" * 32},
}


# They are read from memory, or what comes is checked by its seal first: a flood of them reads and asks nothing.
COST_NOTHING = {
    "/admin/v1/signed-in",
    "/mini/v1/signed-in",
    "/till",
    "/till/{file}",
    "/side",
    "/side/{file}",
    "/console",
}
COST_NOTHING |= {f"/console/{part}" for part in ("assets/{file}", "{page}", "{page}/{thing}", "{page}/{thing}/{part}")}
QUERIES = {"/admin/v1/sign-in": "?corp=demo"}


@pytest.mark.parametrize(
    "path",
    sorted(
        route.path
        for route in REGISTRY
        if route.path not in COST_NOTHING
        and route.allow == PUBLIC
        and route.room.function == Function.API
        and route.room != DOCS
    ),
)
def test_every_public_door_of_the_api_bounds_what_an_address_may(
    path: str, stack: Stack, monkeypatch: pytest.MonkeyPatch, now: list[float]
) -> None:
    """A new one that does not would be found here, but the API's own documentation is told to everybody."""
    _be(monkeypatch, function=Function.API, address_rate=1)
    http = Http()

    def knock() -> int:
        body = BODIES.get(path)
        if not body:
            address = path.format(entry="demo-0123456789ab", file="favicon.ico")
            return http.get(address + QUERIES.get(path, "")).status
        field = next(name for name in body if name != "corp")
        return http.post(path, {**body, field: f"{next(numbers):032}"}).status

    numbers = iter(range(10))
    assert [knock() == 429 for _ in range(2)] == [False, True]
