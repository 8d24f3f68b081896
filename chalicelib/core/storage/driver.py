"""Everything we need of PynamoDB that it does not hand out: kept in this one file, so that an upgrade has one place.

Models speak through the process's one client, and a refused write tells which row refused it.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from pynamodb.connection import TableConnection
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import OutcomeUnknown

Item = dict[str, dict[str, Any]]
TRANSIENT = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "None", ""})
IN_PROGRESS = frozenset({"TransactionInProgressException", "InternalServerError", "ThrottlingException"})


class Bound(Model):
    """A model of the stack's main table, bound to the process's client on first use: importing it costs nothing.

    Its one direct subclass says what every row has; the connection is that one's, for all kinds of rows.
    """

    class Meta:
        table_name = ""

    @classmethod
    def _root(cls) -> type[Bound]:
        return next(one for one in reversed(cls.__mro__) if issubclass(one, Bound) and one is not Bound)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        root, client = cls._root(), aws.client("dynamodb")
        if cls is not root:
            return root._get_connection()
        if root._connection is None or root._connection.connection._client is not client:
            root.Meta.table_name = config().main_table
            root._connection = None
            connection = super()._get_connection()
            connection.connection._client = client
            root._connection = connection
        return root._connection

    @classmethod
    def connection(cls) -> Any:
        """What transactions go through."""
        return cls._get_connection().connection


def code_of(error: PynamoDBException) -> str:
    """DynamoDB's word for what went wrong. Raises OutcomeUnknown when it did not get a word in."""
    response = getattr(error.cause, "response", None)
    if response is None:
        raise OutcomeUnknown() from error
    return str(response.get("Error", {}).get("Code", ""))


def refusing_item(error: PynamoDBException) -> Item | None:
    """The row, as stored, whose condition refused a single write; None when there is none."""
    cause = error.cause.__cause__ if error.cause else None
    item: Item | None = cause.response.get("Item") if isinstance(cause, ClientError) else None
    return item


def reasons_of(error: PynamoDBException) -> list[tuple[str, Item | None]]:
    """For each item of a refused transaction, in the order sent, DynamoDB's word and the row that refused."""
    reasons = getattr(error.cause, "cancellation_reasons", [])
    return [(reason.code, reason.raw_item) if reason else ("", None) for reason in reasons]


def collided(error: PynamoDBException) -> bool:
    """True when the same may be tried again at once: rivals met and nothing was written, or it is not known whether
    anything was, and the transaction's token lets the second try find out.
    """
    codes = {code for code, _ in reasons_of(error)}
    code = code_of(error)
    if code == "TransactionCanceledException":
        return bool(codes) and codes <= TRANSIENT
    return code in IN_PROGRESS
