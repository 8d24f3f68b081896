"""Stop the process right after each write of a comparison of the directory, restart, go on: the same end, for every k.

What follows from it (roles, live codes, what owners are told) is stopped as well.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from chalicelib.core.config import config
from chalicelib.staff import reconcile
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, ticked
from tests.support.stack import Stack, running_stack
from tests.support.state import items
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
OVER = 20 * 60 + 1
PEOPLE = ("zhangwei", "liming", "wangfang", "zhaolei", "new")


@pytest.mark.parametrize("every", [19, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_the_directory_job_changes_nothing_in_the_end(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Who left, came, was disabled and moved unheard: told once each, followed once each, and the job is done.

    After every write with `make soak`; every nineteenth by default, since each telling has a stack of its own.
    """
    monkeypatch.setattr(reconcile, "PEOPLE_A_STEP", 2)
    expected, writes = _story(0)
    assert 35 < writes < 120
    assert expected["states"] == ["active", "left", "disabled", "active", "active"]
    assert expected["told"]["staff.left"] == expected["told"]["staff.suspended"] == 1
    assert (expected["roles"], expected["problems"]) == ({"zhangwei": "owner"}, ["StaffAway"])
    for k in range(every, writes + 1, every):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        make.live_code(stack, staff=[{"userid": "liming"}, {"userid": "wangfang"}])
        make.operator(stack, "marketer", "liming")
        make.session(stack).post("/admin/v1/staff-reconciles")
        stack.work_off()
        _unheard(stack)
        with counting() as countdown:
            countdown.arm(k)
            job = _asked(stack, countdown)
            drained(stack, countdown)
            for _ in range(2):
                stack.clock.advance(OVER)
                ticked(countdown)
                drained(stack, countdown)
            writes = countdown.seen
            countdown.arm(0)
        return _outcome(stack, job), writes


def _unheard(stack: Stack) -> None:
    """What an administrator does while no event comes."""
    stack.clock.advance(60)
    stack.platform.fault(kind="drop_event", times=None)
    stack.platform.fault(kind="staff_left", corp_id=CORP, userid="liming")
    stack.platform.staff("disable", "wangfang")
    stack.platform.call("POST", f"corps/{CORP}/staff", {"userid": "new", "name": "新人"})
    stack.platform.call("PUT", f"corps/{CORP}/departments/2", {"name": "门店"})
    stack.platform.staff("change", "zhaolei", departments=[1, 2])
    stack.clock.advance(60)


def _asked(stack: Stack, countdown: Countdown) -> str:
    """Asked for under one key until it is answered, as a careful client does."""
    while True:
        try:
            answer = make.session(stack).post("/admin/v1/staff-reconciles", idempotency_key="once")
        except Crash:
            countdown.restart()
            stack.clock.advance(31)
            continue
        assert answer.status == 202, answer.body
        return str(answer.json()["job_id"])


def _outcome(stack: Stack, job: str) -> dict[str, Any]:
    owner = make.session(stack)
    people = [owner.get(f"/admin/v1/staff/{userid}").json() for userid in PEOPLE]
    done = owner.get(f"/admin/v1/jobs/{job}").json()
    told = [row["kind"]["S"] for row in items(config().facts_table) if "#staff#" in row["pk"]["S"]]
    messages = stack.platform.call("GET", f"corps/{CORP}/staff/zhangwei/messages")["messages"]
    return {
        "states": [person["state"] for person in people],
        "departments": people[3]["departments"],
        "job": (done["state"], done["done"], done["failed"]),
        "told": Counter(told),
        "reconciled": [row["kind"]["S"] for row in items(config().facts_table) if row["cause"]["S"] == f"job:{job}"],
        "roles": {one["userid"]: one["role"] for one in owner.get("/admin/v1/operators").json()["items"]},
        "problems": [line["problem"]["code"] for line in owner.get("/admin/v1/live-codes").json()["items"]],
        "parts": [one["name"] for one in owner.get("/admin/v1/departments").json()["items"]],
        "owner told": sorted(re.sub(r"于 \S+ \S+ ", "", message["content"]["content"]) for message in messages),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
