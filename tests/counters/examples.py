"""What numbers look like, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner looks at the days so far, by live code; what happened in the scenes before is counted for it."""
    stack.drain.count()
    make.session(stack).get(
        "/admin/v1/numbers?metric=visits,adds,claims,welcome_delay&by=code&from=2026-11-21&to=2026-11-23"
    )
