"""Keys, rows and single conditional writes of the main table.

A key is built from `ctx.corp` and nothing else can build one, so a row of another corp cannot be named.
Rooms subclass `Row` once per kind; `changes` functions meet the same classes on the stream.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Self, TypeVar

import msgspec
from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.core import aws
from chalicelib.core.audited import Audited
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import IdempotencyMismatch, TooBusy
from chalicelib.core.moments import Moment
from chalicelib.core.storage import driver, lines
from chalicelib.core.storage.attributes import MomentAttribute, PersonAttribute
from chalicelib.core.storage.driver import Bound
from chalicelib.core.storage.lines import LineAttribute

RowType = TypeVar("RowType", bound="Row")
# DynamoDB's own bound of a batch of reads, and how often what it left out is asked for again.
MOST_READ = 100
READ_TRIES = 5
READ_PAUSE = 0.05


def key(ctx: Ctx, *parts: str) -> str:
    """A partition key inside the corp of `ctx`."""
    return "#".join((ctx.corp, *parts))


class ByParent(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]  # PynamoDB's
    """GSI1: rows listed under what they belong to; it holds their keys, their kind and their line."""

    class Meta:
        index_name = "by_parent"
        projection = IncludeProjection(["kind", "line"])

    parent = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """Where a kind of row lies, as patterns with names in angle brackets; the corp stands before pk, parent and due.

    parent, place: under what and in what order it is listed; no two rows of a parent have one place. A parent that ends
    with `#<shard>` has SHARDS parts, since it grows with the members (core/storage/lists.py). line: what a list shows
    without reading the rows (core/storage/lines.py). due: the topic it may wait under. '' where there is none.
    """

    pk: str
    sk: str
    parent: str = ""
    place: str = ""
    line: type[msgspec.Struct] | None = None
    due: str = ""


class Row(Bound):
    """Any row of the main table; `kind` tells which, `keys` where it lies, `audited` how an operator's change is told.

    changed_at, changed_by and cause say when, who and why, so that the stream can turn the change into a fact; act, by
    which door, when an operator did, so that it can turn the change into a line of the audit.
    due, due_at: in what part of the due index the row waits, and for when (core/storage/due.py).
    """

    keys: ClassVar[Keys] = Keys(pk="", sk="")
    audited: ClassVar[Audited | None] = None

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    parent = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    line = LineAttribute(null=True)
    due = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    changed_at = MomentAttribute()
    changed_by = UnicodeAttribute()
    cause = UnicodeAttribute()
    act = UnicodeAttribute(null=True)
    by_parent = ByParent()

    @property
    def waits_until(self) -> Moment | None:
        """When its time comes, while it waits."""
        return Moment(self.due_at.partition("#")[0]) if self.due_at else None

    def stamped(self, ctx: Ctx) -> Self:
        """This row, about to be written, marked as changed by `ctx`, with its line."""
        self.changed_at, self.changed_by, self.cause = ctx.at, ctx.actor, ctx.cause
        if ctx.act:
            self.act = ctx.act
        self.line = lines.of_row(self, self.keys.line)
        return self

    @classmethod
    def stamps(cls, ctx: Ctx) -> list[Action]:
        """The actions that mark a row as changed by `ctx`."""
        by: list[Action] = [Row.changed_at.set(ctx.at), Row.changed_by.set(ctx.actor), Row.cause.set(ctx.cause)]
        return [*by, Row.act.set(ctx.act)] if ctx.act else by


class Made(Row):
    """What an operator makes: it says who made it, and which operator changed it last and when.

    Nobody writes these: each write does. What the system notes on it (a problem, a count) is no edit.
    """

    created_by = PersonAttribute(null=True)
    edited_by = PersonAttribute(null=True)
    edited_at = MomentAttribute(null=True)

    def stamped(self, ctx: Ctx) -> Self:
        """See Row; and made by whoever writes it first."""
        self.created_by = self.created_by or ctx.person
        return super().stamped(ctx)

    @classmethod
    def stamps(cls, ctx: Ctx) -> list[Action]:
        """See Row; and edited by the operator who changes it."""
        by: list[Action] = [cls.edited_by.set(ctx.person), cls.edited_at.set(ctx.at)] if ctx.person else []
        return [*super().stamps(ctx), *by]


class Refused(Exception):
    """A conditional write was refused; `old` is the row that refused it (None when there is none)."""

    def __init__(self, old: Any) -> None:
        super().__init__("condition refused")
        self.old = old

    def row(self, model: type[RowType]) -> RowType | None:
        """The row that refused, as a `model`; None when there is none."""
        return self.old if isinstance(self.old, model) else None

    def own_lost_answer(self, model: type[RowType], is_same: Callable[[RowType], bool] = lambda row: True) -> RowType:
        """The row that our own earlier attempt wrote, whose answer was lost: ids follow from the Idempotency-Key.

        is_same: True when the row says what we wanted to write. Raises IdempotencyMismatch when it does not, or when
        there is no such row.
        """
        row = self.row(model)
        if row is None or not is_same(row):
            raise IdempotencyMismatch() from None
        return row


def put_new(ctx: Ctx, row: RowType) -> RowType:
    """Write `row` unless its key is taken. Raises Refused with the row that holds the key. 1 WU."""
    _conditional(type(row), lambda: row.stamped(ctx).save(type(row).pk.does_not_exist()))
    return row


def change(ctx: Ctx, row: RowType, actions: Sequence[Action], condition: Condition | None) -> RowType:
    """Apply `actions` to the row with `row`'s key where `condition` holds; answer it as it is now.

    Raises Refused with the row that refused. One write, no read before it.
    """
    wanted = lines.with_line(row.keys.line, [*actions, *row.stamps(ctx)])
    _conditional(type(row), lambda: row.update(wanted, condition))
    return row


def _conditional(model: type[Row], write: Callable[[], Any]) -> None:
    try:
        write()
    except PynamoDBException as error:
        code = driver.code_of(error)
        if code == "ConditionalCheckFailedException":
            raise Refused(of_item(driver.refusing_item(error), model)) from None
        if code == "TransactionConflictException":
            raise TooBusy() from error
        raise


def of_item(item: driver.Item | None, model: type[Row]) -> Row | None:
    """The row of a stored item."""
    return model.from_raw_data(item) if item else None


def kinds() -> frozenset[str]:
    """Every kind of row that is loaded."""
    return frozenset(str(Row.kind.get_discriminator(row)) for row in Row.kind.get_registered_subclasses(Row))


def kind_in(image: driver.Item | None) -> str:
    """The kind of row that an image says it is; '' when it says none, or in a type that no kind has."""
    return str(image.get("kind", {}).get("S", "")) if image else ""


def of_image(model: type[RowType], image: driver.Item | None) -> RowType | None:
    """The row that an image of a `model` says; None when there is none, or one that today's code cannot read."""
    try:
        return model.from_raw_data(image) if image else None
    except (KeyError, ValueError, TypeError, AttributeError, msgspec.MsgspecError):
        return None


