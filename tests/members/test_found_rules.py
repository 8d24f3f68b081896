"""What a list of WeCom's proves about a pair, and what it does not."""

from __future__ import annotations

import pytest

from chalicelib.core.moments import Moment
from chalicelib.members import rules
from chalicelib.members.rules import Evidence
from chalicelib.members.states import FriendState, Heard, How, LostBy


def at(minutes: float) -> Moment:
    """Minutes after noon; seconds as parts of one."""
    seconds = round(minutes * 60)
    return Moment(f"2026-11-21T{12 + seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000Z")


def add(minutes: float, how: How = How.FULL, state: str = "s") -> str:
    return rules.add_entry(at(minutes), how, state)


def lost(minutes: float, by: LostBy = LostBy.CUSTOMER) -> str:
    return rules.loss_entry(at(minutes), by)


def known(*entries: str) -> Evidence:
    losses = frozenset(one for one in entries if one.split("|")[1] in set(LostBy) and one.count("|") == 1)
    return Evidence(frozenset(entries) - losses, losses)


FOUND = add(10, How.FOUND)
LISTED = at(60)


@pytest.mark.parametrize(
    ("evidence", "created", "expected"),
    [
        (known(), 10, FOUND),
        (known(add(10)), 10, ""),
        (known(add(10.5)), 10, ""),
        (known(add(9.5)), 10, ""),
        (known(FOUND), 10, ""),
        (known(add(3)), 10, FOUND),
        (known(add(10), lost(12)), 10, ""),
        (known(add(3), lost(5)), 10, FOUND),
        (known(lost(5)), 10, FOUND),
        (known(add(9, How.HALF)), 10, FOUND),
        (known(add(12, How.HALF)), 10, add(12, How.FOUND)),
        (known(add(3), lost(5, LostBy.FOUND)), 3, add(50, How.FOUND)),
        (known(add(3), lost(5, LostBy.STAFF)), 3, add(50, How.FOUND)),
        (known(add(3), lost(55, LostBy.STAFF)), 3, ""),
    ],
)
def test_an_add_is_found_when_nothing_else_told_of_it(evidence: Evidence, created: float, expected: str) -> None:
    """Listed at 60: news is who was not known, came again, or was confirmed; not who has left and stays listed."""
    entry = rules.add_found(evidence, at(created), "s", LISTED)
    assert entry == expected
    if entry:
        after = Evidence(evidence.adds | {entry}, evidence.losses)
        assert rules.status(after.adds, after.losses) is FriendState.FRIEND
        assert rules.add_found(after, at(created), "s", LISTED) == "", "found once"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (known(add(10)), lost(50, LostBy.FOUND)),
        (known(FOUND), lost(50, LostBy.FOUND)),
        (known(add(51)), ""),
        (known(add(10, How.HALF)), ""),
        (known(add(10), lost(12)), ""),
        (known(), ""),
    ],
)
def test_a_loss_is_found_when_the_list_is_later_than_the_add_by_far(evidence: Evidence, expected: str) -> None:
    """Not listed at 60 proves nothing of an add at 51, whose list may be older than its callback."""
    assert rules.loss_found(evidence, LISTED) == expected


def test_a_callback_that_comes_after_a_stale_list_wins() -> None:
    """An add younger than what the list proves keeps the two friends, told before or after the loss."""
    entry = rules.loss_found(known(add(10)), LISTED)
    assert rules.status([add(10), add(51)], [entry]) is FriendState.FRIEND
    assert rules.status([add(10), add(49)], [entry]) is FriendState.LOST


def test_what_was_found_is_not_told_again_by_its_callback() -> None:
    """The add and the loss of a late callback are the same as those found; others are told."""
    assert [one.how for one in rules.told_adds([FOUND, add(10.5), add(10, How.HALF), add(30)])] == [
        How.FOUND,
        How.HALF,
        How.FULL,
    ]
    found = lost(50, LostBy.FOUND)
    told = rules.told_losses([add(10), add(55)], [lost(45), found, lost(57), lost(5)])
    assert [(one.at, one.by) for one in told] == [
        (at(5), LostBy.CUSTOMER),
        (at(50), LostBy.FOUND),
        (at(57), LostBy.CUSTOMER),
    ]


@pytest.mark.parametrize(
    ("adds", "losses", "hint"),
    [
        ([add(1)], [], Heard.FRIEND),
        ([add(1, How.HALF)], [], Heard.PENDING),
        ([add(1)], [lost(2)], Heard.LEFT),
        ([add(1)], [lost(2, LostBy.TRANSFER)], Heard.DROPPED),
        ([add(3)], [lost(2)], Heard.FRIEND),
        ([], [lost(2, LostBy.FOUND)], Heard.DROPPED),
    ],
)
def test_the_index_is_told_whether_somebody_stays_listed(adds: list[str], losses: list[str], hint: Heard) -> None:
    """Who has deleted the member of staff stays in WeCom's list, whoever was deleted does not."""
    assert rules.hint(adds, losses) is hint
