"""Single rows of the inbox table, by key and condition: what the files beside this one are made of.

One table, no stream, rows expire by `ttl`. DynamoDB deletes late, so a reader looks at the time itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.storage.driver import Item

SK = "-"


def ttl(at: datetime) -> dict[str, str]:
    """The attribute value that lets a row expire."""
    return {"N": str(int(at.timestamp()))}


def get(pk: str, sk: str = SK) -> Item | None:
    """One row, read consistently."""
    found = aws.client("dynamodb").get_item(
        TableName=config().inbox_table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
    )
    item: Item | None = found.get("Item")
    return item


def put_if_absent(item: Item, condition: str = "attribute_not_exists(pk)", values: Item | None = None) -> Item | None:
    """Write `item` where `condition` holds: None when written, else the row that was there. 1 WU, no read."""
    request = {"TableName": config().inbox_table, "Item": item, "ConditionExpression": condition}
    if values:
        request["ExpressionAttributeValues"] = values
    try:
        aws.client("dynamodb").put_item(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        old: Item = error.response["Item"]
        return old
    return None


def update(
    where: Item, expression: str, values: Item, condition: str = "", names: dict[str, str] | None = None
) -> Item | None:
    """Apply one update where `condition` holds: the new row, or None when it does not hold. 1 WU."""
    request: dict[str, Any] = {
        "TableName": config().inbox_table,
        "Key": where,
        "UpdateExpression": expression,
        "ReturnValues": "ALL_NEW",
    }
    if values:
        request["ExpressionAttributeValues"] = values
    if condition:
        request["ConditionExpression"] = condition
    if names:
        request["ExpressionAttributeNames"] = names
    try:
        new: Item = aws.client("dynamodb").update_item(**request)["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return None
    return new
