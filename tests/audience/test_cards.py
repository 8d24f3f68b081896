"""Members' cards: they follow from how members stand and from facts, and never go back."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.audience import service, store
from chalicelib.audience.shapes import Card
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.coupons.facts import CouponRedeemed
from chalicelib.members import service as members
from chalicelib.members import store as member_store
from chalicelib.members.facts import MemberTagged, StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.orders.facts import OrderPaid
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComRefused
from tests.support.cards import card_of, joined
from tests.support.race.rivals import between
from tests.support.stack import Stack
from tests.support.story import Shop

LIMING, WANGFANG = UserId("liming"), UserId("wangfang")


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _fact(shop: Shop, external: str, kind: type[FactData]) -> Fact[Any]:
    """A fact about a member, of which only the kind and the time matter."""
    ctx = shop.stack.ctx()
    subject, data = f"member#{members.member_id_of(ctx, external)}", msgspec.convert(dict(kind.sample), kind)
    return Fact(corp="demo", subject=subject, id="f", at=ctx.at, actor="", cause="", data=data)


def test_a_join_through_a_live_code_makes_a_card(shop: Shop) -> None:
    """Friend since then, tagged, with the code they came through, a lead."""
    external, code = joined(shop)
    card = card_of(shop, external)
    assert card is not None
    assert (card.external_userid, card.tags, card.states, card.first_state) == (external, ["新客"], [code], code)
    assert (list(card.friends), card.stage) == (["liming"], "lead")


def test_the_card_of_who_has_just_joined_is_written_once_with_their_tags(shop: Shop) -> None:
    """It waits for the profile, which is always asked for: nothing is there until then."""
    code = shop.live_code(staff=[{"userid": "liming"}])
    friend = shop.stack.platform.add(shop.stack.platform.customer(), code["contact_ways"][0]["config_id"])
    shop.stack.sandbox.deliver_all()
    drain = shop.stack.drain
    while drain.callbacks() or drain.changes() or drain.follow() or drain.lanes():
        pass
    assert card_of(shop, friend["external_userid"]) is None
    drain()
    ctx = shop.stack.ctx()
    row = store.card(ctx, members.member_id_of(ctx, friend["external_userid"]))
    assert row is not None
    assert (row.version, row.card.tags) == (1, ["新客"])


def test_who_buys_or_comes_back_is_not_made_to_wait_for_a_profile(shop: Shop) -> None:
    """A purchase before the profile is kept; a friend who comes back with the same tags is a friend again."""
    code = shop.live_code(staff=[{"userid": LIMING}])
    friend = shop.stack.platform.add(shop.stack.platform.customer(), code["contact_ways"][0]["config_id"])
    shop.stack.sandbox.deliver_all()
    shop.stack.drain.callbacks()
    external = ExternalUserId(friend["external_userid"])
    service.gather(shop.stack.ctx(), _fact(shop, external, OrderPaid))
    shop.stack.drain()
    first = card_of(shop, external)
    assert first is not None
    assert (first.stage, first.tags) == ("buyer", ["新客"])
    shop.stack.clock.advance(60)
    member_store.lose(shop.stack.ctx(), external, LIMING, f"{shop.stack.ctx().at}|customer")
    shop.stack.drain()
    shop.stack.clock.advance(60)
    member_store.add(shop.stack.ctx(), external, LIMING, f"{shop.stack.ctx().at}|full|")
    shop.stack.drain()
    again = card_of(shop, external)
    assert again is not None
    assert (list(again.friends), again.stage) == ([LIMING], "buyer")


def test_a_tag_that_was_deleted_keeps_nobody_out_of_the_audience(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom refuses to mark it for good, which is kept with the friendship; the member has their card all the same."""

    def refused(*_: Any) -> None:
        raise WeComRefused("externalcontact/mark_tag", 40068)

    monkeypatch.setattr(client, "mark_tags", refused)
    code = shop.live_code(staff=[{"userid": LIMING}])
    friend = shop.stack.platform.add(shop.stack.platform.customer(), code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    card = card_of(shop, friend["external_userid"])
    assert card is not None
    assert (list(card.friends), card.tags, len(shop.stack.queues.dead)) == ([LIMING], [], 0)


def test_a_card_follows_friendships_and_tags(shop: Shop) -> None:
    """A second friend, a hand-made tag, then nobody left: each change is in the card."""
    external, _ = joined(shop)
    ctx = shop.stack.ctx()
    member_store.add(ctx, external, WANGFANG, f"{ctx.at}|full|")
    member_store.add(ctx, external, UserId("zhaolei"), f"{ctx.at}|half|")
    member_store.set_tags(ctx, members.member_id_of(ctx, external), WANGFANG, ["VIP"])
    shop.stack.drain()
    card = card_of(shop, external)
    assert card is not None
    assert (sorted(card.friends), card.tags) == (["liming", "wangfang"], ["VIP", "新客"]), "a half add is no friend"
    for userid in (LIMING, WANGFANG):
        member_store.lose(ctx, external, userid, f"{epoch_iso(int(shop.stack.clock.time()) + 5)}|customer")
    shop.stack.drain()
    lost = card_of(shop, external)
    assert lost is not None
    assert (lost.friends, lost.stage) == ({}, "lost")


def test_who_redeems_a_coupon_or_pays_an_order_is_a_buyer_from_then_on(shop: Shop) -> None:
    """The first purchase counts, and later facts do not take it away."""
    external, _ = joined(shop)
    ctx = shop.stack.ctx()
    service.gather(ctx, _fact(shop, external, OrderPaid))
    first = card_of(shop, external)
    shop.stack.clock.advance(60)
    for kind in (CouponRedeemed, MemberTagged):
        service.gather(shop.stack.ctx(), _fact(shop, external, kind))
    card = card_of(shop, external)
    assert card == first
    assert card is not None
    assert (card.stage, card.bought_at) == ("buyer", ctx.at)


def test_a_redemption_makes_a_buyer_by_itself(shop: Shop) -> None:
    """Through the door and the stream."""
    code = shop.live_code(staff=[{"userid": "liming"}])
    customer = shop.stack.platform.customer()
    friend = shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    (coupon,) = shop.stack.member(customer).get("/mini/v1/wallet").json()["items"]
    assert shop.redeem(coupon["code"]).status == 201
    shop.stack.drain()
    card = card_of(shop, friend["external_userid"])
    assert card is not None
    assert card.stage == "buyer"


def test_an_older_look_never_takes_the_place_of_a_newer_one(shop: Shop) -> None:
    """It read before a tag was set and writes after another has: refused, it looks again."""
    external, _ = joined(shop)
    member_id = members.member_id_of(shop.stack.ctx(), external)

    def meanwhile() -> None:
        shop.stack.clock.advance(1)
        member_store.set_tags(shop.stack.ctx(), member_id, LIMING, ["新标签"])
        service.gather(shop.stack.ctx(), _fact(shop, external, MemberTagged))

    member_store.add(shop.stack.ctx(), external, WANGFANG, f"{shop.stack.ctx().at}|full|")
    with between((members, "standing"), (store, "keep_card"), meanwhile):
        service.gather(shop.stack.ctx(), _fact(shop, external, StaffAdded))
    card = card_of(shop, external)
    assert card is not None
    assert (card.tags, sorted(card.friends)) == (["新标签"], ["liming", "wangfang"])


def test_a_fact_that_changes_nothing_writes_nothing(shop: Shop) -> None:
    """Told again and again, the card keeps its version."""
    external, _ = joined(shop)
    ctx = shop.stack.ctx()
    member_id = members.member_id_of(ctx, external)
    before = store.card(ctx, member_id)
    for _ in range(3):
        service.gather(ctx, _fact(shop, external, MemberTagged))
    after = store.card(ctx, member_id)
    assert before is not None
    assert after is not None
    assert before.version == after.version


def test_somebody_who_is_no_member_gets_no_card(shop: Shop) -> None:
    """A coupon redeemed by a stranger's test session, say."""
    service.gather(shop.stack.ctx(), _fact(shop, "wmstranger", CouponRedeemed))
    assert card_of(shop, "wmstranger") is None


def test_a_whole_shard_is_read_page_by_page(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one page of cards, each once."""
    monkeypatch.setattr(store, "SHARDS", 1)
    ctx = shop.stack.ctx()
    nobody: dict[str, Any] = {"external_userid": "wm", "friends": {}, "states": [], "first_state": "", "stage": "lost"}
    for number in range(12):
        card = Card(member_id=MemberId(f"m{number:02d}"), tags=["长" * 40_000], **nobody)
        store.keep_card(ctx, card, 0)
    assert [card.member_id for card in service.cards(ctx, 0)] == [f"m{number:02d}" for number in range(12)]
