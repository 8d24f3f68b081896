"""Stock of anything, split into buckets so that a rush spreads, and exact: what is taken and left sums to what was.

A stock has a name inside the corp (`coupon_stock#<id>`). Taking is one item of somebody's transaction, so the thing and
its stock are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.instance import Cache
from chalicelib.core.storage.attributes import IntAttribute
from chalicelib.core.storage.table import Keys, Refused, Row, get, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
WALKED = 3
Taken = TypeVar("Taken")
_empty: Cache[bool] = Cache()


class StockRow(Row, discriminator="stock"):
    """One bucket of a stock, in a partition of its own."""

    keys = Keys(pk="<stock>#<bucket>", sk=SELF)

    left = IntAttribute()


class BucketEmpty(Exception):
    """This bucket does not hold enough; another may."""


class OutOfStock(Exception):
    """Every bucket was seen empty."""


class Stock(msgspec.Struct, frozen=True):
    """A stock's name inside the corp, and how many buckets it has."""

    name: str
    buckets: int


def buckets_for(total: int, wanted: int) -> int:
    """How many buckets a stock gets: as many as wanted, at least 1, never more than there are things."""
    return max(1, min(wanted, total))


def split(total: int, buckets: int) -> list[int]:
    """`total` spread over buckets as evenly as it goes; the parts sum to it."""
    share, rest = divmod(total, buckets)
    return [share + (1 if index < rest else 0) for index in range(buckets)]


def walk(start: int, buckets: int) -> Iterator[int]:
    """The bucket that is begun at and the few that are tried after it, each once."""
    for step in range(min(buckets, WALKED + 1)):
        yield (start + step) % buckets


def _row(ctx: Ctx, stock: Stock, bucket: int) -> StockRow:
    return StockRow(key(ctx, *stock.name.split("#"), str(bucket)), SELF)


def open_in(transaction: Transaction, stock: Stock, total: int) -> None:
    """Add: the stock's buckets, `total` in all. 2 WU a bucket."""
    for bucket, left in enumerate(split(total, stock.buckets)):
        row = _row(transaction.ctx, stock, bucket)
        row.left = left
        transaction.put_new(row, Refused)


def take_in(transaction: Transaction, stock: Stock, bucket: int, quantity: int = 1) -> None:
    """Add: take from one bucket; the commit raises BucketEmpty when it does not hold enough. 2 WU."""
    enough = StockRow.left >= quantity
    transaction.update(
        _row(transaction.ctx, stock, bucket), [StockRow.left.add(-quantity)], enough, lambda _: BucketEmpty()
    )


def return_in(transaction: Transaction, stock: Stock, bucket: int, quantity: int = 1) -> None:
    """Add: give back to a bucket. 2 WU."""
    row = _row(transaction.ctx, stock, bucket)
    transaction.update(row, [StockRow.left.add(quantity)], StockRow.pk.exists(), Refused)


def levels(ctx: Ctx, stock: Stock) -> list[int]:
    """What is left in each bucket, read consistently. 1 RU a bucket."""
    rows = [_row(ctx, stock, bucket) for bucket in range(stock.buckets)]
    found = [get(StockRow, row.pk, row.sk, consistent=True) for row in rows]
    return [row.left if row else 0 for row in found]


def take(ctx: Ctx, stock: Stock, who: str, attempt: Callable[[int], Taken], quantity: int = 1) -> Taken:
    """What `attempt(bucket)` gives for the first bucket that holds enough, begun at one that follows from `who`.

    attempt: commits a transaction with `take_in`; BucketEmpty sends us on. Raises OutOfStock only after every bucket
    was seen empty, and then without a write for 5 s: refusals cost capacity too. 2 WU for each bucket tried,
    beside what the attempt writes.
    """
    name = f"{ctx.corp}#{stock.name}#{quantity}"
    if _empty.has(name):
        raise OutOfStock()
    start = digest(who, stock.name)[0] % stock.buckets
    for bucket in walk(start, stock.buckets):
        try:
            return attempt(bucket)
        except BucketEmpty:
            continue
    for bucket in _still_holding(levels(ctx, stock), quantity):
        try:
            return attempt(bucket)
        except BucketEmpty:
            continue
    _empty.put(name, True)
    raise OutOfStock()


def _still_holding(left: Sequence[int], quantity: int) -> list[int]:
    return [bucket for bucket, held in enumerate(left) if held >= quantity]
