"""A step of a version's way, as it is kept with the version; pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.content.states import Stage, Verdict
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided. stage: of a review, None otherwise. request: what took it, so that its repeat is known."""

    at: Moment
    who: UserId
    stage: Stage | None
    verdict: Verdict
    reason: str
    request: str


def is_repeated(history: Sequence[Step], step: Step) -> bool:
    """True when `step` is there already: taken by this very request, or the last thing that happened."""
    same = [earlier for earlier in history if _decision(earlier) == _decision(step)]
    return any(earlier.request == step.request for earlier in same) or bool(same and same[-1] is history[-1])


def _decision(step: Step) -> tuple[str | None, ...]:
    """What was decided and by whom, whenever and by whichever request."""
    return step.who, step.stage, step.verdict, step.reason
