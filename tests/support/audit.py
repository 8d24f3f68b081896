"""What must hold of a group-buy whatever happened to it, read from the rows and from the bank's own record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.storage import stock
from chalicelib.core.storage.table import Row, get_many, key
from chalicelib.coupons import store as coupons
from chalicelib.coupons.states import CouponState
from chalicelib.groupbuys import store
from chalicelib.groupbuys.facts import TeamFailed, TeamOpened, TeamSucceeded
from chalicelib.groupbuys.store import ActivityRow, AllowanceRow, Seat, TeamRow
from chalicelib.members.ids import MemberId
from chalicelib.orders.states import OrderState
from chalicelib.orders.store import OrderRow, ShopperRow
from tests.support.bank import Bank

# An order in one of these has its place, its piece of stock, its coupon and its count against the limit.
KEPT = (OrderState.PLACED, OrderState.PAID, OrderState.READY, OrderState.PICKED_UP)
HANDED_OVER = (OrderState.READY, OrderState.PICKED_UP)
ENDED = (*HANDED_OVER, OrderState.CANCELLED, OrderState.REFUNDED)


class Audit:
    """Activities as they are stored at one moment."""

    def __init__(self, ctx: Ctx, *activities: str) -> None:
        self.ctx = ctx
        self.activities = [_one(ctx, ActivityRow, "groupbuy", activity) for activity in activities]
        self.teams: dict[str, TeamRow] = {}
        self.orders: dict[str, OrderRow] = {}
        for activity in activities:
            for place in ("open", "over"):
                self.teams |= {row.team_id: row for row in _listed(ctx, activity, place)}
            self.orders |= {row.order_id: row for row in _listed(ctx, activity, "orders")}
        members = {order.member_id for order in self.orders.values()}
        self.shoppers = _many(ctx, ShopperRow, [("shopper", member) for member in members])
        pairs = {(order.activity_id, order.member_id) for order in self.orders.values()}
        self.allowances = _many(ctx, AllowanceRow, [("groupbuy_member", *pair) for pair in pairs])

    def seats(self, team: TeamRow) -> dict[MemberId, Seat]:
        """Who sits in a team."""
        return team.seats

    def sound(self, bank: Bank) -> Audit:
        """What is true at every moment, also in the middle of things."""
        for team in self.teams.values():
            self._team_is_sound(team)
        for order in self.orders.values():
            self._order_is_sound(order, bank)
        self._stock_is_conserved()
        self._limits_are_exact()
        self._coupons_are_accounted()
        self._shoppers_are_right()
        return self

    def settled(self, bank: Bank) -> Audit:
        """What is true once the clock and all that follows had their say: nothing is under way, nobody is owed."""
        self.sound(bank)
        for team in self.teams.values():
            self._team_is_told(team)
        for order in self.orders.values():
            full = self.is_full(self.teams[order.team_id])
            assert order.status in ENDED or (order.status == OrderState.PAID and not self._is_over(order)), order.status
            assert order.status not in HANDED_OVER or full
            assert (order.order_id in bank.paid) == (_came_in(order) > 0), "money that nobody noted"
        kept = sum(order.payable for order in self.orders.values() if order.status in KEPT)
        assert bank.held() == kept, f"the bank holds {bank.held()} for orders of {kept}"
        return self

    def is_full(self, team: TeamRow) -> bool:
        """Every seat is paid."""
        return team.paid == team.size

    def _is_over(self, order: OrderRow) -> bool:
        team = self.teams[order.team_id]
        return bool(team.failed_at) or self.is_full(team)

    def _team_is_sound(self, team: TeamRow) -> None:
        seats = self.seats(team)
        paid = [seat for seat in seats.values() if seat.is_paid]
        assert len(seats) == team.taken <= team.size, f"{len(seats)} sit, {team.taken} are counted"
        assert len(paid) == team.paid <= team.size
        assert len({seat.order for seat in seats.values()}) == len(seats)
        assert not (team.failed_at and self.is_full(team)), "failed although complete"
        for member, seat in seats.items():
            order = self.orders[seat.order]
            assert (order.member_id, order.team_id) == (member, team.team_id)
            if not team.failed_at:
                assert order.status in KEPT, f"{order.status} and sits"
                assert seat.is_paid or order.status == OrderState.PLACED
            assert order.status not in HANDED_OVER or self.is_full(team), "handed over by a team that is not complete"

    def _order_is_sound(self, order: OrderRow, bank: Bank) -> None:
        team = self.teams[order.team_id]
        seat = self.seats(team).get(order.member_id)
        if order.status in KEPT:
            assert seat is not None and seat.order == order.order_id, f"{order.status} without a seat"
        if order.status in KEPT[1:] and order.payable:
            assert order.order_id in bank.paid, f"{order.status} without money"
        states = [entry.state for entry in order.ledger]
        assert states[-1] == order.status
        assert len(set(states)) == len(states), states
        assert 0 <= _came_in(order) - _went_back(order) <= order.payable

    def _stock_is_conserved(self) -> None:
        for activity in self.activities:
            left = sum(stock.levels(self.ctx, store.stock_of(activity.activity_id, activity.buckets)))
            out = [order for order in self.orders.values() if order.activity_id == activity.activity_id]
            out = [order for order in out if order.status in KEPT]
            assert left + len(out) == activity.stock, f"{left} left and {len(out)} out of {activity.stock}"

    def _limits_are_exact(self) -> None:
        for activity in self.activities:
            mine = [order for order in self.orders.values() if order.activity_id == activity.activity_id]
            for member in {order.member_id for order in mine}:
                counted = set(self.allowances[("groupbuy_member", activity.activity_id, member)].orders or ())
                kept = {order.order_id for order in mine if order.member_id == member and order.status in KEPT}
                assert counted == kept, f"{len(counted)} counted, {len(kept)} kept"
                assert len(kept) <= activity.per_member

    def _coupons_are_accounted(self) -> None:
        for code in {order.coupon_code for order in self.orders.values() if order.coupon_code}:
            coupon = coupons.coupon(self.ctx, code)
            assert coupon is not None
            users = [order for order in self.orders.values() if order.coupon_code == code and order.status in KEPT]
            assert len(users) <= 1, "one coupon, two orders"
            if not users:
                assert coupon.status == CouponState.ISSUED
            elif users[0].status in HANDED_OVER:
                assert (coupon.status, coupon.redeemed_by) == (CouponState.REDEEMED, f"order:{users[0].order_id}")
            else:
                assert (coupon.status, coupon.reserved_for) == (CouponState.RESERVED, users[0].order_id)

    def _shoppers_are_right(self) -> None:
        for member in {order.member_id for order in self.orders.values()}:
            mine = [order for order in self.orders.values() if order.member_id == member and order.payable]
            bought = {order.order_id for order in mine if order.status in KEPT[1:]}
            trying = {order.order_id for order in mine if order.status == OrderState.PLACED and order.new_only}
            shopper = self.shoppers.get(("shopper", member))
            assert (set(shopper.bought or ()) if shopper else set()) == bought
            assert (set(shopper.trying or ()) if shopper else set()) == trying
            of_new = [order for order in mine if order.new_only and order.status in KEPT]
            assert len(of_new) <= 1, "a new customer twice"

    def _team_is_told(self, team: TeamRow) -> None:
        found = facts.timeline(self.ctx, f"groupbuy_team#{team.team_id}", 100, "").items
        told = Counter(type(fact.data) for fact in found)
        assert told[TeamOpened] == 1
        assert told[TeamSucceeded] == self.is_full(team), "the last seat was seen by none or by two"
        assert told[TeamFailed] == bool(team.failed_at)
        assert bool(team.due) == (not self.is_full(team) and not team.failed_at)


def _listed(ctx: Ctx, activity: str, place: str) -> Iterator[Any]:
    listed = Row.by_parent.query(key(ctx, "groupbuy", activity, place))
    return iter(get_many([(row.pk, row.sk) for row in listed]))


def _one(ctx: Ctx, model: Any, *name: str) -> Any:
    return model.get(key(ctx, *name), "-", consistent_read=True)


def _many(ctx: Ctx, model: Any, names: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], Any]:
    """The rows of those names that there are, read in a few calls."""
    wanted = {(key(ctx, *name), "-"): name for name in names}
    return {wanted[(row.pk, row.sk)]: row for row in model.batch_get(list(wanted), consistent_read=True)}


def _came_in(order: OrderRow) -> int:
    return sum(entry.fen for entry in order.ledger if entry.fen > 0)


def _went_back(order: OrderRow) -> int:
    return -sum(entry.fen for entry in order.ledger if entry.fen < 0)
