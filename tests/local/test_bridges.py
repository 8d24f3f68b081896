"""What stands between MiniStack and us behaves as AWS documents."""

from __future__ import annotations

import base64
import contextvars
import shutil
import threading
import types
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from local.front import decoded
from local.ministack_main import Streams, Unpacked, Windows, rights_of_batches

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


class Cloud:
    """MiniStack's poller and stream of one table, with two readers: `on_fact` at once, `on_batch` by a window."""

    _request_account_id = contextvars.ContextVar("account", default="0")
    _request_region = contextvars.ContextVar("region", default="us-east-1")
    ARN = "arn:aws:dynamodb:us-east-1:0:table/facts/stream/1"

    def __init__(self, window: int) -> None:
        shared = {"EventSourceArn": self.ARN, "BatchSize": 3}
        self.mappings = [
            {**shared, "UUID": "batch", "FunctionName": "on_batch", "MaximumBatchingWindowInSeconds": window},
            {**shared, "UUID": "fact", "FunctionName": "on_fact", "MaximumBatchingWindowInSeconds": 0},
        ]
        self._dynamodb_stream_positions: dict[str, int] = {}
        self._dynamodb_stream_positions_lock = threading.Lock()
        self._iter_all_esms: Any = lambda: iter([("0", "us-east-1", mapping) for mapping in self.mappings])
        self.records: list[str] = []
        self.taken: dict[str, list[str]] = {"on_batch": [], "on_fact": []}
        self.bad = ""
        self.may_go_on, self.is_busy, self.was_told = threading.Event(), threading.Event(), threading.Event()
        self.may_go_on.set()
        self._execute = Streams(self, self._work)

    def stream_start_position(self, table: str) -> int:
        return 0

    def stream_end_position(self, table: str) -> int:
        return len(self.records)

    def _work(self, function: Any, event: Any) -> dict[str, Any]:
        name, numbers = function["config"]["FunctionName"], _numbers(event["Records"])
        if name == "on_batch":
            self.is_busy.set()
            self.may_go_on.wait(20)
        else:
            self.was_told.set()
        self.taken[name].append("".join(numbers))
        return {"body": {"batchItemFailures": [{"itemIdentifier": one} for one in numbers if one in self.bad]}}

    def _poll_dynamodb_streams(self) -> bool:
        """As MiniStack polls: each mapping that it is shown, one after the other."""
        processed = False
        for _, _, mapping in self._iter_all_esms():
            position = self._dynamodb_stream_positions.setdefault(mapping["UUID"], 0)
            records = [
                {"eventSource": "aws:dynamodb", "eventSourceARN": self.ARN, "dynamodb": {"SequenceNumber": name}}
                for name in self.records[position : position + mapping["BatchSize"]]
            ]
            function = {"config": {"FunctionName": mapping["FunctionName"]}}
            if records and not self._execute(function, {"Records": records}).get("error"):
                self._dynamodb_stream_positions[mapping["UUID"]] = position + len(records)
                processed = True
        return processed


@pytest.mark.parametrize("window", [1, 0])
def test_a_slow_reader_with_a_window_delays_no_other(window: int) -> None:
    """Its own thread waits for it; as a control, without a window it is in the poller's thread, and all wait."""
    cloud = Cloud(window)
    windows = Windows(cloud, cloud)
    cloud._iter_all_esms = windows
    windows.start()
    cloud.may_go_on.clear()
    cloud.records += "abc"
    assert cloud.is_busy.wait(5 if window else 1) is bool(window), (
        "its batch is full, and it is at work before the others are asked"
    )
    poller = threading.Thread(target=cloud._poll_dynamodb_streams, daemon=True)
    poller.start()
    is_told_in_time = cloud.was_told.wait(2)
    cloud.may_go_on.set()
    poller.join(10)
    assert is_told_in_time is bool(window)


def _by_hand(cloud: Cloud) -> list[float]:
    """Polls as the windows' own thread, at the second that the answer holds."""
    now = [0.0]
    cloud._iter_all_esms = windows = Windows(cloud, cloud, lambda: now[0])
    windows._thread = threading.current_thread()
    return now


