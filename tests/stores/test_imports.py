"""Stores come from a CSV: looked at first, then taken; what cannot be taken is listed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.stores import importing
from tests.support import files as browser
from tests.support.http import Http
from tests.support.stack import Stack

SHEET = """编号,名称,区域,电话,店长,核销店员,营业时间
N1,一店,华东,021-1234567,liming,wangfang;zhaolei,每天 10:00-22:00
N2,二店,华东,电话,,,
N3,,华南,,,,
n1,又一店,,,,,
N5,五店,华南,,nobody,,
N6,六店,华南,,,,周一 十点
N7,七店,华南,020-1234567,,,
"""


def asked(stack: Stack, owner: Http, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A job of an import that was worked off: how it ended, and what it counted."""
    begun = owner.post("/admin/v1/store-imports", body)
    assert begun.status == 201, begun.body
    stack.drain()
    job = owner.get(f"/admin/v1/jobs/{begun.json()['job_id']}").json()
    return job, json.loads(job["result"])


def numbers(owner: Http) -> list[str]:
    return [store["number"] for store in owner.get("/admin/v1/stores?limit=100").json()["items"]]


def test_a_sheet_is_previewed_taken_and_taken_again(house: Stack, owner: Http) -> None:
    """A preview writes nothing and says the same; a line whose number is there edits that store."""
    browser.open_bucket()
    owner.post("/admin/v1/staff-reconciles")
    house.drain()
    job, would = asked(house, owner, {"csv": SHEET, "preview": True})
    assert (job["state"], job["done"], job["failed"], job["total"]) == ("done", 2, 5, 7)
    assert would == {"created": 2, "edited": 0, "unchanged": 0}
    assert numbers(owner) == []
    job, did = asked(house, owner, {"csv": SHEET, "preview": False})
    assert (did, numbers(owner)) == (would, ["N1", "N7"])
    rejects = owner.get(f"/admin/v1/jobs/{job['job_id']}/rejects").json()["items"]
    assert [(one["line"], one["field"]) for one in rejects] == [
        (3, "phone"),
        (4, "name"),
        (5, "number"),
        (6, "manager"),
        (7, "hours"),
    ]
    assert all(one["reason_zh"] and one["reason_en"] for one in rejects)
    _, did = asked(house, owner, {"csv": "编号,电话,名称\nn1,021-7654321,一店\nN7,020-1234567,七店", "preview": False})
    assert did == {"created": 0, "edited": 1, "unchanged": 1}
    store = owner.get("/admin/v1/stores?search=一店").json()["items"][0]
    assert (store["phone"], store["manager"], store["region"]) == ("021-7654321", "liming", "华东")
    shown = owner.get(f"/admin/v1/stores/{store['store_id']}").json()
    assert (shown["created_by"]["userid"], len(shown["hours"]), shown["clerks"]) == (
        "zhangwei",
        7,
        ["wangfang", "zhaolei"],
    )


def test_a_line_that_customers_may_not_read_is_not_taken(house: Stack, owner: Http) -> None:
    """By the lint of the doors: a name with a lure, an address with one; a street of a large number is none."""
    browser.open_bucket()
    sheet = "编号,名称,地址\nZ1,转发后领取店,1 号\nZ2,二店,转发后领取\nZ3,三店,第一工业路 1 号"
    job, did = asked(house, owner, {"csv": sheet, "preview": False})
    assert (did["created"], {"Z1", "Z2", "Z3"} & {*numbers(owner)}) == (1, {"Z3"})
    rejects = owner.get(f"/admin/v1/jobs/{job['job_id']}/rejects").json()["items"]
    assert [(one["line"], one["field"]) for one in rejects] == [(2, "name"), (3, "address")]
    assert all("转发后领取" in one["reason_zh"] for one in rejects)


def test_a_line_that_nobody_can_tell_the_cells_of_is_not_taken(house: Stack, owner: Http) -> None:
    """More cells than heads, or none for the number: each is told, and the others are taken."""
    browser.open_bucket()
    csv = "名称,地址,编号\n长店,人民路1号,2楼,L1\n短店\n又短\n好店,人民路3号,L4\n"
    job, did = asked(house, owner, {"csv": csv, "preview": False})
    assert (job["state"], did["created"], numbers(owner)[0]) == ("done", 1, "L4")
    rejects = owner.get(f"/admin/v1/jobs/{job['job_id']}/rejects").json()["items"]
    assert [(one["line"], "列数比表头多" in one["reason_zh"]) for one in rejects] == [(2, True), (3, False), (4, False)]
    assert {one["field"] for one in rejects[1:]} == {"number"}


