"""A merchant's APIv3 key is changed, and no money is lost over it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from chalicelib.core.ops import secrets
from infra import provision
from tests.payments.till import Till
from tests.support.pay import apiv3_key
from tests.support.wecom import CORPS

NEW = "a-new-APIv3-key".ljust(32, "0")


def change_key(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make provision` with another APIv3 key."""
    held = provision.Held()
    for key in (apiv3_key("demo"), NEW):
        settings = {**CORPS["demo"].settings(), "pay": {**till.pay.settings("demo"), "apiv3_key": key}}
        held = provision.merged(held, msgspec.convert({"demo": settings}, provision.Corps), till.stack.clock.now())
    monkeypatch.setattr(secrets, "verify", held.verify.corps.__getitem__)


def test_a_notice_that_waits_while_the_key_is_changed_is_booked(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies in the inbox as it was sealed, and is opened after the change."""
    till.prepay()
    assert till.knock(*till.sealed(till.plain())).status == 204
    change_key(till, monkeypatch)
    till.stack.drain()
    assert till.payment().state == "paid"


@pytest.mark.parametrize("key", ["", NEW])
def test_after_the_change_notices_of_either_key_are_booked(
    till: Till, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """WeChat Pay tells again what it had sealed before."""
    till.prepay()
    change_key(till, monkeypatch)
    assert till.notify(*till.sealed(till.plain(), apiv3=key)).status == 204
    assert till.payment().state == "paid"


def test_a_month_later_the_former_key_opens_nothing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """By then no notice of it can wait any more; whoever has it cannot write even a hint."""
    till.prepay()
    change_key(till, monkeypatch)
    till.stack.clock.advance(timedelta(days=30, seconds=1).total_seconds())
    assert till.notify(*till.sealed(till.plain())).status == 403
    assert till.notify(*till.sealed(till.plain(), apiv3=NEW)).status == 204
