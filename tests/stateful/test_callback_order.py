"""Callbacks come 1 to 4 times, in any order, late: the final state is that of once, in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audience import service as audiences
from chalicelib.core import context
from chalicelib.core.config import config
from chalicelib.core.context import new_ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import iso
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import store as live_code_store
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import StaffShare, Welcome
from chalicelib.members.store import member_id_of
from tests.stateful.cases import cases
from tests.support import flows
from tests.support.double import WeComDouble, use_double
from tests.support.stack import Stack, running_stack
from tests.support.state import partitions
from tests.support.wecom import join_event, sealed

# Rounds of 10 histories each, whose deliveries are shuffled together; the soak has more, and others at every run.
ROUNDS, SOAK_ROUNDS = 3, 66
TOGETHER = 10
STAFF = ["liming", "wangfang"]
CODE = "abcdefabcdef"
CHANGES = ["add_external_contact", "add_half_external_contact", "del_follow_user", "del_external_contact"]


@pytest.fixture(scope="module")
def bench(place: str) -> Iterator[tuple[Stack, WeComDouble]]:
    """One stack for all cases: each case has customers of its own."""
    with running_stack(place) as stack, pytest.MonkeyPatch.context() as patch:
        double = use_double(patch)
        patch.setattr(context, "wall_clock", stack.clock.now)
        # Cards are no part of what is compared (tests/audience/test_cards.py), and a third of the work.
        flows.without_verb(patch, audiences.gather)
        ctx = new_ctx("demo", "operator:zhangwei", "setup")
        terms = Terms(
            code=LiveCode(CODE),
            name="码",
            staff=(StaffShare(UserId("liming")),),
            tag_ids=("tag1",),
            welcome=Welcome(text="你好"),
            coupon_template_id=TemplateId(""),
            created_at=ctx.at,
        )
        live_code_store.create(ctx, terms)
        stack.drain()
        yield stack, double


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, str, str, str]]:
    """What two customers and two members of staff did: (second, change, staff, customer), in order.

    Joins of one second at one member of staff are common on purpose: only the customer tells them apart.
    """
    length = draw(st.integers(2, 5))
    seconds = sorted(draw(st.lists(st.integers(0, 6), min_size=length, max_size=length)))
    steps = [
        (second, draw(st.sampled_from(CHANGES)), draw(st.sampled_from(STAFF)), draw(st.sampled_from("ab")))
        for second in seconds
    ]
    return list(dict.fromkeys(steps))


_case = iter(range(10**9))


ROUND = {
    "cases": st.lists(histories(), min_size=TOGETHER, max_size=TOGETHER),
    "seed": st.integers(0, 2**32),
}
Cases = list[list[tuple[int, str, str, str]]]


@given(**ROUND)
@cases(ROUNDS)
def test_repeated_shuffled_and_late_callbacks_end_as_once_in_order(
    bench: tuple[Stack, WeComDouble], cases: Cases, seed: int
) -> None:
    """Rows, facts, marks and welcomes are the same however the callbacks arrived."""
    _ends_as_once_in_order(bench, cases, seed)


@pytest.mark.soak
@given(**ROUND)
@cases(SOAK_ROUNDS, fresh=True)
def test_fresh_callbacks_end_as_once_in_order(bench: tuple[Stack, WeComDouble], cases: Cases, seed: int) -> None:
    """The same with histories that nobody has tried."""
    _ends_as_once_in_order(bench, cases, seed)


def _ends_as_once_in_order(bench: tuple[Stack, WeComDouble], cases: Cases, seed: int) -> None:
    stack, double = bench
    chance = random.Random(seed)
    stack.clock.advance(60)
    base, since = int(stack.clock.time()), iso(stack.clock.now())
    named = {str(next(_case)): history for history in cases}
    for name, history in named.items():
        for step in history:
            _deliver(stack, f"o{name}-", step, base)
    stack.drain()
    repeats = [(name, step) for name, history in named.items() for step in history for _ in range(chance.randint(1, 4))]
    chance.shuffle(repeats)
    stack.drain.copies = chance.randint(1, 2)
    for position, (name, step) in enumerate(repeats):
        _deliver(stack, f"s{name}-", step, base)
        if position == len(repeats) // 2:
            stack.drain()
    stack.drain()
    stack.drain.copies = 1
    held = _held(since)
    for name in named:
        assert _outcome(held, double, f"s{name}-") == _outcome(held, double, f"o{name}-")
    assert not stack.queues.dead and not stack.drain.main.dead and not stack.drain.facts.dead


def _deliver(stack: Stack, prefix: str, step: tuple[int, str, str, str], base: int) -> None:
    second, change, userid, customer = step
    external = f"wm{prefix}{customer}"
    more = {"State": CODE} if change.startswith("add") else {}
    if change == "add_external_contact":
        more["WelcomeCode"] = f"welcome-{external}-{userid}-{second}"
    path, body = sealed("demo", join_event("demo", userid, external, base + second, change, **more))
    answer = stack.http.call("POST", path, body, {}, "text/xml")
    assert (answer.status, answer.body) == (200, b"success")


Held = tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]


def _held(since: str) -> Held:
    """All rows and all facts that were written since then, by partition."""
    return partitions(config().main_table, since), partitions(config().facts_table, since)


def _outcome(held: Held, double: WeComDouble, prefix: str) -> Any:
    """Everything about one run's customers, under names that both runs share."""
    ctx = new_ctx("demo", "system:test", "-")
    externals = [f"wm{prefix}{customer}" for customer in "ab"]
    rows, facts = [], set()
    for external in externals:
        member_id = member_id_of(ctx, external)
        member = f"demo#member#{member_id}"
        for pk in (member, f"demo#welcome#{member_id}", f"demo#identity#unionid#union-{external}"):
            rows += [_renamed(row, member_id, external[-1], prefix) for row in held[0].get(pk, ())]
        found_by = [row for pk, held_there in held[0].items() if pk.startswith("demo#term#") for row in held_there]
        rows += [_renamed(row, member_id, external[-1], prefix) for row in found_by if row["about"] == member_id]
        facts |= {_fact(row, member_id, external[-1]) for row in held[1].get(member, ())}
    marks = sorted((userid, of[-1], sorted(tags)) for (userid, of), tags in double.marks.items() if of in externals)
    codes = sorted(code.replace(prefix, "") for code in double.used_codes if any(f"-{of}-" in code for of in externals))
    return sorted(rows), sorted(facts), marks, codes


