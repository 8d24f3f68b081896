"""Whoever has left is shown no more, from the event on; they, their role and their codes come to what WeCom says."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.livecodes import tags
from chalicelib.livecodes.errands import DropTags
from chalicelib.members import service as members
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.story import Shop
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _does(shop: Shop, verb: str, who: str = "liming", **body: Any) -> None:
    """An administrator acts at WeCom, a minute later; what follows is done."""
    shop.stack.clock.advance(60)
    shop.stack.platform.staff(verb, who, **body)
    _settle(shop)


def _settle(shop: Shop) -> None:
    shop.stack.work_off()
    assert not shop.stack.queues.dead
    forget_everything()


def _shown(shop: Shop, code: dict[str, Any], times: int = 40) -> dict[str, int]:
    """How often the entry page shows each contact way."""
    pages = [shop.stack.http.get(f"/c/demo-{code['code']}").body for _ in range(times)]
    return {
        way["userid"]: sum(way["qr_code"].encode() in page for page in pages)
        for way in _read(shop, code)["contact_ways"]
        if way["qr_code"]
    }


def _read(shop: Shop, code: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = make.session(shop.stack).get(f"/admin/v1/live-codes/{code['code']}").json()
    return body


def _told(shop: Shop, userid: str = "zhangwei") -> list[str]:
    """What our app told a member of staff."""
    found = shop.stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/messages")["messages"]
    return [message["content"]["content"] for message in found]


def test_a_leaver_is_shown_by_no_code_from_the_event_on(shop: Shop) -> None:
    """The page shows the others, the code says why, the owner is told once which codes it is about."""
    code = shop.live_code(name="门店海报")
    _does(shop, "leave")
    assert _shown(shop, code) == {"liming": 0, "wangfang": 40}
    found = _read(shop, code)
    paused = {way["userid"]: way["is_paused"] for way in found["contact_ways"]}
    assert paused == {"liming": True, "wangfang": False}
    assert (found["problem"]["code"], found["problem"]["about"]) == ("StaffAway", "liming")
    assert [line["problem"]["code"] for line in shop.owner.get("/admin/v1/live-codes").json()["items"]] == ["StaffAway"]
    (message,) = _told(shop)
    assert "liming" in message
    assert "门店海报" in message
    with_them = {"name": "新", "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}}
    assert shop.owner.post("/admin/v1/live-codes", with_them).json()["code"] == "BadLiveCode"


def test_whoever_returns_is_shown_again_and_the_code_is_well(shop: Shop) -> None:
    """Nobody has to press anything: neither after a departure nor after an account was disabled."""
    code = shop.live_code()
    for away, back in (("leave", "return"), ("disable", "enable")):
        _does(shop, away)
        assert _shown(shop, code)["liming"] == 0
        _does(shop, back)
        assert 0 < _shown(shop, code)["liming"] < 40
        assert _read(shop, code)["problem"] is None
        assert shop.owner.get("/admin/v1/live-codes").json()["items"][0]["problem"] is None


def test_a_code_with_nobody_left_says_so_to_the_customer(shop: Shop) -> None:
    """A page that asks to come to the shop, never a dead QR code."""
    code = shop.live_code(staff=[{"userid": "liming", "weight": 1}])
    _does(shop, "leave")
    page = shop.stack.http.get(f"/c/demo-{code['code']}")
    assert (page.status, "请联系门店员工".encode() in page.body) == (503, True)


def test_a_departure_that_nobody_told_is_found_at_night(shop: Shop) -> None:
    """The comparison leads to the same as the event."""
    code = shop.live_code()
    make.session(shop.stack).post("/admin/v1/staff-reconciles")
    _settle(shop)
    shop.stack.platform.fault(kind="staff_left", corp_id=CORP, userid="liming")
    shop.stack.clock.advance(60)
    make.session(shop.stack).post("/admin/v1/staff-reconciles")
    _settle(shop)
    assert _shown(shop, code)["liming"] == 0
    assert len(_told(shop)) == 1


def test_a_new_userid_keeps_the_contact_way_and_its_place(shop: Shop) -> None:
    """The same QR code goes on under the new userid; the old one is no way any more."""
    code = shop.live_code()
    before = {way["userid"]: way["config_id"] for way in _read(shop, code)["contact_ways"]}
    _does(shop, "rename", userid="LiMing2")
    after = {way["userid"]: way["config_id"] for way in _read(shop, code)["contact_ways"]}
    assert after == {"liming2": before["liming"], "wangfang": before["wangfang"]}
    assert 0 < _shown(shop, code)["liming2"] < 40
    assert _told(shop) == []
    _does(shop, "leave", "liming2")
    assert _shown(shop, code)["liming2"] == 0


def test_a_deleted_tag_leaves_the_codes_that_put_it_on(shop: Shop) -> None:
    """By its event; by its group's, which names no tag; at night when no event came."""
    groups = [
        shop.owner.post("/admin/v1/tag-groups", {"name": name, "tags": [f"{name}一", f"{name}二"]}).json()
        for name in ("甲", "乙", "丙")
    ]
    ids = [tag["id"] for group in groups for tag in group["tags"]]
    code = shop.live_code(tag_ids=ids)
    shop.stack.platform.call("DELETE", f"corps/{CORP}/tags/{ids[0]}")
    _settle(shop)
    found = _read(shop, code)
    assert (found["tag_ids"], found["problem"]["code"], found["problem"]["about"]) == (ids[1:], "TagDeleted", ids[0])
    shop.stack.platform.call("DELETE", f"corps/{CORP}/tags/{groups[1]['id']}")
    _settle(shop)
    assert _read(shop, code)["tag_ids"] == [ids[1], ids[4], ids[5]]
    shop.stack.platform.fault(kind="drop_event", times=None)
    shop.stack.platform.call("DELETE", f"corps/{CORP}/tags/{ids[5]}")
    make.session(shop.stack).post("/admin/v1/staff-reconciles")
    _settle(shop)
    assert _read(shop, code)["tag_ids"] == [ids[1], ids[4]]


def test_a_list_without_a_tag_is_no_word_that_it_was_deleted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom answers with an empty list: nothing is taken out, as nobody would put it back."""
    code = shop.live_code(tag_ids=[shop.tag()])
    monkeypatch.setattr(members, "tag_groups", lambda ctx: [])
    tags.drop(shop.stack.ctx(), DropTags())
    assert _read(shop, code)["tag_ids"] == code["tag_ids"]
