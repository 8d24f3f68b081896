"""What numbers look like, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner looks at today, by live code."""
    make.session(stack).get("/admin/v1/numbers?metric=visits,adds,claims,welcome_delay&by=code")
