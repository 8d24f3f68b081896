"""What waits is asked for in a bounded number of calls, however much there is."""

from __future__ import annotations

import msgspec

from chalicelib import clock
from chalicelib.core.http import rights
from chalicelib.core.http.rights import Role
from chalicelib.todo import service
from tests.support import make
from tests.support.perf.meter import Cost, metered
from tests.support.stack import Stack

# A list is a query: 12 of one part, and that of money of 16. What the newest hold is read in one call a list.
QUERIES = 12 + 16


def looked(stack: Stack) -> Cost:
    """An owner asks what waits."""
    ctx = msgspec.structs.replace(stack.ctx(), rights=rights.of_role(Role.OWNER))
    with metered() as cost:
        service.todo(ctx)
    return cost


def test_what_waits_costs_a_query_a_list_and_writes_nothing(stack: Stack) -> None:
    """Of an empty corp, and of one with some of everything: the rows of four lists and the stocks of three, no more."""
    empty = looked(stack)
    assert (empty.calls, empty.reads.count("GetItem"), empty.writes) == (QUERIES + 1, 1, [])
    calls = []
    for number in range(3):
        make.coupon_template(stack, name=f"券{number}")
        make.live_code(stack, name=f"码{number}")
        make.activity(stack, name=f"团{number}")
        make.content_item(stack)
        some = looked(stack)
        calls.append((some.calls - empty.calls, some.reads.count("BatchGetItem"), some.writes))
    assert calls == [(7, 7, [])] * 3


def test_posts_under_way_cost_a_query_each_and_are_bounded(stack: Stack) -> None:
    """Each post a query for its times, each time that was sent one for its tasks; behind ten posts nothing more."""
    make.member(stack)
    text = make.content(stack)
    costs = []
    for many in (1, 9, 2):
        for _ in range(many):
            make.post(stack, text)
        stack.clock.advance(3600)
        clock.tick("t")
        stack.work_off()
        stack.clock.advance(3600)
        costs.append(looked(stack).calls)
    assert costs[1:] == [costs[0] + 18] * 2
