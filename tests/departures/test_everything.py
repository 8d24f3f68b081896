"""“X goes, Y and Z take over”: what is no customer and no group moves too, or ends, and is seen before and after."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import make
from tests.support.leaver import Everything, Leaver, told_of
from tests.support.stack import forget_everything

TAKERS = ({"userid": "wangfang", "weight": 2}, "zhaolei")


@pytest.fixture
def held(leaver: Leaver) -> Everything:
    """One of each."""
    return leaver.everything()


def _parts(departure: dict[str, Any]) -> dict[str, tuple[str, int, int]]:
    return {one["part"]: (one["state"], one["done"], one["failed"]) for one in departure["progress"]}


def test_all_that_somebody_has_is_seen_before_anything_is_done(leaver: Leaver, held: Everything) -> None:
    """By kind, with names; and what nobody can change but an operator."""
    seen = leaver.holdings()
    assert (seen["stores"], seen["posts"], seen["adopted_ways"]) == (["人民广场店"], ["每日"], ["东门"])
    assert [(one["name"], one["targets"]) for one in seen["tasks"]] == [("已发出", 3)]
    assert (seen["role"], seen["welcomes"]) == ({"role": "marketer", "name": "运营", "is_over": False}, ["东门"])
    assert (seen["posts_beyond"], seen["taking_over"]) == (False, [])


def test_everything_of_who_has_left_is_others_or_over(leaver: Leaver, held: Everything) -> None:
    """Ways, places at stores, posts, what was not sent, the role: each part says so, and the owner is told of it."""
    leaver.leaves()
    report = f"/admin/v1/posts/{held.sent.id}/report"
    leaver.owner.post(report)
    leaver.stack.work_off()
    assert leaver.owner.get(report).json()["refused"] == {}
    leaver.stack.clock.advance(60)
    (listed,) = leaver.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert (listed["problem"]["code"], listed["problem"]["about"]) == ("StaffAway", "liming")
    begun = leaver.begin(TAKERS)
    forget_everything()
    owner = leaver.owner
    assert leaver.stack.sandbox.world.state.ways[held.way].user == ["chenyu", "wangfang", "zhaolei"]
    (listed,) = owner.get("/admin/v1/adopted-ways").json()["items"]
    assert (listed["staff"], listed["problem"]) == (["chenyu", "wangfang", "zhaolei"], None)
    store = owner.get(f"/admin/v1/stores/{held.store.id}").json()
    assert (store["manager"], store["clerks"], store["staff"]) == ("wangfang", ["wangfang"], ["wangfang", "chenyu"])
    waits = owner.get(f"/admin/v1/posts/{held.waits.id}").json()
    assert waits["audience"]["staff"] == ["wangfang", "zhaolei", "chenyu"]
    sent = owner.get(f"/admin/v1/posts/{held.sent.id}").json()["occurrences"][0]
    (task,) = owner.get(f"/admin/v1/posts/{held.sent.id}/occurrences/{sent['at']}/tasks").json()["items"]
    assert (task["state"], task["reason"], task["problem"]["code"]) == ("closed", "sender_left", "TaskSenderLeft")
    assert task["counts"] == {"sender_left": 3}
    assert owner.get(report).json()["refused"] == {"sender_left": 3}  # added up anew, and nobody had to ask
    roles = {one["userid"]: one["role"] for one in owner.get("/admin/v1/operators").json()["items"]}
    assert "liming" not in roles
    assert _parts(begun) == {
        "live_codes": ("done", 2, 0),
        "adopted_ways": ("done", 1, 0),
        "stores": ("done", 1, 0),
        "posts": ("done", 1, 0),
        "tasks": ("done", 1, 0),
        "role": ("done", 1, 0),
        "follow_ups": ("done", 0, 0),
        "groups": ("done", 0, 0),
        "customers": ("under_way", 0, 0),
    }
    rejects = owner.get(f"/admin/v1/jobs/{begun['job_id']}/rejects").json()["items"]
    assert [(one["field"], one["reference"]) for one in rejects] == [("live_codes", held.named.id)]
    (told,) = told_of(leaver)
    assert "印制的联系我 1、门店 1、群发 1、收回的群发任务 1" in told and "角色「运营」已收回；有 1 项需要处理" in told
    left = leaver.holdings()
    assert [left[name] for name in ("live_codes", "adopted_ways", "stores", "posts", "tasks")] == [[]] * 5


def test_a_role_that_ended_with_leaving_is_told_of_once(leaver: Leaver) -> None:
    """With the first handing over; a second one has none to end, and shows none before."""
    make.operator(leaver.stack, "marketer", "liming")
    leaver.leaves()
    assert leaver.holdings()["role"]["is_over"]
    first = leaver.begin(customers=False, groups=False, role=True)
    assert leaver.holdings()["role"] is None
    again = leaver.begin(customers=False, groups=False, role=True)
    assert [one["counts"]["role"] for one in (first, again)] == [1, 0]


def test_who_stays_keeps_the_role_and_may_be_meant_still(leaver: Leaver, held: Everything) -> None:
    """Their role ends when it is asked for; posts go to them too, for the customers who will not go."""
    begun = leaver.begin(TAKERS, customers=False, groups=False)
    waits = leaver.owner.get(f"/admin/v1/posts/{held.waits.id}").json()
    assert waits["audience"]["staff"] == ["liming", "wangfang", "zhaolei", "chenyu"]
    assert _parts(begun)["role"] == ("left_out", 0, 0) and begun["state"] == "done"
    assert leaver.holdings()["role"]["role"] == "marketer"
    again = leaver.begin(TAKERS, customers=False, groups=False, role=True)
    assert _parts(again)["role"] == ("done", 1, 0) and leaver.holdings()["role"] is None


def test_who_may_not_take_a_role_ends_none(leaver: Leaver) -> None:
    """A marketer hands over what an owner has, but does not take the owner's role."""
    make.operator(leaver.stack, "marketer", "chenyu")
    make.session(leaver.stack).put("/admin/v1/operators/liming", {"role": "owner"})
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}], "role": True}
    refused = make.session(leaver.stack, "chenyu").post("/admin/v1/departures", body)
    assert [(one["path"], one["rule"]) for one in refused.json()["details"]["errors"]] == [("role", "not_held")]


