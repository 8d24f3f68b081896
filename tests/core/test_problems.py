"""A problem says in words what a refusal said, and what to press."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from chalicelib.core.context import new_ctx
from chalicelib.core.errors import NotFound, UpstreamFailed
from chalicelib.core.problems import Problem, Remedy, problem_of


def test_a_problem_keeps_the_words_and_the_number_of_a_refusal() -> None:
    """Both languages, the platform's own number, the part that it is about, and the verb; stored and read alike."""
    ctx = msgspec.structs.replace(new_ctx("demo", "system:test", "r"), now=datetime(2026, 11, 21, tzinfo=UTC))
    problem = problem_of(ctx, UpstreamFailed(api="add_contact_way", errcode=41054), Remedy.RETRY, "liming")
    assert (problem.code, problem.errcode, problem.about) == ("UpstreamFailed", 41054, "liming")
    assert (problem.zh, problem.en) == (UpstreamFailed.zh, UpstreamFailed.en)
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem
    assert problem_of(ctx, NotFound(), Remedy.EDIT).errcode == 0
