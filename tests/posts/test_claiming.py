"""The clock: every occurrence once, late ones flagged, missed ones noted, quiet hours kept."""

from __future__ import annotations

from typing import Any

from chalicelib import clock
from chalicelib.posts import drive, occurrence_rows, store
from tests.support.desk import Desk
from tests.support.due import overdue
from tests.support.race.rivals import between

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


def _seen(desk: Desk, post: str) -> list[tuple[str, str, bool]]:
    return [(one["at"][:16], one["status"], one["late"]) for one in reversed(desk.read(post)["occurrences"])]


def test_a_post_is_sent_at_its_minute_and_not_before(desk: Desk) -> None:
    """A second early nothing is claimed; at its time it is, and the post is finished."""
    desk.friends(1)
    post = desk.post()
    desk.after(seconds=3599)
    assert _seen(desk, post) == []
    desk.after(seconds=1)
    assert _seen(desk, post) == [("2026-11-21T03:00", "sending", False)]
    assert (desk.read(post)["status"], desk.read(post)["next_at"]) == ("finished", "")


def test_two_ticks_at_once_claim_once(desk: Desk) -> None:
    """A rival tick claims between our look and our write: one occurrence, one task."""
    desk.friends(1)
    post = desk.post()
    desk.stack.clock.advance(3600)
    ctx = desk.ctx()
    (one,) = overdue(ctx, store.TOPIC_POST)
    with between((store, "post"), (occurrence_rows, "claim"), lambda: drive.claim(ctx, one)):
        drive.claim(ctx, one)
    drive.claim(ctx, one)
    desk.stack.drain()
    assert _seen(desk, post) == [("2026-11-21T03:00", "sending", False)]
    assert len(desk.ledger()) == 1


def test_a_tick_that_comes_hours_late_sends_once_and_says_late(desk: Desk) -> None:
    """Late by more than ten minutes is late; the next tick finds nothing."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=6)
    desk.tick()
    assert _seen(desk, post) == [("2026-11-21T03:00", "sending", True)]
    assert len(desk.ledger()) == 1


def test_of_several_missed_times_the_latest_is_sent_and_the_others_are_noted(desk: Desk) -> None:
    """Down for three days: one message, not three; the post goes on the next morning."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.after(hours=76)
    assert _seen(desk, post) == [
        ("2026-11-22T01:00", "skipped", False),
        ("2026-11-23T01:00", "skipped", False),
        ("2026-11-24T01:00", "sending", True),
    ]
    assert desk.read(post)["occurrences"][1]["reason"] == "overtaken"
    assert desk.read(post)["next_at"] == "2026-11-25T01:00:00.000Z"
    assert len(desk.ledger()) == 1
    desk.after(hours=19)
    assert _seen(desk, post)[-1] == ("2026-11-25T01:00", "sending", False)
    assert len(desk.ledger()) == 2


def test_more_missed_times_than_a_transaction_holds_are_noted_in_turn(desk: Desk, monkeypatch: Any) -> None:
    """Two at once here; the latest is sent when all before it are noted."""
    monkeypatch.setattr(drive, "MISSED_AT_ONCE", 2)
    post = desk.post(schedule=DAILY)
    desk.after(hours=24 * 5)
    assert [status for _, status, _ in _seen(desk, post)] == ["skipped"] * 2
    desk.after(minutes=1)
    assert [status for _, status, _ in _seen(desk, post)] == ["skipped"] * 4
    desk.after(minutes=1)
    assert [status for _, status, _ in _seen(desk, post)][4:] == ["closed"]
    assert desk.occurrence(post)["late"] is True


def test_a_time_in_quiet_hours_waits_for_their_end_and_is_not_late(desk: Desk) -> None:
    """20:30 to 10:00: a post of 21:00 is claimed at 10:00, editable until then."""
    desk.friends(1)
    desk.rules(quiet_hours={"from": "20:30", "to": "10:00"})
    post = desk.post(schedule={"kind": "once", "at": "2026-11-21T13:00:00.000Z"})
    desk.after(hours=11)
    desk.after(hours=12, minutes=59)
    assert (_seen(desk, post), desk.read(post)["status"]) == ([], "scheduled")
    desk.after(minutes=1)
    assert _seen(desk, post) == [("2026-11-21T13:00", "sending", False)]


def test_an_idle_tick_does_nothing_to_an_occurrence_that_is_over(desk: Desk) -> None:
    """Closed, it no longer waits."""
    post = desk.post()
    desk.after(hours=1)
    assert desk.occurrence(post)["status"] == "closed"
    desk.stack.clock.advance(86400)
    assert overdue(desk.ctx(), store.TOPIC_OCCURRENCE) == []


def test_the_real_tick_claims_too(desk: Desk) -> None:
    """Through the function that AWS calls every minute."""
    post = desk.post()
    desk.stack.clock.advance(3600)
    clock.tick("tick")
    desk.stack.drain.due()
    desk.sign_in()
    assert _seen(desk, post) == [("2026-11-21T03:00", "claimed", False)]


def test_a_step_whose_message_was_lost_is_asked_for_again(desk: Desk) -> None:
    """The queue lost everything after the claim: minutes later the occurrence is planned and sent all the same."""
    desk.friends(1)
    post = desk.post()
    for _ in range(3):
        desk.stack.clock.advance(3600)
        clock.tick("tick")
        desk.stack.drain.due()
        desk.stack.drain.changes()
        desk.stack.drain.follow()
        desk.stack.queues.waiting.clear()
    desk.after(minutes=6)
    desk.after(minutes=6)
    assert _seen(desk, post) == [("2026-11-21T03:00", "sending", False)]
    assert len(desk.ledger()) == 1
