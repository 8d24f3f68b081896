"""An official account's page, on which WeChat says who reads (docs/platform G3)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from local.clock import Clock
from local.wecom.testing import CORP, Client, corp_setup
from tests.support.browser import page

ACCOUNT, SECRET, DOMAIN = "wx00000000000000ac", "account-secret", "h5.example.com"
WECHAT = "MicroMessenger/8.0"
BACK = f"https://{DOMAIN}/mini/v1/signed-in"


@pytest.fixture
def account(client: Client) -> Client:
    more = {"account_appid": ACCOUNT, "account_secret": SECRET, "account_domain": DOMAIN}
    client.control("PUT", f"/corps/{CORP}", corp_setup(**more))
    client.control("POST", "/customers/fang/phone")
    return client


def asked(client: Client, agent: str = WECHAT, **changes: str) -> tuple[int, str]:
    query = {"appid": ACCOUNT, "redirect_uri": BACK, "response_type": "code", "scope": "snsapi_base", "state": "s"}
    return page(f"{client.url}/connect/oauth2/authorize?{urlencode(query | changes)}", agent=agent)


def code(client: Client, scope: str = "snsapi_base") -> str:
    status, back = asked(client, scope=scope)
    assert status == 302 and back.startswith(BACK)
    found = parse_qs(urlsplit(back).query)
    assert found["state"] == ["s"]
    return found["code"][0]


def sns(client: Client, call: str, **query: str) -> dict[str, Any]:
    _, raw = client.send("GET", f"/sns/{call}?{urlencode(query)}")
    answer: dict[str, Any] = json.loads(raw)
    return answer


def token(client: Client, **changes: str) -> dict[str, Any]:
    query = {"appid": ACCOUNT, "secret": SECRET, "grant_type": "authorization_code"}
    return sns(client, "oauth2/access_token", **(query | changes))


def test_the_silent_way_tells_an_openid_alone_until_somebody_agreed(account: Client) -> None:
    """Then the unionid too, which is that of the mini-program."""
    first = token(account, code=code(account))
    assert first["openid"] and "unionid" not in first and first["scope"] == "snsapi_base" and "errcode" not in first
    asking = token(account, code=code(account, "snsapi_userinfo"))
    told = sns(account, "userinfo", access_token=asking["access_token"], openid=asking["openid"])
    shown = account.control("GET", "/customers/fang")
    assert told["unionid"] == shown["unionid"] and told["nickname"] and told["openid"] == first["openid"]
    assert first["openid"] != shown["openid"], "an openid is of one app"
    assert token(account, code=code(account))["unionid"] == shown["unionid"]


def test_a_code_works_once_and_five_minutes(account: Client, clock: Clock) -> None:
    """Used it is 40163, old 40029."""
    once = code(account)
    assert "openid" in token(account, code=once)
    assert token(account, code=once)["errcode"] == 40163
    old = code(account)
    clock.advance(301)
    assert token(account, code=old)["errcode"] == 40029


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": "wxno"}, 40013), ({"secret": "no"}, 40125), ({"grant_type": "x"}, 40002), ({"code": ""}, 41008),
        ({"code": "no"}, 40029),
    ],
)  # fmt: skip
def test_wrong_questions_have_their_errcodes(account: Client, changes: dict[str, str], errcode: int) -> None:
    """App, secret, grant type and code."""
    assert token(account, **({"code": code(account)} | changes))["errcode"] == errcode


def test_who_was_not_asked_tells_nothing_more(account: Client, clock: Clock) -> None:
    """48001 for a silent token, 40001 for none or another's, 42001 after two hours."""
    silent = token(account, code=code(account))
    query = {"access_token": silent["access_token"], "openid": silent["openid"]}
    assert sns(account, "userinfo", **query)["errcode"] == 48001
    assert sns(account, "userinfo", **(query | {"openid": "o"}))["errcode"] == 40001
    assert sns(account, "userinfo")["errcode"] == 40001
    asking = token(account, code=code(account, "snsapi_userinfo"))
    clock.advance(7201)
    old = sns(account, "userinfo", access_token=asking["access_token"], openid=asking["openid"])
    assert old["errcode"] == 42001


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/x"}, {"scope": "snsapi_privateinfo"}, {"response_type": "token"},
        {"state": "x" * 129}, {"appid": "wxno"}, {"agent": "Mozilla/5.0 Chrome"},
    ],
)  # fmt: skip
def test_the_page_leads_nowhere_for_a_wrong_request(account: Client, changes: dict[str, str]) -> None:
    """Another domain, an unknown scope, a long state, an unknown app; and outside of WeChat."""
    assert asked(account, **changes)[0] == 403


def test_a_reader_is_known_to_wecom_by_the_account_too(account: Client) -> None:
    """WeCom takes the openid of an account that is bound to the same open platform."""
    external = account.befriend("fang")
    asking = token(account, code=code(account, "snsapi_userinfo"))
    unionid = account.control("GET", "/customers/fang")["unionid"]
    body = {"unionid": unionid, "openid": asking["openid"], "subject_type": 0}
    assert account.post("idconvert/unionid_to_external_userid", body)["external_userid"] == external


def test_its_secret_is_not_shown(account: Client) -> None:
    """Of a corp's settings everything but secrets."""
    shown = account.control("PUT", f"/corps/{CORP}", corp_setup(account_appid=ACCOUNT, account_secret=SECRET))
    assert shown["account_appid"] == ACCOUNT and SECRET not in json.dumps(shown)
