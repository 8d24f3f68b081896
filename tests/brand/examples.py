"""The examples of the brand in the API's document."""

from __future__ import annotations

from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """The brand is looked at and changed."""
    owner = stack.operator()
    owner.get("/admin/v1/brand")
    owner.put("/admin/v1/brand", {"name": "茶语", "colour": "#2C6E49", "foot": "客服 400-000-0000", "revision": 0})
