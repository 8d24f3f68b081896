"""Each check by itself: what works, each way in which it does not, and that none hides another."""

from __future__ import annotations

import os
from typing import Any, cast

import msgspec
import pytest

from chalicelib.core import aws, config
from chalicelib.core.ops import secrets
from chalicelib.setup import asking, service
from chalicelib.setup.states import Check
from tests.support import make
from tests.support.lost import reconcile
from tests.support.pay import MCHIDS
from tests.support.stack import Secrets, Stack
from tests.support.story import Shop
from tests.support.wecom import CORPS, DOMAIN, STAFF, join_event, sealed

FILE, PROOF = "WW_verify_AbC123.txt", "AbC123"
# Of what every key of both corps is made, in these tests.
KEYS = [
    str(value)
    for corp in CORPS.values()
    for name, value in corp.settings().items()
    if name.endswith(("secret", "token", "key"))
]


def lines(answer: Any) -> dict[str, dict[str, Any]]:
    """An answer's lines by their check; nothing of a key stands in it."""
    assert answer.status == 200, answer.body
    told = answer.body.decode()
    assert not [key for key in KEYS if key in told]
    return {line["check"]: line for line in answer.json()["items"]}


def again(stack: Stack, *checks: str, corp: str = "demo") -> dict[str, dict[str, Any]]:
    """What the owner is told who tests some again, or all."""
    return lines(make.session(stack, corp=corp).post("/admin/v1/setup/checks", {"checks": list(checks)}))


def settle(stack: Stack, corp: str = "demo", **changes: Any) -> None:
    """A corp's settings are others from now on."""
    held = Secrets({name: stack.pay.settings(name) for name in CORPS} if "pay" in vars(stack) else None)
    platforms = held._held.platforms.corps
    platforms[corp] = msgspec.structs.replace(platforms[corp], **changes)
    aws.use("secretsmanager", held)
    secrets.forget()


def at_wecom(stack: Stack, corp: str = "demo") -> Any:
    """The corp in the sandbox's memory."""
    return stack.sandbox.world.state.corps[CORPS[corp].corp_id]


@pytest.fixture
def public(stack: Stack) -> Stack:
    """A stack that can be reached at its own address."""
    os.environ["SIYU_PUBLIC_URL"] = stack.door
    config.config.cache_clear()
    return stack


def test_a_corp_that_is_connected_is_green(public: Stack) -> None:
    """Everything that can be asked works, with how many where it counts; nobody looked before."""
    stack = public
    assert {line["state"] for line in lines(make.session(stack).get("/admin/v1/setup")).values()} <= {
        "not_known",
        "not_set",
    }
    stack.pay_with({name: stack.pay.settings(name) for name in CORPS})
    settle(stack, domain_files={FILE: PROOF})
    found = again(stack)
    asked = ("app", "address", "range", "customers", "contacts", "domain", "mini", "account", "pay")
    assert {name: found[name]["state"] for name in asked} == dict.fromkeys(asked, "ok")
    assert (found["range"]["count"], found["customers"]["count"]) == (len(STAFF), len(STAFF))
    assert found["range"]["why_zh"] == f"应用能看到 {len(STAFF)} 名员工。"
    assert found["app"]["since"] == found["app"]["checked_at"] is not None


def test_a_wrong_secret_is_said_where_it_is_and_hides_nothing(public: Stack) -> None:
    """40001: what needs the app's token is not known, and says what first; the rest is asked all the same."""
    settle(public, agent_secret="not-the-secret-at-all")
    found = again(public)
    assert found["app"]["state"] == "wrong" and "Secret" in found["app"]["why_zh"]
    assert {found[name]["state"] for name in ("address", "range", "customers")} == {"not_known"}
    assert {found[name]["state"] for name in ("contacts", "mini", "account")} == {"ok"}
    first = make.session(public).get("/admin/v1/setup").json()["items"][0]
    assert (first["check"], first["state"]) == ("app", "wrong"), "what is wrong stands first"


def test_a_corp_id_that_is_none_is_told_from_a_wrong_secret(stack: Stack) -> None:
    """40013."""
    settle(stack, corp_id="wwnobody0000000")
    assert again(stack, "app")["app"]["why_zh"] == "企业微信不认识这个企业 ID。"


def test_an_address_that_is_not_trusted_is_named(stack: Stack) -> None:
    """60020: the line says which to enter, as WeCom saw it; the secret is right all the same."""
    at_wecom(stack).trusted_ips = ["10.0.0.1"]
    found = again(stack)
    assert found["app"]["state"] == "ok"
    assert found["address"]["state"] == "wrong"
    assert "127.0.0.1" in found["address"]["mend_zh"] and "127.0.0.1" in found["address"]["mend_en"]
    at_wecom(stack).trusted_ips = []
    assert again(stack, "address")["address"]["state"] == "ok"


