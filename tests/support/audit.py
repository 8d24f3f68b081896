"""What must hold of a group-buy, and of what the shop sells, whatever happened to it, read from
the rows and from the bank's own record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.catalogue.ids import SkuId
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.storage.lists import after_place
from chalicelib.core.storage.stock import Stock, StockRow
from chalicelib.core.storage.table import Row, RowType, key
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow
from chalicelib.groupbuys import store
from chalicelib.groupbuys.facts import TeamFailed, TeamOpened, TeamSucceeded
from chalicelib.groupbuys.store import ActivityRow, AllowanceRow, Seat, TeamRow
from chalicelib.members.ids import MemberId
from chalicelib.orders.states import ASKED_BACK, CAME_IN, GOING_BACK, EntryKind, OrderState
from chalicelib.orders.store import OrderRow, ShopperRow
from tests.support.bank import Bank

# An order in one of these has its place, its coupon and its count against the limit.
KEPT = (OrderState.PLACED, OrderState.PAID, OrderState.READY, OrderState.PICKED_UP)
HANDED_OVER = (OrderState.READY, OrderState.PICKED_UP)
ENDED = (*HANDED_OVER, OrderState.CANCELLED, OrderState.REFUNDED)
# What an entry of the ledger makes of an order; what is not here leaves it as it is.
BECOMES = {
    EntryKind.PLACED: OrderState.PLACED,
    EntryKind.PAID: OrderState.PAID,
    EntryKind.PAID_LATE: OrderState.PAID_LATE,
    EntryKind.HELD_AGAIN: OrderState.PAID,
    EntryKind.CANCELLED: OrderState.CANCELLED,
    EntryKind.READY: OrderState.READY,
    EntryKind.PICKED_UP: OrderState.PICKED_UP,
    EntryKind.REFUNDING: OrderState.REFUNDING,
}


def has_goods(order: OrderRow) -> bool:
    """A piece of the stock is kept for it, or was handed out."""
    handed_out = any(entry.kind == EntryKind.PICKED_UP for entry in order.ledger)
    return order.status in KEPT or handed_out


def was_ready(order: OrderRow) -> bool:
    """Its coupon is used up, whatever money went back afterwards."""
    return any(entry.kind == EntryKind.READY for entry in order.ledger)


class Goods(msgspec.Struct, frozen=True):
    """A SKU that the shop sells: its stock, and how much it had."""

    stock: Stock
    had: int


class Audit:
    """Activities as they are stored at one moment."""

    def __init__(
        self,
        ctx: Ctx,
        rows: Mapping[tuple[str, str], Row],
        activities: Sequence[str],
        goods: Mapping[SkuId, Goods],
    ) -> None:
        """rows: all that the corp has stored, by where it lies."""
        self.ctx = ctx
        self.goods = goods
        self.rows = rows
        self.activities = [one for one in self._of(ActivityRow) if one.activity_id in activities]
        self.teams: dict[str, TeamRow] = {
            row.team_id: row for row in self._of(TeamRow) if row.activity_id in activities
        }
        sellers = {("groupbuy", one) for one in activities} | {("shop", sku) for sku in goods}
        mine = (row for row in self._of(OrderRow) if (row.seller_kind, row.seller_id) in sellers)
        self.orders: dict[str, OrderRow] = {row.order_id: row for row in mine}
        self.shoppers = {_named(row): row for row in self._of(ShopperRow)}
        self.allowances = {_named(row): row for row in self._of(AllowanceRow)}
        self.coupons = {row.code: row for row in self._of(CouponRow)}

    def _of(self, model: type[RowType]) -> Iterator[RowType]:
        return (row for row in self.rows.values() if isinstance(row, model))

    @property
    def in_teams(self) -> list[OrderRow]:
        """The orders of group-buys."""
        return [order for order in self.orders.values() if order.hold.seat]

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
        self._lists_are_right()
        for team in self.teams.values():
            self._team_is_told(team)
        for order in self.orders.values():
            self._order_is_settled(order, bank)
        for team in self.teams.values():
            if not team.failed_at and not self.is_full(team):
                assert all(self.orders[seat.order].status in KEPT for seat in team.seats.values()), "sits for nothing"
        kept = sum(_came_in(order) - _went_back(order) for order in self.orders.values())
        assert bank.held() == kept, f"the bank holds {bank.held()}, the ledgers say {kept}"
        return self

    def _order_is_settled(self, order: OrderRow, bank: Bank) -> None:
        team = self.teams.get(order.hold.seat)
        waits = team is not None and order.status == OrderState.PAID and not self._is_over(order)
        assert order.status in ENDED or waits, order.status
        assert order.status not in HANDED_OVER or team is None or self.is_full(team)
        assert (order.order_id in bank.paid) == (_came_in(order) > 0), "money that nobody noted"
        there = [one.amount for one in bank.refunds.values() if str(one.number) == order.order_id]
        assert _asked_back(order) == _went_back(order) == sum(there), "a refund that one side does not know"

    def is_full(self, team: TeamRow) -> bool:
        """Every seat is paid."""
        return team.paid == team.size

    def _is_over(self, order: OrderRow) -> bool:
        team = self.teams[order.hold.seat]
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
            assert (order.member_id, order.hold.seat) == (member, team.team_id)
            if not team.failed_at:
                assert order.status in (*KEPT, *GOING_BACK), f"{order.status} and sits"
                assert not seat.is_paid or order.status != OrderState.PLACED, "a seat was paid before its order"
            assert order.status not in HANDED_OVER or self.is_full(team), "handed over by a team that is not complete"

    def _order_is_sound(self, order: OrderRow, bank: Bank) -> None:
        team = self.teams.get(order.hold.seat)
        if order.status in KEPT and team is not None:
            seat = self.seats(team).get(order.member_id)
            assert seat is not None and seat.order == order.order_id, f"{order.status} without a seat"
        if order.status in KEPT[1:] and order.payable:
            assert order.order_id in bank.paid, f"{order.status} without money"
        self._ledger_is_sound(order)

    def _ledger_is_sound(self, order: OrderRow) -> None:
        """Each fen stands in one line, and the lines say how the order stands."""
        named = [(entry.kind, entry.ref) for entry in order.ledger]
        assert len(set(named)) == len(named), named
        asked = [entry.ref for entry in order.ledger if entry.kind in ASKED_BACK and entry.ref]
        assert len(set(asked)) == len(asked), asked
        assert len([entry for entry in order.ledger if entry.kind in CAME_IN]) <= 1, "paid twice"
        assert _came_in(order) in (0, order.payable)
        assert _went_back(order) <= _asked_back(order) <= _came_in(order), "more goes back than came"
        state = OrderState.PLACED
        for entry in order.ledger:
            state = BECOMES.get(entry.kind, state)
        if _went_back(order) == _came_in(order) and named[-1][0] == EntryKind.REFUNDED:
            state = OrderState.REFUNDED
        assert state == order.status, order.ledger

    def _lists_are_right(self) -> None:
        """Read by the index: each team and each order stands under what it belongs to."""
        teams, orders = set[str](), set[str]()
        for activity in self.activities:
            for place in ("open", "over"):
                teams |= {row.team_id for row in _listed(self.ctx, activity.activity_id, place)}
            orders |= {row.order_id for row in _orders(self.ctx, "groupbuy", activity.activity_id)}
        for sku in self.goods:
            orders |= {row.order_id for row in _orders(self.ctx, "shop", sku)}
        assert (teams, orders) == (set(self.teams), set(self.orders))

    def _stock_is_conserved(self) -> None:
        for activity in self.activities:
            left = self._left(store.stock_of(activity.activity_id, activity.buckets))
            self._is_conserved(activity.activity_id, left, activity.stock)
        for sku, goods in self.goods.items():
            self._is_conserved(sku, self._left(goods.stock), goods.had)

    def _left(self, of: Stock) -> int:
        rows = [self.rows[key(self.ctx, *of.name.split("#"), str(bucket)), "-"] for bucket in range(of.buckets)]
        return sum(row.left for row in rows if isinstance(row, StockRow))

    def _is_conserved(self, seller: str, left: int, had: int) -> None:
        mine = [order for order in self.orders.values() if order.seller_id == seller and has_goods(order)]
        out = sum(order.hold.quantity for order in mine)
        assert left + out == had, f"{left} left and {out} out of {had}"

    def _limits_are_exact(self) -> None:
        """Who has a place is counted; who is undone is not, once that is followed, unless their team is complete."""
        for activity in self.activities:
            mine = [order for order in self.in_teams if order.seller_id == activity.activity_id]
            for member in {order.member_id for order in mine}:
                allowance = self.allowances["groupbuy_member", activity.activity_id, member]
                counted = set(allowance.orders or ())
                theirs = [order for order in mine if order.member_id == member]
                kept = {order.order_id for order in theirs if order.status in KEPT}
                undone = {order.order_id for order in theirs if order.status in GOING_BACK and self._sits(order)}
                assert kept <= counted <= kept | undone, f"{len(counted)} counted, {len(kept)} kept"
                assert len(counted) <= activity.per_member

    def _sits(self, order: OrderRow) -> bool:
        seat = self.seats(self.teams[order.hold.seat]).get(order.member_id)
        return seat is not None and seat.order == order.order_id

    def _coupons_are_accounted(self) -> None:
        for code in {order.coupon_code for order in self.orders.values() if order.coupon_code}:
            coupon = self.coupons[code]
            users = [order for order in self.orders.values() if order.coupon_code == code]
            users = [order for order in users if order.status in KEPT or was_ready(order)]
            assert len(users) <= 1, "one coupon, two orders"
            if not users:
                assert coupon.status == CouponState.ISSUED
            elif was_ready(users[0]):
                assert (coupon.status, coupon.redeemed_by) == (CouponState.REDEEMED, f"order:{users[0].order_id}")
            else:
                assert (coupon.status, coupon.reserved_for) == (CouponState.RESERVED, users[0].order_id)

    def _shoppers_are_right(self) -> None:
        for member in {order.member_id for order in self.orders.values()}:
            mine = [order for order in self.orders.values() if order.member_id == member]
            placed = [order for order in mine if order.status == OrderState.PLACED]
            shopper = self.shoppers.get(("shopper", member))
            assert (shopper.bought if shopper else 0) == len([one for one in mine if one.status in KEPT[1:]])
            assert (set(shopper.trying or ()) if shopper else set()) == {o.order_id for o in placed if o.new_only}
            assert (set(shopper.waiting or ()) if shopper else set()) == {order.order_id for order in placed}
            seated = [f"{order.seller_kind}#{order.seller_id}" for order in placed if order.hold.seat]
            assert sorted(shopper.waiting_at or () if shopper else ()) == sorted(seated), (
                "two unpaid seats of one seller"
            )
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
    return after_place(Row, key(ctx, "groupbuy", activity, place), "")


def _named(row: Row) -> tuple[str, ...]:
    """What its key calls a row, without the corp."""
    return tuple(row.pk.split("#")[1:])


def _orders(ctx: Ctx, kind: str, seller: str) -> Iterator[Any]:
    return after_place(OrderRow, key(ctx, "orders_of", kind, seller), "")


def _came_in(order: OrderRow) -> int:
    return sum(entry.fen for entry in order.ledger if entry.kind in CAME_IN)


def _asked_back(order: OrderRow) -> int:
    withdrawn = sum(entry.fen for entry in order.ledger if entry.kind == EntryKind.REFUND_WITHDRAWN)
    return sum(entry.fen for entry in order.ledger if entry.kind in ASKED_BACK) - withdrawn


def _went_back(order: OrderRow) -> int:
    return sum(entry.fen for entry in order.ledger if entry.kind == EntryKind.REFUNDED)
