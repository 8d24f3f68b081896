"""Rows of activities, teams and allowances, and the writes on a team's one row that decide who sits and who was last.

A team's row holds its seats: member -> {order, name, until} while held, {order, name, paid_at, ref} once
paid. `taken` and `paid`
count them, so that a condition can ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pynamodb.attributes import BooleanAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.storage import due, stock
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys.errors import LimitReached

SELF = "-"
TOPIC = "team"
Refusal = Callable[[Any], Exception]
Seat = dict[str, str]


class ActivityRow(Row, discriminator="groupbuy"):
    """A group-buy activity. Money in fen; team_life and hold in minutes."""

    activity_id = UnicodeAttribute()
    name = UnicodeAttribute()
    sku_id = UnicodeAttribute()
    product_name = UnicodeAttribute()
    sku_name = UnicodeAttribute()
    picture_url = UnicodeAttribute(default="")
    team_size = NumberAttribute()
    team_price = NumberAttribute()
    private_price = NumberAttribute()
    opens_at = UnicodeAttribute()
    closes_at = UnicodeAttribute()
    stock = NumberAttribute()
    buckets = NumberAttribute()
    team_life = NumberAttribute()
    hold = NumberAttribute()
    per_member = NumberAttribute()
    new_only = BooleanAttribute()
    created_at = UnicodeAttribute()


class SessionRow(Row, discriminator="groupbuy_team"):
    """A team. settles_at: when it fails if a seat is unpaid; the row is due then."""

    session_id = UnicodeAttribute()
    activity_id = UnicodeAttribute()
    leader = UnicodeAttribute()
    size = NumberAttribute()
    opened_at = UnicodeAttribute()
    deadline = UnicodeAttribute()
    settles_at = UnicodeAttribute()
    taken = NumberAttribute()
    paid = NumberAttribute()
    seats: Any = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    failed_at = UnicodeAttribute(null=True)

    def seat_of(self, member_id: str) -> Seat | None:
        """The member's seat, or None."""
        seat: Seat | None = self.seats.as_dict().get(member_id)
        return seat


class AllowanceRow(Row, discriminator="groupbuy_allowance"):
    """The orders that count against a member's limit in an activity. DynamoDB drops an empty set."""

    orders = UnicodeSetAttribute(null=True)


def stock_of(activity: ActivityRow) -> Stock:
    """The activity's stock."""
    return Stock(f"groupbuy_stock#{activity.activity_id}", int(activity.buckets))


def create_in(transaction: Transaction, activity_id: str, values: dict[str, Any], refused: Refusal) -> ActivityRow:
    """Add: an activity and its stock. 2 WU a row +2."""
    ctx = transaction.ctx
    row = ActivityRow(
        key(ctx, "groupbuy", activity_id),
        SELF,
        activity_id=activity_id,
        parent=key(ctx, "groupbuys"),
        place=ctx.at + activity_id,
        created_at=ctx.at,
        **values,
    )
    transaction.put_new(row, refused)
    stock.open_in(transaction, stock_of(row), int(row.stock))
    return row


def activity(ctx: Ctx, activity_id: str) -> ActivityRow | None:
    """One activity. 0.5 RU."""
    return get(ActivityRow, key(ctx, "groupbuy", activity_id), SELF)


