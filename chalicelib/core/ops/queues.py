"""The two queues: stored callbacks to work on, and errands to run."""

from __future__ import annotations

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.ops import log
from chalicelib.core.ops.records import QueueRecord

# Seconds until a failed message comes again: the first pause, by how much each is longer than the last, the longest.
# A welcome code lives 20 s, so a callback gets three tries within it. A call to WeCom waits out a block of a minute
# on the third try and most of an hour's block by the last (docs/platform A5).
CALLBACK_PAUSES = (2, 2, 300)
SEND_PAUSES = (10, 3, 900)


class StoredCallback(msgspec.Struct, frozen=True):
    """Where a callback lies that is to be worked on. The queue carries its key, never its content."""

    pk: str
    sk: str


def to_callbacks(pk: str, sk: str) -> None:
    """Ask for a stored callback to be worked on."""
    _send(config().callback_queue_url, msgspec.json.encode(StoredCallback(pk, sk)).decode())


def to_send(message: str) -> None:
    """Ask for an errand (core/events/errands.py) to be run."""
    _send(config().send_queue_url, message)


def _send(url: str, message: str) -> None:
    aws.client("sqs").send_message(QueueUrl=url, MessageBody=message)


def callback_again_later(record: QueueRecord) -> None:
    """Let a callback that failed come again after a pause that grows with its tries."""
    _again_later(config().callback_queue_url, record, CALLBACK_PAUSES)


def send_again_later(record: QueueRecord) -> None:
    """The same for a call to the platform."""
    _again_later(config().send_queue_url, record, SEND_PAUSES)


def _again_later(url: str, record: QueueRecord, pauses: tuple[int, int, int]) -> None:
    first, factor, longest = pauses
    pause = min(first * factor ** min(record.tries - 1, 10), longest)
    try:
        aws.client("sqs").change_message_visibility(
            QueueUrl=url, ReceiptHandle=record.receipt_handle, VisibilityTimeout=pause
        )
    except (ClientError, BotoCoreError) as error:
        # Only the pause is lost: the message comes again when the queue's own time is over.
        log.failure("pause not set", error)
