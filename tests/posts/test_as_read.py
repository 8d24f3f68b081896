"""Whoever writes a post writes what they read: the conditions of its row, past the doors that look first."""

from __future__ import annotations

import pytest

from chalicelib.core.storage.table import Refused
from chalicelib.posts import store
from chalicelib.posts.ids import PostId
from chalicelib.posts.states import PostStatus
from chalicelib.posts.store import PostRow
from tests.support.desk import Desk

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


def _row(desk: Desk, post: str) -> PostRow:
    row = store.post(desk.ctx(), PostId(post))
    assert row is not None
    return row


@pytest.mark.parametrize("happens", ["paused", "edited", "its time came"])
def test_a_post_that_moved_on_since_it_was_read_is_not_written(desk: Desk, happens: str) -> None:
    """Another status, another revision, another next time: what is asked for then is refused and changes nothing."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    read = _row(desk, post)
    if happens == "paused":
        store.set_status(desk.ctx(), read, PostStatus.PAUSED, read.next_at)
    elif happens == "edited":
        store.use_version(desk.ctx(), read, read.content)
    else:
        desk.after(hours=23)
    there = _row(desk, post)
    with pytest.raises(Refused):
        store.set_status(desk.ctx(), read, PostStatus.PAUSED, read.next_at)
    with pytest.raises(Refused):
        store.use_version(desk.ctx(), read, read.content)
    assert _row(desk, post).attribute_values == there.attribute_values
