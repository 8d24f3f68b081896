"""Stop the process right after each write of an edit, an import or a pack of live codes, go on: the same end."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from functools import partial
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from tests.support import files as browser
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.http import Answer
from tests.support.stack import Stack, running_stack
from tests.support.state import items

FILE = "live-codes-01KAJ8T0000000000000000000.csv"
LINES = "名称,员工,欢迎语\n一店,liming;wangfang,您好\n二店,nobody,您好\n三店,wangfang,您好\n"
BY_THE_CLOCK = {"directory.reconciled"}
PATH = "/admin/v1/live-codes"
SHOWN = ("name", "state", "status", "revision")


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("act", ["edit", "import", "print"])
def test_a_crash_after_a_write_changes_nothing_in_the_end(act: str, every: int) -> None:
    """Codes, who is behind them, ways at WeCom, facts and rejects are those of the story that never crashed.

    After every write with `make soak`; every seventh by default, since each telling has a stack of its own.
    """
    whole, writes = _story(act, 0)
    assert writes > 5
    for k in range(every, writes + 1, every):
        assert _story(act, k)[0] == whole, f"crash after write {k} of {writes}"


def _story(act: str, k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        browser.open_bucket()
        owner = make.session(stack)
        code = make.live_code(stack, by=owner, name="海报").id
        files.put(stack.ctx(), Area.IMPORTS, FILE, LINES.encode(), "text/csv")
        with counting() as countdown:
            countdown.arm(k)
            left = ACTS[act](stack, countdown, code)
            writes = countdown.seen
            countdown.arm(0)
        return {**_outcome(stack), "left": left}, writes


def _print(stack: Stack, countdown: Countdown, code: str) -> list[bool]:
    """A pack of one label, which is the label that is printed at once."""
    body = {"codes": [code], "form": "zip_svg"}
    path = "/admin/v1/live-code-packs"
    press = partial(_ask, stack, path, body)
    job = surely(stack, countdown, press).json()["job_id"]
    _worked_off(stack, countdown)
    assert make.session(stack).get(f"{path}/{job}").status == 200
    found = zipfile.ZipFile(io.BytesIO(files.get(stack.ctx(), Area.PACKS, f"{job}/live-codes.zip")))
    label = make.session(stack).get(f"{PATH}/{code}/print?form=svg").body
    return [found.read(name) == label for name in found.namelist()]


def _ask(stack: Stack, path: str, body: dict[str, Any]) -> Answer:
    return make.session(stack).post(path, body, idempotency_key="print")


def _edit(stack: Stack, countdown: Countdown, code: str) -> list[int]:
    """Somebody else is behind it, under another name; then the way that nobody needs ends, and it is archived."""
    staff = [{"userid": "wangfang"}, {"userid": "zhaolei", "weight": 2}]
    body = {"name": "橱窗", "staff": staff, "welcome": {"text": "您好"}, "revision": 1}
    answer = surely(stack, countdown, lambda: make.session(stack).put(f"{PATH}/{code}", body, idempotency_key="edit"))
    assert answer.json()["revision"] == 2
    _worked_off(stack, countdown)
    for path, sent in (("old-ways/end", {"confirm": True}), ("archive", None)):
        press = partial(_press, stack, f"{PATH}/{code}/{path}", sent)
        assert surely(stack, countdown, press).status == 200
    _worked_off(stack, countdown)
    return []


def _press(stack: Stack, path: str, sent: dict[str, Any] | None) -> Answer:
    return make.session(stack).post(path, sent, idempotency_key=path.rpartition("/")[2])


def _import(stack: Stack, countdown: Countdown, code: str) -> list[int]:
    begun = surely(
        stack,
        countdown,
        lambda: make.session(stack).post("/admin/v1/live-code-imports", {"file": FILE}, idempotency_key="import"),
    ).json()["job_id"]
    _worked_off(stack, countdown)
    rejects = make.session(stack).get(f"/admin/v1/jobs/{begun}/rejects").json()["items"]
    return [one["line"] for one in rejects]


def _worked_off(stack: Stack, countdown: Countdown) -> None:
    drained(stack, countdown)
    for _ in range(3):
        stack.clock.advance(20 * 60 + 1)
        try:
            clock.tick("tick")
        except Crash:
            countdown.restart()
        drained(stack, countdown)


def _outcome(stack: Stack) -> dict[str, Any]:
    owner = make.session(stack)
    lines = [
        line for state in ("open", "archived") for line in owner.get(f"{PATH}?limit=100&state={state}").json()["items"]
    ]
    codes = [owner.get(f"{PATH}/{line['code']}").json() for line in lines]
    ways = stack.sandbox.world.state.ways.values()
    return {
        "codes": sorted(
            (
                code["name"],
                code["state"],
                code["status"],
                code["revision"],
                [one["userid"] for one in code["contact_ways"]],
            )
            for code in codes
        ),
        "at WeCom": sorted((code["name"], *way.user) for code in codes for way in ways if way.state == code["code"]),
        # When the directory is compared is the clock's, which goes on further after a crash.
        "facts": Counter(kind for row in items(config().facts_table) if (kind := row["kind"]["S"]) not in BY_THE_CLOCK),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }


ACTS = {"edit": _edit, "import": _import, "print": _print}
