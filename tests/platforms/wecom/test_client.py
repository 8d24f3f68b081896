"""Calls to WeCom: the shared token, the one retry, the typed errors. The sandbox judges."""

from __future__ import annotations

import time

import pytest

from chalicelib.core import instance
from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import client, token, transport
from chalicelib.platforms.wecom.errors import (
    CredentialsRefused,
    NoSuchRelation,
    WeComBusy,
    WeComRefused,
    WelcomeExpired,
)
from tests.support.stack import Stack

LIMING, WANGFANG = UserId("liming"), UserId("wangfang")


def _calls(stack: Stack, api: str) -> int:
    return len([line for line in stack.platform.ledger("api") if line.get("api") == api])


def test_one_token_serves_many_calls(stack: Stack) -> None:
    """gettoken is asked once, then kept."""
    for _ in range(3):
        client.tag_groups(stack.ctx())
    assert _calls(stack, "gettoken") == 1


def test_another_instance_finds_the_token_in_the_table(stack: Stack) -> None:
    """A new instance does not ask WeCom: it reads what the first one stored."""
    first = token.current(stack.ctx())
    instance.forget()
    assert token.current(stack.ctx()) == first
    assert _calls(stack, "gettoken") == 1


def test_a_token_that_wecom_no_longer_knows_is_refreshed_once(stack: Stack) -> None:
    """40014 or 42001: one refresh, one retry, and the call succeeds."""
    client.tag_groups(stack.ctx())
    stack.platform.fault(kind="invalidate_tokens")
    assert client.tag_groups(stack.ctx()) == []
    assert _calls(stack, "gettoken") == 2


def test_an_expired_token_is_replaced(stack: Stack) -> None:
    """After two hours another one is asked for, before WeCom refuses."""
    client.tag_groups(stack.ctx())
    stack.clock.advance(7201)
    client.tag_groups(stack.ctx())
    assert _calls(stack, "gettoken") == 2


def test_a_token_that_is_said_to_be_good_for_ever_is_used(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """No moment is that far away; a day later another one is asked for."""
    told = {"errcode": 0, "access_token": "t", "expires_in": 2**63 - 1}
    monkeypatch.setattr(token, "call", lambda method, url, query: told)
    assert token.current(stack.ctx()) == "t"
    told["access_token"] = "u"
    stack.clock.advance(86_400)
    assert token.current(stack.ctx()) == "u"


def test_wrong_credentials_are_a_typed_error(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """40001 says what to check."""
    from chalicelib.core.ops import secrets
    from tests.support.wecom import CORPS

    wrong = {**CORPS["demo"].settings(), "agent_secret": "wrong"}
    import msgspec

    monkeypatch.setattr(secrets, "platforms", lambda _: msgspec.convert(wrong, secrets.Platforms))
    with pytest.raises(CredentialsRefused) as refused:
        client.tag_groups(stack.ctx())
    assert refused.value.errcode == 40001


def test_a_stranger_cannot_be_tagged(stack: Stack) -> None:
    """84061 has a class of its own, for it is no failure of ours."""
    shop_tag = client.add_tags(stack.ctx(), "来源", ["新客"]).tags[0].id
    customer = stack.platform.customer()
    way = client.add_contact_way(stack.ctx(), LIMING, "s", "r")
    external = stack.platform.add(customer, way.config_id)["external_userid"]
    with pytest.raises(NoSuchRelation):
        client.mark_tags(stack.ctx(), WANGFANG, external, [shop_tag])


def test_a_welcome_code_that_never_was_is_expired(stack: Stack) -> None:
    """41050."""
    with pytest.raises(WelcomeExpired):
        client.send_welcome(stack.ctx(), "no-such-code", {"text": {"content": "你好"}})


def test_a_dropped_reply_is_an_unknown_outcome(stack: Stack) -> None:
    """Nobody can tell whether it was done: the error says so and nothing is repeated."""
    stack.platform.fault(kind="drop_reply", api="externalcontact/add_contact_way", times=1)
    with pytest.raises(UpstreamUnknown):
        client.add_contact_way(stack.ctx(), LIMING, "state", "r")
    assert _calls(stack, "externalcontact/add_contact_way") == 1


def test_a_slow_platform_does_not_hold_us(stack: Stack) -> None:
    """Timeouts are below three seconds."""
    client.tag_groups(stack.ctx())
    stack.platform.fault(kind="slow", api="externalcontact/get_corp_tag_list", ms=4000, times=1)
    began = time.monotonic()
    with pytest.raises(UpstreamUnknown):
        client.tag_groups(stack.ctx())
    assert time.monotonic() - began < 3.5


def test_our_own_limit_stops_before_wecoms_does(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call over the limit is not made: a breach would block the corp for a minute."""
    monkeypatch.setattr(client, "PER_MINUTE", 2)
    instance.forget()
    for _ in range(2):
        client.tag_groups(stack.ctx())
    with pytest.raises(WeComBusy):
        client.tag_groups(stack.ctx())
    assert _calls(stack, "externalcontact/get_corp_tag_list") == 2


def test_a_contact_way_is_made_read_changed_and_deleted(stack: Stack) -> None:
    """WeCom holds what we wrote, whole, until it is deleted; then it is an unknown id (41044)."""
    ctx = stack.ctx()
    way = client.add_contact_way(ctx, LIMING, "0123456789ab", "门店海报")
    read = client.get_contact_way(ctx, way.config_id)
    assert (read.state, read.user, read.qr_code) == ("0123456789ab", [LIMING], way.qr_code)
    changed_way = client.ContactWay(way.config_id, state="ba9876543210", user=[WANGFANG], remark="新海报")
    client.update_contact_way(ctx, changed_way)
    changed = client.get_contact_way(ctx, way.config_id)
    assert (changed.state, changed.user) == ("ba9876543210", ["wangfang"])
    assert [listed.config_id for listed in client.contact_ways_since(ctx, ctx.now)] == [way.config_id]
    client.delete_contact_way(ctx, way.config_id)
    with pytest.raises(WeComRefused) as refused:
        client.get_contact_way(ctx, way.config_id)
    assert refused.value.errcode == 41044


def test_a_new_instance_has_connections_of_its_own(stack: Stack) -> None:
    """They are kept while the instance lives, and forgotten with all else that it remembers."""
    kept = transport.pool()
    client.tag_groups(stack.ctx())
    assert transport.pool() is kept
    instance.forget()
    assert transport.pool() is not kept
    assert client.tag_groups(stack.ctx()) == []
