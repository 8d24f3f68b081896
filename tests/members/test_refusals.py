"""What was said against posts: by members themselves, and by operators who block them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.audience import service as audiences
from chalicelib.audience import store as audience_store
from chalicelib.audience.shapes import Card
from chalicelib.core.moments import Moment
from chalicelib.members import service
from chalicelib.members.shapes import Preferences
from tests.support import make
from tests.support.stack import Stack
from tests.support.story import Shop


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _card(shop: Shop, external: str) -> Card | None:
    """The member's card, as planning reads it."""
    ctx = shop.stack.ctx()
    member_id = service.member_id_of(ctx, external)
    cards = {card.member_id: card for card in audiences.cards(ctx, audience_store.shard_of(member_id))}
    return cards.get(member_id)


def _joined(shop: Shop, **changes: Any) -> tuple[str, str]:
    """A customer who came through a live code to liming: (external userid, live code)."""
    code = shop.live_code(staff=[{"userid": "liming"}], coupon_template_id="", **changes)
    customer = shop.stack.platform.customer()
    joined = shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    return joined["external_userid"], code["code"]


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
    refused = _card(shop, external)
    assert refused is not None
    assert refused.refused_at == shop.stack.ctx().at
    assert member.get("/mini/v1/preferences").json() == {"accept_posts": False}
    shop.stack.clock.advance(1)
    member.put("/mini/v1/preferences", {"accept_posts": True})
    shop.stack.drain()
    accepting = _card(shop, external)
    assert accepting is not None
    assert (accepting.refused_at, service.refused_since(shop.stack.ctx(), since)) == ("", {})
    kinds = shop.timeline(shop.only_member()["member_id"])
    assert (kinds.count("member.refused_posts"), kinds.count("member.accepted_posts")) == (1, 1)


def test_an_operator_blocks_a_member_with_a_reason(shop: Shop) -> None:
    """Shown with the member, in the card, and taken back; blocked outweighs refused."""
    external, _ = _joined(shop)
    member_id = shop.only_member()["member_id"]
    path = f"/admin/v1/members/{member_id}"
    assert shop.owner.put(f"{path}/block", {"blocked": True, "reason": "投诉"}).status == 200
    service.prefer(shop.stack.ctx(), member_id, Preferences(accept_posts=False))
    shop.stack.drain()
    shown = shop.owner.get(path).json()
    assert (shown["blocked"], shown["accepts_posts"]) == (True, False)
    card = _card(shop, external)
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
