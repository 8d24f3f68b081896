"""Long work, which rooms ask for by a verb and not at a door."""

from __future__ import annotations

from chalicelib.core.ops import jobs
from tests.support.longwork import CountUp
from tests.support.make.things import Thing
from tests.support.stack import Stack


def job(stack: Stack, *, corp: str = "demo") -> Thing:
    """A job that waits for the first of its two steps."""
    name = jobs.start(stack.ctx(corp), CountUp(steps=2))
    answer = stack.operator(corp=corp).get(f"/admin/v1/jobs/{name}")
    return Thing(name, answer.json())
