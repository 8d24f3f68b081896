"""The functions that no person calls: a record fails alone, a poison one is given up, nothing is done twice."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib import functions
from chalicelib.core.config import config
from chalicelib.core.events import errands, facts
from chalicelib.core.events.errands import Errand
from chalicelib.core.ops import log
from chalicelib.core.storage import fact_log
from chalicelib.livecodes.errands import PrepareLiveCode
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.livecodes.ids import LiveCode
from tests.support import flows, make
from tests.support.drain import SQS_RECORD, STREAM_RECORD
from tests.support.stack import Stack
from tests.support.state import fact_kinds
from tests.support.story import Shop
from tests.support.wecom import join_event, sealed


def _sends(*bodies: Any) -> dict[str, Any]:
    records = [{**SQS_RECORD, "messageId": f"m{n}", "body": json.dumps(body)} for n, body in enumerate(bodies)]
    return {"Records": records}


def _task(name: str) -> dict[str, Any]:
    return {"corp": "demo", "errand": name, "version": 1, "args": {}, "cause": "test"}


class Sample(Errand, frozen=True, kw_only=True):
    """Any errand."""


Sample.version = 1


def test_one_bad_message_fails_alone(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its batch are done, and only it is reported."""
    done: list[str] = []

    def explode(ctx: Any, errand: Errand) -> None:
        raise RuntimeError("poison")

    flows.on_errand(monkeypatch, "good", lambda ctx, _: done.append(ctx.cause), Sample)
    flows.on_errand(monkeypatch, "bad", explode, Sample)
    answer = functions.send_marks(_sends(_task("good"), _task("bad"), _task("good")), "r")
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert done == ["test", "test"]


def test_a_message_that_is_no_task_is_reported_not_swallowed(stack: Stack) -> None:
    """An unknown task goes to the dead letters, where somebody sees it."""
    assert functions.send_marks(_sends(_task("no such task")), "r")["batchItemFailures"] == [{"itemIdentifier": "m0"}]
    assert stack.queues.pauses == [10]


