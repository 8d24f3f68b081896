"""A time of a post that is under way: it ends when it shall, goes as fast as it may, is taken back and tried again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.moments import moment
from chalicelib.core.storage.table import Refused
from chalicelib.posts import drive, occurrence_rows, running
from chalicelib.posts.errands import DrivePost
from chalicelib.posts.errors import OccurrenceIsOver
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import AdjustTime
from chalicelib.tasks import create
from chalicelib.tasks.errands import CreateTask
from chalicelib.touches import rules
from chalicelib.touches.shapes import QuietHours
from tests.support import flows
from tests.support.desk import Desk
from tests.support.race.rivals import between

ADD = "externalcontact/add_msg_template"
REFUSED = 41048


def _path(desk: Desk, post: str) -> str:
    return f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}"


def _begun(desk: Desk, **changes: Any) -> str:
    """A post whose tasks WeCom has."""
    post = desk.post(**changes)
    desk.after(hours=1)
    return post


def _drive(desk: Desk, post: str) -> None:
    drive.drive(desk.ctx(), DrivePost(post=PostId(post), at=desk.occurrence(post)["at"]))


def test_an_end_reminds_once_before_it_and_takes_back_what_is_unsent(desk: Desk) -> None:
    """An hour before, those who have not sent; after it nothing is asked for, and the time says that it ended."""
    desk.friends(1), desk.friends(1, "wangfang", "w")
    post = _begun(desk, ends_after_hours=4)
    desk.after(minutes=5)
    desk.confirm("wangfang")
    told: list[int] = []
    for minutes in (60, 65, 60, 10, 10, 15):
        desk.after(minutes=minutes)
        told.append(len(desk.ledger("reminded")))
    assert told == [0, 1, 2, 2, 2, 2], "at two hours, and at three: an hour before the end, once"
    assert {member for entry in desk.ledger("reminded") for member in entry["members"]} == {"liming"}
    desk.after(minutes=20)
    desk.after(minutes=10)
    ended = desk.occurrence(post)
    assert (ended["status"], ended["reason"]) == ("closed", "ended")
    assert ended["counts"] == {"delivered": 1, "unconfirmed": 1}
    assert [len(desk.ledger(action)) for action in ("created", "cancelled", "reminded")] == [2, 1, 2]
    assert desk.owner.post(f"{_path(desk, post)}/retries").code == "HasNotFailed"


def test_an_end_is_moved_while_its_time_is_under_way(desk: Desk) -> None:
    """Sooner or later, within 72 hours of its beginning; after it nothing can be changed any more."""
    desk.friends(1)
    post = _begun(desk, ends_after_hours=2)
    path = _path(desk, post)
    for ends_at, rule in ((desk.at(hours=-1), "future"), (desk.at(hours=73), "too_late")):
        refused = desk.owner.put(path, {"ends_at": ends_at})
        assert [fault["rule"] for fault in refused.json()["details"]["errors"]] == [rule]
    later = desk.at(hours=5)
    assert desk.owner.put(path, {"ends_at": later}).json()["occurrences"][0]["ends_at"] == later
    desk.after(hours=3)
    assert desk.occurrence(post)["status"] == "sending"
    assert desk.owner.put(path, {"ends_at": desk.at(minutes=30)}).status == 200
    desk.after(minutes=31)
    desk.after(minutes=10)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["counts"]) == ("closed", {"unconfirmed": 1})
    for answer in (desk.owner.put(path, {"ends_at": desk.at(hours=1)}), desk.owner.post(f"{path}/recalls")):
        assert answer.code == "OccurrenceIsOver"


def test_of_an_end_and_a_later_end_one_is_first(desk: Desk) -> None:
    """Whoever moves it before it is marked keeps the time going; whoever comes after is refused."""
    desk.friends(1)
    post = _begun(desk, ends_after_hours=1)
    at = desk.occurrence(post)["at"]
    desk.stack.clock.advance(3601)
    later = AdjustTime(ends_at=desk.at(hours=3))
    move = partial(running.adjust, desk.ctx("operator:zhangwei"), PostId(post), at, later)
    with between((occurrence_rows, "occurrence"), (occurrence_rows, "end"), move):
        _drive(desk, post)
    assert desk.occurrence(post)["status"] == "sending"
    desk.stack.clock.advance(3 * 3600)
    with (
        pytest.raises(OccurrenceIsOver),
        between((occurrence_rows, "occurrence"), (occurrence_rows, "adjust"), lambda: _drive(desk, post)),
    ):
        running.adjust(desk.ctx("operator:zhangwei"), PostId(post), at, AdjustTime(ends_at=desk.at(hours=1)))
    desk.stack.drain()
    desk.after(minutes=6)
    assert desk.occurrence(post)["reason"] == "ended"


def test_a_task_that_comes_to_its_turn_after_the_end_is_not_asked_for(desk: Desk) -> None:
    """It lay in a queue: WeCom never hears of it, and it is told as too late."""
    desk.friends(1), desk.friends(1, "wangfang", "w")
    post = desk.post(ends_after_hours=1, per_minute=1)
    desk.after(hours=1)
    assert len(desk.ledger()) == 1
    waiting = next(task for task in desk.tasks(post) if task["state"] == "planned")
    ends_at = desk.occurrence(post)["ends_at"]
    desk.stack.clock.advance(3601)
    create.create(desk.ctx(), CreateTask(origin=desk.origin(post), task=waiting["task"], until=ends_at))
    for _ in range(2):
        desk.after(minutes=6)
    assert len(desk.ledger()) == 1
    assert desk.occurrence(post)["counts"] == {"too_late": 1, "unconfirmed": 1}


def test_a_pace_spreads_a_post_over_minutes_and_is_changed_while_it_runs(desk: Desk) -> None:
    """So many of the staff a minute, each of them once; without a limit the rest is asked at once."""
    staff = ("liming", "wangfang", "zhaolei", "zhangwei", "chenyu")
    for number, userid in enumerate(staff):
        desk.friends(1, userid, f"p{number}-")
    post = _begun(desk, per_minute=1)
    path, told = _path(desk, post), [len(desk.ledger())]
    for per_minute in (None, 2, None, 0):
        if per_minute is not None:
            assert desk.owner.put(path, {"per_minute": per_minute}).json()["occurrences"][0]["per_minute"] in (2, None)
        desk.after(minutes=1)
        told.append(len(desk.ledger()))
    assert told == [1, 2, 4, 5, 5]
    assert sorted(entry["sender"] for entry in desk.ledger()) == sorted(staff)


def test_what_failed_of_a_time_is_asked_for_again_alone(desk: Desk) -> None:
    """It is over for the others, who hear nothing twice; the time is open again until that has its end too."""
    desk.friends(1), desk.friends(1, "wangfang", "w")
    desk.stack.platform.fault(kind="error", api=ADD, errcode=REFUSED, times=1)
    post = _begun(desk)
    desk.confirm()
    for _ in range(2):
        desk.after(minutes=6)
    closed = desk.occurrence(post)
    assert (closed["status"], closed["counts"]) == ("closed", {"delivered": 1, f"wecom_{REFUSED}": 1})
    for _ in range(2):
        assert desk.owner.post(f"{_path(desk, post)}/retries").code in ("", "HasNotFailed")
    desk.stack.drain()
    assert desk.occurrence(post)["status"] == "sending"
    desk.confirm()
    for _ in range(2):
        desk.after(minutes=6)
    again = desk.occurrence(post)
    assert (again["status"], again["counts"]) == ("closed", {"delivered": 2})
    assert len(desk.read(post)["occurrences"]) == 1
    assert sorted(entry["count"] for entry in desk.ledger()) == [1, 1]
    report = desk.report(post)
    assert (report["closed"], report["delivered"], report["refused"]) == (1, 2, {})


def test_what_wecom_may_have_delivered_is_never_tried_again(desk: Desk) -> None:
    """An app message without an answer: nobody knows, so a retry leaves it alone, also beside others that failed."""
    with pytest.MonkeyPatch.context() as patch:
        flows.on_errand(patch, "create_task", lambda ctx, errand: None)
        post = _begun(desk, audience={"channel": "staff", "staff": ["liming"]})
    desk.stack.platform.fault(kind="drop_reply", api="message/send", times=1)
    errand = CreateTask(origin=desk.origin(post), task=desk.task_id(post))
    with pytest.raises(UpstreamUnknown):
        create.create(desk.ctx(), errand)
    desk.after(hours=5)
    desk.after(minutes=6)
    assert (desk.occurrence(post)["status"], desk.occurrence(post)["counts"]) == ("closed", {"unknown": 1})
    assert desk.owner.post(f"{_path(desk, post)}/retries").code == "HasNotFailed"


def test_one_time_is_taken_back_and_the_others_go_on(desk: Desk) -> None:
    """What was sent stays out, and is told; the post goes out again at its next time."""
    desk.friends(1), desk.friends(1, "wangfang", "w")
    daily = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-01-01T09:00"}
    post = desk.post(schedule=daily)
    desk.after(hours=24)
    desk.after(minutes=5)
    desk.confirm("wangfang")
    desk.after(minutes=5)
    path = _path(desk, post)
    taken = desk.owner.post(f"{path}/recalls").json()
    assert (taken["out"], taken["waiting"]) == (1, 1)
    assert desk.owner.post(f"{path}/recalls").status == 200
    desk.stack.drain()
    desk.after(minutes=5)
    first = desk.occurrence(post)
    assert (first["status"], first["counts"]) == ("cancelled", {"cancelled": 1, "delivered": 1})
    assert (desk.read(post)["status"], desk.owner.post(f"{path}/retries").code) == ("scheduled", "HasNotFailed")
    desk.after(hours=24)
    assert desk.occurrence(post)["status"] == "sending"


def test_staff_may_be_reminded_three_times_a_day_and_again_the_next(desk: Desk) -> None:
    """As WeCom has it: within 24 hours, whoever asked for them."""
    desk.friends(1)
    post = _begun(desk)
    path = f"{_path(desk, post)}/reminders"
    asked = []
    for hours in (1, 3, 18, 1, 25):
        desk.after(hours=hours)
        asked.append(desk.owner.post(path).json()["reminded"])
        desk.stack.drain()
    assert asked == [1, 1, 0, 0, 1], "by hand at 1 and 4 hours, by itself at 20 or so"
    times = [entry["at"] for entry in desk.ledger("reminded")]
    assert len(times) == 4


def test_an_end_in_quiet_hours_is_called_before_they_begin() -> None:
    """So nobody is reminded at night, and everybody once."""
    quiet = QuietHours(start="21:00", end="08:00")
    for at, before in (
        ("2026-11-21T12:59:00.000Z", "2026-11-21T12:59:00.000Z"),
        ("2026-11-21T14:00:00.000Z", "2026-11-21T12:59:00.000Z"),
        ("2026-11-21T23:00:00.000Z", "2026-11-21T12:59:00.000Z"),
    ):
        assert rules.before_quiet(moment(at), quiet) == moment(before)
    assert rules.before_quiet(moment(at), None) - moment(at) == timedelta()


def test_the_end_of_a_time_is_written_once(desk: Desk) -> None:
    """Two workers find that it has come: the second is refused, and what follows is asked for once."""
    desk.friends(1)
    post = _begun(desk, ends_after_hours=1)
    row = occurrence_rows.occurrence(desk.ctx(), PostId(post), desk.occurrence(post)["at"])
    assert row is not None
    desk.stack.clock.advance(3601)
    occurrence_rows.end(desk.ctx(), row)
    with pytest.raises(Refused):
        occurrence_rows.end(desk.ctx(), row)
