"""What money costs in writes: counted on the client, so none hides."""

from __future__ import annotations

from typing import Any

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.payments import service
from chalicelib.payments.errands import QueryPayment
from tests.payments.till import NUMBER, Till
from tests.support.due import overdue
from tests.support.perf.meter import Cost, metered, size_of

Writes = list[tuple[str, int, int]]


def writes(cost: Cost) -> Writes:
    """Kind, units and units of `by_parent` of each write."""
    return [(write.kind, write.units, write.index_units) for write in cost.writes]


def row(till: Till) -> dict[str, Any]:
    """The payment as it is stored."""
    keys = {"pk": {"S": f"demo#payment#{NUMBER}"}, "sk": {"S": "-"}}
    found = aws.client("dynamodb").get_item(TableName=config().main_table, Key=keys)["Item"]
    assert isinstance(found, dict)
    return found


def test_asking_for_money_is_one_write_and_one_read(till: Till) -> None:
    """1 WU for the row (+1 due), and 1 RU to see that nobody asked to close it meanwhile; a repeat costs the same."""
    for _ in range(2):
        with metered() as cost:
            till.prepay()
        assert (writes(cost), cost.reads, cost.read_units) == ([("payment", 1, 0)], ["GetItem"], 1.0)
    assert "due" in row(till)


def test_a_paid_notice_is_one_write_and_no_read(till: Till) -> None:
    """1 WU, and 1 of the due index since the row waits no more; told again, it is refused for 1 WU."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    for _ in range(2):
        with metered() as cost:
            assert till.notify(headers, body).status == 204
        assert (cost.calls, writes(cost), cost.reads) == (1, [("payment", 1, 0)], [])
    assert "due" not in row(till)
    assert overdue(till.stack.ctx(), "payment") == []


def test_a_payment_with_the_longest_description_is_still_one_unit(till: Till) -> None:
    """127 Chinese characters, a long address, paid: below 1 KB but for the texts that others choose."""
    till.prepay(description="拿" * 100)
    assert till.notify(*till.sealed(till.plain())).status == 204
    assert size_of(row(till)) <= 1024


def test_a_look_up_of_what_is_still_unpaid_is_one_write(till: Till) -> None:
    """Every 3 minutes: 1 WU (+2 due) to move on, and 1 RU for the errand that asks."""
    till.prepay()
    till.stack.clock.advance(180)
    ctx = till.stack.ctx()
    [one] = overdue(ctx, "payment")
    with metered() as cost:
        service.look_again(ctx, one)
        service.query_payment(ctx, QueryPayment(number=NUMBER))
    assert (writes(cost), cost.read_units) == ([("payment", 1, 0)], 1.0)


def test_what_is_asked_back_is_one_item_of_a_transaction(till: Till) -> None:
    """2 WU (+1 listed, +1 due) and 1 RU to know what was paid."""
    till.paid()
    with metered() as cost:
        till.refund()
    assert (writes(cost), cost.read_units) == ([("refund", 2, 1)], 1.0)
