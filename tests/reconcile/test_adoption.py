"""What was there before stays in use: printed contact ways, and sources that another system noted."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.ids import UserId
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.platforms.wecom import client
from chalicelib.reconcile import leavers, store
from tests.support import files as browser
from tests.support import make
from tests.support.lost import lost, reconcile
from tests.support.make import Thing
from tests.support.race.rivals import between
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import CORPS


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _before(stack: Stack, **more: Any) -> client.ContactWay:
    """A contact way that another system made and printed."""
    body = {"type": 1, "scene": 2, "state": "shop12", "remark": "门口", "user": ["wangfang"], **more}
    return client.ask(stack.ctx(), "externalcontact/add_contact_way", body, client.ContactWay)


def _adopt(shop: Shop, way: client.ContactWay, code: Thing, **more: bool) -> Any:
    return shop.owner.post("/admin/v1/adopted-ways", {"config_id": way.config_id, "code": code.id, **more})


def test_a_printed_code_belongs_to_a_live_code_from_then_on(shop: Shop) -> None:
    """The QR code, its remark and its staff stay; who scans it is welcomed and tagged by the live code's rule."""
    stack, way = shop.stack, _before(shop.stack, skip_verify=False)
    code = make.live_code(stack, by=shop.owner, tag_ids=[shop.tag()])
    adopted = _adopt(shop, way, code)
    assert (adopted.status, adopted.json()["former_state"], adopted.json()["staff"]) == (201, "shop12", ["wangfang"])
    kept = stack.sandbox.world.state.ways[way.config_id]
    assert (kept.state, kept.remark, kept.user, kept.skip_verify) == (code.id, "门口", ["wangfang"], False)
    customer = stack.platform.customer()
    stack.platform.call("POST", f"customers/{customer.id}/add", {"config_id": way.config_id, "flow": "direct"})
    stack.work_off()
    member = shop.only_member()
    assert (member["first_state"], member["relations"][0]["tags"]) == (code.id, ["新客"])
    assert shop.welcomes(customer) == ["你好，欢迎光临"]


def test_a_way_with_several_staff_is_adopted_too_and_again_is_the_same(shop: Shop) -> None:
    """Type 2, as posters have; what it was before is kept from the first time on."""
    way = _before(shop.stack, type=2, user=["liming", "wangfang"])
    code = make.live_code(shop.stack, by=shop.owner)
    assert _adopt(shop, way, code).status == _adopt(shop, way, code).status == 201
    (listed,) = shop.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert (listed["former_state"], listed["staff"], listed["code"]) == ("shop12", ["liming", "wangfang"], code.id)


def test_two_who_adopt_one_way_at_once_leave_it_one_code(shop: Shop) -> None:
    """Who comes while another is at it is asked to try again; WeCom has the code that we have, then and after."""
    way = _before(shop.stack)
    mine, theirs = make.live_code(shop.stack, by=shop.owner), make.live_code(shop.stack, by=shop.owner)
    answers = list[Any]()
    with between((store, "ask_way"), (client, "update_contact_way"), lambda: answers.append(_adopt(shop, way, theirs))):
        answers.append(_adopt(shop, way, mine))
    assert [answer.status for answer in answers] == [429, 201]
    for code in (mine, theirs):
        assert _adopt(shop, way, code, confirm=True).status == 201
        (listed,) = shop.owner.get("/admin/v1/adopted-ways").json()["items"]
        assert (listed["code"], bool(listed["adopted_at"])) == (code.id, True)
        assert shop.stack.sandbox.world.state.ways[way.config_id].state == code.id


def test_a_way_that_was_made_for_a_live_code_stays_its_own(shop: Shop) -> None:
    """Its page shows that QR code: adopted by another, who scans there would be welcomed, and counted, as theirs."""
    mine, theirs = make.live_code(shop.stack, by=shop.owner, name="东门"), make.live_code(shop.stack, by=shop.owner)
    config_id = mine["contact_ways"][0]["config_id"]
    refused = _adopt(shop, client.ContactWay(config_id), theirs)
    assert (refused.status, refused.code, refused.json()["details"]["code"]) == (409, "WayOfLiveCode", mine.id)
    assert "「东门」" in refused.json()["message_zh"]
    assert shop.stack.sandbox.world.state.ways[config_id].state == mine.id
    assert shop.owner.get("/admin/v1/adopted-ways").json()["items"] == []


