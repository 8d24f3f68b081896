"""A live code after it was made: edited by who saw it last, paused, archived and back, copied; no printed code dies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from chalicelib.core.events import facts
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.scope import Scope
from chalicelib.livecodes import rules, seeing
from chalicelib.livecodes.errors import UnknownLiveCode
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import StaffShare, Welcome
from tests.support import make
from tests.support.http import Answer
from tests.support.stack import running_stack
from tests.support.story import WELCOME, Shop
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
PATH = "/admin/v1/live-codes"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """One for the module: each test has live codes of its own."""
    with running_stack() as stack:
        shop = Shop(stack)
        shop.owner.post("/admin/v1/staff-reconciles")
        stack.work_off()
        yield shop


def _body(**changes: Any) -> dict[str, Any]:
    return {"name": "海报", "staff": [{"userid": "liming"}], "welcome": WELCOME, **changes}


def _made(shop: Shop, **changes: Any) -> dict[str, Any]:
    made = shop.owner.post(PATH, _body(**changes))
    assert made.status == 201, made.body
    shop.stack.drain()
    return _read(shop, made.json()["code"])


def _read(shop: Shop, code: str) -> dict[str, Any]:
    return dict(shop.owner.get(f"{PATH}/{code}").json())


def _edit(shop: Shop, code: dict[str, Any], **changes: Any) -> Answer:
    return shop.owner.put(f"{PATH}/{code['code']}", _body(revision=code["revision"], **changes))


def _act(shop: Shop, code: dict[str, Any], act: str, body: dict[str, Any] | None = None) -> Answer:
    return shop.owner.post(f"{PATH}/{code['code']}/{act}", body)


def _page(shop: Shop, code: dict[str, Any]) -> tuple[int, str]:
    answer = shop.stack.http.get(f"/c/demo-{code['code']}")
    return answer.status, answer.body.decode()


def _facts(shop: Shop, code: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The oldest first."""
    page = facts.timeline(shop.stack.ctx(), f"live_code#{code['code']}", 100, "")
    return [json.loads(msgspec.json.encode(fact.data)) for fact in reversed(page.items) if fact.kind == kind]


def test_an_edit_changes_what_it_says_and_nothing_about_the_printed_code(shop: Shop) -> None:
    """Name, tags and welcome are others at once; the address and the contact ways stay; who edited it stands there."""
    code = _made(shop)
    edited = _edit(shop, code, name="橱窗海报", tag_ids=[shop.tag()], welcome={"text": "您好"}).json()
    assert (edited["name"], edited["welcome"]["text"], len(edited["tag_ids"])) == ("橱窗海报", "您好", 1)
    by = edited["edited_by"]
    assert (edited["revision"], by["userid"], by["name"] != "", by) == (2, "zhangwei", True, edited["created_by"])
    assert code["edited_by"] is None
    assert (edited["entry_url"], edited["contact_ways"]) == (code["entry_url"], code["contact_ways"])


def test_a_second_editor_is_told(shop: Shop) -> None:
    """Both saw revision 1; who comes later gets a refusal that names the latest, and changes nothing."""
    code = _made(shop)
    assert _edit(shop, code, name="甲").status == 200
    late = _edit(shop, code, name="乙")
    assert (late.status, late.code, late.json()["details"]) == (409, "LiveCodeChanged", {"revision": 2})
    assert _read(shop, code["code"])["name"] == "甲"


def test_an_edit_that_is_repeated_is_done_once(shop: Shop) -> None:
    """The answer was lost: the same request again is answered, without another revision."""
    code = _made(shop)
    revisions = [_edit(shop, code, name="甲").json()["revision"] for _ in range(2)]
    assert revisions == [2, 2]


def test_new_staff_get_a_way_and_removed_staff_are_shown_no_more(shop: Shop) -> None:
    """At once, on the page; the old way stays at WeCom, and who joins by it is the code's and is welcomed."""
    code = _made(shop)
    (old,) = code["contact_ways"]
    assert _edit(shop, code, staff=[{"userid": "wangfang"}]).status == 200
    assert _page(shop, code)[0] == 503
    shop.stack.drain()
    edited = _read(shop, code["code"])
    assert [way["userid"] for way in edited["contact_ways"]] == ["wangfang"]
    assert [way["config_id"] for way in edited["old_ways"]] == [old["config_id"]]
    (new,) = edited["contact_ways"]
    assert new["qr_code"] in _page(shop, code)[1]
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, old["config_id"])
    shop.stack.work_off()
    assert shop.welcomes(customer) == ["你好，欢迎光临"]


