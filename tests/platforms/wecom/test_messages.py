"""Every door to people holds back a brace and an empty card, whoever made the message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import client, mass
from chalicelib.platforms.wecom.messages import (
    Link,
    LinkAttachment,
    Message,
    MiniProgramNotice,
    Text,
    TextCard,
    Unsayable,
    checked,
)
from tests.support.stack import Stack

LI = UserId("liming")
# The calls by which WeCom writes to people.
SENDING = ("externalcontact/send_welcome_msg", "externalcontact/add_msg_template", "message/send")


def _welcome(ctx: Ctx, message: Message) -> None:
    client.send_welcome(ctx, "code", {"text": {"content": message.text.content}} if message.text else {})


def _task(ctx: Ctx, message: Message) -> None:
    mass.add_task(ctx, "single", LI, ["wm1"], message)


def _app(ctx: Ctx, message: Message) -> None:
    mass.send_to_staff(ctx, [LI], message)


@pytest.mark.parametrize("door", [_welcome, _task, _app])
@pytest.mark.parametrize("text", ["您好 {{customer_name}}", "您好}}", "  "])
def test_each_door_holds_back_a_brace_and_a_blank_text(
    stack: Stack, door: Callable[[Ctx, Message], None], text: str
) -> None:
    """WeCom is not asked at all."""
    with pytest.raises(Unsayable):
        door(stack.ctx(), Message(msgtype="text", text=Text(text)))
    assert not [call for call in stack.platform.ledger("api") if call["api"] in SENDING]


@pytest.mark.parametrize(
    "message",
    [
        Message(attachments=(LinkAttachment(Link(" ", "https://a.example/")),)),
        Message(attachments=(LinkAttachment(Link("领券", "https://a.example/", desc="{{x}}")),)),
        Message(msgtype="textcard", textcard=TextCard("领券", "{{x}}", "https://a.example/")),
        Message(msgtype="miniprogram_notice", miniprogram_notice=MiniProgramNotice("wx1", "p", "")),
    ],
)
def test_a_card_is_looked_at_too(message: Message) -> None:
    """Its title is there, and nothing that people read of it holds a brace."""
    import msgspec

    with pytest.raises(Unsayable):
        checked(msgspec.to_builtins(message))


def test_what_nobody_reads_may_be_anything() -> None:
    """Addresses and ids have their own rules."""
    message: dict[str, Any] = {"link": {"title": "t", "url": "https://a.example/{{x}}", "picurl": ""}}
    assert checked(message) == message
