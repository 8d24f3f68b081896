"""Nothing is green that nobody proved, and nothing is red that nobody refused."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any, cast
from unittest import mock

import msgspec
import pytest
from urllib3.exceptions import ReadTimeoutError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import NotConfigured
from chalicelib.core.ops import secrets
from chalicelib.platforms.wechatpay import probes as pay_probes
from chalicelib.platforms.wecom import probes, transport
from chalicelib.setup import asking, service, store
from chalicelib.setup.shapes import Outcome
from chalicelib.setup.states import Check, Reason
from local.wechatpay import crypto
from local.wechatpay.testing import merchant_keys
from tests.setup.test_checks import again, at_wecom, lines, settle
from tests.support import make
from tests.support.lost import lost, reconcile
from tests.support.pay import MCHIDS
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.story import Shop
from tests.support.wecom import CORPS, join_event, sealed


def paid(stack: Stack, **changes: Any) -> dict[str, Any]:
    """The line of WeChat Pay, with the merchant's settings changed."""
    stack.pay_with({"demo": {**stack.pay.settings("demo"), **changes}, "rival": stack.pay.settings("rival")})
    return again(stack, "pay")["pay"]


def with_certificates(stack: Stack) -> None:
    """The merchant verifies with certificates."""
    settings = stack.pay.settings("demo")
    body = {
        "appids": [CORPS["demo"].mini_appid],
        "apiv3_key": settings["apiv3_key"],
        "serial_no": settings["serial_no"],
        "public_key": merchant_keys()[1],
        "verify_with": "certificate",
    }
    stack.pay.call("PUT", f"merchants/{MCHIDS['demo']}", body)


def test_what_of_a_merchant_is_not_proved_is_said(stack: Stack) -> None:
    """The public key is by its signature; the APIv3 key and the app are not, for who has no certificates."""
    line = paid(stack)
    assert line["state"] == "ok" and "APIv3 密钥、付款的 AppID 是否已绑定没能证明" in line["why_zh"]
    assert "APIv3 密钥" in paid(stack, apiv3_key="x" * 32)["why_zh"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"public_key": crypto.key_pair()[1]}, "公钥不对"),
        ({"public_key_id": "PUB_KEY_ID_999"}, "公钥 ID"),
        ({"public_key": "", "public_key_id": ""}, "必须填写微信支付公钥"),
    ],
)
def test_a_public_key_that_is_wrong_is_red(stack: Stack, changes: dict[str, str], why: str) -> None:
    """The refusal of a payment that is not there is signed too."""
    line = paid(stack, **changes)
    assert line["state"] == "wrong" and why in line["why_zh"]


def test_an_apiv3_key_is_proved_by_a_certificate_that_it_opens(stack: Stack) -> None:
    """Right it is said to be right, wrong it is red."""
    with_certificates(stack)
    line = paid(stack, public_key="", public_key_id="")
    assert line["state"] == "ok" and "APIv3 密钥都对" in line["why_zh"]
    line = paid(stack, public_key="", public_key_id="", apiv3_key="x" * 32)
    assert line["state"] == "wrong" and "APIv3" in line["why_zh"]


@pytest.mark.parametrize("raw", [b"<html>proxy</html>", b'{"code": "<b>"}', b"{}"])
@pytest.mark.parametrize("status", [200, 403, 404])
def test_who_stands_between_is_no_wechat_pay(stack: Stack, status: int, raw: bytes) -> None:
    """No code of theirs: it is no fault of the merchant's, and no proof either."""
    assert stack.pay
    with mock.patch.object(pay_probes, "_asked", return_value=pay_probes._Answer(status, {}, raw)):
        assert again(stack, "pay")["pay"]["state"] == "not_known"


def test_a_code_that_is_endless_is_cut(stack: Stack) -> None:
    """A line and a row stay short."""
    assert stack.pay
    raw = json.dumps({"code": "Q" * 16000}).encode()
    with mock.patch.object(pay_probes, "_asked", return_value=pay_probes._Answer(403, {}, raw)):
        assert len(again(stack, "pay")["pay"]["why_zh"]) < 120


