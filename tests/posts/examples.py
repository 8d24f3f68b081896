"""Posts approved, copied, tried, looked at and moved while they are under way, for the document."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.moments import iso
from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """One is approved by a colleague, copied and tried, staff are reminded of it, another is moved while it runs."""
    owner = make.session(stack)
    owner.put("/admin/v1/post-approval", {"is_needed": True})
    owner.get("/admin/v1/post-approval")
    post = f"/admin/v1/posts/{names['post_id']}"
    revision = owner.get(post).json()["revision"]
    make.operator(stack, "compliance", "chenyu").post(f"{post}/approvals", {"revision": revision})
    owner.put("/admin/v1/post-approval", {"is_needed": False})
    owner.post(f"{post}/copies", {"name": "下周末", "schedule": {"kind": "once", "at": "2027-01-09T10:00:00+08:00"}})
    owner.post(f"{post}/tests")
    time = f"{post}/occurrences/{names['at']}"
    owner.get(f"{time}/execution")
    owner.post(f"{time}/reminders")
    owner.get("/admin/v1/post-times?since=2026-11-21&until=2026-11-30")
    draft = {"content": owner.get(post).json()["content"], "audience": {"channel": "customers"}}
    begun = owner.post("/admin/v1/post-forecasts", draft)
    stack.drain()
    owner.get(f"/admin/v1/post-forecasts/{begun.json()['forecast_id']}")
    owner.get("/admin/v1/posts?limit=2&status=scheduled&maker=zhangwei")
    _under_way(stack)


def _under_way(stack: Stack) -> None:
    """One that staff hold gets an end and a pace, and is taken back."""
    sent = make.post(stack, name="周末清仓")
    now = make.occurrence(stack, sent)
    owner, time = make.session(stack), f"/admin/v1/posts/{sent.id}/occurrences/{now.id}"
    owner.put(time, {"ends_at": iso(stack.clock.now() + timedelta(hours=20)), "per_minute": 60})
    owner.post(f"{time}/recalls")
