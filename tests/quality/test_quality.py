"""Reply quality: each morning WeCom's figures of the staff's days are read, and shown to whoever may see them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Day
from chalicelib.core.storage.table import get, key
from chalicelib.platforms.wecom import behaviour
from chalicelib.platforms.wecom.behaviour import Behaviour
from chalicelib.quality.store import DayRow
from tests.quality.mornings import a_morning, day, next_morning, seen, tell
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import STAFF

CHATS: dict[str, float] = {"chat": 90, "message": 200, "asked": 10, "answered": 10, "waited": 600.0}
QUIET: dict[str, float] = {"chat": 10, "message": 10, "asked": 4, "answered": 0}


def one(found: Any, userid: str) -> Any:
    (item,) = [item for item in found["items"] if item["staff"]["userid"] == userid]
    return item


def test_a_morning_brings_figures_with_what_they_mean(stack: Stack) -> None:
    """Means weighted by chats, counts added up, a definition in two languages of each figure, and what is missing."""
    make.live_code(stack)
    tell(stack, "liming", -1, **CHATS)
    tell(stack, "liming", 0, **QUIET, negative_feedback=1, new_apply=2, new_contact=3)
    a_morning(stack)
    found = seen(stack, f"?since={day(-2)}&until={day(0)}")
    item = one(found, "liming")
    assert (item["chats"], item["messages"]) == (100, 210)
    assert (item["reply_percent"], item["first_reply_minutes"]) == (90.0, 1.0)
    assert (item["negative_feedback"], item["new_applies"], item["days"]) == (1, 2, 2)
    assert (item["missing_days"], found["missing_days"], found["read_until"]) == ([day(0)], [day(0)], day(-1))
    told = {definition["field"] for definition in found["definitions"]}
    assert told <= item.keys() and all(definition["zh"] and definition["en"] for definition in found["definitions"])
    assert one(found, "wangfang")["reply_percent"] is None


def test_one_of_the_staff_is_told_day_by_day(stack: Stack) -> None:
    """A line a day that was told, of everybody or of one; whoever may not see them is told of none."""
    make.live_code(stack)
    tell(stack, "liming", -1, **CHATS)
    tell(stack, "liming", 0, **QUIET)
    tell(stack, "wangfang", 0, chat=5)
    a_morning(stack)
    query = f"?by=day&since={day(-2)}&until={day(-1)}"
    assert {item["day"]: item["chats"] for item in seen(stack, query)["items"]} == {day(-2): 90, day(-1): 15}
    items = seen(stack, f"{query}&staff=liming")["items"]
    assert [(item["day"], item["chats"], item["staff"]) for item in items] == [(day(-2), 90, None), (day(-1), 10, None)]
    make.session(stack).put("/admin/v1/operators/liming", {"role": "adviser"})
    forget_everything()
    assert seen(stack, f"{query}&staff=wangfang", by=make.session(stack, "liming"))["items"] == []


def test_three_days_are_read_again_and_older_ones_stand(stack: Stack) -> None:
    """What WeCom changes within three days shows the next morning; what was counted long ago is not asked for."""
    make.live_code(stack)
    a_morning(stack)
    for days in (-1, -2, -3, -4):
        tell(stack, "liming", days, chat=7)
    a_morning(stack)
    item = one(seen(stack, f"?since={day(-5)}&until={day(-1)}"), "liming")
    assert item["chats"] == 14 and item["missing_days"] == []


def test_mornings_that_were_missed_are_made_up_for(stack: Stack) -> None:
    """Four days without a tick: the days between are read with the next."""
    make.live_code(stack)
    a_morning(stack)
    for _ in range(5):
        next_morning(stack)
        stack.clock.advance(1)
    a_morning(stack)
    assert seen(stack, f"?since={day(-7)}")["missing_days"] == []


def test_what_is_the_same_is_not_written_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call for each member of staff; of the three days that are read only the new one is a row."""
    calls: list[str] = []
    real = behaviour.of_days
    make.live_code(stack)
    a_morning(stack)

    def counted(ctx: Ctx, userid: UserId, since: Day, until: Day) -> list[Behaviour]:
        calls.append(userid)
        return real(ctx, userid, since, until)

    monkeypatch.setattr(behaviour, "of_days", counted)
    a_morning(stack)
    assert sorted(calls) == sorted(STAFF)
    rows = [get(DayRow, key(stack.ctx(), "reply_day", "liming"), day(days)) for days in (-1, -2, -3)]
    new, before, first = [row.read_at for row in rows if row]
    assert new > before == first


