"""The wizard: who may open it, what it refuses, what it writes, and that nothing that was pasted comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from chalicelib.core import config
from chalicelib.core.ops.secrets import Power
from infra.onboarding.steps import STEPS
from infra.settings import CorpSettings
from tests.setup.desk import Answer, Browser, browsing
from tests.support.stack import Stack
from tests.support.wecom import CORPS, STAFF

SETTINGS = CORPS["demo"].settings()
COMPANY = {"name": "溪雨茶铺", "corp_id": SETTINGS["corp_id"]}
APP = {"agent_id": "1000002", "agent_secret": SETTINGS["agent_secret"], "owners": "ZhangWei, liming"}
CALLBACK = {"callback_token": SETTINGS["callback_token"], "callback_aes_key": SETTINGS["callback_aes_key"]}
FILE = {"file_name": "WW_verify_AbC123.txt", "file_content": "AbC123proof"}


@pytest.fixture
def browser(stack: Stack) -> Iterator[Browser]:
    with browsing(stack) as browser:
        yield browser


def filled(browser: Browser, key: str = "brand") -> Answer:
    """All that a corp needs, to the last page before it is written."""
    browser.open()
    browser.send("/choose", new=key)
    browser.send("/company", **COMPANY)
    browser.send("/app", **APP)
    browser.send("/domain", **FILE)
    browser.send("/callback", **CALLBACK)
    browser.send("/contacts", contacts_secret=SETTINGS["contacts_secret"])
    browser.send("/wechat", mini_appid=SETTINGS["mini_appid"], mini_secret=SETTINGS["mini_secret"])
    return browser.send("/pay")


def written(browser: Browser, key: str = "brand") -> CorpSettings:
    """What a corp has in the secrets."""
    return browser.cloud.corps()[key]


def is_hushed(browser: Browser, *values: str) -> bool:
    """True when nothing of these was ever shown."""
    shown = "".join(browser.seen)
    return not [value for value in values if value and (value in shown or value[:12] in shown)]


HUSHED = [*APP.values(), *CALLBACK.values(), SETTINGS["contacts_secret"], SETTINGS["mini_secret"]]


def test_a_corp_is_connected_from_the_first_page_to_the_import(browser: Browser, capfd: Any) -> None:
    """Each step is tried, all is written by provisioning's own functions, the import begins; nothing is echoed."""
    review = filled(browser)
    assert review.status == 200 and "核对与写入" in review.text and "还差" not in review.text
    assert f"应用能看到 {len(STAFF)} 名员工" in review.text
    done = browser.send("/write", sure="yes")
    assert "/wecom/callback/brand" in done.text and "/WW_verify_AbC123.txt" in done.text
    assert "正在导入" in done.text and 'http-equiv="refresh"' in done.text
    corp = written(browser)
    assert (corp.agent_secret, corp.owners) == (APP["agent_secret"], frozenset({"zhangwei", "liming"}))
    assert corp.domain_files == {FILE["file_name"]: FILE["file_content"]}
    assert len(msgspec.json.decode(browser.cloud.vault.held[Power.SESSIONS])["session_key"]) >= 32
    assert is_hushed(browser, APP["agent_secret"], *CALLBACK.values(), *HUSHED[-2:], FILE["file_content"])
    assert capfd.readouterr() == ("", "")


def test_the_address_opens_once(browser: Browser) -> None:
    """Whoever comes later with it, or without, sees nothing; nor does another browser."""
    token = browser.wizard.token
    assert browser.ask("GET", "/").status == 403
    assert browser.ask("GET", "/?token=wrong").status == 403
    assert browser.open().status == 200
    browser.cookie = ""
    assert browser.ask("GET", f"/?token={token}").status == 403
    browser.cookie = f"{browser.wizard.cookie}=guessed"
    assert browser.ask("GET", "/").status == 403
    assert browser.ask("POST", "/choose", "new=brand").status == 403


