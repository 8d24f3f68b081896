"""What a group-buy and the shop should be, in plain dicts: what each tap answers, and what may change by itself.

`state` is {"teams": {id: team}, "orders": {id: order}}. A tap changes it at once and exactly as said here. What follows
from money and the clock comes whenever somebody works on it, so of that only the bounds are said.
"""

from __future__ import annotations

import copy
from typing import Any

from chalicelib.orders import rules
from chalicelib.orders.rules import MOST_UNPAID
from chalicelib.orders.store import OrderRow
from tests.support.audit import HANDED_OVER, KEPT, Audit, has_goods, was_ready
from tests.support.bank import Bank
from tests.support.race.teams import SHOP_STOCK

Json = dict[str, Any]
State = dict[str, dict[str, Json]]
OK = ""
LEFT = "已退出拼团"
GOING_BACK = ("refunding", "refunded")


def snapshot(audit: Audit) -> State:
    """What is stored, as the model says it."""
    teams: dict[str, dict[str, Any]] = {
        team.team_id: {
            "size": team.size,
            "deadline": team.deadline,
            "fails_at": team.fails_at,
            "failed": bool(team.failed_at),
            "seats": {member: seat.order for member, seat in team.seats.items()},
            "paid": {seat.order for seat in team.seats.values() if seat.is_paid},
        }
        for team in audit.teams.values()
    }
    orders: dict[str, Json] = {order.order_id: _order(order, audit) for order in audit.orders.values()}
    return {"teams": teams, "orders": orders}


def _order(order: OrderRow, audit: Audit) -> dict[str, Any]:
    money = rules.money(order.ledger)
    counted = audit.allowances.get(("groupbuy_member", order.seller_id, order.member_id))
    return {
        "member": order.member_id,
        "team": order.hold.seat,
        "quantity": order.hold.quantity,
        "payable": order.payable,
        "status": order.status,
        "coupon": bool(order.coupon_code),
        "pay_until": order.pay_until,
        "placed_at": order.placed_at,
        "left": any(entry.note == LEFT for entry in order.ledger),
        "asked": money.going_back + money.went_back,
        "goods": has_goods(order),
        "was_ready": was_ready(order),
        "counts": counted is not None and order.order_id in (counted.orders or ()),
    }