def test_what_wecom_does_not_let_us_move_is_said_on_the_way_and_in_the_job(leaver: Leaver, held: Everything) -> None:
    """It is listed with WeCom's reason, and the rest goes on."""
    leaver.leaves()
    leaver.stack.platform.fault(kind="error", api="externalcontact/update_contact_way", errcode=40096, times=1)
    begun = leaver.begin(customers=False)
    assert _parts(begun)["adopted_ways"] == ("done", 0, 1) and _parts(begun)["stores"] == ("done", 1, 0)
    (listed,) = leaver.owner.get("/admin/v1/adopted-ways").json()["items"]
    assert listed["problem"]["errcode"] == 40096
    rejects = leaver.owner.get(f"/admin/v1/jobs/{begun['job_id']}/rejects").json()["items"]
    assert [one["reference"] for one in rejects if one["field"] == "adopted_ways"] == [held.way]


def test_a_post_that_has_to_be_approved_waits_for_it_anew(leaver: Leaver, held: Everything) -> None:
    """Where a second person approves posts, another audience is another post: the job says so."""
    leaver.owner.put("/admin/v1/post-approval", {"is_needed": True})
    begun = leaver.begin(customers=False, live_codes=False)
    rejects = leaver.owner.get(f"/admin/v1/jobs/{begun['job_id']}/rejects").json()["items"]
    assert [(one["field"], one["reference"]) for one in rejects] == [("posts", held.waits.id)]
    assert _parts(begun)["live_codes"] == ("left_out", 0, 0)


