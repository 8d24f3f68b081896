"""docs/architecture.md tells what the code does."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import yaml

from tests.support.markdown import ROOT, prose, quoted, rows

PAGE = (ROOT / "docs" / "architecture.md").read_text()


class _Short(yaml.CSafeLoader):  # type: ignore[misc]
    """Takes CloudFormation's short forms, such as `!Ref`, as text: only figures are looked at here."""


_Short.add_multi_constructor("!", lambda _loader, _suffix, node: str(node.value))


def _queue(name: str) -> dict[str, Any]:
    content = yaml.load((ROOT / "infra" / "template.yaml").read_text(), _Short)
    properties: dict[str, Any] = content["Resources"][name]["Properties"]
    return properties


def test_the_functions_table_says_what_is_configured() -> None:
    """Memory and time of each function."""
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


def test_every_kind_of_file_of_a_room_is_told_of() -> None:
    """A name that more than one room has for a file stands in the table."""
    names = Counter(path.name for path in (ROOT / "chalicelib").glob("*/*.py") if path.parent.name != "core")
    told = {name for row in rows(PAGE, "file") for name in quoted(row[0])}
    assert {name for name, count in names.items() if count > 1} - {"__init__.py"} <= told


def test_there_is_no_scan() -> None:
    """The product has none, and the page says so."""
    assert "There is no Scan" in prose(PAGE)
