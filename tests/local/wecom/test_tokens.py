"""gettoken and what every call checks first (docs/platform A1, A2, A3)."""

from __future__ import annotations

import re

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.testing import CORP, SECRET, Client, corp_setup

IPS = "get_api_domain_ip"


def test_the_same_token_is_given_inside_its_life_and_a_new_one_after(client: Client, clock: Clock) -> None:
    """Two hours, counted down in expires_in."""
    first = client.gettoken()
    assert first["expires_in"] == 7200
    clock.advance(7199)
    again = client.gettoken()
    assert (again["access_token"], again["expires_in"]) == (first["access_token"], 1)
    clock.advance(1)
    assert client.gettoken()["access_token"] != first["access_token"]


def test_each_app_has_its_own_token(client: Client) -> None:
    """By its secret."""
    secrets = [{"agent_id": 1, "secret": SECRET}, {"agent_id": 2, "secret": "two"}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(secrets=secrets))
    assert client.gettoken()["access_token"] != client.gettoken(corpsecret="two")["access_token"]


@pytest.mark.parametrize(
    ("corpid", "secret", "errcode"),
    [("", SECRET, 41002), ("wwnobody", SECRET, 40013), (CORP, "", 41004), (CORP, "bad", 40001)],
)
def test_wrong_credentials_are_told_apart(client: Client, corpid: str, secret: str, errcode: int) -> None:
    """Corp, secret and what is missing have codes of their own."""
    assert client.gettoken(corpid, secret)["errcode"] == errcode


def test_the_secret_of_another_corp_is_40091(client: Client) -> None:
    """It is a secret, but not this corp's."""
    other = corp_setup(secrets=[{"agent_id": 1, "secret": "theirs"}])
    client.control("PUT", "/corps/wwother", other)
    assert client.gettoken(corpsecret="theirs")["errcode"] == 40091


def test_too_many_failed_gettokens_block_for_an_hour(client: Client, clock: Clock) -> None:
    """Even the right secret has to wait then."""
    limits = {"token_failures_per_hour": 3}
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits=limits))
    codes = [client.gettoken(corpsecret="bad")["errcode"] for _ in range(5)]
    assert codes == [40001] * 4 + [45009]
    clock.advance(3599)
    assert client.gettoken()["errcode"] == 45009, "even the right secret is blocked"
    clock.advance(1)
    assert client.gettoken()["errcode"] == 0


def test_a_call_without_with_unknown_or_with_expired_token_is_refused(client: Client, clock: Clock) -> None:
    """Missing, wrong and old are three codes."""
    token = client.gettoken()["access_token"]
    assert client.get(IPS, token)["errcode"] == 0
    assert client.get(IPS, "")["errcode"] == 41001
    assert client.get(IPS, token[:-1])["errcode"] == 40014
    clock.advance(7200)
    assert client.get(IPS, token)["errcode"] == 42001


def test_forced_invalidation_kills_the_token_early(client: Client) -> None:
    """The next gettoken gives another one."""
    token = client.gettoken()["access_token"]
    answer = client.control("POST", "/faults", {"kind": "invalidate_tokens"})
    assert answer["invalidated"] == 1
    assert client.get(IPS, token)["errcode"] == 40014
    assert client.get(IPS, client.gettoken()["access_token"])["errcode"] == 0


def test_a_secret_that_was_replaced_ends_its_token(client: Client) -> None:
    """What the old secret had fetched is worth nothing."""
    token = client.gettoken()["access_token"]
    changed = corp_setup(secrets=[{"agent_id": 1, "secret": "new"}])
    client.control("PUT", f"/corps/{CORP}", changed)
    assert client.get(IPS, token)["errcode"] == 40014


def test_an_app_that_is_not_callable_gets_48002(client: Client) -> None:
    """Customer contact has to be opened for it."""
    secrets = [{"agent_id": 1, "secret": SECRET, "callable": False}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(secrets=secrets))
    assert client.get("externalcontact/get_follow_user_list")["errcode"] == 48002


def test_an_address_off_the_trusted_list_gets_60020(client: Client) -> None:
    """With the address that was seen; on the list it passes."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(trusted_ips=["203.0.113.7"]))
    answer = client.get(IPS)
    assert answer["errcode"] == 60020
    assert "from ip: 127.0.0.1" in answer["errmsg"]
    client.control("PUT", f"/corps/{CORP}", corp_setup(trusted_ips=["127.0.0.1"]))
    assert client.get(IPS)["errcode"] == 0


def test_a_failure_is_http_200_with_the_platforms_own_errmsg(client: Client) -> None:
    """Hint, address and link are written as WeCom writes them."""
    status, raw = client.send("GET", "/cgi-bin/get_api_domain_ip?access_token=x")
    assert status == 200
    assert re.fullmatch(
        r'\{"errcode":40014,"errmsg":"invalid access_token, hint: \[\d{10}_\d+_[0-9a-f]{32}\], '
        r"from ip: 127\.0\.0\.1, more info at "
        r'https://open\.work\.weixin\.qq\.com/devtool/query\?e=40014"\}\s*',
        raw.decode(),
    )


def test_the_wrong_method_is_refused(client: Client) -> None:
    """43001 and 43002, as documented."""
    assert client.post("externalcontact/list", {})["errcode"] == 43001
    assert client.get("externalcontact/add_contact_way")["errcode"] == 43002


def test_a_body_that_is_not_json_is_named_beside_the_errcode(client: Client) -> None:
    """The warning stands before the message, and nothing succeeds."""
    answer = client.post("externalcontact/add_contact_way", b"{'type': 1}")
    assert answer["errcode"] == 41037
    assert answer["errmsg"].startswith("Warning: wrong json format. ")
    listed = client.post("externalcontact/get_corp_tag_list", b"[]")
    assert listed["errcode"] == 47001, "nothing succeeds on a broken body"


def test_escaped_unusual_characters_are_40033(client: Client) -> None:
    """Sent as they are, they pass."""
    raw = b'{"type":1,"scene":2,"user":["li"],"remark":"\\ud83d\\ude00"}'
    assert client.post("externalcontact/add_contact_way", raw)["errcode"] == 40033
    assert client.contact_way(remark="😀")["errcode"] == 0


def test_an_unknown_call_is_refused_with_an_errcode_and_named(client: Client) -> None:
    """As every refusal comes: a client reads it, and a typing mistake is seen in the answer and on the ledger."""
    answer = client.get("nothing/like_it", "x")
    assert answer["errcode"] == 48002
    assert "the sandbox does not simulate nothing/like_it" in answer["errmsg"]
    assert client.control("GET", "/ledger?kind=api")["entries"][-1]["api"] == "nothing/like_it"


def test_unknown_body_fields_pass_but_are_on_the_ledger(client: Client) -> None:
    """WeCom ignores them, so a typing mistake is only seen there."""
    assert client.contact_way(skip_verfy=False)["errcode"] == 0
    entry = client.control("GET", "/ledger?kind=api")["entries"][-1]
    assert entry["warnings"] == ["unknown field 'skip_verfy'"]
    assert entry["api"] == "externalcontact/add_contact_way"


def test_tokens_never_reach_the_ledger(client: Client, sandbox: Sandbox) -> None:
    """Nor do secrets."""
    token = client.gettoken()["access_token"]
    client.get(IPS, token)
    assert token not in str(sandbox.world.state.ledger)
    assert SECRET not in str(sandbox.world.state.ledger)
