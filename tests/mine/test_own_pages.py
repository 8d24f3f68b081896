"""A customer's own pages: what they hold, for whom, and what is pressed there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from chalicelib.core import instance
from tests.support import make
from tests.support.browser import PC, Browser
from tests.support.http import Answer
from tests.support.make import Member, Order
from tests.support.reader import WECHAT, Reader
from tests.support.scanned import scanned
from tests.support.stack import Stack

PAGES = ("coupons", "orders", "settings")
FORM = "application/x-www-form-urlencoded"
# What a browser says of a form of our own page: no script runs, so no header of ours comes along.
SENT = {"x-siyu-console": "", "sec-fetch-mode": "navigate"}


@pytest.fixture
def member(stack: Stack) -> Member:
    return make.member(stack, "欧阳小红")


@pytest.fixture
def reader(stack: Stack, member: Member) -> Reader:
    found = Reader(stack, member.customer)
    assert found.arrive(following="/m/demo-coupons").headers["location"] == "/m/demo-coupons"
    return found


def _page(reader: Browser, name: str) -> str:
    answer = reader.follow(f"/m/demo-{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.body
    return answer.body.decode()


def _mark(page: str) -> str:
    return str(re.findall(r'name="mark" value="([0-9a-f]+)"', page)[0])


def _press(reader: Browser, name: str, fields: dict[str, str], **headers: str) -> Answer:
    return reader.ask(f"/m/demo-{name}", "POST", urlencode(fields), FORM, **{**SENT, **headers})


def _pays(stack: Stack, order: Order) -> None:
    stack.pay.pay(make.payment(stack, order).id)
    stack.work_off()


# ---- what stands there


def test_the_wallet_tells_worth_threshold_end_and_state(stack: Stack, member: Member, reader: Reader) -> None:
    """What can be used comes first; what is used up says so in words."""
    make.redemption(stack, make.coupon(stack, member=member))
    good = make.coupon(stack, make.coupon_template(stack, name="老客券", usage="限工作日"), member)
    page = _page(reader, "coupons")
    for said in ("¥20", "满 ¥100 可用", "前有效", "已核销", "门店与小程序通用"):
        assert said in page
    assert page.index("老客券") < page.index("已核销") and f"/m/demo-coupon.{good.id}" in page


def test_a_coupon_shows_its_code_as_a_picture_and_in_signs(stack: Stack, member: Member, reader: Reader) -> None:
    """By fours for the eye, sign by sign for a screen reader; used up it shows no code any more."""
    coupon = make.coupon(stack, make.coupon_template(stack, usage="限工作日"), member)
    page, signs = _page(reader, f"coupon.{coupon.id}"), coupon.id.upper()
    # Without a size of its own, so that it fills the screen's width.
    assert re.search(r"<svg[^>]* viewBox=", page) and not re.search(r"<svg[^>]* width=[^>]*viewBox", page)
    assert f"<span>{signs[:4]}</span><span>{signs[4:8]}</span>" in page
    assert f"券码，逐个念：{' '.join(signs[:4])}，" in page and "限工作日" in page
    make.redemption(stack, coupon)
    page = _page(reader, f"coupon.{coupon.id}")
    assert "已核销" in page and "<svg" not in page and signs[4:8] not in page and "<script" not in page


def test_an_expired_coupon_says_so(stack: Stack, member: Member, reader: Reader) -> None:
    """After its days, on the list and on its own page."""
    coupon = make.coupon(stack, make.coupon_template(stack, valid_days=1), member)
    assert "明天到期" in _page(reader, "coupons")
    stack.clock.advance(86_401)
    reader.arrive(following="/m/demo-coupons")
    assert "已过期" in _page(reader, "coupons") and "已过期" in _page(reader, f"coupon.{coupon.id}")


def test_an_order_is_followed_from_placing_to_the_refund(stack: Stack, member: Member, reader: Reader) -> None:
    """What was paid, that it can be fetched, and what came back."""
    order = make.shop_order(stack, member=member)
    page = _page(reader, "orders")
    assert "待支付" in page and f"/m/demo-order.{order.id}" in page
    page = _page(reader, f"order.{order.id}")
    assert "请在" in page and "</time> 前支付" in page and "确认取消" in page and "任意门店" in page
    _pays(stack, order)
    page = _page(reader, f"order.{order.id}")
    assert "可提货" in page and "实付" in page and "确认取消" not in page
    refund = {"amount": 100, "reason": "少发一件"}
    assert make.session(stack).post(f"/admin/v1/orders/{order.id}/refunds", refund).status == 201
    assert "退款中" in _page(reader, f"order.{order.id}") and "退款中 ¥1" in _page(reader, "orders")


def test_an_order_to_fetch_shows_what_the_till_scans(stack: Stack, member: Member, reader: Reader) -> None:
    """Its number as a picture, as bright as a coupon's and on a ground of any colour; six signs to be read out; handed
    out, neither.
    """
    order = make.shop_order(stack, member=member)
    coupon = make.coupon(stack, member=member)
    assert "<svg" not in _page(reader, f"order.{order.id}")
    _pays(stack, order)
    page = _page(reader, f"order.{order.id}")
    drawn = [re.findall(r"<svg.*?</svg>", one, re.DOTALL)[0] for one in (page, _page(reader, f"coupon.{coupon.id}"))]
    for around in (255, 40):
        assert [scanned(one, around=around) for one in drawn] == [order.id, coupon.id.upper()]
    assert f"<span>{order.id[-6:]}</span>" in page and 'data-state="ready"' in page
    clerk = make.operator(stack, "store_staff")
    found = clerk.get(f"/staff/v1/pickups?q={scanned(drawn[0])}").json()["items"]
    assert [one["order_id"] for one in found] == [order.id]
    assert clerk.post("/staff/v1/pickups", {"order_id": order.id}).status in (200, 201)
    page = _page(reader, f"order.{order.id}")
    assert "已提货" in page and "<svg" not in page and "<script" not in page


def test_an_unpaid_order_says_where_it_is_paid(stack: Stack, member: Member, reader: Reader) -> None:
    """In the mini-program, by its link where the brand has one; too late, that there is nothing to do."""
    order = make.shop_order(stack, member=member)
    page = _page(reader, f"order.{order.id}")
    assert "这个网页不能收款" in page and "在微信里搜小程序" in page and "去小程序支付" not in page
    owner = make.session(stack)
    looks = {"name": "溪雨", "mini_program_link": "weixin://dl/business/?t=x", "revision": 0}
    assert owner.put("/admin/v1/brand", looks).status == 200
    instance.forget()
    page = _page(reader, f"order.{order.id}")
    assert "支付在“溪雨”小程序里" in page and 'href="weixin://dl/business/?t=x">去小程序支付' in page
    stack.clock.advance(15 * 60 + 1)
    page = _page(reader, f"order.{order.id}")
    assert "支付时间已过" in page and "去小程序支付" not in page and "前支付" not in page


def test_a_long_list_goes_on_and_only_for_whom_it_was_begun(stack: Stack, member: Member, reader: Reader) -> None:
    """Twenty on a page; another member who has the link sees the beginning of their own."""
    many = make.coupon_template(stack, per_member=20, name="多张")
    for _ in range(20):
        make.coupon(stack, many, member)
    make.coupon(stack, make.coupon_template(stack, name="后来的券"), member)
    page = _page(reader, "coupons")
    (more,) = re.findall(r'href="(/m/demo-coupons\?after=[^"]+)"', page)
    assert reader.follow(more).body.decode().count('class="item') == 1
    other = Reader(stack, make.member(stack, "小明").customer)
    other.arrive(following="/m/demo-coupons")
    page = other.follow(more).body.decode()
    assert "您还没有券" in page and "多张" not in page


@pytest.mark.parametrize("name", PAGES)
def test_brand_adviser_and_store_stand_on_each(stack: Stack, reader: Reader, name: str) -> None:
    """As on every other page that customers see."""
    owner = make.session(stack)
    owner.post("/admin/v1/staff-reconciles")
    stack.work_off()
    assert owner.put("/admin/v1/brand", {"name": "清茗茶业", "colour": "#ffe600", "revision": 0}).status == 200
    instance.forget()
    page = _page(reader, name)
    assert "清茗茶业" in page and "顾问 " in page and "#ffe600" in page and "顾问 liming" in page


# ---- for whom


@pytest.mark.parametrize("name", [*PAGES, "coupon.3k9q2m7v5x8zabcd", "order.01KAJ6T0003V0Q8N2B7M4T6Y9R"])
def test_who_is_not_signed_in_is_shown_the_way_in(stack: Stack, name: str) -> None:
    """401, kindly, and back to that very page; it tells nothing of what there is."""
    answer = Reader(stack, stack.platform.customer("路人")).follow(f"/m/demo-{name}")
    page = answer.body.decode()
    assert answer.status == 401 and "登录后查看" in page
    assert f'href="/mini/v1/sign-in?corp=demo&amp;next=/m/demo-{name}"' in page


def test_a_session_that_is_over_leads_in_and_back_to_the_same_page(
    stack: Stack, member: Member, reader: Reader
) -> None:
    """Two hours without a word."""
    coupon = make.coupon(stack, member=member)
    stack.clock.advance(7201)
    answer = reader.follow(f"/m/demo-coupon.{coupon.id}")
    assert answer.status == 401 and "登录已到期" in answer.body.decode()
    (way,) = re.findall(r'href="(/mini/v1/sign-in[^"]+)"', answer.body.decode())
    following = parse_qs(urlsplit(way.replace("&amp;", "&")).query)["next"][0]
    assert reader.arrive(following=following).headers["location"] == f"/m/demo-coupon.{coupon.id}"
    assert "<svg" in _page(reader, f"coupon.{coupon.id}")


def test_outside_of_wechat_it_says_to_open_it_there(stack: Stack) -> None:
    """With the address to take along, and no sign-in that WeChat would refuse."""
    answer = Browser(stack, PC).follow("/m/demo-coupons")
    page = answer.body.decode()
    assert answer.status == 401 and "请在微信中打开本页" in page and "sign-in" not in page
    assert "http://localhost:8080/m/demo-coupons" in page


def test_who_looks_for_an_hour_stays_signed_in(stack: Stack, reader: Reader) -> None:
    """The page renews the cookie by itself, without a script, and no later than twelve hours after the sign-in."""
    for _ in range(10):
        stack.clock.advance(4000)
        assert _page(reader, "settings")
    stack.clock.advance(3300)
    assert reader.follow("/m/demo-settings").status == 401


@pytest.mark.parametrize("thing", ["coupon", "order"])
def test_anothers_is_not_there_exactly_as_what_does_not_exist(stack: Stack, reader: Reader, thing: str) -> None:
    """404, and not one byte tells them apart."""
    other = make.member(stack, "小明")
    theirs = make.coupon(stack, member=other).id if thing == "coupon" else make.shop_order(stack, member=other).id
    known, unknown = (reader.follow(f"/m/demo-{thing}.{of}") for of in (theirs, theirs[:-4] + "0000"))
    assert known.status == unknown.status == 404
    assert (known.body, known.headers) == (unknown.body, unknown.headers)
    assert "没有找到" in known.body.decode()


def test_who_is_signed_in_at_another_brand_is_led_in_there(stack: Stack, reader: Reader) -> None:
    """One phone, two brands: its session at one shows nothing of the other."""
    answer = reader.follow("/m/rival-coupons")
    assert answer.status == 401 and "corp=rival" in answer.body.decode()
    assert reader.follow("/m/nobody-coupons").status == 404


NO_PAGES = ["", "demo", "demo-", "demo-x", "demo-coupon", "demo-coupons.1", "demo-order.a/b", "x"]


@pytest.mark.parametrize("entry", NO_PAGES)
def test_what_is_no_page_is_kindly_not_found(reader: Reader, entry: str) -> None:
    """A page in both languages, with nothing of what was asked in it."""
    answer = reader.follow(f"/m/{entry}")
    assert answer.status in (401, 404) and ("没有找到" in answer.body.decode() or "登录" in answer.body.decode())


def test_who_is_no_member_any_more_is_told(stack: Stack) -> None:
    """A session of whom nothing is known."""
    nobody = make.member_session(stack, "m-nobody")
    answer = nobody.get("/m/demo-coupons")
    assert answer.status == 403 and "请先添加门店员工" in answer.body.decode()


# ---- how they come


def test_pages_are_never_stored_light_and_run_nothing_that_their_policy_does_not_name(
    stack: Stack, member: Member, reader: Reader
) -> None:
    """No inline style, no handler, forms to ourselves alone."""
    coupon = make.coupon(stack, make.coupon_template(stack, name="<script>alert(1)</script>"), member)
    for name in (*PAGES, f"coupon.{coupon.id}"):
        answer = reader.follow(f"/m/demo-{name}")
        page, policy = answer.body.decode(), answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store" and len(gzip.compress(answer.body)) <= 25_000
        assert "form-action 'self'" in policy and "unsafe" not in policy
        inline = re.findall(r"<(style|script)>(.*?)</\1>", page, re.DOTALL)
        assert inline and all(_hash(text) in policy for _, text in inline)
        assert not re.search(r"\sstyle=|\son\w+=|<script>alert", page)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# ---- what is pressed


def test_all_posts_are_stopped_and_taken_again_without_any_script(stack: Stack, member: Member, reader: Reader) -> None:
    """A form, the verb of the mini-program, and the page again."""
    for wanted, said in (("false", "已停止接收"), ("true", "现在会收到")):
        mark = _mark(_page(reader, "settings"))
        answer = _press(reader, "settings", {"mark": mark, "act": "prefer", "accepts_posts": wanted})
        assert (answer.status, answer.headers["location"]) == (303, "/m/demo-settings")
        assert said in _page(reader, "settings")
        assert member.http.get("/mini/v1/preferences").json() == {"accept_posts": wanted == "true"}


def test_who_is_reached_by_nobody_does_not_read_that_they_are(stack: Stack, member: Member, reader: Reader) -> None:
    """Blocked by an operator, or nobody's friend any more: the page says so and why; what they want stays theirs."""
    owner = make.session(stack)
    blocks = {"blocked": True, "reason": "投诉"}
    assert owner.put(f"/admin/v1/members/{member.id}/block", blocks).status == 200
    page = _page(reader, "settings")
    assert "现在收不到" in page and "请联系门店或顾问" in page and "全部停止接收" in page
    assert owner.put(f"/admin/v1/members/{member.id}/block", {"blocked": False, "reason": ""}).status == 200
    assert "现在会收到" in _page(reader, "settings")
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    page = _page(reader, "settings")
    assert "现在收不到" in page and "您现在没有顾问好友" in page and "现在会收到" not in page


