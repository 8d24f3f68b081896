"""Live codes from a CSV: looked at first, a code a line, rejects with line, column and sentence, once however often."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area, Upload
from chalicelib.livecodes import importing
from tests.support import files as browser
from tests.support import make
from tests.support.stack import running_stack
from tests.support.story import Shop
from tests.support.wecom import CORPS

PATH = "/admin/v1/live-code-imports"
HEADER = "名称,员工,标签,欢迎语,门店\n"
GOOD = "一店海报,liming:2;wangfang,新客,您好，欢迎光临,静安店\n二店海报,wangfang,来源/新客,您好,\n"
BAD = "三店海报,nobody,,您好\n,liming,没有的标签,,没有的店\n四店海报,liming:0,,全网最低价\n"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """One for the module: what a file makes follows from what it says, so each test has a file of its own."""
    with running_stack() as stack:
        browser.open_bucket()
        shop = Shop(stack)
        shop.tag()
        make.store(stack, by=shop.owner, name="静安店")
        yield shop


def _uploaded(shop: Shop, text: str, encoding: str = "utf-8-sig") -> str:
    """As a browser does, through the form."""
    form = shop.owner.post(f"{PATH}/uploads").json()
    name = str(form.pop("file"))
    assert browser.post(Upload(**form), text.encode(encoding)) == 204
    return name


def _imported(shop: Shop, file: str) -> dict[str, Any]:
    job = shop.owner.post(PATH, {"file": file}).json()["job_id"]
    shop.stack.drain()
    return {
        **shop.owner.get(f"/admin/v1/jobs/{job}").json(),
        "rejects": shop.owner.get(f"/admin/v1/jobs/{job}/rejects").json()["items"],
    }


def _made_by(shop: Shop, job: str) -> list[dict[str, Any]]:
    lines = shop.owner.get(f"/admin/v1/live-codes?limit=100&batch={job}").json()["items"]
    return sorted(lines, key=lambda line: str(line["name"]))


def test_a_preview_says_what_would_be_made_and_what_is_wrong(shop: Shop) -> None:
    """Each fault of each line with its column; nothing is made."""
    file = _uploaded(shop, HEADER + GOOD + BAD, "gb18030")
    seen = shop.owner.post(f"{PATH}/previews", {"file": file}).json()
    assert (seen["encoding"], seen["lines"], seen["good"]) == ("gb18030", 5, 2)
    assert [(one["line"], one["field"]) for one in seen["wrong"]] == [
        (4, "员工"),
        (5, "标签"),
        (5, "门店"),
        (5, "名称"),
        (6, "员工"),
        (6, "欢迎语"),
    ]
    assert [(one["line"], one["name"], [share["weight"] for share in one["staff"]]) for one in seen["to_make"]] == [
        (2, "一店海报", [2, 1]),
        (3, "二店海报", [1]),
    ]
    assert [one["name"] for one in seen["wrong"]] == ["三店海报", "", "", "", "四店海报", "四店海报"]
    assert shop.owner.get("/admin/v1/live-codes").json()["items"] == []


def test_a_text_is_looked_at_and_then_imported_by_its_name(shop: Shop) -> None:
    """A page that may not reach the bucket gives the text itself; neither, or both, is refused."""
    seen = shop.owner.post(f"{PATH}/previews", {"csv": HEADER + "七店海报,liming,新客,您好,\n"}).json()
    (line,) = seen["to_make"]
    assert (seen["good"], line["name"], line["coupon_name"]) == (1, "七店海报", "")
    assert _imported(shop, seen["file"])["done"] == 1
    for body in ({}, {"csv": HEADER, "file": seen["file"]}):
        assert shop.owner.post(f"{PATH}/previews", body).code == "BadCodeSheet"


def test_a_line_is_judged_as_at_the_door(shop: Shop) -> None:
    """Its name by the lint, since it is printed; its staff by the stores of whoever imports."""
    store = make.store(shop.stack, by=shop.owner, name="北外滩店", staff=["wangfang"])
    scope = {"kind": "stores", "of": [store.id]}
    shop.owner.put("/admin/v1/operators/chenyu", {"role": "marketer", "scope": scope})
    file = _uploaded(shop, HEADER + "转发后领取,wangfang,,您好,北外滩店\n门口,liming,,您好,北外滩店\n")
    seen = make.session(shop.stack, "chenyu").post(f"{PATH}/previews", {"file": file}).json()
    assert [(one["line"], one["field"]) for one in seen["wrong"]] == [(2, "名称"), (3, "员工")]


def test_each_line_makes_a_code_whose_ways_wecom_makes(shop: Shop) -> None:
    """What is wrong is rejected with line and sentence, the rest is made in the asker's name."""
    job = _imported(shop, _uploaded(shop, HEADER + GOOD.replace("海报", "立牌") + BAD))
    assert (job["state"], job["done"], job["failed"], job["total"]) == ("done", 2, 3, 5)
    assert [one["line"] for one in job["rejects"]] == [4, 5, 6]
    assert [one["field"] for one in job["rejects"]] == ["员工", "标签、门店、名称", "员工、欢迎语"]
    assert "nobody" in job["rejects"][0]["reason_zh"]
    first, second = _made_by(shop, job["job_id"])
    assert (first["name"], first["created_by"]["userid"], first["store_name"]) == ("一店立牌", "zhangwei", "静安店")
    assert len(second["tag_ids"]) == 1
    assert shop.owner.get(f"/admin/v1/live-codes/{first['code']}").json()["status"] == "ready"


