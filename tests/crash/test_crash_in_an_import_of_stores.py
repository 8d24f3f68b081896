"""Stop the process after writes of an import of stores, restart, go on: the same stores, for every k."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.ops import jobs
from chalicelib.core.storage import files
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage.files import Area
from chalicelib.stores import importing
from chalicelib.stores import service as stores
from chalicelib.stores.jobs import ImportStores
from chalicelib.stores.shapes import NewStore, StoreQuery
from tests.support import files as browser
from tests.support.crash import Countdown, Crash, counting, drained, ticked
from tests.support.stack import Stack, running_stack

SHEET = "编号,名称,区域,店长\nA1,一店,华东,\nA2,二店,华东,\nA3,,华东,\nA0,老店新名,华南,\n"
FILE = "stores-00000000000000000000000000.csv"
OVER = 20 * 60 + 1


def test_a_crash_after_any_write_of_an_import_changes_nothing_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores, counts and rejects are those of the import that never crashed."""
    monkeypatch.setattr(importing, "LINES_A_STEP", 3)
    expected, writes = _story(0)
    assert expected["stores"] == [("A0", "老店新名", 2), ("A1", "一店", 1), ("A2", "二店", 1)]
    assert writes > 8
    for k in range(1, writes + 1):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        browser.open_bucket()
        ctx = stack.ctx()
        stores.create(ctx, NewStore(number="a0", name="老店"))
        files.put(ctx, Area.IMPORTS, FILE, SHEET.encode(), "text/csv")
        etag = files.look(ctx, Area.IMPORTS, FILE).version
        with counting() as countdown:
            countdown.arm(k)
            name = _done(stack, countdown, ImportStores(file=FILE, etag=etag))
            writes = countdown.seen
        return _outcome(stack, name), writes


def _done(stack: Stack, countdown: Countdown, job: ImportStores) -> str:
    """Asked for under one key until it is answered, and worked on until its end."""
    while True:
        try:
            name = jobs.start(_keyed(), job)
            break
        except Crash:
            countdown.restart()
    drained(stack, countdown)
    for _ in range(2):
        stack.clock.advance(OVER)
        ticked(countdown)
        drained(stack, countdown)
    return name


def _keyed() -> Ctx:
    return new_ctx("demo", "operator:zhangwei", "req", seed="import")


def _outcome(stack: Stack, name: str) -> dict[str, Any]:
    ctx = stack.ctx()
    row = store.job(ctx, name)
    assert row is not None
    shown = stores.stores(ctx, StoreQuery()).items
    whole = [stores.read(ctx, StoreId(one.store_id)) for one in shown]
    return {
        "job": (row.state, row.done, row.failed, row.total, row.result),
        "rejects": [(one.line, one.field) for page in store.rejects(ctx, name, 0) for one in page.items],
        "stores": [(one.number, one.name, one.version) for one in whole],
    }
