"""Live codes: made once, shown by weight, welcomed in time."""

from __future__ import annotations

from typing import Any

import pytest
import zxingcpp
from PIL import Image

from chalicelib.core.ids import UserId
from chalicelib.core.storage import inbox
from chalicelib.livecodes import rules
from chalicelib.platforms.wecom import client
from tests.support.stack import Stack, forget_everything, running_stack
from tests.support.story import WELCOME, Shop


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _facts(shop: Shop) -> list[dict[str, Any]]:
    member = shop.only_member()
    found: list[dict[str, Any]] = shop.owner.get(f"/admin/v1/members/{member['member_id']}/timeline?limit=100").json()[
        "items"
    ]
    return found


def _welcome(shop: Shop) -> list[tuple[str, str]]:
    return [(fact["kind"], fact["data"]["outcome"]) for fact in _facts(shop) if fact["kind"].startswith("welcome.")]


def test_the_printed_code_leads_to_the_entry_page(shop: Shop) -> None:
    """Read back from the served PNG by another library."""
    import io

    code = shop.live_code()
    png = shop.stack.http.get(f"/c/demo-{code['code']}.png")
    assert png.headers["content-type"] == "image/png"
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.body)))
    assert read.text == code["entry_url"] == f"http://localhost:8080/c/demo-{code['code']}"
    assert b"<svg" in shop.stack.http.get(f"/c/demo-{code['code']}.svg").body


@pytest.mark.parametrize(
    "entry", ["demo-000000000000", "demo", "nobody-000000000000", "-", "demo-000000000000.gif", "%E7%A0%81"]
)
def test_an_unknown_entry_says_sorry_in_both_languages(stack: Stack, entry: str) -> None:
    """A customer sees a page, not an error document."""
    answer = stack.http.get(f"/c/{entry}")
    assert answer.status == 404


def test_a_code_in_preparation_asks_for_patience(shop: Shop) -> None:
    """Between creation and WeCom's answer the page says so; right after it works."""
    made = shop.owner.post("/admin/v1/live-codes", {"name": "码", "staff": [{"userid": "liming"}], "welcome": WELCOME})
    entry = f"/c/demo-{made.json()['code']}"
    page = shop.stack.http.get(entry)
    assert (made.json()["status"], page.status, page.headers["refresh"]) == ("preparing", 503, "5")
    assert "本页会自动刷新" in page.body.decode() and "<script" not in page.body.decode()
    shop.stack.drain()
    assert shop.stack.http.get(entry).status == 200


def test_outside_of_wechat_the_entry_page_says_how_to_come_in(shop: Shop) -> None:
    """By the code or by the link; inside there is only the code to be pressed."""
    code = shop.live_code()
    entry = f"/c/demo-{code['code']}"
    there = shop.stack.http.get(entry, user_agent="Mozilla/5.0 (iPhone) MicroMessenger/8.0.49").body.decode()
    outside = shop.stack.http.get(entry, user_agent="Mozilla/5.0 (iPhone)").body.decode()
    assert "长按识别" in there and "扫一扫" not in there
    assert "扫一扫" in outside and f'<span class="address">{code["entry_url"]}</span>' in outside
    assert f'property="og:image" content="{code["entry_url"]}.png"' in there


def test_an_entry_page_escapes_and_loads_nothing_but_the_code(shop: Shop) -> None:
    """Strict content policy, no script."""
    page = shop.stack.http.get(f"/c/demo-{shop.live_code()['code']}")
    assert b"<script" not in page.body and "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"staff": [{"userid": "liming"}, {"userid": "liming"}]}, "twice"),
        ({"staff": [{"userid": "liming", "weight": 0}]}, "weight"),
        ({"staff": []}, "needs at least 1"),
        ({"welcome": {}}, "may not both be empty"),
        ({"welcome": {"text": "欢" * 1334}}, "4000 bytes"),
        (
            {"welcome": {"text": "x", "attachments": [{"msgtype": "link", "title": "标" * 43, "url": "https://a.b"}]}},
            "128 bytes",
        ),
        (
            {"welcome": {"text": "x", "attachments": [{"msgtype": "link", "title": "t", "url": "javascript:1"}]}},
            "https://",
        ),
        ({"welcome": {"text": "x", "attachments": [{"msgtype": "video", "media_id": "m"}]}}, "miniprogram"),
        ({"tag_ids": ["no-such-tag"]}, "no-such-tag"),
    ],
)
def test_a_live_code_that_cannot_work_is_refused_by_name(shop: Shop, change: dict[str, Any], word: str) -> None:
    """What WeCom would refuse later is refused now, and nothing is made."""
    body = {"name": "码", "staff": [{"userid": "liming"}], "welcome": WELCOME, **change}
    answer = shop.owner.post("/admin/v1/live-codes", body)
    assert answer.status in (400, 422) and word in answer.json()["message_en"], answer.body
    assert shop.owner.get("/admin/v1/live-codes").json()["items"] == []


