"""Many at once: a crowd of threads that start together, each an instance with a memory of its own."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.core import instance
from chalicelib.core.instance import Cache, Permits

if TYPE_CHECKING:
    import pytest

WORKERS = 32


@dataclass(frozen=True)
class Outcome:
    """What one act came to: its value, or the error it raised."""

    value: Any = None
    error: Exception | None = None

    @property
    def name(self) -> str:
        """The error's class name, '' for a value."""
        return type(self.error).__name__ if self.error else ""


def crowd(acts: Sequence[Callable[[], Any]], workers: int = WORKERS) -> list[Outcome]:
    """Do all acts, `workers` at a time, none before every worker stands ready; outcomes in the order of the acts."""
    outcomes: list[Outcome] = [Outcome()] * len(acts)
    workers = min(workers, len(acts))
    ready = threading.Barrier(workers)
    waiting = iter(range(len(acts)))
    turn = threading.Lock()

    def work() -> None:
        ready.wait()
        while (index := _next(waiting, turn)) is not None:
            outcomes[index] = _outcome(acts[index])

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _next(waiting: Iterator[int], turn: threading.Lock) -> int | None:
    with turn:
        return next(waiting, None)


def _outcome(act: Callable[[], Any]) -> Outcome:
    try:
        return Outcome(value=act())
    except Exception as error:
        return Outcome(error=error)


class PerThread:
    """Stands where an ordered dict stands and is another one in every thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    @property
    def _mine(self) -> OrderedDict[Any, Any]:
        if not hasattr(self._local, "kept"):
            self._local.kept = OrderedDict()
        kept: OrderedDict[Any, Any] = self._local.kept
        return kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mine, name)

    def __getitem__(self, name: Any) -> Any:
        return self._mine[name]

    def __setitem__(self, name: Any, value: Any) -> None:
        self._mine[name] = value

    def __delitem__(self, name: Any) -> None:
        del self._mine[name]

    def __contains__(self, name: Any) -> bool:
        return name in self._mine

    def __iter__(self) -> Iterator[Any]:
        return iter(self._mine)

    def __len__(self) -> int:
        return len(self._mine)


def separate_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every thread its own caches, token and permits, as Lambda instances have: nothing in memory is shared."""
    for memory in instance.instance._memories:
        if isinstance(memory, Cache):
            monkeypatch.setattr(memory, "_kept", PerThread())
        if isinstance(memory, Permits):
            monkeypatch.setattr(memory, "_left", PerThread())
            monkeypatch.setattr(memory, "_lock", contextlib.nullcontext())
