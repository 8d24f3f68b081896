"""Follow-ups: written by who has the customer, told once when due, handed over with whoever goes."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.moments import Moment
from chalicelib.followups import reminding
from chalicelib.followups.store import FollowUpRow
from tests.support import make
from tests.support.http import Http
from tests.support.make import Member
from tests.support.stack import Stack

DUE = "2026-11-21T18:00:00+08:00"
TODAY = "2026-11-21T00:00:00+08:00"
MINE = "/staff/v1/follow-ups"


@pytest.fixture
def adviser(stack: Stack) -> Http:
    """`liming`, an adviser."""
    return make.operator(stack, "adviser", "liming")


def write(http: Http, member: Member, what: str = "生日前回访", due: str = DUE, key: str = "") -> dict[str, Any]:
    named = {"idempotency_key": key} if key else {}
    answer = http.post(f"/staff/v1/contacts/{member.external_userid}/follow-ups", {"what": what, "due": due}, **named)
    assert answer.status == 201, answer.body
    told: dict[str, Any] = answer.json()
    return told


def path(member: Member, one: dict[str, Any]) -> str:
    return f"/staff/v1/contacts/{member.external_userid}/follow-ups/{one['followup_id']}"


def told(stack: Stack) -> list[str]:
    """The app messages of follow-ups that staff have got."""
    sent = stack.sandbox.world.state.app_messages
    return [one.userid for one in sent if "跟进提醒" in str(one.content)]


def late(stack: Stack, seconds: float) -> None:
    stack.clock.advance(seconds)
    clock.tick("tick")
    stack.drain()


def test_it_is_told_once_when_due_whatever_is_repeated(stack: Stack, adviser: Http) -> None:
    """Each function runs each batch twice, and the tick comes again; the timeline says what happened, once."""
    member = make.member(stack)
    one = write(adviser, member, key="once")
    assert write(adviser, member, key="once") == one
    stack.drain.copies = 2
    late(stack, 8 * 3600 + 1)
    late(stack, 60)
    late(stack, 5 * 3600)
    stack.drain.copies = 1
    assert len(told(stack)) == 1
    adviser = make.session(stack, "liming")
    assert adviser.put(path(member, one), {"state": "done"}).json()["state"] == "done"
    assert adviser.put(path(member, one), {"state": "done"}).status == 200
    assert adviser.put(path(member, one), {"state": "cancelled"}).code == "FollowUpIsOver"
    stack.drain()
    events = make.session(stack).get(f"/admin/v1/members/{member.id}/timeline?limit=100").json()["items"]
    kinds = [event["kind"] for event in events]
    assert [kinds.count(f"followup.{step}") for step in ("written", "done", "cancelled")] == [1, 1, 0]
    assert "生日" not in str(events)


def test_it_is_not_told_in_quiet_hours_but_after_them(stack: Stack, adviser: Http) -> None:
    """Quiet from 17:00 to 20:00, due at 18:00: told at 20:00."""
    make.session(stack).put("/admin/v1/post-rules", {"quiet_hours": {"from": "17:00", "to": "20:00"}})
    write(adviser, make.member(stack))
    late(stack, 8 * 3600 + 60)
    assert told(stack) == []
    late(stack, 2 * 3600)
    assert len(told(stack)) == 1


def test_put_off_it_is_told_at_the_other_time_alone(stack: Stack, adviser: Http) -> None:
    """And once more when it is put off after that."""
    member = make.member(stack)
    one = write(adviser, member)
    moved = adviser.put(path(member, one), {"due": "2026-11-21T20:00:00+08:00"}).json()
    assert (moved["due"], moved["times"], moved["what"]) == ("2026-11-21T12:00:00.000Z", 1, "生日前回访")
    late(stack, 9 * 3600)
    assert told(stack) == []
    late(stack, 3600 + 60)
    assert len(told(stack)) == 1
    adviser = make.session(stack, "liming")
    assert adviser.get(f"{MINE}?when=overdue").json()["items"][0]["is_overdue"]
    adviser.put(path(member, one), {"due": "2026-11-22T10:00:00+08:00", "what": "改到明天"})
    late(stack, 14 * 3600)
    assert len(told(stack)) == 2


def test_a_day_in_shanghai_is_what_today_means(stack: Stack, adviser: Http) -> None:
    """Until midnight there, with what is overdue; the earliest first; what is over is in no list."""
    member = make.member(stack)
    tomorrow = write(adviser, member, "明天", "2026-11-22T00:00:00+08:00")
    last = write(adviser, member, "今晚", "2026-11-21T23:59:59+08:00")
    first = write(adviser, member, "现在", "2026-11-21T09:00:00+08:00")
    over = write(adviser, member, "不用了", DUE)
    adviser.put(path(member, over), {"state": "cancelled"})

    def listed(when: str) -> list[str]:
        return [one["followup_id"] for one in adviser.get(f"{MINE}?when={when}").json()["items"]]

    assert listed("today") == [first["followup_id"], last["followup_id"]]
    assert listed("overdue") == [first["followup_id"]]
    assert listed("open") == [one["followup_id"] for one in (first, last, tomorrow)]
    shown = adviser.get(f"/staff/v1/contacts/{member.external_userid}").json()["follow_ups"]
    assert [one["state"] for one in shown] == ["open", "open", "open", "cancelled"]


def test_the_teams_list_holds_what_ones_scope_holds(stack: Stack, adviser: Http) -> None:
    """An owner sees all, by who has it, and only how it begins; an adviser their own; another corp nothing."""
    mine, theirs = make.member(stack), make.member(stack, "小蓝", staff="wangfang")
    other = make.operator(stack, "adviser", "wangfang")
    write(adviser, mine, "打电话 13800138000")
    write(other, theirs)
    owner = make.session(stack)
    seen = owner.get("/admin/v1/follow-ups").json()["items"]
    assert [(one["staff"]["userid"], one["is_masked"]) for one in seen] == [("liming", True), ("wangfang", True)]
    assert "13800138000" not in str(seen)
    for http, whose in ((adviser, ["liming"]), (other, ["wangfang"])):
        items = http.get("/admin/v1/follow-ups").json()["items"]
        assert [one["staff"]["userid"] for one in items] == whose
    assert adviser.get("/admin/v1/follow-ups?staff=wangfang").json()["items"] == []
    assert len(owner.get("/admin/v1/follow-ups?staff=wangfang&when=overdue").json()["items"]) == 0
    assert make.session(stack, corp="rival").get("/admin/v1/follow-ups").json()["items"] == []
    pages, cursor = [], ""
    for _ in range(2):
        page = owner.get(f"/admin/v1/follow-ups?limit=1&cursor={cursor}" if cursor else "/admin/v1/follow-ups?limit=1")
        pages += [one["staff"]["userid"] for one in page.json()["items"]]
        cursor = page.json()["cursor"]
    assert pages == ["liming", "wangfang"]


def test_only_who_has_it_changes_it(stack: Stack, adviser: Http) -> None:
    """Not a colleague, who may not even be a friend; not another corp."""
    member = make.member(stack)
    one = write(adviser, member)
    assert make.session(stack).put(path(member, one), {"state": "done"}).code == "NotYourFollowUp"
    rival = make.operator(stack, "adviser", "liming", "rival")
    assert rival.put(path(member, one), {"state": "done"}).code == "UnknownFollowUp"
    assert adviser.put(path(member, one), {}).status == 400
    assert adviser.put(path(member, one), {"state": "open"}).status == 400
    assert adviser.put(path(member, one), {"due": "2036-01-01T00:00:00Z"}).code == "BadFollowUp"


@pytest.mark.parametrize(
    ("due", "code"),
    [("2026-11-20T23:59:59+08:00", "BadFollowUp"), ("2025-11-21T18:00:00+08:00", "BadFollowUp"), (TODAY, "")],
)
def test_a_day_that_is_over_is_a_slip(stack: Stack, adviser: Http, due: str, code: str) -> None:
    """Of the year, say; what was for this morning may still be noted, and put off to no earlier day either."""
    member = make.member(stack)
    body = {"what": "回访", "due": due}
    assert adviser.post(f"/staff/v1/contacts/{member.external_userid}/follow-ups", body).code == code
    assert adviser.put(path(member, write(adviser, member)), {"due": due}).code == code


def test_they_go_to_who_takes_over(stack: Stack) -> None:
    """At once to one of those who take over, and then to the one who got the customer; nobody else has it."""
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    member = make.member(stack, staff="chenyu")
    leaver = make.operator(stack, "adviser", "chenyu")
    one = write(leaver, member, due="2026-12-01T10:00:00+08:00")
    done = make.departure(stack, "chenyu", "wangfang")
    assert {part["part"]: part["done"] for part in done["progress"]}["follow_ups"] == 1
    taker = make.operator(stack, "adviser", "wangfang")
    assert [held["followup_id"] for held in taker.get(f"{MINE}?when=open").json()["items"]] == [one["followup_id"]]
    assert make.session(stack, "chenyu").get(f"{MINE}?when=open").json()["items"] == []
    stack.drain()
    kinds = make.session(stack).get(f"/admin/v1/members/{member.id}/timeline?limit=100").json()["items"]
    assert [event["kind"] for event in kinds].count("followup.handed_over") == 1


def test_a_reminder_fits_and_says_no_brace() -> None:
    """WeCom takes 2,048 bytes and no doubled brace."""
    row = FollowUpRow("a", "b")
    row.what, row.wanted_at = "{{名}}" * 33, Moment("2026-11-21T10:00:00.000Z")
    text = reminding.words(row, "名" * 64)
    assert len(text.encode()) < 2048 and "{{" not in text
