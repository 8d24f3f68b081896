"""The examples of losses in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A customer leaves, and it is said who is told of such."""
    lost = make.member(stack, "小灰")
    stack.platform.delete(lost.customer, "liming")
    stack.work_off()
    owner = stack.operator()
    owner.get("/admin/v1/losses?limit=1")
    owner.put("/admin/v1/loss-alerts", {"alert": "each", "deletions": 20})
    owner.get("/admin/v1/loss-alerts")
