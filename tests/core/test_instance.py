"""What a warm instance remembers is forgotten in one call."""

from __future__ import annotations

import time

import pytest

from chalicelib.core import instance
from chalicelib.core.instance import Cache, Permits, once


def test_one_call_forgets_all_of_it() -> None:
    """A cache, a value made once, permits: each begins anew."""
    cache: Cache[int] = Cache()
    permits = Permits()
    makes: list[int] = []

    @once
    def value() -> int:
        makes.append(1)
        return len(makes)

    assert (cache.get("a", lambda: 1), value(), value()) == (1, 1, 1)
    assert permits.use("w#1", lambda _: 2)
    instance.forget()
    assert (cache.get("a", lambda: 2), value()) == (2, 2)
    assert not permits.use("w#1", lambda _: 0)


def test_absence_is_kept_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is an answer too; beyond its size a cache drops what it has had longest; what is old is loaded again."""
    cache: Cache[str | None] = Cache(seconds=5, size=2)
    assert cache.get("a", lambda: None) is None
    assert cache.get("a", lambda: "loaded again") is None
    cache.put("b", "b")
    cache.put("c", "c")
    assert cache.get("a", lambda: "loaded again") == "loaded again"
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not cache.has("a")


def test_permits_of_an_older_window_are_over() -> None:
    """What a minute's grant did not use is lost with it."""
    permits = Permits()
    assert permits.use("corp#permits#api#10:00", lambda _: 5)
    assert permits.use("corp#permits#api#10:01", lambda _: 1)
    assert not permits.use("corp#permits#api#10:00", lambda _: 0)
