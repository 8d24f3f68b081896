"""What a warm instance remembers: one object, forgotten in one call.

Whatever lives longer than a request is kept here: caches of seconds, tokens, permits, settings, clients. Cached values
are frozen structs and plain values, since every request of the instance shares them.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import Generic, Protocol, TypeVar

SECONDS = 5.0
SIZE = 2000
Value = TypeVar("Value")


class Forgetful(Protocol):
    """Something that can forget."""

    def forget(self) -> None:
        """As if the instance had just begun."""


class Instance:
    """All that this process remembers."""

    def __init__(self) -> None:
        self._memories: list[Forgetful] = []

    def remember(self, memory: Forgetful) -> None:
        """Let a memory be forgotten with the others."""
        self._memories.append(memory)

    def forget(self) -> None:
        """What a new instance would not know (tests; a stack whose tables were reset)."""
        for memory in self._memories:
            memory.forget()


instance = Instance()


class Cache(Generic[Value]):
    """Values kept for `seconds`, the oldest dropped beyond `size`. Absence (None) is kept too."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE) -> None:
        self._seconds = seconds
        self._size = size
        self._kept: OrderedDict[str, tuple[float, Value]] = OrderedDict()
        instance.remember(self)

    def get(self, name: str, load: Callable[[], Value]) -> Value:
        """The value of `name`, loaded when it is not here or too old."""
        kept = self._kept.get(name)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        value = load()
        self.put(name, value)
        return value

    def put(self, name: str, value: Value) -> None:
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

    def forget(self) -> None:
        """Forget every name."""
        self._kept.clear()


class Once(Generic[Value]):
    """A value made on first use and kept for the life of the instance."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._made: list[Value] = []
        instance.remember(self)

    def __call__(self) -> Value:
        """The value."""
        if not self._made:
            self._made.append(self._make())
        return self._made[0]

    def forget(self) -> None:
        """Make it anew at the next use."""
        self._made.clear()


class Buckets:
    """Token buckets by name: what an instance counts by itself, of the `size` names that it saw last.

    By the wall's time, since a frozen instance's own clock may stand still. A name that was dropped begins anew: who
    has so many names to spare was not bounded by any one of them.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        instance.remember(self)

    def take(self, name: bytes, a_second: float, burst: float) -> float:
        """Take a token of `name`. Answers 0 when there was one, else in how many seconds there will be one."""
        with self._lock:
            now = time.time()
            left, at = self._buckets.pop(name, (burst, now))
            left = min(burst, left + max(0.0, now - at) * a_second)
            missing = max(0.0, 1 - left)
            self._keep(name, left if missing else left - 1, now)
            return missing / a_second

    def give_back(self, name: bytes) -> None:
        """What was taken was not used."""
        with self._lock:
            if name in self._buckets:
                left, at = self._buckets.pop(name)
                self._keep(name, left + 1, at)

    def _keep(self, name: bytes, left: float, at: float) -> None:
        self._buckets[name] = (left, at)
        while len(self._buckets) > self._size:
            self._buckets.popitem(last=False)

    def forget(self) -> None:
        """As if nobody had come yet."""
        with self._lock:
            self._buckets.clear()


class Permits:
    """What an instance has been granted of each window and not used yet; shared by its threads.

    free: what it has of each window without being granted any.
    """

    def __init__(self, free: float = 0) -> None:
        self._free = free
        self._lock = threading.Lock()
        self._left: dict[str, float] = {}
        self._used_up: set[str] = set()
        instance.remember(self)

    def use(self, window: str, grant: Callable[[int], int], many: int = 1) -> bool:
        """Use permits of `window`, granted anew when there are too few; False when nothing is granted.

        many: 0 asks whether there is one. grant: given how many are missing, answers how many there are now.
        What was used up once is not asked for again: a window ends, and gets nothing back.
        """
        with self._lock:
            missing = ceil(max(many, 1) - self._of(window))
            if missing > 0:
                granted = 0 if window in self._used_up else grant(missing)
                if not granted:
                    self._used_up.add(window)
                    return False
                self._left[window] += granted
            self._left[window] -= many
            return True

    def spend(self, window: str, many: float) -> None:
        """Use permits for what is done: fewer than none may be left then, and the next grant makes up for it."""
        with self._lock:
            self._of(window)
            self._left[window] -= many

    def _of(self, window: str) -> float:
        if window not in self._left:
            # A new window begins: what was left of older ones is over.
            for old in [name for name in self._left if _begun(name) != _begun(window)]:
                del self._left[old]
            self._used_up = {name for name in self._used_up if _begun(name) == _begun(window)}
            self._left[window] = self._free
        return self._left[window]

    def forget(self) -> None:
        """Drop the unused ones."""
        with self._lock:
            self._left.clear()
            self._used_up.clear()


def _begun(window: str) -> str:
    return window.rpartition("#")[2]


def once(make: Callable[[], Value]) -> Once[Value]:
    """Decorator of a function without arguments: its value is made once an instance."""
    return Once(make)


def forget() -> None:
    """See Instance.forget."""
    instance.forget()
