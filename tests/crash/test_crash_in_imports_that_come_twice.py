"""A file of stores or live codes is imported twice, the second while the first lies where its process stopped."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import count
from typing import Any

import pytest

from chalicelib.core.config import config
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.livecodes import importing as codes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.stores import importing as stores
from tests.support import files as browser
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely, ticked
from tests.support.http import Answer
from tests.support.stack import Stack, running_stack
from tests.support.state import items

OVER = 20 * 60 + 1
FILES = {
    "stores": (
        "stores-01KAJ8T0000000000000000000.csv",
        "编号,名称,区域\nA1,一店,华东\nA2,二店,华东\nA3,,华东\nA0,新名,华南\n",
    ),
    "live-codes": (
        "live-codes-01KAJ8T0000000000000000000.csv",
        "名称,员工,欢迎语\n一店,liming;wangfang,您好\n二店,nobody,您好\n三店,wangfang,您好\n",
    ),
}
MORE: dict[str, dict[str, Any]] = {"stores": {"preview": False}, "live-codes": {}}
PATHS = {"stores": "/admin/v1/store-imports", "live-codes": "/admin/v1/live-code-imports"}


@pytest.mark.parametrize("every", [13, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("what", FILES)
def test_a_file_that_comes_again_amidst_makes_what_it_makes_once(
    monkeypatch: pytest.MonkeyPatch, what: str, every: int
) -> None:
    """Wherever the first stopped, and whichever of both does a line, all is there once, and once told.

    After every write with `make soak`; every thirteenth by default, since each telling has a stack of its own.
    """
    monkeypatch.setattr(stores, "LINES_A_STEP", 2)
    monkeypatch.setattr(codes, "LINES_A_STEP", 2)
    expected, writes = _story(what, 0, is_twice=False)
    assert writes > 8 and expected["there"]
    for k in range(every, writes + 1, every):
        assert _story(what, k, is_twice=True)[0] == expected, f"crash after write {k} of {writes}"


def test_were_each_line_new_a_second_import_would_make_all_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a code's id follows from what its line says, and from nothing else."""
    made = _story("live-codes", 0, is_twice=False)[0]["there"]
    chance = count()
    monkeypatch.setattr(codes, "code_of", lambda *_: LiveCode(f"XXXXX{next(chance):03d}"))
    assert len(_story("live-codes", 0, is_twice=True)[0]["there"]) > len(made)


def _story(what: str, k: int, *, is_twice: bool) -> tuple[dict[str, Any], int]:
    name, text = FILES[what]
    with running_stack() as stack:
        browser.open_bucket()
        make.store(stack, number="A0", name="老店")
        files.put(stack.ctx(), Area.IMPORTS, name, text.encode(), "text/csv")
        with counting() as countdown:
            countdown.arm(k)
            surely(stack, countdown, partial(_ask, stack, what, "first"))
            _drained_once(stack, countdown)
            if is_twice:
                surely(stack, countdown, partial(_ask, stack, what, "again"))
            _worked_off(stack, countdown)
            writes = countdown.seen
            countdown.arm(0)
        return _outcome(stack, what), writes


def _ask(stack: Stack, what: str, key: str) -> Answer:
    answer = make.session(stack).post(PATHS[what], {"file": FILES[what][0], **MORE[what]}, idempotency_key=key)
    assert answer.status in (201, 202, 409), answer.body
    return answer


def _drained_once(stack: Stack, countdown: Countdown) -> None:
    """As far as it goes: what broke off is not yet tried again."""
    try:
        stack.drain.jobs()
    except Crash:
        countdown.restart()


def _worked_off(stack: Stack, countdown: Countdown) -> None:
    drained(stack, countdown)
    for _ in range(3):
        stack.clock.advance(OVER)
        ticked(countdown)
        drained(stack, countdown)


def _outcome(stack: Stack, what: str) -> dict[str, Any]:
    owner = make.session(stack)
    lines = owner.get(f"/admin/v1/{what}?limit=100").json()["items"]
    told = Counter(row["kind"]["S"] for row in items(config().facts_table))
    shown = [(line["number"], line["name"]) if what == "stores" else _code(stack, line) for line in lines]
    return {
        "there": sorted(shown),
        "told": {kind: many for kind, many in told.items() if kind.startswith(("store.", "live_code."))},
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }


def _code(stack: Stack, line: dict[str, Any]) -> tuple[str, ...]:
    """A live code, and who is behind it at WeCom: once each."""
    ways = [way for way in stack.sandbox.world.state.ways.values() if way.state == line["code"]]
    return (line["name"], line["state"], *sorted(userid for way in ways for userid in way.user))
