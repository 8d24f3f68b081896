"""An activity's books: counted page by page by a job, each page once, and kept with their time."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.storage import jobs as job_store
from chalicelib.core.storage.jobs import Overtaken
from chalicelib.groupbuys import books
from tests.support.groupbuy import Market

PRICE = 6900


def busy(market: Market) -> None:
    """A complete team, one that is open with a held and a paid seat, a refund of a part and one of all."""
    _, orders = market.complete_team("an", "bo", "cui")
    entered = market.opened("dong")
    market.pays("dong", entered["order"]["order_id"])
    market.joined("en", entered["team"]["team_id"])
    market.refund(orders[0], 900)
    market.refund(orders[1])
    market.stack.drain()


def seen(found: dict[str, Any]) -> dict[str, Any]:
    """Books without what is another's each time."""
    return {name: value for name, value in found.items() if name not in ("job_id", "as_of", "counted_at")}


def test_books_say_what_teams_money_and_stock_come_to(market: Market) -> None:
    """Five orders in two teams; the goods of what was undone are for sale again."""
    busy(market)
    found = seen(market.books())
    assert (found["teams"], found["open"], found["succeeded"], found["failed"]) == (2, 1, 1, 0)
    assert (found["money_in"], found["money_refunded"], found["money_refunding"]) == (4 * PRICE, PRICE + 900, 0)
    assert (found["stock"], found["left"], found["held"], found["sold"]) == (20, 16, 1, 3)


@pytest.mark.parametrize("page", [1, 2])
def test_however_small_the_pages_the_books_are_the_same(
    market: Market, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    """So there may be any number of them: nothing but the sums is carried from one to the next."""
    busy(market)
    whole = seen(market.books())
    monkeypatch.setattr(books, "PAGE_LIMIT", page)
    assert seen(market.books()) == whole


def test_a_step_whose_answer_was_lost_is_counted_once(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is written, and its worker dies before it hears of it: its message comes again and finds it done."""
    busy(market)
    whole = seen(market.books())
    real, lost = job_store.advance, []

    def dies(*args: Any) -> None:
        real(*args)
        lost.append(args)
        raise Overtaken()

    monkeypatch.setattr(job_store, "advance", dies)
    market.made(f"/admin/v1/groupbuys/{market.activity}/books", None)
    for _ in range(8):
        market.stack.drain()
        market.passes(minutes=21)
    monkeypatch.undo()
    found = market.owner.get(f"/admin/v1/groupbuys/{market.activity}/books").json()
    assert len(lost) == 4
    assert (found["money_in"], found["teams"]) == (whole["money_in"], whole["teams"])


def test_books_that_nobody_asked_for_are_not_there(market: Market) -> None:
    """And say when they were counted once they are: what came later is not in them."""
    path = f"/admin/v1/groupbuys/{market.activity}/books"
    assert market.owner.get(path).code == "BooksNotCounted"
    first = market.books()
    market.opened("an")
    again = market.owner.get(path).json()
    assert (again, again["held"]) == (first, 0)
    assert again["as_of"] <= again["counted_at"] <= market.ctx.at
    assert market.books()["held"] == 1


def test_books_of_an_unknown_activity_are_not_counted(market: Market) -> None:
    """Neither asked for nor read."""
    for answer in (
        market.owner.post("/admin/v1/groupbuys/none/books"),
        market.owner.get("/admin/v1/groupbuys/none/books"),
    ):
        assert answer.code == "UnknownActivity"
