"""What waits for whoever asks: it is there while it waits, for who may do something about it, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import app as every_route  # noqa: F401
from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.http import rights
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import iso
from chalicelib.core.scope import EVERYTHING, Scope, Scoped
from chalicelib.core.storage import letters
from chalicelib.payments import service as payments
from chalicelib.payments.shapes import TroubleQuery
from chalicelib.todo import rules, service
from chalicelib.todo.shapes import Kind
from infra import redrive
from tests.support import make
from tests.support.http import Http
from tests.support.leaver import Leaver
from tests.support.stack import Stack
from tests.support.wecom import CORPS, join_event, sealed

YEAR = 31_536_000
NARROW = Scope(stores=frozenset({StoreId("s1")}), staff=frozenset({UserId("liming")}))


def asked(by: Http) -> dict[str, dict[str, Any]]:
    """What waits, by kind."""
    answer = by.get("/admin/v1/todo")
    assert answer.status == 200, answer.body
    return {one["kind"]: one for one in answer.json()["items"]}


def named(by: Http, kind: Kind) -> list[str]:
    """What things of a kind that wait are called."""
    return [one["name"] for one in asked(by).get(kind, {"first": []})["first"]]


def nobody(stack: Stack) -> dict[str, dict[str, Any]]:
    """What waits for an owner of another corp."""
    return asked(make.session(stack, corp="rival"))


def refused_code(stack: Stack, **more: str) -> str:
    """A live code of somebody who never signed in to WeCom."""
    owner = stack.operator()
    owner.post("/admin/v1/staff-reconciles")
    stack.work_off()
    stack.sandbox.world.state.corps[CORPS["demo"].corp_id].staff["wangfang"].active = False
    body = {"name": "门店", "staff": [{"userid": "wangfang"}], "welcome": {"text": "您好"}, **more}
    made = owner.post("/admin/v1/live-codes", body)
    assert made.status == 201, made.body
    stack.work_off()
    return str(made.json()["code"])


def test_nothing_waits_where_nothing_is(stack: Stack) -> None:
    """An empty list, and when it was looked at."""
    answer = stack.operator().get("/admin/v1/todo").json()
    assert (answer["items"], answer["as_of"]) == ([], stack.ctx().at)


def test_a_version_waits_for_who_may_judge_it_and_not_for_who_did(stack: Stack) -> None:
    """Its author is not asked, nor whoever passed it before; with the last verdict it is gone."""
    owner, item = stack.operator(), make.content_item(stack)
    author, editor = make.session(stack, "liming"), make.operator(stack, "marketer", "chenyu")
    compliance = make.operator(stack, "compliance", "wangfang")
    version = f"/admin/v1/content-items/{item.id}/versions/1"
    assert named(editor, Kind.REVIEW_CONTENT) == []
    author.post(f"{version}/submissions")
    assert [named(by, Kind.REVIEW_CONTENT) for by in (owner, editor, author, compliance)] == [["到店"]] * 2 + [[], []]
    owner.post(f"{version}/reviews", {"stage": "content", "verdict": "passed"})
    assert [named(by, Kind.REVIEW_COMPLIANCE) for by in (owner, compliance)] == [[], ["到店"]]
    assert nobody(stack) == {}
    compliance.post(f"{version}/reviews", {"stage": "compliance", "verdict": "rejected", "reason": "改"})
    assert (asked(compliance), asked(owner)) == ({}, {})


def test_a_post_that_failed_waits_until_it_is_taken_out(stack: Stack) -> None:
    """Its content was recalled; the note says why, in both languages; cancelled it waits no more."""
    owner, text = stack.operator(), make.content(stack)
    post = make.post(stack, text)
    recalled = f"/admin/v1/content-items/{text.id}/versions/1/recalls"
    assert owner.post(recalled, {"reason": "活动改期"}).status < 300
    make.occurrence(stack, post)
    one = asked(make.session(stack))[Kind.POST_PROBLEMS]
    assert (one["count"], one["is_more"], one["first"][0]["id"]) == (1, False, post.id)
    assert one["first"][0]["note"] and one["first"][0]["note_en"] != one["first"][0]["note"]
    assert make.session(stack).get(one["path"]).json()["items"][0]["post_id"] == post.id
    assert nobody(stack) == {}
    assert make.session(stack).post(f"/admin/v1/posts/{post.id}/cancel").status == 200
    assert Kind.POST_PROBLEMS not in asked(make.session(stack))


def test_what_staff_have_not_sent_waits_from_an_hour_on(stack: Stack) -> None:
    """And no more once it is taken back."""
    make.member(stack)
    post = make.post(stack)
    make.occurrence(stack, post)
    assert Kind.UNSENT not in asked(make.session(stack))
    stack.clock.advance(3600)
    one = asked(make.session(stack))[Kind.UNSENT]
    assert (one["first"][0]["id"], one["first"][0]["note_en"]) == (post.id, "1 people have not got it")
    assert make.session(stack).post(f"/admin/v1/posts/{post.id}/cancel").status == 200
    stack.work_off()
    assert Kind.UNSENT not in asked(make.session(stack))


def test_a_live_code_that_wecom_refused_waits(stack: Stack) -> None:
    """Until it is tried again and works."""
    owner = stack.operator()
    staff = stack.sandbox.world.state.corps[CORPS["demo"].corp_id].staff["wangfang"]
    code = refused_code(stack)
    assert asked(owner)[Kind.LIVE_CODES]["first"][0]["id"] == code
    assert nobody(stack) == {}
    staff.active = True
    owner.post(f"/admin/v1/live-codes/{code}/retries")
    stack.work_off()
    assert Kind.LIVE_CODES not in asked(owner)


def test_a_refund_that_is_stuck_waits_without_a_name_of_a_member(stack: Stack) -> None:
    """Until somebody says what came of it."""
    order = make.paid_order(stack)
    ctx = stack.ctx()
    payments.keep_trouble(ctx, order.id, ctx.at, "transaction 42: another amount")
    one = asked(make.session(stack))[Kind.MONEY]
    assert (one["first"][0]["id"], one["first"][0]["name"]) == (order.id, order.id)
    assert nobody(stack) == {}
    said = {"reason": "已核对"}
    assert make.session(stack).post(f"/admin/v1/payments/{order.id}/acknowledgements", said).status == 200
    assert Kind.MONEY not in asked(make.session(stack))
    assert payments.open_troubles(stack.ctx(), TroubleQuery().limit).items == []


def test_a_coupon_that_is_nearly_gone_waits_and_one_with_a_tenth_left_does_not(stack: Stack) -> None:
    """Of ten one is a tenth; of eleven one is less."""
    owner = stack.operator()
    for stock in (10, 11):
        made = make.coupon_template(stack, name=f"券{stock}", stock=stock, buckets=2, per_member=10)
        for _ in range(stock - 1):
            make.coupon(stack, made)
    one = asked(make.session(stack))[Kind.COUPONS_LOW]
    assert [(thing["name"], thing["note"]) for thing in one["first"]] == [("券11", "1 / 11")]
    assert nobody(stack) == {}
    assert owner.post(f"/admin/v1/coupon-templates/{made.id}/pause", {"confirm": True}).status == 200
    assert Kind.COUPONS_LOW not in asked(make.session(stack))


def test_a_product_that_turned_a_customer_away_waits_until_goods_come(stack: Stack) -> None:
    """On the shelf and sold out."""
    product = make.product(stack, skus=[{"name": "一件", "list_price": 200, "private_price": 150, "stock": 1}])
    make.shop_order(stack, product)
    sku = product["skus"][0]["sku_id"]
    make.member(stack).http.post("/mini/v1/shop-orders", {"sku_id": sku})
    owner = make.session(stack)
    assert asked(owner)[Kind.SOLD_OUT]["first"][0]["id"] == product.id
    assert nobody(stack) == {}
    owner.post(f"/admin/v1/skus/{sku}/restocks", {"quantity": 1})
    assert Kind.SOLD_OUT not in asked(owner)


def test_what_ends_within_a_day_waits_until_it_has_ended(stack: Stack) -> None:
    """A coupon and a group-buy, of which others end later; the note is the moment."""
    soon, later = (iso(stack.clock.now() + timedelta(hours=hours)) for hours in (23, 25))
    for name, until in (("今天", soon), ("明天", later)):
        make.coupon_template(stack, name=name, claim_until=until)
        make.activity(stack, name=name, closes_at=until)
    found = asked(make.session(stack))
    for kind in (Kind.COUPONS_ENDING, Kind.GROUPBUYS_ENDING):
        assert [(one["name"], one["note"]) for one in found[kind]["first"]] == [("今天", soon)]
    assert nobody(stack) == {}
    stack.clock.advance(26 * 3600)
    assert asked(make.session(stack)) == {}


def test_who_left_waits_until_they_are_handed_over(stack: Stack) -> None:
    """From the moment that WeCom says it to the one at which somebody begins."""
    leaver = Leaver(stack)
    leaver.meet("甲")
    assert Kind.LEAVERS not in asked(leaver.owner)
    leaver.leaves()
    assert [one["id"] for one in asked(leaver.owner)[Kind.LEAVERS]["first"]] == ["liming"]
    assert nobody(stack) == {}
    leaver.begin()
    assert Kind.LEAVERS not in asked(leaver.owner)


def test_a_message_that_was_set_aside_waits_for_an_owner(stack: Stack) -> None:
    """Until they dismiss it; a marketer may only look and is not asked."""
    joined = join_event("demo", "liming", "wm1", int(stack.clock.time()), WelcomeCode="secret-of-wm1")
    path, body = sealed("demo", joined, timestamp=str(int(stack.clock.time()) - YEAR))
    assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    stack.drain()
    owner = stack.operator()
    (one,) = asked(owner)[Kind.ASIDES]["first"]
    assert one["name"] == "stale"
    assert (asked(make.operator(stack, "marketer", "chenyu")), nobody(stack)) == ({}, {})
    owner.post("/admin/v1/asides/dismissals", {"ids": [one["id"]]})
    assert asked(owner) == {}


def test_a_kind_that_cannot_be_read_does_not_take_the_others_along(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so itself, and is logged."""
    make.coupon_template(stack, name="今天", claim_until=iso(stack.clock.now() + timedelta(hours=3)))

    def broken(_: Ctx) -> Any:
        raise RuntimeError("of 王芳")

    monkeypatch.setattr(service, "LOOKS", {**service.LOOKS, Kind.MONEY: broken})
    found = asked(stack.operator())
    assert sorted(found) == [Kind.COUPONS_ENDING, Kind.MONEY]
    money = found[Kind.MONEY]
    assert (money["count"], money["first"], money["problem"]["code"]) == (0, [], "InternalError")
    assert found[Kind.COUPONS_ENDING]["problem"] is None
    logged = capsys.readouterr().out
    assert "todo not read" in logged and "王芳" not in logged


