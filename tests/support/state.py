"""The whole state of a corp, with what must differ between two runs taken out, so that runs can be compared."""

from __future__ import annotations

from typing import Any

from chalicelib.core import aws
from chalicelib.core.config import config

# Who, when and why differ between a run and its repeat; what happened must not.
VOLATILE = {"changed_at", "changed_by", "cause", "received_at", "ended_at", "profile_at", "tags_at", "request"}
VOLATILE |= {"made_at", "met_at", "met_state", "met_userid", "issued_at", "expires_at", "created_at", "asked_at"}
VOLATILE |= {"errcode", "salt", "actor", "id", "lake_id"}
# By which try a term was written, and which of a relation's events came first and last.
VOLATILE |= {"seq", "terms_seq", "terms_done"}
HEARD_FIRST = {"place", "heard", "line"}


def items(table: str, **which: Any) -> list[dict[str, Any]]:
    """Every row of a table, or those that a scan with `which` finds; only a test may scan.

    Bytes are shown as text, so that a row can be printed and searched for words.
    """
    found: list[dict[str, Any]] = []
    for page in aws.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **which):
        found += [{name: _legible(value) for name, value in row.items()} for row in page["Items"]]
    return found


def _legible(value: dict[str, Any]) -> dict[str, Any]:
    return {"B": bytes(value["B"]).decode(errors="backslashreplace")} if "B" in value else value


def partitions(table: str, since: str = "") -> dict[str, list[dict[str, Any]]]:
    """The rows of each partition without what may differ between two runs.

    since: without those that say that nothing changed them at or after this moment.
    """
    which: dict[str, Any] = {
        "FilterExpression": "attribute_not_exists(changed_at) OR changed_at >= :since",
        "ExpressionAttributeValues": {":since": {"S": since}},
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for row in items(table, **(which if since else {})):
        if not _is_over({"kind": {"S": ""}} | row):
            found.setdefault(row["pk"]["S"], []).append(_lasting({"kind": {"S": ""}} | row))
    return found


def main_rows(corp: str) -> list[dict[str, Any]]:
    """A corp's business rows."""
    rows = [row for row in items(config().main_table) if row["pk"]["S"].startswith(f"{corp}#") and not _is_over(row)]
    return [_lasting(row) for row in rows]


def _is_over(row: dict[str, Any]) -> bool:
    """A term row that waits for its expiry: it says that something was there once."""
    return row["kind"]["S"] == "term" and "ttl" in row


def _lasting(row: dict[str, Any]) -> dict[str, Any]:
    return _without(row, VOLATILE | HEARD_FIRST if row["kind"]["S"] == "relation" else VOLATILE)


def fact_kinds(corp: str) -> list[tuple[str, str, str]]:
    """A corp's facts as (subject, kind, data) without volatile parts."""
    rows = [row for row in items(config().facts_table) if row["pk"]["S"].startswith(f"{corp}#")]
    return sorted((row["pk"]["S"].split("#", 1)[1], row["kind"]["S"], row["data"]["S"]) for row in rows)


def _without(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: _sorted(value) for name, value in row.items() if name not in names}


def _sorted(value: dict[str, Any]) -> Any:
    (kind, content), *_ = value.items()
    return sorted(content) if kind in ("SS", "NS") else content
