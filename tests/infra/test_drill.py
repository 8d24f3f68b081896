"""The restore drill: a copy is whole or is said not to be, and nothing is written where it came from."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Any

import boto3
import pytest

from chalicelib.core import aws
from chalicelib.core import config as settings
from chalicelib.core.config import config
from infra import drill
from local import dynamodb
from tests.support import make
from tests.support.stack import Stack, running_stack


def _target(endpoint: str, name: str) -> Any:
    """A database of its own on the engine."""
    keys = {**drill.CREDENTIALS, "aws_access_key_id": name}
    return boto3.client("dynamodb", endpoint_url=endpoint, **keys)


def _lived(stack: Stack) -> list[str]:
    """A stack in which something has happened; its tables."""
    tag = make.tag(stack)
    code = make.live_code(stack, coupon_template_id=make.coupon_template(stack).id, tag_ids=[tag.id])
    for _ in range(3):
        make.member(stack, through=code)
    stack.drain()
    return [config().main_table, config().facts_table, config().counters_table, config().inbox_table]


def test_a_copy_made_page_by_page_counts_equal(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows by kind and all that they say, of every table; then a row less and a word changed are noticed."""
    with running_stack() as stack:
        tables, source, target, told = _lived(stack), aws.client("dynamodb"), _target(endpoint, "copy"), list[str]()
        monkeypatch.setattr(drill, "_pages", _small)
        for table in tables:
            assert drill.copy_and_count(source, target, table, told.append)
        assert all("equal" in line and "NOT" not in line for line in told)
        read = drill.tally(target, tables[0])
        assert read == drill.tally(source, tables[0])
        assert read.kinds["member"] == 3
        (row, *_) = [one for one in target.scan(TableName=tables[0])["Items"] if one["kind"]["S"] == "member"]
        key = {"pk": row["pk"], "sk": row["sk"]}
        for broken in ({**row, "first_state": {"S": "other"}}, None):
            if broken:
                target.put_item(TableName=tables[0], Item=broken)
            else:
                target.delete_item(TableName=tables[0], Key=key)
            assert drill.tally(target, tables[0]) != read


def _small(client: Any, table: str) -> Any:
    """Pages of twenty rows, as a large table comes in many."""
    for page in client.get_paginator("scan").paginate(TableName=table, PaginationConfig={"PageSize": 20}):
        yield page["Items"]


def test_what_the_copy_lacks_is_told(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that was lost on the way makes the drill fail, and says of which table."""
    with running_stack() as stack:
        table, told = _lived(stack)[1], list[str]()
        write = drill._write
        monkeypatch.setattr(drill, "_write", lambda target, table, items: write(target, table, items[1:]))
        assert not drill.copy_and_count(aws.client("dynamodb"), _target(endpoint, "lossy"), table, told.append)
        assert "NOT EQUAL" in told[0]


@pytest.mark.parametrize("named", [frozenset(drill.TABLES), frozenset({"main"}), frozenset()], ids=len)
def test_a_drill_needs_no_setting_but_the_tables(named: frozenset[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal that knows nothing of a stack the copy can be looked at, whichever restored tables are named."""

    class CloudFormation:
        def describe_stack_resource(self, LogicalResourceId: str, **_: str) -> dict[str, dict[str, str]]:  # noqa: N803
            return {"StackResourceDetail": {"PhysicalResourceId": f"stack-{LogicalResourceId}"}}

    monkeypatch.setattr(boto3, "client", lambda _: CloudFormation())
    monkeypatch.setattr(os, "environ", {})
    restored = {name: f"drill-{name}" if name in named else "" for name in drill.TABLES}
    names = drill.names_of("siyu-prod", restored)
    assert names == {name: restored[name] or f"stack-{resource}" for name, resource in drill.TABLES.items()}
    found = settings.read(os.environ | {f"SIYU_{name.upper()}_TABLE": table for name, table in names.items()})
    assert found.main_table == names["main"]


def test_a_drill_copies_all_tables_and_asks_whether_facts_follow_from_rows(
    endpoint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each table equal, and no fact is missing; where one is, the copy says so and the stack is left as it was."""
    monkeypatch.setattr(dynamodb, "running", lambda: nullcontext(endpoint))
    with running_stack() as stack:
        names, source = dict(zip(drill.TABLES, _lived(stack), strict=True)), aws.client("dynamodb")
        for name in drill.TABLES:  # so that they are put back
            monkeypatch.setenv(f"SIYU_{name.upper()}_TABLE", names[name])
        facts = source.scan(TableName=names["facts"])["Items"]
        gone = next(fact for fact in facts if fact["kind"]["S"] == "coupon.issued")
        for missing, key in ((0, "whole"), (1, "lacking")):
            monkeypatch.setitem(drill.CREDENTIALS, "aws_access_key_id", key)
            if missing:
                source.delete_item(TableName=names["facts"], Key={"pk": gone["pk"], "sk": gone["sk"]})
            assert drill.drill(source, names)
            told = capsys.readouterr().out.splitlines()
            assert [line.partition(" in the copy, ")[2].partition(" (")[0] for line in told[:4]] == ["equal"] * 4
            assert f" facts are told by the rows, {missing} of them are not there" in told[4]
            assert drill.tally(source, names["facts"]).rows == len(facts) - missing
