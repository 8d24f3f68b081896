"""Runs on_callback, on_change, on_fact and on_send in process until nothing is left to do.

It feeds them the event shapes of AWS (`events/aws`), honours partial batch responses, and advances a stream
only past what succeeded, so a test sees what Lambda would do without waiting for it.
"""

from __future__ import annotations

import functools
import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config as ClientConfig

from chalicelib import clock, functions
from chalicelib.core.config import config
from chalicelib.rooms import flow_table
from tests.support.queues import MemoryQueues, Message

EVENTS = Path(__file__).resolve().parents[2] / "events" / "aws"
SQS_RECORD = json.loads((EVENTS / "sqs.json").read_text())["Records"][0]
STREAM_RECORD = json.loads((EVENTS / "dynamodb_stream.json").read_text())["Records"][0]
ROUNDS = 1000
STREAM_TRIES = 5
# A queue, and what works on it.
Worker = tuple[str, Callable[[Any, str], Any]]
PAGE = 1000
# As many as a window gathers: a test that asks once shall be told all.
BATCH = PAGE


class NotDrained(AssertionError):
    """Work kept coming, or kept failing."""


class Stream:
    """One table's stream and how far it has been worked through."""

    def __init__(self, client: Any, arn: str) -> None:
        self._client = client
        self._arn = arn
        self._shard = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        self._read = ""
        self._next = ""
        self._waiting: list[dict[str, Any]] = []
        self._tries = 0
        self.dead: list[dict[str, Any]] = []

    def pending(self) -> list[dict[str, Any]]:
        """What is not done yet, oldest first, as many as a function is woken with."""
        iterator = self._next or self._fresh_iterator()
        while True:
            page = self._client.get_records(ShardIterator=iterator, Limit=PAGE)
            iterator = page["NextShardIterator"]
            if page["Records"]:
                self._read = page["Records"][-1]["dynamodb"]["SequenceNumber"]
                self._waiting += page["Records"]
            if self._read:
                self._next = iterator
            if len(page["Records"]) < PAGE:
                return self._waiting[:BATCH]

    def _fresh_iterator(self) -> str:
        after = {"SequenceNumber": self._read} if self._read else {}
        found = self._client.get_shard_iterator(
            StreamArn=self._arn,
            ShardId=self._shard,
            ShardIteratorType="AFTER_SEQUENCE_NUMBER" if self._read else "TRIM_HORIZON",
            **after,
        )
        return str(found["ShardIterator"])

    def advance(self, failed: set[str]) -> None:
        """Go past what succeeded; the first failure is met again, and set aside after some tries."""
        for _ in self._waiting[:BATCH]:
            if self._waiting[0]["dynamodb"]["SequenceNumber"] in failed:
                self._tries += 1
                if self._tries < STREAM_TRIES:
                    return
                self.dead.append(self._waiting[0])
            self._tries = 0
            self._waiting.pop(0)


def main_stream(dynamodb: Any, streams: Any) -> Stream:
    """The main table's stream, from the first change on."""
    return Stream(streams, _stream_arn(dynamodb, config().main_table))


