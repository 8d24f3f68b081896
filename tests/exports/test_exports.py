"""Exports: made, looked at, stopped, downloaded, over; by those who may, of what they see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.moments import iso
from chalicelib.core.storage import files as bucket
from chalicelib.core.storage.files import Area, Link
from chalicelib.exports import store
from tests.support import files as browser
from tests.support import make
from tests.support.http import Http
from tests.support.make.things import made
from tests.support.stack import Stack, running_stack

EXPORTS = "/admin/v1/exports"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Three members, of two members of staff; one said no to messages, one is called like a formula."""
    with running_stack() as stack:
        browser.open_bucket()
        stack.operator().post("/admin/v1/staff-reconciles")
        stack.work_off()
        make.member(stack, "王小红", staff="liming")
        stack.clock.advance(1)
        make.member(stack, "=HYPERLINK(1)", staff="wangfang")
        stack.clock.advance(1)
        refuser = make.member(stack, "李小明", staff="wangfang")
        refuser.http.put("/mini/v1/preferences", {"accept_posts": False})
        stack.work_off()
        yield stack


def _made(stack: Stack, by: Http | None = None, **changes: Any) -> dict[str, Any]:
    return dict(make.export(stack, by=by, **changes).body)


def _file(http: Http, export_id: str) -> tuple[str, bytes]:
    status, name, body = browser.fetch(Link(**made(http.post(f"{EXPORTS}/{export_id}/links"))))
    assert status == 200
    return name, body


def _table(http: Http, export_id: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_file(http, export_id)[1].decode("utf-8-sig"))))


def test_a_file_opens_in_excel_as_it_is(stack: Stack) -> None:
    """A BOM, CRLF, Chinese columns, the corp's clock; no cell is a formula; saved under its kind and its day."""
    owner = stack.operator()
    export = _made(stack, purpose="service")
    assert (export["state"], export["lines"], export["is_masked"], export["left_out"]) == ("ready", 3, False, 0)
    name, body = _file(owner, export["export_id"])
    assert (name, body[:3], body.count(b"\r\n"), body.count(b"\n")) == ("会员-2026-11-21.csv", b"\xef\xbb\xbf", 4, 4)
    newest, formula, oldest = _table(owner, export["export_id"])
    assert [one["姓名"] for one in (newest, formula, oldest)] == ["李小明", "'=HYPERLINK(1)", "王小红"]
    assert (oldest["首次添加时间"][:13], oldest["员工账号"], oldest["好友状态"]) == ("2026-11-21 10", "liming", "好友")
    assert (newest["接收群发"], oldest["接收群发"]) == ("否", "是")
    assert oldest["首次添加员工"] == "liming"


def test_who_may_not_see_people_whole_gets_them_hidden(stack: Stack) -> None:
    """Names but for one sign, outside ids but for the last four; for counting from everybody."""
    marketer = make.operator(stack, "marketer", "chenyu")
    hidden, counted = _made(stack, by=marketer), _made(stack, purpose="analysis")
    for http, export in ((marketer, hidden), (stack.operator(), counted)):
        assert export["is_masked"] is True
        lines = _table(http, export["export_id"])
        assert [one["姓名"] for one in lines] == ["李**", "'=**", "王**"]
        assert all(one["外部联系人 ID"].startswith("****") for one in lines)


def test_who_said_no_is_left_out_of_a_file_for_advertising(stack: Stack) -> None:
    """And counted, so that nobody looks for them."""
    export = _made(stack, purpose="marketing")
    assert (export["lines"], export["left_out"]) == (2, 1)
    assert "李小明" not in {one["姓名"] for one in _table(stack.operator(), export["export_id"])}


@pytest.mark.parametrize(
    ("which", "names"),
    [
        ({"staff": "liming"}, ["王小红"]),
        ({"state": "lost"}, []),
        ({"since": "2026-11-21", "until": "2026-11-21"}, ["李小明", "'=HYPERLINK(1)", "王小红"]),
        ({"until": "2026-11-20"}, []),
    ],
)
def test_filters_are_those_of_the_list(stack: Stack, which: dict[str, str], names: list[str]) -> None:
    """All that is given holds; a file of nothing has its columns."""
    export = _made(stack, which=which)
    assert export["lines"] == len(names)
    assert [one["姓名"] for one in _table(stack.operator(), export["export_id"])] == names


def test_an_adviser_takes_out_their_own_customers(stack: Stack) -> None:
    """Whatever filters say; whose customers they are not is as if not there."""
    adviser = make.operator(stack, "adviser", "liming")
    export = _made(stack, by=adviser)
    assert [one["姓名"] for one in _table(adviser, export["export_id"])] == ["王**"]
    answer = adviser.post(EXPORTS, {"kind": "members", "purpose": "service", "which": {"staff": "wangfang"}})
    assert (answer.code, answer.json()["details"]["errors"][0]["path"]) == ("BadExport", "which.staff")


