"""Keys, rows and conditional writes of the main table.

A key is built from `ctx.corp` and nothing else can build one, so a row of another corp cannot be named.
Rooms subclass `Row` once per kind; `changes` functions meet the same classes on the stream.
"""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self, TypeVar, cast

import msgspec
from botocore.exceptions import ClientError
from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.connection import TableConnection
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import InvalidQuery, OutcomeUnknown, TooBusy

PAGE_LIMIT = 100
CURSOR_KEYS = ("place", "pk", "sk")
RowType = TypeVar("RowType", bound="Row")


def key(ctx: Ctx, *parts: str) -> str:
    """A partition key inside the corp of `ctx`."""
    return "#".join((ctx.corp, *parts))


class ByParent(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]
    """GSI1: rows listed under what they belong to."""

    class Meta:
        index_name = "by_parent"
        projection = AllProjection()

    parent = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)


class Row(Model):
    """Any row of the main table; `kind` tells which.

    changed_at, changed_by and cause say when, who and why, so that the stream can turn the change into a fact.
    due, due_at: in what part of the due index the row waits, and for when (core/due.py).
    """

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    parent = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    changed_at = UnicodeAttribute()
    changed_by = UnicodeAttribute()
    cause = UnicodeAttribute()
    by_parent = ByParent()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """The stack's table through the process's one client, bound on first use so that importing costs nothing."""
        client = aws.client("dynamodb")
        if Row._connection is None or Row._connection.connection._client is not client:
            Row.Meta.table_name = config().main_table
            Row._connection = None
            bound = super()._get_connection() if cls is Row else Row._get_connection()
            bound.connection._client = client
            Row._connection = bound
        return Row._connection

    def stamped(self, ctx: Ctx) -> Self:
        """This row marked as changed by `ctx`."""
        self.changed_at, self.changed_by, self.cause = ctx.at, ctx.actor, ctx.cause
        return self


class Refused(Exception):
    """A conditional write was refused; `old` is the row that refused it (None when there is none)."""

    def __init__(self, old: Any) -> None:
        super().__init__("condition refused")
        self.old = old


def put_new(ctx: Ctx, row: RowType) -> RowType:
    """Write `row` unless its key is taken. Raises Refused with the row that holds the key. 1 WU."""
    _conditional(type(row), lambda: row.stamped(ctx).save(type(row).pk.does_not_exist()))
    return row


def change(ctx: Ctx, row: RowType, actions: Sequence[Action], condition: Condition | None) -> RowType:
    """Apply `actions` to the row with `row`'s key where `condition` holds; answer it as it is now.

    Raises Refused with the row that refused. One write, no read before it.
    """
    _conditional(type(row), lambda: row.update([*actions, *_stamps(ctx)], condition))
    return row


def _stamps(ctx: Ctx) -> list[Action]:
    return [Row.changed_at.set(ctx.at), Row.changed_by.set(ctx.actor), Row.cause.set(ctx.cause)]


def _conditional(model: type[Row], write: Callable[[], Any]) -> None:
    try:
        write()
    except PynamoDBException as error:
        code = _code(error)
        if code == "ConditionalCheckFailedException":
            raise Refused(_refusing_row(model, error)) from None
        if code == "TransactionConflictException":
            raise TooBusy() from error
        raise


def _code(error: PynamoDBException) -> str:
    """DynamoDB's word for what went wrong. Raises OutcomeUnknown when it did not get a word in."""
    response = getattr(error.cause, "response", None)
    if response is None:
        raise OutcomeUnknown() from error
    return str(response.get("Error", {}).get("Code", ""))


def _refusing_row(model: type[Row], error: PynamoDBException) -> Row | None:
    cause = error.cause.__cause__ if error.cause else None
    item = cause.response.get("Item") if isinstance(cause, ClientError) else None
    return model.from_raw_data(item) if item else None


class Part(msgspec.Struct, frozen=True):
    """One item of a transaction.

    refused: makes the error of a refusal from the row that refused (None: there is none).
    """

    row: Row
    actions: list[Action]
    condition: Condition | None
    refused: Callable[[Any], Exception] | None


