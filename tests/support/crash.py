"""Dying right after the k-th write, and coming back as a new instance that remembers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core import aws
from chalicelib.platforms.wecom import transport
from tests.support import stack as stacks
from tests.support.drain import Drain
from tests.support.http import Answer
from tests.support.queues import MemoryQueues
from tests.support.stack import Stack, forget_everything

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
FILE_WRITES = ("PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "DeleteObjects")
CALLBACK_VISIBILITY = 9
SEND_VISIBILITY = 360
REQUEST_RUNS_FOR = 31


class Crash(BaseException):
    """The process is gone. Not an Exception: nothing in the product may catch it."""


class Countdown:
    """Counts writes (rows, files, queue messages, posts to WeCom) and dies right after the k-th.

    The dead write nothing: until the restart every further write fails before it is made, also one that a
    `finally` or an `except` on the way out would like to make.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.is_dead = False
        self._dies_after = 0

    def arm(self, k: int) -> None:
        self.seen, self._dies_after = 0, k

    def writes(self, **_: Any) -> None:
        if self.is_dead:
            raise Crash()

    def wrote(self, **_: Any) -> None:
        self.seen += 1
        if self.seen == self._dies_after:
            self.is_dead = True
            raise Crash()

    def restart(self) -> None:
        """A new instance, which remembers nothing."""
        self.is_dead = False
        forget_everything()


@contextmanager
def counting(countdown: Countdown | None = None) -> Iterator[Countdown]:
    """Every write of the process passes the countdown."""
    countdown = countdown or Countdown()
    with pytest.MonkeyPatch.context() as patch, ExitStack() as within:
        for service, operations in (("dynamodb", WRITES), ("s3", FILE_WRITES)):
            # Files only where a test opened their bucket.
            if service == "dynamodb" or service in aws._clients:
                within.enter_context(_heard(aws.client(service).meta.events, service, operations, countdown))
        patch.setattr(MemoryQueues, "send_message", _then(MemoryQueues.send_message, countdown))
        patch.setattr(stacks, "forget_everything", countdown.restart)
        patch.setattr(transport, "call", _then_if_post(transport.call, countdown))
        yield countdown


@contextmanager
def _heard(events: Any, service: str, operations: Iterable[str], countdown: Countdown) -> Iterator[None]:
    """A countdown that hears of a service's writes, and of none when it is over: clients live on."""
    heard = [
        (f"{when}.{service}.{operation}", hears)
        for operation in operations
        for when, hears in (("before-call", countdown.writes), ("after-call", countdown.wrote))
    ]
    for event, hears in heard:
        events.register(event, hears)
    try:
        yield
    finally:
        for event, hears in heard:
            events.unregister(event, hears)


def _then(act: Callable[..., Any], countdown: Countdown) -> Callable[..., Any]:
    def acted(*args: Any, **named: Any) -> Any:
        countdown.writes()
        done = act(*args, **named)
        countdown.wrote()
        return done

    return acted


def _then_if_post(act: Callable[..., Any], countdown: Countdown) -> Callable[..., Any]:
    def acted(method: str, *args: Any) -> Any:
        countdown.writes()
        done = act(method, *args)
        if method == "POST":
            countdown.wrote()
        return done

    return acted


def surely(stack: Stack, countdown: Countdown, request: Callable[[], Answer]) -> Answer:
    """What a careful client does: repeat the same request until it is answered."""
    for _ in range(5):
        try:
            answer = request()
        except Crash:
            countdown.restart()
            continue
        if answer.status == 409 and answer.code == "IdempotencyConflict":
            stack.clock.advance(REQUEST_RUNS_FOR)
            continue
        return answer
    raise AssertionError("never answered")


def drained(stack: Stack, countdown: Countdown) -> None:
    """Drain; after a crash the event source gives the record again when its time has come."""
    worked_off(stack.drain, countdown, stack.clock.advance)


def ticked(countdown: Countdown) -> None:
    """A minute's tick; after a crash the next does what it left."""
    for _ in range(2):
        try:
            clock.tick("tick")
            return
        except Crash:
            countdown.restart()


def counted(stack: Stack, countdown: Countdown) -> None:
    """Count what happened; after a crash the stream gives its records again."""
    while True:
        try:
            return stack.drain.count()
        except Crash:
            countdown.restart()
            stack.clock.advance(1)


def worked_off(drain: Drain, countdown: Countdown, advance: Callable[[float], Any]) -> None:
    """The same for whatever has event sources and a clock that can be advanced by seconds."""
    steps = (
        (drain.callbacks, CALLBACK_VISIBILITY),
        (drain.changes, 1),
        (drain.follow, 1),
        (drain.due, SEND_VISIBILITY),
        (drain.lanes, SEND_VISIBILITY),
        (drain.sends, SEND_VISIBILITY),
        (drain.jobs, SEND_VISIBILITY),
    )
    while True:
        worked = 0
        for step, visibility in steps:
            try:
                worked += step()
            except Crash:
                countdown.restart()
                advance(visibility)
                worked += 1
        if not worked:
            return
