"""docs/reference and events/facts say what the rooms declare."""

from __future__ import annotations

import json

import msgspec
import pytest

from infra import reference, sources


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """What `make reference` would write now, by the file's name."""
    return {str(path.relative_to(sources.ROOT)): text for path, text in reference.everything().items()}


def test_every_page_and_sample_is_fresh(printed: dict[str, str]) -> None:
    """Stale: run `make reference`."""
    stale = [name for name, text in printed.items() if (sources.ROOT / name).read_text() != text]
    assert stale == []


def test_nothing_is_left_that_nobody_declares(printed: dict[str, str]) -> None:
    """A page or sample of something that is gone is gone too."""
    there = {*reference.PAGES.glob("*"), *reference.SAMPLES.glob("*")}
    assert {str(path.relative_to(sources.ROOT)) for path in there} == set(printed)


def test_every_access_says_what_it_promises_and_what_it_costs() -> None:
    """In its docstring, in units."""
    silent = [access.where for access in sources.accesses() if not access.promise or not access.cost]
    assert silent == []
    assert len(sources.accesses()) > 60


def test_an_access_is_noticed_through_a_helper() -> None:
    """The negative control: a direct access, one through a helper, and a function that only computes."""
    source = (
        "def direct(ctx): return get(Row, 'a', 'b')\n"
        "def through(ctx): return _note(ctx)\n"
        "def _note(ctx): change(ctx, row, [], None)\n"
        "def pure(ctx): return digest(ctx.corp)\n"
    )
    assert sources.reaching(source) == {"direct", "through"}


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("Write it. 1 WU +1 listed. Raises Refused.", "1 WU +1 listed"),
        ("One row, read consistently. 0.5 RU.", "0.5 RU"),
        ("Nothing is said.", ""),
    ],
)
def test_a_cost_is_read_from_a_docstring(text: str, cost: str) -> None:
    """The sentence that speaks of units, without its full stop."""
    assert sources.cost_of(text) == cost


def test_every_sample_is_a_stored_fact(printed: dict[str, str]) -> None:
    """What stands in events/facts can be read as the fact it is a sample of."""
    from chalicelib.core.events import facts
    from chalicelib.core.storage.fact_log import StoredFact

    samples = [json.loads(text) for name, text in printed.items() if name.startswith("events/facts/")]
    assert len(samples) == len(facts.known())
    for sample in samples:
        stored = msgspec.convert({**sample, "data": json.dumps(sample["data"])}, StoredFact)
        fact = facts.of_stored(stored)
        assert fact is not None
        assert all(facts.sentence(fact))
