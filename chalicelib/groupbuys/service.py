"""What customers do with teams: open, join, leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, TooBusy
from chalicelib.core.moments import iso, moment
from chalicelib.core.ops import metrics
from chalicelib.core.storage import stock
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service as coupons
from chalicelib.groupbuys import activities, rules, settle, store
from chalicelib.groupbuys.errors import (
    ActivityNotOpen,
    ActivityOver,
    ActivitySoldOut,
    NotInTeam,
    TeamComplete,
    TeamFull,
    TeamOver,
    UnknownTeam,
)
from chalicelib.groupbuys.store import ActivityRow, SessionRow
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders.service import Draft, Item, StoredOrder

TRIES = 4


class AlreadySeated(Exception):
    """The member sits in this team already, under an order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id


def open_team(ctx: Ctx, activity_id: str, coupon_code: str) -> StoredOrder:
    """A new team with the acting member as its leader, and their order. 8 to 12 WU +4.

    Raises UnknownActivity, ActivityNotOpen, ActivityOver, ActivitySoldOut, LimitReached, NotANewCustomer, and why the
    coupon cannot be used. Under one Idempotency-Key it is opened once.
    """
    row = activities.activity(ctx, activity_id)
    session_id, order_id = ctx.new_id(), orders.number(ctx, ctx.who)
    try:
        return _open(ctx, row, session_id, order_id, coupon_code)
    except Conflict:
        # Perhaps this very request opened it before and its answer was lost: ids follow from the Idempotency-Key.
        made = orders.find(ctx, order_id)
        if made is None:
            raise
        return made


def _open(ctx: Ctx, row: ActivityRow, session_id: str, order_id: str, coupon_code: str) -> StoredOrder:
    _check_window(ctx, row)
    deadline = iso(min(ctx.now + timedelta(minutes=int(row.team_life)), moment(row.closes_at)))
    values = {
        "activity_id": row.activity_id,
        "size": int(row.team_size),
        "deadline": deadline,
        "settles_at": iso(moment(deadline) + rules.SETTLING),
    }

    def seat_in(transaction: Transaction, seat: store.Seat) -> None:
        store.open_in(transaction, session_id, ctx.who, seat, values)

    return _enter(ctx, row, session_id, order_id, deadline, coupon_code, seat_in)


def _check_window(ctx: Ctx, row: ActivityRow) -> None:
    why = rules.closed(ctx.at, row.opens_at, row.closes_at)
    if why == "early":
        raise ActivityNotOpen(opens_at=row.opens_at)
    if why == "late":
        raise ActivityOver(closes_at=row.closes_at)


def join(ctx: Ctx, session_id: str, coupon_code: str) -> StoredOrder:
    """A seat in a team for the acting member, and their order; who sits there already gets the order they have.

    8 to 12 WU +3. Raises UnknownTeam, TeamFull, TeamOver, ActivitySoldOut, LimitReached, NotANewCustomer, and why the
    coupon cannot be used.
    """
    team = session(ctx, session_id)
    row = activities.activity(ctx, team.activity_id)
    seated = team.seat_of(ctx.who)
    if seated is not None:
        return orders.order(ctx, seated["order"])
    _raise_if_closed(ctx, team)

    def seat_in(transaction: Transaction, seat: store.Seat) -> None:
        store.take_in(transaction, session_id, ctx.who, seat, partial(why_no_seat, ctx), late=False)

    try:
        order_id = orders.number(ctx, ctx.who)
        return _enter(ctx, row, session_id, order_id, team.deadline, coupon_code, seat_in)
    except AlreadySeated as already:
        return orders.order(ctx, already.order_id)


def _raise_if_closed(ctx: Ctx, team: SessionRow) -> None:
    """A refusal by what was read costs no write; who passes here is decided by the write."""
    if status_of(ctx, team) != rules.OPEN or int(team.taken) >= int(team.size):
        raise why_no_seat(ctx, team)


