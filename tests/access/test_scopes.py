"""How far an operator's rights reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.access import service
from chalicelib.core.ids import StoreId
from chalicelib.core.ops import jobs
from chalicelib.core.scope import Scope
from chalicelib.staff.jobs import ReconcileStaff
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything, running_stack


@pytest.fixture(scope="module")
def chain() -> Iterator[tuple[Stack, str, str]]:
    """Two stores in two regions, with a customer each: of liming in the east, of wangfang in the north."""
    with running_stack() as stack:
        east = make.store(stack, name="东店", region="华东", clerks=["liming"]).id
        north = make.store(stack, name="北店", region="华北", clerks=["wangfang"]).id
        make.member(stack, "东东", staff="liming")
        make.member(stack, "北北", staff="wangfang")
        yield stack, east, north


def _with(stack: Stack, role: str, **scope: Any) -> Http:
    """chenyu, whom the owner gives a role and a scope."""
    body = {"role": role, "scope": scope or {"kind": "all"}}
    answer = make.session(stack).put("/admin/v1/operators/chenyu", body)
    assert answer.status == 200, answer.body
    forget_everything()
    return make.session(stack, "chenyu")


def _sees(http: Http) -> tuple[list[str], list[str]]:
    """The names of customers and of stores that somebody sees."""
    found = [http.get(f"/admin/v1/{path}").json()["items"] for path in ("members", "stores")]
    return [one["name"] for one in found[0]], [one["name"] for one in found[1]]


def test_a_scope_of_stores_or_regions_is_what_is_in_them(chain: tuple[Stack, str, str]) -> None:
    """Of customers those of the people who work there; what is about the whole corp does not open."""
    stack, east, north = chain
    assert _sees(_with(stack, "viewer", kind="stores", of=[east])) == (["东东"], ["东店"])
    assert _sees(_with(stack, "viewer", kind="regions", of=["华北"])) == (["北北"], ["北店"])
    both = _with(stack, "viewer", kind="stores", of=[east, north])
    assert [sorted(names) for names in _sees(both)] == [["东东", "北北"], ["东店", "北店"]]
    refused = both.get("/admin/v1/post-approval")
    assert (refused.status, refused.code) == (403, "OutsideScope") and "整个企业" in refused.json()["message_zh"]
    assert _with(stack, "viewer").get("/admin/v1/post-approval").status == 200


def test_a_scope_of_departments_reaches_those_below(chain: tuple[Stack, str, str]) -> None:
    """The topmost department is everybody, leavers too; a department that is not there is refused."""
    stack, _, _ = chain
    assert make.session(stack).post("/admin/v1/staff-reconciles").status in (200, 201, 202)
    stack.work_off()
    forget_everything()
    tree = make.session(stack).get("/admin/v1/departments").json()["items"]
    top = str(tree[0]["department"])
    assert sorted(_sees(_with(stack, "viewer", kind="departments", of=[top]))[0]) == ["东东", "北北"]


def test_an_adviser_sees_their_own_customers_whatever_scope_is_given(chain: tuple[Stack, str, str]) -> None:
    """Named with all or with a store, the scope that is kept and shown is their own."""
    stack, east, _ = chain
    owner = make.session(stack)
    for scope in ({"kind": "all"}, {"kind": "stores", "of": [east]}):
        given = owner.put("/admin/v1/operators/liming", {"role": "adviser", "scope": scope}).json()
        assert given["scope"] == {"kind": "own", "of": []}
    forget_everything()
    liming = make.session(stack, "liming")
    assert [one["name"] for one in liming.get("/admin/v1/members").json()["items"]] == ["东东"]
    assert liming.get("/admin/v1/coupon-templates").status == 200
    assert liming.get("/admin/v1/members?staff=wangfang").json()["items"] == []


def test_a_clerk_acts_for_the_stores_that_they_work_at(chain: tuple[Stack, str, str]) -> None:
    """By the role alone, without a scope that somebody keeps up; one who works at none acts for none."""
    stack, _, north = chain
    for userid in ("wangfang", "zhaolei"):
        make.operator(stack, "store_staff", userid)
    forget_everything()
    clerk, other = service.standing("demo", "wangfang"), service.standing("demo", "zhaolei")
    assert clerk is not None and clerk.scope.stores == frozenset({StoreId(north)})
    assert other is not None and other.scope == Scope(stores=frozenset(), staff=frozenset())


def test_an_owner_acts_for_the_whole_corp_and_scopes_name_what_is_there(chain: tuple[Stack, str, str]) -> None:
    """Faults at their place; another corp's store is none of ours."""
    stack, east, _ = chain
    theirs = make.store(stack, corp="rival").id
    owner = make.session(stack)
    for role, scope, path in (
        ("owner", {"kind": "stores", "of": [east]}, "scope.kind"),
        ("viewer", {"kind": "stores", "of": [east, theirs]}, "scope.of[1]"),
        ("viewer", {"kind": "regions", "of": ["火星"]}, "scope.of[0]"),
    ):
        answer = owner.put("/admin/v1/operators/chenyu", {"role": role, "scope": scope})
        assert [fault["path"] for fault in answer.json()["details"]["errors"]] == [path]


