"""三审: a version's way from draft to approved, one conditional write a step; three people, none of them its author."""

from __future__ import annotations

from chalicelib.content import checks, states, store, views
from chalicelib.content.errors import (
    LintErrors,
    OwnVersion,
    ReasonNeeded,
    ReviewedBefore,
    StateDoesNotAllow,
    SupersededVersion,
    UnknownContent,
)
from chalicelib.content.ids import ContentId
from chalicelib.content.room import REVIEWS
from chalicelib.content.shapes import CheckedContentVersion, ContentVersion, ReviewContent, Severity
from chalicelib.content.states import Stage, Verdict, VersionState
from chalicelib.content.steps import Step, is_repeated
from chalicelib.content.store import VersionRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.http.rights import not_held
from chalicelib.core.ids import UserId
from chalicelib.core.storage import retry
from chalicelib.core.storage.table import Refused

WHY_REJECTED = Fault(
    "reason",
    "required",
    None,
    "驳回时请填写原因，便于作者修改。",
    "Say why it is rejected, so that the author can mend it.",
)


def submit(ctx: Ctx, item_id: ContentId, version: str) -> CheckedContentVersion:
    """Hand a draft to the reviewers.

    Raises UnknownContent, LintErrors with what to correct, StateDoesNotAllow, SupersededVersion.
    """
    draft = store.version(ctx, item_id, version)
    if draft is None:
        raise UnknownContent()
    # What a version says never changes, so what is judged here is what is submitted below.
    errors = [finding for finding in checks.findings(ctx, draft.body) if finding.severity is Severity.ERROR]
    # A draft that a newer one has replaced is not worth mending: it hears so below, whatever it says.
    if errors and draft.status is VersionState.DRAFT and not draft.superseded_by:
        raise LintErrors(errors)
    return views.checked(ctx, _advance(ctx, item_id, version, _step(ctx, Verdict.SUBMITTED)))


def review(ctx: Ctx, item_id: ContentId, version: str, judgement: ReviewContent) -> ContentVersion:
    """A verdict at a stage, by who has the right to review there, did not write the version nor passed it before.

    Raises RoleNotAllowed, ReasonNeeded, UnknownContent, OwnVersion, ReviewedBefore, StateDoesNotAllow,
    SupersededVersion.
    """
    needed = REVIEWS[judgement.stage]
    if needed.name not in ctx.rights:
        raise not_held(needed, stage=judgement.stage)
    verdict = Verdict(judgement.verdict)
    if verdict is Verdict.REJECTED and not judgement.reason.strip():
        raise ReasonNeeded([WHY_REJECTED])
    step = _step(ctx, verdict, judgement.stage, judgement.reason)
    is_last = states.after(verdict, judgement.stage) is VersionState.APPROVED
    return views.version((_approve if is_last else _advance)(ctx, item_id, version, step))


def withdraw(ctx: Ctx, item_id: ContentId, version: str) -> ContentVersion:
    """Take a version back from the reviewers; it is a draft again, and its reviews begin anew when it is submitted.

    Raises UnknownContent, StateDoesNotAllow, SupersededVersion.
    """
    return views.version(_advance(ctx, item_id, version, _step(ctx, Verdict.WITHDRAWN)))


def recall(ctx: Ctx, item_id: ContentId, version: str, reason: str) -> ContentVersion:
    """Take an approval back for good, also that of a version which a newer one has replaced.

    Raises UnknownContent, StateDoesNotAllow, SupersededVersion.
    """
    return views.version(_advance(ctx, item_id, version, _step(ctx, Verdict.RECALLED, reason=reason)))


def _step(ctx: Ctx, verdict: Verdict, stage: Stage | None = None, reason: str = "") -> Step:
    """A step about to be taken."""
    return Step(at=ctx.at, who=UserId(ctx.who), stage=stage, verdict=verdict, reason=reason, request=ctx.cause)


def _advance(ctx: Ctx, item_id: ContentId, version: str, step: Step) -> VersionRow:
    """The version after the step, or as it is now when the step is there already."""
    before, after = states.before(step.verdict, step.stage), states.after(step.verdict, step.stage)
    try:
        return store.advance(ctx, item_id, version, step, before, after, is_review=step.stage is not None)
    except Refused as refused:
        return _as_it_is(refused, step)


def _approve(ctx: Ctx, item_id: ContentId, version: str, step: Step) -> VersionRow:
    """The version after the last of the reviews: the one that goes out from now on, in the place of the one before."""
    if not version.isdecimal():
        raise UnknownContent()

    def attempt() -> VersionRow:
        old = store.approved_last(ctx, item_id)
        if old is not None and old.version == int(version):
            return _advance(ctx, item_id, version, step)  # which is refused, or was taken before
        try:
            store.approve(ctx, item_id, int(version), step, states.before(step.verdict, step.stage), old)
        except Refused as refused:
            return _as_it_is(refused, step)
        row = store.version(ctx, item_id, version)
        if row is None:
            raise UnknownContent()
        return row

    return retry.on_collision(attempt, store.ApprovedMeanwhile)


def _as_it_is(refused: Refused, step: Step) -> VersionRow:
    """The version that refused a step, when the step is there already; else why it cannot be taken, raised."""
    row = refused.row(VersionRow)
    if row is not None and is_repeated(row.reviews, step):
        return row
    raise _why_not(row, step) from None


def _why_not(row: VersionRow | None, step: Step) -> Exception:
    if row is None:
        return UnknownContent()
    if row.superseded_by:
        return SupersededVersion(latest=row.superseded_by)
    if step.stage and row.author == step.who:
        return OwnVersion()
    if step.stage and step.who in (row.passed_by or ()) and row.status in states.before(step.verdict, step.stage):
        return ReviewedBefore()
    return StateDoesNotAllow(status=row.status)