class Drain:
    """The event sources of a stack, worked by hand."""

    def __init__(self, queues: MemoryQueues, dynamodb: Any, streams: Any) -> None:
        self.queues = queues
        self.main = main_stream(dynamodb, streams)
        self.facts = Stream(streams, _stream_arn(dynamodb, config().facts_table))
        self.batched = Stream(streams, _stream_arn(dynamodb, config().facts_table))
        self.copies = 1
        # What is counted of each fact doubles the writes of a test; those of numbers look, the others do without.
        self.is_counting = False

    def __call__(self) -> None:
        """Work until nothing is waiting. Raises NotDrained when it does not end."""
        for _ in range(ROUNDS):
            if (
                not any(
                    [
                        self.callbacks(),
                        self.changes(),
                        self.follow(),
                        self.due(),
                        self.lanes(),
                        self.sends(),
                        self.jobs(),
                    ]
                )
                and not self.batches()
            ):
                return
        raise NotDrained("there is still work after many rounds")

    def callbacks(self) -> int:
        return self._queue(config().callback_queue_url, functions.on_callback, 1)

    def due(self) -> int:
        """What a tick has handed out."""
        return sum(self._queue(url, work, 1) for url, work in self._due())

    def lanes(self) -> int:
        """What follows from facts on queues of its own."""
        return sum(self._queue(url, work, 10 if work is functions.on_people else 1) for url, work in self._lanes())

    def sends(self) -> int:
        """The errands, urgent ones first."""
        return sum(self._queue(url, work, 1) for url, work in self._sends())

    def jobs(self) -> int:
        """A step of each job that waits."""
        return self._queue(config().job_queue_url, functions.on_job, 1)

    def workers(self) -> list[Worker]:
        """Every queue but the callbacks', with the function that works on it."""
        return [*self._due(), *self._lanes(), *self._sends(), (config().job_queue_url, functions.on_job)]

    def _due(self) -> list[Worker]:
        return [(config().due_queue_url, clock.on_due), (config().due_bulk_queue_url, clock.on_due_bulk)]

    def _lanes(self) -> list[Worker]:
        return [
            (config().promise_queue_url, functions.on_promise),
            (config().people_queue_url, functions.on_people),
        ]

    def _sends(self) -> list[Worker]:
        return [
            (config().money_queue_url, functions.send_money),
            (config().marks_queue_url, functions.send_marks),
            (config().mass_queue_url, functions.send_mass),
        ]

    def changes(self) -> int:
        return self._stream(self.main, functions.on_change)

    def follow(self) -> int:
        return self._stream(self.facts, functions.on_fact)

    def batches(self) -> int:
        """What is counted, once nothing else is left; nobody reads while nobody counts."""
        return self._counted() if self.is_counting else 0

    def count(self) -> None:
        """Count what happened up to now, also where nobody counts; then it can be read."""
        while self._counted():
            pass

    def _counted(self) -> int:
        return self._stream(self.batched, functions.on_batch) if flow_table().on_batch else 0

    def _queue(self, url: str, function: Callable[[Any, str], Any], size: int) -> int:
        """Work through what waits now, in batches as Lambda takes them; what fails waits for the next time."""
        waiting = self.queues.waits(url)
        for _ in range(-(-waiting // size)):
            self._batch(url, function, size)
        return waiting

    def _batch(self, url: str, function: Callable[[Any, str], Any], size: int) -> None:
        taken = self.queues.take(url, size)
        try:
            failed = _failed(self._run(function, [_sqs_record(message) for message in taken]))
        except BaseException:
            for message in taken:
                self.queues.put_back(url, message)
            raise
        for message in taken:
            if message.id in failed:
                self.queues.put_back(url, message)

    def _stream(self, stream: Stream, function: Callable[[Any, str], Any]) -> int:
        records = stream.pending()
        if records:
            stream.advance(_failed(self._run(function, [_stream_record(record) for record in records])))
        return len(records)

    def _run(self, function: Callable[[Any, str], Any], records: list[dict[str, Any]]) -> Any:
        """The last of `copies` deliveries of the same batch is the one whose answer counts."""
        sent = pickle.dumps(records)
        return [function({"Records": pickle.loads(sent)}, "drain") for _ in range(self.copies)][-1]


def _failed(answer: Mapping[str, Any]) -> set[str]:
    return {item["itemIdentifier"] for item in answer["batchItemFailures"]}


def _stream_arn(dynamodb: Any, table: str) -> str:
    arn: str = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    return arn


def _sqs_record(message: Message) -> dict[str, Any]:
    attributes = {**SQS_RECORD["attributes"], "ApproximateReceiveCount": str(message.receives)}
    return {**SQS_RECORD, "messageId": message.id, "body": message.body, "attributes": attributes}


def _stream_record(record: dict[str, Any]) -> dict[str, Any]:
    return {**STREAM_RECORD, "eventName": record["eventName"], "dynamodb": record["dynamodb"]}


def streams_client(endpoint: str | None = None) -> Any:
    """A DynamoDB Streams client of its own: the product has none."""
    return client("dynamodbstreams", endpoint)


def client(service: str, endpoint: str | None, config: ClientConfig | None = None) -> Any:
    """A client with the keys that the environment has now, which name a database at DynamoDB Local."""
    keys = {name: os.environ[name.upper()] for name in ("aws_access_key_id", "aws_secret_access_key")}
    return session().create_client(service, endpoint_url=endpoint, config=config, **keys)


@functools.cache
def session() -> botocore.session.Session:
    """One for all tests: reading botocore's service descriptions is half of what a fresh stack costs."""
    return botocore.session.get_session()
