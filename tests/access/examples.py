"""Rights and roles, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A role is made, changed, copied and deleted."""
    owner = make.session(stack)
    owner.get("/admin/v1/rights")
    owner.post("/admin/v1/roles", {"name": "区域督导", "rights": ["members.read", "livecodes.read", "coupons.read"]})
    edit = {"name": "店长", "rights": ["members.read", "livecodes.read"], "revision": 1}
    owner.put(f"/admin/v1/roles/{names['role_id']}", edit)
    copy = owner.post("/admin/v1/roles/viewer/copies", {"name": "只读（华东）"}).json()
    owner.get("/admin/v1/roles")
    owner.post(f"/admin/v1/roles/{copy['role']}/deletions")
