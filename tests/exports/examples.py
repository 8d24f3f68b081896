"""What exports are asked in the API document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """One made and stopped, the world's one looked at and downloaded."""
    owner, path = stack.operator(), "/admin/v1/exports"
    stack.clock.advance(1)  # so that it is the newest
    body = {"kind": "members", "purpose": "marketing", "which": {"since": "2026-11-01", "state": "friend"}}
    begun = owner.post(path, body).json()["export_id"]
    owner.post(f"{path}/{begun}/cancel")
    owner.get(f"{path}?limit=1&mine=true")
    owner.get(f"{path}/{names['export_id']}")
    ready = make.export(stack, by=owner).id
    owner.post(f"{path}/{ready}/links")
    stack.work_off()
