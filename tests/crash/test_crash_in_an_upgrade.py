"""A release renames an attribute in a thousand rows, and is killed half-way: each row is changed once, none is lost."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.core.storage import migrations
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.migrations import Migration, renamed
from chalicelib.members import store
from chalicelib.upgrades import service
from infra.upgrade import look, upgrade
from tests.support.crash import SEND_VISIBILITY, Countdown, Crash, counting
from tests.support.stack import Stack, running_stack
from tests.support.state import items

ROWS = 1_000
HALF = 480
RENAME = Migration(
    release="0.3.0", kind="member", what="met_state is met_code", change=renamed("met_state", "met_code")
)


def test_an_attribute_is_renamed_in_a_thousand_rows_although_it_is_killed_half_way(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows differ in that name alone, the progress is right, nothing is told as news; a second run does nothing."""
    monkeypatch.setattr(migrations, "_known", {RENAME: None})
    monkeypatch.setattr(service, "STEP_SECONDS", 0.0)
    with running_stack(place) as stack:
        _fill(stack)
        stack.drain.main.pending()
        stack.drain.main.advance(set())  # what follows from them is another story
        before = _rows()
        with counting() as countdown:
            countdown.arm(HALF)
            assert _run(stack, countdown) > 1, "it died on the way, and went on"
        assert look()
        after = _rows()
        assert len(after) == len(before) == ROWS
        assert all(_as_before(after[key]) == before[key] for key in before)
        assert upgrade(lambda _: None)
        assert capsys.readouterr().out.splitlines() == [
            "0.3.0: 0 of 1000 rows are to be changed, 0 do not fit",
            "0.3.0: done, 1000 rows, 0 left as they were",
        ]
        assert stack.drain.changes() >= ROWS
        assert (items(config().facts_table), stack.queues.dead, stack.drain.main.dead) == ([], [], [])


def _fill(stack: Stack) -> None:
    """A thousand members of two corps, as one that the product wrote."""
    store.meet(stack.ctx(), ExternalUserId("wm"), epoch_iso(1_763_690_400), "code", UserId("liming"))
    (row,) = migrations.rows(["member"], "").items
    for number in range(1, ROWS):
        corp = "demo" if number % 2 else "rival"
        own = {"pk": {"S": f"{corp}#member#m{number:04d}"}, "met_state": {"S": f"code{number}"}}
        aws.client("dynamodb").put_item(TableName=config().main_table, Item={**row, **own})


def _run(stack: Stack, countdown: Countdown) -> int:
    """The upgrade to its end: how many times it had to be begun."""
    for times in range(1, 20):
        try:
            status = service.begin("0.3.0")
            while status is not None and status.state is JobState.RUNNING:
                if not stack.drain.jobs():
                    stack.clock.advance(SEND_VISIBILITY)
                status = service.status(status.job)
            return times
        except Crash:
            countdown.restart()
            stack.clock.advance(SEND_VISIBILITY)
    raise AssertionError("it never ended")


def _rows() -> dict[str, dict[str, Any]]:
    rows = [row for row in items(config().main_table) if row["kind"]["S"] == "member"]
    return {row["pk"]["S"]: row for row in rows}


def _as_before(row: dict[str, Any]) -> dict[str, Any]:
    assert row["upgraded"] == {"S": "0.3.0"}
    same = {name: value for name, value in row.items() if name not in ("met_code", "upgraded")}
    return {**same, "met_state": row["met_code"]}


