"""The one dialect to DynamoDB: typed attributes, typed refusals, own lost answers, collisions, fenced leases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.errors import IdempotencyMismatch, TooBusy
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.money import Fen, yuan
from chalicelib.core.storage import leases, retry
from chalicelib.core.storage.attributes import (
    EntriesAttribute,
    EnumAttribute,
    FenAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    NamedAttribute,
    StructAttribute,
)
from chalicelib.core.storage.leases import Leased
from chalicelib.core.storage.lists import children, page_by_parent, values
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction, put_all
from tests.support.perf.meter import metered
from tests.support.stack import Stack


class Colour(StrEnum):
    """States of the sample."""

    RED = "red"
    BLUE = "blue"


class Line(msgspec.Struct, frozen=True):
    """A struct of the sample."""

    name: str
    many: int = 0


class SampleRow(Row, discriminator="test_sample"):
    """One of everything."""

    keys = Keys(pk="sample#<name>", sk="-", parent="samples", place="<name>")

    userid = IdAttribute[UserId]()
    many = IntAttribute(default=0)
    price = FenAttribute(default=Fen(0))
    at = MomentAttribute(default=NEVER)
    colour = EnumAttribute(Colour, default=Colour.RED)
    lines: StructAttribute[list[Line]] = StructAttribute(list[Line], default=list)
    entries = EntriesAttribute(Line, default=list)


class WorkRow(Leased, discriminator="test_work"):
    """A row that is worked on."""

    keys = Keys(pk="work", sk="-")


AT = Moment("2026-11-21T02:00:00.000Z")


def _sample(stack: Stack, name: str = "a", **more: Any) -> SampleRow:
    row = SampleRow(key(stack.ctx(), "sample", name), "-", userid=UserId("liming"), **more)
    row.parent, row.place = key(stack.ctx(), "samples"), name
    return row


def _read(row: SampleRow) -> SampleRow:
    stored = get(SampleRow, row.pk, row.sk, consistent=True)
    assert stored is not None
    return stored


def test_a_row_yields_typed_values(stack: Stack) -> None:
    """What was written comes back in its type, without a conversion."""
    lines = [Line("a", 1), Line("b")]
    row = _sample(stack, many=3, price=Fen(1250), at=AT, colour=Colour.BLUE, lines=lines, entries=lines)
    put_new(stack.ctx(), row)
    stored = _read(row)
    assert (stored.many, stored.price, stored.at, stored.colour) == (3, 1250, AT, Colour.BLUE)
    assert type(stored.many) is int
    assert stored.colour is Colour.BLUE
    assert (stored.lines, stored.entries) == (lines, lines)


def test_an_update_appends_an_entry_and_compares_states(stack: Stack) -> None:
    """Without reading the list; under a condition on the state."""
    row = put_new(stack.ctx(), _sample(stack))
    append = SampleRow.entries.set(SampleRow.entries.append([Line("c", 2)]))
    change(stack.ctx(), row, [append, SampleRow.colour.set(Colour.BLUE)], SampleRow.colour == Colour.RED)
    assert _read(row).entries == [Line("c", 2)]
    with pytest.raises(Refused) as refused:
        change(stack.ctx(), row, [append], SampleRow.colour.is_in(Colour.RED))
    old = refused.value.row(SampleRow)
    assert old is not None
    assert old.colour is Colour.BLUE


@pytest.mark.parametrize("at", ["2026-12-32T00:00:00.000Z", "2026-02-30T00:00:00.000Z", "2026-11-21", "now"])
def test_what_is_no_moment_is_not_stored(stack: Stack, at: str) -> None:
    """It fails where it would be written, not in every reader."""
    with pytest.raises(ValueError, match="not a moment"):
        put_new(stack.ctx(), _sample(stack, at=at))


def test_what_does_not_fit_its_type_is_not_stored(stack: Stack) -> None:
    """A state that is none, a struct of another shape."""
    with pytest.raises(ValueError, match="green"):
        put_new(stack.ctx(), _sample(stack, colour="green"))
    with pytest.raises(msgspec.ValidationError):
        put_new(stack.ctx(), _sample(stack, lines=[{"name": 1}]))
    with pytest.raises(msgspec.ValidationError):
        put_new(stack.ctx(), _sample(stack, lines=[msgspec.structs.replace(Line("a"), name=1)]))  # nobody looked


@pytest.mark.parametrize("price", [12.5, 12.0, "12", True])
def test_what_is_no_whole_number_is_not_stored(stack: Stack, price: Any) -> None:
    """Half a fen would be dropped, and nobody told."""
    with pytest.raises(ValueError, match="not a whole number"):
        put_new(stack.ctx(), _sample(stack, price=price))


def test_what_could_not_be_read_again_is_not_appended(stack: Stack) -> None:
    """An entry of another shape would make every later read of its row fail."""
    row = put_new(stack.ctx(), _sample(stack))
    with pytest.raises(msgspec.ValidationError):
        change(stack.ctx(), row, [SampleRow.entries.set(SampleRow.entries.append([{"name": 1}]))], None)
    assert _read(row).entries == []


def test_our_own_lost_answer_is_answered_and_anothers_is_refused(stack: Stack) -> None:
    """The row that holds the key says what we wanted, or it is another act under the same key."""
    put_new(stack.ctx(), _sample(stack, many=3))
    with pytest.raises(Refused) as refused:
        put_new(stack.ctx(), _sample(stack, many=3))
    assert refused.value.own_lost_answer(SampleRow, lambda row: row.many == 3).userid == "liming"
    with pytest.raises(IdempotencyMismatch):
        refused.value.own_lost_answer(SampleRow, lambda row: row.many == 4)
    with pytest.raises(IdempotencyMismatch):
        refused.value.own_lost_answer(WorkRow)


class TakenBefore(Exception):
    """Names the refusal of one part."""

    def __init__(self, row: SampleRow | None) -> None:
        self.row = row


class NotRed(TakenBefore):
    """Names the refusal of another."""


def test_each_part_of_a_transaction_names_its_refusal(stack: Stack) -> None:
    """The error of the part that was refused is raised, with the row that refused, and nothing is written."""
    red, blue = put_new(stack.ctx(), _sample(stack)), put_new(stack.ctx(), _sample(stack, "b", colour=Colour.BLUE))
    transaction = Transaction(stack.ctx())
    transaction.put_new(_sample(stack, "c"), TakenBefore)
    transaction.change(red, [SampleRow.many.add(1)], SampleRow.colour == Colour.RED, NotRed)
    transaction.change(blue, [SampleRow.many.add(1)], SampleRow.colour == Colour.RED, NotRed)
    with pytest.raises(NotRed) as refused:
        transaction.commit()
    assert refused.value.row is not None
    assert refused.value.row.colour is Colour.BLUE
    assert [row.many for row in map(_read, (red, blue))] == [0, 0]
    assert get(SampleRow, key(stack.ctx(), "sample", "c"), "-") is None


def test_a_transaction_signs_what_it_writes_with_its_own_context(stack: Stack) -> None:
    """Who changed a row follows from the transaction."""
    row = put_new(stack.ctx(), _sample(stack))
    transaction = Transaction(stack.ctx(actor="operator:wangfang"))
    transaction.change(row, [SampleRow.many.add(2)], SampleRow.pk.exists(), NotRed)
    transaction.commit()
    assert (_read(row).many, _read(row).changed_by) == (2, "operator:wangfang")


def test_what_was_written_before_the_answer_was_lost_is_not_written_again(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second try carries the token of the first, by which DynamoDB knows it."""
    row = put_new(stack.ctx(), _sample(stack))
    client = aws.client("dynamodb")
    real, done = client._make_api_call, set[str]()

    def dynamodb(operation: str, request: dict[str, Any]) -> Any:
        token = request.get("ClientRequestToken", f"botocore's own {len(done)}")
        if operation != "TransactWriteItems" or token in done:
            return real(operation, request) if operation != "TransactWriteItems" else {}
        done.add(token)
        real(operation, request)
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": "lost"}}, operation)

    monkeypatch.setattr(client, "_make_api_call", dynamodb)
    transaction = Transaction(stack.ctx())
    transaction.change(row, [SampleRow.many.add(1)], SampleRow.pk.exists(), NotRed)
    transaction.commit()
    assert _read(row).many == 1


