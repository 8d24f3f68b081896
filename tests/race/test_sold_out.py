"""The marker of a stock that is sold out, against goods that come back: it never stands where there is something."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.core.errors import TooBusy
from chalicelib.core.storage import stock
from chalicelib.core.storage.stock import BucketEmpty, OutOfStock, SoldOutRow, Stock
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.stack import forget_everything

ROUNDS = 5
NEGATIVE_ROUNDS = 40
_names = itertools.count(1)


class Shelf:
    """A stock that is taken from and given back to, by instances that each have a memory of their own."""

    def __init__(self, engine: Engine, total: int, buckets: int) -> None:
        self.engine = engine
        self.stock = Stock(f"shelf#{next(_names)}", buckets)
        self.total = total
        transaction = Transaction(engine.ctx())
        stock.open_in(transaction, self.stock, total)
        transaction.commit()

    def take(self, who: str) -> int:
        """The bucket that gave one. Raises OutOfStock."""
        ctx = self.engine.ctx(who, who)

        def attempt(bucket: int) -> int:
            transaction = Transaction(ctx)
            stock.take_in(transaction, self.stock, bucket)
            transaction.commit()
            return bucket

        return stock.take(ctx, self.stock, who, attempt)

    def give_back(self, bucket: int) -> None:
        transaction = Transaction(self.engine.ctx())
        stock.return_in(transaction, self.stock, bucket)
        transaction.commit()

    def swap(self, who: str) -> None:
        """Take one and give it back: then there is one for the next, whatever was said before."""
        try:
            self.give_back(self.take(who))
        except OutOfStock:
            return

    def left(self) -> int:
        return sum(stock.levels(self.engine.ctx(), self.stock))

    def is_marked(self) -> bool:
        return stock._is_sold_out(self.engine.ctx(), self.stock)


def rush(shelf: Shelf) -> None:
    """More who want one than there are, some of whom bring it back."""
    acts: list[Callable[[], object]] = [partial(shelf.swap, f"m{number}") for number in range(24)]
    for outcome in crowd(acts, workers=12):
        assert outcome.name in ("", "TooBusy"), outcome.error


@pytest.mark.parametrize(("total", "buckets"), [(1, 1), (2, 2), (3, 8)])
def test_the_marker_never_stands_where_something_is_left(engine: Engine, total: int, buckets: int) -> None:
    """Whoever asks after a return was answered, on an instance that remembers nothing, gets it; nothing is made."""
    for _ in range(ROUNDS):
        shelf = Shelf(engine, total, min(total, buckets))
        rush(shelf)
        assert shelf.left() == total
        assert not shelf.is_marked()
        assert len({shelf.take(f"late {number}") for number in range(total)}) == shelf.stock.buckets
        with pytest.raises(OutOfStock):
            shelf.take("too late")
        assert (shelf.left(), shelf.is_marked()) == (0, True)


def test_what_comes_back_after_the_marker_is_given_out_once(engine: Engine) -> None:
    """Twelve rivals for the one that came back: one gets it, and the stock is said to be sold out again."""
    shelf = Shelf(engine, 4, 4)
    for number in range(4):
        shelf.take(f"m{number}")
    with pytest.raises(OutOfStock):
        shelf.take("late")
    shelf.give_back(3)
    outcomes = crowd([partial(shelf.take, f"rival {number}") for number in range(12)], workers=12)
    assert sorted(outcome.name for outcome in outcomes) == ["", *["OutOfStock"] * 11]
    forget_everything()
    with pytest.raises(OutOfStock):
        shelf.take("later")
    assert (shelf.left(), shelf.is_marked()) == (0, True)


def test_a_return_between_the_look_and_the_marker_keeps_it_from_being_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every bucket was seen empty, then one came back: the marker's own condition refuses it."""
    shelf = Shelf(engine, 1, 1)
    bucket = shelf.take("m1")
    genuine = stock._mark

    def late(ctx: object, one: Stock) -> None:
        shelf.give_back(bucket)
        genuine(ctx, one)  # type: ignore[arg-type]

    monkeypatch.setattr(stock, "_mark", late)
    with pytest.raises(OutOfStock):
        shelf.take("m2")
    assert (shelf.left(), shelf.is_marked()) == (1, False)


def test_a_bucket_of_plenty_takes_back_without_the_marker(engine: Engine) -> None:
    """Many who bring back to one stock do not queue for its one marker row; nor is it trusted when it was emptied."""
    shelf = Shelf(engine, 2 * stock.PLENTY, 1)
    transaction = Transaction(engine.ctx())
    stock.return_in(transaction, shelf.stock, 0)
    emptied = Transaction(engine.ctx())
    stock.take_in(emptied, shelf.stock, 0, 2 * stock.PLENTY)
    shelf.give_back(0)
    assert engine.rows("main", "sold_out") == []
    shelf.take("m1")
    emptied.commit()
    with pytest.raises(TooBusy):
        transaction.commit()


def _mark_what_was_seen(ctx: object, one: Stock) -> None:
    """What a hurried programmer writes: every bucket was seen empty a moment ago, so it is."""
    transaction = Transaction(ctx)  # type: ignore[arg-type]
    said = [SoldOutRow.kind.set(SoldOutRow), SoldOutRow.since.set(transaction.ctx.at)]
    transaction.update(stock._marker(transaction.ctx, one), said, None, Refused)
    transaction.commit()


def test_the_same_rush_breaks_a_marker_without_its_condition(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a marker that is written by what was seen stands, sooner or later, before a full shelf."""
    monkeypatch.setattr(stock, "_mark", _mark_what_was_seen)
    for _ in range(NEGATIVE_ROUNDS):
        shelf = Shelf(engine, 1, 1)
        rush(shelf)
        if shelf.is_marked() and shelf.left():
            return
    pytest.fail("the careless marker was never caught")


def test_the_same_rush_breaks_a_return_that_leaves_the_marker(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other negative control: a return that does not spoil the marker leaves it before a full shelf."""

    def careless(transaction: Transaction, one: Stock, bucket: int, quantity: int = 1) -> None:
        row = stock._row(transaction.ctx, one, bucket)
        transaction.update(row, [stock.StockRow.left.add(quantity)], None, lambda _: BucketEmpty())

    monkeypatch.setattr(stock, "return_in", careless)
    for _ in range(NEGATIVE_ROUNDS):
        shelf = Shelf(engine, 1, 1)
        rush(shelf)
        if shelf.is_marked() and shelf.left():
            return
    pytest.fail("the careless return was never caught")
