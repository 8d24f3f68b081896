"""Starts MiniStack, run by MiniStack's own Python, with the three bridges that we need inside it.

1. MiniStack 1.5.33 drops stream records that a function reports as failed (it reads partial batch answers of queues
only), and neither counts attempts of a stream nor bisects its batches. A failure would vanish here that AWS would
deliver again. So stream batches pass through `Streams`, which does as AWS documents: what is done before the first
failure stays done, the rest comes again after a pause, a crash halves the batch, and after MaximumRetryAttempts the
record goes to the failure destination.

2. It keeps how far a stream was read over a restart, but not the stream: as many changes as were read before would be
skipped. `keep_streams` keeps both.

3. It asks for rights named after the batch calls of SQS (`sqs:SendMessageBatch`), which AWS does not have: there the
right to a call is the right to its batch. `rights_of_batches` asks as AWS does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

Result = dict[str, Any]
Execute = Callable[..., Result]
ENDLESS = -1


class Streams:
    """Stands between MiniStack's poller and the function."""

    def __init__(self, service: Any, execute: Execute) -> None:
        self._service = service
        self._execute = execute
        self._attempts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def __call__(self, function: Any, event: Any, *args: Any, **options: Any) -> Result:
        """Run the function; a stream's batch is judged, everything else is passed on."""
        records = event.get("Records") if isinstance(event, dict) else None
        if not records or records[0].get("eventSource") != "aws:dynamodb":
            return self._execute(function, event, *args, **options)
        mapping = self._mapping(records[0]["eventSourceARN"], function)
        with self._lock:
            done = self._deliver(mapping, function, records)
        if done == len(records):
            return {"body": None}
        with self._service._dynamodb_stream_positions_lock:
            self._service._dynamodb_stream_positions[mapping["UUID"]] += done
        failure = {
            "errorType": "StreamBatchFailed",
            "errorMessage": f"{done} of {len(records)} done, the rest comes again",
        }
        return {"error": True, "body": failure}

    def _mapping(self, source: str, function: Any) -> Any:
        name = function["config"]["FunctionName"]
        mappings = (mapping for _, _, mapping in self._service._iter_all_esms())
        return next(each for each in mappings if each["EventSourceArn"] == source and each["FunctionName"] == name)

    def _deliver(self, mapping: Any, function: Any, records: list[Any]) -> int:
        """How many records, from the first, are done with."""
        result = self._execute(function, {"Records": records})
        at = first_failure(result, records)
        if at is None:
            return len(records)
        if result.get("error") and mapping.get("BisectBatchOnFunctionError") and len(records) > 1:
            half = len(records) // 2
            done = self._deliver(mapping, function, records[:half])
            return done if done < half else half + self._deliver(mapping, function, records[half:])
        return at + 1 if self._is_given_up(mapping, function, records[at], result) else at

    def _is_given_up(self, mapping: Any, function: Any, record: Any, result: Result) -> bool:
        key = (mapping["UUID"], record["dynamodb"]["SequenceNumber"])
        self._attempts[key] = self._attempts.get(key, 0) + 1
        allowed = mapping.get("MaximumRetryAttempts", ENDLESS)
        if allowed == ENDLESS or self._attempts[key] <= allowed:
            return False
        del self._attempts[key]
        source = mapping["EventSourceArn"]
        self._service._send_ddb_stream_failure_record(
            mapping, function, [record], source, result, "RetryAttemptsExhausted"
        )
        return True


def first_failure(result: Result, records: list[Any]) -> int | None:
    """The index of the first record that the function did not do; None when it did all of them."""
    if result.get("error"):
        return 0
    body = result.get("body")
    failures = body.get("batchItemFailures") or [] if isinstance(body, dict) else []
    failed = {failure["itemIdentifier"] for failure in failures}
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    # A name that is not in the batch fails the whole batch, as in AWS.
    return min((numbers.index(name) if name in numbers else 0 for name in failed), default=None)


def keep_streams(dynamodb: Any) -> None:
    """Save and load the streams' records with the tables."""
    save, load = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state() -> dict[str, Any]:
        return {**save(), "stream_records": dynamodb._stream_records, "stream_trimmed": dynamodb._stream_trimmed}

    def load_persisted_state(data: Any) -> None:
        load(data)
        for name in ("stream_records", "stream_trimmed"):
            getattr(dynamodb, f"_{name}").update((data or {}).get(name, {}))

    dynamodb.get_state, dynamodb.load_persisted_state = get_state, load_persisted_state


def rights_of_batches(actions: Any) -> None:
    """A batch of SQS needs the right to the single call."""
    extract = actions.extract_iam_action

    def extract_iam_action(*request: Any, **options: Any) -> Any:
        action = extract(*request, **options)
        is_batch = isinstance(action, str) and action.startswith("sqs:") and action.endswith("Batch")
        return action.removesuffix("Batch") if is_batch else action

    actions.extract_iam_action = extract_iam_action


def run() -> None:
    """Start MiniStack with the bridges in it."""
    # Here and not above: only MiniStack's own environment has it, and the bridges are tested in ours.
    from ministack.app import main
    from ministack.core import iam_actions
    from ministack.services import dynamodb, lambda_svc

    keep_streams(dynamodb)
    rights_of_batches(iam_actions)
    lambda_svc._execute_function = Streams(lambda_svc, lambda_svc._execute_function)
    main()


if __name__ == "__main__":
    run()