def test_who_comes_back_has_the_way_they_had(shop: Shop) -> None:
    """Taken out and put in again: WeCom is not asked for another."""
    code = _made(shop, staff=[{"userid": "liming"}, {"userid": "wangfang"}])
    ways = {way["userid"]: way["config_id"] for way in code["contact_ways"]}
    without = _edit(shop, code, staff=[{"userid": "wangfang"}]).json()
    again = _edit(shop, without, staff=[{"userid": "wangfang"}, {"userid": "liming", "weight": 3}]).json()
    shop.stack.drain()
    assert {way["userid"]: way["config_id"] for way in again["contact_ways"]} == ways
    assert {way["userid"]: way["weight"] for way in again["contact_ways"]} == {"wangfang": 1, "liming": 3}
    assert len([way for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]) == 2


def test_weights_act_at_once(shop: Shop) -> None:
    """Whoever has none is not shown from the next visit on."""
    code = _made(shop, staff=[{"userid": "liming"}, {"userid": "wangfang"}])
    qr = {way["userid"]: way["qr_code"] for way in code["contact_ways"]}
    _edit(shop, code, staff=[{"userid": "liming", "weight": 0}, {"userid": "wangfang"}])
    assert all(qr["wangfang"] in _page(shop, code)[1] for _ in range(6))


def test_an_edit_is_refused_for_all_its_faults_at_once(shop: Shop) -> None:
    """Somebody whom WeCom does not know, no weight, a tag that is none, and a welcome that says nothing."""
    code = _made(shop)
    refused = _edit(shop, code, staff=[{"userid": "nobody", "weight": 0}], tag_ids=["none"], welcome={"text": " "})
    paths = [fault["path"] for fault in refused.json()["details"]["errors"]]
    assert (refused.status, sorted(paths)) == (422, ["staff", "staff[0].userid", "tag_ids[0]", "welcome"])


def test_what_an_edit_leaves_as_it_is_does_not_hold_it_up(shop: Shop) -> None:
    """A coupon whose claiming is over, and somebody who has left, were there before: the name may be mended."""
    code = _made(shop, staff=[{"userid": "liming"}, {"userid": "zhaolei"}], coupon_template_id=shop.template())
    staff = [{"userid": "liming"}, {"userid": "zhaolei"}]
    shop.stack.platform.staff("disable", "zhaolei")
    shop.stack.work_off()
    shop.stack.clock.advance(40 * 24 * 3600)
    shop.owner = shop.stack.operator()
    kept = _edit(shop, code, name="新名", staff=staff, coupon_template_id=code["coupon_template_id"])
    assert (kept.status, kept.json()["name"]) == (200, "新名")


def test_an_edit_that_leaves_only_who_is_away_has_to_be_meant(shop: Shop) -> None:
    """A customer would see nobody, so it is asked first."""
    code = _made(shop, staff=[{"userid": "liming"}, {"userid": "chenyu"}])
    shop.stack.platform.staff("disable", "chenyu")
    shop.stack.work_off()
    doubtful = _edit(shop, code, staff=[{"userid": "chenyu"}])
    assert (doubtful.status, doubtful.code) == (422, "NeedsConfirmation")
    assert _edit(shop, code, staff=[{"userid": "chenyu"}], confirm=True).status == 200


def test_a_paused_code_says_kindly_that_it_rests(shop: Shop) -> None:
    """No QR code is shown, and it is told what to do; joins by a way that somebody kept are the code's all the same."""
    code = _made(shop)
    assert [_act(shop, code, "pause").json()["state"] for _ in range(2)] == ["paused", "paused"]
    status, page = _page(shop, code)
    assert (status, "正在休息" in page, "联系门店员工" in page) == (409, True, True)
    customer = shop.stack.platform.customer()
    shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    assert shop.welcomes(customer) == ["你好，欢迎光临"]
    shop.stack.clock.advance(1)
    assert [_act(shop, code, "resume").json()["state"] for _ in range(2)] == ["open", "open"]
    assert _page(shop, code)[0] == 200
    shop.stack.drain()
    assert [fact["state"] for fact in _facts(shop, code, "live_code.moved")] == ["paused", "open"]


