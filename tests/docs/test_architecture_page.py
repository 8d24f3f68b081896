"""docs/architecture.md tells what the code does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from chalicelib import old_flows as flows
from tests.docs import accesses
from tests.docs.markdown import ROOT, prose, quoted, rows

PAGE = (ROOT / "docs" / "architecture.md").read_text()
LISTED = [quoted(row[1])[0] for row in rows(PAGE, "pattern")]


class _Short(yaml.SafeLoader):  # type: ignore[misc]
    """Takes CloudFormation's short forms, such as `!Ref`, as text: only figures are looked at here."""


_Short.add_multi_constructor("!", lambda _loader, _suffix, node: str(node.value))


def _queue(name: str) -> dict[str, Any]:
    content = yaml.load((ROOT / "infra" / "template.yaml").read_text(), _Short)
    properties: dict[str, Any] = content["Resources"][name]["Properties"]
    return properties


def test_every_row_names_a_live_function() -> None:
    """The function is there and public, and no function has two rows."""
    live = {
        f"{accesses.name_of(module)}.{name}"
        for module in accesses.modules()
        for name in accesses.public(module.read_text())
    }
    assert sorted(set(LISTED) - live) == []
    assert len(LISTED) == len(set(LISTED))


def test_every_access_has_a_row() -> None:
    """A public function of a store, the inbox, facts, leases or limits that reaches DynamoDB is in the table."""
    assert sorted(accesses.accesses() - set(LISTED)) == []
    assert len(LISTED) > 40


def test_every_row_says_key_and_cost() -> None:
    """Four cells, none empty; the cost is in units."""
    for row in rows(PAGE, "pattern"):
        assert len(row) == 4
        assert all(row)
        assert re.search(r"\d WU|\d RU", row[3]), row


def test_an_access_without_a_row_is_noticed() -> None:
    """The negative control: a direct access, one through a helper, and a function that only computes."""
    source = (
        "def direct(ctx): return get(Row, 'a', 'b')\n"
        "def through(ctx): return _note(ctx)\n"
        "def _note(ctx): change(ctx, row, [], None)\n"
        "def pure(ctx): return digest(ctx.corp)\n"
    )
    assert accesses.reaching(source) == {"direct", "through"}


def test_the_event_table_is_that_of_the_code() -> None:
    """Events and their verbs, in order."""
    told = {quoted(row[0])[0]: quoted(row[1]) for row in rows(PAGE, "WeCom's event") if quoted(row[0])}
    coded = {
        name: [f"{verb.__module__.split('.')[1]}.{verb.__name__}" for verb in verbs]
        for name, verbs in flows.ON_EVENT.items()
    }
    assert told == coded


def test_the_fact_tables_are_those_of_the_code() -> None:
    """Each kind of row and what it tells; each fact that leads to something; each task of the send queue."""
    told = {quoted(row[0])[0]: quoted(row[1]) for row in rows(PAGE, "row") if quoted(row[0])}
    assert set(told) == set(flows.SAYS)
    sources = {
        name: (ROOT / "chalicelib" / name / "changes.py").read_text()
        for name in (
            "staff",
            "members",
            "coupons",
            "livecodes",
            "catalogue",
            "orders",
            "groupbuys",
            "payments",
            "content",
            "posts",
        )
    }
    coded = {kind for source in sources.values() for kind in re.findall(r'"([a-z_]+\.[a-z_]+)"', source)}
    assert {kind for kinds in told.values() for kind in kinds} == coded
    assert {fact for row in rows(PAGE, "fact") for fact in quoted(row[0])} == set(flows.ON_FACT)
    told_tasks = {task for row in rows(PAGE, "fact") for task in quoted(row[1])}
    told_tasks |= {task for row in rows(PAGE, "due topic") for task in quoted(row[2])}
    assert told_tasks == set(flows.ON_SEND)
    assert {quoted(row[0])[0] for row in rows(PAGE, "due topic")} == set(flows.ON_DUE)


def test_the_key_table_has_every_kind_of_row() -> None:
    """Each model's kind stands in the table of keys."""
    kinds = {
        kind
        for store in [*(ROOT / "chalicelib").rglob("store.py"), ROOT / "chalicelib" / "core" / "stock.py"]
        for kind in re.findall(r'discriminator="(\w+)"', store.read_text())
    }
    assert kinds == {quoted(row[0])[0] for row in rows(PAGE, "kind") if quoted(row[0])}


def test_the_functions_table_says_what_is_configured() -> None:
    """Memory and time of each of the seven functions."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]["prod"]["lambda_functions"]
    told = {quoted(row[0])[0]: row[2] for row in rows(PAGE, "function")}
    coded = {
        name.replace("api_handler", "api"): f"{found['lambda_memory_size']} MB, {found['lambda_timeout']} s"
        for name, found in config.items()
    }
    assert told == coded


@pytest.mark.parametrize("row", rows(PAGE, "queue"), ids=lambda row: row[0])
def test_the_queues_table_says_what_the_template_says(row: list[str]) -> None:
    """How long a message is hidden, how often it is tried, how long it is kept."""
    queue = _queue(quoted(row[0])[0])
    days = queue["MessageRetentionPeriod"] // 86400
    assert row[1:] == [
        f"{queue['VisibilityTimeout']} s",
        str(queue["RedrivePolicy"]["maxReceiveCount"]),
        f"{days} days",
    ]


def test_no_page_tells_of_a_scan() -> None:
    """The product has none, so the table has none."""
    assert not [row for row in rows(PAGE, "pattern") if "scan" in " ".join(row).lower()]
    assert "There is no Scan" in prose(PAGE)
