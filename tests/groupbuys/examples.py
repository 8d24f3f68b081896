"""The examples of edited and stopped group-buys in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An activity is edited, copied, and stopped so that everybody is refunded."""
    owner = stack.operator()
    stack.clock.advance(1)
    activity = make.activity(stack, by=owner, name="春茶三人团")
    path = f"/admin/v1/groupbuys/{activity.id}"
    owner.put(path, {"name": "春茶团", "closes_at": activity["closes_at"], "stock": 30, "revision": 1})
    times = {"opens_at": "2026-12-01T00:00:00Z", "closes_at": "2026-12-03T00:00:00Z"}
    owner.post(f"{path}/copies", {"name": "春茶团（第二期）", **times, "stock": 10})
    owner.post(f"{path}/stops", {"teams": "refund", "confirm": True})
    owner.get("/admin/v1/groupbuys?state=stopped&limit=1")
    stack.work_off()
