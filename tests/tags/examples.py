"""Tags looked at, renamed, merged and deleted, for the API document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """What uses a tag, a new name, a question before it goes into another one, a group and its end."""
    owner = stack.operator()
    old, into, slip = make.tag_ids(stack, "老会员", "会员", "手误")
    member = make.member(stack)
    stack.clock.advance(1)
    owner.post(f"/admin/v1/members/{member.id}/tags", {"add": [old]})
    stack.work_off()
    owner.get(f"/admin/v1/tags/{old}")
    owner.put(f"/admin/v1/tags/{into}/name", {"name": "普通会员"})
    stack.work_off()
    owner.post(f"/admin/v1/tags/{old}/merges", {"into": into})
    owner.post(f"/admin/v1/tags/{old}/merges", {"into": into, "confirm": True})
    stack.work_off()
    owner.post(f"/admin/v1/tags/{slip}/deletions", {})
    stack.work_off()
    made = owner.post("/admin/v1/tag-groups", {"name": "节日", "tags": ["春节"]}).json()
    path = f"/admin/v1/tag-groups/{made['id']}"
    owner.get(f"{path}/counts")
    owner.put(f"{path}/name", {"name": "节庆"})
    owner.post(f"{path}/deletions", {})
    stack.work_off()