def test_a_live_code_is_seen_and_changed_by_who_has_its_store(chain: tuple[Stack, str, str]) -> None:
    """Of another store, and of none, it is as if it were not there: read, listed, paused, its visits."""
    stack, east, north = chain
    code, none = make.live_code(stack, store_id=east), make.live_code(stack)
    ours, theirs = ({"kind": "stores", "of": [store]} for store in (east, north))
    marketer = _with(stack, "marketer", **ours)
    path = f"/admin/v1/live-codes/{code.id}"
    assert [one["code"] for one in marketer.get("/admin/v1/live-codes").json()["items"]] == [code.id]
    assert [marketer.get(path).status, marketer.get(f"{path}/visits").status] == [200, 200]
    assert marketer.get(f"/admin/v1/live-codes/{none.id}").code == "UnknownLiveCode"
    marketer = _with(stack, "marketer", **theirs)
    assert marketer.get("/admin/v1/live-codes").json()["items"] == []
    answers = [marketer.get(path), marketer.get(f"{path}/visits"), marketer.post(f"{path}/pause")]
    assert {answer.code for answer in answers} == {"UnknownLiveCode"}
    assert _with(stack, "marketer", **ours).post(f"{path}/pause").status == 200


def test_who_acts_for_a_store_puts_nobody_of_another_behind_a_code(chain: tuple[Stack, str, str]) -> None:
    """At the field, making and editing and copying; who works at no store neither; who is behind it already stays."""
    stack, east, north = chain
    body = {"name": "海报", "welcome": {"text": "您好"}, "store_id": east}
    ours, theirs, none = ({"userid": one} for one in ("liming", "wangfang", "zhaolei"))
    for kind, of in (("stores", east), ("regions", "华东")):
        manager = _with(stack, "marketer", kind=kind, of=[of])
        refused = manager.post("/admin/v1/live-codes", {**body, "staff": [ours, theirs, none]})
        assert (refused.status, refused.code) == (422, "BadLiveCode")
        faults = {fault["path"]: fault["zh"] for fault in refused.json()["details"]["errors"]}
        assert (
            faults.keys() == {"staff[1].userid", "staff[2].userid"} and "不在您负责的门店" in faults["staff[1].userid"]
        )
    made = manager.post("/admin/v1/live-codes", {**body, "staff": [ours]})
    path = f"/admin/v1/live-codes/{made.json()['code']}"
    refused = manager.put(path, {**body, "staff": [ours, theirs], "revision": 1})
    assert [fault["path"] for fault in refused.json()["details"]["errors"]] == ["staff[1].userid"]
    owner = make.session(stack)
    assert owner.put(path, {**body, "staff": [theirs, ours, none], "revision": 1}).status == 200
    forget_everything()
    assert manager.put(path, {**body, "name": "门口", "staff": [theirs, ours], "revision": 2}).status == 200
    forget_everything()
    refused = manager.post(f"{path}/copies", {})
    assert [fault["path"] for fault in refused.json()["details"]["errors"]] == ["staff[0].userid"]
    own = _with(stack, "marketer", kind="stores", of=[east, north])
    assert own.post("/admin/v1/live-codes", {**body, "staff": [ours, theirs]}).status == 201


