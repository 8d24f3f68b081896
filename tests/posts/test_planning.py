"""Plans: who gets a post, from whom, who does not and why; one planner's word, whatever wakes up."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.config import config
from chalicelib.core.errors import TooBusy
from chalicelib.core.ids import UserId
from chalicelib.core.storage.table import Refused
from chalicelib.members import store as member_store
from chalicelib.posts import drive, occurrence_rows, planning
from chalicelib.posts import store as posts
from chalicelib.posts.errands import PlanPost
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.planning import LEASE, Planner
from chalicelib.tasks import store
from local.wecom.states import Quota
from tests.support.desk import CORP, Desk
from tests.support.due import overdue
from tests.support.race.rivals import between
from tests.support.state import items

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=11;BYMINUTE=0", "starts_at": "2026-11-21T11:00"}


def _row(desk: Desk, post: str) -> OccurrenceRow:
    row = occurrence_rows.occurrence(desk.ctx(), PostId(post), _name(desk, post))
    assert row is not None
    return row


def _name(desk: Desk, post: str) -> OccurrenceName:
    return OccurrenceName(desk.occurrence(post)["at"])


def _segments(desk: Desk, post: str) -> dict[str, list[str]]:
    """Everything that lies under an occurrence's noted fences, by sender or reason."""
    origin, row = desk.origin(post), _row(desk, post)
    found: dict[str, list[str]] = {}
    for fence, count in row.progress.noted.items():
        for segment in store.segments(desk.ctx(), origin, fence):
            if segment.number < count:
                found.setdefault(segment.name, []).extend(store.segment_targets(desk.ctx(), origin, segment.place))
    return {name: sorted(targets) for name, targets in found.items()}


def _claimed(desk: Desk, **changes: Any) -> str:
    """A post whose occurrence is claimed and not planned."""
    post = desk.post(**changes)
    desk.stack.clock.advance(3600)
    ctx = desk.ctx()
    for one in overdue(ctx, posts.TOPIC_POST):
        drive.claim(ctx, one)
    desk.sign_in()
    return post


def _plan(desk: Desk, post: str) -> None:
    planning.plan(desk.ctx(), PlanPost(post=PostId(post), occurrence=_name(desk, post)))


def test_every_member_who_is_meant_is_a_target_or_left_out_for_one_reason(desk: Desk) -> None:
    """Blocked, refused, lost; whom the audience does not mean is not counted at all."""
    names = ["good", "blocked", "refused", "lost", "other"]
    ids = {name: desk.friend(name, tags=["新客"] if name != "other" else ["老客"]) for name in names}
    assert desk.block(ids["blocked"], reason="投诉").status == 200
    desk.stack.sandbox.world.state.customers["refused"].name = "refused"
    from chalicelib.members import service, shapes

    service.prefer(desk.ctx(), desk.member_id(ids["refused"]), shapes.Preferences(accept_posts=False))
    member_store.lose(desk.ctx(), ids["lost"], UserId("liming"), f"{desk.at()}|customer")
    for external in ids.values():
        desk.gather(external)
    post = _claimed(desk, audience={"channel": "customers", "any_tags": ["新客"]}, confirm=True)
    _plan(desk, post)
    seen = desk.occurrence(post)
    assert (seen["targeted"], seen["excluded"]) == (1, {"blocked": 1, "not_friend": 1, "refused": 1})
    assert _segments(desk, post) == {
        "liming": [ids["good"]],
        "!blocked": [ids["blocked"]],
        "!refused": [ids["refused"]],
        "!not_friend": [ids["lost"]],
    }


def test_a_shared_customer_gets_it_once_from_the_latest_friend(desk: Desk) -> None:
    """Of the staff who may send; each customer is in one task."""
    shared = desk.friend("s", "liming", days=30)
    desk.friend("s", "wangfang", days=3)
    for staff, sender in (([], "wangfang"), (["liming", "zhaolei"], "liming")):
        post = _claimed(desk, audience={"channel": "customers", "staff": staff})
        _plan(desk, post)
        assert _segments(desk, post) == {sender: [shared]}


def test_content_whose_approval_was_dropped_fails_the_occurrence_with_the_reason(desk: Desk) -> None:
    """Nothing is planned, nothing is sent, and the operator sees why."""
    desk.friends(1)
    post = desk.post()
    desk.recall()
    desk.after(hours=1)
    seen = desk.occurrence(post)
    assert (seen["status"], seen["reason"]) == ("failed", "VersionRecalled")
    assert (desk.ledger(), desk.report(post)["closed"]) == ([], 1)
    desk.after(hours=5)
    assert desk.ledger() == []