def test_many_rows_are_written_whatever_lies_there_by_few_calls(stack: Stack) -> None:
    """105 rows by 2 calls; one that is written again is the same row."""
    with metered() as cost:
        assert put_all(stack.ctx(), (_sample(stack, f"n{number}") for number in range(105))) == 105
    assert (cost.calls, len(cost.writes)) == (2, 105)
    assert put_all(stack.ctx(), [_sample(stack, "n104")]) == 1
    assert _read(_sample(stack, "n104")).place == "n104"


def test_a_collision_is_tried_again_and_a_refusal_never() -> None:
    """Until it gets through; TooBusy when rivals keep coming."""
    tries: Iterator[int] = iter(range(100))

    def collides_twice() -> str:
        if next(tries) < 2:
            raise retry.Collided()
        return "done"

    assert retry.on_collision(collides_twice, pause=0) == "done"
    assert next(tries) == 3

    def refuses() -> None:
        next(tries)
        raise Refused(None)

    with pytest.raises(Refused):
        retry.on_collision(refuses, pause=0)
    assert next(tries) == 5

    def always() -> None:
        raise retry.Collided()

    with pytest.raises(TooBusy):
        retry.on_collision(always, pause=0, attempts=3)


def test_whoever_lost_the_lease_of_a_row_is_refused_by_the_write(stack: Stack) -> None:
    """The fence grows with each holder, and a write under an older fence does nothing."""
    ctx, place = stack.ctx(), (key(stack.ctx(), "work"), "-")
    put_new(ctx, WorkRow(*place))
    first = change(ctx, WorkRow(*place), leases.holding(ctx, timedelta(seconds=30)), leases.is_free(ctx))
    with pytest.raises(Refused):
        change(ctx, WorkRow(*place), leases.holding(ctx, timedelta(seconds=30)), leases.is_free(ctx))
    stack.clock.advance(31)
    later = stack.ctx()
    second = change(later, WorkRow(*place), leases.holding(later, timedelta(seconds=30)), leases.is_free(later))
    assert second.fence == first.fence + 1
    with pytest.raises(Refused):
        change(later, WorkRow(*place), leases.letting_go(), leases.is_mine(first))
    change(later, WorkRow(*place), leases.letting_go(), leases.is_mine(second))


