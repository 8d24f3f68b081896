"""What came in is kept once, worked on once, and queued again neither twice nor for ever."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import functions
from chalicelib.core.ops.queues import StoredCallback
from chalicelib.core.storage import inbox
from chalicelib.core.storage.inbox import Callback, Unfinished
from tests.support.stack import Stack

ABANDONED = timedelta(hours=2)


def accepted(stack: Stack) -> Callback:
    """A callback as the door keeps it."""
    return inbox.accept_callback(stack.ctx(), "0a" * 32, b"<xml/>")


def unfinished(stack: Stack, before: timedelta = timedelta(0)) -> list[Unfinished]:
    """What a tick would find that was queued so long before it."""
    return list(inbox.unfinished(stack.clock.now() - before))


def test_of_two_who_found_it_one_queues_it_again(stack: Stack) -> None:
    """The other's note is refused; so is one of what was finished meanwhile."""
    stored = accepted(stack)
    stack.clock.advance(ABANDONED.total_seconds())
    (found,) = unfinished(stack)
    assert [inbox.queue_again(found, stack.clock.now()) for _ in range(2)] == [True, False]
    stack.clock.advance(1)
    (found,) = unfinished(stack)
    inbox.finish(stored, stack.ctx().at)
    assert (inbox.queue_again(found, stack.clock.now()), unfinished(stack)) == (False, [])


def test_what_was_queued_again_often_enough_is_queued_once_a_day(stack: Stack) -> None:
    """It fails for a reason that only people can mend, has a dead letter each time, and is not given up."""
    accepted(stack)
    answers = []
    for _ in range(inbox.MOST_TIMES_AGAIN + 1):
        stack.clock.advance(ABANDONED.total_seconds())
        (found,) = unfinished(stack)
        answers.append(inbox.queue_again(found, stack.clock.now()))
    assert answers == [True] * (inbox.MOST_TIMES_AGAIN + 1)
    stack.clock.advance(ABANDONED.total_seconds())
    assert unfinished(stack) == []
    stack.clock.advance(inbox.SELDOM.total_seconds())
    assert len(unfinished(stack)) == 1


def test_what_a_queue_did_not_take_is_found_by_the_next_tick(stack: Stack) -> None:
    """And not only when the queue's own tries would be over; what is finished does not come back."""
    stored = accepted(stack)
    assert unfinished(stack, ABANDONED) == []
    inbox.not_queued(stored)
    assert [one.sk for one in unfinished(stack, ABANDONED)] == [stored.sk]
    inbox.finish(stored, stack.ctx().at)
    inbox.not_queued(stored)
    assert unfinished(stack, ABANDONED) == []


def test_what_is_done_is_not_worked_on_again(stack: Stack) -> None:
    """Its message came twice; what cannot be read fails while it is unfinished, so here it would be read."""
    stored = accepted(stack)
    inbox.finish(stored, stack.ctx().at)
    functions._work_on(stack.ctx(), StoredCallback(stored.pk, stored.sk))
