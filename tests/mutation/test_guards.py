"""The list of guards is right, and a run says what it must."""

from __future__ import annotations

import pytest

from tests.mutation import guards as listed
from tests.mutation.guards import MOST, ROOT, SHARES, Guard, Verdict, share_of, unexplained, verdict

GUARDS = listed.guards()
GUARD = Guard(name="a", file="x.py", expression="if late:", mutation="if False:", near=("tests/x",))


def test_the_list_is_short_and_names_each_guard_once() -> None:
    """At most eighty: a list that nobody waits for is run."""
    names = [guard.name for guard in GUARDS]
    assert 40 <= len(names) <= MOST and len(set(names)) == len(names)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stands_where_the_list_says(guard: Guard) -> None:
    """Once in its file; the tests near it exist; what is left without it is Python."""
    compile(guard.taken_out((ROOT / guard.file).read_text()), guard.file, "exec")
    for near in guard.near:
        file, _, test = near.partition("::")
        assert (ROOT / file).exists(), near
        assert not test or f"def {test.partition('[')[0]}(" in (ROOT / file).read_text(), near


def test_only_listed_guards_are_explained() -> None:
    """Each survivor that stays has its reason, and no reason outlives its guard."""
    explained = listed.accepted()
    assert set(explained) <= {guard.name for guard in GUARDS} and all(explained.values())


def test_five_days_see_every_guard() -> None:
    """Whatever day it is, five in a row have all of them, each once."""
    for first in (1, 364):
        seen = [guard.name for day in range(first, first + SHARES) for guard in share_of(day, GUARDS)]
        assert sorted(seen) == sorted(guard.name for guard in GUARDS)


def test_a_guard_that_is_not_there_is_told() -> None:
    """An expression that moved or stands twice is a fault of the list."""
    for text in ("", "if late:\n    pass\nif late:\n    pass\n"):
        with pytest.raises(ValueError, match="stands"):
            GUARD.taken_out(text)


@pytest.mark.parametrize(
    ("code", "said"),
    [(0, Verdict.SURVIVED), (1, Verdict.KILLED), (2, Verdict.BROKEN), (4, Verdict.BROKEN), (None, Verdict.SLOW)],
)
def test_a_run_is_judged_by_how_the_tests_end(code: int | None, said: Verdict) -> None:
    """Only tests that ran and failed have killed it."""
    assert verdict(GUARD, code) is said


def test_a_survivor_fails_the_run_unless_it_is_explained() -> None:
    """So does what is slow or broken, explained or not, and a reason for what is killed."""
    for found, explained, problems in (
        (Verdict.KILLED, {}, 0), (Verdict.SURVIVED, {}, 1),
        (Verdict.SURVIVED, {"a": "why"}, 0), (Verdict.SURVIVED, {"a": ""}, 1),
        (Verdict.SLOW, {"a": "why"}, 1), (Verdict.BROKEN, {"a": "why"}, 1), (Verdict.KILLED, {"a": "why"}, 1),
    ):  # fmt: skip
        assert len(unexplained({"a": found}, explained)) == problems
