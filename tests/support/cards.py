"""A customer of liming's, and their card as planning reads it."""

from __future__ import annotations

from typing import Any

from chalicelib.audience import service, store
from chalicelib.audience.shapes import Card
from chalicelib.core.ids import ExternalUserId
from chalicelib.members import service as members
from tests.support.story import Shop


def joined(shop: Shop, **changes: Any) -> tuple[ExternalUserId, str]:
    """A customer who came through a live code to liming: (external userid, live code)."""
    code = shop.live_code(staff=[{"userid": "liming"}], coupon_template_id="", **changes)
    customer = shop.stack.platform.customer()
    friend = shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    return ExternalUserId(friend["external_userid"]), code["code"]


def card_of(shop: Shop, external: str) -> Card | None:
    """The member's card."""
    ctx = shop.stack.ctx()
    member_id = members.member_id_of(ctx, external)
    cards = {card.member_id: card for card in service.cards(ctx, store.shard_of(member_id))}
    return cards.get(member_id)