def _in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """One part of the audience a slice, and the end in a slice of its own."""
    monkeypatch.setattr(planning, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(planning, "FINISH_WITHIN", -1.0)


def test_planning_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In many slices under a fence each: the same targets, and still one task a sender to confirm."""
    mine = desk.friends(7)
    post = _claimed(desk)
    _in_slices(monkeypatch)
    for _ in range(3):
        _plan(desk, post)
        assert desk.occurrence(post)["status"] == "planning"
    monkeypatch.undo()
    _plan(desk, post)
    assert _segments(desk, post) == {"liming": sorted(mine)}
    assert [(task["sender"], task["targets"]) for task in desk.tasks(post)] == [("liming", 7)]


def test_the_queue_brings_slice_after_slice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slice asks for the next, until the tasks are made and asked for."""
    desk.friends(3)
    post = desk.post()
    _in_slices(monkeypatch)
    monkeypatch.setattr(planning, "FINISH_WITHIN", 10.0)
    desk.after(hours=1)
    assert desk.occurrence(post)["status"] == "sending"
    assert [entry["count"] for entry in desk.ledger()] == [3]


def test_one_planner_at_a_time(desk: Desk) -> None:
    """A second one that comes while the first is at work goes away without a trace."""
    desk.friends(2)
    post = _claimed(desk)
    with between((Planner, "walk_a_part"), (Planner, "note"), lambda: _plan(desk, post)):
        _plan(desk, post)
    row = _row(desk, post)
    assert (row.fence, row.status) == (1, "sending")


def test_a_planner_who_died_is_followed_by_another(desk: Desk) -> None:
    """After 90 s; what the dead one wrote and did not note is planned again, and counted once."""
    mine = desk.friends(3)
    post = _claimed(desk)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Planner, "note", _dies)
        _plan(desk, post)
    desk.stack.clock.advance(89)
    _plan(desk, post)
    assert desk.occurrence(post)["status"] == "planning"
    desk.stack.clock.advance(2)
    _plan(desk, post)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["targeted"]) == ("sending", 3)
    assert _segments(desk, post) == {"liming": sorted(mine)}


def _dies(planner: Planner) -> None:
    planner._draft.flush()
    raise KeyboardInterrupt


def test_a_planner_who_wakes_up_from_the_dead_changes_nothing(desk: Desk) -> None:
    """Its rows and tasks lie under its own fence; the plan is the other's, and each target is sent to once."""
    mine = desk.friends(4)
    post = _claimed(desk)

    def meanwhile() -> None:
        desk.stack.clock.advance(91)
        desk.friend("late", days=0)
        _plan(desk, post)

    with between((Planner, "note"), (Planner, "finish"), meanwhile):
        _plan(desk, post)
    row = _row(desk, post)
    assert (row.plan, row.status, row.targeted) == (2, "sending", 4)
    desk.stack.drain()
    (entry,) = desk.ledger()
    assert sorted(entry["targets"]) == sorted(mine)


def test_a_planner_who_wakes_up_while_another_is_at_work_does_not_end_it(desk: Desk) -> None:
    """Its plan does not become the plan: the other has the fence, and only what it noted counts."""
    desk.friends(2)
    post = _claimed(desk)

    def meanwhile() -> None:
        desk.stack.clock.advance(91)
        occurrence_rows.take(desk.ctx(), PostId(post), _name(desk, post), LEASE)

    with between((Planner, "note"), (Planner, "finish"), meanwhile):
        _plan(desk, post)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["targeted"]) == ("planning", 0)


def test_a_planner_who_wakes_up_before_it_noted_is_refused(desk: Desk) -> None:
    """Taken over while it walked: its note is refused, its segments are never read."""
    mine = desk.friends(4)
    post = _claimed(desk)

    def meanwhile() -> None:
        desk.stack.clock.advance(91)
        desk.block(mine[0], reason="")
        desk.gather(mine[0])
        _plan(desk, post)

    with between((Planner, "walk_a_part"), (occurrence_rows, "note"), meanwhile, nth=3):
        _plan(desk, post)
    assert _segments(desk, post) == {"liming": sorted(mine[1:]), "!blocked": mine[:1]}
    desk.stack.drain()
    assert [sorted(entry["targets"]) for entry in desk.ledger()] == [sorted(mine[1:])]