def test_weights_decide_how_often_somebody_is_shown() -> None:
    """Over all chances, exactly by weight; a weight of 0 is never shown."""
    shown = [rules.pick({"a": 3, "b": 1, "c": 0}, chance / 1000) for chance in range(1000)]
    assert (shown.count("a"), shown.count("b"), shown.count("c")) == (750, 250, 0)
    assert rules.pick({"a": 0}, 0.5) == rules.pick({}, 0.5) == ""


def test_a_contact_way_whose_answer_was_lost_is_found_not_made_twice(shop: Shop) -> None:
    """WeCom made it and the reply was dropped: the retry looks it up by state and staff."""
    shop.stack.platform.fault(kind="drop_reply", api="externalcontact/add_contact_way", times=1)
    code = shop.live_code()
    ways = [way for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]
    assert sorted(way.user[0] for way in ways) == ["liming", "wangfang"]


def test_a_welcome_that_is_being_sent_by_another_app_is_tried_again(shop: Shop) -> None:
    """41096 now, delivered a moment later."""
    way = shop.live_code()["contact_ways"][0]
    shop.stack.platform.fault(kind="error", api="externalcontact/send_welcome_msg", errcode=41096, times=1)
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, way["config_id"])
    shop.stack.work_off()
    assert shop.welcomes(customer) == ["你好，欢迎光临"]
    assert _welcome(shop) == [("welcome.sent", "sent")]


def test_a_welcome_whose_reply_was_lost_is_sent_once(shop: Shop) -> None:
    """The second try meets 41051, which for our own code means delivered."""
    way = shop.live_code()["contact_ways"][0]
    shop.stack.platform.fault(kind="drop_reply", api="externalcontact/send_welcome_msg", times=1)
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, way["config_id"])
    shop.stack.work_off()
    assert shop.welcomes(customer) == ["你好，欢迎光临"]
    assert _welcome(shop) == [("welcome.sent", "already")]


def test_a_repeat_after_the_codes_time_says_that_it_is_not_known(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first delivery broke off in the call; 30 s later WeCom has forgotten the code: perhaps it came."""

    def broken(*_: Any) -> None:
        raise RuntimeError("the worker died")

    way = shop.live_code()["contact_ways"][0]
    with monkeypatch.context() as patch:
        patch.setattr(client, "send_welcome", broken)
        shop.stack.platform.add(shop.stack.platform.customer(), way["config_id"])
        shop.stack.sandbox.deliver_all()
        shop.stack.drain.callbacks()
    shop.stack.clock.advance(30)
    shop.stack.work_off()
    assert _welcome(shop) == [("welcome.missed", "unknown")]


def test_a_welcome_whose_end_is_known_is_not_asked_for_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first delivery broke off after it: the repeat meets the welcome's row and leaves WeCom alone."""
    way = shop.live_code()["contact_ways"][0]
    genuine, finish, asked = client.send_welcome, inbox.finish, []

    def ask(*given: Any) -> None:
        asked.append(given)
        genuine(*given)

    def broken(*_: Any) -> None:
        monkeypatch.setattr(inbox, "finish", finish)
        raise RuntimeError("the worker died")

    monkeypatch.setattr(client, "send_welcome", ask)
    monkeypatch.setattr(inbox, "finish", broken)
    shop.stack.platform.add(shop.stack.platform.customer(), way["config_id"])
    shop.stack.work_off()
    assert (len(asked), _welcome(shop)) == (1, [("welcome.sent", "sent")])


def test_a_callback_that_comes_too_late_loses_the_welcome_and_nothing_else(shop: Shop) -> None:
    """After 20 s the code is dead: said in the timeline; member, tag and coupon are there."""
    way = shop.live_code()["contact_ways"][0]
    shop.stack.queues.failing = True
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, way["config_id"])
    shop.stack.sandbox.clock.advance(30)
    shop.stack.queues.failing = False
    shop.stack.clock.advance(30)
    shop.stack.sandbox.deliver_all()
    from chalicelib import clock

    clock.tick("test")
    shop.stack.work_off()
    assert shop.welcomes(customer) == []
    assert _welcome(shop) == [("welcome.missed", "expired")]
    assert {"coupon.issued", "member.tagged"} <= {fact["kind"] for fact in _facts(shop)}


