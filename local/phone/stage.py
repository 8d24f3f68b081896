"""A story told step by step: before each step it waits until somebody who watches says go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from local.stack import Stack
from local.stories.tale import Tale, Teller

Plays = dict[str, tuple[str, Callable[[Tale], Any]]]


class Left(BaseException):
    """Whoever watched has left the story."""


class Step(msgspec.Struct):
    """A step of a story. ms: how long it took; -1 while it waits or is played. notes: what may be looked at."""

    zh: str
    en: str
    ms: int = -1
    notes: list[str] = msgspec.field(default_factory=list)


class Shown(msgspec.Struct, frozen=True):
    """What is seen of the story that is on. state: none, waits (for a press), plays, over, failed (why)."""

    name: str
    title: str
    state: str
    steps: list[Step]
    why: str = ""


NOTHING = Shown("", "", "none", [])


class Stage:
    """One story at a time."""

    def __init__(self, stack: Stack, plays: Plays) -> None:
        self._stack, self.plays = stack, plays
        self._lock = threading.Lock()
        self._telling: Telling | None = None

    def begin(self, name: str) -> None:
        """Raise the curtain; the story that was on is left. Raises KeyError for a story that there is not."""
        title, play = self.plays[name]
        with self._lock:
            if self._telling:
                self._telling.leave()
            self._telling = Telling(self._stack, name, title, play)

    def go_on(self) -> None:
        """Play the step that waits; a second press while it is played means nothing."""
        if self._telling and self._telling.shown().state == "waits":
            self._telling.pressed.set()

    def leave(self) -> None:
        """Let the curtain fall."""
        with self._lock:
            if self._telling:
                self._telling.leave()
            self._telling = None

    def shown(self) -> Shown:
        """What there is to see now."""
        return self._telling.shown() if self._telling else NOTHING


class Telling(Teller):
    """A story in a thread of its own, which waits before each step."""

    def __init__(self, stack: Stack, name: str, title: str, play: Callable[[Tale], Any]) -> None:
        super().__init__()
        self._name, self._title, self._state, self._why = name, title, "plays", ""
        self._told: list[Step] = []
        self._is_left = False
        self.pressed = threading.Event()
        threading.Thread(target=self._tell, args=(stack, play), daemon=True).start()

    def shown(self) -> Shown:
        """As it stands."""
        return Shown(self._name, self._title, self._state, list(self._told), self._why)

    def leave(self) -> None:
        """End it before its next step."""
        self._is_left = True
        self.pressed.set()

    def _tell(self, stack: Stack, play: Callable[[Tale], Any]) -> None:
        try:
            play(Tale(stack, self))
            self._state = "over"
        except Left:
            return
        except Exception as problem:  # whatever it was: whoever watches is told, and the stack stays up
            self._state, self._why = "failed", f"{type(problem).__name__}: {problem}"

    @contextmanager
    def step(self, zh: str, en: str) -> Iterator[None]:
        """Wait for the press, then play."""
        step = Step(zh, en)
        self._told.append(step)
        self._state = "waits"
        self.pressed.wait()
        self.pressed.clear()
        if self._is_left:
            raise Left
        self._state, began = "plays", time.perf_counter()
        yield
        step.ms = round((time.perf_counter() - began) * 1000)

    def note(self, text: str) -> None:
        """Something to look at, under the step."""
        self._told[-1].notes.append(text)

    def say(self, text: str) -> None:
        """Nothing is printed: `make run`'s own lines stay readable."""
