"""A clerk's day: what they redeemed, reversed and handed out, and what waits at their store."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import make
from tests.support.http import Http
from tests.support.make import Thing
from tests.support.stack import Stack

MINUTE = 60


@pytest.fixture
def shop(stack: Stack) -> Thing:
    return make.store(stack, name="人民广场店", clerks=["zhaolei"])


@pytest.fixture
def clerk(stack: Stack, shop: Thing) -> Http:
    return make.operator(stack, "store_staff", "zhaolei")


def redeem(http: Http, code: str, amount: int = 12850) -> None:
    assert http.post("/staff/v1/redemptions", {"code": code, "order_amount": amount}).status == 201


def undo(http: Http, code: str) -> None:
    assert http.post("/staff/v1/reversals", {"code": code, "reason": "扫错了券"}).status == 201


def my_day(http: Http, day: str = "") -> Any:
    return http.get(f"/staff/v1/my-day?day={day}").json()


def test_a_day_has_what_its_clerk_did_with_sums(stack: Stack, clerk: Http, shop: Thing) -> None:
    """Redemptions, a reversal and a pick-up, the newest first and each once; of another clerk nothing."""
    template = make.coupon_template(stack, per_member=3)
    first, second = (make.coupon(stack, template).id for _ in range(2))
    order = make.ready_order(stack, shop)
    for step in (
        lambda: redeem(clerk, first),
        lambda: redeem(clerk, second, 20000),
        lambda: undo(clerk, first),
        lambda: clerk.post("/staff/v1/pickups", {"order_id": order.id}),
    ):
        step()
        stack.clock.advance(MINUTE)
    stack.drain.copies = 2
    stack.drain()
    day = my_day(clerk)
    assert (day["day"], day["store_name"]) == ("2026-11-21", "人民广场店")
    assert day["redeemed"] == {"count": 2, "order_amount": 32850, "off": 4000}
    assert day["reversed"] == {"count": 1, "order_amount": 12850, "off": 2000}
    assert day["picked_up"] == 1
    assert [(act["kind"], act["code"] or act["order_id"]) for act in day["acts"]] == [
        ("picked_up", order.id),
        ("reversed", first),
        ("redeemed", second),
        ("redeemed", first),
    ]
    assert my_day(make.operator(stack, "store_staff", "liming"))["acts"] == []


def test_what_may_be_taken_back_says_until_when(stack: Stack, clerk: Http) -> None:
    """A redemption for ten minutes, unless it was reversed; the one since then again."""
    code = make.coupon(stack).id
    redeem(clerk, code)
    stack.clock.advance(MINUTE)
    undo(clerk, code)
    stack.clock.advance(MINUTE)
    redeem(clerk, code)
    stack.drain()
    until = [act["undo_until"] for act in my_day(clerk)["acts"]]
    assert until == ["2026-11-21T02:12:00.000Z", None, None]
    stack.clock.advance(10 * MINUTE)
    assert my_day(clerk)["acts"][0]["undo_until"] is None


def test_a_reversal_by_the_manager_is_of_both_days(stack: Stack) -> None:
    """The clerk sees by whom, the manager that it was somebody else's, and each sum has its own."""
    make.store(stack, manager="liming", clerks=["zhaolei"])
    clerk, manager = (make.operator(stack, "store_staff", name) for name in ("zhaolei", "liming"))
    code = make.coupon(stack).id
    redeem(clerk, code)
    stack.clock.advance(1)
    undo(manager, code)
    stack.drain()
    of_clerk, of_manager = my_day(clerk), my_day(manager)
    assert (of_clerk["acts"][0]["kind"], of_clerk["acts"][0]["by"]["userid"]) == ("reversed", "liming")
    assert [act["kind"] for act in of_manager["acts"]] == ["reversed_for"]
    assert (of_clerk["reversed"]["count"], of_manager["reversed"]["count"]) == (1, 0)


def test_another_day_is_another_list(stack: Stack, clerk: Http) -> None:
    """By the clock of the shops: what was done at 23:59 in Shanghai is of that day."""
    redeem(clerk, make.coupon(stack).id)
    stack.clock.advance(14 * 3600)
    stack.drain()
    clerk = make.session(stack, "zhaolei")
    assert my_day(clerk)["acts"] == [] and len(my_day(clerk, "2026-11-21")["acts"]) == 1


# ---- what waits at the store


def waiting(http: Http, q: str = "") -> list[Any]:
    return list(http.get(f"/staff/v1/pickups?q={q}").json()["items"])


def test_orders_that_wait_at_the_clerks_store_are_listed_until_they_are_handed_out(
    stack: Stack, clerk: Http, shop: Thing
) -> None:
    """With the owner's first sign; those of another store are not there, and the second hand-over is refused."""
    member = make.member(stack, "王芳")
    order = make.ready_order(stack, shop, member)
    make.ready_order(stack, make.store(stack, name="别家店"), member)
    (found,) = waiting(clerk)
    assert (found["order_id"], found["tail"], found["owner"]) == (order.id, order.id[-6:], "王**")
    stack.clock.advance(1)
    answers = [clerk.post("/staff/v1/pickups", {"order_id": order.id}).code for _ in range(2)]
    assert answers == ["", "AlreadyPickedUp"]
    stack.drain()
    assert waiting(clerk) == []


def test_a_waiting_order_is_found_by_its_number_or_its_end(stack: Stack, clerk: Http, shop: Thing) -> None:
    """As it is read out, and no phone number is asked for; another store's is not found."""
    order = make.ready_order(stack, shop)
    spoken = f"{order.id[-6:-3].lower()}-{order.id[-3:].lower()}"
    assert [one["order_id"] for one in waiting(clerk, spoken)] == [order.id]
    assert [one["order_id"] for one in waiting(clerk, order.id.lower())] == [order.id]
    other = make.ready_order(stack, make.store(stack, name="别家店"))
    assert waiting(clerk, other.id) == [] == waiting(clerk, "ZZZZZZ")


def test_an_order_for_anywhere_is_found_by_its_whole_number(stack: Stack, clerk: Http) -> None:
    """It waits at no store, so no list has it."""
    order = make.ready_order(stack)
    assert waiting(clerk) == [] and [one["order_id"] for one in waiting(clerk, order.id)] == [order.id]
