"""What each door of the side bar costs, counted on the client: in calls and units, however many customers there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import make
from tests.support.http import Http
from tests.support.make import Member
from tests.support.perf.meter import Cost, metered
from tests.support.stack import Stack

DUE = "2026-11-22T18:00:00+08:00"


@pytest.fixture
def adviser(stack: Stack) -> Http:
    """`liming`, an adviser, with a customer's every kind of thing to look at."""
    return make.operator(stack, "adviser", "liming")


def of(member: Member, rest: str = "") -> str:
    return f"/staff/v1/contacts/{member.external_userid}{rest}"


def warm(act: Callable[[], Any]) -> Cost:
    """The second time: the first one knows neither session nor rights."""
    assert act().status < 300
    with metered() as cost:
        answer = act()
    assert answer.status < 300, answer.body
    return cost


def kinds(cost: Cost) -> list[tuple[str, str, int]]:
    """What was written: table, kind, units."""
    return sorted((write.table, write.kind, write.units) for write in cost.writes)


FOLLOWED = "Query"
"""Each door asks first whether the customer is theirs: the member, the friendships and the refusal, in one call."""


def test_a_customer_is_looked_at_in_nine_calls_however_much_they_have(stack: Stack, adviser: Http) -> None:
    """Whether they are one's own in one, then a query for each list, and the names in these in one call for all."""
    member = make.member(stack)
    template = make.coupon_template(stack, per_member=9)
    bills = []
    for number in range(3):
        make.coupon(stack, template, member=member)
        adviser.post(of(member, "/notes"), {"text": f"备注{number}"})
        adviser.post(of(member, "/follow-ups"), {"what": f"跟进{number}", "due": DUE})
        stack.clock.advance(1)
        cost = warm(lambda: adviser.get(of(member)))
        bills.append((cost.calls, cost.reads.count(FOLLOWED), cost.writes))
    assert bills[1:] == [bills[0]] * 2
    assert bills[0][0] <= 12 and bills[0][2] == []


def test_what_can_be_sent_is_asked_for_in_as_many_calls_however_many_coupons(stack: Stack, adviser: Http) -> None:
    """The stocks of all of them in one; each content that is shown is read for itself, twenty at most."""
    member = make.member(stack)
    make.content(stack)
    calls = []
    for number in range(3):
        make.coupon_template(stack, name=f"券{number}")
        stack.clock.advance(6)
        cost = warm(lambda: adviser.get(of(member, "/offers")))
        calls.append((cost.calls, cost.writes))
    assert calls == [calls[0]] * 3
    assert calls[0][0] <= 9 and calls[0][1] == []


def test_my_list_is_three_calls_however_long(stack: Stack, adviser: Http) -> None:
    """The index, the rows, the customers' names."""
    member = make.member(stack)
    for number in range(4):
        adviser.post(of(member, "/follow-ups"), {"what": f"跟进{number}", "due": DUE})
        cost = warm(lambda: adviser.get("/staff/v1/follow-ups?when=open"))
        assert (cost.reads, cost.writes) == (["Query", "BatchGetItem", "BatchGetItem"], [])


def test_a_coupon_that_is_sent_is_what_a_claim_is_and_a_note_of_it(stack: Stack, adviser: Http) -> None:
    """4 units for the coupon and its stock, 1 that says who sent it; that they are one's own is asked for twice."""
    member, template = make.member(stack), make.coupon_template(stack)
    adviser.get(of(member))
    with metered() as cost:
        assert adviser.post(of(member, "/sendings"), {"coupon_template": template.id}).status == 201
    assert kinds(cost) == [("main", "coupon", 2), ("main", "sending", 1), ("main", "stock", 2)]
    assert (cost.reads.count("Query"), cost.index_units) == (2, 1)


def test_content_that_is_taken_is_one_write(stack: Stack, adviser: Http) -> None:
    """Nothing but who took which version for whom."""
    member, content = make.member(stack), make.content(stack)
    cost = warm(lambda: adviser.post(of(member, "/sendings"), {"content": content.id}))
    assert kinds(cost) == [("main", "sending", 1)]
    assert cost.calls <= 8


def test_a_note_is_one_write_and_a_follow_up_another(stack: Stack, adviser: Http) -> None:
    """Each of one unit, listed; a follow-up waits for its time too, and nothing moves when only its words change."""
    member = make.member(stack)
    cost = warm(lambda: adviser.post(of(member, "/notes"), {"text": "怕辣"}))
    assert (kinds(cost), cost.index_units) == ([("main", "member_note", 1)], 1)
    cost = warm(lambda: adviser.post(of(member, "/follow-ups"), {"what": "回访", "due": DUE}))
    assert (kinds(cost), cost.index_units, cost.due_units) == ([("main", "follow_up", 1)], 1, 1)
    one = adviser.get("/staff/v1/follow-ups?when=open").json()["items"][0]["followup_id"]
    path = of(member, f"/follow-ups/{one}")
    cost = warm(lambda: adviser.put(path, {"what": "打电话"}))
    assert (kinds(cost), cost.index_units, cost.due_units) == ([("main", "follow_up", 1)], 0, 0)
    with metered() as cost:
        assert adviser.put(path, {"due": "2026-11-23T18:00:00+08:00"}).status == 200
    assert (kinds(cost), cost.index_units, cost.due_units) == ([("main", "follow_up", 1)], 2, 2)
    with metered() as cost:
        assert adviser.put(path, {"state": "done"}).status == 200
    assert (kinds(cost), cost.index_units, cost.due_units) == ([("main", "follow_up", 1)], 1, 1)


def test_a_page_signs_in_to_the_client_for_nothing(stack: Stack, adviser: Http) -> None:
    """The tickets are kept."""
    cost = warm(lambda: adviser.get("/staff/v1/js-signature?url=http://localhost:8080/side"))
    assert cost.calls == 0
