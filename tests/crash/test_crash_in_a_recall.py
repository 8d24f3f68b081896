"""Stop the process right after each write of a recall, restart, go on: what is unsent is back, for every k."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import clock
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.desk import CORP, Desk
from tests.support.stack import running_stack

MONTH = 32 * 86400
DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_a_recall_loses_nothing(place: str, every: int) -> None:
    """Half sent, it is recalled: the rest is taken back once, staff are told once, the post shows why.

    After every write with `make soak`; every seventh by default, since a telling takes a second.
    """
    with running_stack(place) as stack, counting() as countdown:
        desk = Desk(stack)
        friends = [desk.friend(name, userid) for name, userid in (("ann", "liming"), ("ben", "wangfang"))]
        stack.drain()
        _story(desk, friends, countdown, 0)  # warms what is shared
        expected, writes = _story(desk, friends, countdown, 0)
        assert 15 < writes < 80
        assert expected["occurrence"] == ("cancelled", "recalled", {"delivered": 1, "recalled": 1})
        for k in range(every, writes + 1, every):
            assert _story(desk, friends, countdown, k)[0] == expected, f"crash after write {k} of {writes}"


def _story(desk: Desk, friends: list[Any], countdown: Countdown, k: int) -> tuple[dict[str, Any], int]:
    """What both sides hold at the end, and how many writes the recall took."""
    stack = desk.stack
    stack.clock.advance(MONTH)  # a month's quota for each telling
    desk.owner = make.session(stack, "zhangwei")
    text = f"今日到店 {k}-{int(stack.clock.time())}"
    desk.content = desk.approved(text=text)
    post = desk.post(schedule=DAILY)
    desk.after(hours=24)
    desk.confirm("liming")
    told = {userid: len(desk.told(userid)) for userid in ("liming", "wangfang")}
    desk.owner = make.session(stack, "zhangwei")
    countdown.arm(k)
    path = f"/admin/v1/content-items/{desk.content}/versions/1"
    answer = surely(
        stack,
        countdown,
        lambda: desk.owner.post(f"{path}/recalls", {"reason": text}, idempotency_key=f"r{desk.content}"),
    )
    assert answer.status == 200, answer.body
    drained(stack, countdown)
    for _ in range(8):
        _pass(desk, countdown)
        if desk.owner.get(f"{path}/reach").json()["is_settled"]:
            break
    drained(stack, countdown)
    writes = countdown.seen
    countdown.arm(0)
    desk.owner.post(f"/admin/v1/posts/{post}/pause")
    seen = desk.occurrence(post)
    outcome = {
        "occurrence": (seen["status"], seen["reason"], seen["counts"]),
        "heard": [sum(text in heard for heard in desk.received(friend)) for friend in friends],
        "told": {userid: len(desk.told(userid)) - before for userid, before in told.items()},
        "problem": desk.read(post)["problem"]["code"],
        "can be sent": stack.platform.call("GET", f"corps/{CORP}/staff/wangfang/mass")["tasks"],
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
    return outcome, writes


def _pass(desk: Desk, countdown: Countdown) -> None:
    """Some minutes pass, and everything that follows is done; the next tick makes up for one that died."""
    desk.stack.clock.advance(400)
    while True:
        try:
            clock.tick("tick")
            break
        except Crash:
            countdown.restart()
            desk.stack.clock.advance(60)
    drained(desk.stack, countdown)