@pytest.mark.parametrize(("role", "kinds"), [("store_staff", 0), ("adviser", 0), ("viewer", 0), ("compliance", 1)])
def test_only_who_may_do_something_is_told(role: str, kinds: int) -> None:
    """A clerk, an adviser and who only looks have an empty list; all kinds are an owner's."""
    assert len(list(rules.kinds(rights.of_role(rights.Role(role)), EVERYTHING))) == kinds
    assert set(rules.kinds(rights.of_role(rights.Role.OWNER), EVERYTHING)) == set(Kind)


def test_a_part_of_the_corp_is_told_of_no_kind_whose_door_it_may_not_pass() -> None:
    """What a kind says of its doors is what the doors say: each right is there, the list is read by one of them, and
    the doors of its act are about the whole corp where it says so.
    """
    for kind, sort in rules.SORTS.items():
        assert sort.rights <= set(rights.known()), kind
        if not sort.path:  # nobody's to do but engineers', who have no door
            continue
        (listed,) = (route for route in REGISTRY if route.method == "GET" and route.path == sort.path.partition("?")[0])
        assert listed.allow.name in sort.rights, kind
        rights_to_act = sort.rights - {listed.allow.name}
        acts = {route.scoped for route in REGISTRY if route.method != "GET" and route.allow.name in rights_to_act}
        assert (acts == {Scoped.ALL_ONLY}) is sort.is_of_all, kind
    narrow = list(rules.kinds(frozenset(rights.known()), NARROW))
    assert narrow == [Kind.MONEY, Kind.POST_PROBLEMS, Kind.LIVE_CODES, Kind.UNSENT]


