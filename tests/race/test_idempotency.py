"""One Idempotency-Key, many copies of a request at once: one effect, one answer."""

from __future__ import annotations

import copy
import itertools
import json
from collections import Counter
from functools import partial
from typing import Any

import pytest
from chalice.app import Request, Response

from chalicelib.access import service as staff
from chalicelib.core.context import wall_clock
from chalicelib.core.http import rights, session
from chalicelib.core.http.routes import REGISTRY, pass_door
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.coupons import routes
from tests.support.http import EVENT
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

BODY = {"name": "满100减20", "amount_off": 2000, "threshold": 10000, "stock": 10}
COPIES = 50
_requests = itertools.count(1)


@pytest.fixture(autouse=True)
def an_owner(engine: Engine) -> None:
    """The session that makes templates may make them."""
    standing = staff.standing("demo", "zhangwei")
    assert standing is not None and standing.role == rights.Role.OWNER


def post(name: str, body: Any, idempotency_key: str, who: session.Session, **params: str) -> Response:
    """One POST through the door of a route, as a request object of its own."""
    route = next(route for route in REGISTRY if route.name == name)
    token, _ = session.issue(who, wall_clock())
    headers = {
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
        "idempotency-key": idempotency_key,
    }
    event = copy.deepcopy(EVENT) | {"headers": headers, "body": json.dumps(body), "pathParameters": params}
    event["requestContext"] |= {
        "httpMethod": "POST",
        "resourcePath": route.path,
        "requestId": f"request-{next(_requests)}",
    }
    return pass_door(route, getattr(routes, name), Request(event), params)


def make(idempotency_key: str, **changes: Any) -> Response:
    """Make a template as the owner."""
    who = session.Session(corp="demo", who="zhangwei", is_member=False)
    return post("create_coupon_template", {**BODY, **changes}, idempotency_key, who)


def claim(template_id: str, member: str, idempotency_key: str) -> Response:
    """Claim a coupon as a member."""
    who = session.Session(corp="demo", who=member, is_member=True)
    return post("claim_coupon", {}, idempotency_key, who, template_id=template_id)


def told(answers: list[Response]) -> Counter[str]:
    """How often each answer was given: the body of a success, the code of a refusal."""
    return Counter(answer.body if answer.status_code == 201 else json.loads(answer.body)["code"] for answer in answers)


def test_fifty_copies_of_a_post_have_one_effect_and_one_answer(engine: Engine) -> None:
    """Every copy answers the one template or that it is being made; a later copy answers the template again."""
    answers = [outcome.value for outcome in crowd([partial(make, "key-1")] * COPIES, workers=COPIES)]
    counted = told(answers)
    made, *others = set(counted) - {"IdempotencyConflict"}
    assert not others, counted
    assert len(engine.rows("main", "coupon_template")) == 1
    assert len(engine.rows("main", "stock")) == 4
    replay = make("key-1")
    assert (replay.body, replay.headers["Idempotency-Replayed"]) == (made, "true")


def test_fifty_copies_of_a_claim_are_one_coupon(engine: Engine) -> None:
    """A member with a limit of three whose request is repeated by a bad network has one coupon, not three."""
    template = engine.template(10, per_member=3)
    acts = [partial(claim, template.template_id, "m1", "tap")] * COPIES
    counted = told([outcome.value for outcome in crowd(acts, workers=COPIES)])
    assert len(set(counted) - {"IdempotencyConflict"}) == 1
    assert len(engine.count(template).coupons) == 1


def test_the_same_key_with_another_body_is_refused_whoever_was_first(engine: Engine) -> None:
    """Two different bodies race under one key: one of them is done, every copy of the other is a mismatch."""
    acts = [partial(make, "key-1", stock=stock) for stock in (10, 20)] * 16
    answers = [outcome.value for outcome in crowd(acts)]
    ten, twenty = told(answers[0::2]), told(answers[1::2])
    assert {ten["IdempotencyMismatch"], twenty["IdempotencyMismatch"]} == {0, 16}
    assert len(engine.rows("main", "coupon_template")) == 1


def test_different_keys_do_not_hinder_each_other(engine: Engine) -> None:
    """Thirty-two keys at once make thirty-two templates."""
    acts = [partial(make, f"key-{number}") for number in range(32)]
    assert [outcome.value.status_code for outcome in crowd(acts)] == [201] * 32
    assert len(engine.rows("main", "coupon_template")) == 32


def test_a_record_whose_answer_was_late_is_not_taken_for_a_rival(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database client repeats a write that was done and not answered in time: the request goes on, once."""
    genuine = records.put_if_absent

    def answered_late(item: Item, *condition: Any) -> Item | None:
        genuine(item, *condition)
        return genuine(item, *condition)

    monkeypatch.setattr(records, "put_if_absent", answered_late)
    assert make("late").status_code == 201
    monkeypatch.undo()
    assert make("late").headers["Idempotency-Replayed"] == "true"
    assert len(engine.rows("main", "coupon_template")) == 1


def test_the_same_key_of_two_people_is_two_keys(engine: Engine) -> None:
    """Two members who happen to send one key each get a coupon of their own."""
    template = engine.template(10)
    answers = [
        outcome.value for outcome in crowd([partial(claim, template.template_id, m, "tap") for m in ("m1", "m2")])
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(engine.count(template).coupons) == 2