def test_what_the_product_changes_meanwhile_is_neither_lost_nor_undone(stack: Stack) -> None:
    """A row that moved on after it was read is read again; one that the new version has written already is left."""
    ctx, external = stack.ctx(), ExternalUserId("wm1")
    store.meet(ctx, external, epoch_iso(1_763_690_400), "old", UserId("liming"))
    (stale,) = migrations.rows(["member"], "").items
    _update(stale, "SET met_state = :new, raw_name = :name", {":new": {"S": "newer"}, ":name": {"S": "红"}})
    assert migrations.make(stale, [RENAME])
    (row,) = migrations.rows(["member"], "").items
    assert (row["met_code"], row["raw_name"], "met_state" in row) == ({"S": "newer"}, {"S": "红"}, False)
    _update(row, "SET met_state = :old", {":old": {"S": "an old instance's"}})
    (row,) = migrations.rows(["member"], "").items
    assert migrations.make(row, [RENAME])
    (row,) = migrations.rows(["member"], "").items
    assert (row["met_code"], "met_state" in row) == ({"S": "newer"}, False)
    assert not migrations.make(row, [RENAME])


def _update(row: dict[str, Any], expression: str, values: dict[str, Any]) -> None:
    aws.client("dynamodb").update_item(
        TableName=config().main_table,
        Key={"pk": row["pk"], "sk": row["sk"]},
        UpdateExpression=expression,
        ExpressionAttributeValues=values,
    )


def test_a_row_that_does_not_fit_is_left_and_named(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are changed, the job lists it without its keys, the command fails, and a look shows which it is."""

    def change(item: dict[str, Any]) -> dict[str, Any] | None:
        if item["met_state"]["S"] == "bad":
            raise ValueError
        return renamed("met_state", "met_code")(item)

    broken = Migration(release="0.3.0", kind="member", what="as above", change=change)
    monkeypatch.setattr(migrations, "_known", {broken: None})
    for state in ("good", "bad"):
        store.meet(stack.ctx(), ExternalUserId(state), epoch_iso(1_763_690_400), state, UserId("liming"))
    assert not look()
    assert f"  demo#member#{store.member_id_of(stack.ctx(), 'bad')} -" in capsys.readouterr().out
    assert not upgrade(lambda _: stack.drain())
    assert "0.3.0: done, 1 rows, 1 left as they were" in capsys.readouterr().out
    assert sorted("met_code" in row for row in migrations.rows(["member"], "").items) == [False, True]


def test_no_migration_changes_a_key() -> None:
    """Whatever lies elsewhere afterwards would be there twice, or lost."""
    moved = Migration(release="0.3.0", kind="member", what="no", change=lambda item: {**item, "sk": {"S": "x"}})
    with pytest.raises(ValueError, match="no key"):
        migrations.changed({"pk": {"S": "a"}, "sk": {"S": "-"}}, [moved])


def test_releases_are_made_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """By their numbers, not by their letters; whoever skips one has its migrations made first."""
    made = [
        Migration(release=release, kind="member", what="", change=lambda item: None)
        for release in ("0.10.0", "0.9.0", "1.0.0")
    ]
    monkeypatch.setattr(migrations, "_known", dict.fromkeys(made))
    assert migrations.releases() == ["0.9.0", "0.10.0", "1.0.0"]


def test_what_was_left_is_made_once_it_fits(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that was left, and one that old code wrote behind the pass: the same command, run again, brings them up."""

    def change(item: dict[str, Any]) -> dict[str, Any] | None:
        if item.get("met_state") == {"S": "bad"}:
            raise ValueError
        return renamed("met_state", "met_code")(item)

    strict = Migration(release="0.3.0", kind="member", what="as above", change=change)
    monkeypatch.setattr(migrations, "_known", {strict: None})
    store.meet(stack.ctx(), ExternalUserId("wm1"), epoch_iso(1_763_690_400), "bad", UserId("liming"))
    assert not upgrade(lambda _: stack.drain())
    (row,) = migrations.rows(["member"], "").items
    _update(row, "SET met_state = :good", {":good": {"S": "good"}})
    assert upgrade(lambda _: stack.drain())
    store.meet(stack.ctx(), ExternalUserId("wm2"), epoch_iso(1_763_690_400), "late", UserId("liming"))
    assert upgrade(lambda _: stack.drain())
    assert look()
    assert "0.3.0: 0 of 2 rows are to be changed, 0 do not fit" in capsys.readouterr().out
