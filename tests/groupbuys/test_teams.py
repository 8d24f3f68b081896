"""Teams from opening to hand-over or refund, through the API, with the bank in process."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.moments import Moment, moment
from tests.support.bank import Bank
from tests.support.groupbuy import Market
from tests.support.stack import Stack


def _full_team(market: Market) -> tuple[str, dict[str, dict[str, Any]]]:
    """A team of three, nobody has paid."""
    first = market.opened("an")
    team = first["team"]["team_id"]
    return team, {"an": first["order"]} | {name: market.joined(name, team)["order"] for name in ("bo", "cui")}


def test_three_who_pay_complete_a_team_and_pick_up(market: Market) -> None:
    """Held, paid, complete: each order is ready once the last has paid, and is handed out once."""
    team, orders = _full_team(market)
    for name, order in orders.items():
        assert market.team(team)["status"] == "open"
        assert market.pays(name, order["order_id"])
    assert market.team(team)["status"] == "succeeded"
    assert {market.order(name, order["order_id"])["status"] for name, order in orders.items()} == {"ready"}
    picked = market.owner.post("/staff/v1/pickups", {"order_id": orders["an"]["order_id"]})
    assert (picked.status, picked.json()["status"]) == (201, "picked_up")
    again = market.owner.post("/staff/v1/pickups", {"order_id": orders["an"]["order_id"]})
    assert (again.status, again.code) == (409, "AlreadyPickedUp")
    books = market.books()
    assert (books["succeeded"], books["sold"], books["left"], books["money_kept"]) == (1, 3, 17, 3 * 6900)


def test_a_fourth_is_told_that_the_team_is_full(market: Market) -> None:
    """Held seats count: three orders that nobody paid yet fill a team of three."""
    team, _ = _full_team(market)
    refused = market.join("dong", team)
    assert (refused.status, refused.code) == (409, "TeamFull")
    assert market.books()["held"] == 3


def test_who_taps_twice_gets_the_same_order(market: Market) -> None:
    """Joining again answers the order that is there: one seat, one order, one piece of stock."""
    team = market.opened("an")["team"]["team_id"]
    once, twice = market.joined("bo", team), market.joined("bo", team)
    assert once["order"] == twice["order"]
    assert (market.team(team)["taken"], market.books()["held"]) == (2, 2)


def test_a_leader_who_taps_twice_under_one_key_opens_one_team(market: Market) -> None:
    """The same Idempotency-Key opens the same team, also when the first answer was lost."""
    first = market.opened("an", Idempotency_Key="k1")
    assert market.opened("an", Idempotency_Key="k1") == first
    assert market.books()["teams"] == 1


def test_the_limit_per_member_counts_teams_of_the_activity(market: Market) -> None:
    """One each: a second team is refused, and allowed again once the first came to nothing."""
    market.opened("an")
    refused = market.open("an")
    assert (refused.status, refused.code) == (409, "LimitReached")
    market.passes(minutes=16)
    assert market.open("an").status == 201


@pytest.mark.parametrize("ends", ["expires", "leaves", "pays"])
def test_an_unpaid_seat_keeps_others_of_the_activity_until_it_ends(stack: Stack, bank: Bank, ends: str) -> None:
    """One at a time, though the activity gives three each: paid, left or expired, the next may be opened."""
    market = Market(stack, bank, per_member=3)
    held = market.opened("an")
    refused = market.open("an")
    assert (refused.status, refused.code) == (409, "PlaceUnpaid")
    assert refused.json()["details"] == {"orders": [held["order"]["order_id"]]}
    assert market.open("bo").status == 201
    if ends == "expires":
        market.passes(minutes=16)
    elif ends == "leaves":
        market.customer("an").post(f"/mini/v1/groupbuy-teams/{held['team']['team_id']}/departures")
    else:
        market.pays("an", held["order"]["order_id"])
    assert market.open("an").status == 201


def test_an_unpaid_seat_is_free_again_when_its_time_is_over(market: Market) -> None:
    """After 15 minutes seat and stock are free, the order is cancelled, and somebody else may sit there."""
    team, orders = _full_team(market)
    market.passes(minutes=16)
    assert market.order("an", orders["an"]["order_id"])["status"] == "cancelled"
    assert (market.team(team)["taken"], market.books()["left"]) == (0, 20)
    assert market.join("dong", team).status == 201


def test_nobody_pays_for_a_seat_whose_time_is_over(market: Market) -> None:
    """Asking to pay after the hold is refused, before the seat is given back too."""
    order = market.opened("an")["order"]
    market.stack.clock.advance(15 * 60)
    refused = market.customer("an").post(f"/mini/v1/orders/{order['order_id']}/payments")
    assert (refused.status, refused.code) == (409, "HoldOver")


def test_a_team_that_is_not_full_at_its_deadline_fails_and_everybody_is_refunded(market: Market, bank: Bank) -> None:
    """Two of three paid: the team fails once, their money goes back by itself, stock too, and the books balance."""
    first = market.opened("an")
    team = first["team"]["team_id"]
    second = market.joined("bo", team)
    market.pays("an", first["order"]["order_id"])
    market.pays("bo", second["order"]["order_id"])
    assert bank.held() == 2 * 6900
    market.passes(hours=24, minutes=3)
    assert market.team(team)["status"] == "failed"
    assert {
        market.order("an", first["order"]["order_id"])["status"],
        market.order("bo", second["order"]["order_id"])["status"],
    } == {"refunded"}
    books = market.books()
    assert (bank.held(), books["money_refunded"], books["left"], books["failed"]) == (0, 2 * 6900, 20, 1)


def test_a_notice_that_never_comes_is_found_by_asking(market: Market) -> None:
    """The provider is asked within 10 minutes, and the seat is paid before it would be given back."""
    order = market.opened("an")["order"]
    market.pays("an", order["order_id"], notice=False)
    assert market.order("an", order["order_id"])["status"] == "placed"
    market.ticks(10)
    assert market.order("an", order["order_id"])["status"] == "paid"


def test_money_that_comes_late_takes_a_seat_that_is_left(market: Market, bank: Bank) -> None:
    """Paid in time, the notice after the seat was given back: the customer sits again, and stock is taken again."""
    order = market.opened("an")["order"]
    market.customer("an").post(f"/mini/v1/orders/{order['order_id']}/payments")
    bank.pay(order["order_id"], Moment("2026-11-21T02:00:00.000Z"))
    market.provider_is_down = True
    market.passes(minutes=16)
    assert market.order("an", order["order_id"])["status"] == "cancelled"
    market.provider_is_down = False
    bank.notify(market.ctx, order["order_id"])
    market.stack.drain()
    assert market.order("an", order["order_id"])["status"] == "paid"
    assert (market.books()["left"], market.team(order["seat"])["paid"]) == (19, 1)


def test_money_that_comes_late_goes_back_when_no_seat_is_left(market: Market, bank: Bank) -> None:
    """The seat was given back and taken by others: nobody is charged without a seat, and the team is not overfull."""
    team, orders = _full_team(market)
    for name in ("an", "bo", "cui"):
        market.customer(name).post(f"/mini/v1/orders/{orders[name]['order_id']}/payments")
    bank.pay(orders["an"]["order_id"], Moment("2026-11-21T02:00:00.000Z"))
    market.provider_is_down = True
    market.passes(minutes=16)
    market.provider_is_down = False
    for name in ("dong", "en", "fang"):
        market.joined(name, team)
    bank.notify(market.ctx, orders["an"]["order_id"])
    market.stack.drain()
    assert market.order("an", orders["an"]["order_id"])["status"] == "refunded"
    assert (market.team(team)["taken"], bank.held()) == (3, 0)
    assert market.books()["money_refunded"] == 6900


def test_who_leaves_before_the_team_is_complete_gets_their_money_back(market: Market, bank: Bank) -> None:
    """Seat, stock and money go back; the team goes on without them."""
    first = market.opened("an")
    team = first["team"]["team_id"]
    second = market.joined("bo", team)
    market.pays("bo", second["order"]["order_id"])
    left = market.customer("bo").post(f"/mini/v1/groupbuy-teams/{team}/departures")
    assert (left.status, left.json()["status"]) == (201, "refunding")
    market.stack.drain()
    assert market.order("bo", second["order"]["order_id"])["status"] == "refunded"
    assert (bank.held(), market.team(team)["taken"], market.books()["left"]) == (0, 1, 19)


def test_who_leaves_unpaid_and_then_pays_is_not_seated_again(market: Market, bank: Bank) -> None:
    """They said that they do not want it: the money goes back."""
    order = market.opened("an")["order"]
    market.customer("an").post(f"/mini/v1/orders/{order['order_id']}/payments")
    bank.pay(order["order_id"], Moment("2026-11-21T02:00:00.000Z"))
    market.customer("an").post(f"/mini/v1/groupbuy-teams/{order['seat']}/departures")
    bank.notify(market.ctx, order["order_id"])
    market.stack.drain()
    assert (market.order("an", order["order_id"])["status"], bank.held()) == ("refunded", 0)


def test_a_complete_team_cannot_be_left(market: Market) -> None:
    """Nobody can undo what others rely on."""
    team, orders = _full_team(market)
    for name, order in orders.items():
        market.pays(name, order["order_id"])
    refused = market.customer("bo").post(f"/mini/v1/groupbuy-teams/{team}/departures")
    assert (refused.status, refused.code) == (409, "TeamComplete")


def test_a_stranger_to_the_team_cannot_leave_it(market: Market) -> None:
    """And an order of somebody else is unknown to them."""
    entered = market.opened("an")
    team, order = entered["team"]["team_id"], entered["order"]["order_id"]
    assert market.customer("bo").post(f"/mini/v1/groupbuy-teams/{team}/departures").code == "NotInTeam"
    assert market.customer("bo").get(f"/mini/v1/orders/{order}").code == "UnknownOrder"
    assert market.customer("bo").post(f"/mini/v1/orders/{order}/payments").code == "UnknownOrder"


def test_an_order_that_is_not_ready_is_not_handed_out(market: Market) -> None:
    """Paid is not enough while the team is open."""
    order = market.opened("an")["order"]
    market.pays("an", order["order_id"])
    refused = market.owner.post("/staff/v1/pickups", {"order_id": order["order_id"]})
    assert (refused.status, refused.code) == (409, "NotReady")


def test_teams_take_no_more_than_the_stock(stack: Stack, bank: Bank) -> None:
    """Two pieces: the third seat is refused as sold out, and there again once a hold is over."""
    market = Market(stack, bank, stock=2, buckets=2, confirm=True)
    team = market.opened("an")["team"]["team_id"]
    market.joined("bo", team)
    refused = market.join("cui", team)
    assert (refused.status, refused.code) == (409, "ActivitySoldOut")
    assert market.books()["left"] == 0


def test_the_stock_is_set_aside_from_the_sku_and_what_is_left_goes_back(market: Market) -> None:
    """50 less 20 while it runs; after it the unsold go back, and a second return moves nothing."""
    sku = market.product["skus"][0]["sku_id"]

    def left_at_sku() -> int:
        product = market.owner.get(f"/admin/v1/products/{market.product['product_id']}").json()
        return next(int(one["left"]) for one in product["skus"] if one["sku_id"] == sku)

    assert left_at_sku() == 30
    early = market.owner.post(f"/admin/v1/groupbuys/{market.activity}/stock-returns")
    assert (early.status, early.code) == (409, "StillOpen")
    market.passes(days=7)
    for _ in range(2):
        assert market.owner.post(f"/admin/v1/groupbuys/{market.activity}/stock-returns").status == 201
        assert left_at_sku() == 50


def test_a_team_for_new_customers_takes_nobody_who_has_bought(stack: Stack, bank: Bank) -> None:
    """Who has paid an order is not new; who got the money back is new again."""
    market = Market(stack, bank, team_size=2)
    fresh = market.made("/admin/v1/groupbuys", market.wanted(new_only=True, team_size=2))["activity_id"]
    order = market.opened("an")["order"]
    market.pays("an", order["order_id"])
    assert market.open("an", fresh).code == "NotANewCustomer"
    market.customer("an").post(f"/mini/v1/groupbuy-teams/{order['seat']}/departures")
    market.stack.drain()
    assert market.open("an", fresh).status == 201


def test_a_new_customer_tries_one_new_customers_team_at_a_time(stack: Stack, bank: Bank) -> None:
    """Two activities for new customers: the second waits for the first to come to nothing."""
    market = Market(stack, bank, new_only=True)
    other = market.made("/admin/v1/groupbuys", market.wanted(new_only=True))["activity_id"]
    market.opened("an")
    assert market.open("an", other).code == "NotANewCustomer"
    market.passes(minutes=16)
    assert market.open("an", other).status == 201


def test_outside_its_window_an_activity_takes_nobody(market: Market) -> None:
    """And a team never outlives it."""
    market.stack.clock.advance(6 * 86400 + 23 * 3600)
    assert market.opened("an")["team"]["deadline"] == "2026-11-28T02:00:00.000Z"
    market.stack.clock.advance(3600)
    assert market.open("bo").code == "ActivityOver"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"team_price": 9900}, "BadActivity"),
        ({"closes_at": "2026-11-21T01:00:00.000Z"}, "BadActivity"),
        ({"team_price": 0}, "NeedsConfirmation"),
        ({"stock": 31}, "NotEnoughStock"),
        ({"sku_id": "nothing-1"}, "BadActivity"),
        ({"team_size": 1}, "InvalidBody"),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused(market: Market, changes: dict[str, Any], code: str) -> None:
    """And takes no stock."""
    refused = market.owner.post("/admin/v1/groupbuys", market.wanted(**changes))
    assert refused.code == code
    if code == "NotEnoughStock":
        assert [(one["path"], one["limit"]) for one in refused.json()["details"]["errors"]] == [("stock", 30)]
    product = market.owner.get(f"/admin/v1/products/{market.product['product_id']}").json()
    assert product["skus"][0]["left"] == 30


def test_a_team_that_costs_nothing_needs_no_payment(stack: Stack, bank: Bank) -> None:
    """A price of 0 fen: seats are paid by sitting down, and the last one completes the team."""
    market = Market(stack, bank, team_price=0, team_size=2, confirm=True)
    first = market.opened("an")
    assert first["order"]["status"] == "paid"
    refused = market.customer("an").post(f"/mini/v1/orders/{first['order']['order_id']}/payments")
    assert refused.code == "NothingToPay"
    second = market.joined("bo", first["team"]["team_id"])
    market.stack.drain()
    assert market.order("bo", second["order"]["order_id"])["status"] == "ready"
    assert bank.asked == {}


def test_an_order_that_cost_nothing_is_undone_by_the_owner(stack: Stack, bank: Bank) -> None:
    """There is no money to give back: its seat is free, its goods are in stock, and a second tap changes nothing."""
    market = Market(stack, bank, team_price=0, team_size=2, new_only=True, confirm=True)
    first = market.opened("an")
    market.stack.drain()
    order, team = first["order"]["order_id"], first["team"]["team_id"]
    for _ in range(2):
        assert market.refund(order).json()["status"] == "refunded"
        market.stack.drain()
    assert market.refund(order, 100).code == "NothingLeft"
    assert (market.team(team)["taken"], market.books()["left"], bank.asked) == (0, 20, {})
    market.joined("an", team)


def test_my_teams_and_open_teams_are_listed(market: Market) -> None:
    """One's own, whatever became of them; others' while one could join them."""
    team, _ = _full_team(market)
    other = market.opened("dong")["team"]["team_id"]
    mine = market.customer("an").get("/mini/v1/groupbuy-teams").json()["items"]
    assert [one["team_id"] for one in mine] == [team]
    joinable = market.customer("en").get(f"/mini/v1/groupbuys/{market.activity}/teams").json()["items"]
    assert [one["team_id"] for one in joinable] == [other]


def test_a_team_fails_two_minutes_after_its_deadline(market: Market) -> None:
    """Money that was paid in time may still be on its way: until then it is neither open nor failed."""
    team = str(market.opened("an")["team"]["team_id"])
    left = moment(market.team(team)["deadline"]) - market.stack.clock.now()
    market.stack.clock.advance(left.total_seconds() - 30)
    market.ticks()
    assert market.team(team)["status"] == "settling"
    market.ticks(2)
    assert market.team(team)["status"] == "failed"
