"""Lines: what a list shows is what the rows say, and rows without one are read by their keys."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import TooBusy
from chalicelib.core.money import Fen
from chalicelib.core.storage import table
from chalicelib.core.storage.lists import after_place, page_by_parent, parent_of
from chalicelib.core.storage.table import Refused, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from tests.support.guests import GuestLine, GuestRow, Mood, PlainRow, guest, page
from tests.support.perf.meter import metered
from tests.support.stack import Stack


def test_a_line_is_what_is_listed_and_nothing_else(stack: Stack) -> None:
    """The index has keys, kind and line; what is not in the line is not in the index."""
    put_new(stack.ctx(), guest(stack, 1, note="窗边"))
    (item,) = aws.client("dynamodb").query(
        TableName=config().main_table,
        IndexName="by_parent",
        KeyConditionExpression="parent = :parent",
        ExpressionAttributeValues={":parent": {"S": parent_of(GuestRow, key(stack.ctx(), "guests"), "g00001")}},
    )["Items"]
    assert set(item) == {"pk", "sk", "parent", "place", "kind", "line"}
    assert set(item["line"]["M"]) == set(GuestLine.__struct_fields__)
    (line,) = page(stack, 5).items
    assert (line.mood, line.paid, line.note) == (Mood.GLAD, Fen(0), "窗边")


@pytest.mark.parametrize("together", [False, True])
def test_a_change_of_the_row_is_one_of_the_line(stack: Stack, together: bool) -> None:
    """By itself or in a transaction: whoever sets an attribute of the line, the list shows it; what is removed goes."""
    row = put_new(stack.ctx(), guest(stack, 1, note="x"))
    stack.clock.advance(5)
    ctx = stack.ctx()
    actions = [GuestRow.mood.set(Mood.SORRY), GuestRow.paid.set(GuestRow.paid + 250), GuestRow.note.remove()]
    if together:
        transaction = Transaction(ctx)
        transaction.change(GuestRow(row.pk, row.sk), [*actions, GuestRow.secret.set("")], None, Refused)
        transaction.commit()
    else:
        change(ctx, GuestRow(row.pk, row.sk), [*actions, GuestRow.secret.set("")], GuestRow.mood == Mood.GLAD)
    assert page(stack, 5).items == [GuestLine("g00001", Mood.SORRY, Fen(250), row.at, None, ctx.at)]
    stored = get(GuestRow, row.pk, row.sk)
    assert stored is not None and str(stored.mood) == "sorry" and int(stored.paid) == 250


def test_what_a_list_does_not_show_costs_the_index_nothing(stack: Stack) -> None:
    """A change beside the line is no write of the index, one of the line is one."""
    line = msgspec.defstruct("Name", [("name", str)], frozen=True)
    row = put_new(stack.ctx(), guest(stack, 1))
    with metered() as cost:
        change(stack.ctx(), GuestRow(row.pk, row.sk), [GuestRow.mood.set(Mood.SORRY)], None)
    with pytest.MonkeyPatch.context() as patch, metered() as beside:
        patch.setattr(GuestRow, "keys", msgspec.structs.replace(GuestRow.keys, line=line))
        change(stack.ctx(), GuestRow(row.pk, row.sk), [GuestRow.secret.set("other")], None)
    assert (cost.index_units, beside.index_units) == (1, 0)


def test_a_listed_attribute_is_set_and_never_added_to(stack: Stack) -> None:
    """DynamoDB adds to no field of a map, so the list would show another number: refused before it is sent."""
    with pytest.raises(TypeError, match="paid is in a line"):
        change(stack.ctx(), GuestRow("demo#guest#x", "-"), [GuestRow.paid.add(5)], None)
    assert get(GuestRow, "demo#guest#x", "-") is None


def test_rows_are_read_as_they_are_now(stack: Stack) -> None:
    """A list without a line reads its rows by their keys, in order, in one call more."""
    for name in "cab":
        row = PlainRow(key(stack.ctx(), "plain", name), "-")
        row.parent, row.place = key(stack.ctx(), "plains"), name
        put_new(stack.ctx(), row)
    with metered() as cost:
        found = page_by_parent(PlainRow, key(stack.ctx(), "plains"), 2, "", newest_first=True)
    assert [(type(row), row.place, row.changed_by) for row in found.items] == [
        (PlainRow, "c", "operator:zhangwei"),
        (PlainRow, "b", "operator:zhangwei"),
    ]
    assert cost.reads == ["Query", "BatchGetItem"]
    assert [row.place for row in after_place(PlainRow, key(stack.ctx(), "plains"), "a")] == ["b", "c"]


def test_what_a_batch_leaves_out_is_asked_for_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB may answer a part and name the rest; when that does not end, it is busy and no row is missing unseen."""
    monkeypatch.setattr(table, "READ_PAUSE", 0)
    put_new(stack.ctx(), guest(stack, 1))
    client = aws.client("dynamodb")
    times: list[int] = []
    whole = client.batch_get_item

    def half(RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        times.append(1)
        return (
            {"Responses": {}, "UnprocessedKeys": RequestItems} if len(times) < 3 else whole(RequestItems=RequestItems)
        )

    monkeypatch.setattr(client, "batch_get_item", half)
    assert len(get_many([(key(stack.ctx(), "guest", "g00001"), "-")])) == 1
    times.clear()
    monkeypatch.setattr(table, "READ_TRIES", 2)
    with pytest.raises(TooBusy):
        get_many([(key(stack.ctx(), "guest", "g00001"), "-")])
