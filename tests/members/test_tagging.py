"""Corp tags are made one by one where WeCom refuses some of them."""

from __future__ import annotations

import pytest

from tests.support.stack import Stack
from tests.support.story import Shop


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def test_a_tag_that_wecom_refuses_leaves_the_others_made(shop: Shop) -> None:
    """The corp's limit is reached by the third: two are there, and the group says which is not, and why."""
    shop.stack.sandbox.world.state.corps["wwdemo0000000001"].limits.tags = 2
    answer = shop.owner.post("/admin/v1/tag-groups", {"name": "等级", "tags": ["金卡", "银卡", "铜卡"]})
    assert answer.status == 201, answer.body
    body = answer.json()
    assert sorted(tag["name"] for tag in body["tags"]) == ["金卡", "银卡"]
    (problem,) = body["problems"]
    assert (problem["errcode"], problem["about"]) == (40126, "铜卡")


def test_tags_that_are_all_refused_are_a_refusal(shop: Shop) -> None:
    """With the words of the errcode; nothing is made."""
    shop.stack.platform.fault(kind="permanent", api="externalcontact/add_corp_tag", errcode=48002)
    answer = shop.owner.post("/admin/v1/tag-groups", {"name": "等级", "tags": ["金卡", "银卡"]})
    assert (answer.status, answer.code) == (502, "WeComRefused")
    assert "管理员" in answer.json()["message_zh"]


def test_a_busy_wecom_is_no_problem_of_a_tag(shop: Shop) -> None:
    """It is said, and the same request makes them a moment later."""
    shop.stack.platform.fault(kind="error", api="externalcontact/add_corp_tag", errcode=-1, times=1)
    asked = {"name": "等级", "tags": ["金卡"]}
    assert shop.owner.post("/admin/v1/tag-groups", asked).status == 503
    made = shop.owner.post("/admin/v1/tag-groups", asked)
    assert (made.status, made.json()["problems"]) == (201, [])


def test_blanks_around_a_name_are_none_of_it(shop: Shop) -> None:
    """As WeCom keeps them: what is there under the name is found, and nothing is made twice."""
    first = shop.owner.post("/admin/v1/tag-groups", {"name": "等级", "tags": ["金卡"]}).json()
    again = shop.owner.post("/admin/v1/tag-groups", {"name": " 等级", "tags": ["金卡 ", "　金卡", "银卡"]})
    assert again.status == 201, again.body
    assert again.json()["id"] == first["id"]
    assert sorted(tag["name"] for tag in again.json()["tags"]) == ["金卡", "银卡"]
