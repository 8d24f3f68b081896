"""The records that AWS hands to a function, typed, and the answer that names those that failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

import msgspec


class QueueRecord(msgspec.Struct, frozen=True, rename="camel"):
    """A message of a queue."""

    message_id: str
    receipt_handle: str
    body: str
    attributes: dict[str, str]

    @property
    def name(self) -> str:
        """How a failure names it."""
        return self.message_id

    @property
    def tries(self) -> int:
        """How often it has been handed out, this time included."""
        return int(self.attributes["ApproximateReceiveCount"])


class Change(msgspec.Struct, frozen=True, rename="pascal"):
    """What happened to a row: its images as stored, None where there is none."""

    sequence_number: str
    new_image: Any = None
    old_image: Any = None


class StreamRecord(msgspec.Struct, frozen=True, rename={"event": "eventName", "change": "dynamodb"}):
    """A record of a table's stream. event: INSERT, MODIFY or REMOVE."""

    event: str
    change: Change

    @property
    def name(self) -> str:
        """How a failure names it."""
        return self.change.sequence_number


class Failure(TypedDict):
    """A record that failed."""

    itemIdentifier: str


class Failures(TypedDict):
    """The answer of a function that works on a batch: what is named comes again, the rest is done."""

    batchItemFailures: list[Failure]


def of_queue(event: Any) -> list[QueueRecord]:
    """The messages of an event."""
    return msgspec.convert(event["Records"], list[QueueRecord])


def of_stream(event: Any) -> list[StreamRecord]:
    """The records of an event."""
    return msgspec.convert(event["Records"], list[StreamRecord])


def failures(names: Iterable[str]) -> Failures:
    """The answer that names these."""
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}
