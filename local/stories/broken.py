"""When something breaks: poison waits in a dead-letter queue, what is good goes on, and a redrive makes up for it.

WeCom is dirty all the while: every answer and every event is what a strict reader would refuse. What is signed and
means nothing waits where operators see it. Two rights are taken away while a customer joins, so that what should follow
fails for good; then they are given back and the redrive command is run. Nothing of the join may be lost, and nothing
done twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from chalicelib.core.moments import moment
from infra.redrive import redrive
from local import cloud, demo
from local.stories import first
from local.stories.rights import without
from local.stories.tale import Tale
from local.wecom.crypto import CallbackCrypto
from local.wecom.events import envelope

TITLE = "坏消息不挡路，修好可重投 · poison does not stand in the way, and a redrive makes up for it"
# Fewer than in AWS (20 receives of a callback, 10 of a card, 60 attempts of a fact), or the story would take hours.
RECEIVES, ATTEMPTS = {"CallbackQueue": 3, "PeopleQueue": 2}, 2


def play(tale: Tale) -> None:
    """Tell it."""
    story = first.begin(tale)
    with tale.step("减少重试次数", "fewer attempts, for the story's sake"):
        _hasten(tale)
    with tale.step("平台变脏", "from now on every answer and event of WeCom is dirty"):
        for kind in ("dirty_json", "dirty_xml"):
            tale.stack.sandbox.post("/faults", {"kind": kind, "times": None}, status=200)
    with tale.step("读不懂的回调进入搁置列表", "a signed message that means nothing is kept, listed and dismissed"):
        _set_aside(story)
    with tale.step("投入一条坏消息和一条读不懂的事实", "a poisonous message, and a fact that nobody can read"):
        _queue(tale, "CallbackQueue").send("{}")
        _put_broken_fact(tale)
    for chapter in (first.prepare, first.publish, first.scan):
        chapter(story)
    _break(story)
    _mend(story)
    for chapter in (first.follow_up, first.redeem):
        chapter(story)


def _set_aside(story: first.Story) -> None:
    """WeCom signs half a message; an operator sees how it is built and nothing of what it says."""
    tale, secret = story.tale, "13800138000"
    path, body = _signed(tale, f"<xml><Content><![CDATA[{secret}]]></Content><Half>")
    answer = tale.stack.api.raw("POST", path, body, {"Content-Type": "text/xml"})
    tale.promise((answer.status, answer.data) == (200, b"success"), f"acknowledged: {answer.status} {answer.data!r}")
    tale.until(lambda: story.operator.get("/admin/v1/asides")["items"], "it is in the list")
    (one,) = story.operator.get("/admin/v1/asides")["items"]
    is_masked = "<Content>" in one["outline"] and secret not in one["outline"]
    tale.promise(one["why"] == "unreadable" and is_masked, f"masked: {one}")
    story.operator.post("/admin/v1/asides/dismissals", {"ids": [one["id"]]}, status=200)
    tale.promise(story.operator.get("/admin/v1/asides")["items"] == [], "dismissed, it is gone")


def _signed(tale: Tale, plaintext: str) -> tuple[str, bytes]:
    """A callback as WeCom posts it: the path with its query, and the body."""
    corp = tale.stack.corp
    crypto = CallbackCrypto(corp.callback_token, corp.callback_aes_key, corp.corp_id)
    encrypted, stamp = crypto.encrypt(plaintext), str(int(moment(tale.stack.sandbox.get("/clock")["now"]).timestamp()))
    query = urlencode({"msg_signature": crypto.sign(stamp, "1", encrypted), "timestamp": stamp, "nonce": "1"})
    return f"/wecom/callback/{demo.KEY}?{query}", envelope(corp.corp_id, "", encrypted, True)


def _break(story: first.Story) -> None:
    """A join while on_callback may not write rows: it is accepted, and given up after its last attempt."""
    tale = story.tale
    with without(tale, "OnCallback", "KeepRows"):
        first.add(story)
        with tale.step(
            "两条消息进入死信队列", "join and poison wait in the dead-letter queue, given up after their last attempt"
        ):
            tale.until(lambda: _queue(tale, "CallbacksDead").count() == 2, "two dead callbacks", 60)
    with tale.step("读不懂的事实不挡路", "the fact that nobody can read stands in nobody's way"):
        tale.promise(_queue(tale, "FactsDead").count() == 0, "it was passed over, and what came after it was followed")
    with tale.step("死信不影响其他请求", "meanwhile the rest works, and the member is unknown"):
        tale.promise(story.operator.get("/admin/v1/members")["items"] == [], "the join was not worked on")


def _mend(story: first.Story) -> None:
    """Callbacks redriven while on_people may not queue: what follows is given up in turn, and redriven too."""
    tale = story.tale
    with without(tale, "OnPeople", "QueueMarks"):
        with tale.step("权限恢复后重投回调", "the right is back: the callbacks are redriven"):
            outcome = redrive(_clients(tale), cloud.STACK, "callbacks")
            tale.promise((outcome.done, outcome.failed) == (2, 0), f"both letters are back in the queue: {outcome}")
            tale.until(lambda: story.operator.get("/admin/v1/members")["items"], "the member is known")
        with tale.step("资料通道被搁置，承诺照常兑现", "the profile is given up in turn, while the coupon is issued"):
            tale.until(lambda: _queue(tale, "PeopleDead").count() >= 1, "its fact waits on its own lane", 60)
            tale.promise(_queue(tale, "PromisesDead").count() == 0, "no promise waited for it")
    with tale.step("重投资料通道", "the lane is redriven"):
        outcome = redrive(_clients(tale), cloud.STACK, "people")
        tale.promise(outcome.done >= 1 and outcome.failed == 0, f"every letter went back: {outcome}")


class _Queue:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def count(self) -> int:
        answer = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    def send(self, body: str) -> None:
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body)

    def peek(self) -> str:
        message = self._sqs.receive_message(QueueUrl=self._url, VisibilityTimeout=0)["Messages"][0]
        return str(message["Body"])

    def get(self, name: str) -> str:
        answer = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return str(answer["Attributes"][name])

    def set(self, **attributes: str) -> None:
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes=attributes)


def _clients(tale: Tale) -> Callable[[str], Any]:
    return lambda service: cloud.client(tale.stack.places, service)


def _queue(tale: Tale, name: str) -> _Queue:
    sqs = cloud.client(tale.stack.places, "sqs")
    return _Queue(sqs, next(url for url in sqs.list_queues()["QueueUrls"] if f"-{name}-" in url))


def _hasten(tale: Tale) -> None:
    for name, receives in RECEIVES.items():
        queue = _queue(tale, name)
        queue.set(RedrivePolicy=json.dumps({**json.loads(queue.get("RedrivePolicy")), "maxReceiveCount": receives}))
    functions = cloud.client(tale.stack.places, "lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if "FactsTable" in mapping["EventSourceArn"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRetryAttempts=ATTEMPTS)


def _put_broken_fact(tale: Tale) -> None:
    """A fact without what every fact has, written past our code as a bad repair script might."""
    dynamodb = cloud.client(tale.stack.places, "dynamodb")
    table = next(name for name in dynamodb.list_tables()["TableNames"] if "FactsTable" in name)
    dynamodb.put_item(TableName=table, Item={"pk": {"S": "demo#broken"}, "sk": {"S": "0"}, "kind": {"S": "broken"}})