def test_a_kind_asks_for_its_right(stack: Stack) -> None:
    """Who may export something may not export everything."""
    stack.operator().put("/admin/v1/operators/zhaolei", {"role": "compliance"})
    answer = make.session(stack, "zhaolei").post(EXPORTS, {"kind": "members", "purpose": "check"})
    assert (answer.status, answer.code) == (403, "RoleNotAllowed")


def test_only_who_made_it_downloads_it_and_overseers_see_it(stack: Stack) -> None:
    """A colleague without the right does not know of it, an owner sees whose it is, another corp nothing."""
    marketer = make.operator(stack, "marketer", "chenyu")
    export = _made(stack)["export_id"]
    assert marketer.get(f"{EXPORTS}/{export}").code == "UnknownExport"
    theirs = _made(stack, by=marketer)["export_id"]
    owner = stack.operator()
    assert owner.get(f"{EXPORTS}/{theirs}").json()["created_by"] == {"userid": "chenyu", "name": "chenyu"}
    assert owner.post(f"{EXPORTS}/{theirs}/links").code == "ExportNotYours"
    assert {one["created_by"]["userid"] for one in owner.get(EXPORTS).json()["items"]} >= {"chenyu", "zhangwei"}
    mine = owner.get(f"{EXPORTS}?mine=true").json()["items"]
    assert {one["created_by"]["userid"] for one in mine} == {"zhangwei"}
    assert {one["created_by"]["userid"] for one in marketer.get(EXPORTS).json()["items"]} == {"chenyu"}
    rival = stack.operator(corp="rival")
    for path in ("", "/cancel", "/links"):
        answer = rival.get(f"{EXPORTS}/{export}") if not path else rival.post(f"{EXPORTS}/{export}{path}")
        assert (answer.status, answer.code) == (404, "UnknownExport")


def test_who_lost_a_right_downloads_no_more(stack: Stack) -> None:
    """A file that shows people whole is not for whoever may not see them so any more; nor one of more stores."""
    service = make.operator(stack, "service", "chenyu")
    export = _made(stack, by=service)["export_id"]
    assert service.post(f"{EXPORTS}/{export}/links").status == 200
    less = make.operator(stack, "marketer", "chenyu")
    assert less.post(f"{EXPORTS}/{export}/links").code == "ExportReachesFarther"
    own = make.operator(stack, "adviser", "chenyu")
    assert own.post(f"{EXPORTS}/{export}/links").code == "ExportReachesFarther"


def test_giving_it_to_others_asks_first(stack: Stack) -> None:
    """What the law asks is said at the field; confirmed, it is written down for whom the file is."""
    given = {"purpose": "marketing", "recipient": "某广告公司"}
    answer = stack.operator().post(EXPORTS, {"kind": "members", **given})
    assert (answer.code, answer.json()["details"]["errors"][0]["path"]) == ("NeedsConfirmation", "recipient")
    assert _made(stack, by=None, confirm=True, **given)["recipient"] == "某广告公司"


def test_every_export_and_every_download_is_in_the_audit(stack: Stack) -> None:
    """Who asked for what by which filters, how many lines it has, and each download."""
    owner = stack.operator()
    export = _made(stack, which={"staff": "liming"})["export_id"]
    for _ in range(2):
        stack.clock.advance(1)
        owner.post(f"{EXPORTS}/{export}/links")
    stack.work_off()
    acts = owner.get(f"/admin/v1/acts?thing=export&thing_id={export}").json()["items"]
    told = [(one["field"], one["after"]) for act in reversed(acts) for one in act["changes"]]
    assert {("what", "members"), ("purpose", "service"), ("which.staff", "liming")} <= set(told)
    assert {("state", "ready"), ("lines", 1)} <= set(told)
    assert [after for field, after in told if field == "downloads" and after] == [1, 2]
    assert {act["by"]["userid"] for act in acts} == {"zhangwei"}


def test_its_time_is_over_after_a_day(stack: Stack) -> None:
    """Then the file and its parts are deleted, the export is shown as over, and no link is given."""
    owner = stack.operator()
    export = _made(stack)["export_id"]
    stack.clock.advance(timedelta(hours=24, minutes=1).total_seconds())
    assert make.session(stack).post(f"{EXPORTS}/{export}/links").code == "ExportIsOver"
    clock.tick("tick")
    stack.work_off()
    owner = stack.operator()
    assert owner.get(f"{EXPORTS}/{export}").json()["state"] == "expired"
    with pytest.raises(bucket.UnknownFile):
        bucket.look(stack.ctx(), Area.EXPORTS, f"{export}/members.csv")
    left = browser.open_bucket().list_objects_v2(Bucket="files", Prefix=f"exports/demo/{export}/")
    assert left["KeyCount"] == 0