def test_an_order_is_met_by_the_store_that_it_is_of(chain: tuple[Stack, str, str]) -> None:
    """Read and listed by who has its store; handed out by a clerk of the chosen one, by any where none was."""
    stack, east, north = chain
    assert stack.pay  # the corps have merchants
    member = make.member(stack, "顾客", staff="liming")
    sold = make.product(stack)
    sku = sold["skus"][0]["sku_id"]
    http = make.member_session(stack, member.id)
    chosen, anywhere = (
        http.post("/mini/v1/shop-orders", {"sku_id": sku, **at}).json()["order_id"] for at in ({"store_id": north}, {})
    )
    path, listed = f"/admin/v1/orders/{chosen}", f"/admin/v1/orders?seller_id={sku}"
    for store, others in ((north, False), (east, True)):
        viewer = _with(stack, "viewer", kind="stores", of=[store])
        assert (viewer.get(path).code == "UnknownOrder") is others
        assert (chosen in [one["order_id"] for one in viewer.get(listed).json()["items"]]) is not others
    for userid in ("liming", "wangfang"):
        make.operator(stack, "store_staff", userid)
    for order in (chosen, anywhere):
        assert http.post(f"/mini/v1/orders/{order}/payments").status == 201
        stack.pay.pay(order)
    stack.work_off()
    manager = make.role(stack, "店长", "orders.read", "orders.refund", "payments.read").id
    for store, others in ((north, False), (east, True)):
        owner = _with(stack, manager, kind="stores", of=[store])
        refund = owner.post(f"{path}/refunds", {"amount": 1, "reason": "少发一件"})
        assert refund.code == "UnknownOrder" if others else refund.status == 201
        stack.work_off()
        owner = _with(stack, manager, kind="stores", of=[store])
        assert (owner.get(f"/admin/v1/payments/{chosen}/refunds").code == "UnknownPayment") is others
        assert [one["number"] for one in owner.get("/admin/v1/refunds").json()["items"]] == ([] if others else [chosen])
        assert (owner.get(f"/admin/v1/payments/{anywhere}").code == "UnknownPayment") is not others
        assert owner.get("/admin/v1/payment-notices").code == "OutsideScope"
    forget_everything()
    east_clerk, north_clerk = (make.session(stack, userid) for userid in ("liming", "wangfang"))
    assert east_clerk.get(f"/staff/v1/orders/{chosen}").code == "UnknownOrder"
    assert east_clerk.post("/staff/v1/pickups", {"order_id": chosen}).code == "UnknownOrder"
    assert north_clerk.post("/staff/v1/pickups", {"order_id": chosen}).status == 201
    assert east_clerk.post("/staff/v1/pickups", {"order_id": anywhere}).status == 201


def test_whoever_acts_for_a_store_sees_and_stops_the_jobs_that_they_began(chain: tuple[Stack, str, str]) -> None:
    """Another's, and one of the system's, is as if it were not there: listed, read, its rejects, paused."""
    stack, east, _ = chain
    theirs = jobs.start(stack.ctx(), ReconcileStaff())
    marketer = _with(stack, "marketer", kind="stores", of=[east])
    code = make.live_code(stack, store_id=east)
    body = {"codes": [code.id], "form": "zip_svg"}
    mine = marketer.post("/admin/v1/live-code-packs", body).json()["job_id"]
    assert [one["job_id"] for one in marketer.get("/admin/v1/jobs?limit=1").json()["items"]] == [mine]
    assert marketer.get(f"/admin/v1/jobs/{mine}/rejects").status == 200
    assert marketer.post(f"/admin/v1/jobs/{mine}/cancel").json()["state"] == "cancelled"
    answers = [marketer.get(f"/admin/v1/jobs/{theirs}{path}") for path in ("", "/rejects")]
    answers += [marketer.post(f"/admin/v1/jobs/{theirs}/{verb}") for verb in ("pause", "resume", "cancel")]
    assert {answer.code for answer in answers} == {"UnknownJob"}
    assert make.session(stack).get(f"/admin/v1/jobs/{mine}").status == 200


def test_a_job_is_not_resumed_by_who_acts_for_less_than_it_does(chain: tuple[Stack, str, str]) -> None:
    """It would go on for the whole corp, as they did when they asked; they may cancel it, and an owner resumes it."""
    stack, east, _ = chain
    wide = _with(stack, "marketer")
    code = make.live_code(stack, store_id=east)
    body = {"codes": [code.id], "form": "zip_svg"}
    mine = wide.post("/admin/v1/live-code-packs", body).json()["job_id"]
    assert wide.post(f"/admin/v1/jobs/{mine}/pause").json()["state"] == "paused"
    narrow = _with(stack, "marketer", kind="stores", of=[east])
    assert narrow.post(f"/admin/v1/jobs/{mine}/resume").code == "JobReachesFarther"
    assert make.session(stack).post(f"/admin/v1/jobs/{mine}/resume").status == 200
    assert narrow.post(f"/admin/v1/jobs/{mine}/cancel").json()["state"] == "cancelled"


def test_another_role_widens_nobody_unsaid(chain: tuple[Stack, str, str]) -> None:
    """Who reaches some stores keeps them until a scope is named; an owner reaches all without a word."""
    stack, east, _ = chain
    owner, path = make.session(stack), "/admin/v1/operators/chenyu"
    _with(stack, "viewer", kind="stores", of=[east])
    refused = owner.put(path, {"role": "marketer"})
    assert (refused.status, refused.json()["details"]["errors"][0]["path"]) == (422, "scope")
    assert _sees(make.session(stack, "chenyu"))[1] == ["东店"]
    assert owner.put(path, {"role": "marketer", "scope": {"kind": "all"}}).status == 200
    assert owner.put(path, {"role": "viewer"}).status == 200
    _with(stack, "viewer", kind="own")
    assert owner.put(path, {"role": "owner"}).status == 200
    assert owner.put(path, {"role": ""}).status == 200
