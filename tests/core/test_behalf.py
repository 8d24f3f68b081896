"""A job does what its asker would do one by one, and no farther than they reached."""

from __future__ import annotations

import msgspec

from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.ops import jobs
from chalicelib.core.scope import EVERYTHING, Scope
from chalicelib.core.storage import jobs as rows
from chalicelib.staff.jobs import ReconcileStaff
from tests.support.stack import Stack

NARROW = Scope(stores=frozenset({StoreId("s1"), StoreId("s2")}), staff=frozenset({UserId("liming")}))


def _acting(stack: Stack, scope: Scope) -> Scope:
    """The scope of whoever a job acts for, that somebody of this scope asked for."""
    asked = jobs.start(msgspec.structs.replace(stack.ctx(), scope=scope), ReconcileStaff())
    row = rows.job(stack.ctx(), asked)
    assert row is not None
    return jobs._work(row, ReconcileStaff).behalf(stack.ctx(actor="system:on_job")).scope


def test_a_job_reaches_as_far_as_whoever_asked_for_it(stack: Stack) -> None:
    """Of a part of the corp, that part, whatever the function that does it may reach; of the whole corp all of it."""
    assert _acting(stack, NARROW) == NARROW
    assert _acting(stack, EVERYTHING) == EVERYTHING