def test_it_can_be_stopped(stack: Stack) -> None:
    """Before it is ready, again is the same, and what there is of it is deleted soon."""
    owner = stack.operator()
    body = made(owner.post(EXPORTS, {"kind": "members", "purpose": "service"}))
    path = f"{EXPORTS}/{body['export_id']}"
    assert (body["state"], owner.post(f"{path}/links").code) == ("making", "ExportNotReady")
    for _ in range(2):
        assert owner.post(f"{path}/cancel").json()["state"] == "cancelled"
    stack.drain()
    clock.tick("tick")
    stack.work_off()
    assert (owner.get(path).json()["state"], owner.post(f"{path}/links").code) == ("cancelled", "ExportIsOver")


def test_nothing_is_written_for_one_that_was_stopped(stack: Stack) -> None:
    """Also where whoever stopped it broke off before its job was told."""
    begun = made(stack.operator().post(EXPORTS, {"kind": "members", "purpose": "service"}))["export_id"]
    store.cancel(stack.ctx(), begun)
    stack.drain()
    assert browser.open_bucket().list_objects_v2(Bucket="files", Prefix=f"exports/demo/{begun}/")["KeyCount"] == 0


def test_a_file_that_should_not_be_is_taken_back(stack: Stack) -> None:
    """By whoever made it or oversees them: no link from then on, and those that were given lead nowhere soon."""
    marketer = make.operator(stack, "marketer", "chenyu")
    path = f"{EXPORTS}/{_made(stack, by=marketer)['export_id']}"
    given = Link(**made(marketer.post(f"{path}/links")))
    taken = stack.operator().post(f"{path}/cancel").json()
    assert (taken["state"], taken["expires_at"]) == ("cancelled", None)
    assert marketer.post(f"{path}/links").code == "ExportIsOver"
    clock.tick("tick")
    stack.work_off()
    assert browser.fetch(given)[0] in (403, 404)


def test_nobody_waits_for_a_file_whose_job_stands(stack: Stack) -> None:
    """They hear where to resume it, not that it will be there soon."""
    owner = stack.operator()
    export = made(owner.post(EXPORTS, {"kind": "members", "purpose": "service"}))["export_id"]
    made(owner.post(f"/admin/v1/jobs/{export}/pause"))
    answer = owner.post(f"{EXPORTS}/{export}/links")
    assert (answer.status, answer.code, "retry-after" in answer.headers) == (409, "ExportStands", False)


def test_a_link_asked_for_under_one_key_again_works(stack: Stack) -> None:
    """Also when the first is over: what is answered is fresh, and each is counted as a download."""
    path = f"{EXPORTS}/{_made(stack)['export_id']}"
    stack.operator().post(f"{path}/links", idempotency_key="tap")
    stack.clock.advance(301)
    owner = stack.operator()
    again = made(owner.post(f"{path}/links", idempotency_key="tap"))
    assert again["expires_at"] > iso(stack.clock.now())
    assert (browser.fetch(Link(**again))[0], owner.get(path).json()["downloads"]) == (200, 2)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("members", "store"),
        ("members", "staff"),
        ("members", "tag"),
        ("members", "code"),
        ("orders", "store"),
        ("coupons", "template"),
        ("visits", "code"),
        ("visits", "staff"),
        ("audit", "thing"),
        ("audit", "staff"),
    ],
)
def test_a_filter_of_nothing_is_told_at_its_field(stack: Stack, kind: str, field: str) -> None:
    """What is none, or lies elsewhere: nobody takes an empty file for an answer."""
    answer = stack.operator().post(EXPORTS, {"kind": kind, "purpose": "service", "which": {field: "nowhere"}})
    assert (answer.code, answer.json()["details"]["errors"][0]["path"]) == ("BadExport", f"which.{field}")


def test_a_filter_of_nothing_says_what_there_is(stack: Stack) -> None:
    """The stores, and the kinds of things that the audit tells of."""
    store = make.store(stack, name="人民广场店")
    asked = {"purpose": "check", "which": {"store": "人民广场店"}}
    told = stack.operator().post(EXPORTS, {"kind": "orders", **asked}).json()["details"]["errors"][0]
    assert f"{store.id}（人民广场店）" in told["zh"] and f"{store.id} (人民广场店)" in told["en"]
    asked = {"purpose": "check", "which": {"thing": "优惠券"}}
    told = stack.operator().post(EXPORTS, {"kind": "audit", **asked}).json()["details"]["errors"][0]
    assert "coupon_template（" in told["zh"]
