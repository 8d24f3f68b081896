"""Stop the process right after each write that follows from losses, restart, go on: for every k the same end."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.support import make
from tests.support.crash import counting, drained, ticked
from tests.support.make import Member
from tests.support.stack import Stack, running_stack
from tests.support.state import fact_kinds


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_a_loss_changes_nothing(every: int) -> None:
    """Three customers are lost, two of them deleted: three rows, one count, one alarm, and nobody reads it twice."""
    expected, writes = _story(0)
    assert expected == {
        "losses": 3,
        "deletions": 2,
        "facts": {"loss.counted": 1, "loss.alarmed": 1},
        "told": {"删除客户告警": ["zhangwei"], "客户流失】": ["liming", "zhangwei"]},
        "dead": 0,
    }
    assert 15 < writes < 90
    for k in range(1, writes + 1, every):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        make.session(stack).put("/admin/v1/loss-alerts", {"alert": "each", "deletions": 2})
        members = [make.member(stack, name) for name in ("甲", "乙", "丙")]
        stack.work_off()
        stack.clock.advance(60)
        with counting() as countdown:
            countdown.arm(k)
            for number, member in enumerate(members):
                _lose(stack, number, member)
            for _ in range(3):
                stack.sandbox.deliver_all()
                drained(stack, countdown)
                stack.clock.advance(180)
                ticked(countdown)
                drained(stack, countdown)
            writes = countdown.seen
            countdown.arm(0)
        return _outcome(stack), writes


def _lose(stack: Stack, number: int, member: Member) -> None:
    """The first by the customer, the others by the member of staff."""
    if number == 0:
        stack.platform.delete(member.customer, "liming")
        return
    stack.platform.staff("delete", "liming", external_userid=member.external_userid)


def _outcome(stack: Stack) -> dict[str, Any]:
    found = make.session(stack).get("/admin/v1/losses?limit=100").json()["items"]
    told = Counter(kind for _, kind, _ in fact_kinds("demo"))
    messages = stack.sandbox.world.state.app_messages
    return {
        "losses": len(found),
        "deletions": sum(one["by"] == "staff" for one in found),
        "facts": {kind: told[kind] for kind in ("loss.counted", "loss.alarmed")},
        "told": {
            word: sorted(one.userid for one in messages if word in str(one.content))
            for word in ("删除客户告警", "客户流失】")
        },
        "dead": len(stack.queues.dead),
    }
