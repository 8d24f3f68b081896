"""What an operator is shown of an occurrence that failed: why, in words, and what to press."""

from __future__ import annotations

from chalicelib.content import errors as content_errors
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Conflict, InternalError, NotFound, Refused
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.platforms.wecom.errors import refusal
from chalicelib.platforms.wecom.messages import Unsayable
from chalicelib.posts import versions
from chalicelib.posts.errors import NotYetApproved, TooLate
from chalicelib.posts.store import ABOUT_APPROVAL
from chalicelib.tasks.states import Outcome

MASS_TASK = "externalcontact/add_msg_template"
OF_WECOM = "wecom_"


def problem_of_going_out(ctx: Ctx, error: AppError) -> Problem:
    """Why nothing was sent when the time had come: an approval is missing, or the content may not go out."""
    if isinstance(error, NotYetApproved):
        return problem_of(ctx, error, Remedy.APPROVE, ABOUT_APPROVAL)
    return versions.problem_of_content(ctx, error)


def problem_of_error(ctx: Ctx, error: Exception) -> Problem:
    """The problem of a refusal: of the content, which another version or an edit mends, else tried again."""
    if not isinstance(error, AppError):
        error = InternalError()
    is_of_content = type(error).__module__ == content_errors.__name__ and isinstance(
        error, Conflict | NotFound | Refused
    )
    return versions.problem_of_content(ctx, error) if is_of_content else problem_of(ctx, error, Remedy.RETRY)


def problem_of_reason(ctx: Ctx, reason: str) -> Problem:
    """The problem of what a task was closed with: an errcode of WeCom's, an outcome, the code of a refusal."""
    if reason.startswith(OF_WECOM):
        return problem_of_error(ctx, refusal(MASS_TASK, int(reason.removeprefix(OF_WECOM))))
    if reason == Outcome.TOO_LATE:
        return problem_of_error(ctx, TooLate())
    if reason == Unsayable.__name__:
        return problem_of(ctx, Unsayable("text"), Remedy.EDIT)
    kind: type[AppError] = getattr(content_errors, reason, InternalError)
    return problem_of_error(ctx, kind([content_errors.VALUES_DO_NOT_FIT]) if issubclass(kind, Refused) else kind())
