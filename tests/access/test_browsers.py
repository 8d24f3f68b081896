"""Signing in with a browser: to WeCom and back, and what its cookie is good for."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from chalicelib.core.config import config
from chalicelib.core.http import browsers, crowds
from chalicelib.core.room import Function
from tests.support import make
from tests.support.browser import LINK, OURS, PC, PHONE, Browser, page
from tests.support.stack import Stack

ME = "/admin/v1/me"
PAGES = Path(__file__).resolve().parents[2] / "chalicelib" / "access" / "pages"


@pytest.mark.parametrize("agent", [PC, PHONE], ids=["on a PC", "inside WeCom"])
def test_a_browser_signs_in_by_wecom_and_is_led_on(stack: Stack, agent: str) -> None:
    """By a code that is scanned, or as whoever's phone it is; the state cookie is gone afterwards."""
    browser = Browser(stack, agent)
    answer = browser.sign_in(following="/console/members?tag=x")
    assert (answer.status, answer.headers["location"]) == (302, "/console/members?tag=x")
    assert [*browser.cookies] == ["siyu"]
    assert browser.ask(ME).json()["userid"] == "zhangwei"
    assert browser.ask("/console").status == 200


def test_the_session_is_a_cookie_that_no_script_reads(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """HttpOnly and Lax; where there is TLS also Secure, under a name that only this very host may set."""
    cookie, used = Browser(stack).sign_in().cookies
    assert re.fullmatch(r"siyu=[\w.-]+; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax", cookie)
    assert "Max-Age=0" in used
    cloud = msgspec.structs.replace(config(), stage="prod", public_url="https://q.example.com")
    monkeypatch.setattr(browsers, "config", lambda: cloud)
    cookie = browsers.kept("siyu", "x", timedelta(days=1))
    assert cookie == "__Host-siyu=x; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax"
    assert browsers.cookie({"cookie": "siyu=a; __Host-siyu=b"}, "siyu") == "b"


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(stack: Stack) -> None:
    """By a link that somebody else made, by a forged state, by a used one, and after ten minutes: a page says so."""
    mine, others = Browser(stack), Browser(stack)
    back = mine.at_wecom(mine.begin())
    for path in (back, re.sub("state=[0-9a-f]+", "state=0", back)):
        answer = others.follow(path)
        assert answer.status == 403 and "重新登录" in answer.body.decode() and "siyu" not in others.cookies
        others.begin()
    assert mine.follow(back).status == 302
    assert mine.follow(back).status == 403
    late = Browser(stack)
    back = late.at_wecom(late.begin())
    stack.clock.advance(601)
    assert late.follow(back).status == 403


def test_what_came_back_wrong_is_worth_nothing_a_second_time(stack: Stack) -> None:
    """The state goes with its first use, good or not."""
    browser = Browser(stack)
    back = browser.at_wecom(browser.begin())
    assert browser.follow(re.sub("code=[^&]+", "code=" + "x" * 40, back)).status == 401
    assert browser.follow(back).status == 403


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/consolex",
        "/admin/v1/me",
        "/console\nx",
        "",
        "/sidebar",
    ],
)
def test_nobody_is_led_out_of_our_pages(stack: Stack, following: str) -> None:
    """What is no page of ours is refused before anybody goes to WeCom."""
    answer = Browser(stack).follow(f"/admin/v1/sign-in?corp=demo&next={following}".replace("\n", "%0a"))
    assert answer.status == 400 and "location" not in answer.headers and "siyu-sign-in" not in answer.cookies


def test_a_link_to_no_corp_is_not_offered_again(stack: Stack) -> None:
    """It would lead to the same page: whoever has it is told to ask an owner for the whole one."""
    answer = Browser(stack).follow("/admin/v1/sign-in?corp=nobody")
    text = answer.body.decode()
    assert answer.status == 404 and "向企业所有者重新索取" in text and "重新登录" not in text


def test_whoever_has_no_role_learns_whom_to_ask(stack: Stack) -> None:
    """The owners by their names, in both languages; they get no session."""
    make.operator(stack)
    stack.clock.advance(6)
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    browser = Browser(stack)
    answer = browser.sign_in("liming")
    text = answer.body.decode()
    assert answer.status == 403 and "zhangwei" in text and "请联系企业所有者开通" in text and "Ask an owner" in text
    assert "siyu" not in browser.cookies


def test_wecom_being_away_is_told_with_a_way_to_try_again(stack: Stack) -> None:
    """A page for a person: what is wrong, and the same way once more."""
    browser = Browser(stack)
    back = browser.at_wecom(browser.begin(following="/till"))
    stack.platform.fault(kind="http_500", api="auth/getuserinfo", n=20)
    answer = browser.follow(back)
    text = answer.body.decode()
    assert answer.status in (502, 503) and "企业微信暂时没有响应" in text
    assert "/admin/v1/sign-in?corp=demo&amp;next=%2Ftill" in text


def test_without_a_corp_the_last_session_says_which(stack: Stack) -> None:
    """In a stack of several: over or not, it is remembered; somebody new opens the link of their corp."""
    browser = Browser(stack)
    answer = browser.follow("/admin/v1/sign-in")
    assert answer.status == 400 and "登录链接" in answer.body.decode()
    browser.sign_in(corp="rival")
    stack.clock.advance(9 * 3600)
    assert browser.ask(ME).code == "SessionExpired"
    assert "appid=wwrival000000002" in browser.follow("/admin/v1/sign-in").headers["location"]


FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "", "origin": "https://evil.example"},
    {"sec-fetch-site": ""},
    {"x-siyu-console": ""},
    {"sec-fetch-site": "", "origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_changes_nothing_with_our_cookie(stack: Stack, headers: dict[str, str]) -> None:
    """Without the header that no form can set, or from another origin by what the browser says: 403."""
    browser = Browser(stack)
    browser.sign_in()
    answer = browser.ask("/admin/v1/sessions", "DELETE", **headers)
    assert (answer.status, answer.code) == (403, "ForeignPage")
    assert browser.ask(ME).status == 200


def test_our_own_page_is_told_by_its_origin_where_the_browser_says_no_more(stack: Stack) -> None:
    """An older browser names the origin alone; and a body is JSON or nothing."""
    browser = Browser(stack)
    browser.sign_in()
    old = {"sec-fetch-site": "", "origin": config().public_url}
    body = {"name": "来源", "tags": ["门店"]}
    assert browser.ask("/admin/v1/tag-groups", "POST", body, **old).status == 201
    for kind in ("", "text/plain", "application/x-www-form-urlencoded"):
        answer = browser.ask("/admin/v1/tag-groups", "POST", body, kind)
        assert answer.code == "UnsupportedMediaType"


def test_a_foreign_page_reads_nothing_with_our_cookie(stack: Stack) -> None:
    """Not by script; a link that a person follows is theirs, and no answer ever allows credentials."""
    browser = Browser(stack)
    browser.sign_in()
    for headers in (
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "", "origin": "https://x.example"},
    ):
        assert browser.ask(ME, **headers).code == "ForeignPage"
    assert browser.ask(ME, **LINK).status == 200
    assert all("credentials" not in name for name in browser.ask(ME).headers)


def test_a_bearer_token_is_asked_first_and_needs_no_page(stack: Stack) -> None:
    """Machines are as they were; a cookie beside it counts nothing."""
    browser = Browser(stack)
    browser.sign_in()
    token, foreign = browser.cookies["siyu"], dict.fromkeys(OURS, "")
    assert stack.http.as_(token).put("/admin/v1/operators/liming", {"role": "viewer"}).status == 200
    assert browser.ask(ME, authorization="Bearer forged", **foreign).code == "Unauthenticated"
    assert browser.ask(ME, authorization=f"Bearer {token}", **foreign).status == 200


def test_signing_out_takes_the_cookie_and_ends_the_session(stack: Stack) -> None:
    """Whoever kept a copy of it has nothing."""
    browser = Browser(stack)
    browser.sign_in()
    copy = browser.cookies["siyu"]
    assert browser.ask("/admin/v1/sessions", "DELETE").json() == {"ended": "this"}
    assert browser.cookies == {}
    assert stack.http.as_(copy).get(ME).code == "SessionExpired"


def test_a_flood_of_beginnings_keeps_no_owner_out_and_writes_nothing(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its turns an address waits; whoever was here before does not, also when that session is over."""
    known = Browser(stack)
    known.sign_in()
    stack.clock.advance(9 * 3600)
    settings = msgspec.structs.replace(config(), function=Function.API, address_rate=3)
    monkeypatch.setattr(crowds, "config", lambda: settings)
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    statuses = [Browser(stack).follow("/admin/v1/sign-in?corp=demo").status for _ in range(5)]
    assert statuses == [302] * 3 + [429] * 2
    assert known.sign_in().status == 302


def test_the_pages_hold_nothing_inline(stack: Stack) -> None:
    """Their policy allows no inline style or script, and they have none; a file's name changes with its text."""
    answer = Browser(stack).ask("/console")
    text, policy = answer.body.decode(), answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "style-src 'self'" in policy and "frame-ancestors 'none'" in policy
    for file in PAGES.glob("*.html"):
        assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)", file.read_text()), file.name
    for name in re.findall(r"/console/assets/[\w.-]+", text):
        kept = stack.http.get(name)
        assert kept.status == 200 and "immutable" in kept.headers["cache-control"], name
    assert stack.http.get("/console/assets/room.css").status == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("appid=ww", "appid=xx"), "appid"),
        (("agentid=1000002", "agentid=1"), "agentid"),
        (("localhost%3A8080", "localhost%3A8081"), "redirect_uri"),
    ],
)
@pytest.mark.parametrize("agent", [PC, PHONE])
def test_wecom_goes_on_with_nothing_that_is_not_the_apps(
    stack: Stack, agent: str, change: tuple[str, str], said: str
) -> None:
    """Another corp, another app, a domain that is not trusted: its page says which."""
    status, text = page(Browser(stack, agent).begin().replace(*change))
    assert status == 403 and said in text


def test_wecom_lets_nobody_in_whom_the_app_may_not_see(stack: Stack) -> None:
    """Outside of the visible range, or without an active account; a code on the screen is good for five minutes."""
    browser = Browser(stack)
    url = browser.begin()
    key = re.findall(r'name="key" value="(\w+)"', page(url)[1])[0]
    form = page(url.split("/wwlogin/")[0] + "/wwlogin/sso/scan", {"key": key, "userid": "nobody"})
    assert form[0] == 403
    stack.platform.staff("change", "liming", visible=False)
    assert "可见范围" in page(url.split("/wwlogin/")[0] + "/wwlogin/sso/scan", {"key": key, "userid": "liming"})[1]
    stack.clock.advance(301)
    assert "失效" in page(url.split("/wwlogin/")[0] + "/wwlogin/sso/scan", {"key": key, "userid": "zhangwei"})[1]
