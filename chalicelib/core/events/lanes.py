"""Lanes: on which way what follows from a fact, and what is sent to a platform, is worked on."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """How what follows from a fact is worked on. PROMISE: coupons, seats, money. PEOPLE: cards, tags, journeys.

    OUT: what others are told.
    """

    PROMISE = "promise"
    PEOPLE = "people"
    OUT = "out"


class SendLane(StrEnum):
    """How a platform is called. MONEY: refunds and payment queries. MARKS: ways, tags, profiles. MASS: posts."""

    MONEY = "money"
    MARKS = "marks"
    MASS = "mass"


# Which function works on a lane. All of a kind share one until each has a queue of its own.
FOLLOWED_BY = {Lane.PROMISE: "on_fact", Lane.PEOPLE: "on_fact", Lane.OUT: "on_fact"}
SENT_BY = {SendLane.MONEY: "on_send", SendLane.MARKS: "on_send", SendLane.MASS: "on_send"}