class Transaction:
    """Several conditional writes that hold together or not at all.

    Rooms add parts to each other's transaction through their services, each with the error of its own refusal.
    Puts go before updates, whatever the order they were added in (PynamoDB sends them so), and `refusals`
    follow that order. 2 WU per item of at most 1 KB.
    """

    def __init__(self, ctx: Ctx, token: str | None = None) -> None:
        self._ctx = ctx
        self._token = token
        self._puts: list[Part] = []
        self._updates: list[Part] = []

    def put_new(self, row: Row, refused: Callable[[Any], Exception] | None = None) -> None:
        """Add: write `row` unless its key is taken."""
        self._puts.append(Part(row.stamped(self._ctx), [], type(row).pk.does_not_exist(), refused))

    def update(
        self,
        row: Row,
        actions: Sequence[Action],
        condition: Condition | None,
        refused: Callable[[Any], Exception] | None = None,
    ) -> None:
        """Add: apply `actions` where `condition` holds."""
        self._updates.append(Part(row, list(actions), condition, refused))

    def change(
        self,
        row: Row,
        actions: Sequence[Action],
        condition: Condition | None,
        refused: Callable[[Any], Exception] | None = None,
    ) -> None:
        """Add: the same, and the row says when, who and why, as every row does whose changes are told."""
        self.update(row, [*actions, *_stamps(self._ctx)], condition, refused)

    def commit(self, attempts: int = 6) -> None:
        """Write all of it.

        Raises the error of the first part that was refused, TransactionRefused when that part names none, TooBusy
        when rivals kept colliding: only a collision is tried again (jittered, growing), a refusal never.
        """
        for attempt in range(attempts):
            try:
                return self._write()
            except PynamoDBException as error:
                codes = [reason.code if reason else "" for reason in _reasons(error)]
                if "ConditionalCheckFailed" in codes:
                    raise self._refusal_of(error) from None
                if not _collided(_code(error), codes):
                    raise
            time.sleep(random.random() * 0.02 * 2**attempt)
        raise TooBusy()

    def _write(self) -> None:
        connection = Row._get_connection().connection
        with TransactWrite(connection=connection, client_request_token=self._token) as transaction:
            for part in self._puts:
                transaction.save(part.row, condition=part.condition, return_values="ALL_OLD")
            for part in self._updates:
                transaction.update(part.row, actions=part.actions, condition=part.condition, return_values="ALL_OLD")

    def _refusal_of(self, error: PynamoDBException) -> Exception:
        parts = [*self._puts, *self._updates]
        refusals = [_refusal(type(part.row), reason) for part, reason in zip(parts, _reasons(error), strict=True)]
        for part, refusal in zip(parts, refusals, strict=True):
            if refusal is not None and part.refused is not None:
                return part.refused(refusal.old)
        return TransactionRefused(refusals)


class TransactionRefused(Exception):
    """A transaction's condition did not hold. `refusals` has, per item (puts, then updates), None or a Refused."""

    def __init__(self, refusals: list[Refused | None]) -> None:
        super().__init__("transaction refused")
        self.refusals = refusals


def _reasons(error: PynamoDBException) -> list[Any]:
    return list(getattr(error.cause, "cancellation_reasons", []))


def _refusal(model: type[Row], reason: Any) -> Refused | None:
    if reason is None or reason.code != "ConditionalCheckFailed":
        return None
    return Refused(model.from_raw_data(reason.raw_item) if reason.raw_item else None)


def _collided(code: str, codes: list[str]) -> bool:
    transient = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "None", ""}
    if code == "TransactionCanceledException":
        return bool(codes) and set(codes) <= transient
    return code in {"TransactionInProgressException", "InternalServerError", "ThrottlingException"}


def get(model: type[RowType], pk: str, sk: str, *, consistent: bool = False) -> RowType | None:
    """The row under a key, or None. 0.5 RU (1 when consistent)."""
    try:
        return model.get(pk, sk, consistent_read=consistent)
    except model.DoesNotExist:
        return None


class Page(msgspec.Struct, frozen=True):
    """Up to 100 rows and the cursor that continues them ('' ends)."""

    items: list[Any]
    cursor: str = ""


def children(model: type[RowType], pk: str, prefix: str = "", *, consistent: bool = False) -> Iterator[RowType]:
    """All rows of a small partition whose sk starts with `prefix`, in order."""
    condition = model.sk.startswith(prefix) if prefix else None
    return cast(Iterator[RowType], Row.query(pk, condition, consistent_read=consistent))


def page_by_parent(parent: str, limit: int, cursor: str, *, newest_first: bool = False) -> Page:
    """One page of the rows listed under `parent`. The cursor is the last row's own keys."""
    limit = min(limit, PAGE_LIMIT)
    found = Row.by_parent.query(
        parent,
        limit=limit,
        page_size=limit,
        last_evaluated_key=_start(parent, cursor),
        scan_index_forward=not newest_first,
    )
    items = list(found)
    return Page(items, _cursor(found.last_evaluated_key))


def _cursor(last: dict[str, Any] | None) -> str:
    if last is None:
        return ""
    return base64.urlsafe_b64encode("\x1f".join(last[name]["S"] for name in CURSOR_KEYS).encode()).decode()


def _start(parent: str, cursor: str) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        place, pk, sk = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().split("\x1f")
    except ValueError:
        raise InvalidQuery("cursor is not one that this API gave") from None
    return {"parent": {"S": parent}, "place": {"S": place}, "pk": {"S": pk}, "sk": {"S": sk}}