def test_two_apps_that_are_swapped_are_red(stack: Stack) -> None:
    """Both get a token; neither is what it is filled in as."""
    has = CORPS["demo"].settings()
    swapped = {"mini_appid": "account_appid", "mini_secret": "account_secret"}
    settle(stack, **{name: has[of] for one in swapped.items() for name, of in (one, one[::-1])})
    found = again(stack, "mini", "account")
    assert {found[name]["state"] for name in ("mini", "account")} == {"wrong"}
    assert "填反" in found["mini"]["why_zh"]


def test_a_kind_that_cannot_be_asked_is_not_said_to_be_proved(stack: Stack) -> None:
    """The keys are right all the same."""
    stack.platform.fault(kind="permanent", api="wxa/queryscheme", errcode=45009)
    line = again(stack, "mini")["mini"]
    assert line["state"] == "ok" and "没能证明（45009）" in line["why_zh"]


def test_an_empty_answer_is_none(stack: Stack) -> None:
    """Whoever answers `{}` is not the platform."""
    with mock.patch.object(transport, "call", return_value={}):
        found = again(stack)
    asked = ("app", "address", "range", "customers", "contacts", "mini", "account")
    assert {found[name]["state"] for name in asked} == {"not_known"}


@pytest.mark.parametrize(("errcode", "state"), [(40056, "ok"), (301002, "ok"), (40014, "not_known")])
def test_an_address_is_taken_where_wecom_looked_behind_it(stack: Stack, errcode: int, state: str) -> None:
    """Of any other refusal nobody can tell."""
    stack.platform.fault(kind="permanent", api="agent/get", errcode=errcode)
    assert again(stack, "address")["address"]["state"] == state


@pytest.mark.parametrize(("errcode", "said"), [(45009, "45009"), (60020, "60020"), (40029, "40029")])
def test_a_token_that_is_not_given_says_why(stack: Stack, errcode: int, said: str) -> None:
    """Busy is no wrong secret."""
    stack.platform.fault(kind="permanent", api="gettoken", errcode=errcode)
    found = again(stack, "app", "address", "range", "customers")
    assert all(said in found[name]["why_zh"] for name in ("app", "address", "range", "customers"))


def test_one_press_asks_once(stack: Stack) -> None:
    """A token of the app and one of the contacts, and the app about itself once."""
    before = len(stack.platform.ledger("api"))
    again(stack)
    asked = Counter(one["api"] for one in stack.platform.ledger("api")[before:])
    assert (asked["gettoken"], asked["agent/get"]) == (2, 1)


def test_all_departments_are_looked_at_until_somebody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixth has somebody; where time runs out nobody knows."""

    def asked(method: str, url: str, query: dict[str, str], body: object = None) -> dict[str, Any]:
        return {"errcode": 0, "userlist": [{"userid": "a"}] if query["department_id"] == "6" else []}

    monkeypatch.setattr(probes, "_asked", asked)
    of = msgspec.convert({"allow_partys": {"partyid": [1, 2, 3, 4, 5, 6, 7]}}, probes.Agent)
    assert probes.visible("", "t", of) == probes.Visible(1, False, False)
    monkeypatch.setattr(probes, "LOOKING", -1.0)
    assert probes.visible("", "t", of) == probes.Visible(0, False, False)


def test_an_outcome_is_of_the_settings_it_was_made_with(stack: Stack) -> None:
    """Others show that nobody tested them; what is kept tells nothing of a key."""
    settle(stack)
    again(stack)
    corps = cast(Any, aws.client("secretsmanager"))._held.platforms.corps
    corps["demo"] = msgspec.structs.replace(corps["demo"], agent_secret="gone")
    secrets.forget()
    found = lines(make.session(stack).get("/admin/v1/setup"))
    assert (found["app"]["state"], found["contacts"]["state"]) == ("not_known", "ok")
    assert "改过" in found["app"]["why_zh"]
    assert "gone" not in str(items(config().main_table))


def test_an_older_look_does_not_replace_a_newer_one(stack: Stack) -> None:
    """By when it was begun, check by check."""
    early = stack.ctx()
    stack.clock.advance(60)
    late = stack.ctx()

    def kept(at: Any, reason: Reason) -> Outcome:
        return Outcome(reason=reason, checked_at=at.at, since=at.at)

    store.keep(late, {Check.APP: kept(late, Reason.WORKS)})
    now = store.keep(early, {one: kept(early, Reason.WRONG_SECRET) for one in (Check.APP, Check.MINI)})
    assert (now[Check.APP].reason, now[Check.MINI].reason) == (Reason.WORKS, Reason.WRONG_SECRET)
    assert store.outcomes(late) == now


def test_a_secret_that_cannot_be_read_hides_its_own_lines_alone(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are tested."""

    def no(corp: str) -> None:
        raise NotConfigured(reason="x")

    monkeypatch.setattr(secrets, "payments", no)
    found = again(stack)
    assert (found["app"]["state"], found["pay"]["state"]) == ("ok", "not_known")
    assert "读不出" in found["pay"]["why_zh"]