def difference(found: State, expected: State) -> list[Any]:
    """What is stored and should not be so: (id, as found, as expected)."""
    pairs = [
        (name, found[kind].get(name), expected[kind].get(name))
        for kind in ("teams", "orders")
        for name in found[kind].keys() | expected[kind].keys()
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


class Model:
    """The state as it should be, and the rules of the activity."""

    def __init__(self, stock: int, per_member: int, new_only: bool) -> None:
        self.state: State = {"teams": {}, "orders": {}}
        self.stock = stock
        self.per_member = per_member
        self.new_only = new_only

    @property
    def teams(self) -> dict[str, dict[str, Any]]:
        return self.state["teams"]

    @property
    def orders(self) -> dict[str, dict[str, Any]]:
        return self.state["orders"]

    def mine(self, member: str) -> list[dict[str, Any]]:
        """A member's orders."""
        return [one for one in self.orders.values() if one["member"] == member]

    def out(self, *, of_teams: bool) -> int:
        """How many pieces are kept for orders, or were handed out: of the activity, or of the shop."""
        return sum(one["quantity"] for one in self.orders.values() if one["goods"] and bool(one["team"]) == of_teams)

    def _coupon_is_taken(self, member: str) -> str:
        """Why the member's coupon cannot be used, OK when it can."""
        users = [one for one in self.mine(member) if one["coupon"] and (one["status"] in KEPT or one["was_ready"])]
        if not users:
            return OK
        return "AlreadyRedeemed" if users[0]["was_ready"] else "CouponInUse"

    # ---- what taps answer

    def open(self, member: str, coupon: bool) -> str:
        """What opening a team comes to."""
        mine = self.mine(member)
        if coupon and self._coupon_is_taken(member):
            return self._coupon_is_taken(member)
        if len([one for one in mine if one["counts"]]) >= self.per_member:
            return "LimitReached"
        bought = [one for one in mine if one["status"] in KEPT[1:]]
        tries = [one for one in mine if one["team"] and one["status"] == "placed"]
        if self.new_only and (bought or tries):
            return "NotANewCustomer"
        unpaid = [one for one in mine if one["status"] == "placed"]
        if any(one["team"] for one in unpaid):
            return "PlaceUnpaid"
        if len(unpaid) >= MOST_UNPAID:
            return "TooManyUnpaid"
        return "ActivitySoldOut" if self.out(of_teams=True) >= self.stock else OK

    def buy(self, member: str, quantity: int, coupon: bool) -> str:
        """What ordering in the shop comes to."""
        if coupon and self._coupon_is_taken(member):
            return self._coupon_is_taken(member)
        unpaid = [one for one in self.mine(member) if one["status"] == "placed"]
        if len(unpaid) >= MOST_UNPAID:
            return "TooManyUnpaid"
        return "SkuSoldOut" if self.out(of_teams=False) + quantity > SHOP_STOCK else OK

    def cancel(self, order_id: str) -> str:
        """What cancelling an order comes to."""
        order = self.orders[order_id]
        if order["team"]:
            return "UnknownOrder"
        return OK if order["status"] in ("placed", "cancelled") else "NotCancellable"

    def refund(self, order_id: str, amount: int | None, left: int | None) -> str:
        """What an operator's refund comes to. left: what its payment still holds, None when nobody booked it."""
        if left is None:
            return "NotPaid"
        is_noted = self.orders[order_id]["status"] not in ("placed", "cancelled")
        if left and amount is not None and amount > left:
            return "RefundTooLarge"
        if not is_noted:
            return "MoneyNotNoted"
        return "NothingLeft" if left == 0 else OK

    def join(self, member: str, team_id: str, coupon: bool, now: str) -> str:
        """What joining comes to; who sits already is answered with the order they have."""
        team = self.teams[team_id]
        if member in team["seats"]:
            return OK
        if is_full(team):
            return "TeamFull"
        if team["failed"] or now >= team["deadline"]:
            return "TeamOver"
        return "TeamFull" if len(team["seats"]) >= team["size"] else self.open(member, coupon)

    def leave(self, member: str, team_id: str) -> str:
        """What leaving comes to; who has left is answered with the order they left with."""
        team = self.teams[team_id]
        if member not in team["seats"]:
            return OK if self._has_left(member, team_id) else "NotInTeam"
        if team["failed"]:
            return "TeamOver"
        return "TeamComplete" if is_full(team) else OK

    def _has_left(self, member: str, team_id: str) -> bool:
        mine = [one for one in self.orders.values() if (one["member"], one["team"]) == (member, team_id)]
        return bool(mine) and max(mine, key=lambda one: one["placed_at"])["left"]

    def pick_up(self, order_id: str) -> str:
        """What handing an order out comes to."""
        answers = {"ready": OK, "picked_up": "AlreadyPickedUp"}
        return answers.get(self.orders[order_id]["status"], "NotReady")

    # ---- what a tap changes

    def seated(self, team_id: str, order: dict[str, Any], order_id: str, team: dict[str, Any] | None = None) -> State:
        """The state once an order is placed, in a new team or in one that is there."""
        after = copy.deepcopy(self.state)
        if team is not None:
            after["teams"][team_id] = {**team, "seats": {}, "paid": set(), "failed": False}
        after["teams"][team_id]["seats"][order["member"]] = order_id
        after["orders"][order_id] = _new(order, team_id)
        return after

    def bought(self, order: dict[str, Any], order_id: str) -> State:
        """The state once an order is placed in the shop."""
        after = copy.deepcopy(self.state)
        after["orders"][order_id] = _new(order, "")
        return after

    def cancelled(self, order_id: str) -> State:
        """The state once an order of the shop is cancelled."""
        after = copy.deepcopy(self.state)
        after["orders"][order_id] |= {"status": "cancelled", "goods": False}
        return after

    def without(self, member: str, team_id: str, left: int) -> State:
        """The state once a member has left a team: what is left of their money is on its way back, if it was booked."""
        after = copy.deepcopy(self.state)
        team = after["teams"][team_id]
        order_id = team["seats"][member]
        order = after["orders"][order_id]
        if order["status"] in GOING_BACK:
            return after  # an operator undid it, and the seat follows
        del team["seats"][member]
        team["paid"].discard(order_id)
        is_paid = order["status"] == "paid"
        order |= {"status": "refunding" if is_paid else "cancelled", "left": True, "goods": False, "counts": False}
        order["asked"] += left if is_paid else 0
        return after

    def refunded(self, order_id: str, amount: int | None, left: int) -> State:
        """The state once an operator gave money back: an order ends with the rest, and keeps what was handed out."""
        after = copy.deepcopy(self.state)
        order = after["orders"][order_id]
        order["asked"] += left if amount is None else amount
        if amount in (None, left) and order["status"] not in GOING_BACK:
            order |= {"status": "refunding", "goods": order["goods"] and order["status"] == "picked_up"}
        return after

    # ---- what may happen by itself

    def may_become(self, after: State, bank: Bank, now: str) -> None:
        """Nothing but money, the clock and a deadline changed anything; bank: what it was paid and gave back."""
        assert after["teams"].keys() == self.teams.keys() and after["orders"].keys() == self.orders.keys()
        for team_id, team in after["teams"].items():
            _team_may_become(self.teams[team_id], team, after["orders"], set(bank.paid), now)
        for order_id, order in after["orders"].items():
            was = self.orders[order_id]
            if order != was:
                moves = ("status", "asked", "goods", "counts", "was_ready")
                assert order == {**was, **{name: order[name] for name in moves}}
                self._order_may_become(order_id, was, order, after["teams"].get(order["team"]), bank, now)

    def _order_may_become(
        self,
        order_id: str,
        was: dict[str, Any],
        order: dict[str, Any],
        team: dict[str, Any] | None,
        bank: Bank,
        now: str,
    ) -> None:
        status, failed = order["status"], team is not None and team["failed"]
        console = sum(one.amount for name, one in bank.refunds.items() if one.number == order_id and name[0] == "c")
        assert was["asked"] <= order["asked"] <= order["payable"]
        if status == was["status"] and status not in GOING_BACK:
            assert order["asked"] - was["asked"] <= console, "nobody asked for it"
        elif status == "cancelled":
            assert was["status"] == "placed" and (now >= was["pay_until"] or failed)
        elif status == "paid_late":
            assert was["status"] in ("placed", "cancelled") and order_id in bank.paid
        elif status in ("paid", "ready"):
            assert was["status"] in ("placed", "paid", "cancelled", "paid_late") and not was["left"]
            assert order_id in bank.paid and (status == "paid" or team is None or is_full(team))
        else:
            assert status in GOING_BACK and order_id in bank.paid
            assert order["asked"] == order["payable"] or was["status"] == "refunding", "it ended with money left"
            late = was["status"] in ("cancelled", "paid_late", "placed")
            assert was["status"] == "refunding" or late or failed or was["asked"] + console >= was["payable"], was

    def has_ended(self, bank: Bank) -> None:
        """In the end who paid has the goods or the money, and nobody else has anything."""
        for order_id, order in self.orders.items():
            if order_id not in bank.paid:
                assert order["status"] == "cancelled", order
            elif order["asked"] == order["payable"]:
                assert order["status"] == "refunded", order
            else:
                assert order["status"] in HANDED_OVER, order
                assert not order["team"] or is_full(self.teams[order["team"]])


def _new(order: dict[str, Any], team: str) -> dict[str, Any]:
    """An order that was just placed."""
    nothing = {"left": False, "asked": 0, "was_ready": False}
    return {**order, **nothing, "team": team, "status": "placed", "goods": True, "counts": bool(team)}


def is_full(team: dict[str, Any]) -> bool:
    """Every seat is paid."""
    return len(team["paid"]) == int(team["size"])


def _team_may_become(
    was: dict[str, Any], team: dict[str, Any], orders: dict[str, dict[str, Any]], paid: set[str], now: str
) -> None:
    assert team["paid"] <= paid
    if team["failed"] and not was["failed"]:
        assert now >= team["fails_at"] and not is_full(team)
    if was["failed"] or is_full(was):
        assert team == was, "a team that is over stays as it ended"
    for member, order_id in team["seats"].items() - was["seats"].items():
        assert order_id in team["paid"], f"{member} sits again, unpaid"
    for order_id in was["paid"] - team["paid"]:
        assert orders[order_id]["status"] in GOING_BACK, "a paid seat was given away"
