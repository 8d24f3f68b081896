"""python -m infra.redrive --stack siyu-prod NAME: tries again what was given up.

NAME: callbacks, due, due-bulk, promises, people, money, marks, mass, jobs, changes, facts or batches.
Run it once the cause is mended; the runbook's dead-* pages say how to tell. Everything behind these letters is safe to
do twice.

All but the last three: each letter goes back to its queue, and only then leaves the dead-letter queue.
changes, facts, batches: a letter names records of a stream and holds none of them. They are read again from there (it
keeps them for 24 h) and given to the function; the letter goes when the function has done them all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

QUEUES = {
    "callbacks": ("CallbacksDead", "CallbackQueue"),
    "due": ("DueDead", "DueQueue"),
    "due-bulk": ("DueBulkDead", "DueBulkQueue"),
    "promises": ("PromisesDead", "PromiseQueue"),
    "people": ("PeopleDead", "PeopleQueue"),
    "money": ("MoneyDead", "MoneyQueue"),
    "marks": ("MarksDead", "MarksQueue"),
    "mass": ("MassDead", "MassQueue"),
    "jobs": ("JobsDead", "JobQueue"),
}
STREAMS = {
    "changes": ("ChangesDead", "OnChange"),
    "facts": ("FactsDead", "OnFact"),
    "batches": ("BatchesDead", "OnBatch"),
}
# While we hold a letter nobody else sees it; a letter that fails shows up again after this.
HOLD_SECONDS = 60
# A stream may answer empty pages before it comes to a record; this many are looked at.
MAX_PAGES = 100
Clients = Callable[[str], Any]


@dataclass
class Outcome:
    """What became of the letters."""

    done: int = 0
    failed: int = 0
    expired: int = 0


class RecordsExpired(Exception):
    """The stream no longer has what a letter names."""


def main() -> None:
    """The command. Exits 1 when a letter is left."""
    parser = argparse.ArgumentParser(prog="python -m infra.redrive", description="Try again what was given up.")
    parser.add_argument("what", choices=[*QUEUES, *STREAMS])
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    options = parser.parse_args()
    session = boto3.session.Session(region_name=options.region)
    try:
        outcome = redrive(session.client, options.stack, options.what)
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"redrive: {error}")
    print(f"{outcome.done} tried again, {outcome.failed} failed again and stay, {outcome.expired} too old and stay")
    if outcome.expired:
        print(
            "what is older than 24 h has left the stream: derive its facts from the rows (docs/runbook/dead-changes.md)"
        )
    sys.exit(1 if outcome.failed or outcome.expired else 0)


def redrive(client: Clients, stack: str, what: str) -> Outcome:
    """Go once through the letters that wait now."""
    cloudformation, sqs = client("cloudformation"), client("sqs")
    dead, target = (QUEUES | STREAMS)[what]
    found = [_physical(cloudformation, stack, name) for name in (dead, target)]
    outcome = Outcome()
    for letter in _letters(sqs, found[0]):
        try:
            if what in QUEUES:
                sqs.send_message(QueueUrl=found[1], MessageBody=letter["Body"])
                succeeded = True
            else:
                succeeded = _again(client, found[1], json.loads(letter["Body"])["DDBStreamBatchInfo"])
        except RecordsExpired:
            outcome.expired += 1
            continue
        outcome.done, outcome.failed = outcome.done + succeeded, outcome.failed + (not succeeded)
        if succeeded:
            sqs.delete_message(QueueUrl=found[0], ReceiptHandle=letter["ReceiptHandle"])
    return outcome


def _physical(cloudformation: Any, stack: str, name: str) -> str:
    """The queue's URL, or the function's name."""
    answer = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=name)
    return str(answer["StackResourceDetail"]["PhysicalResourceId"])


def _letters(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """Each letter once: those that come a second time were put back by us."""
    seen: set[str] = set()
    while True:
        request = {"QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": HOLD_SECONDS, "WaitTimeSeconds": 1}
        letters = sqs.receive_message(**request).get("Messages", [])
        fresh = [letter for letter in letters if letter["MessageId"] not in seen]
        if not fresh:
            return
        seen.update(letter["MessageId"] for letter in fresh)
        yield from fresh


def _again(client: Clients, function: str, batch: dict[str, Any]) -> bool:
    """Give the records that a letter names to the function once more; True when it did all of them."""
    records = list(_records(client("dynamodbstreams"), batch))
    answer = client("lambda").invoke(
        FunctionName=function, Payload=json.dumps({"Records": records}, default=_plain).encode()
    )
    result = json.loads(answer["Payload"].read() or b"null") or {}
    return not answer.get("FunctionError") and not result.get("batchItemFailures")


def _records(streams: Any, batch: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The records from the letter's first to its last. Raises RecordsExpired."""
    request = {
        "StreamArn": batch["streamArn"],
        "ShardId": batch["shardId"],
        "SequenceNumber": batch["startSequenceNumber"],
    }
    try:
        iterator = streams.get_shard_iterator(ShardIteratorType="AT_SEQUENCE_NUMBER", **request)["ShardIterator"]
    except (streams.exceptions.TrimmedDataAccessException, streams.exceptions.ResourceNotFoundException):
        raise RecordsExpired() from None
    for _ in range(MAX_PAGES):
        page = streams.get_records(ShardIterator=iterator, Limit=int(batch["batchSize"]))
        for record in page["Records"]:
            yield {**record, "eventSourceARN": batch["streamArn"]}
            if record["dynamodb"]["SequenceNumber"] == batch["endSequenceNumber"]:
                return
        iterator = page.get("NextShardIterator")
        if not iterator:
            break
    # Doing a part and throwing the letter away would lose the rest.
    raise RecordsExpired()


def _plain(value: Any) -> Any:
    """What JSON has no word for, as Lambda itself delivers it."""
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    return value.timestamp()


if __name__ == "__main__":
    main()
