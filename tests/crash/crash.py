"""Dying right after the k-th write, and coming back as a new instance that remembers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.wecom import transport
from tests.support.http import Answer
from tests.support.queues import MemoryQueues
from tests.support.stack import Stack, forget_everything

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")
CALLBACK_VISIBILITY = 9
SEND_VISIBILITY = 360
REQUEST_RUNS_FOR = 31


class Crash(BaseException):
    """The process is gone. Not an Exception: nothing in the product may catch it."""


class Countdown:
    """Counts writes (rows, queue messages, posts to WeCom) and dies right after the k-th."""

    def __init__(self) -> None:
        self.seen = 0
        self._dies_after = 0

    def arm(self, k: int) -> None:
        self.seen, self._dies_after = 0, k

    def wrote(self, **_: Any) -> None:
        self.seen += 1
        if self.seen == self._dies_after:
            raise Crash()


@contextmanager
def counting(stack: Stack) -> Iterator[Countdown]:
    """Every write of the process passes the countdown."""
    countdown = Countdown()
    with pytest.MonkeyPatch.context() as patch:
        events = aws.client("dynamodb").meta.events
        for operation in WRITES:
            events.register(f"after-call.dynamodb.{operation}", countdown.wrote)
        patch.setattr(MemoryQueues, "send_message", _then(MemoryQueues.send_message, countdown))
        patch.setattr(transport, "call", _then_if_post(transport.call, countdown))
        yield countdown


def _then(act: Callable[..., Any], countdown: Countdown) -> Callable[..., Any]:
    def acted(*args: Any, **named: Any) -> Any:
        done = act(*args, **named)
        countdown.wrote()
        return done

    return acted


def _then_if_post(act: Callable[..., Any], countdown: Countdown) -> Callable[..., Any]:
    def acted(method: str, *args: Any) -> Any:
        done = act(method, *args)
        if method == "POST":
            countdown.wrote()
        return done

    return acted


def surely(stack: Stack, request: Callable[[], Answer]) -> Answer:
    """What a careful client does: repeat the same request until it is answered."""
    for _ in range(5):
        try:
            answer = request()
        except Crash:
            forget_everything()
            continue
        if answer.status == 409 and answer.code == "IdempotencyConflict":
            stack.clock.advance(REQUEST_RUNS_FOR)
            continue
        return answer
    raise AssertionError("never answered")


def drained(stack: Stack) -> None:
    """Drain; after a crash the event source gives the record again when its time has come."""
    steps = (
        (stack.drain.callbacks, CALLBACK_VISIBILITY),
        (stack.drain.changes, 1),
        (stack.drain.follow, 1),
        (stack.drain.sends, SEND_VISIBILITY),
    )
    while True:
        worked = 0
        for step, visibility in steps:
            try:
                worked += step()
            except Crash:
                forget_everything()
                stack.clock.advance(visibility)
                worked += 1
        if not worked:
            return
