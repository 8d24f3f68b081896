"""What a live code gives is for those whom the friendship made friends; who only asked gets nothing yet."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import iso
from chalicelib.livecodes import service
from chalicelib.members import service as members
from chalicelib.members.facts import StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How
from tests.support import make
from tests.support.stack import Stack


@pytest.mark.parametrize("how", How)
def test_tags_and_the_coupon_are_for_whole_friends(stack: Stack, monkeypatch: pytest.MonkeyPatch, how: How) -> None:
    """Whoever only asked is read like everybody, without a tag, and finds no coupon in the wallet."""
    template, tag = make.coupon_template(stack), make.tag(stack)
    code = make.live_code(stack, coupon_template_id=template.id, tag_ids=[tag.id])
    marked: list[Any] = []
    monkeypatch.setattr(members, "read_profile_later", lambda ctx, member, staff, tags: marked.append(list(tags)))
    ctx, data = stack.ctx(), StaffAdded(member=MemberId("m1"), staff=UserId("liming"), code=code.id, how=how)
    fact = Fact(corp="demo", subject="member#m1", id="f1", at=iso(ctx.now), actor="system", cause="c", data=data)
    service.read_profile_later(ctx, fact)
    service.give_coupon(ctx, fact)
    wallet = make.member_session(stack, "m1").get("/mini/v1/wallet").json()["items"]
    assert (marked, len(wallet)) == (([[tag.id]], 1) if how is not How.HALF else ([[]], 0))