def get(model: type[RowType], pk: str, sk: str, *, consistent: bool = False) -> RowType | None:
    """The row under a key, or None. 0.5 RU (1 when consistent)."""
    try:
        return model.get(pk, sk, consistent_read=consistent)
    except model.DoesNotExist:
        return None


def get_many(keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> list[Row]:
    """The rows under these keys, in their order, of whatever kind; those that are not there are left out. 0.5 RU each
    (1 when consistent).

    One call for 100 keys. Raises TooBusy when DynamoDB keeps leaving some out.
    """
    found: dict[tuple[str, str], Row] = {}
    wanted = list(dict.fromkeys(keys))
    for begin in range(0, len(wanted), MOST_READ):
        part = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in wanted[begin : begin + MOST_READ]]
        for item in _batch(part, consistent):
            found[item["pk"]["S"], item["sk"]["S"]] = Row.from_raw_data(item)
    return [found[one] for one in wanted if one in found]


def _batch(keys: list[driver.Item], consistent: bool) -> Iterator[driver.Item]:
    name = config().main_table
    for attempt in range(READ_TRIES):
        answer = aws.client("dynamodb").batch_get_item(
            RequestItems={name: {"Keys": keys, "ConsistentRead": consistent}}
        )
        yield from answer["Responses"].get(name, [])
        keys = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
        if not keys:
            return
        time.sleep(READ_PAUSE * 2**attempt)
    raise TooBusy()
