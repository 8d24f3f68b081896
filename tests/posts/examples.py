"""Posts that somebody else approves, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner wants them approved, a colleague approves one."""
    owner = make.session(stack)
    owner.put("/admin/v1/post-approval", {"is_needed": True})
    owner.get("/admin/v1/post-approval")
    post = f"/admin/v1/posts/{names['post_id']}"
    revision = owner.get(post).json()["revision"]
    make.operator(stack, "compliance", "chenyu").post(f"{post}/approvals", {"revision": revision})
    owner.put("/admin/v1/post-approval", {"is_needed": False})
