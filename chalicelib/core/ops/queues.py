"""Queues: what each is called in the settings, and after what pauses a message that failed comes again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.ops import log
from chalicelib.core.ops.records import QueueRecord

BATCH = 10
# What a call may carry in all, by the older of SQS's limits.
MOST_BYTES = 256 * 1024


class Queue(msgspec.Struct, frozen=True):
    """A queue. setting: the field of the settings that holds its address.

    workers: how many batches of messages are worked on at a time (infra/template.yaml). pauses: seconds until a message
    that failed comes again: the first pause, by how much each is longer than the last, the longest.
    """

    setting: str
    pauses: tuple[int, int, int]
    workers: int

    @property
    def url(self) -> str:
        """Its address."""
        return str(getattr(config(), self.setting))


# A welcome code lives 20 s, so a callback gets three tries within it.
CALLBACKS = Queue("callback_queue_url", (2, 2, 300), workers=50)
# Keys of rows that have become due: a share of each corp and topic, and the rest.
DUE = Queue("due_queue_url", (10, 2, 300), workers=10)
DUE_BULK = Queue("due_bulk_queue_url", (10, 2, 300), workers=5)


class StoredCallback(msgspec.Struct, frozen=True):
    """Where a callback lies that is to be worked on. The queue carries its key, never its content.

    can_wait: nobody stands before a screen for it. held: how often its corp had no share of the workers for it.
    """

    pk: str
    sk: str
    can_wait: bool = False
    held: int = 0

    @property
    def corp(self) -> str:
        """Whose it is."""
        return self.pk.partition("#")[0]


def to_callbacks(callback: StoredCallback) -> None:
    """Ask for a stored callback to be worked on."""
    send(CALLBACKS, msgspec.json.encode(callback).decode())


def all_to_callbacks(places: Sequence[tuple[str, str]]) -> set[int]:
    """Ask for many again, 10 a call; answers which of them the queue did not take, by their place.

    They can wait: a welcome's code is over by now, and one corp's thousands would hold up everybody's joins.
    """
    stored = [StoredCallback(pk, sk, can_wait=True) for pk, sk in places]
    return send_all(CALLBACKS, [msgspec.json.encode(one).decode() for one in stored])


def send(queue: Queue, message: str) -> None:
    """Put a message into a queue."""
    aws.client("sqs").send_message(QueueUrl=queue.url, MessageBody=message)


def send_later(queue: Queue, message: str, seconds: int) -> None:
    """Put a message into a queue where it shows after so many seconds, at most 900."""
    aws.client("sqs").send_message(QueueUrl=queue.url, MessageBody=message, DelaySeconds=seconds)


def send_all(queue: Queue, messages: Sequence[str]) -> set[int]:
    """Put messages into a queue, 10 a call; answers which of them it did not take, by their place."""
    lost: set[int] = set()
    for part in _calls(messages):
        entries = [{"Id": str(place), "MessageBody": messages[place]} for place in part]
        try:
            answer = aws.client("sqs").send_message_batch(QueueUrl=queue.url, Entries=entries)
            lost |= {int(failed["Id"]) for failed in answer.get("Failed", ())}
        except (ClientError, BotoCoreError) as error:
            log.failure("messages not queued", error, count=len(part))
            lost |= set(part)
    return lost


def _calls(messages: Sequence[str]) -> Iterator[list[int]]:
    """The places of what goes together: a call that is too long is refused as a whole, for one's length all of it."""
    part: list[int] = []
    size = 0
    for place, message in enumerate(messages):
        length = len(message.encode())
        if part and (len(part) == BATCH or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(place)
        size += length
    if part:
        yield part


def is_empty(queue: Queue) -> bool:
    """True when nothing waits in a queue and nothing of it is being worked on, as far as SQS knows."""
    counts = (
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
    )
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=queue.url, AttributeNames=list(counts))
    return not any(int(answer["Attributes"].get(name, 0)) for name in counts)


def letters() -> dict[str, int]:
    """How many messages wait in each queue of what was given up, as far as SQS knows. A call each."""
    return {name: _waiting(url) for name, url in config().dead_queue_urls.items()}


def _waiting(url: str) -> int:
    name = "ApproximateNumberOfMessages"
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(answer["Attributes"].get(name, 0))


def again_later(queue: Queue, record: QueueRecord) -> None:
    """Let a message that failed come again after a pause that grows with its tries."""
    first, factor, longest = queue.pauses
    pause = min(first * factor ** min(record.tries - 1, 10), longest)
    try:
        aws.client("sqs").change_message_visibility(
            QueueUrl=queue.url, ReceiptHandle=record.receipt_handle, VisibilityTimeout=pause
        )
    except (ClientError, BotoCoreError) as error:
        # Only the pause is lost: the message comes again when the queue's own time is over.
        log.failure("pause not set", error)