def join(stack: Stack) -> str:
    """A customer joins and a callback tells of it; answers the way."""
    code = Shop(stack).live_code()
    way = next(str(one["config_id"]) for one in code["contact_ways"] if one["userid"] == "liming")
    stack.platform.add(stack.platform.customer("小红"), way)
    stack.work_off()
    return way


def test_silence_is_no_sign(stack: Stack) -> None:
    """After a week nobody knows whether callbacks still come."""
    join(stack)
    assert again(stack, "app")["callback"]["state"] == "ok"
    stack.clock.advance(40 * 86_400)
    line = again(stack, "app")["callback"]
    assert line["state"] == "not_known" and "40 天前" in line["why_zh"]


def test_what_was_not_told_stays_red_until_something_is(stack: Stack) -> None:
    """A quiet comparison after it does not end it; a callback does."""
    way = join(stack)
    reconcile(stack, make.session(stack), "whole")
    stack.clock.advance(3600)
    with lost(stack):
        stack.platform.add(stack.platform.customer("小蓝"), way)
    stack.clock.advance(900)
    for _ in range(2):
        reconcile(stack, make.session(stack), "ids")
        assert again(stack, "app")["callback"]["state"] == "wrong"
        stack.clock.advance(3600)
    stack.platform.add(stack.platform.customer("小绿"), way)
    stack.work_off()
    assert again(stack, "app")["callback"]["state"] == "ok"


def test_one_that_cannot_be_read_is_shown_and_hides_no_stale_one(stack: Stack) -> None:
    """The newest is not the only one that is looked at."""
    path, body = sealed("demo", "<xml><nonsense", timestamp=str(int(stack.clock.time())))
    assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    stack.work_off()
    line = again(stack, "app")["callback"]
    assert line["state"] == "wrong" and "读不懂" in line["why_zh"]
    old = str(int(stack.clock.time()) - 7200)
    path, body = sealed("demo", join_event("demo", "liming", "wmold", int(old)), timestamp=old)
    stack.http.call("POST", path, body, {}, "text/xml")
    stack.clock.advance(60)
    path, body = sealed("demo", "<xml><more nonsense", timestamp=str(int(stack.clock.time())))
    stack.http.call("POST", path, body, {}, "text/xml")
    stack.work_off()
    assert "签名太旧" in again(stack, "app")["callback"]["why_zh"]


def test_an_answer_that_drips_is_given_up() -> None:
    """Each part comes in time, all of it does not."""
    import time

    answer = mock.Mock()
    answer.read1 = lambda most: b"x"
    with pytest.raises(ReadTimeoutError):
        transport.whole(answer, 10**9, time.monotonic() + 0.05)


def test_one_that_hangs_keeps_no_process_alive(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who ends the function does not wait for it."""
    over, seen = threading.Event(), list[bool]()

    def hangs(asked: asking.Asked) -> Any:
        seen.append(threading.current_thread().daemon)
        over.wait(5)
        raise RuntimeError

    monkeypatch.setattr(service, "PATIENCE", 0.2)
    monkeypatch.setitem(asking.ASKS, Check.MINI, hangs)
    assert again(stack, "mini")["mini"]["state"] == "not_known"
    over.set()
    assert seen == [True]


def test_a_wrong_secret_says_that_a_change_takes_a_minute(stack: Stack) -> None:
    """Functions may read the former one until then."""
    settle(stack, agent_secret="nonsense")
    assert "一分钟后再测" in again(stack, "app")["app"]["mend_zh"]


def test_an_address_that_is_not_taken_names_what_keeps_it(stack: Stack) -> None:
    """Without a NAT it changes."""
    at_wecom(stack).trusted_ips = ["10.0.0.1"]
    assert "NAT" in again(stack, "address")["address"]["mend_zh"]
