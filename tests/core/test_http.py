"""The one way a request passes a door: parsed, authorised, done once, shaped."""

from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from chalicelib.access.room import GIVE
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Incoming, Replayed, shape
from chalicelib.core.http.routes import Route, _serve
from chalicelib.core.http.session import Session, issue
from chalicelib.core.room import Room
from chalicelib.core.storage.lists import Page
from chalicelib.members import finding
from tests.support import make
from tests.support.make import TEMPLATE, WELCOME
from tests.support.stack import Stack
from tests.support.state import main_rows

BAD_TEMPLATES: list[dict[str, Any] | str] = [
    {**TEMPLATE, "surprise": 1},
    {**TEMPLATE, "stock": "100"},
    {**TEMPLATE, "stock": 0},
    {**TEMPLATE, "stock": 1.5},
    {**TEMPLATE, "amount_off": -1},
    {**TEMPLATE, "name": ""},
    {**TEMPLATE, "name": None},
    {**TEMPLATE, "claim_from": "tomorrow"},
    {name: value for name, value in TEMPLATE.items() if name != "stock"},
    {},
    "",
    "not json",
    "[]",
    '{"name": "\\ud800"}',
]


@pytest.mark.parametrize("body", BAD_TEMPLATES, ids=lambda body: json.dumps(body)[:60])
def test_a_body_that_is_not_as_declared_is_refused_and_changes_nothing(stack: Stack, body: Any) -> None:
    """Unknown fields, wrong types, missing fields: 400 with what to do, in both languages."""
    operator = stack.operator()
    before = main_rows("demo")
    answer = operator.post("/admin/v1/coupon-templates", body)
    assert (answer.status, answer.code) == (400, "InvalidBody")
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert "请修改" in told["message_zh"] and "Correct it" in told["message_en"] and told["request_id"]
    assert told["details"]["errors"]
    assert main_rows("demo") == before


def test_an_oversize_body_is_refused(stack: Stack) -> None:
    """256 KB is the end, whoever sends it."""
    answer = stack.operator().post("/admin/v1/coupon-templates", " " * (256 * 1024 + 1))
    assert (answer.status, answer.code) == (413, "BodyTooLarge")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "surprise=1"])
def test_a_query_that_is_not_as_declared_is_refused(stack: Stack, query: str) -> None:
    """Pages are at most 100; unknown parameters are named."""
    assert stack.operator().get(f"/admin/v1/members?{query}").code == "InvalidQuery"


@pytest.mark.parametrize("cursor", ["x", "a%1Fb%1Fc", "cml2YWwfZGVtbx8t", "%E6%B8%B8%E6%A0%87"])
def test_a_cursor_that_is_not_ours_is_refused_or_harmless(stack: Stack, cursor: str) -> None:
    """A made-up cursor never reaches another corp and never is our failure."""
    answer = stack.operator().get(f"/admin/v1/members?cursor={cursor}")
    assert answer.status in (200, 400), answer.body


@pytest.mark.parametrize("path", ["/admin/v1/members/" + "x" * 3000, "/admin/v1/live-codes/" + "码" * 100])
def test_an_id_that_cannot_be_one_is_not_found(stack: Stack, path: str) -> None:
    """An endless id is refused before a key is built of it."""
    assert stack.operator().get(path).status == 404


def test_an_endless_idempotency_key_is_refused(stack: Stack) -> None:
    """200 characters are enough for any key."""
    answer = stack.operator().post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key="k" * 201)
    assert (answer.status, answer.code) == (400, "InvalidHeader")


@pytest.mark.parametrize("corp", ["DEMO", "demo#coupon", "x" * 17, "d", ""])
def test_what_cannot_be_a_corp_is_unknown(stack: Stack, corp: str) -> None:
    """A corp's key is letters and digits, so no key can be smuggled through it."""
    answer = stack.http.post("/admin/v1/sessions", {"corp": corp, "code": "x"})
    assert answer.status == 400
    assert stack.http.get(f"/c/{corp}-000000000000".replace("#", "%23")).status == 404