def _renamed(row: dict[str, Any], member_id: str, name: str, prefix: str) -> str:
    # In which part of a list a row lies follows from the member's id.
    parts = {key: value[:-1] for key, value in row.items() if key == "parent" or (key, row["kind"]) == ("pk", "term")}
    return repr(sorted((row | parts).items())).replace(member_id, name).replace(prefix, "")


def _fact(row: dict[str, Any], member_id: str, name: str) -> tuple[str, str]:
    """`member.joined` tells the source known when it was written, and a later fact corrects it; `member.tagged` tells
    each change of the marks. Of these the kind counts, of all others every word."""
    if row["kind"] in ("member.joined", "member.source_corrected"):
        return "member.joined", ""
    return row["kind"], "" if row["kind"] == "member.tagged" else f"{row['at']} {row['data']}".replace(member_id, name)


def test_the_harness_sees_a_lost_callback(bench: tuple[Stack, WeComDouble]) -> None:
    """Negative control: leave one delivery out and the outcomes differ."""
    stack, double = bench
    base, since = int(stack.clock.time()), iso(stack.clock.now())
    steps = [(0, "add_external_contact", "liming", "a"), (1, "del_follow_user", "liming", "a")]
    for step in steps:
        _deliver(stack, "whole-", step, base)
    _deliver(stack, "short-", steps[0], base)
    stack.drain()
    held = _held(since)
    assert _outcome(held, double, "short-") != _outcome(held, double, "whole-")