def test_the_archive_can_be_undone_to_what_was_before(shop: Shop) -> None:
    """Archived while it was paused it is paused again; meanwhile it is not listed, edited, paused or resumed."""
    code = _act(shop, _made(shop), "pause").json()
    assert [_act(shop, code, "archive").json()["state"] for _ in range(2)] == ["archived", "archived"]
    assert "已停止使用" in _page(shop, code)[1]
    listed = [line["code"] for line in shop.owner.get(f"{PATH}?limit=100").json()["items"]]
    assert code["code"] not in listed
    refused = [_edit(shop, code, name="改"), _act(shop, code, "pause"), _act(shop, code, "resume")]
    assert {answer.code for answer in refused} == {"LiveCodeIsArchived"}
    assert [_act(shop, code, "restore").json()["state"] for _ in range(2)] == ["paused", "paused"]


def test_what_never_was_in_the_archive_does_not_leave_it(shop: Shop) -> None:
    """And what does not exist is not found, by any verb."""
    assert _act(shop, _made(shop), "restore").code == "LiveCodeNotArchived"
    nothing = {"code": "000000000000", "revision": 1}
    acts = [_act(shop, nothing, act) for act in ("pause", "resume", "archive", "restore")]
    acts += [_edit(shop, nothing), _act(shop, nothing, "copies", {}), _act(shop, nothing, "old-ways/end", {})]
    assert {answer.code for answer in acts} == {"UnknownLiveCode"}


def test_a_copy_says_the_same_and_has_ways_of_its_own(shop: Shop) -> None:
    """Another code, named as a copy unless it is given a name; under one key it is made once."""
    code = _made(shop, tag_ids=[shop.tag()])
    path = f"{PATH}/{code['code']}/copies"
    first = shop.owner.post(path, {}, idempotency_key="c").json()
    assert shop.owner.post(path, {}, idempotency_key="c").json()["code"] == first["code"]
    shop.stack.drain()
    copied = _read(shop, first["code"])
    assert (copied["name"], copied["tag_ids"], copied["status"]) == ("海报（副本）", code["tag_ids"], "ready")
    assert copied["contact_ways"][0]["config_id"] != code["contact_ways"][0]["config_id"]
    assert shop.owner.post(path, {"name": "二店"}).json()["name"] == "二店"


def test_old_ways_end_only_when_somebody_asks_and_confirms(shop: Shop) -> None:
    """Whoever is behind the code keeps theirs; asked twice WeCom deletes once; from the archive all end."""
    code = _made(shop)
    edited = _edit(shop, code, staff=[{"userid": "wangfang"}]).json()
    shop.stack.drain()
    doubtful = _act(shop, edited, "old-ways/end", {})
    assert (doubtful.status, doubtful.code) == (422, "NeedsConfirmation")
    for _ in range(2):
        assert _act(shop, edited, "old-ways/end", {"confirm": True}).status == 200
    shop.stack.drain()
    left = [way.user for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]
    assert (left, _read(shop, code["code"])["old_ways"]) == ([["wangfang"]], [])
    _act(shop, code, "archive")
    _act(shop, code, "old-ways/end", {"confirm": True})
    shop.stack.drain()
    assert not [way for way in shop.stack.sandbox.world.state.ways.values() if way.state == code["code"]]
    _act(shop, code, "restore")
    shop.stack.drain()
    assert _read(shop, code["code"])["status"] == "ready"


def test_a_fact_says_what_an_edit_changed_and_nothing_personal(shop: Shop) -> None:
    """Names of fields, and who of the staff came and went."""
    code = _made(shop)
    _edit(shop, code, name="别名", staff=[{"userid": "wangfang"}])
    shop.stack.drain()
    (edited,) = _facts(shop, code, "live_code.edited")
    assert edited == {
        "code": code["code"],
        "revision": 2,
        "changed": ["name", "staff"],
        "added": ["wangfang"],
        "removed": ["liming"],
    }