def test_takers_who_leave_meanwhile_take_over_no_more(leaver: Leaver) -> None:
    """Of two the other takes all; where nobody is left it ends, says so, and can be done again."""
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}, {"userid": "zhaolei"}]}
    begun = leaver.owner.post("/admin/v1/departures", body).json()["departure_id"]
    leaver.stack.platform.staff("leave", "zhaolei")
    leaver.stack.work_off()
    leaver.a_day_passes()
    assert leaver.now(begun)["counts"]["done"] == 3
    assert {name for one in leaver.customers for name in leaver.followers(one)} == {"wangfang"}
    back = {"staff": "wangfang", "takers": [{"userid": "liming"}]}
    again = leaver.owner.post("/admin/v1/departures", back).json()["departure_id"]
    leaver.stack.platform.staff("leave", "liming")
    leaver.stack.drain.callbacks()
    leaver.stack.work_off()
    ended = leaver.now(again)
    assert (ended["state"], ended["problem"]["code"], ended["counts"]["customers"]) == ("done", "TakersGone", 0)
    assert {one["state"] for one in ended["progress"]} == {"stopped", "left_out"}


def test_whoever_took_over_and_left_before_customers_came_is_named(leaver: Leaver) -> None:
    """The customers are theirs all the same: the handing over says that somebody has to take over again."""
    leaver.leaves()
    begun = leaver.begin()["departure_id"]
    leaver.stack.platform.staff("leave", "wangfang")
    leaver.stack.work_off()
    leaver.a_day_passes()
    ended = leaver.now(begun)
    assert (ended["state"], ended["problem"]["code"]) == ("done", "TakerGone")


def test_handings_over_that_cross_are_asked_about(leaver: Leaver) -> None:
    """Who takes over from another is handed over, or takes over while being handed over; confirmed, it is done."""
    leaver.begin()
    crossing = {"staff": "wangfang", "takers": [{"userid": "liming"}]}
    asked = leaver.owner.post("/admin/v1/departures", crossing)
    rules = [(one["path"], one["rule"]) for one in asked.json()["details"]["errors"]]
    assert rules == [("staff", "is_taking_over"), ("takers[0].userid", "is_handed_over")]
    assert leaver.holdings("wangfang")["taking_over"]
    assert leaver.owner.post("/admin/v1/departures", {**crossing, "confirm": True}).status == 201


def test_who_comes_back_keeps_what_is_left_and_the_role_that_they_are_given(leaver: Leaver, held: Everything) -> None:
    """A handing over that began when they had left ends where it is, and says so."""
    leaver.leaves()
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}]}
    begun = leaver.owner.post("/admin/v1/departures", body).json()["departure_id"]
    for work in (leaver.stack.drain.changes, leaver.stack.drain.follow, leaver.stack.drain.lanes):
        work()
    (job,) = (one["job_id"] for one in leaver.owner.get("/admin/v1/jobs").json()["items"] if one["kind"] == "hand_over")
    leaver.owner.post(f"/admin/v1/jobs/{job}/pause")
    leaver.stack.clock.advance(60)
    leaver.stack.platform.staff("return", "liming")
    leaver.stack.work_off()
    forget_everything()
    leaver.owner.post("/admin/v1/staff-reconciles")
    leaver.stack.work_off()
    assert leaver.owner.put("/admin/v1/operators/liming", {"role": "marketer"}).status == 200
    assert leaver.owner.post(f"/admin/v1/jobs/{job}/resume").status == 200
    leaver.stack.work_off()
    ended = leaver.now(begun)
    assert (ended["state"], ended["problem"]["code"]) == ("done", "CameBack")
    assert (leaver.holdings()["role"]["role"], leaver.holdings()["stores"]) == ("marketer", ["人民广场店"])


def test_what_is_archived_is_neither_shown_nor_counted(leaver: Leaver) -> None:
    """It shows nobody: what is seen before is what is handed over."""
    other = make.live_code(leaver.stack, by=leaver.owner, name="旧海报", staff=[{"userid": "liming"}])
    leaver.owner.post(f"/admin/v1/live-codes/{other.id}/archive")
    assert leaver.holdings()["live_codes"] == ["门店海报"]
    assert leaver.begin(customers=False)["counts"]["live_codes"] == 1
    assert leaver.holdings()["live_codes"] == []