def test_a_pause_that_cannot_be_set_loses_nothing(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failed message is reported all the same, and comes again when the queue's own time is over."""

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ChangeMessageVisibility")

    monkeypatch.setattr(stack.queues, "change_message_visibility", refuse)
    assert len(functions.send_marks(_sends(_task("no such task")), "r")["batchItemFailures"]) == 1


def test_a_poison_callback_ends_in_the_dead_letters_and_the_others_are_done(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again and given up; its neighbour becomes a member."""
    from chalicelib.members import service

    def poisoned(ctx: Any, event: Any) -> None:
        if event.external_userid == "wmpoison":
            raise RuntimeError("poison")
        service.met(ctx, event)

    flows.on_event(monkeypatch, "change_external_contact/add_external_contact", poisoned)
    for name in ("wmpoison", "wmfine"):
        path, body = sealed("demo", join_event("demo", "liming", name, 1763690400))
        assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    while stack.drain.callbacks():
        pass
    assert len(stack.queues.dead) == 1
    assert stack.queues.pauses == [2, 4, 8, 16, 32]
    assert len(stack.operator().get("/admin/v1/members").json()["items"]) == 1


def test_a_verb_that_fails_does_not_keep_the_others_from_running(stack: Stack) -> None:
    """The member is recorded although the welcome could not be sent, and the callback stays unfinished."""
    shop = Shop(stack)
    way = shop.live_code()["contact_ways"][0]
    stack.platform.fault(kind="http_500", api="externalcontact/send_welcome_msg", times=4)
    stack.platform.add(stack.platform.customer(), way["config_id"])
    stack.sandbox.deliver_all()
    assert stack.drain.callbacks() == 1
    assert stack.queues.size() == 1
    assert shop.only_member()["first_state"]
    stack.drain()
    kinds = shop.timeline(shop.only_member()["member_id"])
    assert (kinds.count("welcome.sent"), kinds.count("staff.added")) == (1, 1)


def test_a_change_that_is_delivered_again_writes_the_same_facts(stack: Stack) -> None:
    """A redelivery adds nothing to the timeline."""
    stack.drain.copies = 3
    make.operator(stack, "store_staff")
    stack.drain()
    assert len(fact_kinds("demo")) == 1


def test_a_change_whose_fact_cannot_be_written_comes_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A throttled table fails one record; the stream gives it and what is behind it again, and no fact is double."""
    put, told = fact_log.put, 0

    def throttled(fact: fact_log.StoredFact) -> None:
        nonlocal told
        told += 1
        if told == 1:
            raise ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "PutItem")
        put(fact)

    monkeypatch.setattr(fact_log, "put", throttled)
    make.operator(stack, "store_staff")
    make.operator(stack, "marketer")
    stack.drain()
    assert told == 4
    assert len(fact_kinds("demo")) == 2


def test_a_fact_that_is_delivered_again_has_its_effect_once(stack: Stack) -> None:
    """Three deliveries of each fact and task: one coupon, two contact ways, one mark of the tag."""
    stack.drain.copies = 3
    coupon, tag = make.coupon_template(stack), make.tag(stack)
    staff = [{"userid": "liming"}, {"userid": "wangfang"}]
    code = make.live_code(stack, staff=staff, coupon_template_id=coupon.id, tag_ids=[tag.id])
    member = make.member(stack, through=code)
    assert len(member.wallet()) == 1
    assert len(stack.sandbox.world.state.ways) == 2


def test_a_fact_is_followed_when_it_is_new_and_not_when_it_is_removed(stack: Stack) -> None:
    """Expiry of a fact must not start its consequences again."""
    fact = facts.record(stack.ctx(), "live_code#x", LiveCodeCreated(code=LiveCode("x"), name="x"))
    image = fact_log.item_of(facts.stored(fact))
    record = {**STREAM_RECORD, "dynamodb": {**STREAM_RECORD["dynamodb"], "NewImage": image, "OldImage": image}}
    for name in ("REMOVE", "MODIFY"):
        functions.on_fact({"Records": [{**record, "eventName": name}]}, "r")
    assert stack.queues.size() == 0
    functions.on_fact({"Records": [{**record, "eventName": "INSERT"}]}, "r")
    assert stack.queues.size() == 1


@pytest.mark.parametrize(("kind", "version"), [("live_code.created", 2), ("lottery.drawn", 1)])
def test_a_fact_that_only_newer_code_knows_is_passed_over_and_counted(
    stack: Stack, kind: str, version: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands in nobody's way, the timeline leaves it out, and what an alarm looks at is counted."""
    log.start("INFO")
    newer = msgspec.structs.replace(
        facts.stored(facts.record(stack.ctx(), "live_code#x", LiveCodeCreated(code=LiveCode("x"), name="x"))),
        kind=kind,
        version=version,
    )
    fact_log.put(newer)
    image = {"NewImage": fact_log.item_of(newer), "SequenceNumber": "7"}
    answer = functions.on_fact({"Records": [{**STREAM_RECORD, "eventName": "INSERT", "dynamodb": image}]}, "r")
    log.start("WARNING")
    assert answer == {"batchItemFailures": []}
    assert '"RecordsPassedOver": [1]' in capsys.readouterr().out
    assert facts.timeline(stack.ctx(), "live_code#x", 10, "").items == []


COLD = """
import json, sys
from chalicelib import functions
from chalicelib.core.events import facts
from chalicelib.core.storage import acts
facts.write = lambda news: print([fact.kind for fact in news])
acts.write = lambda ctx, act: print(act.thing, act.thing_id)
print(functions.on_change(json.load(sys.stdin), "r"))
"""


def _cold(stack: Stack, kind: str) -> list[str]:
    """What an instance says of the one change of a row of that kind, which is the first that it meets."""
    pending = (record["dynamodb"]["NewImage"] for record in stack.drain.main.pending())
    (new,) = [image for image in pending if image.get("kind") == {"S": kind}]
    event = {
        "Records": [
            {**STREAM_RECORD, "eventName": "INSERT", "dynamodb": {"NewImage": new, "SequenceNumber": "7"}},
        ]
    }
    ran = subprocess.run(
        [sys.executable, "-c", COLD],
        input=json.dumps(event, default=lambda held: base64.b64encode(held).decode()),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def test_a_cold_instance_knows_every_row_that_a_change_is_of(stack: Stack) -> None:
    """Nothing but the function's own module is loaded when the first change comes: it is told all the same."""
    make.operator(stack, "store_staff")
    told = ["['operator.role_given']", "operator zhaolei", "{'batchItemFailures': []}"]
    assert _cold(stack, "operator")[-3:] == told


def test_a_cold_instance_tells_the_audit_of_a_room_in_which_nothing_follows(stack: Stack) -> None:
    """The change of such a row rings no alarm, and its line is not missing."""
    assert make.session(stack).put("/admin/v1/brand", {"name": "茶语", "revision": 0}).status == 200
    assert _cold(stack, "brand") == ["[]", "brand -", "{'batchItemFailures': []}"]


EVERY_KIND = """
import importlib, pkgutil, chalicelib
from chalicelib.core.storage.table import kinds
from chalicelib.rooms import row_kinds
cold = row_kinds()
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(module.name)
print(sorted(kinds() - cold), len(cold) > 50)
"""


def test_a_cold_instance_knows_the_kind_of_every_room_also_where_nothing_follows() -> None:
    """A change of a kind that it does not know would ring an alarm, and each room has rows of its own."""
    ran = subprocess.run([sys.executable, "-c", EVERY_KIND], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[-1:] == ["[] True"], ran.stderr


def test_a_queued_errand_says_what_it_follows_from(stack: Stack) -> None:
    """Cause and corp travel with it, personal data of the fact does not."""
    errands.send(stack.ctx(cause="fact-1"), PrepareLiveCode(code=LiveCode("x")))
    (message,) = stack.queues.take(config().marks_queue_url, 1)
    assert json.loads(message.body) == {
        "corp": "demo",
        "errand": "prepare_live_code",
        "version": 1,
        "args": {"code": "x"},
        "cause": "fact-1",
    }
