"""What the rows of content say, and with it what a change of them says."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.content.facts import (
    ContentApproved,
    ContentRecalled,
    ContentRejected,
    ContentReplaced,
    ContentReviewed,
    ContentRulesChanged,
    ContentStep,
    ContentSubmitted,
    ContentWithdrawn,
)
from chalicelib.content.states import Stage, Verdict, VersionState, after
from chalicelib.content.steps import Step
from chalicelib.content.store import RulesRow, VersionRow
from chalicelib.core.events.facts import Told

WITHOUT_A_STAGE: Mapping[Verdict, type[ContentStep]] = {
    Verdict.SUBMITTED: ContentSubmitted,
    Verdict.WITHDRAWN: ContentWithdrawn,
    Verdict.RECALLED: ContentRecalled,
    Verdict.REPLACED: ContentReplaced,
}


def version(row: VersionRow) -> list[Told]:
    """Each step of a version's way, in order; a last verdict also says what it came to."""
    return [
        Told(data=data, subject=f"content#{row.item_id}", at=step.at, mark=str(number))
        for number, step in enumerate(row.reviews)
        for data in _facts_of(row, step)
    ]


def _facts_of(row: VersionRow, step: Step) -> list[ContentStep]:
    if step.stage:
        return _reviewed(row, step, step.stage)
    fact = WITHOUT_A_STAGE[step.verdict]
    return [fact(content=row.item_id, name=row.name, content_version=row.version, staff=step.who)]


def _reviewed(row: VersionRow, step: Step, stage: Stage) -> list[ContentStep]:
    content, name, number, staff = row.item_id, row.name, row.version, step.who
    reviewed = ContentReviewed(
        content=content, name=name, content_version=number, staff=staff, stage=stage, verdict=step.verdict
    )
    match after(step.verdict, stage):
        case VersionState.APPROVED:
            return [reviewed, ContentApproved(content=content, name=name, content_version=number, staff=staff)]
        case VersionState.REJECTED:
            rejected = ContentRejected(
                content=content, name=name, content_version=number, staff=staff, stage=stage, reason=step.reason
            )
            return [reviewed, rejected]
    return [reviewed]


def content_rules(row: RulesRow) -> list[Told]:
    """The corp's own rules were changed."""
    data = ContentRulesChanged(extra_words=len(row.extra_words), allowed_hosts=len(row.allowed_hosts))
    return [Told(data=data, subject="content_rules", at=row.changed_at, mark=row.changed_at, lasting=False)]
