"""No request reads facts in bulk: numbers come from counters, and what has to be read in whole a job reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.http import rights
from chalicelib.core.http.routes import Route
from tests.architecture.sources import FILES, PRODUCT, tree_of
from tests.architecture.test_routes import GUARDED, target
from tests.support import make
from tests.support import world as world_of
from tests.support.http import Http
from tests.support.stack import Stack, running_stack

PAGE = 100
# Who reads pages of timelines, and of how many people: of the member that is looked at, and, to say whether callbacks
# come, of the three newest.
TIMELINES = {"read_timeline": 1, "read_setup": 3}
# Who reads facts where no request waits for it: a count of days, a post's report, a file of visits.
JOBS = {
    "counters/recounting.py",
    "posts/report.py",
    "livecodes/exporting.py",
}
# And one page of a timeline each.
PAGES = {"losses/lastly.py", "members/telling.py", "setup/service.py"}
READS = {"timeline", "page", "passed"}
CUSTOMERS = ("/c/demo-{code}", "/g/demo-{team_id}")
READ = [route for route in GUARDED if route.method == "GET"]
# What a door must be asked for before it reads anything.
ASKED = {
    "read_numbers": "?metric=visits,adds,claims,paid,posts_net_redemptions&by=day&from=2026-11-01",
    "list_post_times": "?since=2026-11-21&until=2026-11-30",
    "list_content_versions": "?status=draft",
}
# A file that nobody took up, somebody who is in no directory, a page of another house: what the world does not have.
REFUSED = {"list_changes_of_import", "read_staff", "sign_page"}


class Watch:
    """The requests of the process that read the facts table."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        aws.client("dynamodb").meta.events.register("before-parameter-build.dynamodb", self._note)

    def _note(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        tables = {params.get("TableName"), *params.get("RequestItems", {})}
        if config().facts_table in tables and model.name in ("Query", "Scan", "GetItem", "BatchGetItem"):
            self.asked.append({"operation": model.name, **params})

    def of(self, http: Http, path: str) -> tuple[int, list[dict[str, Any]]]:
        """How a door answers, and what it read of facts for it."""
        self.asked = []
        status = http.get(path).status
        return status, self.asked


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, tuple[int, list[dict[str, Any]]]]]:
    """Every door that reads, once, in a world with one of everything, by who may: its status and its reads of facts."""
    with running_stack() as stack:
        names, watch = world_of.build(stack), Watch()
        yield {
            route.name: watch.of(_who(stack, route, names), target(route, names) + ASKED.get(route.name, ""))
            for route in READ
        } | {page: watch.of(stack.http, page.format(**names)) for page in CUSTOMERS}


def _who(stack: Stack, route: Route, names: dict[str, str]) -> Http:
    return make.member_session(stack, names["member_id"]) if route.allow == rights.MEMBER else make.session(stack)


def test_no_door_reads_facts_but_a_page_of_a_timeline(seen: dict[str, tuple[int, list[dict[str, Any]]]]) -> None:
    """Of one subject, of at most a hundred, and only where somebody's timeline is what is looked at."""
    asked_by = {name: len(asked) for name, (_, asked) in seen.items() if asked}
    assert asked_by.keys() == TIMELINES.keys()
    assert all(many <= TIMELINES[name] for name, many in asked_by.items()), asked_by
    for name, (_, asked) in seen.items():
        for one in asked:
            assert one["operation"] == "Query" and "Select" not in one, name
            assert one["Limit"] <= PAGE and "FilterExpression" not in one, name


def test_the_doors_that_were_seen_did_answer(seen: dict[str, tuple[int, list[dict[str, Any]]]]) -> None:
    """A door that refuses reads nothing, and proves nothing: all but three told what was asked."""
    refused = {name: status for name, (status, _) in seen.items() if status >= 400}
    assert refused.keys() == REFUSED, refused


def test_who_reads_facts_is_known() -> None:
    """By name in the sources: jobs that pass over them, and the pages of a timeline."""
    found = set[str]()
    for path in FILES:
        if path.is_relative_to(PRODUCT) and not path.is_relative_to(PRODUCT / "core") and _reads_facts(path):
            found.add(str(path.relative_to(PRODUCT)))
    assert found == JOBS | PAGES


def _reads_facts(path: Path) -> bool:
    calls = (node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return any(
        isinstance(call, ast.Attribute)
        and call.attr in READS
        and isinstance(call.value, ast.Name)
        and call.value.id in ("facts", "fact_log")
        for call in calls
    )


def test_a_bulk_read_is_noticed() -> None:
    """The negative control: a count and a scan of facts, as a hurried programmer would write them into a door."""
    with running_stack() as stack:
        watch, table = Watch(), config().facts_table
        key = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "demo#x"}}}
        aws.client("dynamodb").query(TableName=table, Select="COUNT", **key)
        aws.client("dynamodb").scan(TableName=table)
        assert [one["operation"] for one in watch.asked] == ["Query", "Scan"] and stack
