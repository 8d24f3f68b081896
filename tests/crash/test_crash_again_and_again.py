"""Long work whose worker dies again and again, each time some writes after the last: it ends as if nobody had died."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.storage import files
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage.files import Area
from chalicelib.members import tagged
from tests.support import files as browser
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.http import Answer
from tests.support.make.people import contact_way
from tests.support.perf.meter import Cost, metered
from tests.support.stack import Stack, running_stack

OVER = 20 * 60 + 1
ROUNDS = 9
LINES, MEMBERS = 500, 3_000
# More than a batch of a stream or a step makes: who always dies before the end of one never ends.
EVERY = 320

pytestmark = pytest.mark.soak
SHEETS = {
    "store": ("stores-00000000000000000000000000.csv", "编号,名称,区域", "A{0},{0}店,华东", {"preview": False}),
    "live-code": ("live-codes-01KAJ8T0000000000000000000.csv", "名称,员工,欢迎语", "{0}店,liming;wangfang,您好", {}),
}
Begin = Callable[[], Answer]


class Mortal(Countdown):
    """Dies again so many writes after each restart, until the work is done."""

    def __init__(self, every: int) -> None:
        super().__init__()
        self.every, self.deaths = every, 0
        self.arm(every)

    def restart(self) -> None:
        self.deaths += 1
        super().restart()
        self.arm(self.every)


@pytest.mark.parametrize("what", list(SHEETS))
def test_an_import_whose_worker_dies_again_and_again_ends_whole(what: str) -> None:
    """A thing a line, whatever died; the same file at once by a rival, and once more afterwards, makes none."""
    many = LINES
    with running_stack() as stack:
        browser.open_bucket()
        name, head, line, more = SHEETS[what]
        body = "\n".join([head, *(line.format(number) for number in range(many)), ""])
        files.put(stack.ctx(), Area.IMPORTS, name, body.encode(), "text/csv")
        begins = [_asked(stack, f"/admin/v1/{what}-imports", key, file=name, **more) for key in ("one", "rival")]
        deaths, cost = _worked(stack, EVERY, begins)
        _worked(stack, 0, [_asked(stack, f"/admin/v1/{what}-imports", "once more", file=name, **more)])
        print(f"{what}: {many} lines, twice at once and once more, {deaths} deaths: {_told(cost, 2 * many)}")
        assert deaths > 1
        assert _things(stack, what) == sorted(f"{number}店" for number in range(many))
        for job in store.page(stack.ctx(), 100, "").items:
            if job.what.startswith("import"):
                assert (job.state, job.done + job.failed, job.total) == ("done", many, many)
        assert not stack.queues.dead


def _things(stack: Stack, what: str) -> list[str]:
    owner, path = make.session(stack), f"/admin/v1/{what}s?limit=100"
    page = owner.get(path).json()
    found = [one["name"] for one in page["items"]]
    while page["cursor"]:
        page = owner.get(f"{path}&cursor={page['cursor']}").json()
        found += [one["name"] for one in page["items"]]
    return sorted(found)


def test_bulk_tagging_whose_worker_dies_again_and_again_tags_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also beside a rival who puts another tag on the same members; asked again, everybody has both still."""
    many = MEMBERS
    with running_stack() as stack:
        vip, old = make.tag_ids(stack, "VIP", "老客")
        way = contact_way(stack, "liming", "demo")
        for number in range(many):
            stack.platform.add(stack.platform.customer(f"客{number}"), way)
        stack.work_off()
        stack.clock.advance(1)
        # The sandbox's clock stands still unless it is moved; between two acts at WeCom it never does.
        ticks = itertools.count(1)
        monkeypatch.setattr(tagged, "wall_clock", lambda: stack.ctx().now + timedelta(milliseconds=next(ticks)))
        which = {"which": {"staff": "liming"}, "confirm": True}
        path = "/admin/v1/member-taggings"
        begins = [_asked(stack, path, tag, add=[tag], **which) for tag in (vip, old)]
        deaths, cost = _worked(stack, EVERY, begins)
        print(f"tags: {many} members, two tags by rivals, {deaths} deaths: {_told(cost, 2 * many)}")
        assert deaths > 1
        _worked(stack, 0, [_asked(stack, path, "once more", add=[vip], **which)])
        relations = stack.sandbox.world.state.relations.values()
        assert {tuple(sorted(one.tags)) for one in relations} == {tuple(sorted((vip, old)))}
        for job in store.page(stack.ctx(), 100, "").items:
            if job.what == "tag_members":
                assert (job.state, job.done, job.failed, job.total) == ("done", many, 0, many)
        owner = make.session(stack)
        for tag in ("VIP", "老客"):
            assert len(owner.get(f"/admin/v1/members?tag={tag}&limit=100").json()["items"]) == min(many, 100)
        assert not stack.queues.dead


def _asked(stack: Stack, path: str, key: str, **body: Any) -> Begin:
    return lambda: make.session(stack).post(path, body, idempotency_key=key)


def _worked(stack: Stack, every: int, begins: list[Begin]) -> tuple[int, Cost]:
    """Asked for, all under way at once, worked on until the end: how often somebody died, and what it cost."""
    mortal = Mortal(every)
    with counting(mortal), metered() as cost:
        for begin in begins:
            assert surely(stack, mortal, begin).status == 201
        for _ in range(ROUNDS):
            drained(stack, mortal)
            if all(job.state == "done" for job in store.page(stack.ctx(), 100, "").items):
                break
            stack.clock.advance(OVER)
            try:
                clock.tick("tick")
            except Crash:
                mortal.restart()
    return mortal.deaths, cost


def _told(cost: Cost, many: int) -> str:
    units: Any = cost.write_units + cost.index_units + cost.due_units
    return f"{units} write units, {units / many:.2f} a line"
