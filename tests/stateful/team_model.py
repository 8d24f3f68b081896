"""What a group-buy should be, in plain dicts: what each tap answers, and which changes may happen by themselves.

`state` is {"teams": {id: team}, "orders": {id: order}}. A tap changes it at once and exactly as said here. What follows
from money and the clock comes whenever somebody works on it, so of that only the bounds are said.
"""

from __future__ import annotations

import copy
from typing import Any

from tests.support.audit import HANDED_OVER, KEPT, Audit

State = dict[str, dict[str, dict[str, Any]]]
OK = ""
LEFT = "已退出拼团"


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
    orders: dict[str, dict[str, Any]] = {
        order.order_id: {
            "member": order.member_id,
            "team": order.team_id,
            "status": order.status,
            "coupon": bool(order.coupon_code),
            "pay_until": order.pay_until,
            "placed_at": order.placed_at,
            "left": any(entry.ref == LEFT for entry in order.ledger),
        }
        for order in audit.orders.values()
    }
    return {"teams": teams, "orders": orders}


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

    def kept(self, member: str = "") -> list[dict[str, Any]]:
        """Orders that have their place, of one member or of all."""
        return [one for one in self.orders.values() if one["status"] in KEPT and member in ("", one["member"])]

    # ---- what taps answer

    def open(self, member: str, coupon: bool) -> str:
        """What opening a team comes to."""
        mine = self.kept(member)
        with_coupon = [one for one in mine if one["coupon"]]
        if coupon and with_coupon:
            return "AlreadyRedeemed" if with_coupon[0]["status"] in HANDED_OVER else "CouponInUse"
        if len(mine) >= self.per_member:
            return "LimitReached"
        if self.new_only and mine:
            return "NotANewCustomer"
        return "ActivitySoldOut" if len(self.kept()) >= self.stock else OK

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
        after["orders"][order_id] = {**order, "team": team_id, "status": "placed", "left": False}
        return after

    def without(self, member: str, team_id: str) -> State:
        """The state once a member has left a team: their money is on its way back, if it was booked."""
        after = copy.deepcopy(self.state)
        order_id = after["teams"][team_id]["seats"].pop(member)
        paid = after["teams"][team_id]["paid"]
        after["orders"][order_id] |= {"status": "refunding" if order_id in paid else "cancelled", "left": True}
        paid.discard(order_id)
        return after

    # ---- what may happen by itself

    def may_become(self, after: State, paid: set[str], now: str) -> None:
        """Nothing but money, the clock and a deadline changed anything; `paid`: what the bank was paid."""
        assert after["teams"].keys() == self.teams.keys() and after["orders"].keys() == self.orders.keys()
        for team_id, team in after["teams"].items():
            _team_may_become(self.teams[team_id], team, paid, now)
        for order_id, order in after["orders"].items():
            was = self.orders[order_id]
            if order != was:
                assert order == {**was, "status": order["status"]}
                self._order_may_become(order_id, was, order["status"], after["teams"][order["team"]], paid, now)

    def _order_may_become(
        self, order_id: str, was: dict[str, Any], status: str, team: dict[str, Any], paid: set[str], now: str
    ) -> None:
        if status == "cancelled":
            assert was["status"] == "placed" and (now >= was["pay_until"] or team["failed"])
        elif status in ("paid", "ready"):
            assert was["status"] in ("placed", "paid", "cancelled") and not was["left"]
            assert order_id in team["paid"] & paid
            assert status == "paid" or is_full(team)
        else:
            assert status in ("refunding", "refunded") and order_id in paid
            assert was["status"] in ("cancelled", "refunding") or team["failed"], was

    def has_ended(self, paid: set[str]) -> None:
        """In the end who paid has the goods or the money, and nobody else has anything."""
        for order_id, order in self.orders.items():
            team = self.teams[order["team"]]
            kept = order_id in team["paid"] and is_full(team)
            ends = HANDED_OVER if kept else ("refunded",) if order_id in paid else ("cancelled",)
            assert order["status"] in ends, order


def is_full(team: dict[str, Any]) -> bool:
    """Every seat is paid."""
    return len(team["paid"]) == int(team["size"])


def _team_may_become(was: dict[str, Any], team: dict[str, Any], paid: set[str], now: str) -> None:
    assert was["paid"] <= team["paid"] <= paid
    if team["failed"] and not was["failed"]:
        assert now >= team["fails_at"] and not is_full(team)
    if was["failed"]:
        assert team == was, "a team that failed stays as it ended"
    for member, order_id in team["seats"].items() - was["seats"].items():
        assert order_id in team["paid"], f"{member} sits again, unpaid"
    for _, order_id in was["seats"].items() - team["seats"].items():
        assert order_id not in was["paid"], "a paid seat was given away"