def test_a_session_ends_when_its_time_is_over(stack: Stack) -> None:
    """Eight hours by the shared clock, then sign in again."""
    owner = stack.operator()
    stack.clock.advance(8 * 3600)
    answer = owner.get("/admin/v1/members")
    assert (answer.status, answer.code) == (401, "SessionExpired")


def test_a_repeated_write_is_done_once_and_answered_alike(stack: Stack) -> None:
    """The same key gives the first answer, and one template."""
    owner = stack.operator()
    answers = [owner.post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key="k1") for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 201]
    assert len({answer.body for answer in answers}) == 1
    assert "idempotency-replayed" in answers[2].headers
    assert len(owner.get("/admin/v1/coupon-templates").json()["items"]) == 1


def test_a_key_used_with_another_body_is_refused(stack: Stack) -> None:
    """422: the caller reused a key by mistake."""
    owner = stack.operator()
    owner.post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key="k1")
    answer = owner.post("/admin/v1/coupon-templates", {**TEMPLATE, "stock": 5}, idempotency_key="k1")
    assert (answer.status, answer.code) == (422, "IdempotencyMismatch")


def test_a_key_that_is_used_again_after_its_day_makes_a_second_thing(stack: Stack) -> None:
    """What was done under it is forgotten by then; the new request is not answered with the old thing."""
    owner = stack.operator()
    first = owner.post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key="k1").json()
    inbox = {"TableName": config().inbox_table}
    for item in aws.client("dynamodb").scan(**inbox)["Items"]:
        if "#once#" in item["pk"]["S"]:  # as DynamoDB does, by its ttl
            aws.client("dynamodb").delete_item(**inbox, Key={"pk": item["pk"], "sk": item["sk"]})
    second = owner.post("/admin/v1/coupon-templates", {**TEMPLATE, "stock": 5}, idempotency_key="k1").json()
    assert second["stock"] == 5
    assert second["template_id"] != first["template_id"]


def test_two_people_may_use_the_same_key(stack: Stack) -> None:
    """A key belongs to who sent it."""
    owner, marketer = make.operator(stack), make.operator(stack, "marketer")
    for http in (owner, marketer):
        assert http.post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key="k1").status == 201
    assert len(owner.get("/admin/v1/coupon-templates").json()["items"]) == 2


def test_a_refusal_is_not_kept_under_its_key(stack: Stack) -> None:
    """Correct the world and the same request goes through."""
    owner = make.operator(stack)
    body = {"name": "码", "staff": [{"userid": "liming"}], "welcome": WELCOME, "coupon_template_id": "nope"}
    assert owner.post("/admin/v1/live-codes", body, idempotency_key="k").code == "BadLiveCode"
    assert owner.post("/admin/v1/live-codes", body, idempotency_key="k").code == "BadLiveCode"


def test_an_unforeseen_error_tells_nothing_of_the_inside(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 with a request id; neither the answer nor the log quotes the error's text, which may name a person."""

    def broken(*_: Any) -> Any:
        raise RuntimeError("张三 13800138000")

    monkeypatch.setattr(finding, "members", broken)
    answer = stack.operator().get("/admin/v1/members")
    assert (answer.status, answer.code) == (500, "InternalError")
    told = answer.body.decode() + capsys.readouterr().out
    assert [word for word in ("张三", "13800138000") if word in told] == []


def test_every_answer_says_how_it_may_be_kept_and_read(stack: Stack) -> None:
    """No sniffing, no caching of what belongs to a session."""
    answer = stack.operator().get("/admin/v1/members")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


class Word(msgspec.Struct, frozen=True):
    """What a door of this test says."""

    word: str


def test_one_key_at_two_doors_is_two_keys_even_if_their_verbs_share_a_name(stack: Stack) -> None:
    """Thirty rooms will have verbs of one name: neither answers for the other."""
    token, _ = issue(Session(corp="demo", who="zhangwei", is_member=False), stack.clock.now())
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "k"}
    asked = Incoming(raw_body=b"", query={}, headers=headers, request_id="r")

    def door(room: str) -> Route:
        made = Room(name=room, zh=room, en=room, tag=room)
        path = f"/admin/v1/{room}"
        said: dict[str, Any] = {"name": "draw", "summary_zh": "", "summary_en": "", "answer": Word}
        return Route(room=made, method="POST", path=path, allow=GIVE, rate=rates.WRITES, **said)

    answers = [_serve(door(room), lambda ctx, room=room: Word(room), asked, {}) for room in ("lottery", "desk")]
    assert [answer.body for answer in answers] == ['{"word":"lottery"}', '{"word":"desk"}']