def test_a_manager_of_a_store_is_told_of_its_live_codes_alone(stack: Stack) -> None:
    """The same right, another store: nothing."""
    owner = stack.operator()
    one, two = (make.store(stack, name=f"{name}店", number=f"N{name}") for name in "12")
    refused_code(stack, store_id=one.id)
    for store, expected in ((one, {Kind.LIVE_CODES}), (two, set())):
        scope = {"kind": "stores", "of": [store.id]}
        assert owner.put("/admin/v1/operators/chenyu", {"role": "marketer", "scope": scope}).status == 200
        assert set(asked(make.session(stack, "chenyu"))) == expected


def test_what_was_given_up_waits_for_owners(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by the clock, by queue, with what to do; old counts say that nobody counts, and no counts say nothing."""
    make.operator(stack, "marketer", "liming")
    assert Kind.DEAD_LETTERS not in asked(stack.operator())
    monkeypatch.setenv("SIYU_DEAD_QUEUES", "money=money-dead mass=mass-dead due-bulk=due-dead")
    config.cache_clear()
    for url in ("money-dead", "money-dead", "due-dead"):
        stack.queues.send_message(f"memory://{url}", "{}")
    clock.tick("tick")
    one = asked(stack.operator())[Kind.DEAD_LETTERS]
    assert (one["count"], one["path"], [thing["name"] for thing in one["first"]]) == (2, "", ["dead-due", "dead-money"])
    assert "2 条" in one["first"][1]["note"] and "各企业" in one["first"][1]["note"]
    assert Kind.DEAD_LETTERS not in asked(make.session(stack, "liming"))
    stack.queues.waiting.clear()
    stack.clock.advance(60)
    clock.tick("tick")
    assert Kind.DEAD_LETTERS not in asked(stack.operator())
    stack.clock.advance(16 * 60)
    assert named(stack.operator(), Kind.DEAD_LETTERS) == [rules.TICK_STOPPED]


def test_a_count_that_fails_stops_no_clock(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was counted before stands until it is old."""
    monkeypatch.setenv("SIYU_DEAD_QUEUES", "money=money-dead")
    config.cache_clear()
    stack.queues.send_message("memory://money-dead", "{}")
    clock.tick("tick")
    monkeypatch.setattr(stack.queues, "get_queue_attributes", lambda **_: 1 / 0)
    stack.clock.advance(60)
    clock.tick("tick")
    assert named(stack.operator(), Kind.DEAD_LETTERS) == ["dead-money"]


def test_a_late_count_does_not_replace_a_newer_one(stack: Stack) -> None:
    """Two ticks that overlap."""
    now = stack.clock.now()
    letters.keep({"money": 3}, now)
    letters.keep({"money": 9}, now - timedelta(seconds=30))
    assert letters.counted() == letters.Letters(iso(now), {"money": 3})


def test_each_queue_of_letters_has_its_words_and_its_page() -> None:
    """What the template names, `infra.redrive` tries again and the runbook has a page of is one set."""
    root = Path(__file__).resolve().parents[2]
    template = (root / "infra" / "template.yaml").read_text()
    named_there = set(re.findall(r"^ +([\w-]+)=\$\{\w+Dead\.QueueName\}$", template, re.MULTILINE))
    assert named_there == set(rules.LETTERS) == {*redrive.QUEUES, *redrive.STREAMS}
    pages = {path.stem for path in (root / "docs" / "runbook").glob("*.md")}
    assert {rules.letters_page(name) for name in rules.LETTERS} | {rules.TICK_STOPPED} <= pages
