"""Pages sign in to WeCom's client: by the published rule, for our own pages alone, with tickets that are kept."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.platforms.wecom import tickets
from chalicelib.platforms.wecom.tickets import Ticket
from tests.support import make, state
from tests.support.http import Answer
from tests.support.stack import Stack, forget_everything

PAGE = "http://localhost:8080/side?external_userid=wm1"


def asked(stack: Stack, url: str = PAGE) -> Answer:
    return make.operator(stack, "adviser", "liming").get(f"/staff/v1/js-signature?{urlencode({'url': url})}")


def calls(stack: Stack, api: str) -> list[dict[str, Any]]:
    return [one for one in stack.platform.ledger() if api in str(one)]


def test_the_published_example() -> None:
    """WeCom's own example of the rule (docs/platform G7)."""
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    made = tickets.signature(ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value")
    assert made == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_a_page_of_ours_is_signed_for_with_both_tickets(stack: Stack) -> None:
    """What stands behind # does not count; the two signatures share nonce and time; no ticket is in the answer."""
    told = asked(stack, PAGE + "#tags").json()
    ctx = stack.ctx()
    for kind, name in ((Ticket.CORP, "signature"), (Ticket.AGENT, "agent_signature")):
        ticket = tickets.current(ctx, kind)
        assert told[name] == tickets.signature(ticket, told["nonce"], told["timestamp"], PAGE)
        assert ticket not in json.dumps(told)
    assert told["signature"] != told["agent_signature"]
    assert (len(told["nonce"]), told["timestamp"]) == (16, int(stack.clock.now().timestamp()))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080.evil.example/side",
        "http://localhost:80801/side",
        "http://user@localhost:8080/side",
        "https://localhost:8080/side",
        "//localhost:8080/side",
        "/side",
        "javascript:alert(1)",
        "http://evil.example/?http://localhost:8080/",
    ],
)
def test_no_other_page_is_signed_for(stack: Stack, url: str) -> None:
    """Whoever may sign for any page could let theirs act as the corp's app."""
    assert asked(stack, url).code == "ForeignUrl"


def test_tickets_are_asked_for_once_in_two_hours(stack: Stack) -> None:
    """By all instances together; after that once more."""
    for _ in range(3):
        forget_everything()
        assert asked(stack).status == 200
    assert [len(calls(stack, api)) for api in ("get_jsapi_ticket", "ticket/get")] == [1, 1]
    stack.clock.advance(7200)
    assert asked(stack).status == 200
    assert [len(calls(stack, api)) for api in ("get_jsapi_ticket", "ticket/get")] == [2, 2]


@pytest.mark.parametrize("errcode", [40001, 42001, 40014])
def test_a_token_that_is_refused_is_made_anew_once(stack: Stack, errcode: int) -> None:
    """And the ticket asked for once more; refused twice, it is told."""
    stack.platform.fault(kind="error", api="get_jsapi_ticket", errcode=errcode, times=1)
    assert asked(stack).status == 200
    forget_everything()
    stack.clock.advance(7200)
    stack.platform.fault(kind="error", api="get_jsapi_ticket", errcode=errcode, times=2)
    assert asked(stack).status == 502


def test_no_ticket_is_logged_and_none_stands_where_it_is_not_kept(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lies in the table of tokens alone, which is no business state."""
    asked(stack)
    ctx = stack.ctx()
    both = [tickets.current(ctx, kind) for kind in Ticket]
    said = capsys.readouterr().out + str(state.main_rows("demo"))
    assert not any(ticket in said for ticket in both)
