"""What stands between MiniStack and us behaves as AWS documents."""

from __future__ import annotations

import base64
import threading
import types
from typing import Any

import pytest

from local.front import decoded
from local.ministack_main import Streams, rights_of_batches

ARN = "arn:aws:dynamodb:us-east-1:0:table/t/stream/1"


class Service:
    """The parts of MiniStack's Lambda service that the bridge uses."""

    def __init__(self, **options: Any) -> None:
        self.mapping = {
            "UUID": "u",
            "EventSourceArn": ARN,
            "FunctionName": "f",
            "BisectBatchOnFunctionError": True,
            **options,
        }
        self._dynamodb_stream_positions = {"u": 0}
        self._dynamodb_stream_positions_lock = threading.Lock()
        self.letters: list[list[str]] = []

    def _iter_all_esms(self) -> list[tuple[str, str, Any]]:
        return [("0", "us-east-1", self.mapping)]

    def _send_ddb_stream_failure_record(self, mapping: Any, function: Any, batch: list[Any], *_: Any) -> None:
        self.letters.append(_numbers(batch))


def _numbers(records: list[Any]) -> list[str]:
    return [record["dynamodb"]["SequenceNumber"] for record in records]


class Function:
    """Reports the bad as failed, crashes on the deadly, and remembers its batches."""

    def __init__(self, bad: str = "", deadly: str = "") -> None:
        self.bad, self.deadly = bad, deadly
        self.batches: list[str] = []

    def __call__(self, function: Any, event: Any) -> dict[str, Any]:
        numbers = _numbers(event["Records"])
        self.batches.append("".join(numbers))
        if set(numbers) & set(self.deadly):
            return {"error": True, "body": {"errorType": "Crash"}}
        return {"body": {"batchItemFailures": [{"itemIdentifier": name} for name in numbers if name in self.bad]}}


def _poll(streams: Streams, service: Service, stream: str) -> bool:
    """One pass of the poller over what is left of the stream; False when nothing is."""
    left = stream[service._dynamodb_stream_positions["u"] :]
    if not left:
        return False
    records = [
        {"eventSource": "aws:dynamodb", "eventSourceARN": ARN, "dynamodb": {"SequenceNumber": name}} for name in left
    ]
    if not streams({"config": {"FunctionName": "f"}}, {"Records": records}).get("error"):
        service._dynamodb_stream_positions["u"] += len(left)
    return True


def test_what_was_done_before_a_failure_stays_done_and_the_rest_comes_again() -> None:
    """The stream goes on from the first record that failed."""
    service, function = Service(), Function(bad="c")
    streams = Streams(service, function)
    _poll(streams, service, "abcde")
    assert service._dynamodb_stream_positions["u"] == 2
    function.bad = ""
    _poll(streams, service, "abcde")
    assert function.batches == ["abcde", "cde"]
    assert service._dynamodb_stream_positions["u"] == 5


@pytest.mark.parametrize("kind", ["bad", "deadly"])
def test_a_record_that_always_fails_becomes_a_letter_and_the_others_are_done(kind: str) -> None:
    """After its tries it is set aside alone, whether reported or raised."""
    service, function = Service(MaximumRetryAttempts=2), Function(**{kind: "c"})
    streams = Streams(service, function)
    passes = 0
    while _poll(streams, service, "abcde") and passes < 20:
        passes += 1
    assert service.letters == [["c"]]
    done = [batch for batch in function.batches if "c" not in batch]
    assert {"d", "e"} <= set("".join(done))
    assert function.batches.count("c") + sum("c" in batch and len(batch) > 1 for batch in function.batches) >= 3


def test_without_a_bound_a_record_is_tried_for_ever() -> None:
    """AWS's default gives nothing up, so neither does the bridge."""
    service, function = Service(), Function(bad="a")
    streams = Streams(service, function)
    for _ in range(30):
        _poll(streams, service, "ab")
    assert service.letters == []
    assert service._dynamodb_stream_positions["u"] == 0


def test_other_events_pass_through_untouched() -> None:
    """Queues and requests reach the function as MiniStack made them."""
    streams = Streams(Service(), lambda function, event: {"body": event})
    assert streams({}, {"Records": [{"eventSource": "aws:sqs"}]})["body"] == {"Records": [{"eventSource": "aws:sqs"}]}
    assert streams({}, {"resource": "/x"})["body"] == {"resource": "/x"}


def test_the_front_door_turns_base64_back_into_a_picture() -> None:
    """Only a binary type that really is base64 is decoded."""
    picture = b"\x89PNG\r\n\x1a\n..."
    assert decoded("image/png", base64.b64encode(picture)) == picture
    assert decoded("image/png", picture) == picture
    assert decoded("image/svg+xml", b"PHN2Zz4=") == b"PHN2Zz4="
    assert decoded("text/html", b"PHN2Zz4=") == b"PHN2Zz4="


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ("sqs:SendMessageBatch", "sqs:SendMessage"),
        ("sqs:SendMessage", "sqs:SendMessage"),
        ("dynamodb:BatchWriteItem", "dynamodb:BatchWriteItem"),
        (None, None),
    ],
)
def test_a_batch_of_a_queue_needs_the_right_to_the_single_call(asked: str | None, needed: str | None) -> None:
    """AWS has no right named after a batch of SQS, and DynamoDB's batches have their own."""
    actions = types.SimpleNamespace(extract_iam_action=lambda service: asked)
    rights_of_batches(actions)
    assert actions.extract_iam_action("any") == needed
