"""Members: met, lost, tagged, and found again from the mini-program."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.errors import TooBusy
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.members import rules, service, store
from chalicelib.members.errands import ReadProfile
from chalicelib.members.ids import MemberId
from tests.support.stack import Stack
from tests.support.state import fact_kinds
from tests.support.story import Shop
from tests.support.wecom import CORPS, Customer


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _join(shop: Shop, name: str = "小红") -> tuple[Customer, str, str]:
    way = shop.live_code()["contact_ways"][0]
    customer = shop.stack.platform.customer(name)
    external = shop.stack.platform.add(customer, way["config_id"])["external_userid"]
    shop.stack.work_off()
    return customer, external, way["userid"]


def _status(shop: Shop) -> list[str]:
    return [relation["status"] for relation in shop.only_member()["relations"]]


def test_a_customer_who_deletes_the_staff_is_lost_and_can_come_back(shop: Shop) -> None:
    """Status follows the later event; the member stays, with all facts."""
    customer, _, userid = _join(shop)
    shop.stack.clock.advance(60)
    shop.stack.platform.delete(customer, userid)
    shop.stack.work_off()
    assert _status(shop) == ["lost"]
    shop.stack.clock.advance(60)
    (way,) = [way for way in shop.stack.sandbox.world.state.ways.values() if way.user == [userid]]
    shop.stack.platform.add(customer, way.config_id)
    shop.stack.work_off()
    assert _status(shop) == ["friend"]
    kinds = shop.timeline(shop.only_member()["member_id"])
    assert (kinds.count("staff.added"), kinds.count("staff.lost"), kinds.count("member.joined")) == (2, 1, 1)


def test_staff_who_deletes_the_customer_is_told_apart(shop: Shop) -> None:
    """The fact says who ended it."""
    _, external, userid = _join(shop)
    shop.stack.clock.advance(60)
    shop.stack.platform.call(
        "POST", f"corps/{CORPS['demo'].corp_id}/staff/{userid}/delete", {"external_userid": external}
    )
    shop.stack.work_off()
    facts = shop.owner.get(f"/admin/v1/members/{shop.only_member()['member_id']}/timeline").json()["items"]
    assert [fact["data"]["by"] for fact in facts if fact["kind"] == "staff.lost"] == ["staff"]


def test_tags_edited_by_hand_in_wecom_reach_the_member(shop: Shop) -> None:
    """The edit event carries no difference, so the customer is read again."""
    _, external, userid = _join(shop)
    shop.owner.post("/admin/v1/tag-groups", {"name": "等级", "tags": ["金卡"]})
    group = next(g for g in shop.owner.get("/admin/v1/tag-groups").json()["items"] if g["name"] == "等级")
    shop.stack.clock.advance(60)
    body = {"external_userid": external, "tags": [group["tags"][0]["id"]]}
    shop.stack.platform.call("POST", f"corps/{CORPS['demo'].corp_id}/staff/{userid}/edit", body)
    shop.stack.work_off()
    (relation,) = shop.only_member()["relations"]
    assert "金卡" in relation["tags"]


def test_making_the_same_tags_again_makes_nothing(shop: Shop) -> None:
    """Safe to repeat: WeCom adds into a group of that name."""
    first = shop.owner.post("/admin/v1/tag-groups", {"name": "来源", "tags": ["新客"]})
    again = shop.owner.post("/admin/v1/tag-groups", {"name": "来源", "tags": ["新客", "老客"]})
    assert (first.status, again.status) == (201, 201), again.body
    (group,) = shop.owner.get("/admin/v1/tag-groups").json()["items"]
    assert sorted(tag["name"] for tag in group["tags"]) == ["新客", "老客"]


def test_a_stranger_cannot_sign_in_from_the_mini_program(shop: Shop) -> None:
    """A customer we never met is told to add a member of staff first."""
    customer = shop.stack.platform.customer()
    code = shop.stack.platform.login_code("demo", customer)
    answer = shop.stack.http.post("/mini/v1/sessions", {"corp": "demo", "js_code": code})
    assert (answer.status, answer.code) == (403, "NotAMember")


def test_a_login_code_works_once(shop: Shop) -> None:
    """The second use is refused by WeChat and is a typed 401 here."""
    customer, _, _ = _join(shop)
    body = {"corp": "demo", "js_code": shop.stack.platform.login_code("demo", customer)}
    assert shop.stack.http.post("/mini/v1/sessions", body).status == 201
    again = shop.stack.http.post("/mini/v1/sessions", body)
    assert (again.status, again.code) == (401, "OAuthCodeRefused")


def test_a_member_pages_through_a_long_list(shop: Shop) -> None:
    """Pages follow each other without a gap or a repeat, newest first."""
    way = shop.live_code()["contact_ways"][0]
    for number in range(5):
        shop.stack.platform.add(shop.stack.platform.customer(f"客{number}"), way["config_id"])
        shop.stack.clock.advance(1)
    shop.stack.work_off()
    page = shop.owner.get("/admin/v1/members?limit=2").json()
    seen = [line["first_at"] for line in page["items"]]
    while page["cursor"]:
        page = shop.owner.get(f"/admin/v1/members?limit=2&cursor={page['cursor']}").json()
        seen += [line["first_at"] for line in page["items"]]
    assert len(seen) == 5 and seen == sorted(seen, reverse=True)


def test_a_member_has_one_random_name_for_the_lake_from_the_first_meeting(shop: Shop) -> None:
    """Met again, also by an earlier event, the member keeps it; another corp's or a re-created one has another."""
    first = _lake_id(shop, "wm1")
    assert _lake_id(shop, "wm1", "2026-11-20T02:00:00.000Z") == first
    assert _lake_id(shop, "wm1", corp="rival") != first
    member_id = store.member_id_of(shop.stack.ctx(), "wm1")
    row = store.member(shop.stack.ctx(), member_id)
    assert row is not None
    row.delete()
    again = _lake_id(shop, "wm1")
    assert len(again) == 26
    assert again not in (first, member_id)


