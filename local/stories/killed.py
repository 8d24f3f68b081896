"""What dies in the middle of its work: every function's process is killed once, and all ends as it always does.

The three big stories are told while somebody waits for each function to be busy, and kills it with SIGKILL. What it was
at comes again from its queue or stream, from its caller, or with the next minute. Nothing may be lost or done twice,
and nothing given up.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from local import cloud
from local.stories import first, post, team
from local.stories.rights import without
from local.stories.tale import PromiseBroken, Tale
from local.web import WrongAnswer

TITLE = "进程随时被杀，结局不变 · every function is killed in the middle of its work, and all ends as always"
# Their callers try again: people here, the minute there. All others get it again, from a queue, a stream or a platform.
CALLED = ("APIHandler", "Tick")
# In AWS a crashed message waits for 6 minutes; the story has less patience. On a busy machine the next process starts
# for longer than that, while its message is handed out again and again: so it may be, more often than in AWS.
HIDDEN_SECONDS, HANDED_OUT, PATIENCE = "4", 40, 90.0
POLICY, WELCOMES_LIVE = "RedrivePolicy", 300
TRIES = 20
KEYS = 100


def play(tale: Tale) -> None:
    """Tell it."""
    reaper = Reaper(tale)
    tale.patience = PATIENCE
    with tale.step("崩溃的消息几秒后重来", "what crashed comes again after seconds, for the story's sake"):
        _hasten(tale)
        # Who is killed may take longer to start again, two stories beside, than a welcome code lives.
        tale.stack.sandbox.post("/welcomes", {"live_seconds": WELCOMES_LIVE}, status=200)
    with reaper.at_work():
        # Without its rows on_fact can keep no promise, so each goes to on_promise.
        with without(tale, "OnFact", "KeepRows"):
            first.play(tale)
        tale.turn_the_page()
        team.play(tale)
        tale.turn_the_page()
        post.play(tale, by_cron=False)
        with tale.step("批量到期与任务队列也各被杀一次", "the queues of what is beyond a share, and of jobs"):
            _send_bulk(tale)
            _send_steps(tale)
            tale.until(lambda: reaper.killed >= {"OnDueBulk", "OnJob"}, "on_due_bulk and on_job were killed", 60)
    with tale.step("接口被杀，客户端带幂等键重试", "the API is killed; its client repeats with the same key"):
        _repeat_a_request(tale, reaper)
    with tale.step("tick 被杀，下一分钟补上", "the tick is killed; the next minute makes up"):
        reaper.strike("Tick", lambda: cloud.tick(tale.stack.places))
        cloud.tick(tale.stack.places)
    with tale.step("每个函数都被杀过，没有死信", "each function was killed, and nothing was given up"):
        alive = set(reaper.functions.values()) - reaper.killed
        tale.promise(not alive, f"never killed: {sorted(alive)}")
        with suppress(PromiseBroken):  # is told below, with what is left
            tale.until(lambda: not _left(tale), "nothing is left")
        tale.promise(not (left := _left(tale)), f"left in queues: {left}")


class Reaper:
    """Waits for a function to be busy, and kills its process; each function once."""

    def __init__(self, tale: Tale) -> None:
        resources = cloud.client(tale.stack.places, "cloudformation").describe_stack_resources(StackName=cloud.STACK)
        self.functions = {
            resource["PhysicalResourceId"]: resource["LogicalResourceId"]
            for resource in resources["StackResources"]
            if resource["ResourceType"] == "AWS::Lambda::Function"
        }
        self.killed: set[str] = set()
        self._spared = set(CALLED)
        self._spent: dict[int, int] = {}
        self._tale = tale

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Kill whoever is busy, until the block ends."""
        ended = threading.Event()
        thread = threading.Thread(target=self._wait_for_work, args=(ended,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def strike(self, function: str, act: Callable[[], Any]) -> None:
        """Do something again and again until the function has died of it. Raises PromiseBroken when it does not."""
        self._spared.discard(function)
        with self.at_work():
            for _ in range(TRIES):
                with suppress(WrongAnswer, cloud.CloudError):
                    act()
                if function in self.killed:
                    return
        self._tale.promise(False, f"{function} was killed")

    def _wait_for_work(self, ended: threading.Event) -> None:
        looked, workers = 0.0, dict[int, str]()
        while not ended.is_set():
            if time.monotonic() - looked > 0.5:
                looked, workers = time.monotonic(), self._workers()
            for process, function in workers.items():
                if function not in self.killed | self._spared and self._is_busy(process):
                    self.killed.add(function)
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.005)

    def _workers(self) -> dict[int, str]:
        """The processes that run our functions, with the function of each."""
        found = {}
        root = str(self._tale.stack.places.folder)
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes().decode(errors="replace")
                except OSError:
                    continue
                name = re.search(r"ministack-lambda-([\w-]+)-\w+/_worker", command)
                if name and root in command and name[1] in self.functions:
                    found[int(entry.name)] = self.functions[name[1]]
        return found

    def _is_busy(self, process: int) -> bool:
        """True when it has used the CPU since the last look."""
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False
        spent = int(fields[11]) + int(fields[12])
        before = self._spent.setdefault(process, spent)
        self._spent[process] = spent
        return spent > before


def _hasten(tale: Tale) -> None:
    sqs = cloud.client(tale.stack.places, "sqs")
    for url in sqs.list_queues()["QueueUrls"]:
        if "Dead" not in url:
            policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[POLICY])["Attributes"][POLICY])
            sooner = {
                "VisibilityTimeout": HIDDEN_SECONDS,
                POLICY: json.dumps({**policy, "maxReceiveCount": HANDED_OUT}),
            }
            sqs.set_queue_attributes(QueueUrl=url, Attributes=sooner)


