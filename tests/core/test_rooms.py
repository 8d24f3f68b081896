"""The house is put together from one line a room."""

from __future__ import annotations

import pytest

from chalicelib import rooms


def test_a_room_with_two_lines_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a merge leaves is named as such, where the first complaint would be about two verbs of some row."""
    monkeypatch.setattr(rooms, "ROOMS", (*rooms.ROOMS, "members"))
    rooms.rooms.forget()
    with pytest.raises(ValueError, match=r"two lines: \['members'\]"):
        rooms.rooms()
    monkeypatch.undo()
    assert len(rooms.rooms()) == len(rooms.ROOMS)
