"""What each kind of export holds, and of whom: coupons, redemptions, visits, what operators did."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.core.http import acts
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.moments import Day, Moment
from chalicelib.core.storage.files import Link
from chalicelib.core.storage.lists import Page, Within
from chalicelib.exports import visits
from chalicelib.exports.columns import Asked, within
from chalicelib.exports.shapes import Filters
from chalicelib.exports.states import Purpose
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.shapes import VisitInFile, VisitsAsked
from tests.support import files as browser
from tests.support import make
from tests.support.http import Http
from tests.support.make import Thing
from tests.support.make.things import made
from tests.support.stack import Stack, forget_everything, running_stack

_numbers = itertools.count(1)
Lines = list[dict[str, str]]


@dataclass(frozen=True)
class Chain:
    """Two stores: at one liming works, whose customer redeemed a coupon there; wangfang's at the other holds one."""

    stack: Stack
    east: str
    north: str
    template: Thing
    other: Thing
    code: Thing
    sold: Thing


@pytest.fixture(scope="module")
def chain() -> Iterator[Chain]:
    with running_stack() as stack:
        browser.open_bucket()
        east = make.store(stack, name="东店", clerks=["liming", "chenyu"]).id
        north = make.store(stack, name="北店", clerks=["wangfang"]).id
        template, other = make.coupon_template(stack), make.coupon_template(stack, name="满五十减十")
        code = make.live_code(stack, name="东店海报", store_id=east)
        theirs = make.live_code(stack, name="北店海报", store_id=north, staff=[{"userid": "wangfang"}])
        for one, page in ((code, "a"), (code, "b"), (theirs, "a")):
            stack.http.get(f"/c/demo-{one.id}", user_agent=page)
        redeemer, holder = make.member(stack, "东东", staff="liming"), make.member(stack, "北北", staff="wangfang")
        used = make.coupon(stack, template, redeemer)
        stack.clock.advance(1)
        make.coupon(stack, other, holder)
        holder.http.put("/mini/v1/preferences", {"accept_posts": False})
        sold = make.payment(stack, make.shop_order(stack, member=redeemer))
        stack.pay.pay(sold.id)
        stack.work_off()
        make.shop_order(stack, member=holder)
        stack.operator().put("/admin/v1/operators/liming", {"role": "store_staff"})
        till = make.session(stack, "liming")
        made(till.post("/staff/v1/redemptions", {"code": used.id, "order_amount": 12050}))
        stack.work_off()
        yield Chain(stack, east, north, template, other, code, sold)


def _lines(chain: Chain, kind: str, by: Http | None = None, **changes: Any) -> Lines:
    http = by or chain.stack.operator()
    export = make.export(chain.stack, by=http, kind=kind, **changes)
    link = Link(**made(http.post(f"/admin/v1/exports/{export.id}/links")))
    text = browser.fetch(link)[2].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _manager(chain: Chain, *rights: str, **scope: Any) -> Http:
    """chenyu, a manager by a role of the corp's own, of one store."""
    role = make.role(chain.stack, f"店长 {next(_numbers)}", "exports.make", *rights).id
    given = {"role": role, "scope": scope or {"kind": "stores", "of": [chain.east]}}
    made(make.session(chain.stack).put("/admin/v1/operators/chenyu", given))
    forget_everything()
    browser.open_bucket()
    return make.session(chain.stack, "chenyu")


def test_coupons_say_who_holds_them_and_what_became_of_them(chain: Chain) -> None:
    """Of all templates, yuan with two decimals, in words; by template and state where that is asked for."""
    lines = _lines(chain, "coupons")
    assert {(one["会员"], one["优惠券"], one["状态"]) for one in lines} == {
        ("东东", chain.template["name"], "已核销"),
        ("北北", "满五十减十", "未使用"),
    }
    (used,) = [one for one in lines if one["会员"] == "东东"]
    assert (used["优惠金额（元）"], used["订单金额（元）"], used["核销门店"]) == ("20.00", "120.50", "东店")
    assert (used["领取方式"], used["领取时间"][:10], used["接收群发"]) == ("自行领取", "2026-11-21", "是")
    assert [one["会员"] for one in _lines(chain, "coupons", which={"template": chain.other.id})] == ["北北"]
    assert [one["会员"] for one in _lines(chain, "coupons", which={"state": "redeemed"})] == ["东东"]
    assert _lines(chain, "coupons", which={"until": "2026-11-20"}) == []
    assert [one["会员"] for one in _lines(chain, "coupons", purpose="marketing")] == ["东东"]


def test_a_manager_takes_out_what_is_of_their_stores(chain: Chain) -> None:
    """Redemptions and visits of the store, coupons of its customers; codes and names hidden from them."""
    manager = _manager(chain, "exports.coupons", "exports.redemptions", "exports.visits")
    (redeemed,) = _lines(chain, "redemptions", manager)
    assert (redeemed["核销门店"], redeemed["核销员工账号"], redeemed["会员"]) == ("东店", "liming", "东**")
    assert redeemed["券码"].startswith("****") and len(redeemed["券码"]) == 8
    assert [one["会员"] for one in _lines(chain, "coupons", manager)] == ["东**"]
    assert {one["活码"] for one in _lines(chain, "visits", manager)} == {"东店海报"}
    other = _manager(chain, "exports.redemptions", kind="stores", of=[chain.north])
    assert _lines(chain, "redemptions", other) == []


def test_who_sees_their_own_customers_takes_out_theirs_alone(chain: Chain) -> None:
    """Also where they work at a store whose redemptions and visits are asked for."""
    rights = ("exports.coupons", "exports.redemptions", "exports.visits")
    own = _manager(chain, *rights, kind="own")
    assert [_lines(chain, kind, own) for kind in ("coupons", "redemptions", "visits")] == [[], [], []]


