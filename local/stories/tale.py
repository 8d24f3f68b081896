"""How a story is told: steps with their time, promises that must hold, and patience for what follows by itself."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from local.patience import Patience
from local.stack import Stack

Sight = TypeVar("Sight")
PATIENCE = 20.0
PAUSE = 0.1


class PromiseBroken(Exception):
    """What the story promises did not hold; the text says what."""


class Teller:
    """Prints steps, each with its time."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self.steps = 0
        self._out = out
        self._notes: list[str] = []
        self._is_colourful = out.isatty()

    @contextmanager
    def step(self, zh: str, en: str) -> Iterator[None]:
        """One step: printed with its time when it is done, and with what was noted in it."""
        self._notes, began = [], time.perf_counter()
        try:
            yield
        except BaseException:
            self._line("31", "✗", f"{zh}  {en}", time.perf_counter() - began)
            raise
        self.steps += 1
        self._line("32", "✓", f"{zh}  {self._painted('2', en)}", time.perf_counter() - began)
        for note in self._notes:
            self.say(self._painted("2", f"{'':15}{note}"))

    def note(self, text: str) -> None:
        """Something the reader may like to see under the step."""
        self._notes.append(text)

    def say(self, text: str) -> None:
        """A line of its own."""
        print(text, file=self._out, flush=True)

    def _line(self, colour: str, sign: str, text: str, seconds: float) -> None:
        took = f"{seconds * 1000:,.0f} ms"
        self.say(f"  {self._painted(colour, sign)} {self._painted('36', f'{took:>9}')}  {text}")

    def _painted(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._is_colourful else text


class Tale:
    """One telling of a story on a stack."""

    def __init__(self, stack: Stack, teller: Teller) -> None:
        self.stack = stack
        self.promises = 0
        self.patience = PATIENCE
        self.mark = uuid.uuid4().hex[:8]
        self.step = teller.step
        self.note = teller.note
        self.say = teller.say

    def turn_the_page(self) -> None:
        """Another story begins on the same stack: its Idempotency-Keys are not those of the last one."""
        self.mark = uuid.uuid4().hex[:8]

    def promise(self, holds: object, what: str) -> None:
        """Raise PromiseBroken unless `holds`."""
        if not holds:
            raise PromiseBroken(what)
        self.promises += 1

    def until(self, look: Callable[[], Sight | None], what: str, seconds: float = 0.0) -> Sight:
        """What `look` answers once it answers something true. Raises PromiseBroken after `seconds`, or its patience.

        Of a machine that has nothing else to do: what is slow because others work is not broken.
        """
        seconds = seconds or self.patience
        patience = Patience(seconds)
        while not (sight := look()):
            if patience.is_over:
                raise PromiseBroken(f"not within {seconds:.0f} s: {what}")
            time.sleep(PAUSE)
        self.promises += 1
        return sight

    def key(self, name: str) -> str:
        """An Idempotency-Key of this telling."""
        return f"{name}-{self.mark}"
