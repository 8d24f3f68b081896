"""A member's timeline as an operator reads it."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from chalicelib.core.events.facts import CHINESE, ENGLISH, FactData
from chalicelib.livecodes.facts import CouponNotIssued, WelcomeMissed, WelcomeSent
from chalicelib.livecodes.states import ARRIVED, WelcomeState
from chalicelib.members.facts import MemberJoined, MemberTagged, StaffAdded, StaffLost
from chalicelib.members.states import How, LostBy

MISSED = sorted(set(WelcomeState) - ARRIVED)
NOT_ISSUED = ("SoldOut", "AlreadyClaimed", "ClaimNotOpen", "ClaimClosed", "WayNotOpen")
CASES: list[tuple[type[FactData], str, Any]] = [
    *((StaffAdded, "how", how.value) for how in How),
    *((StaffLost, "by", by.value) for by in LostBy),
    *((WelcomeSent, "outcome", state.value) for state in sorted(ARRIVED)),
    *((WelcomeMissed, "outcome", state.value) for state in MISSED),
    *((CouponNotIssued, "reason", reason) for reason in NOT_ISSUED),
    (MemberTagged, "tags", []),
    (MemberTagged, "tags", ["新客", "到店"]),
    (MemberJoined, "code", ""),
]


@pytest.mark.parametrize(("data", "field", "value"), CASES)
def test_a_timeline_says_states_in_words(data: type[FactData], field: str, value: Any) -> None:
    """No word of the code, no bracket of Python and no hole in a Chinese sentence."""
    values = {one.name: "" for one in msgspec.structs.fields(data)} | {field: value}
    said = CHINESE.vformat(data.zh, (), values)
    assert not re.search(r"[A-Za-z_\[\]()]|，员工 *，|来源 *，", said), said
    assert ENGLISH.vformat(data.en, (), values)


def test_several_tags_are_told_with_a_comma_of_their_language() -> None:
    """As people write lists."""
    values = {"staff": "liming", "tags": ["新客", "到店"]}
    assert CHINESE.vformat(MemberTagged.zh, (), values) == "员工 liming 打的标签变为：新客、到店"
    assert ENGLISH.vformat(MemberTagged.en, (), values) == "The tags of liming became: 新客, 到店"