def test_an_unpaid_order_is_cancelled_once(stack: Stack, member: Member, reader: Reader) -> None:
    """Pressed twice it is cancelled; of one that was paid meanwhile the page says how it stands."""
    order, paid = make.shop_order(stack, member=member), make.shop_order(stack, member=member)
    mark = _mark(_page(reader, f"order.{order.id}"))
    for _ in range(2):
        answer = _press(reader, f"order.{order.id}", {"mark": mark, "act": "cancel"})
        assert (answer.status, answer.headers["location"]) == (303, f"/m/demo-order.{order.id}")
    assert "已取消" in _page(reader, f"order.{order.id}")
    _pays(stack, paid)
    assert _press(reader, f"order.{paid.id}", {"mark": mark, "act": "cancel"}).status == 303
    assert "可提货" in _page(reader, f"order.{paid.id}")


def test_an_unpaid_place_in_a_team_is_given_back(stack: Stack, member: Member, reader: Reader) -> None:
    """As by the mini-program: whoever cancels leaves the team."""
    team = make.team(stack, make.activity(stack), member)
    mark = _mark(_page(reader, f"order.{team.order.id}"))
    assert _press(reader, f"order.{team.order.id}", {"mark": mark, "act": "cancel"}).status == 303
    page = _page(reader, f"order.{team.order.id}")
    assert "已取消" in page and f"/g/demo-{team.id}" in page


