"""Stop the process after each write of an export, restart, go on: one file, each line in it once."""

from __future__ import annotations

import csv
import io
import itertools
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.exports import making, store
from chalicelib.exports.ids import ExportId
from chalicelib.members import exporting
from tests.support import files as browser
from tests.support import make
from tests.support.crash import Countdown, Crash, counting, drained, surely
from tests.support.stack import Stack, running_stack

OVER = 20 * 60 + 1
NAMES = ["王一", "王二", "王三", "王四", "王五"]
BODY = {"kind": "members", "purpose": "service", "which": {"since": "2026-11-01"}}


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_any_write_of_an_export_changes_nothing_in_the_end(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """In three parts and three pieces: whatever broke off, the file and its count are as if nothing had."""
    monkeypatch.setattr(exporting, "PAGE_LIMIT", 2)
    monkeypatch.setattr(making, "PAGES_A_STEP", 1)
    monkeypatch.setattr(files, "LEAST_PIECE", 1)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)
    with running_stack() as stack:
        browser.open_bucket()
        for name in NAMES:
            make.member(stack, name)
            stack.clock.advance(1)
        with counting() as countdown:
            expected, writes = _export(stack, countdown, 0)
            assert expected == {"names": NAMES[::-1], "state": "ready", "lines": 5} and writes > 15
            for k in itertools.count(every, every):
                found, writes = _export(stack, countdown, k)
                assert found == expected, f"crash after write {k} of {writes}"
                if writes < k:  # it came to its end before so many
                    break


def _export(stack: Stack, countdown: Countdown, k: int) -> tuple[dict[str, Any], int]:
    countdown.arm(k)
    asked = surely(
        stack,
        countdown,
        lambda: make.session(stack).post("/admin/v1/exports", BODY, idempotency_key=f"export-{k}"),
    )
    _work(stack, countdown)
    writes = countdown.seen
    countdown.arm(0)
    export_id = ExportId(asked.json()["export_id"])
    row = store.export(stack.ctx(), export_id)
    assert row is not None
    text = files.get(stack.ctx(), Area.EXPORTS, row.file).decode("utf-8-sig")
    names = [line["姓名"] for line in csv.DictReader(io.StringIO(text))]
    return {"names": names, "state": row.state.value, "lines": row.lines}, writes


def _work(stack: Stack, countdown: Countdown) -> None:
    for _ in range(2):
        drained(stack, countdown)
        stack.clock.advance(OVER)
        try:
            clock.tick("tick")
        except Crash:
            countdown.restart()
    drained(stack, countdown)


def test_a_part_of_whoever_was_overtaken_is_in_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: were parts found by their names alone, a late one would stand twice."""
    with running_stack() as stack:
        browser.open_bucket()
        make.member(stack, NAMES[0])
        begun = make.session(stack).post("/admin/v1/exports", BODY).json()["export_id"]
        files.put(stack.ctx(), Area.EXPORTS, f"{begun}/part-000000-LATE", b"late\r\n", "text/csv")
        stack.drain()
        row = store.export(stack.ctx(), ExportId(begun))
        assert row is not None
        assert b"late" not in files.get(stack.ctx(), Area.EXPORTS, row.file)
