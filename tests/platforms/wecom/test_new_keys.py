"""WeCom's token and key are changed, and no callback is lost over it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.core.config import config
from chalicelib.core.ops import secrets
from infra import provision
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.wecom import CORPS, join_event, sealed

JOIN = join_event("demo", "liming", "wmcustomer", 1763690400)
NEW = {"callback_token": "NewToken9", "callback_aes_key": "9" * 42 + "A"}


def provisioned(held: provision.Held, stack: Stack, **changed: Any) -> provision.Held:
    """The secrets after `make provision` with these settings changed."""
    corps = msgspec.convert({"demo": {**CORPS["demo"].settings(), **changed}}, provision.Corps)
    return provision.merged(held, corps, stack.clock.now())


def arrives(stack: Stack, nonce: str, **keys: str) -> int:
    """What a callback is answered with that these keys sealed."""
    path, body = sealed("demo", JOIN, nonce, **keys)
    return stack.http.call("POST", path, body, {}, "text/xml").status


@pytest.mark.parametrize("what", ["both", "callback_token", "callback_aes_key"])
def test_until_wecoms_console_is_saved_its_former_keys_are_taken(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Provisioned first and saved at WeCom later: what comes in between is kept as ever, what comes after it too."""
    new = NEW if what == "both" else {what: NEW[what]}
    held = provisioned(provisioned(provision.Held(), stack), stack, **new)
    monkeypatch.setattr(secrets, "verify", held.verify.corps.__getitem__)
    now = {"token": new.get("callback_token", ""), "aes_key": new.get("callback_aes_key", "")}
    assert arrives(stack, "before") == 200
    assert arrives(stack, "after", **now) == 200
    assert len([row for row in items(config().inbox_table) if "#callback#" in row["pk"]["S"]]) == 1
    assert arrives(stack, "forged", token="Somebodys") == 403


def test_a_week_later_the_former_keys_are_worth_nothing(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provisioning once more with the same settings does not lengthen it."""
    held = provisioned(provisioned(provision.Held(), stack), stack, **NEW)
    stack.clock.advance(timedelta(days=6).total_seconds())
    held = provisioned(held, stack, **NEW)
    monkeypatch.setattr(secrets, "verify", held.verify.corps.__getitem__)
    assert arrives(stack, "n1") == 200
    stack.clock.advance(timedelta(days=1, seconds=1).total_seconds())
    assert arrives(stack, "n2") == 403
    assert arrives(stack, "n3", token=NEW["callback_token"], aes_key=NEW["callback_aes_key"]) == 200
