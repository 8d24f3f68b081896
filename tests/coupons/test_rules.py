"""What a coupon template cannot be, and what it seldom is on purpose."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core.moments import NEVER, Moment, moment
from chalicelib.coupons import rules
from chalicelib.coupons.shapes import NewTemplate
from chalicelib.coupons.states import Closed

NOW = moment("2026-11-21T02:00:00.000Z")
YUAN = 100


def _new(**changes: Any) -> NewTemplate:
    usual = {"name": "券", "amount_off": 20 * YUAN, "threshold": 100 * YUAN, "stock": 100}
    return msgspec.convert({**usual, **changes}, NewTemplate)


@pytest.mark.parametrize(
    ("changes", "wrong", "unusual"),
    [
        ({}, [], []),
        ({"amount_off": 50 * YUAN}, [], []),
        ({"amount_off": 51 * YUAN}, [], ["over_half_the_threshold"]),
        ({"amount_off": 100 * YUAN}, [], ["over_half_the_threshold"]),
        ({"amount_off": 100 * YUAN, "threshold": 10 * YUAN}, ["over_threshold"], []),
        ({"amount_off": 50 * YUAN, "threshold": 0}, [], []),
        ({"amount_off": 51 * YUAN, "threshold": 0}, [], ["no_threshold"]),
        ({"stock": 50_000}, [], []),
        ({"stock": 50_001}, [], ["over_budget"]),
        ({"claim_until": "2026-11-21T10:00:00+08:00"}, ["ended"], []),
        ({"claim_from": "2026-12-02T00:00:00Z", "claim_until": "2026-12-01T00:00:00Z"}, ["ends_before_it_begins"], []),
        ({"claim_until": "2027-12-01T00:00:00Z"}, ["too_long"], []),
        ({"claim_from": "2028-12-01T00:00:00Z"}, ["too_far_ahead"], []),
    ],
)
def test_a_template_is_judged_by_what_it_would_give_away(
    changes: dict[str, Any], wrong: list[str], unusual: list[str]
) -> None:
    """More than the order is worth cannot be meant; more than half of it, or a fortune in all, may be."""
    new = _new(**changes)
    assert [fault.rule for fault in rules.wrong(new, NOW)] == wrong
    assert [fault.rule for fault in rules.unusual(new)] == unusual


@pytest.mark.parametrize(
    ("claim_from", "claim_until", "why"),
    [
        ("", "", None),
        ("2026-11-21T03:00:00.000Z", "", Closed.EARLY),
        ("", "2026-11-21T02:00:00.000Z", Closed.LATE),
        ("2026-11-21T03:00:00.000Z", "2026-11-21T02:30:00.000Z", Closed.LATE),
    ],
)
def test_nobody_is_asked_to_come_back_to_what_was_ended_before_it_began(
    claim_from: str, claim_until: str, why: Closed | None
) -> None:
    """One that is ended earlier than it begins is over from then on, not early."""
    assert rules.closed(Moment("2026-11-21T02:00:00.000Z"), Moment(claim_from or NEVER), Moment(claim_until)) is why
