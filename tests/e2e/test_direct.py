"""What goes to moto's tables, or to DynamoDB Local, directly is answered as by botocore's way."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from tests.support import direct
from tests.support.drain import client, streams_client
from tests.support.stack import Stack, running_stack

KEY = {"pk": {"S": "a"}, "sk": {"S": "-"}}
ITEM = {
    **KEY,
    "parent": {"S": "p"},
    "place": {"S": "1"},
    "bytes": {"B": b"\x00\xff"},
    "many": {"BS": [b"\x01"]},
    "names": {"SS": ["b", "a"]},
    "numbers": {"NS": ["1", "2.5"]},
    "nested": {"M": {"list": {"L": [{"S": "x"}, {"N": "1"}, {"NULL": True}]}, "yes": {"BOOL": True}}},
}
UPDATE = {"Key": KEY, "UpdateExpression": "SET nested.yes = :no, kind = :kind ADD seen :one REMOVE many"}
VALUES = {":no": {"BOOL": False}, ":kind": {"S": "x"}, ":one": {"N": "1"}}
REFUSED = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("put_item", {"Item": ITEM}),
    ("get_item", {"Key": KEY}),
    ("get_item", {"Key": {**KEY, "sk": {"S": "nobody"}}}),
    ("put_item", {"Item": ITEM, **REFUSED}),
    ("update_item", {**UPDATE, "ExpressionAttributeValues": VALUES, "ReturnValues": "ALL_NEW"}),
    ("update_item", {**UPDATE, "ExpressionAttributeValues": VALUES, **REFUSED}),
    ("update_item", {**UPDATE, "ExpressionAttributeValues": VALUES, "ReturnConsumedCapacity": "TOTAL"}),
    ("query", {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "a"}}}),
    (
        "query",
        {
            "IndexName": "by_parent",
            "KeyConditionExpression": "parent = :p AND place > :at",
            "ExpressionAttributeValues": {":p": {"S": "p"}, ":at": {"S": "0"}},
            "Limit": 1,
        },
    ),
    ("query", {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "none"}}}),
    ("delete_item", {"Key": KEY, "ReturnValues": "ALL_OLD"}),
    ("delete_item", {"Key": KEY}),
]


def _asked(dynamodb: Any, verb: str, params: dict[str, Any]) -> Any:
    try:
        answer = getattr(dynamodb, verb)(**params)
    except ClientError as error:
        answer = dict(error.response)
    answer.pop("ResponseMetadata")
    return answer


def _all(stack: Stack, dynamodb: Any) -> list[Any]:
    table = config().main_table
    found = [_asked(dynamodb, verb, {"TableName": table, **params}) for verb, params in CALLS]
    other = {**ITEM, "pk": {"S": "b"}}
    put = {"Put": {"TableName": table, "Item": ITEM}}
    refused = {"Put": {"TableName": table, "Item": other, **REFUSED}}
    for parts in ([put], [refused, put], [{"Delete": {"TableName": table, "Key": KEY}}, refused]):
        found.append(_asked(dynamodb, "transact_write_items", {"TransactItems": parts}))
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in (ITEM, other)]
    found.append(_asked(dynamodb, "batch_get_item", {"RequestItems": {table: {"Keys": keys}}}))
    for key in keys:
        dynamodb.delete_item(TableName=table, Key=key)
    return found


@pytest.fixture
def by_http(stack: Stack) -> Any:
    """A client whose every call is a request."""
    return client("dynamodb", None)


def test_every_answer_and_refusal_is_the_same_without_a_request(stack: Stack, by_http: Any) -> None:
    """Each kind of call, value and refusal that the product meets."""
    assert _all(stack, direct.at_moto(client("dynamodb", None))) == _all(stack, by_http)


def test_every_answer_and_refusal_of_the_engine_is_the_same(endpoint: str) -> None:
    """Also with DynamoDB Local, whose database is the access key's."""
    with running_stack(endpoint) as stack:
        by_botocore = client("dynamodb", endpoint)
        assert _all(stack, direct.at_engine(by_botocore)) == _all(stack, by_botocore)


def test_the_stream_is_the_same_without_a_request(stack: Stack, by_http: Any) -> None:
    """Old and new images, and the numbers that a batch's answer names; bytes are left out: moto encodes them twice."""
    _all(stack, aws.client("dynamodb"))
    arn = by_http.describe_table(TableName=config().main_table)["Table"]["LatestStreamArn"]

    def image(item: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in item.items() if name not in ("bytes", "many")}

    def records(streams: Any) -> Any:
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        found = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        told = streams.get_records(ShardIterator=found["ShardIterator"])["Records"]
        names = ("Keys", "SequenceNumber", "StreamViewType")
        return [
            (
                record["eventName"],
                *(record["dynamodb"][name] for name in names),
                *(image(record["dynamodb"].get(name, {})) for name in ("OldImage", "NewImage")),
            )
            for record in told
        ]

    assert records(direct.at_moto(streams_client())) == records(streams_client())


def test_a_refused_transaction_leaves_neither_a_row_nor_a_record(stack: Stack, by_http: Any) -> None:
    """What it wrote before it was refused is taken back, as DynamoDB would not have written it."""
    table, dynamodb = config().main_table, aws.client("dynamodb")
    dynamodb.put_item(TableName=table, Item=ITEM)
    before = stack.drain.main.pending()
    changed = {"Update": {"TableName": table, **UPDATE, "ExpressionAttributeValues": VALUES}}
    other = {"Put": {"TableName": table, "Item": {**ITEM, "pk": {"S": "c"}}}}
    stands = {
        "Put": {"TableName": table, "Item": {**ITEM, "pk": {"S": "b"}}, "ConditionExpression": "attribute_exists(pk)"}
    }
    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=[changed, other, stands])
    assert by_http.scan(TableName=table)["Items"] == [ITEM]
    assert stack.drain.main.pending() == before
