"""Rival bulk tagging on DynamoDB Local: whoever crosses, what is kept here is what is at WeCom, and counts hold."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.core.errors import TooBusy
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Message
from chalicelib.core.storage import jobs as job_store
from chalicelib.core.storage import table
from chalicelib.members import store, tagged
from chalicelib.members.ids import MemberId
from chalicelib.members.jobs import TagMembers
from chalicelib.members.shapes import Tags
from chalicelib.platforms.wecom import client
from tests.support import make
from tests.support.library import Library
from tests.support.race.crowd import crowd
from tests.support.race.rivals import between
from tests.support.stack import running_stack

MANY, ROUNDS, CROWD = 5, 3, 6


@pytest.fixture(scope="module")
def library(endpoint: str) -> Iterator[Library]:
    """On DynamoDB Local, which keeps conditions under threads."""
    with running_stack(endpoint) as stack:
        yield Library(stack)


@pytest.fixture(autouse=True)
def time_goes_on(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox's clock stands still unless it is moved; between a mark and its reading back it never does."""
    library.stack.clock.advance(60)
    ticks = itertools.count(1)
    monkeypatch.setattr(tagged, "wall_clock", lambda: library.stack.ctx().now + timedelta(milliseconds=next(ticks)))


def _work(library: Library, job: str) -> None:
    """All steps of a job as one worker makes them; a step that met too many rivals comes again, as by the queue."""
    while (row := job_store.job(library.stack.ctx(), job)) is not None and row.state not in jobs.OVER:
        with contextlib.suppress(TooBusy):
            jobs.make_step(library.stack.ctx(), Message("demo", job, row.what, row.cursor), TagMembers, tagged.step)


def _begin(library: Library, members: list[make.Member], **tags: list[str]) -> str:
    body = {"members": [one.id for one in members], "confirm": True, **tags}
    answer = library.owner.post("/admin/v1/member-taggings", body)
    assert answer.status == 201, answer.body
    return str(answer.json()["job_id"])


def test_rival_bulk_jobs_leave_what_is_at_wecom(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """One puts a tag on, one takes it off, both twice at once, of the same members: who was last does not matter."""
    monkeypatch.setattr(tagged, "A_STEP", 2)
    ((vip, name),) = library.tags("VIP")
    members = [library.member() for _ in range(MANY)]
    for _ in range(ROUNDS):
        library.stack.clock.advance(60)
        begun = [_begin(library, members, **{act: [vip]}) for act in ("add", "remove")]
        outcomes = crowd([partial(_work, library, job) for job in begun * 2], CROWD)
        assert {outcome.name for outcome in outcomes} == {""}, outcomes
        counts = [(row.state, row.done, row.failed, row.total) for row in map(partial(_row, library), begun)]
        assert counts == [("done", MANY, 0, MANY)] * 2
        library.stack.drain()
        for one in members:
            assert library.here(one) == library.at_wecom(one)
        assert library.found(name) == sorted(one.id for one in members if library.at_wecom(one))


def _row(library: Library, job: str) -> Any:
    return job_store.job(library.stack.ctx(), job)


def _crossed(library: Library) -> make.Member:
    """Somebody takes the tag off again between another's reading back and their writing it down."""
    ((vip, _),) = library.tags("VIP")
    member = library.member()
    theirs = library.stack.ctx()
    library.stack.clock.advance(1)
    mine = library.stack.ctx()
    member_id = MemberId(member.id)
    take_off = partial(tagged._tag, theirs, member_id, Tags(remove=(vip,)))
    with between((client, "contact"), (store, "set_tags"), take_off):
        assert tagged._tag(mine, member_id, Tags(add=(vip,))) is None
    return member


def test_who_read_before_a_rivals_mark_does_not_write_after_it(library: Library) -> None:
    """The tag is off at WeCom, and so it is here."""
    member = _crossed(library)
    assert library.at_wecom(member) == library.here(member) == []


def test_without_the_time_of_reading_the_last_to_write_would_win(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the tag is off at WeCom, and on here."""
    change = table.change
    monkeypatch.setattr(store, "change", lambda ctx, row, actions, _: change(ctx, row, actions, None))
    member = _crossed(library)
    assert (library.at_wecom(member), len(library.here(member))) == ([], 1)
