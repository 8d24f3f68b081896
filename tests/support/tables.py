"""The stack's tables on a test engine."""

from __future__ import annotations

from typing import Any

TABLES = ("main", "facts", "counters", "inbox")
# What the inbox's index holds of what was set aside.
ASIDE = ["aside", "outline", "byte_count", "received_at", "aside_at"]


def create_tables(client: Any, prefix: str = "") -> None:
    """main, facts, counters and inbox with their keys, indexes and streams."""
    for name, index, view in (
        ("main", True, "NEW_AND_OLD_IMAGES"),
        ("facts", False, "NEW_IMAGE"),
        ("counters", False, ""),
        ("inbox", False, ""),
    ):
        _create(client, prefix + name, index, view)


def drop_tables(client: Any, prefix: str) -> None:
    """DynamoDB Local looks at all of its tables several times a second, long after the test that made them."""
    for name in TABLES:
        client.delete_table(TableName=prefix + name)


def _create(client: Any, name: str, index: bool, view: str) -> None:
    attributes = ["pk", "sk", *(["parent", "place", "due", "due_at"] if index else [])]
    attributes += ["unfinished", "queued_at"] if name.endswith("inbox") else []
    request: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes],
        "KeySchema": _keys("pk", "sk"),
    }
    if index:
        request["GlobalSecondaryIndexes"] = [
            _index("by_parent", "parent", "place", "INCLUDE", NonKeyAttributes=["kind", "line"]),
            _index("due", "due", "due_at", "KEYS_ONLY"),
        ]
    if name.endswith("inbox"):
        request["GlobalSecondaryIndexes"] = [
            _index("unfinished", "unfinished", "queued_at", "INCLUDE", NonKeyAttributes=ASIDE)
        ]
    if view:
        request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
    client.create_table(**request)


def _index(name: str, hash_key: str, range_key: str, projection: str, **more: Any) -> dict[str, Any]:
    projected = {"ProjectionType": projection, **more}
    return {"IndexName": name, "KeySchema": _keys(hash_key, range_key), "Projection": projected}


def _keys(hash_key: str, range_key: str) -> list[dict[str, str]]:
    return [{"AttributeName": hash_key, "KeyType": "HASH"}, {"AttributeName": range_key, "KeyType": "RANGE"}]