def test_a_file_that_is_imported_again_makes_nothing_more(shop: Shop) -> None:
    """Each line is listed with the code that it made, and is no failure; a preview says so before."""
    text = HEADER + GOOD.replace("海报", "包裹卡")
    first = _imported(shop, _uploaded(shop, text))
    file = _uploaded(shop, text)
    seen = shop.owner.post(f"{PATH}/previews", {"file": file}).json()
    again = _imported(shop, file)
    codes = {line["code"] for line in _made_by(shop, first["job_id"])}
    assert (seen["good"], len(seen["wrong"]), again["done"], again["failed"]) == (0, 2, 2, 0)
    assert [json.loads(one["result"]) for one in (first, again)] == [{"made": 2, "before": 0}, {"made": 0, "before": 2}]
    assert all(one["is_there"] for one in again["rejects"])
    assert {one["reference"] for one in again["rejects"]} == codes == {one["code"] for one in seen["wrong"]}
    assert _made_by(shop, again["job_id"]) == []


def test_a_file_whose_import_was_cancelled_makes_the_rest_when_it_comes_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made stays, nothing more is; the same file again makes what is left, and nothing twice."""
    monkeypatch.setattr(importing, "LINES_A_STEP", 1)
    text = HEADER + "".join(f"{number}号台卡,liming,,您好,\n" for number in range(3))
    job = shop.owner.post(PATH, {"file": _uploaded(shop, text)}).json()["job_id"]
    shop.stack.drain.jobs()
    assert shop.owner.post(f"/admin/v1/jobs/{job}/cancel").json()["state"] == "cancelled"
    shop.stack.drain()
    again = _imported(shop, _uploaded(shop, text))
    assert ([one["name"] for one in _made_by(shop, job)], again["done"]) == (["0号台卡"], 3)
    assert json.loads(again["result"]) == {"made": 2, "before": 1}
    assert [one["line"] for one in again["rejects"]] == [2]


def test_a_file_that_is_no_list_is_refused_before_there_is_a_job(shop: Shop) -> None:
    """Without the columns it needs, in no known encoding, or not uploaded at all."""
    missing, junk = _uploaded(shop, "名称\n甲\n"), _uploaded(shop, "")
    files.put(shop.stack.ctx(), Area.IMPORTS, junk, b"\x81\x20\xff", "text/csv")
    never = "live-codes-01KAJ8T0000000000000000000.csv"
    for path in (f"{PATH}/previews", PATH):
        answers = [shop.owner.post(path, {"file": file}) for file in (missing, junk, never)]
        assert [answer.code for answer in answers] == ["BadCodeSheet", "BadCodeSheet", "UnknownFile"]


def test_a_limit_of_wecoms_holds_up_and_loses_nothing(shop: Shop) -> None:
    """45009 for the first: the others of that code are not asked for in vain, and all are made when it is over."""
    before = len(shop.stack.platform.ledger("api"))
    shop.stack.platform.fault(kind="error", api="externalcontact/add_contact_way", errcode=45009, times=1)
    job = _imported(shop, _uploaded(shop, HEADER + "五店海报,liming;wangfang;zhaolei,,您好\n"))
    (code,) = _made_by(shop, job["job_id"])
    assert shop.owner.get(f"/admin/v1/live-codes/{code['code']}").json()["status"] == "ready"
    calls = [call["api"] for call in shop.stack.platform.ledger("api")[before:]]
    assert calls.count("externalcontact/add_contact_way") == 4


def test_a_corp_without_room_for_more_ways_is_told_at_the_codes(shop: Shop) -> None:
    """41045: the code is there, says what to do, and is tried again when there is room."""
    limits = shop.stack.sandbox.world.state.corps[CORPS["demo"].corp_id].limits
    room, limits.contact_ways = limits.contact_ways, 0
    job = _imported(shop, _uploaded(shop, HEADER + "六店海报,liming,,您好\n"))
    (line,) = _made_by(shop, job["job_id"])
    assert (job["done"], line["problem"]["errcode"]) == (1, 41045)
    limits.contact_ways = room
    shop.owner.post(f"/admin/v1/live-codes/{line['code']}/retries")
    shop.stack.drain()
    assert shop.owner.get(f"/admin/v1/live-codes/{line['code']}").json()["status"] == "ready"