def test_an_app_that_may_not_call_customer_contact(stack: Stack) -> None:
    """48002, and not only for a moment; the visible range is not concerned."""
    at_wecom(stack).secrets[0].callable = False
    found = again(stack)
    assert (found["customers"]["state"], found["range"]["state"]) == ("wrong", "ok")
    assert "48002" in found["customers"]["why_en"]


def test_nobody_who_is_seen_or_serves_is_red(stack: Stack) -> None:
    """No error of WeCom's says so: zero is wrong."""
    for one in at_wecom(stack).staff.values():
        one.visible = one.serves = False
    found = again(stack, "range", "customers")
    assert (found["range"]["state"], found["range"]["count"]) == ("wrong", 0)
    assert (found["customers"]["state"], found["customers"]["count"]) == ("wrong", 0)


def test_a_part_of_the_staff_is_counted(stack: Stack) -> None:
    """Who is named one by one, and not everybody."""
    at_wecom(stack).staff["liming"].visible = False
    assert again(stack, "range")["range"]["count"] == len(STAFF) - 1


def test_an_agent_id_of_another_app(stack: Stack) -> None:
    """40056."""
    settle(stack, agent_id="1000099")
    assert "AgentId" in again(stack, "range")["range"]["why_zh"]


@pytest.mark.parametrize(
    ("secret", "state", "why"),
    [("", "not_set", "没有填写"), ("nonsense", "wrong", "Secret 不对"), ("of-the-app", "wrong", "不是通讯录同步")],
)
def test_the_secret_of_the_directory(stack: Stack, secret: str, state: str, why: str) -> None:
    """None, a wrong one, and an app's, which WeCom takes but for this."""
    settle(stack, contacts_secret=CORPS["demo"].settings()["agent_secret"] if secret == "of-the-app" else secret)
    line = again(stack, "contacts")["contacts"]
    assert line["state"] == state and why in line["why_zh"]


@pytest.mark.parametrize("which", ["mini", "account"])
def test_what_wechat_refuses(stack: Stack, which: str) -> None:
    """No app, a wrong one, a wrong secret, and an address that is not in its list, which is no harm to signing in."""
    settle(stack, **{f"{which}_appid": "", f"{which}_secret": ""})
    assert again(stack, which)[which]["state"] == "not_set"
    settle(stack, **{f"{which}_appid": "wxnone"})
    assert "AppID" in again(stack, which)[which]["why_zh"]
    settle(stack, **{f"{which}_secret": "nonsense"})
    assert again(stack, which)[which]["state"] == "wrong"
    settle(stack)
    stack.platform.fault(kind="permanent", api="cgi-bin/stable_token", errcode=40164)
    line = again(stack, which)[which]
    assert line["state"] == "not_known" and "127.0.0.1" in line["mend_zh"]


def test_the_file_of_the_domain(public: Stack) -> None:
    """None is filled in; another is served; the right one; nobody answers at our address."""
    stack = public
    assert again(stack, "domain")["domain"]["state"] == "not_set"
    settle(stack, domain_files={FILE: PROOF})
    assert again(stack, "domain")["domain"]["state"] == "ok"
    os.environ["SIYU_PUBLIC_URL"] = stack.sandbox.url
    config.config.cache_clear()
    line = again(stack, "domain")["domain"]
    assert line["state"] == "wrong" and DOMAIN not in line["why_zh"]
    os.environ["SIYU_PUBLIC_URL"] = "http://127.0.0.1:9"
    config.config.cache_clear()
    assert again(stack, "domain")["domain"]["state"] == "not_known"


def test_wechat_pay_with_keys_that_are_no_pair(stack: Stack) -> None:
    """No merchant; one that answers; one whose certificate is another's."""
    assert again(stack, "pay")["pay"]["state"] == "not_set"
    assert stack.pay
    assert again(stack, "pay")["pay"]["state"] == "ok"
    stack.pay.call("PUT", f"merchants/{MCHIDS['demo']}", {**_merchant(stack), "serial_no": "F" * 40})
    line = again(stack, "pay")["pay"]
    assert line["state"] == "wrong", line


def _merchant(stack: Stack) -> dict[str, Any]:
    settings = stack.pay.settings("demo")
    from local.wechatpay.testing import merchant_keys

    return {
        "appids": [CORPS["demo"].mini_appid],
        "apiv3_key": settings["apiv3_key"],
        "public_key": merchant_keys()[1],
    }