def test_a_code_of_a_store_is_seen_by_whoever_acts_for_it(shop: Shop) -> None:
    """Made for one and moved to another; who acts for a third finds no such code, and a closed store takes none."""
    one, two, closed = (make.store(shop.stack, by=shop.owner, name=f"{name}店") for name in "123")
    shop.owner.put(f"/admin/v1/stores/{closed.id}/state", {"state": "closed"})
    code = _made(shop, store_id=one.id)
    assert (code["store_name"], _edit(shop, code, store_id=two.id).json()["store_name"]) == ("1店", "2店")
    assert _edit(shop, _read(shop, code["code"]), store_id=closed.id).json()["details"]["errors"][0]["rule"] == "closed"
    mine, theirs = (
        msgspec.structs.replace(shop.stack.ctx(), scope=Scope(stores=frozenset({StoreId(store.id)})))
        for store in (two, one)
    )
    assert seeing.now(mine, LiveCode(code["code"])).terms.store_id == two.id
    with pytest.raises(UnknownLiveCode):
        seeing.now(theirs, LiveCode(code["code"]))
    listed = shop.owner.get(f"{PATH}?store={two.id}").json()["items"]
    assert [line["code"] for line in listed] == [code["code"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=甲 店", ["甲店1"]),
        ("staff=LiMing", ["甲店1"]),
        ("state=paused", ["乙店2"]),
        ("tag={tag}", ["甲店1"]),
        ("maker=zhangwei", ["乙店2", "甲店1"]),
        ("maker=liming", []),
        ("has_problem=true", ["乙店2"]),
        ("has_problem=false", ["甲店1"]),
        ("q=店&limit=1", ["乙店2"]),
    ],
)
def test_live_codes_are_found_by_what_operators_know_of_them(found: Shop, query: str, names: list[str]) -> None:
    """Each filter alone, newest first, with names beside ids."""
    path = query.replace(" ", "%20").format(tag=found.tag())
    lines = found.owner.get(f"{PATH}?{path}").json()["items"]
    assert [line["name"] for line in lines] == names
    assert all(line["created_by"]["name"] and all(one["name"] for one in line["staff"]) for line in lines)


@pytest.fixture(scope="module")
def found() -> Iterator[Shop]:
    """Two live codes: one with a tag; one that is paused, and whose contact way WeCom refuses."""
    with running_stack() as stack:
        shop = Shop(stack)
        shop.owner.post("/admin/v1/staff-reconciles")
        stack.work_off()
        stack.sandbox.world.state.corps[CORP].staff["wangfang"].active = False
        _made(shop, name="甲店1", tag_ids=[shop.tag()])
        stack.clock.advance(1)
        _act(shop, _made(shop, name="乙店2", staff=[{"userid": "wangfang"}]), "pause")
        yield shop


def test_a_filter_that_meets_nobody_answers_where_to_go_on(found: Shop) -> None:
    """A page of the list ends at its own cursor, which the next one begins behind."""
    first = found.owner.get(f"{PATH}?limit=1").json()
    second = found.owner.get(f"{PATH}?limit=1&cursor={first['cursor']}").json()
    assert [line["name"] for line in (*first["items"], *second["items"])] == ["乙店2", "甲店1"]


def test_what_an_edit_changes_is_told_by_field() -> None:
    """The order of the staff says nothing; a weight does, and so do who came and who went."""
    one, two = StaffShare(UserId("a"), 1), StaffShare(UserId("b"), 1)
    heavier = StaffShare(UserId("b"), 2)
    was, *others = (_terms(*staff) for staff in ((one, two), (two, one), (one, heavier), (two,)))
    found = [rules.difference(was.created_at, was, other) for other in others]
    assert [edit.changed for edit in found] == [(), ("staff",), ("staff",)]
    assert [(edit.added, edit.removed) for edit in found] == [((), ()), ((), ()), ((), ("a",))]


def _terms(*staff: StaffShare) -> Terms:
    return Terms(
        code=LiveCode("c"),
        name="码",
        staff=staff,
        tag_ids=(),
        welcome=Welcome(text="您好"),
        created_at=Moment("2026-11-21T00:00:00.000Z"),
    )
