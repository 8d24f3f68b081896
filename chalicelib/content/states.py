"""三审: the states of a version, and which verdict leads from which to which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """The three reviews, in their order."""

    CONTENT = "content"
    COMPLIANCE = "compliance"
    BUSINESS = "business"


class Verdict(StrEnum):
    """What somebody decides about a version. Passed and rejected are said at a stage."""

    SUBMITTED = "submitted"
    PASSED = "passed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    REPLACED = "replaced"


class VersionState(StrEnum):
    """How far a version has come. replaced: it was approved, and goes out no more since a newer one is."""

    DRAFT = "draft"
    CONTENT_REVIEW = "content_review"
    COMPLIANCE_REVIEW = "compliance_review"
    BUSINESS_REVIEW = "business_review"
    APPROVED = "approved"
    REPLACED = "replaced"
    REJECTED = "rejected"
    RECALLED = "recalled"


class ItemState(StrEnum):
    """Whether an item is offered. archived: not for new use; who uses it goes on."""

    ACTIVE = "active"
    ARCHIVED = "archived"


ITEM_MOVES: Mapping[ItemState, frozenset[ItemState]] = {
    ItemState.ACTIVE: frozenset({ItemState.ARCHIVED}),
    ItemState.ARCHIVED: frozenset({ItemState.ACTIVE}),
}


# From a state, by a verdict, to a state. What is not here is refused.
STEPS: Mapping[VersionState, Mapping[Verdict, VersionState]] = {
    VersionState.DRAFT: {Verdict.SUBMITTED: VersionState.CONTENT_REVIEW},
    VersionState.CONTENT_REVIEW: {
        Verdict.PASSED: VersionState.COMPLIANCE_REVIEW,
        Verdict.REJECTED: VersionState.REJECTED,
        Verdict.WITHDRAWN: VersionState.DRAFT,
    },
    VersionState.COMPLIANCE_REVIEW: {
        Verdict.PASSED: VersionState.BUSINESS_REVIEW,
        Verdict.REJECTED: VersionState.REJECTED,
        Verdict.WITHDRAWN: VersionState.DRAFT,
    },
    VersionState.BUSINESS_REVIEW: {
        Verdict.PASSED: VersionState.APPROVED,
        Verdict.REJECTED: VersionState.REJECTED,
        Verdict.WITHDRAWN: VersionState.DRAFT,
    },
    VersionState.APPROVED: {Verdict.RECALLED: VersionState.RECALLED, Verdict.REPLACED: VersionState.REPLACED},
    VersionState.REPLACED: {Verdict.RECALLED: VersionState.RECALLED},
    VersionState.REJECTED: {},
    VersionState.RECALLED: {},
}
MOVES: Mapping[VersionState, frozenset[VersionState]] = {
    state: frozenset(verdicts.values()) for state, verdicts in STEPS.items()
}
# It passed all three reviews, and nobody has recalled it: what was begun with it goes on.
PASSED = (VersionState.APPROVED, VersionState.REPLACED)
# In the order of the stages.
IN_REVIEW = tuple(state for state in VersionState if Verdict.PASSED in STEPS[state])
WAITING: Mapping[Stage, VersionState] = dict(zip(Stage, IN_REVIEW, strict=True))


def before(verdict: Verdict, stage: Stage | None = None) -> tuple[VersionState, ...]:
    """The states in which a verdict may be given (at a stage)."""
    states = (WAITING[stage],) if stage else tuple(VersionState)
    return tuple(state for state in states if verdict in STEPS[state])


def after(verdict: Verdict, stage: Stage | None = None) -> VersionState:
    """The state that a verdict (at a stage) leads to, the same from each state in which it may be given."""
    (state,) = {STEPS[state][verdict] for state in before(verdict, stage)}
    return state
