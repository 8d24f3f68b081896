"""The library of scripts, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """Content is placed, seen by staff, marked, used, and another is taken out."""
    owner, staff = make.session(stack), make.session(stack, "zhaolei")
    item = make.content(stack, name="异议：价格").id
    owner.put(f"/admin/v1/scripts/{item}", {"category": "异议", "subcategory": "价格"})
    owner.get("/admin/v1/scripts?category=异议")
    staff.put(f"/staff/v1/scripts/{item}/favourite", {"is_favourite": True})
    staff.get("/staff/v1/scripts?q=价格")
    staff.post(f"/staff/v1/scripts/{item}/uses", {"version": 1, "member_id": names["member_id"]})
    owner.put(f"/admin/v1/scripts/{names['item_id']}", {"category": "迎新"})
    owner.delete(f"/admin/v1/scripts/{names['item_id']}")