def test_an_adopted_way_changes_hands_only_when_that_is_meant(shop: Shop) -> None:
    """Whoever asks for it hears whose it is, and nothing changes until they confirm."""
    way, code = _before(shop.stack), make.live_code(shop.stack, by=shop.owner, name="门店海报")
    other = make.live_code(shop.stack, by=shop.owner)
    assert _adopt(shop, way, code).status == _adopt(shop, way, code).status == 201
    asked = _adopt(shop, way, other)
    assert (asked.status, asked.code) == (422, "NeedsConfirmation")
    (fault,) = asked.json()["details"]["errors"]
    assert (fault["path"], fault["limit"]) == ("config_id", code.id) and "门店海报" in fault["zh"]
    assert shop.stack.sandbox.world.state.ways[way.config_id].state == code.id
    assert _adopt(shop, way, other, confirm=True).status == 201
    assert shop.stack.sandbox.world.state.ways[way.config_id].state == other.id


def test_what_wecom_does_not_know_is_not_adopted(shop: Shop) -> None:
    """An unknown config_id is told, and an unknown live code; nothing is listed."""
    code = make.live_code(shop.stack, by=shop.owner)
    unknown = _adopt(shop, client.ContactWay("nothing"), code)
    assert (unknown.status, unknown.code) == (409, "WayNotAdoptable")
    assert _adopt(shop, _before(shop.stack), Thing("nothing", {})).status == 404
    assert shop.owner.get("/admin/v1/adopted-ways").json()["items"] == []


def test_sources_of_before_become_the_first_where_they_are_earlier(shop: Shop) -> None:
    """Each line is taken or says why not; a repeated import changes nothing more."""
    stack = shop.stack
    browser.open_bucket()
    code = make.live_code(stack, by=shop.owner)
    customer = stack.platform.customer()
    with lost(stack):
        external = stack.platform.add(customer, code["contact_ways"][0]["config_id"])["external_userid"]
    reconcile(stack, shop.owner, "whole")
    file = shop.owner.post("/admin/v1/first-sources").json()["file"]
    lines = [
        f"{external},展会,2024-03-01T10:00:00+08:00,WangFang",
        f"{external},后来,2026-12-01T10:00:00+08:00,wangfang",
        "wmnobody,展会,2024-03-01T10:00:00+08:00,wangfang",
        "only,three,cells",
        f"{external},展会,yesterday,wangfang",
    ]
    files.put(stack.ctx(), Area.IMPORTS, file, "\n".join(lines).encode(), "text/csv")
    for _ in range(2):
        job = shop.owner.post("/admin/v1/first-sources/imports", {"file": file}).json()["job_id"]
        stack.work_off()
        state = shop.owner.get(f"/admin/v1/jobs/{job}").json()
        rejects = shop.owner.get(f"/admin/v1/jobs/{job}/rejects").json()["items"]
        assert (state["state"], state["done"], [one["line"] for one in rejects]) == ("done", 1, [2, 3, 4, 5])
    member = shop.only_member()
    assert (member["first_state"], member["first_userid"]) == ("展会", "wangfang")
    assert member["first_at"] == "2024-03-01T02:00:00.000Z"
    assert shop.timeline(member["member_id"]).count("member.source_corrected") == 1


def test_tags_of_before_are_there_after_the_first_comparison(shop: Shop) -> None:
    """They live at WeCom under their ids: a friend of before has the names of those that staff had put on."""
    stack = shop.stack
    tag = make.tag(stack, "老客", by=shop.owner).id
    with lost(stack):
        external = stack.platform.add(stack.platform.customer(), _before(stack).config_id)["external_userid"]
        member = f"corps/{CORPS['demo'].corp_id}/staff/wangfang"
        stack.platform.call("POST", f"{member}/edit", {"external_userid": external, "tags": [tag]})
    reconcile(stack, shop.owner, "whole")
    found = shop.only_member()
    assert (found["first_state"], found["relations"][0]["tags"]) == ("shop12", ["老客"])


def test_a_printed_way_whose_only_one_goes_says_so_and_leads_to_another(shop: Shop) -> None:
    """Of one member of staff it stays of one; who comes back has no problem any more."""
    way = _before(shop.stack)
    code = make.live_code(shop.stack, by=shop.owner)
    _adopt(shop, way, code)
    ctx = shop.stack.ctx
    shop.stack.platform.staff("disable", "wangfang")
    shop.stack.work_off()
    (listed,) = shop.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert listed["problem"]["code"] == "StaffAway"
    shop.stack.clock.advance(60)
    shop.stack.platform.staff("enable", "wangfang")
    shop.stack.work_off()
    (listed,) = shop.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert listed["problem"] is None
    for _ in range(2):
        assert (
            leavers.hand_over(ctx(), way.config_id, UserId("wangfang"), [UserId("zhaolei"), UserId("liming")], 1)
            is None
        )
    (listed,) = shop.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert shop.stack.sandbox.world.state.ways[way.config_id].user == listed["staff"] == ["liming"]
    assert leavers.ways_of(ctx("rival"), UserId("liming")) == {}