def test_a_dirty_answer_is_read_as_what_it_means(stack: Stack) -> None:
    """Numbers as texts, a BOM, null: the same figures."""
    make.live_code(stack)
    stack.platform.fault(kind="dirty_json")
    tell(stack, "liming", 0, **CHATS)
    a_morning(stack)
    stack.platform.call("DELETE", "faults")
    item = one(seen(stack), "liming")
    assert (item["chats"], item["reply_percent"], item["days"]) == (90, 100.0, 7)


def test_one_of_whom_wecom_tells_nothing_keeps_no_other_waiting(stack: Stack) -> None:
    """They are rejected by name with what to do; the others are read."""
    make.live_code(stack)
    stack.platform.staff("change", "liming", visible=False)
    tell(stack, "wangfang", 0, chat=5)
    a_morning(stack)
    found = seen(stack, f"?until={day(-1)}")
    assert one(found, "wangfang")["chats"] == 5
    assert "liming" not in [item["staff"]["userid"] for item in found["items"]]
    owner = make.session(stack)
    (job,) = [item for item in owner.get("/admin/v1/jobs").json()["items"] if item["kind"] == "read_quality"]
    rejects = owner.get(f"/admin/v1/jobs/{job['job_id']}/rejects").json()["items"]
    assert [reject["reference"] for reject in rejects] == ["liming"]


def test_an_adviser_sees_their_own_and_a_manager_their_store(stack: Stack) -> None:
    """By staff and by store; another corp sees nothing at all."""
    east = make.store(stack, name="东店", number="E1", clerks=["liming", "zhaolei"]).id
    make.store(stack, name="北店", number="N1", clerks=["wangfang"])
    make.live_code(stack)
    for userid, chats in (("liming", 3), ("zhaolei", 4), ("wangfang", 5)):
        tell(stack, userid, 0, chat=chats)
    a_morning(stack)
    owner = make.session(stack)
    owner.put("/admin/v1/operators/liming", {"role": "adviser"})
    owner.put("/admin/v1/operators/chenyu", {"role": "viewer", "scope": {"kind": "stores", "of": [east]}})
    forget_everything()
    adviser, manager = make.session(stack, "liming"), make.session(stack, "chenyu")
    assert [item["staff"]["userid"] for item in seen(stack, by=adviser)["items"]] == ["liming"]
    assert [item["staff"]["userid"] for item in seen(stack, by=manager)["items"]] == ["liming", "zhaolei"]
    (shop,) = seen(stack, "?by=store", by=manager)["items"]
    assert (shop["store_id"], shop["store_name"], shop["chats"], shop["staff"]) == (east, "东店", 7, None)
    shops = {item["store_name"]: item["chats"] for item in seen(stack, "?by=store")["items"]}
    assert shops == {"": 0, "东店": 7, "北店": 5}
    rival = seen(stack, corp="rival")
    assert (rival["items"], rival["read_until"], len(rival["missing_days"])) == ([], None, 7)


def test_a_mover_s_former_days_stay_with_the_former_store(stack: Stack) -> None:
    """A manager sees a new colleague's days, and no part of another store's figures."""
    north = make.store(stack, name="北店", number="N1", clerks=["wangfang"])
    make.live_code(stack)
    tell(stack, "wangfang", 0, chat=5)
    a_morning(stack)
    owner = make.session(stack)
    assert [item["store_name"] for item in seen(stack, "?by=store")["items"]] == ["", "北店"]
    body = {"number": "N1", "name": "北店", "clerks": ["liming"], "version": north["version"]}
    assert owner.put(f"/admin/v1/stores/{north.id}", body).status == 200
    tell(stack, "wangfang", -1, chat=6)
    a_morning(stack)
    found = seen(stack, f"?by=store&since={day(-2)}&until={day(-2)}")
    shops = {item["store_name"]: item["chats"] for item in found["items"]}
    assert shops == {"": 0, "北店": 6}


def test_too_many_days_are_said_at_the_field(stack: Stack) -> None:
    """With how many there may be."""
    answer = make.session(stack).get("/admin/v1/reply-quality?since=2026-01-01&until=2026-03-01")
    assert answer.status == 400 and "31" in str(answer.json())
