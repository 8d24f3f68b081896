"""A rival that acts exactly between two steps of somebody else's work: a race without a roll of the dice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from chalicelib.core.storage import table

Step = tuple[Any, str]


@contextmanager
def between(first: Step, second: Step, rival: Callable[[], Any], nth: int = 1) -> Iterator[list[Any]]:
    """Run `rival` once: after the `nth` call of `first` has ended, right before the next call of `second`.

    A step is (module or object, function name). Yields a list that will hold the rival's answer.
    Fails when the moment never came, so a renamed or vanished step cannot make a test pass for nothing.
    """
    answers: list[Any] = []
    seen = {"calls": 0, "rival": False}

    def after_first(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            try:
                return real(*args, **more)
            finally:
                seen["calls"] += not seen["rival"]

        return step

    def before_second(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            if seen["calls"] >= nth and not seen["rival"]:
                seen["rival"] = True
                answers.append(rival())
            return real(*args, **more)

        return step

    with _wrapped(first, after_first), _wrapped(second, before_second):
        yield answers
    assert answers, f"nothing called {second[1]} after call {nth} of {first[1]}"


def without_conditions(module: str) -> Any:
    """What a module's writes would do that believe what they read: the naive control of a race."""

    def naive(ctx: Any, row: Any, actions: Any, condition: Any) -> Any:
        return table.change(ctx, row, actions, None)

    return mock.patch(f"{module}.change", naive)


def _wrapped(step: Step, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Any:
    owner, name = step
    return mock.patch.object(owner, name, wrap(getattr(owner, name)))
