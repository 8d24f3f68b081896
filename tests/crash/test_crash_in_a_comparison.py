"""Stop the process right after each write of a comparison with WeCom, restart, go on: found once, for every k."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.core.events import facts
from chalicelib.members import service as members
from chalicelib.platforms.wecom import customers
from chalicelib.reconcile import comparing
from tests.support import make
from tests.support.crash import SEND_VISIBILITY, Countdown, Crash, counting
from tests.support.lost import SETTLED, as_we_know, at_wecom, lost
from tests.support.make import Thing
from tests.support.stack import Stack, running_stack
from tests.support.state import fact_kinds
from tests.support.wecom import CORPS

OVER = 20 * 60 + 1
CORP = CORPS["demo"].corp_id


def test_a_crash_after_any_write_of_a_comparison_changes_nothing_in_the_end() -> None:
    """Who joined unheard is a member with one coupon and one fact of it, who was deleted unheard is lost once."""
    with running_stack() as stack, counting() as countdown:
        template = make.coupon_template(stack, stock=200)
        code = make.live_code(stack, coupon_template_id=template.id)
        expected = _story(stack, code, countdown, 0)
        writes = countdown.seen
        assert expected == (
            ["friend", "coupon.issued", "member.joined", "member.tagged", "staff.added"],
            ["lost", "coupon.issued", "member.joined", "member.tagged", "staff.added", "staff.lost", "welcome.sent"],
        )
        assert 5 < writes < 30
        for k in range(1, writes + 1):
            assert _story(stack, code, countdown, k) == expected, f"crash after write {k} of {writes}"
        assert not stack.queues.dead


def test_a_first_import_that_is_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Friends of before come in page by page; killed in the middle, each is a member once and the progress is right."""
    monkeypatch.setattr(comparing, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(customers, "PAIRS_A_PAGE", 5)
    with running_stack() as stack, counting() as countdown:
        code = make.live_code(stack, staff=[{"userid": "liming"}, {"userid": "wangfang"}])
        ways = [way["config_id"] for way in code["contact_ways"]]
        with lost(stack):
            for number in range(16):
                stack.platform.add(stack.platform.customer(f"旧{number}"), ways[number % 2])
        owner = make.session(stack)
        job = owner.post("/admin/v1/reconciliations", {"depth": "whole"}).json()["job_id"]
        countdown.arm(30)
        _compare(stack, countdown)
        assert countdown.seen >= 30, "it died on the way"
        countdown.arm(0)
        stack.work_off()
        done, state = owner.get(f"/admin/v1/jobs/{job}").json(), owner.get("/admin/v1/reconciliation").json()
        assert (done["state"], done["done"], done["total"]) == ("done", 16, 16)
        assert state["imported_at"] and state["last_whole"]["customers"] == 16
        assert as_we_know() == at_wecom(stack) and len(as_we_know()) == 16
        told = Counter(kind for _, kind, _ in fact_kinds("demo"))
        assert (told["member.joined"], told["staff.added"]) == (16, 16)


def _story(stack: Stack, code: Thing, countdown: Countdown, k: int) -> Any:
    joined, deleted = stack.platform.customer(f"来{k}"), stack.platform.customer(f"去{k}")
    way = code["contact_ways"][0]["config_id"]
    gone = stack.platform.add(deleted, way)["external_userid"]
    stack.work_off()
    stack.clock.advance(SETTLED)
    with lost(stack):
        come = stack.platform.add(joined, way)["external_userid"]
        stack.platform.call("POST", f"corps/{CORP}/staff/liming/delete", {"external_userid": gone})
    make.session(stack).post("/admin/v1/reconciliations", {"depth": "ids"})
    countdown.arm(k)
    _compare(stack, countdown)
    countdown.seen, seen = 0, countdown.seen
    countdown.arm(0)
    # A message that was lost is asked for again.
    stack.clock.advance(OVER)
    clock.tick("tick")
    stack.work_off()
    countdown.seen = seen
    return _outcome(stack, come), _outcome(stack, gone)


def _compare(stack: Stack, countdown: Countdown) -> None:
    while stack.queues.waits(config().job_queue_url):
        try:
            stack.drain.jobs()
        except Crash:
            countdown.restart()
            stack.clock.advance(SEND_VISIBILITY)


def _outcome(stack: Stack, external_userid: str) -> list[str]:
    ctx = stack.ctx()
    member_id = members.member_id_of(ctx, external_userid)
    told = facts.timeline(ctx, f"member#{member_id}", 50, "").items
    friendships = members.member(ctx, member_id).relations
    return [*(one.status for one in friendships), *sorted(fact.kind for fact in told)]
