"""What the audit is asked in the API document."""

from __future__ import annotations

from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """The lines of a coupon template, and the kinds of things."""
    stack.work_off()
    owner = stack.operator()
    owner.get(f"/admin/v1/acts?thing=coupon_template&thing_id={names['template_id']}&limit=2")
    owner.get("/admin/v1/acts/things")
