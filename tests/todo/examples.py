"""What waits for an owner, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner looks in the morning."""
    make.session(stack).get("/admin/v1/todo")
