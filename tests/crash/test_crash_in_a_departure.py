"""Stop the process right after each write of a handing over, restart, go on: the same in the end, for every k."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.departures import handing
from local.wecom.states import Handing
from tests.support import make
from tests.support.crash import SEND_VISIBILITY, Countdown, Crash, counting
from tests.support.leaver import A_DAY, CORP, Everything, Leaver, told_of
from tests.support.stack import Stack, running_stack
from tests.support.state import fact_kinds

OVER = 20 * 60 + 1
ONE_OF_EACH = ("adopted_ways", "stores", "posts", "tasks", "role", "groups")
FACTS = ("departure.begun", "departure.asked", "customer.offered", "customer.handed_over")


@pytest.mark.parametrize("every", [60, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_any_write_of_a_handing_over_changes_nothing(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three customers in steps of two, a group, and one of each other kind: each is the other's once, or over.

    After every write with `make soak`; every thirtieth by default, since each telling has a stack of its own.
    """
    monkeypatch.setattr(handing, "A_STEP", 2)
    expected, writes = _story(0)
    assert expected["counts"] == {**dict.fromkeys(ONE_OF_EACH, 1), "done": 3, "live_codes": 2}
    assert 60 < writes < 160
    for k in range(1, writes + 1, every):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[Any, int]:
    with running_stack() as stack, counting() as countdown:
        leaver = Leaver(stack)
        leaver.meet("甲", "乙", "丙")
        chat, held = leaver.group("老客群"), leaver.everything()
        leaver.leaves()
        body = {"staff": "liming", "takers": [{"userid": "wangfang"}, {"userid": "zhaolei"}]}
        departure = leaver.owner.post("/admin/v1/departures", body).json()["departure_id"]
        countdown.arm(k)
        _work(stack, countdown)
        seen = countdown.seen
        for passed in (OVER, A_DAY, OVER, OVER):
            stack.clock.advance(passed)
            stack.sandbox.deliver_all()
            clock.tick("tick")
            _work(stack, countdown)
        countdown.arm(0)
        stack.work_off()
        assert not stack.queues.dead
        return _outcome(leaver, departure, chat, held), max(seen, countdown.seen)


def _work(stack: Stack, countdown: Countdown) -> None:
    while True:
        try:
            stack.work_off()
            return
        except Crash:
            countdown.restart()
            stack.clock.advance(SEND_VISIBILITY)


def _outcome(leaver: Leaver, departure: str, chat: str, held: Everything) -> dict[str, Any]:
    now = leaver.now(departure)
    assert (now["state"], now["counts"]["waiting"], now["counts"]["failed"]) == ("done", 0, 0), now
    told = Counter(kind for _, kind, _ in fact_kinds("demo"))
    state = leaver.stack.sandbox.world.state
    asked = [one for some in state.transfers.values() for one in some]
    assert all(one.status is Handing.DONE for one in asked)
    code = make.session(leaver.stack).get(f"/admin/v1/live-codes/{leaver.code.id}").json()
    return {
        "counts": {name: now["counts"][name] for name in ("done", "live_codes", *ONE_OF_EACH)},
        "facts": {kind: told[kind] for kind in FACTS},
        "left": {name: many for name, many in leaver.holdings().items() if name in ONE_OF_EACH},
        "way": state.ways[held.way].user,
        "store": leaver.owner.get(f"/admin/v1/stores/{held.store.id}").json()["manager"],
        "post": leaver.owner.get(f"/admin/v1/posts/{held.waits.id}").json()["audience"]["staff"],
        "owners_told": len(told_of(leaver)),
        "asked": len(asked),
        "takers": sorted(userid for one in leaver.customers for userid in leaver.followers(one)),
        "owner": state.groups[chat].owner,
        "code": sorted(way["userid"] for way in code["contact_ways"]),
        "corp": CORP,
    }