def test_a_join_without_a_live_code_still_makes_a_member(shop: Shop) -> None:
    """No state: no welcome of ours, no coupon, but a member and their profile."""

    way = client.add_contact_way(shop.stack.ctx(), UserId("zhaolei"), "", "手工")
    shop.stack.platform.add(shop.stack.platform.customer("小明"), way.config_id)
    shop.stack.work_off()
    member = shop.only_member()
    assert (member["first_state"], member["name"]) == ("", "小明")
    assert not any(fact["kind"].startswith(("welcome", "coupon")) for fact in _facts(shop))


def test_a_sold_out_coupon_is_said_in_the_timeline(endpoint: str) -> None:
    """The member is welcomed and tagged; why there is no coupon is a fact.

    On the real engine: moto lets the stream tell of a transaction that was rolled back.
    """
    with running_stack(endpoint) as stack:
        _sell_out(Shop(stack))


def _sell_out(shop: Shop) -> None:
    code = shop.live_code(coupon_template_id=shop.template(stock=1))
    for name in ("一", "二"):
        shop.stack.platform.add(shop.stack.platform.customer(name), code["contact_ways"][0]["config_id"])
        shop.stack.work_off()
    lines = shop.owner.get("/admin/v1/members").json()["items"]
    kinds = [fact for line in lines for fact in shop.timeline(line["member_id"])]
    assert (kinds.count("coupon.issued"), kinds.count("coupon.not_issued")) == (1, 1)


def test_adding_twice_through_one_code_gives_one_coupon(shop: Shop) -> None:
    """Delete, add again a month later, or add the other member of staff: one per member and live code, ever."""
    code = shop.live_code(coupon_template_id=shop.template(per_member=5))
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    shop.stack.clock.advance(60)
    shop.stack.platform.delete(customer, code["contact_ways"][0]["userid"])
    shop.stack.clock.advance(30 * 24 * 3600)
    for way in code["contact_ways"]:
        shop.stack.platform.add(customer, way["config_id"])
        shop.stack.clock.advance(60)
    shop.stack.work_off()
    assert len(shop.stack.member(customer).get("/mini/v1/wallet").json()["items"]) == 1


def test_creating_under_one_key_makes_one_code(shop: Shop) -> None:
    """Also when the first attempt died before its answer was stored."""
    body = {"name": "码", "staff": [{"userid": "liming"}], "welcome": WELCOME}
    first = shop.owner.post("/admin/v1/live-codes", body, idempotency_key="k").json()["code"]
    forget_everything()
    assert shop.owner.post("/admin/v1/live-codes", body, idempotency_key="k").json()["code"] == first
    assert len(shop.owner.get("/admin/v1/live-codes").json()["items"]) == 1


@pytest.mark.parametrize("day", ["2026-02-31", "0000-00-00", "2026-11-21%0A"])
def test_visits_of_a_day_that_is_none_are_not_nothing(shop: Shop, day: str) -> None:
    """A slip of the keyboard is a typed 400, not a day on which nobody came."""
    code = shop.live_code()["code"]
    assert shop.owner.get(f"/admin/v1/live-codes/{code}/visits?day={day}").code == "InvalidQuery"


def test_visits_count_by_shanghai_day(shop: Shop) -> None:
    """A scan at 23:59 Shanghai belongs to that day, not to UTC's."""
    code = shop.live_code()
    shop.stack.http.get(f"/c/demo-{code['code']}")
    shop.stack.clock.advance(14 * 3600)
    shop.owner = shop.stack.operator()
    shop.stack.http.get(f"/c/demo-{code['code']}")
    shop.stack.drain.count()
    days = [
        shop.owner.get(f"/admin/v1/live-codes/{code['code']}/visits?day={day}").json()["visits"]
        for day in ("2026-11-21", "2026-11-22", "2026-11-23")
    ]
    assert days == [1, 1, 0]
    assert shop.visits(code) == 1
