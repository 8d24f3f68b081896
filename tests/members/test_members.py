"""Members: met, lost, tagged, and found again from the mini-program."""

from __future__ import annotations

import pytest

from chalicelib.members import rules
from tests.support.stack import Stack
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
    seen, cursor = [], ""
    while True:
        page = shop.owner.get(f"/admin/v1/members?limit=2&cursor={cursor}").json()
        seen += [line["first_at"] for line in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert len(seen) == 5 and seen == sorted(seen, reverse=True)


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
