"""Lanes: on which way what follows from a fact, and what is sent to a platform, is worked on.

Each lane has a queue, a function, retries, a dead letter, an alarm and a runbook page of its own, so that what fails or
waits on one takes no time from another.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from chalicelib.core.ops.queues import Queue


class Lane(StrEnum):
    """How what follows from a fact is worked on. PROMISE: coupons, seats, money. PEOPLE: cards, tags, journeys.

    Promises are kept at once by the function that reads the stream; one that fails leaves the stream for its queue, so
    that nothing behind it waits. Everything else goes through its queue.
    """

    PROMISE = "promise"
    PEOPLE = "people"


class SendLane(StrEnum):
    """How a platform is called. MONEY: refunds and payment queries. MARKS: ways, tags, profiles. MASS: posts."""

    MONEY = "money"
    MARKS = "marks"
    MASS = "mass"


class Road(msgspec.Struct, frozen=True):
    """A lane's queue, and the function that works on it."""

    queue: Queue
    function: str


ROADS: dict[Lane | SendLane, Road] = {
    Lane.PROMISE: Road(Queue("promise_queue_url", (2, 2, 300), workers=5), "on_promise"),
    Lane.PEOPLE: Road(Queue("people_queue_url", (5, 3, 900), workers=10), "on_people"),
    # A call to WeCom waits out a block of a minute on the third try and most of an hour's block by the last
    # (docs/platform A5).
    SendLane.MONEY: Road(Queue("money_queue_url", (10, 3, 900), workers=5), "send_money"),
    SendLane.MARKS: Road(Queue("marks_queue_url", (10, 3, 900), workers=10), "send_marks"),
    SendLane.MASS: Road(Queue("mass_queue_url", (10, 3, 900), workers=5), "send_mass"),
}