def why_no_seat(ctx: Ctx, old: SessionRow | None) -> Exception:
    """Why a team gave no seat to the acting member."""
    if old is None:
        return UnknownTeam()
    seat = old.seat_of(ctx.who)
    if seat is not None:
        return AlreadySeated(seat["order"])
    return TeamOver() if status_of(ctx, old) in (rules.FAILED, rules.SETTLING_STATUS) else TeamFull()


SeatIn = Callable[[Transaction, store.Seat], None]


def _enter(
    ctx: Ctx, row: ActivityRow, session_id: str, order_id: str, deadline: str, coupon_code: str, seat_in: SeatIn
) -> StoredOrder:
    """The order and its seat, stock, coupon and count, all or none."""
    draft = _draft(ctx, row, session_id, order_id, deadline, coupon_code)
    seat = {"order": draft.order_id, "name": rules.masked(members.name_of(ctx, ctx.who))}
    seat |= {"until": draft.pay_until} if draft.payable else {"paid_at": ctx.at, "ref": ""}

    def attempt(bucket: int) -> StoredOrder:
        transaction = Transaction(ctx)
        seat_in(transaction, seat)
        store.count_in(transaction, row, ctx.who, draft.order_id)
        order = orders.place_in(transaction, draft, bucket)
        stock.take_in(transaction, store.stock_of(row), bucket)
        transaction.commit()
        metrics.count("SeatsTaken", corp=ctx.corp)
        return order

    try:
        return stock.take(ctx, store.stock_of(row), ctx.who, attempt)
    except orders.PlacedBefore as placed:
        return placed.order
    except stock.OutOfStock:
        made = orders.find(ctx, draft.order_id)
        if made is not None:
            return made  # this very request overtook itself and took the last one
        raise ActivitySoldOut() from None


def _draft(ctx: Ctx, row: ActivityRow, session_id: str, order_id: str, deadline: str, coupon_code: str) -> Draft:
    item = Item(
        sku_id=row.sku_id,
        product_name=row.product_name,
        sku_name=row.sku_name,
        quantity=1,
        price=int(row.team_price),
    )
    total = orders.total([item])
    return Draft(
        order_id=order_id,
        member_id=ctx.who,
        items=[item],
        off=coupons.amount_off(ctx, coupon_code, ctx.who, total) if coupon_code else 0,
        coupon_code=coupon_code,
        pay_until=iso(rules.pay_until(ctx.now, timedelta(minutes=int(row.hold)), moment(deadline))),
        activity_id=row.activity_id,
        session_id=session_id,
        new_only=bool(row.new_only),
    )


def leave(ctx: Ctx, session_id: str) -> StoredOrder:
    """The acting member leaves a team that is not complete; a paid seat's money goes back by itself.

    Who has left already is answered with the order they left with. Raises UnknownTeam, NotInTeam, TeamComplete,
    TeamOver.
    """
    for _ in range(TRIES):
        team = session(ctx, session_id)
        seat = team.seat_of(ctx.who)
        if seat is None:
            return _left(ctx, session_id)
        _raise_if_over(ctx, team)
        order = orders.order(ctx, seat["order"])
        if settle.leave_paid(ctx, order) if "paid_at" in seat else settle.give_back(ctx, order, settle.LEFT):
            return orders.order(ctx, order.order_id)
    raise TooBusy()


def _left(ctx: Ctx, session_id: str) -> StoredOrder:
    """The order that the acting member left a team with."""
    last = orders.latest_in(ctx, session_id)
    if last is None or settle.LEFT not in orders.refs(last):
        raise NotInTeam()
    return last


def _raise_if_over(ctx: Ctx, team: SessionRow) -> None:
    if team.failed_at:
        raise TeamOver()
    if status_of(ctx, team) == rules.SUCCEEDED:
        raise TeamComplete()


def session(ctx: Ctx, session_id: str) -> SessionRow:
    """A team, as it is. Raises UnknownTeam."""
    row = store.session(ctx, session_id)
    if row is None:
        raise UnknownTeam()
    return row


def status_of(ctx: Ctx, row: SessionRow) -> str:
    """open, settling, succeeded or failed."""
    return rules.status(int(row.size), int(row.paid), row.deadline, row.failed_at, ctx.at)
