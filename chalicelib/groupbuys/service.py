"""The verbs of group-buys that people call: create an activity; open, join, leave and look at teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotEnoughStock
from chalicelib.core import log, secrets, stock
from chalicelib.core.cache import Cache
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, iso, moment
from chalicelib.core.errors import Conflict, TooBusy
from chalicelib.core.table import Page, Transaction
from chalicelib.coupons import service as coupons
from chalicelib.groupbuys import rules, settle, store
from chalicelib.groupbuys.errors import (
    ActivityNotOpen,
    ActivityOver,
    ActivitySoldOut,
    BadWindow,
    NotInTeam,
    PriceNotLower,
    StillOpen,
    TeamComplete,
    TeamFull,
    TeamOver,
    UnknownActivity,
    UnknownTeam,
)
from chalicelib.groupbuys.shapes import (
    ActivityWithStock,
    NewActivity,
    Seat,
    Team,
    TeamForOperators,
    TeamPage,
    TeamWithSeats,
)
from chalicelib.groupbuys.store import ActivityRow, SessionRow
from chalicelib.members import service as members
from chalicelib.orders import service as orders
from chalicelib.orders.service import Draft, Item, StoredOrder

TRIES = 4
_activities = Cache()


class CreatedBefore(Exception):
    """An activity of that id is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, activity: ActivityRow) -> None:
        super().__init__(activity.activity_id)
        self.activity = activity


class AlreadySeated(Exception):
    """The member sits in this team already, under an order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id


def create(ctx: Ctx, new: NewActivity) -> ActivityRow:
    """An activity, with its stock set aside from the SKU's. Under one Idempotency-Key it is made once.

    Raises UnknownSku, NotEnoughStock, BadWindow, PriceNotLower.
    """
    if not max(new.opens_at, ctx.at) < new.closes_at:
        raise BadWindow(opens_at=new.opens_at, closes_at=new.closes_at)
    sku = catalogue.sku(ctx, new.sku_id)
    if new.team_price >= int(sku.private_price):
        raise PriceNotLower(private_price=int(sku.private_price))
    values = {
        **msgspec.structs.asdict(new),
        "buckets": stock.buckets_for(new.stock, new.buckets),
        "product_name": sku.product_name,
        "sku_name": sku.name,
        "picture_url": sku.picture_url,
        "private_price": int(sku.private_price),
    }
    return _create(ctx, ctx.new_id(), values)


def _create(ctx: Ctx, activity_id: str, values: dict[str, Any]) -> ActivityRow:
    for _ in range(TRIES):
        transaction = Transaction(ctx)
        row = store.create_in(transaction, ctx, activity_id, values, CreatedBefore)
        try:
            catalogue.set_aside_in(transaction, ctx, values["sku_id"], values["stock"])
            transaction.commit()
        except CreatedBefore as before:
            return before.activity
        except NotEnoughStock:
            # Perhaps this very request took it before and its answer was lost: ids follow from the Idempotency-Key.
            made = store.activity(ctx, activity_id)
            if made is None:
                raise
            return made
        except stock.BucketEmpty:
            continue  # a rival took from the SKU since we looked: look again
        return row
    raise TooBusy()


def activity(ctx: Ctx, activity_id: str) -> ActivityRow:
    """An activity, up to 5 s old. Raises UnknownActivity."""
    found: ActivityRow | None = _activities.get(f"{ctx.corp}#{activity_id}", lambda: store.activity(ctx, activity_id))
    if found is None:
        raise UnknownActivity()
    return found


def activities(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's activities, newest first."""
    return store.activities(ctx, limit, cursor)


def with_stock(ctx: Ctx, activity_id: str) -> ActivityWithStock:
    """An activity and what is left of its stock, exact. Raises UnknownActivity."""
    row = activity(ctx, activity_id)
    shown = {name: getattr(row, name) for name in ActivityWithStock.__struct_fields__ if name != "left"}
    return msgspec.convert({**shown, "left": sum(stock.levels(ctx, store.stock_of(row)))}, ActivityWithStock)


def return_stock(ctx: Ctx, activity_id: str) -> ActivityWithStock:
    """What an activity did not sell goes back into the SKU's stock. Safe to repeat: then nothing is left to return.

    Raises UnknownActivity, StillOpen.
    """
    row = activity(ctx, activity_id)
    if ctx.at < row.closes_at or store.sessions(ctx, activity_id, True, 1, "").items:
        raise StillOpen(closes_at=row.closes_at)
    for bucket, left in enumerate(stock.levels(ctx, store.stock_of(row))):
        if left:
            _return_bucket(ctx, row, bucket, left)
    return with_stock(ctx, activity_id)


def _return_bucket(ctx: Ctx, row: ActivityRow, bucket: int, left: int) -> None:
    transaction = Transaction(ctx)
    stock.take_in(transaction, ctx, store.stock_of(row), bucket, left)
    catalogue.put_back_in(transaction, ctx, row.sku_id, left)
    try:
        transaction.commit()
    except stock.BucketEmpty:
        return  # a rival returned it