def test_a_window_gathers_what_comes_until_it_is_over_or_the_batch_is_full() -> None:
    """It begins with the first record that waits; a full batch does not wait for its end."""
    cloud = Cloud(window=5)
    now = _by_hand(cloud)

    def taken_at(second: float, more: str = "") -> list[str]:
        now[0] = second
        cloud.records += more
        cloud._poll_dynamodb_streams()
        return list(cloud.taken["on_batch"])

    assert taken_at(0) == taken_at(100, "a") == taken_at(104.9, "b") == []
    assert taken_at(105) == ["ab"]
    assert taken_at(106, "cdef") == ["ab", "cde"], "three are a batch"
    assert taken_at(107) == ["ab", "cde"]
    assert taken_at(112) == ["ab", "cde", "f"]
    assert cloud.taken["on_fact"] == [], "what has no window is the poller's"


def test_what_fails_behind_a_window_comes_again_from_there_on() -> None:
    """What is done before stays done, as of any stream, and how far it is read is kept with the others'."""
    cloud = Cloud(window=5)
    now = _by_hand(cloud)
    cloud.records += "abcd"
    cloud._dynamodb_stream_positions["batch"] = 1  # as it was before a restart
    cloud.bad = "c"
    cloud._poll_dynamodb_streams()
    assert (cloud.taken["on_batch"], cloud._dynamodb_stream_positions["batch"]) == (["bcd"], 2)
    cloud.bad = ""
    for now[0] in (0.0, 5.0):
        cloud._poll_dynamodb_streams()
    assert (cloud.taken["on_batch"], cloud._dynamodb_stream_positions["batch"]) == (["bcd", "cd"], 4)


def test_other_events_pass_through_untouched() -> None:
    """Queues and requests reach the function as MiniStack made them."""
    streams = Streams(Service(), lambda function, event: {"body": event})
    assert streams({}, {"Records": [{"eventSource": "aws:sqs"}]})["body"] == {"Records": [{"eventSource": "aws:sqs"}]}
    assert streams({}, {"resource": "/x"})["body"] == {"resource": "/x"}


def test_the_front_door_turns_base64_back_into_a_picture() -> None:
    """Only a binary type that really is base64 is decoded."""
    picture = b"\x89PNG\r\n\x1a\n..."
    assert decoded({"Content-Type": "image/png"}, base64.b64encode(picture)) == picture
    assert decoded({"Content-Type": "image/png"}, picture) == picture
    drawing = b"<svg/>"
    for kind in ("image/svg+xml", "application/pdf"):
        assert decoded({"Content-Type": kind}, base64.b64encode(drawing)) == drawing
        assert decoded({"Content-Type": kind}, drawing) == drawing
    assert decoded({"Content-Type": "text/html"}, b"PHN2Zz4=") == b"PHN2Zz4="


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


def test_workers_of_one_package_share_its_files(tmp_path: Path) -> None:
    """Unpacked once, whoever starts at a time; another package has files of its own; a worker's end takes none away."""

    def start(worker: str, content: str) -> Path:
        folder = tmp_path / worker
        (folder / "code").mkdir(parents=True)
        with zipfile.ZipFile(folder / "code.zip", "w") as package:
            package.writestr(zipfile.ZipInfo("app/main.py"), content)
        with Unpacked(folder / "code.zip") as package:
            package.extractall(folder / "code")
        return folder / "code" / "app" / "main.py"

    with ThreadPoolExecutor() as threads:
        one, *others = threads.map(lambda number: start(f"w{number}", "1"), range(8))
    assert {other.read_text() for other in others} == {"1"} and all(other.samefile(one) for other in others)
    changed = start("w9", "2")
    assert (changed.read_text(), one.read_text()) == ("2", "1")
    shutil.rmtree(tmp_path / "w0")
    assert others[0].read_text() == "1"
    assert not list(tmp_path.rglob("*.zip")) and not list(tmp_path.glob("*.new"))
