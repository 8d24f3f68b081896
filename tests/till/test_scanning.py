"""The scan in the app's menu: a clerk is told what a code is worth, and nothing is redeemed by it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.platforms.wecom import client
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack
from tests.support.wecom import CORPS

MENU = "/admin/v1/till-menu"


@pytest.fixture
def clerk(stack: Stack) -> Http:
    made = make.operator(stack, "store_staff", "zhaolei")
    assert make.session(stack).put(MENU).json() == {"is_new": True, "buttons": ["扫码核销"]}
    return made


def scan(stack: Stack, what: str, who: str = "zhaolei") -> list[Any]:
    """Somebody scans; what the app has told them since then."""
    before = len(told(stack, who))
    stack.platform.staff("menu-scan", who, result=what)
    stack.work_off()
    return told(stack, who)[before:]


def told(stack: Stack, who: str) -> list[Any]:
    path = f"corps/{CORPS['demo'].corp_id}/staff/{who}/messages"
    return list(stack.platform.call("GET", path)["messages"])


def test_a_scan_tells_its_clerk_what_the_coupon_is_worth(stack: Stack, clerk: Http) -> None:
    """A card that leads to the page with the code behind #; the coupon is as it was."""
    member = make.member(stack, "王芳")
    code = make.coupon(stack, member=member).id
    (card,) = scan(stack, code.upper())
    content = card["content"]
    assert card["msgtype"] == "textcard" and content["title"] == "可核销 · 新客满100减20"
    assert "满 ¥100 可用" in content["description"] and "尚未核销" in content["description"]
    assert content["url"].endswith(f"/till#{code}")
    assert member.wallet()[0]["status"] == "issued"


def test_a_scan_that_is_told_twice_leads_to_one_message(stack: Stack, clerk: Http) -> None:
    """WeCom delivers twice, queues do too; a second scan a second later is another message."""
    code = make.coupon(stack).id
    stack.drain.copies = 2
    stack.platform.fault(kind="duplicate", n=2)
    assert len(scan(stack, code)) == 1
    stack.clock.advance(1)
    assert len(scan(stack, code)) == 1


def test_a_scan_says_why_a_coupon_does_not_work(stack: Stack, clerk: Http) -> None:
    """Redeemed by oneself minutes ago, or no coupon at all."""
    code = make.coupon(stack).id
    clerk.post("/staff/v1/redemptions", {"code": code, "order_amount": 12850})
    stack.clock.advance(180)
    (card,) = scan(stack, code)
    assert card["content"]["title"].startswith("不能核销") and "3 分钟前" in card["content"]["description"]
    for strange in ("https://example.com/a?b={{c}}", "0000000000000000", "x" * 3000):
        stack.clock.advance(1)
        (text,) = scan(stack, strange)
        assert text["msgtype"] == "text" and "没有找到该优惠券" in text["content"]["content"]


@pytest.mark.parametrize("link", ["https://x.example/till#{}", "https://x.example/p?code={}", "http://x.example/{}"])
def test_a_link_that_ends_in_a_code_is_read_as_the_code(stack: Stack, clerk: Http, link: str) -> None:
    """As the till's own card and a shop's poster have it; wherever it leads, only the code is looked for."""
    code = make.coupon(stack).id
    (card,) = scan(stack, link.format(code.upper()))
    assert card["msgtype"] == "textcard" and card["content"]["url"].endswith(f"/till#{code}")


def test_whoever_may_not_redeem_is_told_so(stack: Stack, clerk: Http) -> None:
    """And is told nothing of the coupon."""
    (text,) = scan(stack, make.coupon(stack).id, "wangfang")
    assert text["msgtype"] == "text" and "没有「核销优惠券」的权限" in text["content"]["content"]


def test_the_menu_keeps_what_is_there(stack: Stack, clerk: Http) -> None:
    """Asked for again nothing changes; beside three other buttons there is no room, and they stay."""
    owner = make.session(stack)
    assert owner.put(MENU).json() == {"is_new": False, "buttons": ["扫码核销"]}
    others = [{"type": "view", "name": f"页面{number}", "url": "https://x.example"} for number in range(3)]
    for there, status in ((others[:2], 200), (others, 409)):
        client.post(stack.ctx(), "menu/create", {"button": there}, query={"agentid": "1000002"})
        answer = owner.put(MENU)
        assert answer.status == status
        now = client.get(stack.ctx(), "menu/get", {"agentid": "1000002"})["button"]
        assert [one["name"] for one in now][: len(there)] == [one["name"] for one in there]
    assert answer.code == "MenuIsFull" and answer.json()["details"]["buttons"] == ["页面0", "页面1", "页面2"]


def test_another_buttons_scan_is_not_ours(stack: Stack, clerk: Http) -> None:
    """The corp's own button of the same kind stays its own."""
    own = [{"type": "scancode_waitmsg", "name": "盘点", "key": "stocktaking"}]
    client.post(stack.ctx(), "menu/create", {"button": own}, query={"agentid": "1000002"})
    assert scan(stack, make.coupon(stack).id) == []
