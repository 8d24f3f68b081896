"""A few seconds of memory inside one instance, so that a hot row is not read for every request."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

SECONDS = 5.0
SIZE = 2000
_all: list[Cache] = []


class Cache:
    """Values kept for `seconds`, the oldest dropped beyond `size`. Absence (None) is kept too."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE) -> None:
        self._seconds = seconds
        self._size = size
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        _all.append(self)

    def get(self, name: str, load: Callable[[], Any]) -> Any:
        """The value of `name`, loaded when it is not here or too old."""
        kept = self._kept.get(name)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        value = load()
        self.put(name, value)
        return value

    def put(self, name: str, value: Any) -> None:
        """Keep `value` under `name`."""
        self._kept[name] = (time.monotonic() + self._seconds, value)
        self._kept.move_to_end(name)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def has(self, name: str) -> bool:
        """True while `name` is kept."""
        kept = self._kept.get(name)
        return kept is not None and kept[0] > time.monotonic()

    def drop(self, name: str) -> None:
        """Forget `name`, after a change of it in this instance."""
        self._kept.pop(name, None)


def forget() -> None:
    """Empty every cache of the process (tests; a stack whose tables were reset)."""
    for cache in _all:
        cache._kept.clear()
