"""What a relation's stored adds and deletes say: read part by part, never searched."""

from __future__ import annotations

import pytest

from chalicelib.core.config import config
from chalicelib.members import rules
from chalicelib.members.states import FriendState
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.story import Shop

AT = "2026-11-21T00:00:00.000Z"


@pytest.mark.parametrize("state", ["a|full|b", "|full", "full", "", "|"])
def test_a_channel_parameter_may_hold_any_mark(state: str) -> None:
    """It decides nothing about the friendship, and comes back whole."""
    entry = rules.add_entry(AT, "half", state)
    assert rules.status([entry], []) is FriendState.PENDING
    assert rules.states_of([entry]) == ((state,) if state else ())
    assert rules.adds_at([entry], entry) == [entry]


def test_a_name_is_kept_as_people_read_it_and_as_it_came(stack: Stack) -> None:
    """What turns text around or breaks the line is shown to nobody, and is not lost."""
    shop, raw = Shop(stack), "王\u202e\n明"
    code = shop.live_code(coupon_template_id="")
    stack.platform.add(stack.platform.customer(raw), code["contact_ways"][0]["config_id"])
    stack.work_off()
    assert shop.only_member()["name"] == "王 明"
    (row,) = (row for row in items(config().main_table) if row.get("kind", {}).get("S") == "member")
    assert row["raw_name"]["S"] == raw
