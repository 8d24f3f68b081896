"""What was given up is tried again, and a letter goes only when its matter is done."""

# ruff: noqa: N801, N803  the names are botocore's
from __future__ import annotations

import io
import json
from typing import Any

import pytest

from infra.redrive import Outcome, redrive

STREAM = "arn:aws:dynamodb:us-east-1:0:table/t/stream/1"


class Queues:
    """Two queues: the dead letters, and what was sent."""

    def __init__(self, *bodies: str) -> None:
        self.letters = {f"m{number}": body for number, body in enumerate(bodies)}
        self.sent: list[str] = []

    def receive_message(self, **_: Any) -> dict[str, Any]:
        """Everything that waits, again and again."""
        return {
            "Messages": [
                {"MessageId": name, "ReceiptHandle": name, "Body": body} for name, body in self.letters.items()
            ]
        }

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:
        """To the queue itself."""
        self.sent.append(f"{QueueUrl}:{MessageBody}")

    def delete_message(self, QueueUrl: str, ReceiptHandle: str) -> None:
        """The letter is done with."""
        del self.letters[ReceiptHandle]


class Stack:
    """Logical names are physical ones."""

    def describe_stack_resource(self, StackName: str, LogicalResourceId: str) -> dict[str, Any]:
        """Named after itself."""
        return {"StackResourceDetail": {"PhysicalResourceId": LogicalResourceId}}


class Streams:
    """A stream that has forgotten everything before `since`."""

    class exceptions:
        """As botocore has them."""

        class TrimmedDataAccessException(Exception):
            """Older than a day."""

        class ResourceNotFoundException(Exception):
            """No such shard any more."""

    def __init__(self, since: int = 0, length: int = 9) -> None:
        self.since = since
        self.length = length
        self.pages = 0

    def get_shard_iterator(self, SequenceNumber: str, **_: Any) -> dict[str, str]:
        """An iterator is the number to go on from."""
        if int(SequenceNumber) < self.since:
            raise self.exceptions.TrimmedDataAccessException()
        return {"ShardIterator": SequenceNumber}

    def get_records(self, ShardIterator: str, Limit: int) -> dict[str, Any]:
        """At most two a page, and every other page empty, as real streams may answer."""
        self.pages += 1
        if self.pages % 2:
            return {"Records": [], "NextShardIterator": ShardIterator}
        start = int(ShardIterator)
        numbers = range(start, min(start + 2, self.length))
        records = [{"dynamodb": {"SequenceNumber": str(number)}} for number in numbers]
        return {"Records": records, "NextShardIterator": str(start + 2)}


class Function:
    """Does records, except those it cannot."""

    def __init__(self, bad: str = "") -> None:
        self.bad = bad
        self.done: list[str] = []

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:
        """As Lambda answers."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in json.loads(Payload)["Records"]]
        self.done += [f"{FunctionName}:{number}" for number in numbers if number not in self.bad]
        failures = [{"itemIdentifier": number} for number in numbers if number in self.bad]
        return {"Payload": io.BytesIO(json.dumps({"batchItemFailures": failures}).encode())}


def _letter(first: int, last: int) -> str:
    batch = {
        "streamArn": STREAM,
        "shardId": "s",
        "startSequenceNumber": str(first),
        "endSequenceNumber": str(last),
        "batchSize": last - first + 1,
    }
    return json.dumps({"DDBStreamBatchInfo": batch})


def _redrive(what: str, queues: Queues, streams: Streams | None = None, function: Function | None = None) -> Outcome:
    clients: dict[str, Any] = {
        "cloudformation": Stack(),
        "sqs": queues,
        "dynamodbstreams": streams or Streams(),
        "lambda": function or Function(),
    }
    return redrive(clients.__getitem__, "siyu-prod", what)


@pytest.mark.parametrize(("what", "queue"), [("callbacks", "CallbackQueue"), ("marks", "MarksQueue")])
def test_letters_of_a_queue_go_back_to_it(what: str, queue: str) -> None:
    """The letter's body is sent again, and the letter goes."""
    queues = Queues("a", "b")
    assert _redrive(what, queues) == Outcome(done=2)
    assert queues.sent == [f"{queue}:a", f"{queue}:b"]
    assert queues.letters == {}


@pytest.mark.parametrize(("what", "name"), [("changes", "OnChange"), ("facts", "OnFact")])
def test_records_that_a_letter_names_are_done_once_more(what: str, name: str) -> None:
    """Exactly the records of the failed batch, read from the stream, reach the function."""
    queues, function = Queues(_letter(2, 6)), Function()
    assert _redrive(what, queues, function=function) == Outcome(done=1)
    assert function.done == [f"{name}:{number}" for number in range(2, 7)]
    assert queues.letters == {}


def test_a_letter_whose_records_fail_again_stays() -> None:
    """It is counted as failed and can be tried another day."""
    queues = Queues(_letter(1, 1), _letter(3, 3))
    assert _redrive("facts", queues, function=Function(bad="3")) == Outcome(done=1, failed=1)
    assert list(queues.letters) == ["m1"]


def test_a_letter_whose_records_have_left_the_stream_stays_and_is_counted() -> None:
    """After a day there is nothing to read: a person has to know."""
    queues = Queues(_letter(1, 2))
    assert _redrive("facts", queues, streams=Streams(since=5)) == Outcome(expired=1)
    assert list(queues.letters) == ["m0"]


def test_a_letter_of_which_only_a_part_is_left_is_not_done_by_that_part() -> None:
    """Half a batch is not done in place of the whole."""
    queues, function = Queues(_letter(7, 12)), Function()
    assert _redrive("changes", queues, function=function) == Outcome(expired=1)
    assert (list(queues.letters), function.done) == (["m0"], [])
