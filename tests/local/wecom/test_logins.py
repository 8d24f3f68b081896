"""Login codes of members and customers: five minutes, one use (docs/platform G2, G5)."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from local.clock import Clock
from local.wecom.testing import APP_SECRET, APPID, CORP, Client, corp_setup

USER = "auth/getuserinfo"


def oauth_code(client: Client, userid: str = "li") -> str:
    return str(client.control("POST", f"/corps/{CORP}/staff/{userid}/oauth-code")["code"])


def js_code(client: Client) -> str:
    answer = client.control("POST", "/customers/fang/login-code", {"appid": APPID})
    return str(answer["js_code"])


def session(client: Client, **changes: str) -> dict[str, Any]:
    query = {"appid": APPID, "secret": APP_SECRET, "grant_type": "authorization_code"} | changes
    _, raw = client.send("GET", f"/sns/jscode2session?{urlencode(query)}")
    answer: dict[str, Any] = json.loads(raw)
    return answer


def test_a_member_logs_in_once(client: Client) -> None:
    """The second use of a code is 42022."""
    code = oauth_code(client, "wang")
    assert client.get(USER, code=code)["userid"] == "wang"
    assert client.get(USER, code=code)["errcode"] == 42022


@pytest.mark.parametrize(("seconds", "errcode"), [(300, 0), (301, 42003)])
def test_an_oauth_code_lives_five_minutes(client: Client, clock: Clock, seconds: float, errcode: int) -> None:
    """To the second."""
    code = oauth_code(client)
    clock.advance(seconds)
    assert client.get(USER, code=code)["errcode"] == errcode


def test_unknown_missing_and_foreign_oauth_codes_are_40029(client: Client) -> None:
    """A code of one corp tells another nothing."""
    assert client.get(USER, code="no")["errcode"] == 40029
    assert client.get(USER)["errcode"] == 40029
    client.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    other = Client(client.url, "wwother", "o")
    assert other.get(USER, code=oauth_code(client))["errcode"] == 40029


def test_good_logins_are_not_counted_but_bad_ones_are(client: Client) -> None:
    """Only guessing leads to a block."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"per_minute": 3}))
    token = client.gettoken()["access_token"]
    codes = [oauth_code(client) for _ in range(5)]
    assert [client.get(USER, token, code=code)["errcode"] for code in codes] == [0] * 5
    bad = [client.get(USER, token, code="no")["errcode"] for _ in range(5)]
    assert bad == [40029] * 3 + [45009] * 2


def test_a_customer_logs_in_to_the_mini_program(client: Client) -> None:
    """The openid and unionid of this customer, and a key of 16 bytes."""
    answer = session(client, js_code=js_code(client))
    shown = client.control("GET", "/customers/fang")
    assert (answer["openid"], answer["unionid"]) == (shown["openid"], shown["unionid"])
    assert len(base64.b64decode(answer["session_key"], validate=True)) == 16
    assert "errcode" not in answer


def test_a_js_code_works_once_and_five_minutes(client: Client, clock: Clock) -> None:
    """Used or old, it is 40029."""
    code = js_code(client)
    assert "openid" in session(client, js_code=code)
    assert session(client, js_code=code)["errcode"] == 40029
    code = js_code(client)
    clock.advance(301)
    assert session(client, js_code=code)["errcode"] == 40029


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": "wxno"}, 40013), ({"appid": ""}, 40013), ({"secret": "no"}, 40125),
        ({"grant_type": "x"}, 40002), ({"js_code": ""}, 41008), ({"js_code": "no"}, 40029),
    ],
)  # fmt: skip
def test_wrong_mini_program_logins(client: Client, changes: dict[str, str], errcode: int) -> None:
    """App, secret, code and grant type each have their errcode."""
    good = {"js_code": js_code(client)}
    assert session(client, **(good | changes))["errcode"] == errcode


def test_a_js_code_is_for_its_own_mini_program(client: Client) -> None:
    """Another mini-program cannot use it."""
    code = js_code(client)
    other = corp_setup(mini_appid="wxother", mini_secret="o")
    client.control("PUT", "/corps/wwother", other)
    answer = session(client, appid="wxother", secret="o", js_code=code)
    assert answer["errcode"] == 40029


def test_logins_can_misbehave_like_any_call(client: Client) -> None:
    """A fault can name jscode2session, and is over after its times."""
    client.control("POST", "/faults", {"kind": "error", "api": "sns/jscode2session"})
    assert session(client, js_code=js_code(client))["errcode"] == -1
    assert "openid" in session(client, js_code=js_code(client))


def test_codes_need_an_existing_member_and_mini_program(client: Client) -> None:
    """The control API answers 404 otherwise."""
    path = f"/_sandbox/corps/{CORP}/staff/nobody/oauth-code"
    assert client.send("POST", path)[0] == 404
    body = {"appid": "wxno"}
    assert client.send("POST", "/_sandbox/customers/fang/login-code", body)[0] == 404