def test_anothers_order_cannot_be_cancelled(stack: Stack, reader: Reader) -> None:
    """Not found, as if it were none."""
    theirs = make.shop_order(stack, member=make.member(stack, "小明"))
    mark = _mark(_page(reader, "settings"))
    assert _press(reader, f"order.{theirs.id}", {"mark": mark, "act": "cancel"}).status == 404


def test_signing_out_shows_the_way_in(stack: Stack, reader: Reader) -> None:
    """And whoever copied the cookie is out too."""
    copied = reader.cookies["siyu-customer"]
    answer = _press(reader, "settings", {"mark": _mark(_page(reader, "settings")), "act": "sign_out"})
    assert answer.status == 303 and reader.cookies == {}
    assert reader.follow(answer.headers["location"]).status == 401
    assert stack.http.as_(copied).get("/mini/v1/me").code == "SessionExpired"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": {"mark": ""}},
        {"fields": {"mark": "0" * 32}},
        {"fields": {"mark": "é"}},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
    ],
    ids=str,
)
def test_a_form_of_a_page_elsewhere_does_nothing(
    stack: Stack, member: Member, reader: Reader, wrong: dict[str, Any]
) -> None:
    """Without the mark of this very session, or from another origin: refused, and nothing has changed."""
    headers = {name: value for name, value in wrong.items() if name != "fields"}
    fields = {"mark": _mark(_page(reader, "settings")), "act": "prefer", "accepts_posts": "false"}
    answer = _press(reader, "settings", {**fields, **wrong.get("fields", {})}, **headers)
    assert answer.status == 403 and "没有提交成功" in answer.body.decode()
    assert member.http.get("/mini/v1/preferences").json() == {"accept_posts": True}


