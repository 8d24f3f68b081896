"""Starts MiniStack, run by MiniStack's own Python, with the five bridges that we need inside it.

1. MiniStack 1.5.33 drops stream records that a function reports as failed (it reads partial batch answers of queues
only), and neither counts attempts of a stream nor bisects its batches. A failure would vanish here that AWS would
deliver again. So stream batches pass through `Streams`, which does as AWS documents: what is done before the first
failure stays done, the rest comes again after a pause, a crash halves the batch, and after MaximumRetryAttempts the
record goes to the failure destination.

2. It keeps how far a stream was read over a restart, but not the stream: as many changes as were read before would be
skipped. `keep_streams` keeps both.

3. It asks for rights named after the batch calls of SQS (`sqs:SendMessageBatch`), which AWS does not have: there the
right to a call is the right to its batch. `rights_of_batches` asks as AWS does.

4. One thread polls every queue and stream and waits for each function, and a window is not respected. So whoever reads
a stream with a window is polled by a thread of its own, `Windows`: however long it takes, no welcome waits for it.

5. Each worker that starts unpacks the whole package for itself: 43 MB of files, a second of a processor, sixty times in
a story. So a package is `Unpacked` once.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
import types
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Result = dict[str, Any]
Execute = Callable[..., Result]
Mapping = tuple[str, str, Any]
ENDLESS = -1
# How often a window is looked at.
PAUSE = 0.2


class Streams:
    """Stands between MiniStack's poller and the function."""

    def __init__(self, service: Any, execute: Execute) -> None:
        self._service = service
        self._execute = execute
        # Asked before `Windows` shows each thread its own.
        self._mappings = service._iter_all_esms
        self._attempts: dict[tuple[str, str], int] = {}
        self._locks: dict[str, threading.Lock] = {}

    def __call__(self, function: Any, event: Any, *args: Any, **options: Any) -> Result:
        """Run the function; a stream's batch is judged, everything else is passed on."""
        records = event.get("Records") if isinstance(event, dict) else None
        if not records or records[0].get("eventSource") != "aws:dynamodb":
            return self._execute(function, event, *args, **options)
        mapping = self._mapping(records[0]["eventSourceARN"], function)
        with self._locks.setdefault(mapping["UUID"], threading.Lock()):
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
        mappings = (mapping for _, _, mapping in self._mappings())
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


class Windows:
    """Stands where MiniStack lists what is to be polled: shows its poller those without a window, and its own thread
    those whose window is over or whose batch is full.
    """

    def __init__(self, service: Any, dynamodb: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._service, self._dynamodb, self._clock = service, dynamodb, clock
        self._mappings = service._iter_all_esms
        self._since: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Poll in a thread of its own from now on."""
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self._thread.start()

    def __call__(self) -> Iterator[Mapping]:
        """The mappings that this thread shall poll now."""
        is_own = threading.current_thread() is self._thread
        for account, region, mapping in self._mappings():
            window = mapping.get("MaximumBatchingWindowInSeconds") and ":dynamodb:" in mapping["EventSourceArn"]
            if bool(window) == is_own and (not is_own or self._is_due(account, region, mapping)):
                yield account, region, mapping

    def _poll(self) -> None:
        while True:
            if not self._service._poll_dynamodb_streams():
                time.sleep(PAUSE)

    def _is_due(self, account: str, region: str, mapping: Any) -> bool:
        """True once the first record that waits has waited for the window, or as many wait as a batch takes."""
        name = mapping["UUID"]
        waiting = self._waiting(account, region, mapping)
        if not waiting:
            self._since.pop(name, None)
            return False
        began = self._since.setdefault(name, self._clock())
        if waiting < mapping["BatchSize"] and self._clock() - began < mapping["MaximumBatchingWindowInSeconds"]:
            return False
        del self._since[name]
        return True

    def _waiting(self, account: str, region: str, mapping: Any) -> int:
        service, table = self._service, mapping["EventSourceArn"].split("/")[1]
        tokens = service._request_account_id.set(account), service._request_region.set(region)
        try:
            begin = self._dynamodb.stream_start_position(table)
            with service._dynamodb_stream_positions_lock:
                position = max(service._dynamodb_stream_positions.get(mapping["UUID"], begin), begin)
            return int(self._dynamodb.stream_end_position(table) - position)
        finally:
            service._request_account_id.reset(tokens[0])
            service._request_region.reset(tokens[1])


class Unpacked(zipfile.ZipFile):
    """Stands where MiniStack opens a worker's own copy of a package: all workers of the same one get one folder, in
    which none writes, as none may in AWS. It lies beside theirs.
    """

    _one_at_a_time = threading.Lock()

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        """Put the files where `path` says, an empty folder, and forget the copy."""
        copy = Path(str(self.filename))
        shared = copy.parent.parent / f"package-{hashlib.sha256(copy.read_bytes()).hexdigest()[:16]}"
        with self._one_at_a_time:
            if not shared.exists():
                unfinished = shared.with_suffix(".new")
                shutil.rmtree(unfinished, ignore_errors=True)
                super().extractall(unfinished, members, pwd)
                unfinished.rename(shared)
        Path(path).rmdir()
        Path(path).symlink_to(shared)
        copy.unlink()


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
    from ministack.core import iam_actions, lambda_runtime
    from ministack.services import dynamodb, lambda_svc

    keep_streams(dynamodb)
    rights_of_batches(iam_actions)
    lambda_runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": Unpacked})
    lambda_svc._execute_function = Streams(lambda_svc, lambda_svc._execute_function)
    windows = Windows(lambda_svc, dynamodb)
    lambda_svc._iter_all_esms = windows
    windows.start()
    main()


if __name__ == "__main__":
    run()