def test_a_row_from_before_its_kind_was_worked_on_is_free(stack: Stack) -> None:
    """It has neither fence nor time; it is taken like any other, and a row that is not there is not."""
    ctx, place = stack.ctx(), (key(stack.ctx(), "work"), "-")
    hold = leases.holding(ctx, timedelta(seconds=30))
    with pytest.raises(Refused):
        change(ctx, WorkRow(*place), hold, leases.is_free(ctx))
    put_new(ctx, WorkRow(*place))
    change(ctx, WorkRow(*place), [Leased.fence.remove(), Leased.lease_until.remove()], None)
    old = get(WorkRow, *place)
    assert old is not None
    change(ctx, WorkRow(*place), [], leases.is_mine(old))
    assert change(ctx, WorkRow(*place), hold, leases.is_free(ctx)).fence == 1
    with pytest.raises(Refused):
        change(ctx, WorkRow(*place), leases.letting_go(), leases.is_mine(old))


def test_work_under_a_lease_by_name_is_for_one(stack: Stack) -> None:
    """Another request is told to come back; after the work, and after an error in it, it may."""
    first, second = stack.ctx(), msgspec.structs.replace(stack.ctx(), request_id="another")
    with (
        leases.held(first, "work", timedelta(seconds=30)),
        pytest.raises(TooBusy),
        leases.held(second, "work", timedelta(seconds=30)),
    ):
        pass
    with pytest.raises(RuntimeError), leases.held(second, "work", timedelta(seconds=30)):
        raise RuntimeError("the work failed")
    with leases.held(first, "work", timedelta(seconds=30)) as lease:
        assert lease.fence == 3