def test_a_mark_is_of_one_session(stack: Stack, member: Member, reader: Reader) -> None:
    """Another's page, and another sign-in of the same member, have others; a renewal keeps it."""
    mine = _mark(_page(reader, "settings"))
    again = Reader(stack, member.customer)
    again.arrive(following="/m/demo-settings")
    assert _press(again, "settings", {"mark": mine, "act": "prefer", "accepts_posts": "false"}).status == 403
    stack.clock.advance(3700)
    assert reader.follow("/m/demo-settings").cookies
    assert _press(reader, "settings", {"mark": mine, "act": "prefer", "accepts_posts": "false"}).status == 303


@pytest.mark.parametrize(
    ("name", "body", "kind", "status"),
    [
        ("settings", "act=nothing", FORM, 400),
        ("settings", "act=prefer&accepts_posts=maybe", FORM, 400),
        ("settings", "act=prefer&accepts_posts=null", FORM, 400),
        ("settings", "act=prefer&accepts_posts=", FORM, 400),
        ("settings", "\xff", FORM, 400),
        ("settings", "&".join(f"f{number}=1" for number in range(30)), FORM, 400),
        ("settings", '{"act": "prefer"}', "application/json", 415),
        ("coupons", "act=prefer", FORM, 404),
        ("settings", "act=cancel", FORM, 404),
    ],
)
def test_what_is_no_form_of_ours_is_refused(reader: Reader, name: str, body: str, kind: str, status: int) -> None:
    """On a page, whatever came."""
    sent = f"mark={_mark(_page(reader, 'settings'))}&{body}" if kind == FORM else body
    answer = reader.ask(f"/m/demo-{name}", "POST", sent, kind, **SENT)
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")


def test_who_said_no_to_posts_is_not_taken_back_by_a_form_that_says_nothing(member: Member, reader: Reader) -> None:
    """Such as one whose button some browser left out."""
    mark = _mark(_page(reader, "settings"))
    assert _press(reader, "settings", {"mark": mark, "act": "prefer", "accepts_posts": "false"}).status == 303
    assert _press(reader, "settings", {"mark": mark, "act": "prefer"}).status == 400
    assert member.http.get("/mini/v1/preferences").json() == {"accept_posts": False}


def test_a_form_of_whoever_is_signed_out_leads_in_and_back(stack: Stack, reader: Reader) -> None:
    """To the page that they were at."""
    mark = _mark(_page(reader, "settings"))
    stack.clock.advance(7201)
    answer = _press(reader, "settings", {"mark": mark, "act": "prefer"})
    assert answer.status == 401 and "next=/m/demo-settings" in answer.body.decode()


def test_in_wechat_is_what_the_reader_is() -> None:
    """The negative control of who is led in."""
    from chalicelib.core.http.visitors import is_wechat

    assert is_wechat(WECHAT) and not is_wechat(PC)
