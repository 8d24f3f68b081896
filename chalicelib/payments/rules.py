"""Pure decisions about payments and refunds: what the provider's words mean, what fits, when to look again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ASKED = "asked"
PAID = "paid"
CLOSED = "closed"
PROCESSING = "processing"
SUCCEEDED = "succeeded"
ABNORMAL = "abnormal"

CURRENCY = "CNY"
# trade_state (docs/platform I4). REFUND was paid too. What is not here may still be paid.
PAYMENT_STATES = {"SUCCESS": PAID, "REFUND": PAID, "CLOSED": CLOSED, "REVOKED": CLOSED}
# status of a refund (docs/platform I5)
REFUND_STATES = {"PROCESSING": PROCESSING, "SUCCESS": SUCCEEDED, "ABNORMAL": ABNORMAL, "CLOSED": CLOSED}
# What a refund may be when the provider tells what it has become. Nothing follows success; a notice may come late.
REFUND_FOLLOWS: dict[str, tuple[str, ...]] = {
    PROCESSING: (ASKED,),
    SUCCEEDED: (ASKED, PROCESSING, ABNORMAL, CLOSED),
    ABNORMAL: (ASKED, PROCESSING),
    CLOSED: (ASKED, PROCESSING, ABNORMAL),
}
LOOK_AGAIN_SECONDS = 180
FIRST_REFUND_LOOK_SECONDS, LAST_REFUND_LOOK_SECONDS = 60, 3600


def refund_number(number: str) -> str:
    """The refund's own number: it follows from the payment's, so there is one."""
    return f"R{number}"


def refund_look_seconds(tries: int) -> int:
    """How long a refund waits for its next look: 1 minute, then twice as long each time, at most an hour."""
    return min(FIRST_REFUND_LOOK_SECONDS << min(tries, 10), LAST_REFUND_LOOK_SECONDS)


def mismatch(asked: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """What of `told` is not as it was asked for, in words; '' when all of it is."""
    return ", ".join(
        f"{name} {value} is not {asked[name]}" for name, value in told.items() if name in asked and asked[name] != value
    )
