"""Others in the place of who goes, in whom a post names."""

from __future__ import annotations

import msgspec
import pytest

from chalicelib.audience.shapes import MOST_FRIENDS_OF, MOST_OWNERS, MOST_STAFF, Audience, Customers, Groups, Staff
from chalicelib.core.ids import UserId
from chalicelib.posts import leavers

X, Y, Z = UserId("x"), UserId("y"), UserId("z")


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("spare", [0, 1, 5])
@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [(Customers, "staff", MOST_FRIENDS_OF), (Groups, "owners", MOST_OWNERS), (Staff, "staff", MOST_STAFF)],
)
def test_as_many_take_over_as_there_is_room_for(
    kind: type[Customers] | type[Groups] | type[Staff], field: str, most: int, spare: int, stays: bool
) -> None:
    """Nobody who is named beside is pushed out, somebody takes over, and done twice it is the same."""
    others = [UserId(f"u{number}") for number in range(most - 2 - spare)]
    audience: Audience = msgspec.convert({"channel": kind.__struct_config__.tag, field: [X, Z, *others]}, kind)
    after = leavers.with_others(audience, X, [Y, Z], stays=stays)
    named = leavers.named_in(after)
    assert {Z, *others} <= set(named) and len(named) <= most
    assert Y in named or X not in named or spare == 0
    assert (X in named) == (stays and kind is not Groups)
    assert leavers.with_others(after, X, [Y, Z], stays=stays) == after
    assert msgspec.json.decode(msgspec.json.encode(after), type=kind) == after
