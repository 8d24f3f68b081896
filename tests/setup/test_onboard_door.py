"""Who comes to the wizard and how: other cookies, other tabs, platforms that never end, and odd values."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.setup import asking
from chalicelib.setup.asking import Asked
from chalicelib.setup.shapes import Found
from chalicelib.setup.states import Check
from infra import onboard
from infra.onboarding import trying
from infra.onboarding.server import Page
from tests.setup.desk import Browser, browsing
from tests.setup.test_onboard import APP, CALLBACK, COMPANY, SETTINGS, filled, written
from tests.support.stack import Stack


@pytest.fixture
def browser(stack: Stack) -> Iterator[Browser]:
    with browsing(stack) as browser:
        yield browser


def chosen(browser: Browser) -> None:
    browser.open()
    browser.send("/choose", new="brand")
    browser.send("/company", **COMPANY)


@pytest.mark.parametrize("foreign", ['prefs={"theme":"dark"}', "a[0]=1; b", "x=,;==", "é=ü"])
def test_a_cookie_of_another_server_of_this_machine_hides_ours_not(browser: Browser, foreign: str) -> None:
    """All ports of 127.0.0.1 share a browser's cookies, and some hold what no parser takes."""
    browser.open()
    browser.cookie = f"{foreign}; {browser.cookie}"
    assert browser.get("/").status == 200
    browser.cookie = f"{browser.cookie}; more={{1}}"
    assert browser.get("/").status == 200


def test_the_address_opens_again_until_the_cookie_came(browser: Browser) -> None:
    """A browser that drops the first cookie, or loads twice, is not locked out; another one is."""
    where = f"/?token={browser.wizard.token}"
    mine = {"User-Agent": "Firefox", "Accept-Language": "zh-CN"}
    first = browser.ask("GET", where, headers=mine).headers["Set-Cookie"].partition(";")[0]
    assert browser.ask("GET", where, headers={"User-Agent": "curl"}).status == 403
    second = browser.ask("GET", where, headers=mine).headers["Set-Cookie"].partition(";")[0]
    browser.cookie = first
    assert browser.ask("GET", "/").status == 403, "the last one alone is a session"
    browser.cookie = second
    assert browser.ask("GET", "/", headers=mine).status == 200
    browser.cookie = ""
    assert browser.ask("GET", where, headers=mine).status == 403