def activities(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's activities, newest first."""
    return page_by_parent(Row, key(ctx, "groupbuys"), limit, cursor, newest_first=True)


def _row(ctx: Ctx, session_id: str) -> SessionRow:
    return SessionRow(key(ctx, "groupbuy_team", session_id), SELF)


def _listed(ctx: Ctx, activity_id: str, is_open: bool) -> str:
    return key(ctx, "groupbuy", activity_id, "open" if is_open else "over")


def session(ctx: Ctx, session_id: str) -> SessionRow | None:
    """One team, read consistently. 1 RU for 4 KB."""
    row = _row(ctx, session_id)
    return get(SessionRow, row.pk, row.sk, consistent=True)


def sessions(ctx: Ctx, activity_id: str, is_open: bool, limit: int, cursor: str) -> Page:
    """The activity's open teams, the oldest first, or those that are over, the newest first."""
    return page_by_parent(Row, _listed(ctx, activity_id, is_open), limit, cursor, newest_first=not is_open)


def open_in(transaction: Transaction, session_id: str, leader: str, seat: Seat, values: dict[str, Any]) -> None:
    """Add: a team with its leader's seat. 2 WU +1 listed +1 due."""
    ctx = transaction.ctx
    row = _row(ctx, session_id)
    listed: dict[str, Any] = {"parent": _listed(ctx, values["activity_id"], True), "place": ctx.at + session_id}
    waits: dict[str, Any] = {"due": due.shard(ctx, TOPIC, session_id), "due_at": values["settles_at"]}
    counted: dict[str, Any] = {"seats": {leader: seat}, "taken": 1, "paid": 1 if "paid_at" in seat else 0}
    made = SessionRow(
        row.pk, row.sk, session_id=session_id, leader=leader, opened_at=ctx.at, **listed, **waits, **counted, **values
    )
    transaction.put_new(made)


def take_in(
    transaction: Transaction, session_id: str, member_id: str, seat: Seat, refused: Refusal, *, late: bool
) -> None:
    """Add: a seat in the team, if one is left, the member has none, and the team is open. 2 WU +1.

    late: the money was paid in time and only came late, so the deadline is not asked, only whether the team failed.
    """
    ctx = transaction.ctx
    allowed = (
        (SessionRow.taken < SessionRow.size)
        & SessionRow.failed_at.does_not_exist()
        & SessionRow.seats[member_id].does_not_exist()
    )
    if not late:
        allowed &= SessionRow.deadline > ctx.at
    actions = [SessionRow.seats[member_id].set(seat), SessionRow.taken.add(1)]
    if "paid_at" in seat:
        actions.append(SessionRow.paid.add(1))
    transaction.change(_row(ctx, session_id), actions, allowed, refused)


def confirm(ctx: Ctx, session_id: str, member_id: str, order_id: str, ref: str) -> SessionRow:
    """A held seat is paid: the row as it is then says whether it was the last. 1 WU +1, no read.

    Raises Refused with the team: the seat is not held by this order, is paid already, or the team failed.
    """
    seat = SessionRow.seats[member_id]
    actions = [seat["paid_at"].set(ctx.at), seat["ref"].set(ref), seat["until"].remove(), SessionRow.paid.add(1)]
    return change(ctx, _row(ctx, session_id), actions, _holds(member_id, order_id) & _is_unpaid(member_id))


def _holds(member_id: str, order_id: str) -> Condition:
    held: Condition = (SessionRow.seats[member_id]["order"] == order_id) & SessionRow.failed_at.does_not_exist()
    return held


def _is_unpaid(member_id: str) -> Condition:
    unpaid: Condition = SessionRow.seats[member_id]["paid_at"].does_not_exist()
    return unpaid


def free_in(transaction: Transaction, session_id: str, member_id: str, order_id: str, refused: Refusal) -> None:
    """Add: a held seat that is not paid becomes free. 2 WU +1."""
    ctx = transaction.ctx
    actions: list[Action] = [SessionRow.seats[member_id].remove(), SessionRow.taken.add(-1)]
    allowed = _holds(member_id, order_id) & _is_unpaid(member_id)
    transaction.change(_row(ctx, session_id), actions, allowed, refused)


def leave_in(transaction: Transaction, session_id: str, member_id: str, order_id: str, refused: Refusal) -> None:
    """Add: a paid seat becomes free, unless the team is complete. 2 WU +1."""
    ctx = transaction.ctx
    actions: list[Action] = [SessionRow.seats[member_id].remove(), SessionRow.taken.add(-1), SessionRow.paid.add(-1)]
    allowed = (
        _holds(member_id, order_id)
        & SessionRow.seats[member_id]["paid_at"].exists()
        & (SessionRow.paid < SessionRow.size)
    )
    transaction.change(_row(ctx, session_id), actions, allowed, refused)


def fail(ctx: Ctx, session_id: str, activity_id: str) -> bool:
    """The team's time is over and a seat is unpaid: it has failed, once. False when it has not. 1 WU +3."""
    over = (SessionRow.settles_at <= ctx.at) & (SessionRow.paid < SessionRow.size)
    actions = [SessionRow.failed_at.set(ctx.at), SessionRow.parent.set(_listed(ctx, activity_id, False)), *due.never()]
    try:
        change(ctx, _row(ctx, session_id), actions, over & SessionRow.failed_at.does_not_exist())
    except Refused:
        return False
    return True


def retire(ctx: Ctx, session_id: str, activity_id: str) -> None:
    """A complete team waits for nothing and is listed with those that are over. 1 WU +3."""
    actions = [SessionRow.parent.set(_listed(ctx, activity_id, False)), *due.never()]
    change(ctx, _row(ctx, session_id), actions, SessionRow.paid == SessionRow.size)


def _allowance(ctx: Ctx, activity_id: str, member_id: str) -> AllowanceRow:
    return AllowanceRow(key(ctx, "groupbuy_member", activity_id, member_id), SELF)


def count_in(transaction: Transaction, activity: ActivityRow, member_id: str, order_id: str) -> None:
    """Add: one more order of this member in the activity; the commit raises LimitReached. 2 WU."""
    ctx = transaction.ctx
    orders = AllowanceRow.orders
    within = orders.does_not_exist() | (size(orders) < int(activity.per_member))  # type: ignore[no-untyped-call]
    actions = [AllowanceRow.kind.set(AllowanceRow), orders.add({order_id})]
    transaction.change(_allowance(ctx, activity.activity_id, member_id), actions, within, lambda _: LimitReached())


def uncount_in(transaction: Transaction, activity_id: str, member_id: str, order_id: str) -> None:
    """Add: an order counts no more. 2 WU."""
    ctx = transaction.ctx
    actions = [AllowanceRow.kind.set(AllowanceRow), AllowanceRow.orders.delete({order_id})]
    transaction.change(_allowance(ctx, activity_id, member_id), actions, None)
