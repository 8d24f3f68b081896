"""What a member has bought, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """An owner looks at what one member has."""
    make.session(stack).get(f"/admin/v1/members/{names['member_id']}/purchases")
