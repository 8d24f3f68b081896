"""Stock of anything, split into buckets so that a rush spreads, and exact: what is taken and left sums to what was.

A stock has a name inside the corp (`coupon_stock#<id>`). Taking is one item of somebody's transaction, so the thing and
its stock are written together or not at all.

That a stock is sold out is one row, the marker, so that a refusal costs the same however many buckets there are. It is
written on condition that every bucket is empty, and whoever gives back to a bucket that may be empty spoils it in the
same transaction: where the marker stands there is nothing (docs/adr/0033).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

import msgspec
from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.context import Ctx
from chalicelib.core.errors import TooBusy
from chalicelib.core.ids import digest
from chalicelib.core.instance import Cache
from chalicelib.core.storage.attributes import IntAttribute, MomentAttribute
from chalicelib.core.storage.table import Keys, Refused, Row, get, get_many, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
WALKED = 3
# A bucket that holds so many is not empty a moment later, so that what is given back to it needs no look at the marker.
PLENTY = 50
Taken = TypeVar("Taken")
# The least quantity that was not to be had; 0 while everything may be.
_least: Cache[int] = Cache()


class StockRow(Row, discriminator="stock"):
    """One bucket of a stock, in a partition of its own. open_to: who may take, in its owner's words; absent: all."""

    keys = Keys(pk="<stock>#<bucket>", sk=SELF)

    left = IntAttribute()
    open_to = UnicodeSetAttribute(null=True)


class SoldOutRow(Row, discriminator="sold_out"):
    """The marker of a stock: while `since` is there, every bucket is empty. Spoilt, not deleted (docs/adr/0030)."""

    keys = Keys(pk="<stock>#sold_out", sk=SELF)

    since = MomentAttribute(null=True)


class BucketEmpty(Exception):
    """This bucket does not hold enough; another may."""


class NotOpen(Exception):
    """The stock is not open to those who want to take."""


class Touched(Exception):
    """Something was taken already."""


class OutOfStock(Exception):
    """Every bucket was seen empty."""


class StillThere(Exception):
    """A bucket is not empty, so the stock is not sold out; or somebody has said that it is."""


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


def spread(levels: Sequence[int], quantity: int) -> list[int] | None:
    """How many of `quantity` to take from each bucket, the fullest first; None when all together hold less."""
    taken = [0] * len(levels)
    for bucket in sorted(range(len(levels)), key=lambda number: -levels[number]):
        taken[bucket] = min(levels[bucket], quantity)
        quantity -= taken[bucket]
    return taken if quantity == 0 else None


def walk(start: int, buckets: int) -> Iterator[int]:
    """The bucket that is begun at and the few that are tried after it, each once."""
    for step in range(min(buckets, WALKED + 1)):
        yield (start + step) % buckets


def _row(ctx: Ctx, stock: Stock, bucket: int) -> StockRow:
    return StockRow(key(ctx, *stock.name.split("#"), str(bucket)), SELF)


def _marker(ctx: Ctx, stock: Stock) -> SoldOutRow:
    return SoldOutRow(key(ctx, *stock.name.split("#"), "sold_out"), SELF)


def open_in(transaction: Transaction, stock: Stock, total: int, open_to: Collection[str] = ()) -> None:
    """Add: the stock's buckets, `total` in all. 2 WU a bucket."""
    for bucket, left in enumerate(split(total, stock.buckets)):
        row = _row(transaction.ctx, stock, bucket)
        row.left, row.open_to = left, set(open_to) or None
        transaction.put_new(row, Refused)


def reopen_in(transaction: Transaction, stock: Stock, open_to: Collection[str], untouched: Sequence[int] = ()) -> None:
    """Add: who may take from now on. 2 WU a bucket.

    untouched: what its buckets hold while nothing was taken; the commit raises Touched when anything was since.
    """
    for bucket in range(stock.buckets):
        as_it_was = StockRow.left == untouched[bucket] if untouched else None
        opened = [StockRow.open_to.set(set(open_to))]
        transaction.update(_row(transaction.ctx, stock, bucket), opened, as_it_was, lambda _: Touched())


