"""A queue in memory with SQS's promise: at least once, redelivered until done, dead after five receives."""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.support import powers

RECEIVES = 5


@dataclass
class Message:
    body: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    receives: int = 0


class MemoryQueues:
    """Stands where the SQS client stands; `waiting` is by queue url, `dead` holds what was given up."""

    def __init__(self) -> None:
        self.waiting: dict[str, deque[Message]] = {}
        self.dead: list[Message] = []
        self.failing = False
        self.pauses: list[int] = []

    def send_message(self, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> dict[str, Any]:  # noqa: N803  (AWS names them)
        powers.check_queue("SendMessage", QueueUrl)
        if self.failing:
            raise ConnectionError("the queue is down")
        message = Message(MessageBody)
        self.waiting.setdefault(QueueUrl, deque()).append(message)
        return {"MessageId": message.id}

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        if self.failing:
            return {"Failed": [{"Id": entry["Id"], "SenderFault": False, "Code": "Down"} for entry in Entries]}
        for entry in Entries:
            self.send_message(QueueUrl, entry["MessageBody"])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def get_queue_attributes(self, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:  # noqa: N803
        powers.check_queue("GetQueueAttributes", QueueUrl)
        return {"Attributes": {"ApproximateNumberOfMessages": str(self.waits(QueueUrl))}}

    def change_message_visibility(self, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> None:  # noqa: N803
        powers.check_queue("ChangeMessageVisibility", QueueUrl)
        self.pauses.append(VisibilityTimeout)

    def take(self, url: str, size: int) -> list[Message]:
        queue = self.waiting.setdefault(url, deque())
        taken = [queue.popleft() for _ in range(min(size, len(queue)))]
        for message in taken:
            message.receives += 1
        return taken

    def waits(self, url: str) -> int:
        return len(self.waiting.get(url, ()))

    def put_back(self, url: str, message: Message) -> None:
        if message.receives >= RECEIVES:
            self.dead.append(message)
        else:
            self.waiting[url].append(message)

    def size(self) -> int:
        return sum(len(queue) for queue in self.waiting.values())
