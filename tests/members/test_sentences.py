"""A member's timeline as an operator reads it."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from chalicelib.core.events import facts
from chalicelib.core.events.facts import CHINESE, ENGLISH, FactData
from chalicelib.livecodes.facts import CouponNotIssued, WelcomeMissed, WelcomeSent
from chalicelib.livecodes.states import ARRIVED, WelcomeState
from chalicelib.members.facts import MemberJoined, MemberTagged, StaffAdded, StaffLost
from chalicelib.members.states import How, LostBy
from chalicelib.members.telling import NAMED
from chalicelib.rooms import rooms

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


def test_every_fact_of_a_member_has_a_sentence_in_words() -> None:
    """Whatever room tells it: no state is told as the code calls it."""
    rooms()
    codes: dict[str, list[str]] = {}
    for kind, data in facts.known().items():
        values = {one.name: "" for one in msgspec.structs.fields(data)} | dict(data.sample)
        if "member" not in values:
            continue
        states = {name: value for name, value in values.items() if re.fullmatch(r"[a-z_]+", str(value))}
        named = {name: "" for name in states if name in NAMED}
        said = CHINESE.vformat(data.zh, (), {**values, **named})
        codes[kind] = [value for name, value in states.items() if name not in named and value in said]
    assert {kind: told for kind, told in codes.items() if told} == {}


def test_several_tags_are_told_with_a_comma_of_their_language() -> None:
    """As people write lists."""
    values = {"staff": "liming", "tags": ["新客", "到店"]}
    assert CHINESE.vformat(MemberTagged.zh, (), values) == "员工 liming 打的标签变为：新客、到店"
    assert ENGLISH.vformat(MemberTagged.en, (), values) == "The tags of liming became: 新客, 到店"
