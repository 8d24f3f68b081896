"""An Idempotency-Key at every door: one act for a day, marked when it is told again, and a new act afterwards."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from chalice.app import Response

import app as _app  # noqa: F401  the app registers every route
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Conflict
from chalicelib.core.http.answers import Incoming
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route, _serve
from chalicelib.core.http.session import Session, issue
from chalicelib.core.storage import onces
from tests.support import make
from tests.support.stack import Stack

DAY = 24 * 3600
WRITES = [route for route in REGISTRY if route.method != "GET" and route.allow != PUBLIC]
BY_RECORD = [route for route in WRITES if not (route.row_answers or route.afresh)]


class Done(msgspec.Struct, frozen=True):
    """What an act of this test made."""

    id: str


class Act:
    """Stands where a verb stands: makes something new each time, unless the key says that it is the same."""

    def __init__(self) -> None:
        self.causes: list[str] = []

    def __call__(self, ctx: Ctx, **_: Any) -> Done:
        self.causes.append(ctx.cause)
        return Done(ctx.new_id())


def ask(stack: Stack, route: Route, act: Any, body: bytes = b"{}", key: str = "k1", request: str = "") -> Response:
    """A request at a door, whatever the door takes and gives."""
    who = Session(corp="demo", who="m1" if route.allow == MEMBER else "zhangwei", is_member=route.allow == MEMBER)
    token, _ = issue(who, stack.clock.now())
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    asked = Incoming(raw_body=body, query={}, headers=headers, request_id=request or f"r{len(body)}")
    return _serve(msgspec.structs.replace(route, body=None, texts={}, query=None, answer=Done), act, asked, {})


def is_replayed(answer: Response) -> bool:
    """True when the answer says that it was given before."""
    return answer.headers.get("Idempotency-Replayed") == "true"


def test_every_write_keeps_its_key_for_a_day_and_no_longer(stack: Stack) -> None:
    """Done once and told again, marked; another body is refused; a day later it is another act, done anew."""
    assert len(BY_RECORD) > 50
    acts = [(route, Act()) for route in BY_RECORD]
    first = {(route.method, route.path): ask(stack, route, act) for route, act in acts}
    for route, act in acts:
        again = ask(stack, route, act)
        name = f"{route.method} {route.path}"
        told = first[route.method, route.path]
        assert (again.body, again.status_code, is_replayed(again)) == (told.body, route.status, True), name
        with pytest.raises(AppError) as refused:
            ask(stack, route, act, body=b'{"other": 1}')
        assert (refused.value.code, refused.value.status) == ("IdempotencyMismatch", 422), name
        assert (len(act.causes), is_replayed(told)) == (1, False), name
    stack.clock.advance(DAY)
    for route, act in acts:
        anew = ask(stack, route, act, body=b'{"other": 1}')
        assert anew.body != first[route.method, route.path].body and not is_replayed(anew), route.path
        assert len(set(act.causes)) == 2, "what it wrote a day ago is not its own any more"


def test_the_doors_without_a_record_are_known() -> None:
    """Their rows answer repeats, so each has a test of its own that says so (tests/coupons, tests/posts)."""
    paths = (
        "/admin/v1/sessions",
        "/staff/v1/sessions",
        "/mini/v1/coupon-templates/{template_id}/claims",
        "/mini/v1/posts/{post_id}/coupon-templates/{template_id}/claims",
        "/staff/v1/redemptions",
        "/staff/v1/reversals",
        "/admin/v1/coupons/{coupon}/reversals",
        # A session goes on, or is over, however often one says so: tests/members/test_sessions.py.
        "/mini/v1/sessions",
        "/mini/v1/sessions",
    )
    assert sorted(route.path for route in WRITES if route.row_answers) == sorted(paths)
    # What it answers is over in minutes, so a repeat is another: tests/exports, tests/setup.
    # A form of a customer's page sends no key; what it does is the same twice: tests/mine.
    afresh = {"/admin/v1/exports/{export_id}/links", "/admin/v1/setup/checks", "/m/{entry}"}
    assert {route.path for route in WRITES if route.afresh} == afresh


def test_a_retry_after_midnight_is_the_same_act(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died before the answer was kept: what the next day's try writes has the ids of the first."""
    route, act, finish = BY_RECORD[0], Act(), onces.finish
    stack.clock.advance(22 * 3600 - 10)

    def dies(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(onces, "finish", dies)
    with pytest.raises(ConnectionError):
        ask(stack, route, act)
    monkeypatch.setattr(onces, "finish", finish)
    stack.clock.advance(60)
    made = ask(stack, route, act).body
    assert len(act.causes) == 2 and len(set(act.causes)) == 1
    assert ask(stack, route, act).body == made


def test_a_repeat_while_the_first_runs_is_told_to_wait(stack: Stack) -> None:
    """The same body a moment later: the act is not begun again, and once it is done its answer is told."""
    route, again = BY_RECORD[0], Act()

    def acts(_: Ctx, **__: Any) -> Done:
        with pytest.raises(AppError) as refused:
            ask(stack, route, again, request="impatient")
        assert (refused.value.code, refused.value.status) == ("IdempotencyConflict", 409)
        return Done("first")

    first = ask(stack, route, acts, request="first")
    told = ask(stack, route, again, request="impatient")
    assert (again.causes, told.body, is_replayed(told)) == ([], first.body, True)


def test_what_runs_belongs_to_who_began_it_for_half_a_minute(stack: Stack) -> None:
    """Who begins the same under the key hears that it is being done, up to the last moment of the first one's time."""
    ctx, once = stack.ctx(), onces.Once(idempotency_key="k", act="a", fingerprint="f")
    assert onces.begin(ctx, once) == onces.Ours(ctx.at)
    for seconds in (0, 30):
        stack.clock.advance(seconds)
        late = msgspec.structs.replace(stack.ctx(), request_id=f"after {seconds}")
        assert onces.begin(late, once) == onces.Before("f", None)


def test_one_of_two_who_take_over_acts(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first try died long ago; of its repeats at one moment one goes on, and the other is told to wait."""
    ctx, once = stack.ctx(), onces.Once(idempotency_key="k", act="a", fingerprint="f")
    onces.begin(ctx, once)
    stack.clock.advance(31)
    late = [msgspec.structs.replace(stack.ctx(), request_id=name) for name in ("one", "two")]
    taken = [onces.begin(one, once) for one in late]
    assert taken == [onces.Ours(ctx.at), onces.Before("f", None)]


def test_what_was_refused_may_be_sent_again_and_counts_from_its_first_use(stack: Stack) -> None:
    """The caller mends the world and repeats: the act has the first use's day, and its key ends a day after that."""
    route = BY_RECORD[0]

    def refuses(_: Ctx, **__: Any) -> Done:
        raise Conflict

    with pytest.raises(Conflict):
        ask(stack, route, refuses)
    stack.clock.advance(DAY - 60)
    act = Act()
    made = ask(stack, route, act).body
    assert act.causes == ["key:2026-11-21:k1"]
    stack.clock.advance(60)
    assert ask(stack, route, act).body != made


# ---- what lay in wait for whoever uses a key again


def test_another_product_under_last_weeks_key_is_made(stack: Stack) -> None:
    """Also the very same one, though DynamoDB has not yet thrown the old record away."""
    sku = {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 10}
    made = []
    for name in ("明前龙井", "碧螺春", "碧螺春"):
        answer = make.session(stack).post("/admin/v1/products", {"name": name, "skus": [sku]}, idempotency_key="k")
        made.append((answer.json()["name"], answer.json()["product_id"]))
        stack.clock.advance(7 * DAY)
    assert [name for name, _ in made] == ["明前龙井", "碧螺春", "碧螺春"] and len(set(made)) == 3


def test_a_restock_of_the_same_size_is_added(stack: Stack) -> None:
    """Every Saturday the same lorry under the same key: twice on a day is once, a week later it is more."""
    sku = make.product(stack)["skus"][0]
    left = []
    for days in (0, 0, 7):
        stack.clock.advance(days * DAY)
        path = f"/admin/v1/skus/{sku['sku_id']}/restocks"
        left.append(make.session(stack).post(path, {"quantity": 5}, idempotency_key="lorry").json()["left"])
    assert [one - sku["left"] for one in left] == [5, 5, 10]


def test_a_till_whose_key_is_the_coupons_code_is_not_told_of_success_for_ever(stack: Stack) -> None:
    """Within the day its retry is answered with the redemption, marked; a week later the coupon was used."""
    code = make.coupon(stack, make.coupon_template(stack, valid_days=30)).id
    make.operator(stack, "store_staff", "zhaolei")
    answers = []
    for days in (0, 0, 7):
        stack.clock.advance(days * DAY)
        body = {"code": code, "order_amount": 12000}
        answers.append(make.session(stack, "zhaolei").post("/staff/v1/redemptions", body, idempotency_key=code))
    assert [answer.status for answer in answers] == [201, 201, 409]
    assert answers[1].headers["idempotency-replayed"] == "true" and answers[2].code == "AlreadyRedeemed"


def test_a_claims_key_is_a_new_claim_after_a_day(stack: Stack) -> None:
    """Until then it is the same coupon, after midnight too; then another one, as far as the limit goes."""
    template = make.coupon_template(stack, per_member=2)
    codes = []
    for hours in (0, 23, 2, 48):
        stack.clock.advance(hours * 3600)
        path = f"/mini/v1/coupon-templates/{template.id}/claims"
        answer = make.member_session(stack, "m1").post(path, idempotency_key="tap")
        codes.append(answer.json()["code"] if answer.status == 201 else answer.code)
        assert ("idempotency-replayed" in answer.headers) == (hours == 23)
    assert codes[0] == codes[1] != codes[2] and codes[3] == "AlreadyClaimed"