def _lake_id(shop: Shop, external: str, at: str = "2026-11-21T02:00:00.000Z", corp: str = "demo") -> str:
    """The lake's name of a customer who has just been met."""
    ctx = shop.stack.ctx(corp)
    store.meet(ctx, ExternalUserId(external), Moment(at), "", UserId("liming"))
    row = store.member(ctx, store.member_id_of(ctx, external))
    assert row is not None
    return row.lake_id


def test_the_name_for_the_lake_is_in_no_answer_and_in_no_fact(shop: Shop) -> None:
    """It leads from the lake to a person as long as their row is there, so nothing but the row says it."""
    _join(shop)
    member = shop.only_member()
    row = store.member(shop.stack.ctx(), MemberId(member["member_id"]))
    assert row is not None
    timeline = shop.owner.get(f"/admin/v1/members/{row.member_id}/timeline?limit=100")
    shown = [json.dumps(member), timeline.body.decode(), shop.owner.get("/admin/v1/members").body.decode()]
    assert not [text for text in [*shown, json.dumps(fact_kinds("demo"))] if row.lake_id in text]


def test_no_fact_of_a_join_names_the_customer(shop: Shop) -> None:
    """Neither the outside id nor the name nor the unionid: facts stay when the member is forgotten."""
    customer, external, _ = _join(shop, "张美丽")
    told = json.dumps(fact_kinds("demo"), ensure_ascii=False)
    assert "staff.added" in told
    assert not [word for word in (external, "张美丽", customer.unionid) if word in told]


def test_a_profile_is_read_when_a_crash_left_the_relation_without_its_member(shop: Shop) -> None:
    """The relation, which is written first, says whom to tag; the profile is read again until there is a member."""
    _, external, userid = _join(shop)
    ctx = shop.stack.ctx()
    row = store.member(ctx, store.member_id_of(ctx, external))
    assert row is not None
    row.delete()
    vip = shop.owner.post("/admin/v1/tag-groups", {"name": "等级", "tags": ["金卡"]}).json()["tags"][0]["id"]
    errand = ReadProfile(member=row.member_id, staff=UserId(userid), tag_ids=(vip,))
    with pytest.raises(TooBusy):
        service.read_profile(ctx, errand)
    relation = shop.stack.sandbox.world.relation(CORPS["demo"].corp_id, userid, external)
    assert relation is not None and vip in relation.tags
    store.meet(ctx, row.external_userid, row.met_at, row.met_state, row.met_userid)
    service.read_profile(ctx, errand)
    assert (shop.only_member()["name"], row.name) == ("小红", "小红")


