"""Stop the process after writes of a merge and a deletion of tags, restart, go on: it ends as if nothing had been."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.storage import jobs as store
from chalicelib.members import picks, retagging
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.library import Library
from tests.support.stack import Stack, running_stack

OVER = 20 * 60 + 1


@pytest.mark.parametrize("every", [61, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_a_merge_changes_nothing_in_the_end(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Members, live codes and posts have the other tag once, the job counts each member once, the first tag is gone."""
    monkeypatch.setattr(retagging, "A_STEP", 2)
    monkeypatch.setattr(picks, "PAGE_LIMIT", 2)
    expected, writes = _story(0, "merges")
    assert expected["job"] == ("done", 3, 0) and expected["living"] == ["普通会员"] and writes > 10
    for k in range(every, writes + 1, every):
        assert _story(k, "merges")[0] == expected, f"crash after write {k} of {writes}"


@pytest.mark.parametrize("every", [47, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_of_a_deletion_changes_nothing_in_the_end(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Gone at WeCom and here; the post is paused once and says why."""
    monkeypatch.setattr(retagging, "A_STEP", 2)
    monkeypatch.setattr(picks, "PAGE_LIMIT", 2)
    expected, writes = _story(0, "deletions")
    assert (expected["post"], expected["problem"]) == ("paused", "TagOfAudienceDeleted") and writes > 10
    for k in range(every, writes + 1, every):
        assert _story(k, "deletions")[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int, act: str) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        library = Library(stack)
        old, into = make.tag_ids(stack, "旧会员", "普通会员")
        members = [library.member(old, name=name) for name in ("王小红", "王小明", "王小刚")]
        code = make.live_code(stack, tag_ids=[old])
        post = library.post(any_tags=["旧会员"])
        body = {"confirm": True, **({"into": into} if act == "merges" else {})}
        with counting() as countdown:
            countdown.arm(k)
            asked = surely(
                stack,
                countdown,
                lambda: make.session(stack).post(f"/admin/v1/tags/{old}/{act}", body, idempotency_key="tags"),
            )
            _work(stack, countdown)
            writes = countdown.seen
        row = store.job(stack.ctx(), asked.json()["job_id"])
        assert row is not None
        shown = library.owner.get(f"/admin/v1/posts/{post}").json()
        return {
            "job": (row.state.value, row.done, row.failed),
            "members": [(library.here(one), library.at_wecom(one)) for one in members],
            "living": sorted(library.living()),
            "code": len(library.owner.get(f"/admin/v1/live-codes/{code.id}").json()["tag_ids"]),
            "post": shown["status"],
            "problem": (shown["problem"] or {}).get("code"),
            "audience": shown["audience"],
        }, writes


def _work(stack: Stack, countdown: Countdown) -> None:
    for _ in range(3):
        drained(stack, countdown)
        stack.clock.advance(OVER)
        try:
            clock.tick("tick")
        except Crash:
            countdown.restart()
    drained(stack, countdown)