def take_in(transaction: Transaction, stock: Stock, bucket: int, quantity: int = 1, by: Collection[str] = ()) -> None:
    """Add: take from one bucket. 2 WU.

    by: what the taker may be called; of a stock that says whom it is open to, one of these must be among them. The
    commit raises NotOpen when none is, BucketEmpty when the bucket does not hold enough.
    """
    allowed = StockRow.left >= quantity
    if by:
        allowed &= _is_open(by)

    def refused(row: StockRow | None) -> Exception:
        return BucketEmpty() if row is None or not by or set(by) & (row.open_to or set(by)) else NotOpen()

    transaction.update(_row(transaction.ctx, stock, bucket), [StockRow.left.add(-quantity)], allowed, refused)


def _is_open(by: Collection[str]) -> Condition:
    is_open: Condition = StockRow.open_to.does_not_exist()
    for name in by:
        is_open |= StockRow.open_to.contains(name)
    return is_open


def return_in(transaction: Transaction, stock: Stock, bucket: int, quantity: int = 1) -> None:
    """Add: give back to a bucket. 1 RU and 2 WU, 2 WU more for a bucket that may be empty; the rest is refused no more.

    The commit raises TooBusy when a bucket of plenty was emptied meanwhile: look again.
    """
    ctx, row = transaction.ctx, _row(transaction.ctx, stock, bucket)
    _least.drop(_name(ctx, stock))
    held = get(StockRow, row.pk, row.sk, consistent=True)
    if held is not None and held.left >= PLENTY:
        # Not sold out while this bucket holds something: the marker, one row of all buckets, is left alone.
        transaction.update(row, [StockRow.left.add(quantity)], StockRow.left > 0, lambda _: TooBusy())
        return
    transaction.update(row, [StockRow.left.add(quantity)], StockRow.pk.exists(), Refused)
    _spoil_in(transaction, stock)


def take_over_in(transaction: Transaction, stock: Stock, quantity: int, held: Sequence[int]) -> None:
    """Add: take so much over several buckets, of which `held` says what they hold. 2 WU a bucket that gives.

    Raises OutOfStock when all together hold less; the commit raises BucketEmpty when a rival took from one of them
    since they were read.
    """
    parts = spread(held, quantity)
    if parts is None:
        raise OutOfStock()
    for bucket, part in enumerate(parts):
        if part:
            take_in(transaction, stock, bucket, part)


def add_in(transaction: Transaction, stock: Stock, quantity: int) -> None:
    """Add: more of it, spread over all buckets; it is not sold out any more. 2 WU a bucket and 2."""
    ctx = transaction.ctx
    _least.drop(_name(ctx, stock))
    for bucket, part in enumerate(split(quantity, stock.buckets)):
        if part:
            row = _row(ctx, stock, bucket)
            transaction.update(row, [StockRow.left.add(part)], StockRow.pk.exists(), Refused)
    _spoil_in(transaction, stock)


def _spoil_in(transaction: Transaction, stock: Stock) -> None:
    spoilt = [SoldOutRow.kind.set(SoldOutRow), SoldOutRow.since.remove()]
    transaction.update(_marker(transaction.ctx, stock), spoilt, None, Refused)


def sold_out(ctx: Ctx, stocks: Sequence[Stock]) -> frozenset[str]:
    """The names of those of which somebody has been told that they are sold out, and are. 0.5 RU each, one call."""
    markers = {(row.pk, row.sk): stock.name for stock in stocks for row in (_marker(ctx, stock),)}
    rows = get_many(list(markers))
    return frozenset(markers[row.pk, row.sk] for row in rows if isinstance(row, SoldOutRow) and row.since)


def in_all(ctx: Ctx, stocks: Sequence[Stock]) -> dict[str, int]:
    """What is left of each by its name, as of a moment ago. 0.5 RU a bucket, one call for 100."""
    named = {_row(ctx, stock, bucket).pk: stock.name for stock in stocks for bucket in range(stock.buckets)}
    left = dict.fromkeys(named.values(), 0)
    for row in get_many([(pk, SELF) for pk in named]):
        if isinstance(row, StockRow):
            left[named[row.pk]] += row.left
    return left


