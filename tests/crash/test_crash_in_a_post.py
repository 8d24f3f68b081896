"""Stop the process right after each write of the post's story, restart, go on: everybody hears once, for every k."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib import clock
from tests.support import make
from tests.support.crash import Countdown, Crash, counted, counting, drained, surely
from tests.support.desk import CORP, Desk
from tests.support.stack import Stack, running_stack

MOST_WRITES = 200
MONTH = 32 * 86400
FRIENDS = {"ann": "liming", "ben": "liming", "cat": "wangfang"}
STAGES = {"content": "zhaolei", "compliance": "wangfang", "business": "zhangwei"}


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_sends_a_post_once(place: str, every: int) -> None:
    """From the first draft to the redeemed coupon the end is that of the story that never crashed.

    After every write with `make soak`; every tenth by default, since a telling takes a second.
    """
    with running_stack(place) as stack, counting() as countdown:
        desk = Desk(stack)
        friends = {name: desk.friend(name, userid) for name, userid in FRIENDS.items()}
        for userid, role in (("liming", "marketer"), ("zhaolei", "marketer"), ("wangfang", "compliance")):
            make.operator(stack, role, userid)
        stack.drain()
        _story(desk, friends, countdown, 0)  # warms what is shared
        expected = _story(desk, friends, countdown, 0)
        writes = countdown.seen
        assert 40 < writes < MOST_WRITES
        for k in range(every, writes + 1, every):
            assert _story(desk, friends, countdown, k) == expected, f"crash after write {k} of {writes}"


def _story(desk: Desk, friends: Mapping[str, str], countdown: Countdown, k: int) -> dict[str, Any]:
    stack = desk.stack
    stack.clock.advance(MONTH)  # a month's quota for each telling
    desk.owner = make.session(stack, "zhangwei")
    run = f"{k}-{int(stack.clock.time())}"
    countdown.arm(k)
    content = _reviewed(desk, countdown, run)
    template = _made(desk, countdown, "/admin/v1/coupon-templates", _coupon(), f"t{run}")["template_id"]
    body = desk.body(content={"item_id": content, "version": 1}, coupon_template_id=template, confirm=True)
    post = _made(desk, countdown, "/admin/v1/posts", body, f"p{run}")["post_id"]
    _pass(stack, countdown, 3600)
    stack.platform.call("POST", f"corps/{CORP}/mass/confirm", {})
    for _ in range(8):
        _pass(stack, countdown, 400)
        if desk.occurrence(post)["status"] == "closed":
            break
    redeemed = _coupon_is_used(desk, countdown, friends["ann"], template, post, run)
    report = _reported(desk, countdown, post, run)
    return {**_outcome(desk, friends, post, run), "report": report, "redeemed": redeemed}


def _coupon() -> dict[str, Any]:
    return {"name": "周券", "amount_off": 2000, "threshold": 0, "stock": 5, "valid_days": 7}


def _made(desk: Desk, countdown: Countdown, path: str, body: Any, key: str, by: Any = None) -> dict[str, Any]:
    client = by or desk.owner
    answer = surely(desk.stack, countdown, lambda: client.post(path, body, idempotency_key=key))
    assert answer.status in (200, 201), answer.body
    made: dict[str, Any] = answer.json()
    return made


def _reviewed(desk: Desk, countdown: Countdown, run: str) -> str:
    author = make.session(desk.stack, "liming")
    new = {"name": "到店", "text": f"今日到店，第二杯半价。{run}", "channels": ["customers"]}
    item: str = _made(desk, countdown, "/admin/v1/content-items", new, f"c{run}", author)["item_id"]
    path = f"/admin/v1/content-items/{item}/versions/1"
    _made(desk, countdown, f"{path}/submissions", None, f"s{run}", author)
    for stage, userid in STAGES.items():
        verdict = {"stage": stage, "verdict": "passed"}
        _made(desk, countdown, f"{path}/reviews", verdict, f"{stage}{run}", make.session(desk.stack, userid))
    return item


def _pass(stack: Stack, countdown: Countdown, seconds: int) -> None:
    """Time passes, the minute ticks, and everything that follows is done; the next tick makes up for one that died."""
    stack.clock.advance(seconds)
    while True:
        try:
            clock.tick("tick")
            break
        except Crash:
            countdown.restart()
            stack.clock.advance(60)
    drained(stack, countdown)


def _coupon_is_used(desk: Desk, countdown: Countdown, friend: str, template: str, post: str, run: str) -> bool:
    member = desk.member(friend)
    path = f"/mini/v1/posts/{post}/coupon-templates/{template}/claims"
    claimed = surely(desk.stack, countdown, lambda: member.post(path, idempotency_key=f"m{run}"))
    desk.owner = make.session(desk.stack, "zhangwei")
    used = _made(
        desk, countdown, "/staff/v1/redemptions", {"code": claimed.json()["code"], "order_amount": 12000}, f"r{run}"
    )
    drained(desk.stack, countdown)
    return bool(used["amount_off"] == 2000)


def _reported(desk: Desk, countdown: Countdown, post: str, run: str) -> dict[str, Any]:
    """A report that is asked for and added up."""
    path = f"/admin/v1/posts/{post}/report"
    counted(desk.stack, countdown)
    surely(desk.stack, countdown, lambda: desk.owner.post(path, **{"Idempotency-Key": f"o{run}"}))
    drained(desk.stack, countdown)
    report = desk.owner.get(path).json()
    return {name: value for name, value in report.items() if name not in ("post_id", "as_of", "age")}


def _outcome(desk: Desk, friends: Mapping[str, str], post: str, run: str) -> dict[str, Any]:
    """What both sides hold at the end."""
    stack = desk.stack
    occurrence = desk.occurrence(post)
    mass = stack.platform.call("GET", f"corps/{CORP}/mass")["tasks"]
    mine = [task for task in mass if run in task["text"]]
    return {
        "status": (occurrence["status"], occurrence["targeted"], occurrence["counts"]),
        "tasks here": sorted((task["sender"], task["state"], task["targets"]) for task in desk.tasks(post)),
        "tasks at WeCom": sorted((tuple(task["parts"]), task["cancelled"]) for task in mine),
        "heard": {name: sum(run in text for text in desk.received(friend)) for name, friend in friends.items()},
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
