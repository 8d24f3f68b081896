"""Who is meant, and who would write to them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.audience import rules
from chalicelib.audience.shapes import Card, Customers
from chalicelib.audience.states import Stage
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.members.ids import MemberId

LIMING, WANGFANG, ZHAOLEI = UserId("liming"), UserId("wangfang"), UserId("zhaolei")
CARD = Card(
    member_id=MemberId("m"),
    external_userid=ExternalUserId("wm1"),
    friends={LIMING: Moment("2026-01-01"), WANGFANG: Moment("2026-02-01")},
    tags=["VIP", "新客"],
    states=["codea"],
    first_state="codea",
    stage=Stage.LEAD,
)


@pytest.mark.parametrize(
    ("audience", "is_meant"),
    [
        ({}, True),
        ({"any_tags": ["VIP", "其他"]}, True),
        ({"any_tags": ["其他"]}, False),
        ({"all_tags": ["VIP", "新客"]}, True),
        ({"all_tags": ["VIP", "其他"]}, False),
        ({"no_tags": ["其他"]}, True),
        ({"any_tags": ["VIP"], "no_tags": ["新客"]}, False),
        ({"stages": ["lead", "buyer"]}, True),
        ({"stages": ["lost"]}, False),
        ({"staff": ["liming"]}, True),
        ({"staff": ["zhaolei"]}, False),
        ({"live_codes": ["codea", "codeb"]}, True),
        ({"live_codes": ["codeb"]}, False),
        ({"any_tags": ["VIP"], "stages": ["lead"], "staff": ["liming"], "live_codes": ["codea"]}, True),
    ],
)
def test_every_condition_narrows(audience: dict[str, Any], is_meant: bool) -> None:
    """Tags, stage, staff and live code hold together; what is left out does not narrow."""
    assert rules.is_meant(Customers(**audience), CARD) is is_meant


def test_the_latest_friend_who_may_sends() -> None:
    """One sender each: the last befriended of those who may; between two of one second, always the same."""
    assert rules.sender_of(Customers(), CARD) == "wangfang"
    assert rules.sender_of(Customers(staff=[LIMING, ZHAOLEI]), CARD) == "liming"
    assert rules.sender_of(Customers(staff=[ZHAOLEI]), CARD) == ""
