"""What WeCom answers of a member is stored in the order in which it was asked, whatever arrives when."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.text import Written
from chalicelib.members import store
from chalicelib.members.ids import MemberId
from tests.support import make
from tests.support.stack import Stack

LIMING = UserId("liming")


def _later(ctx: Ctx, seconds: float) -> Ctx:
    return msgspec.structs.replace(ctx, now=ctx.now + timedelta(seconds=seconds))


def test_what_was_answered_earlier_does_not_overwrite_what_was_answered_later(stack: Stack) -> None:
    """Name and tags are those of the latest answer, though an older one was slower; the same moment changes nothing."""
    member = MemberId(make.member(stack).id)
    ctx = _later(stack.ctx(), 60)
    for seconds, word in ((10, "new"), (0, "old"), (10, "same")):
        at = _later(ctx, seconds)
        assert store.set_profile(at, member, Written(word), "", 0, "")
        store.set_tags(at, member, LIMING, [word])
    row, relation = store.member(ctx, member), store.relation(ctx, member, LIMING)
    assert row is not None and relation is not None
    assert (row.name, relation.tags) == ("new", ["new"])