def test_an_answer_that_never_ends_is_none(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """All checks of a page have one patience, the other pages answer meanwhile, and no thread keeps the process."""
    monkeypatch.setattr(trying, "PATIENCE", 1.0)
    chosen(browser)
    asked, over = threading.Event(), threading.Event()
    before = set(threading.enumerate())

    def drips(check: Check, given: Asked) -> Found:
        asked.set()
        over.wait(20)
        raise AssertionError

    monkeypatch.setattr(asking, "ask", drips)
    answers: list[Any] = []
    sending = threading.Thread(target=lambda: answers.append(browser.send("/app", **APP)), daemon=True)
    sending.start()
    assert asked.wait(5)
    other = Browser(browser.wizard, browser.cloud, [0.0])
    other.cookie = browser.cookie
    assert other.get("/company").status == 200 and not answers, "nobody waits for the platforms"
    waiting = set(threading.enumerate()) - before
    assert waiting and all(thread.daemon for thread in waiting)
    sending.join(8)
    over.set()
    assert answers and "没有及时应答" in answers[0].text


def test_a_body_that_never_comes_is_not_waited_for() -> None:
    """A request has a time, as its thread and what it holds are kept for so long."""
    assert Page.timeout and Page.timeout <= 30


def test_the_platforms_have_ten_seconds_in_all() -> None:
    """Longer waits nobody before a page."""
    assert trying.PATIENCE == 10


def test_a_form_of_another_corps_tab_is_refused(browser: Browser) -> None:
    """Its values are of another corp; it says which one the wizard is at."""
    chosen(browser)
    here = {"Origin": browser.wizard.origin, "Content-Type": "application/x-www-form-urlencoded"}
    old = f"form={browser.wizard.form_token}&corp=brand&agent_id=1&agent_secret=x"
    assert 'name="corp" value="brand"' in browser.get("/app").text
    browser.get("/choose")
    browser.send("/choose", new="rival")
    answer = browser.ask("POST", "/app", old, here)
    assert answer.status == 409 and "「rival」" in answer.text
    assert "已填写" not in browser.get("/app").text
    stale = f"form={browser.wizard.form_token}&corp=&new=other"
    assert browser.ask("POST", "/choose", stale, here).status == 409
    assert browser.wizard.desk.key == "rival"


@pytest.mark.parametrize(
    ("page", "field", "value"),
    [
        ("company", "corp_id", "ww12\u200b3456"),
        ("company", "corp_id", "ww12 3456"),
        ("company", "corp_id", "1000002"),
        ("company", "name", "溪雨\u202e茶"),
        ("app", "agent_id", "第一个应用"),
        ("app", "agent_id", "１００００２"),
        ("app", "owners", "张伟（店长）"),
        ("app", "owners", "zhang\u200bwei"),
        ("app", "agent_secret", "Ａ" * 43),
        ("callback", "callback_token", "Ａ１２"),
        ("contacts", "contacts_secret", "abc\u200b"),
        ("domain", "file_name", "robots.txt"),
        ("domain", "file_content", "<!doctype html>\nline"),
        ("wechat", "mini_secret", "ab\u3000c"),
        ("pay", "pay.apiv3_key", "x" * 31 + "\u200b"),
    ],
)
def test_what_only_looks_right_is_refused_at_its_field(browser: Browser, page: str, field: str, value: str) -> None:
    """What cannot be seen, what is of another width, and what is no such thing."""
    browser.open()
    browser.send("/choose", new="brand")
    whole = {
        "company": COMPANY,
        "app": APP,
        "domain": {"file_name": "WW_verify_A1.txt", "file_content": "proof"},
        "callback": CALLBACK,
        "wechat": {"mini_appid": "wx1", "mini_secret": "x"},
    }.get(page, {})
    answer = browser.send(f"/{page}", **{**whole, field.replace(".", "__"): value})
    assert answer.status == 422
    assert f'aria-invalid="true" aria-describedby="{field}-said"' in answer.text


def test_an_owner_whom_the_app_does_not_see_is_asked_about(browser: Browser) -> None:
    """A name in the place of a userid: nobody could sign in, and it was green."""
    chosen(browser)
    assert browser.send("/app", **{**APP, "owners": "liming、lisi9"}).status == 200
    browser.send("/callback", **CALLBACK)
    assert "所有者里的第 2 个账号" in browser.get("/review").text
    assert browser.send("/write", sure="yes").status == 422
    browser.send("/app", owners="liming")
    assert "所有者里的第" not in browser.get("/review").text
    browser.send("/write", sure="yes")
    assert written(browser).owners == {"liming"}


def test_whom_nobody_can_look_up_is_not_asked_about(browser: Browser, stack: Stack) -> None:
    """Where this machine's address is not trusted nothing is told of anybody."""
    stack.sandbox.world.state.corps[SETTINGS["corp_id"]].trusted_ips = ["10.0.0.1"]
    assert "所有者里的第" not in filled(browser).text


def test_a_list_of_wechats_names_this_machine_which_nobody_shall_enter(browser: Browser, stack: Stack) -> None:
    """40164, as 60020 does: the stack has another address, and asks by itself once it is written."""
    stack.platform.fault(kind="permanent", api="cgi-bin/stable_token", errcode=40164)
    review = filled(browser)
    assert "40164" in review.text and "不用填它" in review.text and "加入" not in review.text
    assert "从系统自己的地址再测" in review.text


def test_an_import_that_does_not_begin_is_begun_by_a_button(browser: Browser) -> None:
    """What is written stays said, and the files too."""
    filled(browser)
    browser.cloud.does_begin = False
    done = browser.send("/write", sure="yes")
    assert done.status == 200 and "密钥都已写入，但导入原有客户没有开始（AccessDeniedException）" in done.text
    assert "/WW_verify_AbC123.txt" in done.text and 'action="/begin"' in done.text
    assert "AccessDenied" in browser.send("/begin").text
    browser.cloud.does_begin = True
    done = browser.send("/begin")
    assert 'action="/begin"' not in done.text and "正在导入" in done.text


def test_it_is_tested_when_functions_go_by_what_is_written(browser: Browser, stack: Stack) -> None:
    """Before, they hold the former for up to a minute, and a red line would be about that."""
    filled(browser)
    done = browser.send("/write", sure="yes")
    assert "一分钟内读到" in done.text and "再测一次 <span" not in done.text
    asked = len(stack.platform.ledger("api"))
    browser.send("/test")
    assert len(stack.platform.ledger("api")) == asked
    browser.wait(60)
    assert "再测一次 <span" in browser.get("/done").text
    browser.send("/test")
    assert len(stack.platform.ledger("api")) > asked


@pytest.mark.parametrize("text", ["65536", "-1", "http", "²"])
def test_a_port_that_is_none_is_said_in_a_sentence(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not with a trace."""
    monkeypatch.setattr("sys.argv", ["onboard", f"--port={text}"])
    with pytest.raises(SystemExit):
        onboard.main()
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err