def test_lists_go_page_by_page_in_order(stack: Stack) -> None:
    """Every row once, newest first, and a page of what is made of them."""
    for name in "abcde":
        put_new(stack.ctx(), _sample(stack, name))
    parent = key(stack.ctx(), "samples")
    names: list[str] = []
    cursor = ""
    while True:
        page = page_by_parent(SampleRow, parent, 2, cursor, newest_first=True)
        names += page.map(lambda row: str(row.place)).items
        cursor = page.cursor
        if not cursor:
            break
    assert names == list("edcba")


def test_plain_values_of_a_partition_come_without_a_model(stack: Stack) -> None:
    """By prefix or from a key on, in order."""
    for sk in ("a#1", "a#2", "b#1"):
        row = _sample(stack, "p", many=int(sk[-1]))
        row.sk = sk
        put_new(stack.ctx(), row)
    pk = key(stack.ctx(), "sample", "p")
    assert list(values(pk, ("sk", "many"), prefix="a#")) == [("a#1", 1), ("a#2", 2)]
    assert list(values(pk, ("sk",), since="a#2", consistent=True)) == [("a#2",), ("b#1",)]
    assert [row.sk for row in children(SampleRow, pk)] == ["a#1", "a#2", "b#1"]


@pytest.mark.parametrize(("amount", "text"), [(1200, "¥12"), (1250, "¥12.50"), (5, "¥0.05"), (-5, "-¥0.05"), (0, "¥0")])
def test_money_is_shown_in_yuan(amount: int, text: str) -> None:
    """Whole fen, never a float."""
    assert yuan(Fen(amount)) == text


class Chair(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value of the sample that has a name."""

    made_of: str
    legs: int = 4
    sold_to: str = ""


class Loose(msgspec.Struct, frozen=True):
    """A value with a field that is neither a text nor a whole number."""

    made_of: str
    weight: float | None


class LooseRow(Row, discriminator="test_loose"):
    """Such values by name."""

    keys = Keys(pk="test_loose", sk="-")

    things = NamedAttribute[str, Loose](Loose)


@pytest.mark.parametrize("weight", [1.5, None])
def test_a_value_by_name_that_could_not_be_read_again_is_not_stored(stack: Stack, weight: float | None) -> None:
    """Its fields are texts and whole numbers; the first of another type is named."""
    with pytest.raises(ValueError, match="weight"):
        put_new(stack.ctx(), LooseRow(key(stack.ctx(), "x"), "-", things={"a": Loose("oak", weight)}))


class RoomRow(Row, discriminator="test_room"):
    """Chairs by name."""

    keys = Keys(pk="test_room", sk="-")

    chairs = NamedAttribute[str, Chair](Chair)


def test_values_by_name_are_written_and_asked_for_one_by_one(stack: Stack) -> None:
    """One value is added, a field of it changed where a condition on another holds, and all are read as structs."""
    ctx = stack.ctx()
    row = put_new(ctx, RoomRow(key(ctx, "test_room"), "-", chairs={"a": Chair(made_of="oak")}))
    change(ctx, row, [RoomRow.chairs.put("b", Chair(made_of="ash", legs=3))], RoomRow.chairs["b"].does_not_exist())
    is_unsold = RoomRow.chairs["b"]["sold_to"].does_not_exist()
    change(ctx, row, [RoomRow.chairs["b"]["sold_to"].set("an")], is_unsold)
    with pytest.raises(Refused):
        change(ctx, row, [RoomRow.chairs["b"]["sold_to"].set("bo")], is_unsold)
    stored = get(RoomRow, row.pk, row.sk, consistent=True)
    assert stored is not None
    assert stored.chairs == {"a": Chair(made_of="oak"), "b": Chair(made_of="ash", legs=3, sold_to="an")}
