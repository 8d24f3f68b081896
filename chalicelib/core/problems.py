"""What stands in the way of something that operators made: one shape of it wherever it is shown.

A thing has `problem: Problem | None`; None while nothing is wrong. It says why in both languages and what to press, it
stands on the row of the thing itself, and whatever mends the thing takes it away in the same write.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.moments import Moment


class Remedy(StrEnum):
    """What an operator does about it, by the verb that the thing has.

    NOTHING: it mends itself, or nothing can be done and it is only said. RETRY: the cause is mended elsewhere, at WeCom
    for example, then it is tried again (重试). EDIT: the thing has to be changed. NEW_VERSION: it names a version of
    content that a newer one has taken the place of (使用新版本). APPROVE: a second person approves it (审批), then it
    is tried again. ACKNOWLEDGE: it is mended elsewhere, then somebody says what came of it (确认已处理).
    """

    NOTHING = "nothing"
    RETRY = "retry"
    EDIT = "edit"
    NEW_VERSION = "new_version"
    APPROVE = "approve"
    ACKNOWLEDGE = "acknowledge"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why something does not work, as it is stored and shown; nothing in it is personal.

    code: of the error, as in a refusal. errcode: the platform's own number, 0 without one. about: the part of the thing
    that it is about ('' for the whole): a tag's id, the place of an attachment. at: when it was seen last.
    """

    code: str
    zh: str
    en: str
    remedy: Remedy
    at: Moment
    errcode: int = 0
    about: str = ""


def problem_of(ctx: Ctx, error: AppError, remedy: Remedy, about: str = "") -> Problem:
    """A problem out of the refusal that told of it."""
    errcode = int(error.details.get("errcode", 0))
    return Problem(code=error.code, zh=error.zh, en=error.en, remedy=remedy, at=ctx.at, errcode=errcode, about=about)
