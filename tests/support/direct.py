"""Clients that ask moto's tables, or DynamoDB Local, without botocore's request in between (tests/e2e/test_direct.py).

To resolve, sign, match and parse a request takes botocore and moto several times as long as what it asks for. The
product's own client stands where it is the subject: where replies are lost, calls collide, and on the local cloud.
"""

from __future__ import annotations

import base64
import copy
import functools
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import urllib3
from botocore.hooks import HierarchicalEmitter
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.exceptions import ConditionalCheckFailed, TransactionCanceledException
from moto.dynamodb.models.utilities import dynamo_to_dict
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

from tests.support import moto_speed

ROWS = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchGetItem", "TransactWriteItems"}
STREAM = {"DescribeStream", "GetShardIterator", "GetRecords"}
TABLES = {"CreateTable", "DescribeTable"}
HANDLERS = {"dynamodb": DynamoHandler, "dynamodbstreams": DynamoDBStreamsHandler}
OK = SimpleNamespace(status_code=200)
METADATA = {"ResponseMetadata": {"HTTPStatusCode": 200, "RequestId": "direct"}}
SECONDS, CONNECTIONS = 30, 32
BAD_REQUEST = 400

# What an operation answers, or refuses with: botocore's shape of either.
Answer = Callable[[str, dict[str, Any]], dict[str, Any]]


class AskTheOtherWay(Exception):
    """Nothing that is known here: botocore shall ask, with its patience."""


def at_moto(made: Any) -> Any:
    """A client like this one, with hooks of its own, that asks moto's tables or streams."""
    handler = HANDLERS[made.meta.service_model.service_name]
    return _like(made, ROWS | STREAM | TABLES, functools.partial(_of_moto, handler, made.meta.region_name))


def at_engine(made: Any) -> Any:
    """A client like this one that asks DynamoDB Local, in the database that the access key names."""
    target = made.meta.service_model.metadata["targetPrefix"]
    # It looks at no signature.
    name = f"{os.environ['AWS_ACCESS_KEY_ID']}/20260101/{made.meta.region_name}/dynamodb/aws4_request"
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={name}, SignedHeaders=host, Signature=0",
    }

    def answer(operation: str, params: dict[str, Any]) -> dict[str, Any]:
        return _of_engine(*_asked(made.meta.endpoint_url, {**headers, "X-Amz-Target": f"{target}.{operation}"}, params))

    return _like(made, ROWS | STREAM, answer)


class Heard:
    """The hooks of one client: its own, which what is asked directly passes, before botocore's of all clients, which
    are not copied for each of them.
    """

    def __init__(self, of_all: Any) -> None:
        self._of_all = of_all
        self.own = HierarchicalEmitter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)  # register, register_first, unregister

    def emit(self, event_name: str, **told: Any) -> Any:
        return [*self.own.emit(event_name, **told), *self._of_all.emit(event_name, **told)]

    def emit_until_response(self, event_name: str, **told: Any) -> Any:
        handler, answer = self.own.emit_until_response(event_name, **told)
        return (handler, answer) if answer is not None else self._of_all.emit_until_response(event_name, **told)


def _like(made: Any, operations: set[str], answer: Answer) -> Any:
    client = object.__new__(type(made))
    vars(client).update(vars(made), meta=copy.copy(made.meta))
    client.meta.events = events = Heard(made.meta.events)
    service = client.meta.service_model
    by_botocore = client._make_api_call

    def call(operation: str, params: dict[str, Any]) -> Any:
        if operation not in operations:
            return by_botocore(operation, params)
        model = service.operation_model(operation)
        name = f"{service.service_id.hyphenize()}.{operation}"
        events.own.emit(f"before-parameter-build.{name}", params=params, model=model, context={})
        events.own.emit(f"before-call.{name}", params={}, model=model, context={})
        try:
            answered = answer(operation, params)
        except AskTheOtherWay:
            return by_botocore(operation, params)
        parsed = {key: value for key, value in answered.items() if key in model.output_shape.members}
        events.own.emit(f"after-call.{name}", http_response=OK, parsed=parsed, model=model, context={})
        if "Error" in answered:
            known = service.shape_for_error_code(answered["Error"]["Code"]).members
            told = {key: value for key, value in answered.items() if key in known or key == "Error"}
            raise client.exceptions.from_code(told["Error"]["Code"])({**told, **METADATA}, operation)
        return {**parsed, **METADATA}

    client._make_api_call = call
    return client


# ---- moto

_verb = functools.cache(camelcase_to_underscores)


def _of_moto(kind: type[Any], region: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    handler = kind()
    handler.current_account, handler.region, handler.headers, handler.uri_match = DEFAULT_ACCOUNT_ID, region, {}, {}
    handler.automated_parameter_parsing = True
    handler.params = handler.body = _as_sent(params)
    try:
        with moto_speed.gate:
            found: dict[str, Any] = _as_read(getattr(handler, _verb(operation))().result)
            return found
    except (ConditionalCheckFailed, TransactionCanceledException) as refused:
        return _refusal(_as_read(json.loads(refused.description)))


# ---- DynamoDB Local


@functools.cache
def _line(host: str) -> urllib3.HTTPConnectionPool:
    """Connections to an engine, kept while it lives."""
    return urllib3.connection_from_url(f"http://{host}", maxsize=CONNECTIONS, retries=False, timeout=SECONDS)


def _asked(url: str, headers: dict[str, str], params: dict[str, Any]) -> tuple[int, bytes]:
    body = json.dumps(_as_sent(params)).encode()
    try:
        answer = _line(urlsplit(url).netloc).request("POST", "/", body=body, headers=headers)
    except urllib3.exceptions.HTTPError:
        raise AskTheOtherWay from None
    return answer.status, answer.data


def _of_engine(status: int, body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = _as_read(json.loads(body))
    if status < BAD_REQUEST:
        return answer
    code = answer["__type"].rpartition("#")[2]
    if status > BAD_REQUEST or code not in ("ConditionalCheckFailedException", "TransactionCanceledException"):
        raise AskTheOtherWay
    return _refusal(answer)


# ---- both


def _refusal(said: dict[str, Any]) -> dict[str, Any]:
    code, message = said.pop("__type").rpartition("#")[2], said.get("message") or said.get("Message")
    return {"Error": {"Code": code, "Message": message}, **said}


def _as_sent(value: Any) -> Any:
    """A copy as it goes over the wire, where bytes are text."""
    if isinstance(value, dict):
        return {key: _as_sent(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_sent(held) for held in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes | bytearray) else value


def _as_read(value: Any) -> Any:
    """A copy as a client reads it, where bytes are bytes and moments are datetimes."""
    if isinstance(value, dict):
        return {key: SPECIAL.get(key, _as_read)(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_as_read(held) for held in value]
    return dynamo_to_dict(value) if hasattr(value, "to_json") else value


def _bytes(value: Any) -> Any:
    if isinstance(value, list):
        return [_bytes(held) for held in value]
    return base64.b64decode(value) if isinstance(value, str) else _as_read(value)


def _moment(value: Any) -> datetime:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)


SPECIAL: dict[str, Callable[[Any], Any]] = {"B": _bytes, "BS": _bytes, "ApproximateCreationDateTime": _moment}
