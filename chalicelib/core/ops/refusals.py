"""What a platform refuses for good: told to operators on the thing itself, and counted, which wakes somebody."""

from __future__ import annotations

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.ops import log, metrics
from chalicelib.core.problems import Problem, Remedy, problem_of


def note(ctx: Ctx, error: AppError, remedy: Remedy = Remedy.RETRY, about: str = "") -> Problem:
    """The problem that a refusal leaves on a thing; whoever asks keeps it there. Counted and logged."""
    problem = problem_of(ctx, error, remedy, about)
    metrics.count("RefusedForGood", corp=ctx.corp, stage=config().stage)
    log.warning("refused for good", corp=ctx.corp, code=problem.code, errcode=problem.errcode, cause=ctx.cause)
    return problem
