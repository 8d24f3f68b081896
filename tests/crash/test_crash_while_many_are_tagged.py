"""Stop the process after writes of a bulk act on members, restart, go on: the same members are tagged, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.ids import ExternalUserId
from chalicelib.core.storage import jobs as store
from chalicelib.members import picks, tagged
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.stack import Stack, running_stack
from tests.support.wecom import CORPS

OVER = 20 * 60 + 1


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_a_bulk_act_changes_nothing_in_the_end(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Also where what is written takes members out of the very list that they were chosen by."""
    monkeypatch.setattr(tagged, "A_STEP", 2)
    monkeypatch.setattr(picks, "PAGE_LIMIT", 2)
    expected, writes = _story(0)
    assert expected == {"tags": [["VIP"]] * 3, "job": ("done", 3, 0, 3)} and writes > 10
    for k in range(every, writes + 1, every):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        new, vip = make.tag_ids(stack, "新客", "VIP")
        members = [make.member(stack, name) for name in ("王小红", "王小明", "王小刚")]
        stack.clock.advance(1)
        owner = make.session(stack)
        for one in members:
            owner.post(f"/admin/v1/members/{one.id}/tags", {"add": [new]})
        stack.work_off()
        stack.clock.advance(1)
        body = {"add": [vip], "remove": [new], "which": {"tag": "新客"}, "confirm": True}
        with counting() as countdown:
            countdown.arm(k)
            asked = surely(
                stack,
                countdown,
                lambda: make.session(stack).post("/admin/v1/member-taggings", body, idempotency_key="bulk"),
            )
            _work(stack, countdown)
            writes = countdown.seen
        row = store.job(stack.ctx(), asked.json()["job_id"])
        assert row is not None
        marked = [_at_wecom(stack, one.external_userid) for one in members]
        return {"tags": marked, "job": (row.state.value, row.done, row.failed, row.total)}, writes


def _at_wecom(stack: Stack, external_userid: str) -> list[str]:
    corp, state = CORPS["demo"].corp_id, stack.sandbox.world.state
    names = {tag.id: tag.name for group in state.tag_groups[corp] for tag in group.tags}
    relation = stack.sandbox.world.relation(corp, "liming", ExternalUserId(external_userid))
    assert relation is not None
    return [names[tag_id] for tag_id in relation.tags]


def _work(stack: Stack, countdown: Countdown) -> None:
    for _ in range(3):
        drained(stack, countdown)
        stack.clock.advance(OVER)
        try:
            clock.tick("tick")
        except Crash:
            countdown.restart()
    drained(stack, countdown)