def test_orders_say_what_was_bought_and_what_became_of_the_money(chain: Chain) -> None:
    """A line an order, with its goods, by state; of a store for its manager, of others' customers not."""
    lines = _lines(chain, "orders")
    assert {(one["会员"], one["状态"], one["销售方式"]) for one in lines} == {
        ("东东", "待提货", "小店"),
        ("北北", "待支付", "小店"),
    }
    (paid,) = _lines(chain, "orders", which={"state": "ready"})
    assert (paid["订单号"], paid["实收（元）"], paid["已退款（元）"]) == (chain.sold.id, paid["应付（元）"], "0.00")
    assert paid["商品"].endswith("×1") and paid["微信支付单号"]
    assert [one["会员"] for one in _lines(chain, "orders", purpose="marketing")] == ["东东"]
    assert [one["会员"] for one in _lines(chain, "orders", _manager(chain, "exports.orders"))] == ["东**"]
    assert _lines(chain, "orders", _manager(chain, "exports.orders", kind="own")) == []


def test_visits_are_a_line_for_each_visitor_and_day(chain: Chain) -> None:
    """With the code, who was shown and the store, and without a word of the visitor."""
    lines = _lines(chain, "visits")
    assert sorted((one["活码"], one["门店"]) for one in lines) == [
        ("东店海报", "东店"),
        ("东店海报", "东店"),
        ("北店海报", "北店"),
    ]
    assert {one["日期"] for one in lines} == {"2026-11-21"}
    assert len(_lines(chain, "visits", which={"code": chain.code.id})) == 2
    assert len(_lines(chain, "visits", which={"staff": "wangfang"})) == 1
    assert _lines(chain, "visits", which={"since": "2026-11-22"}) == []


def test_the_audit_is_taken_out_in_sentences_by_who_acts_for_all(chain: Chain) -> None:
    """By day, by whom, by kind and of one thing; a part of a corp does not take out what was done in the whole."""
    chain.stack.work_off()
    lines = _lines(chain, "audit", which={"thing": "coupon_template", "staff": "zhangwei", "since": "2026-11-21"})
    assert {(one["员工账号"], one["对象类型"], one["结果"]) for one in lines} == {("zhangwei", "优惠券模板", "已执行")}
    assert all(one["操作"] and "coupons." not in one["操作"] for one in lines)
    one = lines[0]["对象编号"]
    of_one = _lines(chain, "audit", which={"thing": "coupon_template", "thing_id": one})
    assert {line["对象编号"] for line in of_one} == {one}
    assert _lines(chain, "audit", which={"thing": "coupon_template", "thing_id": "another"}) == []
    assert _lines(chain, "audit", which={"until": "2026-11-20"}) == []
    answer = _manager(chain, "exports.audit").post("/admin/v1/exports", {"kind": "audit", "purpose": "check"})
    assert (answer.status, answer.code) == (403, "OutsideScope")


@pytest.mark.parametrize("until", ["", "2026-11-21", "2026-12-31"])
def test_what_is_added_while_it_is_made_is_not_in_it(until: str) -> None:
    """Also where the list that it lies in is read later, as that of an older template is."""
    which = Filters(since=Day("2026-11-20"), until=Day(until))
    asked = Asked(which=which, purpose=Purpose.CHECK, is_masked=False, at=Moment("2026-11-21T02:00:00.000Z"))
    assert within(asked) == Within("2026-11-19T16:00:00.000Z", "2026-11-21T02:00:00.001Z")


def test_visits_are_of_the_same_days_however_long_it_takes(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those up to the day on which it was asked for, also of what is read after midnight."""
    wanted: list[VisitsAsked] = []

    def read(_: object, asked: VisitsAsked, __: str) -> Page[VisitInFile]:
        wanted.append(asked)
        return Page([])

    monkeypatch.setattr(livecodes, "visits_for_file", read)
    ctx = chain.stack.ctx()
    asked = Asked(which=Filters(), purpose=Purpose.CHECK, is_masked=False, at=ctx.at)
    for later in (0, 1):
        visits.page(msgspec.structs.replace(ctx, now=ctx.now + timedelta(days=later)), asked, "")
    assert [(one.since, one.until) for one in wanted] == [("2026-10-22", "2026-11-21")] * 2


def test_a_function_that_serves_no_doors_knows_what_they_are_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """It loads them once, when the first of them is named."""
    here: list[Route] = []
    loaded: list[int] = []

    def load() -> None:
        loaded.append(1)
        here.extend(REGISTRY)

    monkeypatch.setattr(acts, "REGISTRY", here)
    monkeypatch.setattr(acts, "_load", [])
    acts.load_with(load)
    assert acts.words_of("exports.create_export")[0] == "导出数据（后台任务）"
    assert acts.words_of("no.such_door") == ("no.such_door", "no.such_door")
    assert loaded == [1]


@pytest.mark.parametrize(
    ("kind", "which", "path"),
    [
        ("coupons", {"template": "nothing"}, "which.template"),
        ("coupons", {"state": "lost"}, "which.state"),
        ("visits", {"tag": "VIP"}, "which.tag"),
    ],
)
def test_a_filter_that_a_kind_does_not_have_is_told_at_its_field(
    chain: Chain, kind: str, which: dict[str, str], path: str
) -> None:
    """Not taken and forgotten: the file would hold more than was meant."""
    body = {"kind": kind, "purpose": "service", "which": which}
    answer = chain.stack.operator().post("/admin/v1/exports", body)
    assert (answer.code, answer.json()["details"]["errors"][0]["path"]) == ("BadExport", path)
