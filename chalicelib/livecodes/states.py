"""What a live code is, and what became of a welcome."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CodeState(StrEnum):
    """PREPARING until WeCom has made every contact way."""

    PREPARING = "preparing"
    READY = "ready"


class WelcomeState(StrEnum):
    """TRYING is the only one that another follows.

    ALREADY: an earlier try of ours, or another app's, came through. UNKNOWN: an earlier try went without an answer, and
    its code has run out since.
    """

    TRYING = "trying"
    SENT = "sent"
    ALREADY = "already"
    EXPIRED = "expired"
    FAILED = "failed"
    UNKNOWN = "unknown"


MOVES: Mapping[WelcomeState, frozenset[WelcomeState]] = {
    WelcomeState.TRYING: frozenset(WelcomeState) - {WelcomeState.TRYING},
    **{state: frozenset() for state in WelcomeState if state is not WelcomeState.TRYING},
}
# The customer has the message.
ARRIVED = frozenset({WelcomeState.SENT, WelcomeState.ALREADY})
