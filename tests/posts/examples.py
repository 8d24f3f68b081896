"""Posts approved, copied, tried and looked at, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner wants them approved, a colleague approves one; it is copied, tried, and staff are reminded."""
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
    owner.get("/admin/v1/posts?limit=2&status=scheduled&maker=zhangwei")
