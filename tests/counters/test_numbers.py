"""Numbers: what happened is told a little later, and is what the facts say."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.events.numbers import By
from chalicelib.core.moments import Day
from chalicelib.core.ops import jobs, metrics
from chalicelib.core.storage import counters
from chalicelib.core.storage.jobs import JobState
from chalicelib.counters import recounting
from chalicelib.counters.jobs import Recount
from tests.support import make
from tests.support.http import Http
from tests.support.lost import HOUR, pass_time
from tests.support.perf.meter import metered
from tests.support.stack import Stack, forget_everything
from tests.support.story import Shop

DAY = Day("2026-11-21")


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _told(http: Http, metric: str, **more: str) -> dict[str, Any]:
    query = "&".join(f"{name}={value}" for name, value in {"metric": metric, **more}.items())
    answer = http.get(f"/admin/v1/numbers?{query}")
    assert answer.status == 200, answer.body
    told: dict[str, Any] = answer.json()
    return told


def _total(http: Http, metric: str, **more: str) -> int:
    (line,) = _told(http, metric, **more)["lines"]
    return int(line["figures"][metric]["value"])


def _lines(http: Http, metric: str, **more: str) -> dict[str, int]:
    return {line["key"]: line["figures"][metric]["value"] for line in _told(http, metric, **more)["lines"]}


def _recounted(stack: Stack, since: Day = DAY, until: Day = DAY) -> int:
    """How many numbers differed when days were counted again."""
    job = jobs.start(stack.ctx(), Recount(since=since, until=until))
    stack.work_off()
    status = jobs.status(stack.ctx(), job)
    assert status is not None and status.state is JobState.DONE
    return int(status.result or 0)


def test_a_join_is_counted_of_the_corp_its_code_and_its_staff(shop: Shop) -> None:
    """An add with its coupon and its welcome, and how long that took; nothing else."""
    stack, code = shop.stack, make.live_code(shop.stack, by=shop.owner, coupon_template_id=shop.template())
    make.member(stack, "小红", through=code)
    stack.drain()
    names = "adds,half_adds,losses,net_adds,claims,redemptions,welcomes_sent,welcome_delay"
    (line,) = _told(shop.owner, names)["lines"]
    values = {name: figure["value"] for name, figure in line["figures"].items()}
    assert values == dict.fromkeys(names.split(","), 0) | {
        "adds": 1,
        "net_adds": 1,
        "claims": 1,
        "welcomes_sent": 1,
        "welcome_delay": 1,
    }
    assert line["figures"]["welcome_delay"]["p95_ms"] == 250
    told = _told(shop.owner, "adds", by="code")["lines"]
    assert [(one["key"], one["name"], one["figures"]["adds"]["value"]) for one in told] == [(code.id, code["name"], 1)]
    assert sum(_lines(shop.owner, "adds", by="staff").values()) == 1
    assert _recounted(stack) == 0


def test_half_a_friendship_is_no_add_and_a_loss_is_told_by_its_side(stack: Stack) -> None:
    """Net is adds without losses."""
    owner = stack.operator()
    make.member(stack, "小红", staff="liming")
    make.member(stack, "小明", staff="liming")
    assert _total(owner, "adds") == 2
    assert _total(owner, "adds", of="staff:liming") == 2
    assert _total(owner, "adds", of="staff:wangfang") == 0
    assert _total(owner, "net_adds") == 2


def test_what_comes_twice_counts_once(shop: Shop) -> None:
    """Each fact twice more, in another order: the same numbers, as a recount says."""
    stack, code = shop.stack, shop.live_code()
    make.member(stack, "小红", through=make.live_code(stack, by=shop.owner, coupon_template_id=shop.template()))
    stack.drain.copies = 3
    make.member(stack, "小明", staff="liming")
    stack.drain()
    assert (_total(shop.owner, "adds"), _total(shop.owner, "claims")) == (2, 1)
    assert code and _recounted(stack) == 0


def test_a_number_that_is_not_there_is_refused_with_the_list(stack: Stack) -> None:
    """At its field, and so are days that are too many, to come or too long ago for hours."""
    owner = stack.operator()
    for query, field in (
        ("metric=adds,clicks", "query.metric"),
        ("metric=,", "query.metric"),
        ("metric=adds&from=2025-01-01&to=2026-11-21", "query.from"),
        ("metric=adds&to=2026-11-22", "query.to"),
        ("metric=adds&from=2026-11-22", "query.from"),
        ("metric=adds&by=hour&from=2026-10-01&to=2026-10-02", "query.from"),
        ("metric=adds&by=code&of=code:x", "query.of"),
        ("metric=adds&of=member:x", "query.of"),
        ("metric=adds&by=template", "query.by"),
    ):
        answer = owner.get(f"/admin/v1/numbers?{query}")
        assert (answer.status, answer.code) == (422, "BadNumbers"), query
        assert [one["path"] for one in answer.json()["details"]["errors"]] == [field], query
    assert "claims" in owner.get("/admin/v1/numbers?metric=clicks").json()["message_zh"]


def test_by_day_and_by_hour_every_line_is_there(stack: Stack) -> None:
    """By the clocks of the corp: 02:00 in UTC is ten in the morning."""
    owner = stack.operator()
    make.member(stack, "小红", staff="liming")
    days = _lines(owner, "adds", by="day", **{"from": "2026-11-19", "to": "2026-11-21"})
    assert days == {"2026-11-19": 0, "2026-11-20": 0, "2026-11-21": 1}
    hours = _lines(owner, "adds", by="hour")
    assert len(hours) == 24 and {hour for hour, value in hours.items() if value} == {"2026-11-21T10"}


def test_money_is_counted_with_what_it_is_for(shop: Shop) -> None:
    """A redemption and what it took off, an order and what came in."""
    stack = shop.stack
    make.redemption(stack)
    make.paid_order(stack)
    stack.drain()
    (line,) = _told(stack.operator(), "redemptions,discount,orders_placed,orders_paid,paid,refunded")["lines"]
    values = {name: figure["value"] for name, figure in line["figures"].items()}
    assert (values["redemptions"], values["discount"]) == (1, 2000)
    assert (values["orders_placed"], values["orders_paid"], values["refunded"]) == (1, 1, 0)
    assert values["paid"] > 0
    assert _recounted(stack) == 0


def test_another_corp_has_numbers_of_its_own(stack: Stack) -> None:
    """The same staff of another corp count there."""
    make.member(stack, "小红", staff="liming")
    make.member(stack, "小明", staff="liming", corp="rival")
    make.member(stack, "小强", staff="liming", corp="rival")
    assert (_total(make.session(stack), "adds"), _total(make.session(stack, corp="rival"), "adds")) == (1, 2)
    assert _recounted(stack) == 0


def test_who_acts_for_stores_or_for_themselves_sees_those_alone(stack: Stack) -> None:
    """An adviser their own, whatever they ask; a store's manager the store's; codes and templates neither."""
    owner = make.session(stack)
    east = make.store(stack, name="东店", region="华东", clerks=["liming"]).id
    north = make.store(stack, name="北店", region="华北", clerks=["wangfang"]).id
    make.member(stack, "东东", staff="liming")
    make.member(stack, "北北", staff="wangfang")
    make.member(stack, "南南", staff="wangfang")
    owner.put("/admin/v1/operators/liming", {"role": "adviser"})
    owner.put("/admin/v1/operators/chenyu", {"role": "viewer", "scope": {"kind": "stores", "of": [north]}})
    forget_everything()
    adviser, manager = make.session(stack, "liming"), make.session(stack, "chenyu")
    assert (_total(owner, "adds"), _total(manager, "adds"), _total(adviser, "adds")) == (3, 2, 1)
    assert _lines(owner, "adds", by="store") == {north: 2, east: 1}
    assert _told(manager, "adds", of=f"store:{north}")["of_name"] == "北店"
    assert _told(manager, "adds", of=f"store:{east}")["of_name"] == _told(manager, "adds")["of_name"] == ""
    assert _lines(manager, "adds", by="store") == {north: 2}
    assert _lines(manager, "adds", by="staff") == {"wangfang": 2}
    assert _lines(adviser, "adds", by="staff") == {"liming": 1}
    assert _total(manager, "adds", of=f"store:{east}") == _total(adviser, "adds", of="staff:wangfang") == 0
    for who, query in ((adviser, "by=store"), (adviser, "by=code"), (manager, "by=code"), (manager, "of=code:x")):
        refused = who.get(f"/admin/v1/numbers?metric=adds&{query}")
        assert (refused.status, refused.code) == (403, "OutsideScope"), query


def test_a_settled_day_is_told_from_the_recount_and_costs_a_row(stack: Stack) -> None:
    """A night later the day is counted again by itself, all equal, and the answer says so."""
    owner = stack.operator()
    make.live_code(stack)
    make.member(stack, "小红", staff="liming")
    pass_time(stack, 24 * HOUR)
    owner = stack.operator()
    told = _told(owner, "adds", by="day", **{"from": "2026-11-20", "to": "2026-11-22"})
    assert told["recounted_until"] == "2026-11-21"
    assert [line["figures"]["adds"]["value"] for line in told["lines"]] == [0, 1, 0]
    assert [one.sum.n for one in counters.days(stack.ctx(), "adds", By.STAFF, DAY, DAY)] == [1]


def test_the_first_day_that_was_counted_is_told(stack: Stack) -> None:
    """Before anything was counted there is no first day; then it is told of whatever days are asked for."""
    owner = stack.operator()
    assert _told(owner, "adds")["counted_since"] is None
    make.member(stack, "小红", staff="liming")
    forget_everything()
    assert _told(owner, "adds", by="day", **{"from": "2026-11-01", "to": "2026-11-20"})["counted_since"] == DAY
    pass_time(stack, 24 * HOUR)
    first = _told(stack.operator(), "adds")["counted_since"]
    assert first is not None and first <= DAY


def test_a_year_asks_only_for_the_days_that_have_something(stack: Stack) -> None:
    """Nothing was counted again yet, as in a corp's first days: two days of numbers are two days' reads, not 366."""
    owner = stack.operator()
    make.member(stack, "小红", staff="liming")
    with metered() as cost:
        told = _told(owner, "adds", by="staff", **{"from": "2025-11-22"})
    assert {line["key"]: line["figures"]["adds"]["value"] for line in told["lines"]} == {"liming": 1}
    assert cost.calls <= 8


def _taken_out(name: str) -> None:
    """One of two friends of liming goes out of the set and the number by hand."""
    pk, table = {"S": f"demo#count#staff#{DAY}"}, config().counters_table
    ids, number = ({"TableName": table, "Key": {"pk": pk, "sk": {"S": f"{kind}#{name}"}}} for kind in ("ids", "n"))
    first = aws.client("dynamodb").get_item(**ids)["Item"]["ids"]["BS"][0]
    one = {":one": {"BS": [first]}}
    aws.client("dynamodb").update_item(**ids, UpdateExpression="DELETE ids :one", ExpressionAttributeValues=one)
    values = {":n": {"N": "1"}}
    aws.client("dynamodb").update_item(**number, UpdateExpression="SET n = :n", ExpressionAttributeValues=values)


def test_a_number_that_lost_a_fact_rings(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id taken out by hand, and the number with it: the recount finds it, and the day is right again."""
    rung: list[str] = []
    for name in ("小红", "小明"):
        make.member(stack, name, staff="liming")
    assert _recounted(stack) == 0
    (minute,) = counters.minutes(stack.ctx(), By.STAFF, DAY, "adds", "liming")
    _taken_out(f"adds#liming#{minute.minute}#{minute.part}")
    counted = metrics.count

    def count(metric: str, *args: Any, **more: Any) -> None:
        rung.append(metric)
        counted(metric, *args, **more)

    monkeypatch.setattr(metrics, "count", count)
    assert _recounted(stack) == 1
    assert rung.count("CounterDrift") == 1
    assert [one.sum.n for one in counters.days(stack.ctx(), "adds", By.STAFF, DAY, DAY)] == [2]
    assert recounting.sum_of(next(iter(counters.minutes(stack.ctx(), By.STAFF, DAY, "adds", "liming")))).n == 1
