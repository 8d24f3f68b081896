"""Callbacks that are refused: told to whoever sets the corp up, and cheap whoever sends them."""

from __future__ import annotations

import pytest

from chalicelib.core.config import config
from chalicelib.core.instance import forget
from tests.setup.test_checks import again, lines
from tests.support import make
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.story import Shop
from tests.support.wecom import CORPS


def refused(stack: Stack, why: str = "", body: str = "", before: int = 0) -> None:
    """A message that names the corp, not signed as ours are or not sealed with our key; signed so many seconds ago."""
    from local.wecom.crypto import CallbackCrypto

    demo, stamp = CORPS["demo"], str(int(stack.clock.time()) - before)
    crypto = CallbackCrypto(demo.token if why == "key" else "AnotherToken", "Z" * 43, demo.corp_id)
    encrypted = crypto.encrypt("<xml></xml>")
    path = f"/wecom/callback/demo?msg_signature={crypto.sign(stamp, 'n', encrypted)}&timestamp={stamp}&nonce=n"
    sent = body or f"<xml><ToUserName>{demo.corp_id}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    assert stack.http.call("POST", path, sent, {}, "text/xml").status in (400, 403)


@pytest.mark.parametrize(
    ("why", "said"), [("token", "多半是两边的 Token 不一致"), ("key", "EncodingAESKey 或企业 ID 不一致")]
)
def test_refused_callbacks_are_told_until_one_comes_in(stack: Stack, why: str, said: str) -> None:
    """Since when, and what probably differs; another corp is told nothing; the next that comes in ends it."""
    refused(stack, why)
    began = stack.ctx().at
    stack.clock.advance(1200)
    forget()
    refused(stack, why)
    line = again(stack, "app")["callback"]
    assert (line["state"], line["since"]) == ("wrong", began) and said in line["why_zh"]
    assert lines(make.session(stack, corp="rival").get("/admin/v1/setup"))["callback"]["state"] == "not_known"
    stack.clock.advance(60)
    code = Shop(stack).live_code()
    way = next(str(one["config_id"]) for one in code["contact_ways"] if one["userid"] == "liming")
    stack.platform.add(stack.platform.customer("小红"), way)
    stack.work_off()
    assert again(stack, "app")["callback"]["state"] == "ok"


def test_a_refusal_is_over_after_a_day(stack: Stack) -> None:
    """Then nobody knows, and the next one begins anew."""
    refused(stack)
    stack.clock.advance(86_401)
    forget()
    assert again(stack, "app")["callback"]["state"] == "not_known"
    refused(stack)
    assert again(stack, "app")["callback"]["since"] == stack.ctx().at


def test_junk_at_the_callbacks_costs_no_writes(stack: Stack) -> None:
    """What names nobody, or is of hours ago, leaves nothing; what names the corp one row, once in ten minutes."""
    refused(stack, body="<xml><Encrypt>AAAA</Encrypt></xml>")
    refused(stack, before=7200)
    assert items(config().inbox_table) == []
    refused(stack)
    (row,) = items(config().inbox_table)
    for _ in range(3):
        stack.clock.advance(10)
        refused(stack)
    assert items(config().inbox_table) == [row]