@pytest.mark.parametrize(
    "error",
    [
        ReadTimeoutError(endpoint_url="http://database"),
        ConnectTimeoutError(endpoint_url="http://database"),
        ClientError({"Error": {"Code": "ThrottlingException"}}, "Query"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_that_does_not_answer_is_told_as_such(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """503 and what to do, not 500: the same request may be sent again."""
    operator = stack.operator()
    operator.get("/admin/v1/members")

    def away(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(finding, "members", away)
    answer = operator.get("/admin/v1/members")
    assert (answer.status, answer.code) == (503, "OutcomeUnknown")


class _Shown(msgspec.Struct, frozen=True, tag=True):
    """What a door shows."""

    name: str


class _Known(_Shown, frozen=True, tag="_Shown"):
    """What its verb knows beside it."""

    salt: str


class _Other(msgspec.Struct, frozen=True, tag=True):
    other: int


class _Held(msgspec.Struct, frozen=True):
    """Wherever a shape may stand in another."""

    items: list[_Shown] = []
    one: Annotated[_Shown, msgspec.Meta(description="x")] | None = None
    either: _Other | _Shown | None = None
    by_name: dict[str, _Shown] = {}
    plain: tuple[str, ...] = ()


SECRET, TOLD = _Known("券", "secret"), {"type": "_Shown", "name": "券"}


@pytest.mark.parametrize(
    ("result", "answer", "told"),
    [
        (SECRET, _Shown, TOLD),
        (Replayed(SECRET), _Shown, TOLD),
        (Page([SECRET], "c"), Page[_Shown], {"items": [TOLD], "cursor": "c"}),
        (
            _Held([SECRET], SECRET, SECRET, {"a": SECRET}, ("x",)),
            _Held,
            {"items": [TOLD], "one": TOLD, "either": TOLD, "by_name": {"a": TOLD}, "plain": ["x"]},
        ),
        (_Held(), _Held, {"items": [], "one": None, "either": None, "by_name": {}, "plain": []}),
    ],
)
def test_a_door_tells_its_shape_and_nothing_that_a_subclass_knows(result: Any, answer: Any, told: Any) -> None:
    """A verb may answer more than the shape, wherever it stands, and none of that leaves through the door."""
    assert json.loads(shape(result, answer, 200).body) == told


def test_the_salt_of_coupon_codes_is_told_to_nobody(stack: Stack) -> None:
    """Who knew it could make the codes of coupons that others hold."""
    template = make.coupon_template(stack)
    for path in ("", f"/{template.id}"):
        answer = make.session(stack).get(f"/admin/v1/coupon-templates{path}")
        assert answer.status == 200 and b"salt" not in answer.body


REPEATED = "limit=1&limit=2"


@pytest.mark.parametrize("query", [REPEATED, "limit=2&limit=2", "limit[]=1", "limit[]=1&limit[]=2"])
def test_a_list_is_asked_for_one_page_at_a_time(stack: Stack, query: str) -> None:
    """Operators, staff and customers hear at the field what is wrong, however a list of values is written."""
    path, rule = ("query.limit", "duplicate") if "[]" not in query else ("query.limit[]", "unknown")
    for http, door in (
        (make.session(stack), "/admin/v1/members"),
        (make.session(stack), "/staff/v1/follow-ups"),
        (make.member_session(stack, "ming"), "/mini/v1/wallet"),
    ):
        refused = http.get(f"{door}?{query}")
        assert (refused.status, refused.code) == (400, "InvalidQuery"), door
        assert [(one["path"], one["rule"]) for one in refused.json()["details"]["errors"]] == [(path, rule)]


def test_a_page_opens_however_often_a_link_was_passed_on(stack: Stack) -> None:
    """WeChat adds where somebody came from each time; the page is the same."""
    code = make.live_code(stack)
    assert stack.http.get(f"/c/demo-{code.id}?from=timeline&from=singlemessage&isappinstalled=0").status == 200
