"""What the real service does and the engine never shows: conflicts between transactions, and replies that get lost."""

from __future__ import annotations

import itertools
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import botocore.endpoint
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.core import aws
from chalicelib.core.errors import Conflict

WRITES = ("PutItem", "UpdateItem", "TransactWriteItems")


class Tally:
    """How many writes were met and how many were hurt."""

    def __init__(self) -> None:
        self.met = 0
        self.hurt = 0


@contextmanager
def conflicts(times: int, code: str = "TransactionConflict") -> Iterator[Tally]:
    """Cancel the next `times` transactions of the process's client because of a rival, before they reach the engine."""
    client = aws.client("dynamodb")
    real, tally = client._make_api_call, Tally()

    def call(operation: str, params: dict[str, Any]) -> Any:
        if operation == "TransactWriteItems":
            tally.met += 1
            if tally.hurt < times:
                tally.hurt += 1
                raise _canceled(code, len(params["TransactItems"]))
        return real(operation, params)

    with mock.patch.object(client, "_make_api_call", call):
        yield tally


def _canceled(code: str, items: int) -> ClientError:
    reasons = [{"Code": "None"}] * (items - 1) + [{"Code": code, "Message": "Transaction is ongoing for the item"}]
    error = {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"}
    return ClientError({"Error": error, "CancellationReasons": reasons}, "TransactWriteItems")


@contextmanager
def conflicting_updates(times: int) -> Iterator[Tally]:
    """Refuse the next `times` single updates because a transaction holds their row."""
    client = aws.client("dynamodb")
    real, tally = client._make_api_call, Tally()

    def call(operation: str, params: dict[str, Any]) -> Any:
        if operation == "UpdateItem":
            tally.met += 1
            if tally.hurt < times:
                tally.hurt += 1
                error = {"Code": "TransactionConflictException", "Message": "Transaction is ongoing for the item"}
                raise ClientError({"Error": error}, operation)
        return real(operation, params)

    with mock.patch.object(client, "_make_api_call", call):
        yield tally


@contextmanager
def lost_replies(write: int, times: int) -> Iterator[Tally]:
    """Let the `write`-th write (from 1) and the attempts after it be done, but lose `times` of their replies.

    The retries of the product's own client are counted as attempts, so 1 loses one reply and 3 lose all that it will
    wait for.
    """
    with _products_client() as client:
        yield from _losing(client._endpoint.http_session, write, times)


@contextmanager
def _products_client() -> Iterator[Any]:
    with mock.patch.dict(aws._clients):
        aws._clients.pop("dynamodb", None)
        yield aws.client("dynamodb")


def _losing(session: Any, write: int, times: int) -> Iterator[Tally]:
    real, tally = session.send, Tally()

    def send(request: Any) -> Any:
        answer = real(request)
        if _operation(request) in WRITES:
            tally.met += 1
            if tally.met >= write and tally.hurt < times:
                tally.hurt += 1
                raise ReadTimeoutError(endpoint_url=request.url)
        return answer

    with mock.patch.object(session, "send", send), no_pauses():
        yield tally


def _operation(request: Any) -> str:
    target = request.headers["X-Amz-Target"]
    return str(target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]


@contextmanager
def no_pauses() -> Iterator[None]:
    """Let botocore retry without its pauses."""
    stub = types.SimpleNamespace(sleep=lambda seconds: next(itertools.count()))
    with mock.patch.object(botocore.endpoint, "time", stub):
        yield


def until_answered(act: Callable[[], Any]) -> Any:
    """What a caller does who heard nothing: ask again. A refusal is an answer."""
    for _ in range(20):
        try:
            return act()
        except Conflict:
            raise
        except Exception:
            continue
    raise AssertionError("never answered")