def open_team(ctx: Ctx, activity_id: str, coupon_code: str) -> StoredOrder:
    """A new team with the acting member as its leader, and their order. 8 to 12 WU +4.

    Raises UnknownActivity, ActivityNotOpen, ActivityOver, ActivitySoldOut, LimitReached, NotANewCustomer, and why the
    coupon cannot be used. Under one Idempotency-Key it is opened once.
    """
    row = activity(ctx, activity_id)
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
        store.open_in(transaction, ctx, session_id, ctx.who, seat, values)

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
    row = activity(ctx, team.activity_id)
    seated = team.seat_of(ctx.who)
    if seated is not None:
        return orders.order(ctx, seated["order"])
    _raise_if_closed(ctx, team)

    def seat_in(transaction: Transaction, seat: store.Seat) -> None:
        store.take_in(transaction, ctx, session_id, ctx.who, seat, partial(why_no_seat, ctx), late=False)

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
        store.count_in(transaction, ctx, row, ctx.who, draft.order_id)
        order = orders.place_in(transaction, ctx, draft, bucket)
        stock.take_in(transaction, ctx, store.stock_of(row), bucket)
        transaction.commit()
        log.count("SeatsTaken", corp=ctx.corp)
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


def team(ctx: Ctx, row: SessionRow) -> Team:
    """A team as it is shown in lists."""
    return Team(**_line(ctx, row))


def _line(ctx: Ctx, row: SessionRow) -> dict[str, Any]:
    names = ("session_id", "activity_id", "opened_at", "deadline")
    counts = {name: int(getattr(row, name)) for name in ("size", "taken", "paid")}
    page_url = f"{config().public_url}/g/{ctx.corp}-{row.session_id}"
    shown = {name: getattr(row, name) for name in names}
    return {**shown, **counts, "status": status_of(ctx, row), "page_url": page_url}


def open_teams(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page:
    """Teams of an activity that one could join, the oldest first. Raises UnknownActivity."""
    activity(ctx, activity_id)
    found = store.sessions(ctx, activity_id, True, limit, cursor)
    joinable = [team(ctx, row) for row in found.items if status_of(ctx, row) == rules.OPEN and row.taken < row.size]
    return Page(joinable, found.cursor)


def my_teams(ctx: Ctx) -> list[Team]:
    """The teams of the acting member's orders, newest first."""
    ids = dict.fromkeys(order.session_id for order in orders.mine(ctx) if order.session_id)
    return [team(ctx, session(ctx, session_id)) for session_id in ids]


def teams_of(ctx: Ctx, activity_id: str, is_open: bool, limit: int, cursor: str) -> Page:
    """Teams of an activity as operators see them."""
    activity(ctx, activity_id)
    found = store.sessions(ctx, activity_id, is_open, limit, cursor)
    return Page([team(ctx, row) for row in found.items], found.cursor)


def team_with_seats(ctx: Ctx, session_id: str) -> TeamWithSeats:
    """A team with its seats as strangers may see them. Raises UnknownTeam."""
    row = session(ctx, session_id)
    about = activity(ctx, row.activity_id)
    seats = sorted(row.seats.as_dict().items(), key=lambda one: (one[0] != row.leader, one[1]["order"]))
    return TeamWithSeats(
        **_line(ctx, row),
        seats=[
            Seat(name=seat["name"], is_leader=member_id == row.leader, is_paid="paid_at" in seat)
            for member_id, seat in seats
        ],
        product_name=about.product_name,
        sku_name=about.sku_name,
        team_price=int(about.team_price),
        private_price=int(about.private_price),
    )


def team_page(ctx: Ctx, session_id: str) -> TeamPage:
    """A team's page for everybody. Raises UnknownTeam."""
    shown = team_with_seats(ctx, session_id)
    seconds = max(0, round((moment(shown.deadline) - ctx.now).total_seconds()))
    return TeamPage(
        team=shown,
        picture_url=activity(ctx, shown.activity_id).picture_url,
        price=rules.yuan(shown.team_price),
        private_price=rules.yuan(shown.private_price),
        seconds_left=seconds,
        time_left=rules.clock(seconds),
        link=secrets.corp(ctx.corp).mini_link.replace("{team}", session_id),
    )


def team_for_operators(ctx: Ctx, session_id: str) -> TeamForOperators:
    """A team with who sits where. Raises UnknownTeam."""
    row = session(ctx, session_id)
    seats = [
        {"member_id": member_id, "order_id": seat["order"], "is_paid": "paid_at" in seat}
        for member_id, seat in sorted(row.seats.as_dict().items())
    ]
    return msgspec.convert({**_line(ctx, row), "seats": seats}, TeamForOperators)
