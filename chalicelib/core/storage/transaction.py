"""Several conditional writes that hold together or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import msgspec
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.core.context import Ctx
from chalicelib.core.storage import driver, lines, retry
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Refused, Row, RowType, of_item

# DynamoDB's own bound; 4 MB in all.
MOST_PARTS = 100
Refusal = Callable[[RowType | None], Exception]


class Part(msgspec.Struct, frozen=True):
    """One item of a transaction. refused: makes the error of its refusal from the row that refused (None: none)."""

    row: Row
    actions: list[Action]
    condition: Condition | None
    refused: Callable[[Any], Exception]


class Transaction:
    """Several conditional writes that hold together or not at all, made by `ctx`.

    Rooms add parts to each other's transaction through their services, each with the typed error of its own refusal.
    Puts go before updates, whatever the order they were added in (PynamoDB sends them so), and of several refusals the
    first in that order that has an error of its own is raised. 2 WU per item of at most 1 KB.
    """

    def __init__(self, ctx: Ctx) -> None:
        self.ctx = ctx
        # By it DynamoDB knows a try again of what it may have written before its answer was lost.
        self._token = str(uuid.uuid4())
        self._puts: list[Part] = []
        self._updates: list[Part] = []

    def put_new(self, row: RowType, refused: Callable[[RowType], Exception]) -> None:
        """Add: write `row` unless its key is taken; whoever holds it refused, so there is always a row."""
        self._puts.append(Part(row.stamped(self.ctx), [], type(row).pk.does_not_exist(), refused))

    def put(self, row: Row) -> None:
        """Add: write `row`, whatever lies there."""
        self._puts.append(Part(row.stamped(self.ctx), [], None, Refused))

    def update(
        self, row: RowType, actions: Sequence[Action], condition: Condition | None, refused: Refusal[RowType]
    ) -> None:
        """Add: apply `actions` where `condition` holds."""
        self._updates.append(Part(row, lines.with_line(row.keys.line, actions), condition, refused))

    def change(
        self, row: RowType, actions: Sequence[Action], condition: Condition | None, refused: Refusal[RowType]
    ) -> None:
        """Add: the same, and the row says when, who and why, as every row does whose changes are told."""
        self.update(row, [*actions, *row.stamps(self.ctx)], condition, refused)

    def commit(self, *, attempts: int = retry.ATTEMPTS) -> None:
        """Write all of it.

        Raises the error of the first part that was refused, TooBusy when rivals kept colliding: only a collision is
        tried again, a refusal never.
        """
        retry.on_collision(self._commit, attempts=attempts)

    def _commit(self) -> None:
        try:
            self._write()
        except PynamoDBException as error:
            refusal = self._refusal_of(error)
            if refusal:
                raise refusal from None
            if driver.collided(error):
                raise Collided() from error
            raise

    def _write(self) -> None:
        with TransactWrite(connection=Row.connection(), client_request_token=self._token) as transaction:
            for part in self._puts:
                transaction.save(part.row, condition=part.condition, return_values="ALL_OLD")
            for part in self._updates:
                transaction.update(part.row, actions=part.actions, condition=part.condition, return_values="ALL_OLD")

    def _refusal_of(self, error: PynamoDBException) -> Exception | None:
        parts = zip([*self._puts, *self._updates], driver.reasons_of(error), strict=False)
        refusals = [(part, item) for part, (code, item) in parts if code == "ConditionalCheckFailed"]
        refusals.sort(key=lambda refusal: refusal[0].refused is Refused)
        for part, item in refusals:
            return part.refused(of_item(item, type(part.row)))
        return None


def put_all(ctx: Ctx, rows: Iterable[Row]) -> int:
    """Write rows under keys that nobody else writes, whatever lies there: how many. 2 WU each, 100 a call.

    Twice the units of a batch, which would need a right to delete (docs/adr/0030).
    """
    waiting, written = iter(rows), 0
    while part := list(islice(waiting, MOST_PARTS)):
        together = Transaction(ctx)
        for row in part:
            together.put(row)
        together.commit()
        written += len(part)
    return written
