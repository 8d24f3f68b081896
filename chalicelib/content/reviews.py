"""三审: a version's way from draft to approved, one conditional write a step, by role, never by its author."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.access import service as staff
from chalicelib.content import checks, rules, store, views
from chalicelib.content.errors import LintErrors, OwnVersion, StateDoesNotAllow, SupersededVersion, UnknownContent
from chalicelib.content.shapes import CheckedContentVersion, ContentVersion, ReviewContent
from chalicelib.content.store import Step, VersionRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import InvalidBody, RoleNotAllowed
from chalicelib.core.storage.table import Refused


def submit(ctx: Ctx, item_id: str, version: str) -> CheckedContentVersion:
    """Hand a draft to the reviewers.

    Raises UnknownContent, LintErrors with what to correct, StateDoesNotAllow, SupersededVersion.
    """
    found = store.version(ctx, item_id, version)
    if found is None:
        raise UnknownContent()
    # What a version says never changes, so what is judged here is what is submitted below.
    errors = [finding for finding in checks.findings(ctx, views.body(found)) if finding.severity == "error"]
    if errors and found.status == rules.DRAFT:
        raise LintErrors(lint=msgspec.to_builtins(errors))
    row = _advance(ctx, item_id, version, _step(ctx, rules.SUBMITTED), (rules.DRAFT,), rules.IN_REVIEW[0])
    return views.checked(ctx, row)


def review(ctx: Ctx, item_id: str, version: str, given: ReviewContent) -> ContentVersion:
    """A verdict at a stage, by somebody whose role reviews there and who did not write the version.

    Raises RoleNotAllowed, InvalidBody (a rejection without a reason), UnknownContent, OwnVersion, StateDoesNotAllow,
    SupersededVersion.
    """
    role = staff.role_of(ctx.corp, ctx.who)
    needed = rules.REVIEWERS[given.stage]
    if role is None or role.value not in needed:
        raise RoleNotAllowed(stage=given.stage, needed=sorted(needed))
    if given.verdict == rules.REJECTED and not given.reason.strip():
        raise InvalidBody("reason: say why it is rejected")
    step = _step(ctx, given.verdict, given.stage, given.reason)
    status = rules.after(given.stage, given.verdict)
    before = (rules.waiting(given.stage),)
    return views.version(_advance(ctx, item_id, version, step, before, status, by_author=False))


def withdraw(ctx: Ctx, item_id: str, version: str) -> ContentVersion:
    """Take a version back from the reviewers; it is a draft again, and its reviews begin anew when it is submitted.

    Raises UnknownContent, StateDoesNotAllow, SupersededVersion.
    """
    step = _step(ctx, rules.WITHDRAWN)
    return views.version(_advance(ctx, item_id, version, step, rules.IN_REVIEW, rules.DRAFT))


def recall(ctx: Ctx, item_id: str, version: str, reason: str) -> ContentVersion:
    """Take an approval back for good. Raises UnknownContent, StateDoesNotAllow, SupersededVersion."""
    step = _step(ctx, rules.RECALLED, reason=reason)
    return views.version(_advance(ctx, item_id, version, step, (rules.APPROVED,), rules.RECALLED))


def _step(ctx: Ctx, verdict: str, stage: str = "", reason: str = "") -> Step:
    return store.step(ctx, verdict, stage, reason)


def _advance(
    ctx: Ctx, item_id: str, version: str, step: Step, given: Sequence[str], status: str, *, by_author: bool = True
) -> VersionRow:
    """The step, or the version as it is now when the step is there already."""
    try:
        return store.advance(ctx, item_id, version, step, given, status, by_author=by_author)
    except Refused as refused:
        old: VersionRow | None = refused.old
        if old is not None and rules.repeated(old.reviews, step):
            return old
        raise _why_not(ctx, old, by_author) from None


def _why_not(ctx: Ctx, old: VersionRow | None, by_author: bool) -> Exception:
    if old is None:
        return UnknownContent()
    if old.superseded_by:
        return SupersededVersion(latest=int(old.superseded_by))
    if old.author == ctx.who and not by_author:
        return OwnVersion()
    return StateDoesNotAllow(status=old.status)
