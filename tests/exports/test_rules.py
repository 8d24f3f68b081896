"""What may be exported and downloaded, without a stack."""

from __future__ import annotations

import pytest

from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.scope import EVERYTHING, Scope
from chalicelib.core.storage.jobs import JobState
from chalicelib.exports import rules
from chalicelib.exports.states import ExportState, Purpose, ShownState


def _scope(stores: str, staff: str) -> Scope:
    return Scope(
        stores=frozenset(StoreId(one) for one in stores.split()), staff=frozenset(UserId(one) for one in staff.split())
    )


@pytest.mark.parametrize(
    ("then", "now", "is_within"),
    [
        (EVERYTHING, EVERYTHING, True),
        (_scope("a", "x"), EVERYTHING, True),
        (_scope("a", "x"), _scope("a b", "x y"), True),
        (EVERYTHING, _scope("a", "x"), False),
        (_scope("a b", "x"), _scope("a", "x"), False),
        (_scope("a", "x y"), _scope("a", "x"), False),
    ],
)
def test_a_file_is_for_whoever_reaches_as_far_as_it_does(then: Scope, now: Scope, is_within: bool) -> None:
    """More stores or staff than then are no hindrance, one fewer is."""
    assert now.holds(then) is is_within


def test_people_are_hidden_from_who_may_not_see_them_and_from_who_counts() -> None:
    """Whatever their rights, nobody needs names to count."""
    hidden = {
        (purpose, may) for purpose in Purpose for may in (True, False) if rules.is_masked(purpose, may_unmask=may)
    }
    assert hidden == {(purpose, False) for purpose in Purpose} | {(Purpose.ANALYSIS, True)}


def test_an_export_stands_as_its_job_while_it_is_made() -> None:
    """Afterwards as it says itself, also when its job was resumed in vain."""
    shown = {job: rules.shown(ExportState.MAKING, job) for job in JobState}
    assert shown == {
        JobState.RUNNING: ShownState.MAKING,
        JobState.PAUSED: ShownState.PAUSED,
        JobState.FAILED: ShownState.FAILED,
        JobState.CANCELLED: ShownState.CANCELLED,
        JobState.DONE: ShownState.MAKING,
    }
    assert rules.shown(ExportState.EXPIRED, JobState.FAILED) is ShownState.EXPIRED