def _left(tale: Tale) -> list[str]:
    """The queues that hold something: dead letters, or what still comes again."""
    sqs = cloud.client(tale.stack.places, "sqs")
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    urls = sqs.list_queues()["QueueUrls"]
    counts = {url: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"] for url in urls}
    return [url.rpartition("/")[2] for url, held in counts.items() if any(int(held[name]) for name in names)]


def _send_bulk(tale: Tale) -> None:
    """A message of holds that are over already, as a tick hands out what is beyond a corp's share."""
    sqs = cloud.client(tale.stack.places, "sqs")
    url = next(url for url in sqs.list_queues()["QueueUrls"] if "-DueBulkQueue-" in url)
    keys = [(f"demo#orders#{number:06}", f"{number}", "2026-01-01T00:00:00.000Z#hold#0") for number in range(KEYS)]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"corp": "demo", "topic": "hold", "keys": keys}))


def _send_steps(tale: Tale) -> None:
    """Steps of jobs that are over, as a queue tells them twice. No room has a job of its own yet."""
    sqs = cloud.client(tale.stack.places, "sqs")
    url = next(url for url in sqs.list_queues()["QueueUrls"] if "-JobQueue-" in url)
    for number in range(KEYS):
        step = {"corp": "demo", "job": f"over-{number}", "kind": "sample", "cursor": ""}
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(step))


def _repeat_a_request(tale: Tale, reaper: Reaper) -> None:
    owner = first.signed_in(tale, "boss", "/admin/v1/sessions", "owner")
    body = {
        "name": f"重试券 {tale.mark}",
        "amount_off": 2000,
        "threshold": 10000,
        "stock": 1,
        "per_member": 1,
        "valid_days": 7,
    }

    def ask() -> Any:
        return owner.post("/admin/v1/coupon-templates", body, key=tale.key("killed"))

    def answered() -> Any:
        # 409 while the first try may still be under way, as far as anybody can know.
        with suppress(WrongAnswer):
            return ask()

    reaper.strike("APIHandler", ask)
    tale.until(answered, "the repeat is answered")
    names = [one["name"] for one in owner.get("/admin/v1/coupon-templates")["items"]]
    tale.promise(names.count(body["name"]) == 1, "the repeat made nothing twice")
