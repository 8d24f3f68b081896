"""What was said against posts: by members themselves, and by operators who block them."""

from __future__ import annotations

import pytest

from chalicelib.core.moments import Moment
from chalicelib.members import service
from chalicelib.members.shapes import Preferences
from tests.support import make
from tests.support.cards import card_of, joined
from tests.support.stack import Stack
from tests.support.story import Shop


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def test_a_member_refuses_posts_and_accepts_them_again(shop: Shop) -> None:
    """Their own word, at once in what senders ask for and soon in the card; said twice it is said once."""
    code = shop.live_code(staff=[{"userid": "liming"}], coupon_template_id="")
    customer = shop.stack.platform.customer()
    external = shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])["external_userid"]
    shop.stack.work_off()
    member = shop.stack.member(customer)
    assert member.get("/mini/v1/preferences").json() == {"accept_posts": True}
    since = shop.stack.ctx().at
    shop.stack.clock.advance(1)
    for _ in range(2):
        assert member.put("/mini/v1/preferences", {"accept_posts": False}).json() == {"accept_posts": False}
    assert service.refused_since(shop.stack.ctx(), since) == {external: "refused"}
    shop.stack.drain()
    refused = card_of(shop, external)
    assert refused is not None
    assert refused.refused_at == shop.stack.ctx().at
    assert member.get("/mini/v1/preferences").json() == {"accept_posts": False}
    shop.stack.clock.advance(1)
    member.put("/mini/v1/preferences", {"accept_posts": True})
    shop.stack.drain()
    accepting = card_of(shop, external)
    assert accepting is not None
    assert (accepting.refused_at, service.refused_since(shop.stack.ctx(), since)) == ("", {})
    kinds = shop.timeline(shop.only_member()["member_id"])
    assert (kinds.count("member.refused_posts"), kinds.count("member.accepted_posts")) == (1, 1)


def test_an_operator_blocks_a_member_with_a_reason(shop: Shop) -> None:
    """Shown with the member, in the card, and taken back; blocked outweighs refused."""
    external, _ = joined(shop)
    member_id = shop.only_member()["member_id"]
    path = f"/admin/v1/members/{member_id}"
    assert shop.owner.put(f"{path}/block", {"blocked": True, "reason": "投诉"}).status == 200
    service.prefer(shop.stack.ctx(), member_id, Preferences(accept_posts=False))
    shop.stack.drain()
    shown = shop.owner.get(path).json()
    assert (shown["blocked"], shown["accepts_posts"]) == (True, False)
    card = card_of(shop, external)
    assert card is not None
    assert card.blocked_at
    assert service.refused_since(shop.stack.ctx(), Moment("2026")) == {external: "blocked"}
    assert shop.owner.put(f"{path}/block", {"blocked": False}).json() == {"blocked": False, "reason": ""}
    assert service.refused_since(shop.stack.ctx(), Moment("2026")) == {external: "refused"}
    assert shop.owner.get(path).json()["blocked"] is False


def test_an_unknown_member_can_be_neither_blocked_nor_asked(shop: Shop) -> None:
    """404 for operators; a session without a member has nothing to prefer."""
    assert shop.owner.put("/admin/v1/members/nobody/block", {}).code == "UnknownMember"
    nobody = make.member_session(shop.stack, "nobody")
    assert nobody.put("/mini/v1/preferences", {"accept_posts": False}).code == "NotAMember"
