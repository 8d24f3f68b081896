"""Term rows: whatever order the work comes in, and wherever it is cut, what holds is found and what is over is not."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.moments import moment
from chalicelib.core.storage import search
from chalicelib.core.storage.search import Findable, Term, TermRow, Wanted, keep, keys_of
from chalicelib.core.storage.table import Keys, change, get, key, put_new
from tests.support.perf.meter import metered
from tests.support.stack import Stack


class ThingRow(Findable, discriminator="test_thing"):
    """Something that is found by its words."""

    keys = Keys(pk="thing#<name>", sk="-")

    words = UnicodeAttribute(default="")


class Cut(BaseException):
    """The worker died here."""


class Things:
    """One thing on a stack."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.row = put_new(stack.ctx(), ThingRow(key(stack.ctx(), "thing", "a"), "-"))

    def say(self, words: str) -> None:
        change(self.stack.ctx(), ThingRow(self.row.pk, "-"), [ThingRow.words.set(words)], None)

    def look(self) -> Wanted:
        row = get(ThingRow, self.row.pk, "-", consistent=True)
        assert row is not None
        return Wanted(row, "a", frozenset(Term("word", word, "2026-a") for word in row.words.split()))

    def keep(self, look: Callable[[], Wanted] | None = None) -> None:
        keep(self.stack.ctx(), look or self.look)

    def found(self) -> set[str]:
        ctx = self.stack.ctx()
        return {word for word in "xyz" if search.page(ctx, [("word", word)], 10, "").items == ["a"]}


@pytest.fixture
def things(stack: Stack) -> Things:
    return Things(stack)


def test_terms_follow_what_the_row_says(things: Things) -> None:
    """New ones are found, old ones are not, and nothing is written where nothing changed."""
    for words in ("x y", "y z", "", "x"):
        things.say(words)
        things.keep()
        assert things.found() == set(words.split())
        with metered() as cost:
            things.keep()
        assert cost.writes == []


def test_what_it_costs(things: Things) -> None:
    """Two writes of the row and one a term that is new or over; no index entry."""
    things.say("x y")
    with metered() as first:
        things.keep()
    things.say("y z")
    with metered() as second:
        things.keep()
    for cost in (first, second):
        assert sorted((write.kind, write.units) for write in cost.writes) == [("term", 1)] * 2 + [("test_thing", 1)] * 2
        assert cost.index_units == 0


@pytest.mark.parametrize("cut_at", range(1, 7))
def test_wherever_it_is_cut_the_next_try_makes_it_whole(
    things: Things, monkeypatch: pytest.MonkeyPatch, cut_at: int
) -> None:
    """After each write the worker dies; whoever comes next, with the same news or with newer, leaves what holds."""
    things.say("x y")
    things.keep()
    things.say("y z")
    _die_after(monkeypatch, cut_at, things)
    if cut_at % 2:
        things.say("z")
    things.keep()
    assert things.found() == ({"z"} if cut_at % 2 else {"y", "z"})
    row = things.look().row
    assert row.terms_done == row.terms_seq and {term.value for term in row.terms} == things.found()


@pytest.mark.parametrize("cut_at", range(1, 5))
def test_a_claim_that_only_adds_is_carried_out_by_the_next_try(
    things: Things, monkeypatch: pytest.MonkeyPatch, cut_at: int
) -> None:
    """The row names all terms already, and the note that it is done is what the next try looks for."""
    things.say("x y")
    _die_after(monkeypatch, cut_at, things)
    things.keep()
    assert things.found() == {"x", "y"}


def _die_after(monkeypatch: pytest.MonkeyPatch, writes: int, things: Things) -> None:
    """Keep, and die before the write of this number."""
    left = itertools.count(1)

    def cut(*args: Any) -> Any:
        if next(left) == writes:
            raise Cut
        return change(*args)

    with monkeypatch.context() as patch:
        patch.setattr(search, "change", cut)
        try:
            things.keep()
        except Cut:
            return


def test_what_a_dead_worker_claimed_is_known_from_the_row(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two writes every term row that lies anywhere is among the row's terms, so that it can be erased."""
    things.say("x")
    things.keep()
    for cut_at in range(1, 6):
        things.say(f"{'yz'[cut_at % 2]}")
        _die_after(monkeypatch, cut_at, things)
        lie = keys_of(things.stack.ctx(), things.look().row, "a")
        alive = [pk for word in "xyz" if (row := get(TermRow, pk := _at(things, word), "2026-a")) and not row.ttl]
        assert set(alive) <= {pk for pk, _ in lie}


def _at(things: Things, word: str) -> str:
    ((pk, _),) = keys_of(things.stack.ctx(), ThingRow("p", "-", terms=(Term("word", word, "2026-a"),)), "a")
    return pk


def test_who_is_late_brings_nothing_back(things: Things) -> None:
    """One read an old state, waited, and wakes when a newer state is kept: claimed or not, it changes nothing."""
    things.say("x")
    old = things.look()
    things.say("y")
    things.keep()
    looks = iter([old])
    things.keep(lambda: next(looks, None) or things.look())
    assert things.found() == {"y"}


def _crossed(things: Things) -> None:
    """Somebody looks while the word is there; before they claim it is gone, and who took it away finds all as it is."""
    things.say("x")
    old = things.look()
    things.say("")
    things.keep()
    looks = iter([old])
    things.keep(lambda: next(looks, None) or things.look())


def test_who_claims_what_another_saw_and_left_alone_looks_again(things: Things) -> None:
    """Nothing was written that would have refused the claim: what is not there any more is not found."""
    _crossed(things)
    assert things.found() == set()


def test_without_the_second_look_it_would_be_found_for_good(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    kept = search._is_kept
    monkeypatch.setattr(search, "_is_kept", lambda ctx, wanted: kept(ctx, wanted) or True)
    _crossed(things)
    assert things.found() == {"x"}


def test_a_late_write_of_an_older_claim_is_refused(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """It claimed, waited before it wrote, and a newer one came past: the term row keeps the greater number."""
    _late(things, monkeypatch)
    row = things.look().row
    assert things.found() == {"y"} == {term.value for term in row.terms}
    assert row.terms_done == row.terms_seq


def test_without_the_number_a_late_write_brings_a_term_back(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same order of work, the term rows taking whatever comes last."""
    whole = search._unless_later
    monkeypatch.setattr(search, "_unless_later", lambda ctx, row, actions, seq: whole(ctx, row, actions, 10**6))
    _late(things, monkeypatch)
    assert things.found() == {"x", "y"}


def _late(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `x`; between its claim and its first term another keeps `y`."""
    things.say("x")
    whole, times = search._write, itertools.count()

    def overtaken(*args: object) -> None:
        if next(times) == 0:
            things.say("y")
            things.keep()
        whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "_write", overtaken)
    things.keep()


def test_what_is_over_expires_later_than_any_message(things: Things) -> None:
    """The mark that refuses latecomers stays 30 days; a dead letter lives 14."""
    things.say("x")
    things.keep()
    things.say("")
    things.keep()
    ((pk, sk),) = [(_at(things, "x"), "2026-a")]
    row = get(TermRow, pk, sk)
    assert row is not None and row.ttl is not None
    assert row.ttl - moment(row.changed_at).timestamp() > 29 * 86400


def test_another_corp_finds_nothing(things: Things) -> None:
    """A term lies under the corp's key."""
    things.say("x")
    things.keep()
    assert search.page(things.stack.ctx("rival"), [("word", "x")], 10, "").items == []
