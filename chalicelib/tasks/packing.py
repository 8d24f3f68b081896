"""Pure: targets gathered by sender in bounded memory, and packed into tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chalicelib.tasks.shapes import Segment

Flush = Callable[[str, list[str]], None]


class Buffers:
    """Targets by name (a sender, or a reason to be left out).

    A name that reaches `full` is flushed at once. At `most` in all, the fullest are flushed until half of it is free,
    so that many small names are not written one by one.
    """

    def __init__(self, flush: Flush, full: int, most: int) -> None:
        self._flush = flush
        self._full = full
        self._most = most
        self._held: dict[str, list[str]] = {}
        self.size = 0

    def add(self, name: str, target: str) -> None:
        """Hold one more."""
        held = self._held.setdefault(name, [])
        held.append(target)
        self.size += 1
        if len(held) >= self._full:
            self._let_go(name)
        elif self.size >= self._most:
            self._make_room()

    def _make_room(self) -> None:
        for name in sorted(self._held, key=lambda name: len(self._held[name]), reverse=True):
            if self.size <= self._most // 2:
                return
            self._let_go(name)

    def _let_go(self, name: str) -> None:
        held = self._held.pop(name)
        self.size -= len(held)
        self._flush(name, held)

    def flush_all(self) -> None:
        """Let go of everything."""
        for name in list(self._held):
            self._let_go(name)


def packed(segments: Iterable[Segment], most: int) -> Iterator[tuple[str, list[Segment]]]:
    """Each sender's segments in as few tasks as their order allows, at most `most` targets a task, sender by sender."""
    by_sender: dict[str, list[Segment]] = {}
    for segment in segments:
        by_sender.setdefault(segment.name, []).append(segment)
    for sender, mine in sorted(by_sender.items()):
        yield from ((sender, task) for task in _packed(mine, most))


def _packed(segments: Sequence[Segment], most: int) -> Iterator[list[Segment]]:
    task: list[Segment] = []
    for segment in segments:
        if task and sum(other.count for other in task) + segment.count > most:
            yield task
            task = []
        task.append(segment)
    if task:
        yield task