def test_a_planner_who_fails_lets_the_next_try_begin_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A throttled write is tried again by the queue, without waiting for a lease."""
    desk.friends(1)
    post = _claimed(desk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Planner, "note", _busy)
        with pytest.raises(TooBusy):
            _plan(desk, post)
    _plan(desk, post)
    assert desk.occurrence(post)["status"] == "sending"


def _busy(_: Planner) -> None:
    raise TooBusy()


def test_a_cancelled_occurrence_is_not_planned_on(desk: Desk) -> None:
    """Cancelled while a planner walks: the planner gives up, nothing is sent."""
    desk.friends(2)
    post = _claimed(desk)

    def cancel() -> None:
        desk.owner.post(f"/admin/v1/posts/{post}/cancel")
        desk.stack.drain()

    with between((Planner, "walk_a_part"), (occurrence_rows, "note"), cancel, nth=3):
        _plan(desk, post)
    desk.stack.drain()
    assert (desk.occurrence(post)["status"], desk.ledger()) == ("cancelled", [])


def test_a_fence_is_only_taken_from_the_dead(desk: Desk) -> None:
    """Two takes within the lease: the second is refused."""
    post = _claimed(desk)
    name = _name(desk, post)
    assert occurrence_rows.take(desk.ctx(), PostId(post), name, LEASE).fence == 1
    with pytest.raises(Refused):
        occurrence_rows.take(desk.ctx(), PostId(post), name, LEASE)


def test_a_customer_over_the_daily_quota_is_left_out(desk: Desk) -> None:
    """One a day: the second post of the day leaves out who was planned for, the next day everybody is free again."""
    first, second = desk.friend("a", tags=["x"]), desk.friend("b")
    desk.rules(quota="day")
    desk.post(audience={"channel": "customers", "any_tags": ["x"]}, confirm=True)
    later = desk.post(schedule={"kind": "once", "at": desk.at(hours=2)})
    desk.after(hours=1)
    desk.after(hours=1)
    assert _segments(desk, later) == {"liming": [second], "!quota": [first]}
    post = desk.post(schedule={"kind": "once", "at": desk.at(hours=13)}, confirm=True)
    desk.after(hours=13)
    assert _segments(desk, post) == {"liming": [first, second]}


def test_a_customer_over_the_frequency_cap_is_left_out(desk: Desk) -> None:
    """Two within three days, whatever WeCom would allow; groups and staff have no cap."""
    desk.friends(1)
    desk.rules(cap={"count": 2, "days": 3})
    post = desk.post(schedule=DAILY)
    seen = []
    for _ in range(4):
        desk.after(days=1)
        seen.append(desk.occurrence(post)["excluded"])
    assert seen == [{}, {}, {"frequency_cap": 1}, {}]


def test_what_was_cancelled_before_anybody_got_it_used_up_nothing(desk: Desk) -> None:
    """The quota is free again."""
    mine = desk.friends(2)
    desk.rules(quota="day")
    first = desk.post()
    desk.after(hours=1)
    desk.owner.post(f"/admin/v1/posts/{first}/cancel")
    desk.stack.drain()
    second = desk.post()
    desk.after(hours=1)
    assert _segments(desk, second) == {"liming": mine}


def test_a_forecast_counts_who_will_not_receive_and_why_and_writes_no_plan(desk: Desk) -> None:
    """With samples by member id; nothing is sent and no quota is used."""
    ok, blocked = desk.friend("ok"), desk.friend("no")
    desk.block(blocked, reason="")
    desk.gather(blocked)
    post = desk.post()
    begun = desk.owner.post(f"/admin/v1/posts/{post}/forecasts").json()
    assert (begun["status"], begun["progress"]) == ("running", 0)
    desk.stack.drain()
    done = desk.owner.get(f"/admin/v1/posts/{post}/forecasts/{begun['forecast_id']}").json()
    assert (done["status"], done["progress"]) == ("done", 1)
    assert (done["targeted"], done["excluded"]) == (1, {"blocked": 1})
    assert done["samples"] == {"targeted": [desk.member_id(ok)], "blocked": [desk.member_id(blocked)]}
    kinds = {row["kind"]["S"] for row in items(config().main_table)}
    assert not kinds & {"task_targets", "task", "touched"}


def test_a_forecast_knows_the_quota_that_the_platform_will_apply(desk: Desk) -> None:
    """Forecast and actual result agree: who had one today gets no second one."""
    mine, new = desk.friends(3), "wmnew"
    desk.rules(quota="day")
    desk.post()
    desk.after(hours=1)
    desk.confirm()
    desk.friend("new")
    world = desk.stack.sandbox.world
    world.corp(CORP).mass_quota = Quota.DAY
    second = desk.post()
    begun = desk.owner.post(f"/admin/v1/posts/{second}/forecasts").json()
    desk.stack.drain()
    told = desk.owner.get(f"/admin/v1/posts/{second}/forecasts/{begun['forecast_id']}").json()
    assert (told["targeted"], told["excluded"]) == (1, {"quota": 3})
    desk.after(hours=1)
    desk.confirm()
    desk.after(minutes=6)
    assert [len(desk.received(one)) for one in [*mine, new]] == [1, 1, 1, 1]


def test_a_forecast_of_content_that_may_not_be_sent_says_so(desk: Desk) -> None:
    """Before its time, so that somebody can mend it."""
    post = desk.post()
    desk.recall()
    begun = desk.owner.post(f"/admin/v1/posts/{post}/forecasts").json()
    desk.stack.drain()
    told = desk.owner.get(f"/admin/v1/posts/{post}/forecasts/{begun['forecast_id']}").json()
    assert (told["status"], told["reason"]) == ("failed", "VersionRecalled")


def test_what_could_not_be_planned_in_72_hours_is_given_up(desk: Desk) -> None:
    """Nothing is sent days later."""
    desk.friends(1)
    post = _claimed(desk)
    desk.stack.clock.advance(73 * 3600)
    desk.sign_in()
    _plan(desk, post)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["reason"]) == ("failed", "TooLate")
