"""Every act keeps to the operations that the design gives it: counted on the client, so none hides."""

from __future__ import annotations

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from tests.support.perf.acts import Acts
from tests.support.perf.meter import metered, size_of
from tests.support.stack import Stack, running_stack


@pytest.fixture
def acts(stack: Stack) -> Acts:
    return Acts(stack)


def test_the_meter_counts_what_is_done_and_what_is_refused(stack: Stack) -> None:
    """A put of 1.5 KB is 2 units, a refused one as much, a consistent get 1: else no budget below means anything."""
    client = aws.client("dynamodb")
    item = {"pk": {"S": "demo#callback#x"}, "sk": {"S": "-"}, "plaintext": {"S": "x" * 1500}}
    with metered() as cost:
        client.put_item(TableName=config().inbox_table, Item=item)
        with pytest.raises(client.exceptions.ConditionalCheckFailedException):
            client.put_item(TableName=config().inbox_table, Item=item, ConditionExpression="attribute_not_exists(pk)")
        client.get_item(TableName=config().inbox_table, Key={"pk": item["pk"], "sk": item["sk"]}, ConsistentRead=True)
    assert size_of(item) == 1500 + len("pkskplaintext") + len("demo#callback#x") + 1
    assert [write.units for write in cost.writes] == [2, 2]
    assert (cost.reads, cost.read_units, cost.calls) == (["GetItem"], 1.0, 3)


def test_the_meter_sees_the_index(acts: Acts) -> None:
    """A row that is listed under a parent costs its index entry too: a new template does, its buckets do not."""
    with metered() as cost:
        acts.shop.template(buckets=3)
    assert [write.index_units for write in cost.of("coupon_template")] == [1]
    assert [write.index_units for write in cost.of("stock")] == [0, 0, 0]
    assert {write.units for write in cost.of("coupon_template", "stock")} == {2}


def test_a_warm_scan_reads_nothing_and_writes_one_fact(acts: Acts) -> None:
    """Scan of a live code: 0 reads, 1 write unit, the visit."""
    cost, answer = acts.scan()
    assert answer.status == 200
    assert cost.reads == []
    assert [(write.table, write.units, write.index_units) for write in cost.writes] == [("facts", 1, 0)]


COLD = ["Query", "BatchGetItem", "Query", "GetItem", "GetItem"]


def test_a_cold_scan_is_five_calls_more(acts: Acts) -> None:
    """An instance that knows nothing asks for the code, its staff, stores, the day's salt and the brand."""
    cost, answer = acts.cold_scan()
    assert answer.status == 200
    assert (cost.reads, cost.read_units, cost.write_units) == (COLD, 3.0, 1)


def test_a_guessed_code_costs_nothing_the_second_time(acts: Acts) -> None:
    """A code that does not exist is remembered for some seconds: no read, no write."""
    cost, answer = acts.unknown_scan()
    assert answer.status == 404
    assert cost.calls == 0


def test_a_callback_is_durable_for_one_unit_before_its_answer(acts: Acts) -> None:
    """Callback accepted: 1 write unit and one of the index, no read, one message queued, then the answer."""
    before = acts.stack.queues.size()
    cost, answer = acts.callback()
    assert answer.body == b"success"
    assert acts.stack.queues.size() == before + 1
    assert (cost.reads, [(write.table, write.units) for write in cost.writes]) == ([], [("inbox", 1)])
    assert cost.due_units == 1


def test_a_repeated_callback_costs_one_unit_too(acts: Acts) -> None:
    """The same event again is refused by its key: 1 write unit, no read."""
    acts.callback("wmBBBB")
    cost, answer = acts.callback("wmBBBB")
    assert answer.body == b"success"
    assert (cost.reads, cost.write_units, cost.due_units) == ([], 1, 0)


def test_a_join_is_two_writes_and_the_welcomes_own(acts: Acts) -> None:
    """Member joined: member and relation one unit each, no read of them; the welcome one, and the inbox's end one."""
    cost = acts.join()
    assert sorted((write.kind, write.units) for write in cost.of("member", "relation")) == [
        ("member", 1),
        ("relation", 1),
    ]
    assert [write.units for write in cost.of("welcome")] == [1]
    assert [write.units for write in cost.of("callback")] == [1]
    assert cost.reads == ["GetItem"], "the stored callback, and nothing else"
    assert [(write.kind, write.index_units) for write in cost.writes if write.index_units] == [
        ("relation", 1),
        ("member", 1),
    ]
    assert (cost.write_units <= 5, cost.due_units) == (True, 1), str(cost)


def test_a_claim_is_four_units_and_no_read(acts: Acts) -> None:
    """Coupon claimed: one transaction of two items, 4 write units, 0 reads warm; one unit lists it in the wallet."""
    cost = acts.claim()
    assert (cost.calls, cost.reads) == (1, [])
    assert sorted((write.kind, write.units) for write in cost.writes) == [("coupon", 2), ("stock", 2)]
    assert cost.index_units == 1