def test_a_network_that_is_gone_is_not_known_and_keeps_nobody(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said to be wrong that nobody could ask; the doors answer in time."""
    for name in ("SIYU_WECOM_URL", "SIYU_WECHAT_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    config.config.cache_clear()
    found = again(stack)
    assert {found[name]["state"] for name in ("app", "address", "contacts", "mini")} == {"not_known"}


def test_one_that_hangs_or_breaks_hides_no_other(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a patience of its own, and an error that nobody foresaw is its own too."""
    monkeypatch.setattr(service, "PATIENCE", 1.0)
    stack.platform.fault(kind="slow", api="externalcontact/get_follow_user_list", ms=1500, times=1)

    def breaks(asked: object) -> None:
        raise RuntimeError("nobody foresaw it")

    monkeypatch.setitem(cast(dict[Check, object], asking.ASKS), Check.MINI, breaks)
    found = again(stack)
    assert (found["customers"]["state"], found["mini"]["state"]) == ("not_known", "not_known")
    assert (found["app"]["state"], found["account"]["state"]) == ("ok", "ok")


def test_since_when_it_stands_so_is_kept(stack: Stack) -> None:
    """Tested again it stands so since the first time; what changes stands so since now; what was not asked stays."""
    again(stack)
    stack.clock.advance(600)
    later = again(stack, "app")["app"]
    assert (later["since"], later["checked_at"]) == ("2026-11-21T02:00:00.000Z", "2026-11-21T02:10:00.000Z")
    settle(stack, agent_secret="nonsense")
    stack.clock.advance(600)
    found = again(stack, "app")
    assert found["app"]["since"] == found["app"]["checked_at"] == "2026-11-21T02:20:00.000Z"
    assert found["contacts"]["checked_at"] == "2026-11-21T02:00:00.000Z"


def test_the_page_shows_at_once_what_was_known(stack: Stack) -> None:
    """Looking asks no platform."""
    again(stack)
    asked = len(stack.platform.ledger("api"))
    assert lines(make.session(stack).get("/admin/v1/setup"))["app"]["state"] == "ok"
    assert len(stack.platform.ledger("api")) == asked


def test_callbacks_are_seen_by_what_is_kept_anyhow(stack: Stack) -> None:
    """Nothing came; a join came; one that was signed too long ago could not be proved."""
    shop = Shop(stack)
    code = shop.live_code()
    assert again(stack, "app")["callback"]["state"] == "not_known"
    customer = stack.platform.customer("小红")
    way = next(str(one["config_id"]) for one in code["contact_ways"] if one["userid"] == "liming")
    stack.platform.add(customer, way)
    stack.work_off()
    found = again(stack, "app")["callback"]
    assert (found["state"], found["since"] is None) == ("ok", False)
    old = str(int(stack.clock.time()) - 7200)
    path, body = sealed("demo", join_event("demo", "liming", "wmold", int(old)), timestamp=old)
    assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    assert again(stack, "app")["callback"]["state"] == "wrong"
    stack.clock.advance(2 * 86_400)
    assert again(stack, "app")["callback"]["state"] == "ok"


def test_the_first_import_is_shown(stack: Stack) -> None:
    """Not begun, done."""
    assert lines(make.session(stack).get("/admin/v1/setup"))["import"]["state"] == "not_set"
    make.session(stack).post("/admin/v1/reconciliations", {"depth": "whole"})
    line = lines(make.session(stack).get("/admin/v1/setup"))["import"]
    assert line["progress"] == {"done": 0, "total": None}
    stack.work_off()
    reconcile(stack, make.session(stack), "whole")
    assert lines(make.session(stack).get("/admin/v1/setup"))["import"]["state"] == "ok"


def test_two_corps_see_nothing_of_each_other(stack: Stack) -> None:
    """What is wrong with one is no line of the other's, nor when it was looked at."""
    settle(stack, agent_secret="nonsense")
    assert again(stack, "app")["app"]["state"] == "wrong"
    rival = make.session(stack, corp="rival")
    assert lines(rival.get("/admin/v1/setup"))["app"]["state"] == "not_known"
    assert again(stack, "app", corp="rival")["app"]["state"] == "ok"
    assert lines(make.session(stack).get("/admin/v1/setup"))["app"]["state"] == "wrong"
    assert make.session(stack, corp="rival").get("/admin/v1/setup").json()["callback_url"].endswith("/rival")


@pytest.mark.parametrize("role", ["marketer", "compliance", "service", "viewer", "adviser", "store_staff"])
def test_an_owner_alone_sees_it(stack: Stack, role: str) -> None:
    """Whoever else works here: neither what is known nor a test."""
    make.operator(stack, role, "wangfang")
    other = stack.operator("wangfang")
    assert other.get("/admin/v1/setup").code == "RoleNotAllowed"
    assert other.post("/admin/v1/setup/checks", {}).code == "RoleNotAllowed"


def test_no_key_stands_in_a_row_or_a_log_line(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is wrong: neither what is kept nor what is logged holds a value."""
    from tests.support.state import items

    settle(stack, agent_secret="nonsense-of-a-secret", mini_secret="nonsense-of-a-mini")
    again(stack)
    kept = str(items(config.config().main_table) + items(config.config().inbox_table))
    printed = "".join(capsys.readouterr())
    for key in [*KEYS, "nonsense-of-a-secret", "nonsense-of-a-mini"]:
        assert key not in kept and key not in printed
