"""Rivals at live codes on DynamoDB Local: several editors of one, and one file imported by several at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.core.ids import UserId
from chalicelib.core.storage.table import Row
from chalicelib.livecodes import editing, importing, seeing, store
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import EditLiveCode, StaffShare, Welcome
from chalicelib.livecodes.sheet import Draft, Share
from chalicelib.staff import service as people
from chalicelib.staff.naming import Doubts
from tests.support import make
from tests.support.race.crowd import crowd
from tests.support.stack import Stack, running_stack

RIVALS, ROUNDS = 8, 2


@pytest.fixture(scope="module")
def stack(endpoint: str) -> Iterator[Stack]:
    """On DynamoDB Local, which keeps conditions under threads."""
    with running_stack(endpoint) as running:
        yield running


@pytest.fixture(autouse=True)
def _all_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom is not asked about anybody: that is no part of the race."""
    monkeypatch.setattr(people, "doubts", lambda *_: Doubts([], []))


def _edit(stack: Stack, code: LiveCode, number: int) -> Any:
    wanted = EditLiveCode(
        name=f"第{number}",
        staff=[StaffShare(UserId(f"staff{number}"))],
        welcome=Welcome(text="您好"),
        revision=1,
    )
    return editing.edit(stack.ctx(), code, wanted)


def test_of_many_editors_of_one_revision_one_is_taken(stack: Stack) -> None:
    """The others are told that it was changed; name and staff are one editor's, and nobody else has a way."""
    for _ in range(ROUNDS):
        code = LiveCode(make.live_code(stack).id)
        outcomes = crowd([partial(_edit, stack, code, number) for number in range(RIVALS)], RIVALS)
        assert sorted(outcome.name for outcome in outcomes) == ["", *["LiveCodeChanged"] * (RIVALS - 1)]
        known = seeing.now(stack.ctx(), code)
        assert known.terms.revision == 2
        assert [f"staff{known.terms.name[1:]}"] == [way.userid for way in known.ways]
        assert [way.userid for way in known.spare] == ["liming"]


def test_without_the_revision_several_are_taken(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: who writes without it is overwritten by the next, and told that all is well."""
    monkeypatch.setattr(store, "_is_as", lambda _: Row.pk.exists())
    code = LiveCode(make.live_code(stack).id)
    outcomes = crowd([partial(_edit, stack, code, number) for number in range(RIVALS)], RIVALS)
    assert [outcome.name for outcome in outcomes].count("") > 1


def test_a_line_that_several_import_makes_one_code(stack: Stack) -> None:
    """One job's line makes it, the others find it made; the same job's step made twice counts it as its own."""
    draft = Draft(line=2, name="一店", staff=(Share("liming"),), welcome="您好")
    (ready,) = importing.look(stack.ctx(), [draft])
    assert isinstance(ready, importing.Ready)
    jobs = [f"job{number % 4}" for number in range(RIVALS)]
    outcomes = crowd([partial(importing.make, stack.ctx(), job, ready) for job in jobs], RIVALS)
    by_job = [(job, outcome.value is None) for job, outcome in zip(jobs, outcomes, strict=True)]
    maker = {job for job, is_made in by_job if is_made}
    assert len(maker) == 1 and {job for job, is_made in by_job if not is_made} == set(jobs) - maker
    assert seeing.now(stack.ctx(), ready.code).terms.batch in maker


def test_without_a_key_of_its_own_a_line_makes_several(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: codes named by chance are as many as there are imports."""
    numbers = iter(range(100))
    monkeypatch.setattr(importing, "code_of", lambda *_: LiveCode(f"chance{next(numbers):06d}"))
    draft = Draft(line=2, name="二店", staff=(Share("liming"),), welcome="您好")

    def imported(job: str) -> Any:
        (ready,) = importing.look(stack.ctx(), [draft])
        return importing.make(stack.ctx(), job, ready)

    outcomes = crowd([partial(imported, f"job{number}") for number in range(RIVALS)], RIVALS)
    assert [outcome.value for outcome in outcomes] == [None] * RIVALS
