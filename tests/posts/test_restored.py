"""What the runbook says of a restore: what went out after the moment goes out again, unless it is paused first."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from tests.support.desk import Desk
from tests.support.markdown import ROOT
from tests.support.stack import forget_everything

# The stack begins at ten in Shanghai; eleven is an hour later.
DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=11;BYMINUTE=0", "starts_at": "2026-11-21T11:00"}
PAGE = (ROOT / "docs" / "runbook" / "restore.md").read_text()


def _kept(table: str) -> list[dict[str, Any]]:
    return list(aws.client("dynamodb").scan(TableName=table)["Items"])


def _restored(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Each table as it was, in place of what happened since."""
    client = aws.client("dynamodb")
    for table, rows in tables.items():
        for row in _kept(table):
            client.delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})
        for row in rows:
            client.put_item(TableName=table, Item=row)
    forget_everything()


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_post_that_went_out_after_the_moment_goes_out_again_unless_it_is_paused(desk: Desk, is_paused: bool) -> None:
    """Paused before the clock runs it is not sent twice; afterwards only one of many times is resumed."""
    assert "/admin/v1/posts/{post_id}/pause" in PAGE
    desk.friends(1)
    posts = [desk.post(), desk.post(schedule=DAILY)]
    moment = {table: _kept(table) for table in (config().main_table, config().facts_table, config().inbox_table)}
    desk.after(hours=1)
    assert len(desk.ledger()) == 2
    _restored(moment)
    for post in posts if is_paused else ():
        assert desk.owner.post(f"/admin/v1/posts/{post}/pause").status == 200
    desk.after(minutes=5)
    for post, status in zip(posts, (409, 200), strict=True) if is_paused else ():
        assert desk.owner.post(f"/admin/v1/posts/{post}/resume").status == status
    desk.after(minutes=5)
    assert len(desk.ledger()) == (2 if is_paused else 4)