def test_the_cookie_is_no_scripts_and_no_other_pages(browser: Browser) -> None:
    """HttpOnly, SameSite=Strict; nothing is kept, framed, or fetched from elsewhere."""
    answer = browser.ask("GET", f"/?token={browser.wizard.token}")
    assert "HttpOnly; SameSite=Strict" in answer.headers["Set-Cookie"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
def test_a_form_of_another_page_is_refused(browser: Browser, origin: str) -> None:
    """By its Origin, whatever cookie came along."""
    browser.open()
    headers = {"Content-Type": "application/x-www-form-urlencoded", **({"Origin": origin} if origin else {})}
    body = f"form={browser.wizard.form_token}&new=brand"
    assert browser.ask("POST", "/choose", body, headers).status == 403
    assert browser.wizard.desk.key == ""


def test_a_form_without_the_pages_token_is_refused(browser: Browser) -> None:
    """The Origin alone is not enough; nor is a body of another kind, or one without an end."""
    browser.open()
    headers = {"Origin": browser.wizard.origin, "Content-Type": "application/x-www-form-urlencoded"}
    assert browser.ask("POST", "/choose", "new=brand", headers).status == 403
    assert browser.ask("POST", "/choose", "form=guessed&new=brand", headers).status == 403
    assert browser.ask("POST", "/choose", "{}", {**headers, "Content-Type": "application/json"}).status == 400
    assert browser.ask("POST", "/choose", "x" * 70_000, headers).status == 400
    assert browser.wizard.desk.key == ""


def test_another_name_that_leads_here_is_refused(browser: Browser) -> None:
    """A page elsewhere whose name was pointed at this machine."""
    for host in ("evil.example", f"localhost:{browser.wizard.server_port}"):
        assert browser.ask("GET", f"/?token={browser.wizard.token}", headers={"Host": host}).status == 421
    assert browser.wizard.token, "it was not used up"


def test_it_listens_on_this_machine_alone(browser: Browser) -> None:
    """127.0.0.1 and nothing else."""
    assert browser.wizard.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("key", ["B", "Brand", "has space", "x" * 17, "a"])
def test_a_key_that_is_none_is_said_at_its_field(browser: Browser, key: str) -> None:
    """It is printed in QR codes, so it has a form of its own."""
    browser.open()
    answer = browser.send("/choose", new=key)
    assert answer.status == 422 and 'aria-invalid="true"' in answer.text


def test_a_value_of_the_wrong_form_is_said_at_its_field_and_the_others_are_kept(browser: Browser) -> None:
    """By the rules of provisioning; what was right is not asked for again, what was wrong is not shown."""
    browser.open()
    browser.send("/choose", new="brand")
    browser.send("/company", **COMPANY)
    browser.send("/app", **APP)
    answer = browser.send("/callback", callback_token="has a blank", callback_aes_key=CALLBACK["callback_aes_key"])
    assert answer.status == 422
    assert 'aria-invalid="true" aria-describedby="callback_token-said"' in answer.text
    assert 'aria-describedby="callback_aes_key-said"' not in answer.text and "已填写，不再显示" in answer.text
    assert is_hushed(browser, "has a blank", CALLBACK["callback_aes_key"])
    assert browser.send("/callback", callback_token=CALLBACK["callback_token"]).status == 200


@pytest.mark.parametrize(
    ("page", "given", "field"),
    [
        ("company", {"name": "  "}, "name"),
        ("app", {**APP, "owners": ""}, "owners"),
        ("domain", {"file_name": "../x.txt", "file_content": "abcdefghijkl"}, "file_name"),
        ("domain", {"file_name": "WW_verify_AbC123.txt"}, "file_content"),
        ("wechat", {"mini_appid": "wx1234567890abcd"}, "mini_secret"),
        ("wechat", {"account_secret": "abcdefghijklmnop"}, "account_appid"),
        ("pay", {"pay__mchid": "12"}, "pay.mchid"),
        ("pay", {"pay__mchid": "1900000001", "pay__private_key": "-----BEGIN nonsense"}, "pay.private_key"),
        ("pay", {"pay__mchid": "1900000001", "pay__apiv3_key": "short"}, "pay.apiv3_key"),
        ("pay", {"pay__mchid": "1900000001", "pay__public_key_id": "PUB_KEY_ID_1"}, "pay.public_key"),
    ],
)
def test_each_rule_is_told_where_it_belongs(browser: Browser, page: str, given: dict[str, str], field: str) -> None:
    """What infra/settings.py minds is said at the field of this page."""
    browser.open()
    browser.send("/choose", new="brand")
    answer = browser.send(f"/{page}", **given)
    assert answer.status == 422
    assert f'aria-describedby="{field}-said"' in answer.text


def test_a_wrong_secret_is_refused_before_it_is_written(browser: Browser) -> None:
    """40001: it is asked for again, and the agent id is not."""
    browser.open()
    browser.send("/choose", new="brand")
    browser.send("/company", **COMPANY)
    answer = browser.send("/app", **{**APP, "agent_secret": "not-the-secret"})
    assert answer.status == 422 and "应用 Secret 不对" in answer.text
    assert 'aria-describedby="agent_secret-said"' in answer.text
    assert is_hushed(browser, "not-the-secret", APP["agent_secret"])
    assert browser.send("/app", agent_secret=APP["agent_secret"]).status == 200
    assert not browser.cloud.vault.held, "nothing is written before the last page"


def test_a_page_that_was_begun_by_mistake_can_be_emptied(browser: Browser) -> None:
    """A merchant that is half filled in keeps nobody from going on without one."""
    browser.open()
    browser.send("/choose", new="brand")
    assert browser.send("/pay", pay__mchid="1900000001").status == 422
    assert 'href="/pay">微信支付</a></li>' in browser.get("/review").text
    assert browser.send("/pay", clear="yes").status == 200
    assert 'href="/pay">微信支付</a></li>' not in browser.get("/review").text


def test_a_wrong_corp_id_leads_back_to_its_page(browser: Browser) -> None:
    """40013 shows on the page of the app, where the id is not asked for."""
    browser.open()
    browser.send("/choose", new="brand")
    browser.send("/company", name="溪雨茶铺", corp_id="wwnobody00000000")
    answer = browser.send("/app", **APP)
    assert answer.status == 422 and 'href="/company"' in answer.text
    assert "企业" in browser.get("/review").text and browser.send("/write").status == 422


def test_an_address_that_is_not_trusted_is_no_reason_not_to_write(browser: Browser, stack: Stack) -> None:
    """60020 names this machine, which nobody shall enter: it is said, and written when somebody says so."""
    stack.sandbox.world.state.corps[SETTINGS["corp_id"]].trusted_ips = ["10.0.0.1"]
    review = filled(browser)
    assert "60020" in review.text and "127.0.0.1" in review.text and "不用填它" in review.text
    assert browser.send("/write").status == 422, "not without a word"
    assert not browser.cloud.vault.held
    assert "/wecom/callback/brand" in browser.send("/write", sure="yes").text


def test_a_network_that_is_gone_is_said_and_keeps_what_was_filled_in(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can say whether the secret is right: it is said, and nothing is lost."""
    monkeypatch.setenv("SIYU_WECOM_URL", "http://127.0.0.1:9")
    config.config.cache_clear()
    review = filled(browser)
    assert "没有及时应答" in review.text
    assert browser.send("/write").status == 422
    assert is_hushed(browser, APP["agent_secret"])


def test_of_a_corp_that_is_there_only_what_is_filled_in_is_replaced(browser: Browser, stack: Stack) -> None:
    """The others stay, and other corps too; what it had is not shown."""
    filled(browser)
    browser.send("/write", sure="yes")
    before, index = written(browser), browser.cloud.vault.held[Power.INDEX]
    assert "brand" in browser.cloud.corps()
    with browsing(stack) as second:
        second.cloud.vault = browser.cloud.vault
        assert 'value="brand"' in second.open().text
        second.send("/choose", key="brand")
        assert "原来已有" in second.get("/app").text
        second.send("/company", name="溪雨茶")
        assert second.get("/review").status == 200
        second.send("/write", sure="yes")
        after = written(second)
        assert after == msgspec.structs.replace(before, name="溪雨茶")
        assert second.cloud.vault.held[Power.INDEX] == index
        assert is_hushed(second, *(value for value in HUSHED if value != "1000002"))


def test_what_aws_refuses_is_said_by_its_code_and_can_be_tried_again(browser: Browser) -> None:
    """Nothing is lost; the error says no value."""
    filled(browser)
    browser.cloud.vault.is_closed = True
    answer = browser.send("/write", sure="yes")
    assert answer.status == 502 and "AccessDeniedException" in answer.text
    browser.cloud.vault.is_closed = False
    assert "/wecom/callback/brand" in browser.send("/write", sure="yes").text
    assert is_hushed(browser, APP["agent_secret"], *CALLBACK.values())


def test_after_it_is_written_the_checks_are_green_and_the_import_ends(browser: Browser, stack: Stack) -> None:
    """Tested again by a press; the page stops renewing itself when the import is over."""
    filled(browser, "demo")
    browser.send("/write", sure="yes")
    stack.work_off()
    browser.wait(60)
    done = browser.send("/test")
    assert "正在导入" not in done.text and 'http-equiv="refresh"' not in done.text
    assert "原有的客户已导入" in done.text
    assert browser.get("/app").text == browser.get("/done").text, "nothing is asked any more"


def test_every_setting_of_corps_json_that_is_a_key_is_asked_for() -> None:
    """A key that comes to the settings comes to the wizard, or is said here to be none."""
    asked = {field.name.partition(".")[0] for step in STEPS for field in step.fields}
    assert set(CorpSettings.__struct_fields__) - asked == {"mini_link", "mini_coupon_link", "domain_files"}