def test_a_claim_through_the_door_costs_no_more(acts: Acts) -> None:
    """With an Idempotency-Key too: the coupon's row is the record, so nothing else is written or read."""
    cost = acts.claim_at_the_door()
    assert (cost.calls, cost.reads, cost.write_units, cost.index_units) == (1, [], 4, 1)


def test_a_session_is_looked_for_once_in_five_seconds(acts: Acts) -> None:
    """Whether its customer has signed out: 1 read unit at the first request here, none at the next."""
    cost = acts.claim_at_the_door(is_known=False)
    assert (cost.reads, cost.read_units, cost.write_units) == (["GetItem"], 1.0, 4)


def test_a_claim_after_sell_out_writes_nothing(acts: Acts) -> None:
    """After sell-out a refusal costs no write; one read tells an owner from a latecomer."""
    cost = acts.claim_after_sell_out()
    assert cost.writes == []
    assert cost.read_units <= 1


@pytest.mark.parametrize("buckets", [1, 4, 16])
def test_an_instance_that_knows_nothing_refuses_for_the_same_whatever_the_buckets(acts: Acts, buckets: int) -> None:
    """Template, marker and the member's own coupon: three reads of 2.5 units, no write; then one read for 5 s."""
    cost = acts.cold_claim_after_sell_out(buckets)
    assert (cost.writes, cost.reads, cost.read_units) == ([], ["GetItem"] * 3, 2.5)


def test_saying_that_a_stock_is_sold_out_costs_two_units_a_bucket_once(acts: Acts) -> None:
    """The first to find nothing pays for it: each bucket looked at and held, the marker written."""
    cost = acts.sell_out(buckets=8)
    assert [write.units for write in cost.of("sold_out")] == [2]
    assert len([write for write in cost.of("stock") if write.units == 2]) == 8 + 4


def test_a_redeem_is_one_unit_and_no_read(acts: Acts) -> None:
    """Coupon redeemed: one update of 1 unit, no read, no index."""
    cost = acts.redeem()
    assert (cost.calls, cost.reads, cost.write_units, cost.index_units) == (1, [], 1, 0)


def test_a_refused_redeem_explains_itself_without_a_read(acts: Acts) -> None:
    """The refusing row comes back with the refusal: 1 unit, no read."""
    cost = acts.refused_redeem()
    assert (cost.calls, cost.reads, cost.write_units) == (1, [], 1)


def test_a_look_is_two_reads_and_no_write(acts: Acts) -> None:
    """The coupon, exact, and its owner's name: 1.5 RU."""
    cost = acts.look()
    assert (cost.calls, len(cost.reads), cost.writes) == (2, 2, [])


def test_a_reversal_is_one_read_and_one_unit(acts: Acts) -> None:
    """The redemption is read and, if it is still that one, taken back: no transaction, no index."""
    cost = acts.reverse()
    assert (cost.calls, len(cost.reads), cost.write_units, cost.index_units) == (2, 1, 1, 0)


def test_an_idle_tick_writes_nothing(acts: Acts) -> None:
    """A stack where nothing waits pays a few queries a minute and no write."""
    cost = acts.idle_tick()
    assert cost.writes == []
    assert set(cost.reads) == {"Query"}
    assert (cost.calls, cost.read_units) == (21, 11)


def test_what_follows_from_a_join_is_written_once(endpoint: str) -> None:
    """Four facts of 1 unit each, the coupon's 4 and 1 for its list, on the real engine's stream; no card yet."""
    with running_stack(endpoint) as stack:
        cost = Acts(stack).follow()
    facts_written = sorted(write.kind for write in cost.writes if write.table == "facts")
    assert facts_written == ["coupon.issued", "member.joined", "staff.added", "welcome.sent"]
    assert {write.units for write in cost.writes if write.table == "facts"} == {1}
    assert sorted((write.kind, write.units) for write in cost.of("coupon", "stock")) == [
        ("coupon", 2),
        ("stock", 2),
    ]
    assert (cost.write_units, cost.index_units) == (9, 1), str(cost)


def test_a_whole_join_keeps_to_its_budget(endpoint: str) -> None:
    """From WeCom's callback to the last tag, a coupon among it: 24 units with every entry of the lists, one card.

    Beside it at most 8 for what the member is found by: the terms, and that they are claimed and done. And two for each
    number and whose it is, when nothing else is counted with it.
    """
    with running_stack(endpoint) as stack:
        cost = Acts(stack).whole_join()
    counted = cost.of("count")
    assert [write.units for write in counted] == [1] * len(counted) and len(counted) <= 22, str(cost)
    assert [write.units for write in cost.of("audience_card", "welcome", "identity")] == [1, 1, 1]
    search = sum(write.units for write in cost.of("term")) + 2
    assert search <= 8, str(cost)
    search += len(counted)
    assert cost.write_units - search <= 19, str(cost)
    assert cost.write_units - search + cost.index_units <= 24, str(cost)