def test_an_uploaded_file_is_taken(house: Stack, owner: Http) -> None:
    """As Excel saves it in China."""
    browser.open_bucket()
    file = owner.post("/admin/v1/store-files").json()["file"]
    body = "编号,名称\r\nG1,国标店\r\n".encode("gb18030")
    files.put(house.ctx(), Area.IMPORTS, file, body, "text/csv")
    _, did = asked(house, owner, {"file": file, "preview": False})
    assert did["created"] == 1
    assert owner.get("/admin/v1/stores?search=G1").json()["items"][0]["name"] == "国标店"


def test_what_is_no_sheet_is_refused_before_a_job_begins(house: Stack, owner: Http) -> None:
    """At its field, with what to do; so is a request that names no file."""
    browser.open_bucket()
    for body in ({"csv": "编号,面积\n1,2"}, {}, {"csv": "编号,名称\n1,店", "file": f"stores-{'0' * 26}.csv"}):
        refused = owner.post("/admin/v1/store-imports", {**body, "preview": True})
        assert (refused.status, refused.code) == (422, "BadStoreSheet")
    unknown = owner.post("/admin/v1/store-imports", {"file": f"stores-{'0' * 26}.csv", "preview": True})
    assert (unknown.status, unknown.code) == (404, "UnknownFile")


def test_what_a_sheet_would_change_is_seen_line_by_line(house: Stack, owner: Http) -> None:
    """As it is and as it would be, page by page; what would be rejected says why, and nothing is written."""
    browser.open_bucket()
    owner.post("/admin/v1/stores", {"number": "P1", "name": "旧名", "region": "华东", "clerks": ["liming"]})
    sheet = "编号,名称,区域,核销店员\nP1,新名,华东,\nP2,新店,华南,liming\np2,又一店,,\nP3,三店,华东,nobody\n"
    file = owner.post("/admin/v1/store-imports", {"csv": sheet, "preview": True}).json()["file"]
    path = f"/admin/v1/store-imports/changes?file={file}&limit=2"
    first: dict[str, Any] = owner.get(path).json()
    rest: dict[str, Any] = owner.get(f"{path}&cursor={first['cursor']}").json()
    lines: list[dict[str, Any]] = [*first["items"], *rest["items"]]
    edited, created, twice, wrong = lines
    assert [(one["field"], one["before"], one["after"]) for one in edited["changes"]] == [
        ("name", "旧名", "新名"),
        ("clerks", "liming", ""),
    ]
    assert (created["act"], created["line"], len(created["changes"])) == ("created", 3, 4)
    assert [(one["act"], one["line"], one["field"]) for one in (twice, wrong)] == [
        ("rejected", 4, "number"),
        ("rejected", 5, "clerks"),
    ]
    assert "nobody" in wrong["reason_zh"] and rest["cursor"] == ""
    assert "P2" not in numbers(owner)
    other = f"/admin/v1/store-imports/changes?file=stores-{'0' * 26}.csv"
    assert owner.get(other).code == "UnknownFile"


def test_an_import_that_is_cancelled_amidst_keeps_what_it_did_and_is_taken_up_by_the_same_file(
    house: Stack, owner: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing more of it is made; the same sheet again makes the rest, and nothing twice."""
    monkeypatch.setattr(importing, "LINES_A_STEP", 10)
    browser.open_bucket()
    sheet = "编号,名称\n" + "".join(f"C{number:02},第{number}店\n" for number in range(30))
    begun = owner.post("/admin/v1/store-imports", {"csv": sheet, "preview": False}).json()["job_id"]
    house.drain.jobs()
    assert owner.post(f"/admin/v1/jobs/{begun}/cancel").json()["state"] == "cancelled"
    house.drain()
    made = [number for number in numbers(owner) if number.startswith("C")]
    assert made == [f"C{number:02}" for number in range(10)]
    for expected in ({"created": 20, "edited": 0, "unchanged": 10}, {"created": 0, "edited": 0, "unchanged": 30}):
        job, counts = asked(house, owner, {"csv": sheet, "preview": False})
        assert (job["state"], counts) == ("done", expected)
    assert len([number for number in numbers(owner) if number.startswith("C")]) == 30
