"""What customers do with teams: open, join, leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import msgspec

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.ops import metrics
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import CouponCode
from chalicelib.groupbuys import activities, endings, rules, store
from chalicelib.groupbuys.endings import SeatKept
from chalicelib.groupbuys.errors import (
    ActivityNotOpen,
    ActivityOver,
    ActivitySoldOut,
    ActivityStopped,
    NotInTeam,
    TeamComplete,
    TeamFull,
    TeamOver,
    UnknownTeam,
)
from chalicelib.groupbuys.ids import SELLER, ActivityId, TeamId
from chalicelib.groupbuys.shapes import Offer
from chalicelib.groupbuys.states import TeamState, Window
from chalicelib.groupbuys.store import NewTeam, Seat, TeamRow
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.orders import service as orders
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Draft, Item, Order
from chalicelib.orders.states import GOING_BACK, OrderState
from chalicelib.stores.shapes import NO_STORE

SeatIn = Callable[[Transaction, Seat], None]
found = activities.activities


class AlreadySeated(Exception):
    """The member sits in this team already, under an order."""

    def __init__(self, order_id: OrderId) -> None:
        super().__init__(order_id)
        self.order_id = order_id


def _me(ctx: Ctx) -> MemberId:
    return MemberId(ctx.who)


# ---- open


def open_team(ctx: Ctx, activity_id: ActivityId, coupon_code: CouponCode, store_id: StoreId = NO_STORE) -> Order:
    """A new team with the acting member as its leader, and their order. 12 to 14 WU +4.

    Raises UnknownActivity, ActivityNotOpen, ActivityOver, ActivityStopped, ActivitySoldOut, LimitReached,
    NotANewCustomer, PlaceUnpaid, TooManyUnpaid, and why the coupon cannot be used. One, under one
    Idempotency-Key.
    """
    offer = activities.offer(ctx, activity_id)
    team_id, order_id = TeamId(ctx.new_id()), orders.number(ctx, _me(ctx))
    try:
        return _open(ctx, offer, team_id, order_id, coupon_code, store_id)
    except Conflict:
        # Perhaps this very request opened it before and its answer was lost: ids follow from the Idempotency-Key.
        earlier = orders.find(ctx, order_id)
        if earlier is None:
            raise
        return earlier


def _open(
    ctx: Ctx, offer: Offer, team_id: TeamId, order_id: OrderId, coupon_code: CouponCode, store_id: StoreId
) -> Order:
    _check_window(ctx, offer)
    deadline = min(ctx.now + timedelta(minutes=offer.team_life), moment(offer.closes_at))
    new = NewTeam(
        team_id=team_id,
        activity_id=offer.activity_id,
        leader=_me(ctx),
        size=offer.team_size,
        deadline=iso(deadline),
        fails_at=iso(deadline + rules.MONEY_ON_ITS_WAY),
    )
    draft = _draft(ctx, offer, team_id, order_id, new.deadline, coupon_code)
    draft = msgspec.structs.replace(draft, pickup_store=store_id)
    return _enter(ctx, offer, draft, lambda transaction, seat: store.open_in(transaction, new, seat))


def _check_window(ctx: Ctx, offer: Offer) -> None:
    if offer.stop:
        raise ActivityStopped()
    window = rules.window(ctx.at, offer.opens_at, offer.closes_at)
    if window == Window.EARLY:
        raise ActivityNotOpen(opens_at=offer.opens_at)
    if window == Window.OVER:
        raise ActivityOver(closes_at=offer.closes_at)


# ---- join


def join(ctx: Ctx, team_id: TeamId, coupon_code: CouponCode, store_id: StoreId = NO_STORE) -> Order:
    """A seat in a team for the acting member, and their order; who sits there already gets the order they have.

    12 to 14 WU +3. Raises UnknownTeam, TeamFull, TeamOver, ActivitySoldOut, LimitReached, NotANewCustomer, PlaceUnpaid,
    TooManyUnpaid, and why the coupon cannot be used.
    """
    row = team(ctx, team_id)
    offer = activities.offer(ctx, row.activity_id)
    seat = row.seats.get(_me(ctx))
    if seat is not None:
        return orders.order(ctx, seat.order)
    _raise_if_closed(ctx, row)

    def seat_in(transaction: Transaction, seat: Seat) -> None:
        store.take_in(transaction, team_id, _me(ctx), seat, partial(why_no_seat, ctx), late=False)

    try:
        draft = _draft(ctx, offer, team_id, orders.number(ctx, _me(ctx)), deadline_of(ctx, row), coupon_code)
        return _enter(ctx, offer, msgspec.structs.replace(draft, pickup_store=store_id), seat_in)
    except AlreadySeated as already:
        return orders.order(ctx, already.order_id)


def _raise_if_closed(ctx: Ctx, row: TeamRow) -> None:
    """A refusal by what was read costs no write; who passes here is decided by the write."""
    if state_of(ctx, row) != TeamState.OPEN or row.taken >= row.size:
        raise why_no_seat(ctx, row)


def why_no_seat(ctx: Ctx, row: TeamRow | None) -> Exception:
    """Why a team gave no seat to the acting member."""
    if row is None:
        return UnknownTeam()
    seat = row.seats.get(_me(ctx))
    if seat is not None:
        return AlreadySeated(seat.order)
    return TeamOver() if state_of(ctx, row) in (TeamState.FAILED, TeamState.SETTLING) else TeamFull()


def _enter(ctx: Ctx, offer: Offer, draft: Draft, seat_in: SeatIn) -> Order:
    """The order and its seat, stock, coupon and count, all or none."""
    seat = _seat(ctx, draft)

    def more_in(transaction: Transaction) -> None:
        seat_in(transaction, seat)
        store.count_in(transaction, offer.activity_id, offer.per_member, draft.member_id, draft.order_id)

    try:
        order = orders.place(ctx, draft, more_in)
    except stock.OutOfStock:
        raise ActivitySoldOut() from None
    metrics.count("SeatsTaken", corp=ctx.corp)
    return order


def _seat(ctx: Ctx, draft: Draft) -> Seat:
    name = rules.masked(members.name_of(ctx, draft.member_id))
    if draft.payable == 0:
        return Seat(order=draft.order_id, name=name, paid_at=ctx.at)
    return Seat(order=draft.order_id, name=name, until=draft.pay_until)


def _draft(
    ctx: Ctx, offer: Offer, team_id: TeamId, order_id: OrderId, deadline: Moment, coupon_code: CouponCode
) -> Draft:
    item = Item(
        sku_id=offer.sku_id,
        product_name=offer.product_name,
        sku_name=offer.sku_name,
        quantity=1,
        price=offer.team_price,
    )
    discount = orders.discount(ctx, coupon_code, _me(ctx), (item,))
    return Draft(
        order_id=order_id,
        member_id=_me(ctx),
        seller_kind=SELLER,
        seller_id=offer.activity_id,
        items=(item,),
        off=discount.off,
        coupon_code=coupon_code,
        coupon_template=discount.coupon_template,
        pay_until=iso(rules.pay_until(ctx.now, timedelta(minutes=offer.hold), moment(deadline))),
        stock=activities.stock_of(offer),
        seat=team_id,
        new_only=offer.new_only,
    )


# ---- leave


def leave(ctx: Ctx, team_id: TeamId) -> Order:
    """The acting member leaves a team that is not complete; a paid seat's money goes back by itself.

    Who has left already is answered with the order they left with. Raises UnknownTeam, NotInTeam, TeamComplete,
    TeamOver.
    """
    return retry.on_collision(lambda: _leave(ctx, team_id), (SeatKept, orders.Moved))


def _leave(ctx: Ctx, team_id: TeamId) -> Order:
    row = team(ctx, team_id)
    seat = row.seats.get(_me(ctx))
    if seat is None:
        return _left(ctx, row)
    _raise_if_over(ctx, row)
    order = orders.order(ctx, seat.order)
    if order.status in GOING_BACK:
        return order  # an operator gave the money back, and the seat follows
    if order.status not in (OrderState.PLACED, OrderState.PAID):
        raise SeatKept(team_id)  # it ended since the team was read: look again
    endings.give_back(ctx, order, endings.LEFT, is_paid=seat.is_paid)
    return orders.order(ctx, order.order_id)


def _left(ctx: Ctx, row: TeamRow) -> Order:
    """The order that the acting member left a team with: the last they placed there, of those since it was opened."""
    cursor = ""
    while True:
        page = orders.seats_of_mine(ctx, SELLER, PAGE_LIMIT, cursor, since=row.opened_at)
        last = next((order_id for seat, order_id in page.items if seat == row.team_id), None)
        if last is not None or not page.cursor:
            break
        cursor = page.cursor
    left = orders.find(ctx, last) if last else None
    if left is None or not endings.has_left(left):
        raise NotInTeam()
    return left


def _raise_if_over(ctx: Ctx, row: TeamRow) -> None:
    if row.failed_at:
        raise TeamOver()
    if state_of(ctx, row) == TeamState.SUCCEEDED:
        raise TeamComplete()


# ---- look


def team(ctx: Ctx, team_id: TeamId) -> TeamRow:
    """A team, as it is. Raises UnknownTeam."""
    row = store.team(ctx, team_id)
    if row is None:
        raise UnknownTeam()
    return row


def state_of(ctx: Ctx, row: TeamRow) -> TeamState:
    """How a team stands now."""
    return rules.state(row.size, row.paid, deadline_of(ctx, row), row.failed_at, ctx.at)


def deadline_of(ctx: Ctx, row: TeamRow) -> Moment:
    """Until when a team takes customers: its own deadline, or its activity's end that was brought forward since."""
    return rules.forward(row.deadline, activities.offer(ctx, row.activity_id).closes_at)


def names(ctx: Ctx, activity_ids: Sequence[ActivityId]) -> dict[ActivityId, str]:
    """What these activities are called, of those that there are. 0.5 RU each, one call for 100."""
    return store.names_of(ctx, activity_ids)


called.look_up_with(SELLER, names)
