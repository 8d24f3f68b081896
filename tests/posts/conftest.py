"""A marketer's desk on a fresh stack, with few parts of everything: each costs every test a query or two."""

from __future__ import annotations

import pytest

from chalicelib.audience import store
from chalicelib.core.storage import due
from tests.posts.desk import Desk
from tests.support import flows
from tests.support.stack import Stack


def only_ours(patch: pytest.MonkeyPatch) -> None:
    """What follows in other rooms (profiles read after joins, say) is seen elsewhere; a no to posts is ours."""
    flows.only_due(patch, [topic for topic in flows.due_topics() if topic.startswith("post")])
    ours = ("post.", "coupon.", "member.refused_posts", "member.accepted_posts")
    flows.only_facts(patch, lambda kind: kind.startswith(ours))


@pytest.fixture
def desk(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(store, "SHARDS", 3)
    monkeypatch.setattr(due, "SHARDS", 1)
    only_ours(monkeypatch)
    return Desk(stack)
