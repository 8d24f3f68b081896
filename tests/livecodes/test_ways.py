"""Contact ways: each is made alone, and what WeCom refuses says why and is tried again when somebody asks."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.ids import UserId
from chalicelib.livecodes import way_rows
from chalicelib.livecodes.ids import LiveCode
from tests.support.stack import Stack
from tests.support.story import WELCOME, Shop
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _active(shop: Shop, userid: str, active: bool) -> None:
    shop.stack.sandbox.world.state.corps[CORP].staff[userid].active = active


def _made(shop: Shop) -> dict[str, Any]:
    staff = [{"userid": "liming"}, {"userid": "wangfang"}]
    made = shop.owner.post("/admin/v1/live-codes", {"name": "码", "staff": staff, "welcome": WELCOME})
    assert made.status == 201, made.body
    shop.stack.drain()
    return _read(shop, made.json()["code"])


def _read(shop: Shop, code: str) -> dict[str, Any]:
    return dict(shop.owner.get(f"/admin/v1/live-codes/{code}").json())


def _asked(shop: Shop) -> list[dict[str, Any]]:
    """The calls that asked for contact ways."""
    return [call for call in shop.stack.platform.ledger("api") if call["api"] == "externalcontact/add_contact_way"]


def _ways(code: dict[str, Any]) -> dict[str, tuple[bool, int]]:
    return {
        way["userid"]: (bool(way["config_id"]), way["problem"]["errcode"] if way["problem"] else 0)
        for way in code["contact_ways"]
    }


def test_one_whom_wecom_refuses_leaves_the_others_served(shop: Shop) -> None:
    """The live code works with who is left; nothing is tried over and over, and nothing lies in the dead letters."""
    _active(shop, "liming", False)
    code = _made(shop)
    assert (code["status"], _ways(code)) == ("in_part", {"liming": (False, 41054), "wangfang": (True, 0)})
    assert shop.stack.http.get(f"/c/demo-{code['code']}").status == 200
    assert len(_asked(shop)) == 2
    assert shop.stack.queues.dead == []


def test_a_refused_way_says_in_words_what_to_do(shop: Shop) -> None:
    """On the way itself, and in the list of live codes."""
    _active(shop, "liming", False)
    code = _made(shop)
    (line,) = shop.owner.get("/admin/v1/live-codes").json()["items"]
    for problem in (code["problem"], line["problem"], code["contact_ways"][0]["problem"]):
        assert (problem["about"], problem["remedy"]) == ("liming", "retry")
        assert "未激活" in problem["zh"]
        assert "41054" in problem["en"]


def test_trying_again_makes_what_was_refused_and_takes_the_problem_away(shop: Shop) -> None:
    """After the member of staff is active; pressed too early it is refused again, and says so again."""
    _active(shop, "liming", False)
    code = _made(shop)
    retries = f"/admin/v1/live-codes/{code['code']}/retries"
    for active, status in ((False, "in_part"), (True, "ready")):
        _active(shop, "liming", active)
        assert shop.owner.post(retries).json()["status"] == "preparing"
        shop.stack.drain()
        code = _read(shop, code["code"])
        assert (code["status"], code["problem"] is None) == (status, active)
    assert _ways(code) == {"liming": (True, 0), "wangfang": (True, 0)}
    ways = [way for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]
    assert len(ways) == 2


def test_a_code_that_nobody_serves_tells_the_customer_whom_to_ask(shop: Shop) -> None:
    """Waiting would not help, so the page does not say so."""
    _active(shop, "liming", False)
    _active(shop, "wangfang", False)
    page = shop.stack.http.get(f"/c/demo-{_made(shop)['code']}")
    assert page.status == 503
    assert "请联系门店员工" in page.body.decode()


def test_a_live_code_for_nobody_is_refused_by_name(shop: Shop) -> None:
    """WeCom is asked about whom the directory does not know; when it does not say, the code is made all the same."""
    body = {"name": "码", "staff": [{"userid": "liming"}, {"userid": "nobody"}], "welcome": WELCOME}
    refused = shop.owner.post("/admin/v1/live-codes", body)
    assert (refused.status, refused.code) == (422, "BadLiveCode")
    assert "Nobody is called nobody" in refused.json()["message_en"]
    shop.stack.platform.fault(kind="error", api="user/get", errcode=-1, times=2)
    assert shop.owner.post("/admin/v1/live-codes", body).status == 201


def test_whoever_may_not_have_customers_is_told_apart(shop: Shop) -> None:
    """84074 as long as it holds, however often it is tried again: the words say whom to ask."""
    shop.stack.platform.fault(kind="staff_refused", userid="liming", errcode=84074)
    code = _made(shop)
    shop.owner.post(f"/admin/v1/live-codes/{code['code']}/retries")
    shop.stack.drain()
    code = _read(shop, code["code"])
    assert _ways(code) == {"liming": (False, 84074), "wangfang": (True, 0)}
    assert "管理员" in code["problem"]["zh"]
    assert shop.stack.queues.dead == []


def test_a_busy_wecom_for_one_does_not_hold_up_the_next(shop: Shop) -> None:
    """The first comes again by the queue, the second is made at once; who was refused is not asked again."""
    shop.stack.platform.fault(kind="error", api="externalcontact/add_contact_way", errcode=-1, times=1)
    shop.stack.platform.fault(kind="staff_refused", api="externalcontact/add_contact_way", userid="zhaolei")
    staff = [{"userid": "liming"}, {"userid": "wangfang"}, {"userid": "zhaolei"}]
    made = shop.owner.post("/admin/v1/live-codes", {"name": "码", "staff": staff, "welcome": WELCOME})
    shop.stack.drain()
    ways = _ways(_read(shop, made.json()["code"]))
    assert ways == {"liming": (True, 0), "wangfang": (True, 0), "zhaolei": (False, 41054)}
    assert len(_asked(shop)) == 4


def test_a_look_up_that_is_refused_makes_no_second_way(shop: Shop) -> None:
    """The answer was lost, and WeCom will not tell whether it made one: who tries again looks it up again."""
    shop.stack.platform.fault(kind="drop_reply", api="externalcontact/add_contact_way", times=1)
    refused = shop.stack.platform.fault(kind="permanent", api="externalcontact/list_contact_way", errcode=48002)
    code = _made(shop)
    assert sorted(_ways(code).values()) == [(False, 48002), (True, 0)]
    shop.stack.platform.call("DELETE", f"faults/{refused['id']}")
    shop.owner.post(f"/admin/v1/live-codes/{code['code']}/retries")
    shop.stack.drain()
    code = _read(shop, code["code"])
    assert (code["status"], _ways(code)) == ("ready", {"liming": (True, 0), "wangfang": (True, 0)})
    ways = [way for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]
    assert len(ways) == 2


def test_the_first_contact_way_that_was_made_stays(shop: Shop) -> None:
    """A second one that WeCom made meanwhile is not stored over it: its customers hold the first one's QR code."""
    made = _made(shop)
    code = LiveCode(made["code"])
    assert not way_rows.keep(shop.stack.ctx(), code, UserId("liming"), "second", "https://wework.qpic.cn/second")
    assert _read(shop, code)["contact_ways"] == made["contact_ways"]