def levels(ctx: Ctx, stock: Stock) -> list[int]:
    """What is left in each bucket, read consistently. 1 RU a bucket."""
    rows = [_row(ctx, stock, bucket) for bucket in range(stock.buckets)]
    found = [get(StockRow, row.pk, row.sk, consistent=True) for row in rows]
    return [row.left if row else 0 for row in found]


def left_of(ctx: Ctx, stocks: Sequence[Stock]) -> dict[str, int]:
    """What is left of several stocks, by their names, as it was a moment ago. 0.5 RU a bucket, one call for 100."""
    names = {_row(ctx, stock, bucket).pk: stock.name for stock in stocks for bucket in range(stock.buckets)}
    left = dict.fromkeys((stock.name for stock in stocks), 0)
    for row in get_many([(pk, SELF) for pk in names]):
        left[names[row.pk]] += row.left if isinstance(row, StockRow) else 0
    return left


def take(
    ctx: Ctx, stock: Stock, who: str, attempt: Callable[[int], Taken], quantity: int = 1, *, afresh: bool = False
) -> Taken:
    """What `attempt(bucket)` gives for the first bucket that holds enough, begun at one that follows from `who`.

    attempt: commits a transaction with `take_in`; BucketEmpty sends us on. 2 WU for each bucket tried, beside what the
    attempt writes. Raises OutOfStock only after every bucket was seen empty, by us or by who wrote the marker: that is
    remembered for 5 s, without a read or a write, and then asked for by 1 RU, since refusals cost capacity too.
    afresh: for whom a wrong "sold out" would cost more than a second tap, what is remembered does not count.
    """
    if afresh:
        _least.drop(_name(ctx, stock))
    least = _least.get(_name(ctx, stock), lambda: 1 if _is_sold_out(ctx, stock) else 0)
    if least and quantity >= least:
        raise OutOfStock()
    for bucket in _worth_trying(ctx, stock, who, quantity):
        try:
            return attempt(bucket)
        except BucketEmpty:
            continue
    raise OutOfStock()


def _name(ctx: Ctx, stock: Stock) -> str:
    return f"{ctx.corp}#{stock.name}"


def _is_sold_out(ctx: Ctx, stock: Stock) -> bool:
    """What the marker says, read consistently: what was given back before we ask is not missed. 1 RU."""
    row = _marker(ctx, stock)
    marker = get(SoldOutRow, row.pk, row.sk, consistent=True)
    return marker is not None and marker.since is not None


def _worth_trying(ctx: Ctx, stock: Stock, who: str, quantity: int) -> Iterator[int]:
    """Each bucket that may hold enough, as long as those before it did not; remembers when there is none."""
    buckets = walk(digest(who, stock.name)[0] % stock.buckets, stock.buckets)
    yield next(buckets)
    if _is_sold_out(ctx, stock):
        _least.put(_name(ctx, stock), 1)
        return
    yield from buckets
    left = levels(ctx, stock)
    yield from (bucket for bucket, held in enumerate(left) if held >= quantity)
    if not any(left):
        _mark(ctx, stock)
    _least.put(_name(ctx, stock), quantity)


def _mark(ctx: Ctx, stock: Stock) -> None:
    """Say that the stock is sold out, if it is. 2 WU for it and for each bucket, once a sell-out.

    Whoever is refused, or meets rivals, leaves it: the next to find nothing says it.
    """
    transaction = Transaction(ctx)
    for bucket in range(stock.buckets):
        # An update that changes nothing, and not a check, which would need a right of its own.
        row = _row(ctx, stock, bucket)
        transaction.update(row, [StockRow.left.add(0)], StockRow.left == 0, lambda _: StillThere())
    said = [SoldOutRow.kind.set(SoldOutRow), SoldOutRow.since.set(ctx.at)]
    transaction.update(_marker(ctx, stock), said, SoldOutRow.since.does_not_exist(), lambda _: StillThere())
    with contextlib.suppress(StillThere, TooBusy):
        transaction.commit(attempts=1)
