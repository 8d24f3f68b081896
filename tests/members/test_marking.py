"""Tags are nice to have: whatever WeCom says to them, the member is known and may sign in, and an operator sees why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import make
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import CORPS, Customer

CORP = CORPS["demo"].corp_id
MARK = "externalcontact/mark_tag"
UNHEARD_OF = 99999


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _tags(shop: Shop, *names: str) -> list[str]:
    made = shop.owner.post("/admin/v1/tag-groups", {"name": "来源", "tags": list(names)}).json()["tags"]
    return [next(tag["id"] for tag in made if tag["name"] == name) for name in names]


def _forget(shop: Shop, tag_id: str) -> None:
    """The tag is deleted in WeCom's console."""
    for group in shop.stack.sandbox.world.state.tag_groups[CORP]:
        for tag in group.tags:
            tag.deleted = tag.deleted or tag.id == tag_id


def _join(shop: Shop, tag_ids: list[str]) -> tuple[Customer, dict[str, Any]]:
    code = make.live_code(shop.stack, by=shop.owner, tag_ids=tag_ids).body
    customer = shop.stack.platform.customer("小红")
    shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    return customer, shop.only_member()


def _marks(shop: Shop) -> int:
    return sum(call["api"] == MARK for call in shop.stack.platform.ledger("api"))


@pytest.mark.parametrize("errcode", [48002, 301002, 40058, 40126, UNHEARD_OF])
def test_tags_that_wecom_refuses_stop_neither_profile_nor_sign_in(shop: Shop, errcode: int) -> None:
    """Asked once, not eight times; nothing in the dead letters; the friendship says what is missing."""
    lasting = {"kind": "permanent"} if errcode != UNHEARD_OF else {"kind": "error", "times": None}
    shop.stack.platform.fault(**lasting, api=MARK, errcode=errcode)
    customer, member = _join(shop, _tags(shop, "新客"))
    (relation,) = member["relations"]
    assert (member["name"], relation["problem"]["errcode"]) == ("小红", errcode)
    assert shop.stack.sign_in(customer).status == 201
    assert (_marks(shop), shop.stack.queues.dead) == (1, [])


def test_a_deleted_tag_is_left_out_and_the_others_are_put_on(shop: Shop) -> None:
    """40068 does not say which: each is tried alone, and the unknown one is named."""
    gone, there = _tags(shop, "过期", "新客")
    code = make.live_code(shop.stack, by=shop.owner, tag_ids=[gone, there]).body
    _forget(shop, gone)
    customer = shop.stack.platform.customer("小红")
    shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    member = shop.only_member()
    (relation,) = member["relations"]
    assert relation["tags"] == ["新客"]
    assert (relation["problem"]["errcode"], relation["problem"]["about"]) == (40068, gone)
    assert member["name"] == "小红"
    assert shop.stack.sign_in(customer).status == 201


def test_trying_again_puts_on_what_was_refused_and_takes_the_problem_away(shop: Shop) -> None:
    """After the administrator gave the app its right back."""
    shop.stack.platform.fault(kind="error", api=MARK, errcode=48002, times=1)
    _, member = _join(shop, _tags(shop, "新客"))
    shop.stack.clock.advance(1)
    answer = shop.owner.post(f"/admin/v1/members/{member['member_id']}/retries")
    assert answer.status == 200, answer.body
    shop.stack.work_off()
    (relation,) = shop.only_member()["relations"]
    assert (relation["tags"], relation["problem"]) == (["新客"], None)


def test_a_profile_that_wecom_will_not_tell_says_so(shop: Shop) -> None:
    """The member is there, found by what is known, and the profile comes when it is asked for again."""
    shop.stack.platform.fault(kind="error", api="externalcontact/get", errcode=48002, times=1)
    _, member = _join(shop, [])
    (relation,) = member["relations"]
    assert (member["name"], relation["problem"]["about"]) == (None, "profile")
    shop.stack.clock.advance(1)
    shop.owner.post(f"/admin/v1/members/{member['member_id']}/retries")
    shop.stack.work_off()
    member = shop.only_member()
    assert (member["name"], member["relations"][0]["problem"]) == ("小红", None)


def test_a_problem_ends_with_the_friendship_that_it_is_about(shop: Shop) -> None:
    """Both have deleted each other: tried again, there is nothing to mark and nothing to show."""
    shop.stack.platform.fault(kind="permanent", api=MARK, errcode=48002)
    customer, member = _join(shop, _tags(shop, "新客"))
    assert member["relations"][0]["problem"]
    external = shop.stack.platform.call("GET", f"customers/{customer.id}")["external_userids"][CORP]
    shop.stack.clock.advance(5)
    shop.stack.platform.call("POST", f"corps/{CORP}/staff/liming/delete", {"external_userid": external})
    shop.stack.platform.delete(customer, "liming")
    shop.stack.work_off()
    assert shop.owner.post(f"/admin/v1/members/{member['member_id']}/retries").status == 200
    shop.stack.work_off()
    assert shop.only_member()["relations"][0]["problem"] is None
