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


def test_a_notice_is_kept_for_two_units_and_booked_for_two(till: Till) -> None:
    """At the door one row of 1 to 2 KB and no read; then 1 RU, the payment's 1 WU (+1 due), a line for operators
    (1 WU +1 listed) and 1 or 2 to be done with.

    From WeChat Pay's word to the booking it is door, queue, on_callback: each once, and nobody waits for a clock.
    """
    till.prepay()
    headers, body = till.sealed(till.plain())
    with metered() as door:
        assert till.knock(headers, body).status == 204
    assert (door.calls, door.reads, till.stack.queues.size()) == (1, [], 1)
    [(kind, units, _)] = writes(door)
    assert (kind, units <= 2) == ("notice", True)
    with metered() as work:
        assert till.stack.drain.callbacks() == 1
    assert (work.calls, work.reads, till.stack.queues.size()) == (4, ["GetItem"], 0)
    assert [kind for kind, _, _ in writes(work)] == ["payment", "pay_notice", "notice"]
    assert writes(work)[:2] == [("payment", 1, 0), ("pay_notice", 1, 1)]
    assert "due" not in row(till)
    assert till.payment().state == "paid"
    assert overdue(till.stack.ctx(), "payment") == []


def test_a_notice_told_again_costs_one_refused_write(till: Till) -> None:
    """Once worked on, its row answers: nothing is queued, and the payment is not touched."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    till.notify(headers, body)
    with metered() as cost:
        assert till.notify(headers, body).status == 204
    assert (cost.calls, [kind for kind, _, _ in writes(cost)]) == (1, ["notice"])


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


def test_what_is_asked_back_is_two_items_of_a_transaction(till: Till) -> None:
    """Two items, 4 WU (+1 listed, +1 due): the refund, and the payment that bounds it; 2 RU to know what was paid."""
    till.paid()
    with metered() as cost:
        till.refund()
    assert (writes(cost), cost.read_units) == ([("refund", 2, 1), ("payment", 2, 0)], 2.0)
