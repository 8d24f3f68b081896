"""Stop the process right after each write of what follows when staff change or somebody tries again, restart, go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.config import config
from tests.support import make
from tests.support.crash import Countdown, counting, drained, surely, ticked
from tests.support.stack import Stack, running_stack
from tests.support.state import items
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
Act = Callable[[Stack, Countdown, str], None]


def _rename(stack: Stack, countdown: Countdown, code: str) -> None:
    stack.platform.staff("rename", "liming", userid="liming2")


def _leave(stack: Stack, countdown: Countdown, code: str) -> None:
    stack.platform.staff("leave", "liming")


def _try_again(stack: Stack, countdown: Countdown, code: str) -> None:
    stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = True
    path = f"/admin/v1/live-codes/{code}/retries"
    surely(stack, countdown, lambda: make.session(stack).post(path, idempotency_key="again"))


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (_rename, {"ways": ["liming2"], "roles": ["liming2", "zhangwei"], "friends": ["liming2"], "told": 0}),
        (_leave, {"ways": ["liming"], "roles": ["zhangwei"], "friends": ["liming"], "told": 1}),
        (
            _try_again,
            {"ways": ["liming", "wangfang"], "roles": ["liming", "zhangwei"], "friends": ["liming"], "told": 0},
        ),
    ],
    ids=["rename", "leave", "try again"],
)
def test_a_crash_after_a_write_changes_nothing_in_the_end(act: Act, expected: dict[str, Any], every: int) -> None:
    """Codes, roles, friendships, facts and what owners are told are those of the story that never crashed.

    After every write with `make soak`; every eighth by default, since each telling has a stack of its own.
    """
    whole, writes = _story(act, 0)
    assert writes > 5
    assert {name: whole[name] for name in expected} == expected
    for k in range(every, writes + 1, every):
        assert _story(act, k)[0] == whole, f"crash after write {k} of {writes}"


def _story(act: Act, k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = False
        code = _code(stack)
        make.operator(stack, "marketer", "liming")
        stack.platform.add(stack.platform.customer(), code.body["contact_ways"][0]["config_id"])
        make.session(stack).post("/admin/v1/staff-reconciles")
        stack.work_off()
        stack.clock.advance(60)
        with counting() as countdown:
            countdown.arm(k)
            act(stack, countdown, code.id)
            for _ in range(3):
                stack.sandbox.deliver_all()  # a door that died is knocked at again
                drained(stack, countdown)
                stack.clock.advance(400)
                ticked(countdown)
                drained(stack, countdown)
            writes = countdown.seen
            countdown.arm(0)
        return _outcome(stack, code.id), writes


def _code(stack: Stack) -> make.Thing:
    """Of two, one of whom WeCom refuses."""
    body = {"name": "门店海报", "staff": [{"userid": "liming"}, {"userid": "wangfang"}], "welcome": {"text": "您好"}}
    code = make.session(stack).post("/admin/v1/live-codes", body).json()["code"]
    stack.drain()
    return make.Thing(code, make.session(stack).get(f"/admin/v1/live-codes/{code}").json())


def _outcome(stack: Stack, code: str) -> dict[str, Any]:
    owner = make.session(stack)
    found = owner.get(f"/admin/v1/live-codes/{code}").json()
    (member,) = owner.get("/admin/v1/members").json()["items"]
    relations = owner.get(f"/admin/v1/members/{member['member_id']}").json()["relations"]
    messages = stack.platform.call("GET", f"corps/{CORP}/staff/zhangwei/messages")["messages"]
    return {
        "ways": sorted(way["userid"] for way in found["contact_ways"] if way["config_id"]),
        "at WeCom": len([way for way in stack.sandbox.world.state.ways.values() if way.state == code]),
        "problem": (found["problem"] or {}).get("code"),
        "roles": sorted(one["userid"] for one in owner.get("/admin/v1/operators").json()["items"]),
        "friends": [one["userid"] for one in relations],
        "facts": Counter(row["kind"]["S"] for row in items(config().facts_table)),
        "told": len(messages),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
