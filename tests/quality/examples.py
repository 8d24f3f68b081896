"""Reply quality, for the document."""

from __future__ import annotations

from tests.quality.mornings import a_morning, tell
from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A morning is read, and shown by staff and by store, and what each of the staff has on their hands."""
    tell(stack, "liming", -1, chat=20, message=66, asked=16, answered=12, waited=3600.0, new_contact=3)
    a_morning(stack)
    owner = make.session(stack)
    owner.get("/admin/v1/reply-quality?by=staff")
    owner.get("/admin/v1/reply-quality?by=store")
    owner.get("/admin/v1/staff-loads?limit=2")