def test_a_profile_that_overtakes_a_slow_welcome_is_stored_and_found(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that follows from the relation is done while the member's own row is still to be written."""
    genuine, rounds = store.meet, iter([True])

    def overtaken(*args: Any) -> None:
        if next(rounds, False):
            drain = shop.stack.drain
            while drain.changes() + drain.follow() + drain.lanes():
                pass
            drain.sends()
        genuine(*args)

    monkeypatch.setattr(store, "meet", overtaken)
    _join(shop)
    assert shop.only_member()["name"] == "小红"
    assert len(shop.owner.get("/admin/v1/members?q=%E5%B0%8F%E7%BA%A2").json()["items"]) == 1


def test_whoever_sees_a_members_name_may_sign_in(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The identity is written before the profile: a file that shows a name belongs to somebody who is let in."""
    order: list[str] = []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **options: Any) -> Any:
            order.append(name)
            return real(*args, **options)

        return noted

    for name in ("identify", "set_profile", "set_tags"):
        monkeypatch.setattr(store, name, noting(name, getattr(store, name)))
    _join(shop)
    assert order[:3] == ["identify", "set_profile", "set_tags"]


def test_a_profile_of_a_customer_whose_add_was_never_told_is_asked_for_once(shop: Shop) -> None:
    """Only that they left is known: no member is to come, so nobody waits for one."""
    _, external, userid = _join(shop)
    ctx = shop.stack.ctx()
    for row in filter(None, store.around(ctx, store.member_id_of(ctx, external))[:1]):
        row.delete()
    relation = store.around(ctx, store.member_id_of(ctx, external))[1][0]
    relation.delete()
    store.lose(ctx, ExternalUserId(external), UserId(userid), LOSS)
    service.read_profile(ctx, ReadProfile(member=relation.member_id, staff=UserId(userid)))


def test_wecom_is_not_asked_about_a_member_who_was_never_met(shop: Shop) -> None:
    """An edit of a customer from before our time: no call, no row."""
    tag, ctx = shop.tag(), shop.stack.ctx()
    before = len(shop.stack.platform.ledger("api"))
    stranger = store.member_id_of(ctx, "wmstranger")
    service.read_profile(ctx, ReadProfile(member=stranger, staff=UserId("liming"), tag_ids=(tag,)))
    assert before and len(shop.stack.platform.ledger("api")) == before
    assert store.around(ctx, stranger) == (None, [], None)


ADD, HALF = (
    rules.add_entry("2026-01-01T00:00:05.000Z", "full", "s"),
    rules.add_entry("2026-01-01T00:00:05.000Z", "half", "s"),
)
EARLY = rules.add_entry("2026-01-01T00:00:01.000Z", "full", "s")
LOSS = rules.loss_entry("2026-01-01T00:00:05.000Z", "customer")
LATE = rules.loss_entry("2026-01-01T00:00:09.000Z", "customer")


@pytest.mark.parametrize(
    ("adds", "losses", "status"),
    [
        ({ADD}, set(), "friend"),
        ({HALF}, set(), "pending"),
        ({HALF, ADD}, set(), "friend"),
        ({EARLY, HALF}, set(), "pending"),
        ({EARLY}, {LOSS}, "lost"),
        ({ADD}, {LOSS}, "lost"),
        ({ADD}, {LATE}, "lost"),
        ({EARLY, ADD}, {rules.loss_entry("2026-01-01T00:00:03.000Z", "staff")}, "friend"),
        (set(), {LOSS}, "lost"),
        (set(), set(), "lost"),
    ],
)
def test_the_later_event_decides_the_status(adds: set[str], losses: set[str], status: str) -> None:
    """Whatever order the sets were filled in."""
    assert rules.status(adds, losses) == status
