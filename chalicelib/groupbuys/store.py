"""Rows of activities, teams and allowances, and the writes on a team's one row that decide who sits and who was last.

A team's row holds its seats by member; `taken` and `paid` count them, so that a condition can ask.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.catalogue.ids import SkuId
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.core.storage import due, lists, stock
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    FenAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    NamedAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.groupbuys.errors import LimitReached
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.shapes import GROUPBUY, Books, EditActivity, NewActivity, Sums
from chalicelib.groupbuys.states import Stop
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId

SELF = "-"
TOPIC = "team"
END_TOPIC = "groupbuy_end"
# After the end nobody opens a team who has read the activity a moment before (5 s), and the index shows all that were.
HEARD_EVERYWHERE = timedelta(seconds=15)


class Seat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's seat in a team, of an order. name: its first character.

    until: when an unpaid seat is given back; paid_at, ref: when and by what money it was paid.
    """

    order: OrderId
    name: str
    until: Moment = NEVER
    paid_at: Moment = NEVER
    ref: str = ""

    @property
    def is_paid(self) -> bool:
        """Its money has come, or it cost nothing."""
        return self.paid_at != NEVER


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """What an activity sells, as the catalogue had it when the activity was made."""

    product_name: str
    sku_name: str
    picture_url: str
    private_price: Fen


class NewTeam(msgspec.Struct, frozen=True, kw_only=True):
    """A team about to be opened. fails_at: when it fails if a seat is unpaid."""

    team_id: TeamId
    activity_id: ActivityId
    leader: MemberId
    size: int
    deadline: Moment
    fails_at: Moment


class ActivityRow(Made, discriminator="groupbuy"):
    """A group-buy activity. Money in fen; team_life and hold in minutes.

    end_moved_at: when closes_at was brought forward last; then the row is due when the teams have to follow. terms_at,
    terms_of: when which of its fields were edited last. revision: grows with each change, so that two editors do not
    lose one's.
    """

    keys = Keys(pk="groupbuy#<activity>", sk=SELF, parent="groupbuys", place="<created_at><activity>", due=END_TOPIC)
    audited = Audited(
        thing=GROUPBUY,
        id="activity_id",
        name="name",
        shows=(
            "name",
            "sku_id",
            "team_size",
            "team_price",
            "opens_at",
            "closes_at",
            "stock",
            "team_life",
            "hold",
            "per_member",
            "new_only",
            "stop",
        ),
    )

    activity_id = IdAttribute[ActivityId]()
    name = UnicodeAttribute()
    sku_id = IdAttribute[SkuId]()
    product_name = UnicodeAttribute()
    sku_name = UnicodeAttribute()
    picture_url = UnicodeAttribute(default="")
    team_size = IntAttribute()
    team_price = FenAttribute()
    private_price = FenAttribute()
    opens_at = MomentAttribute()
    closes_at = MomentAttribute()
    stock = IntAttribute()
    buckets = IntAttribute()
    team_life = IntAttribute()
    hold = IntAttribute()
    per_member = IntAttribute()
    new_only = BooleanAttribute()
    created_at = MomentAttribute()
    end_moved_at = MomentAttribute(null=True)
    terms_at = MomentAttribute(null=True)
    terms_of: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], null=True)
    stop = EnumAttribute(Stop, null=True)
    stopped_at = MomentAttribute(null=True)
    revision = IntAttribute(default=1)


class TeamRow(Row, discriminator="groupbuy_team"):
    """A team. fails_at: when it fails if a seat is unpaid; the row is due then. is_stopped: with its activity."""

    keys = Keys(
        pk="groupbuy_team#<team>",
        sk=SELF,
        parent="groupbuy#<activity>#<open or over>",
        place="<opened_at><team>",
        due=TOPIC,
    )

    team_id = IdAttribute[TeamId]()
    activity_id = IdAttribute[ActivityId]()
    leader = IdAttribute[MemberId]()
    size = IntAttribute()
    opened_at = MomentAttribute()
    deadline = MomentAttribute()
    fails_at = MomentAttribute()
    taken = IntAttribute()
    paid = IntAttribute()
    seats = NamedAttribute[MemberId, Seat](Seat)
    failed_at = MomentAttribute(null=True)
    is_stopped = BooleanAttribute(null=True)


class AllowanceRow(Row, discriminator="groupbuy_allowance"):
    """The orders that count against a member's limit in an activity. DynamoDB drops an empty set."""

    keys = Keys(pk="groupbuy_member#<activity>#<member>", sk=SELF)

    orders = UnicodeSetAttribute(null=True)


class BooksRow(Row, discriminator="groupbuy_books"):
    """An activity's books as they were counted last, or under a job's id what it has counted so far."""

    keys = Keys(pk="groupbuy_books#<activity>", sk="<job, or - for the last>")

    books = StructAttribute(Books, null=True)
    sums = StructAttribute(Sums, null=True)


def stock_of(activity_id: ActivityId, buckets: int) -> Stock:
    """An activity's stock."""
    return Stock(f"groupbuy_stock#{activity_id}", buckets)


def create_in(
    transaction: Transaction,
    activity_id: ActivityId,
    new: NewActivity,
    goods: Goods,
    refused: Callable[[ActivityRow], Exception],
) -> ActivityRow:
    """Add: an activity and its stock. 2 WU a row +2."""
    ctx = transaction.ctx
    row = _activity(ctx, activity_id)
    row.activity_id, row.created_at, row.name, row.sku_id = activity_id, ctx.at, new.name, SkuId(new.sku_id)
    row.product_name, row.sku_name, row.picture_url = goods.product_name, goods.sku_name, goods.picture_url
    row.team_size, row.team_price, row.private_price = new.team_size, Fen(new.team_price), goods.private_price
    row.opens_at, row.closes_at = new.opens_at, new.closes_at
    row.stock, row.buckets = new.stock, stock.buckets_for(new.stock, new.buckets)
    row.team_life, row.hold, row.per_member, row.new_only = new.team_life, new.hold, new.per_member, new.new_only
    row.parent, row.place = key(ctx, "groupbuys"), ctx.at + activity_id
    transaction.put_new(row, refused)
    stock.open_in(transaction, stock_of(activity_id, row.buckets), row.stock)
    return row


def end(ctx: Ctx, activity_id: ActivityId, closes_at: Moment) -> ActivityRow:
    """Let an activity end at a moment, if it would end later; its teams follow then. 1 WU +1 due, +2 the next time.

    Raises Refused with the activity as it is.
    """
    heard = iso(moment(closes_at) + HEARD_EVERYWHERE)
    actions = [
        ActivityRow.closes_at.set(closes_at),
        ActivityRow.end_moved_at.set(ctx.at),
        _next_revision(),
        *due.at(ctx, END_TOPIC, activity_id, heard),
    ]
    return change(ctx, _activity(ctx, activity_id), actions, ActivityRow.closes_at > closes_at)


def _next_revision() -> Action:
    return ActivityRow.revision.set(ActivityRow.revision + 1)


def edit_in(transaction: Transaction, seen: ActivityRow, wanted: EditActivity, changed: tuple[str, ...]) -> None:
    """Add: an activity as it shall be, unless it was changed since it was seen; its teams follow an earlier end.

    2 WU +1 due, +2 the next time. The commit raises Refused with the activity as it is.
    """
    ctx = transaction.ctx
    actions = [
        ActivityRow.name.set(wanted.name),
        ActivityRow.stock.set(wanted.stock),
        ActivityRow.terms_at.set(ctx.at),
        ActivityRow.terms_of.set(changed),
        _next_revision(),
    ]
    if wanted.closes_at != seen.closes_at:
        heard = iso(moment(wanted.closes_at) + HEARD_EVERYWHERE)
        actions += [ActivityRow.closes_at.set(wanted.closes_at), *due.at(ctx, END_TOPIC, seen.activity_id, heard)]
    as_seen = ActivityRow.revision == seen.revision
    transaction.change(_activity(ctx, seen.activity_id), actions, as_seen, Refused)


def stop(ctx: Ctx, seen: ActivityRow, how: Stop) -> ActivityRow:
    """Nobody opens a team any more; with REFUND it ends now. 1 WU +1 due. Raises Refused: it was changed."""
    actions = [ActivityRow.stop.set(how), ActivityRow.stopped_at.set(ctx.at), _next_revision()]
    if how is Stop.REFUND:
        heard = iso(ctx.now + HEARD_EVERYWHERE)
        actions += [
            ActivityRow.closes_at.set(min(seen.closes_at, ctx.at)),
            *due.at(ctx, END_TOPIC, seen.activity_id, heard),
        ]
    return change(ctx, _activity(ctx, seen.activity_id), actions, ActivityRow.revision == seen.revision)


def stop_team(ctx: Ctx, row: TeamRow) -> bool:
    """A team fails with its activity, once. False when it is complete, or over. 1 WU +3."""
    open_still = TeamRow.failed_at.does_not_exist() & (TeamRow.paid < TeamRow.size)
    over = TeamRow.parent.set(_listed(ctx, row.activity_id, False))
    actions = [TeamRow.failed_at.set(ctx.at), TeamRow.is_stopped.set(True), over, *due.never()]
    try:
        change(ctx, _row(ctx, row.team_id), actions, open_still)
    except Refused:
        return False
    return True


def followed(ctx: Ctx, activity_id: ActivityId, closes_at: Moment) -> None:
    """The teams follow an end that was brought forward: the activity waits no more. 1 WU +1."""
    with contextlib.suppress(Refused):  # brought forward once more, which they follow then
        change(ctx, _activity(ctx, activity_id), due.never(), ActivityRow.closes_at == closes_at)


def _activity(ctx: Ctx, activity_id: ActivityId) -> ActivityRow:
    return ActivityRow(key(ctx, "groupbuy", activity_id), SELF)


def activity(ctx: Ctx, activity_id: ActivityId, *, consistent: bool = False) -> ActivityRow | None:
    """One activity. 0.5 RU (1 when consistent)."""
    row = _activity(ctx, activity_id)
    return get(ActivityRow, row.pk, row.sk, consistent=consistent)


def names_of(ctx: Ctx, activity_ids: Sequence[ActivityId]) -> dict[ActivityId, str]:
    """What activities are called, of those that there are. 0.5 RU each, one call for 100."""
    rows = get_many([(_activity(ctx, one).pk, SELF) for one in activity_ids])
    return {row.activity_id: row.name for row in rows if isinstance(row, ActivityRow)}


def activities(ctx: Ctx, limit: int, cursor: str) -> Page[ActivityRow]:
    """The corp's activities, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(ActivityRow, key(ctx, "groupbuys"), limit, cursor, newest_first=True)


def _row(ctx: Ctx, team_id: TeamId) -> TeamRow:
    return TeamRow(key(ctx, "groupbuy_team", team_id), SELF)


def _listed(ctx: Ctx, activity_id: ActivityId, is_open: bool) -> str:
    return key(ctx, "groupbuy", activity_id, "open" if is_open else "over")


def team(ctx: Ctx, team_id: TeamId) -> TeamRow | None:
    """One team, read consistently. 1 RU for 4 KB."""
    row = _row(ctx, team_id)
    return get(TeamRow, row.pk, row.sk, consistent=True)


def teams(ctx: Ctx, activity_id: ActivityId, is_open: bool, limit: int, cursor: str) -> Page[TeamRow]:
    """The activity's open teams, the oldest first, or those that are over, the newest first. 0.5 RU per 4 KB."""
    return page_by_parent(TeamRow, _listed(ctx, activity_id, is_open), limit, cursor, newest_first=not is_open)


def count_open(ctx: Ctx, activity_id: ActivityId) -> int:
    """How many teams of an activity are open, by the index. 0.5 RU per 4 KB of it."""
    return lists.count(_listed(ctx, activity_id, True))


def open_in(transaction: Transaction, new: NewTeam, seat: Seat) -> None:
    """Add: a team with its leader's seat. 2 WU +1 listed +1 due. Its id is as new as its leader's order's."""
    ctx = transaction.ctx
    row = _row(ctx, new.team_id)
    row.team_id, row.activity_id, row.leader, row.size = new.team_id, new.activity_id, new.leader, new.size
    row.opened_at, row.deadline, row.fails_at = ctx.at, new.deadline, new.fails_at
    row.seats, row.taken, row.paid = {new.leader: seat}, 1, 1 if seat.is_paid else 0
    row.parent, row.place = _listed(ctx, new.activity_id, True), ctx.at + new.team_id
    row.due, row.due_at = due.place(ctx, TOPIC, new.team_id, new.fails_at)
    transaction.put_new(row, Refused)


def take_in(
    transaction: Transaction,
    team_id: TeamId,
    member_id: MemberId,
    seat: Seat,
    refused: Refusal[TeamRow],
    *,
    late: bool,
) -> None:
    """Add: a seat in the team, if one is left, the member has none, and the team is open. 2 WU +1.

    late: the money was paid in time and only came late, so the deadline is not asked, only whether the team failed.
    """
    ctx = transaction.ctx
    allowed = (
        (TeamRow.taken < TeamRow.size) & TeamRow.failed_at.does_not_exist() & TeamRow.seats[member_id].does_not_exist()
    )
    if not late:
        allowed &= TeamRow.deadline > ctx.at
    actions = [TeamRow.seats.put(member_id, seat), TeamRow.taken.add(1)]
    if seat.is_paid:
        actions.append(TeamRow.paid.add(1))
    transaction.change(_row(ctx, team_id), actions, allowed, refused)


def confirm(ctx: Ctx, team_id: TeamId, member_id: MemberId, order_id: OrderId, ref: str) -> TeamRow:
    """A held seat is paid: the row as it is then says whether it was the last. 1 WU +1, no read.

    Raises Refused with the team: the seat is not held by this order, is paid already, or the team failed.
    """
    seat = TeamRow.seats[member_id]
    actions = [seat["paid_at"].set(ctx.at), seat["ref"].set(ref), seat["until"].remove(), TeamRow.paid.add(1)]
    return change(ctx, _row(ctx, team_id), actions, _holds(member_id, order_id) & _is_unpaid(member_id))


def _holds(member_id: MemberId, order_id: OrderId) -> Condition:
    held: Condition = (TeamRow.seats[member_id]["order"] == order_id) & TeamRow.failed_at.does_not_exist()
    return held


def _is_unpaid(member_id: MemberId) -> Condition:
    unpaid: Condition = TeamRow.seats[member_id]["paid_at"].does_not_exist()
    return unpaid


def free_in(
    transaction: Transaction, team_id: TeamId, member_id: MemberId, order_id: OrderId, refused: Refusal[TeamRow]
) -> None:
    """Add: a held seat that is not paid becomes free. 2 WU +1."""
    actions: list[Action] = [TeamRow.seats[member_id].remove(), TeamRow.taken.add(-1)]
    allowed = _holds(member_id, order_id) & _is_unpaid(member_id)
    transaction.change(_row(transaction.ctx, team_id), actions, allowed, refused)


def leave_in(
    transaction: Transaction, team_id: TeamId, member_id: MemberId, order_id: OrderId, refused: Refusal[TeamRow]
) -> None:
    """Add: a paid seat becomes free, unless the team is complete. 2 WU +1."""
    actions: list[Action] = [TeamRow.seats[member_id].remove(), TeamRow.taken.add(-1), TeamRow.paid.add(-1)]
    allowed = _holds(member_id, order_id) & TeamRow.seats[member_id]["paid_at"].exists() & (TeamRow.paid < TeamRow.size)
    transaction.change(_row(transaction.ctx, team_id), actions, allowed, refused)


def fail(ctx: Ctx, team_id: TeamId, activity_id: ActivityId) -> bool:
    """The team's time is over and a seat is unpaid: it has failed, once. False when it has not. 1 WU +3."""
    over = (TeamRow.fails_at <= ctx.at) & (TeamRow.paid < TeamRow.size)
    actions = [TeamRow.failed_at.set(ctx.at), TeamRow.parent.set(_listed(ctx, activity_id, False)), *due.never()]
    try:
        change(ctx, _row(ctx, team_id), actions, over & TeamRow.failed_at.does_not_exist())
    except Refused:
        return False
    return True


def bring_forward(ctx: Ctx, row: TeamRow, closes_at: Moment, fails_at: Moment) -> None:
    """The team's activity ends earlier, and so does the team, unless it is over. 1 WU +2 due.

    Raises Refused when somebody was seated or left since it was read, or it is over.
    """
    open_still = TeamRow.failed_at.does_not_exist() & (TeamRow.paid < TeamRow.size)
    as_read = (TeamRow.taken == row.taken) & (TeamRow.paid == row.paid) & (TeamRow.deadline == row.deadline)
    actions = [
        TeamRow.deadline.set(closes_at),
        TeamRow.fails_at.set(fails_at),
        *due.at(ctx, TOPIC, row.team_id, fails_at),
    ]
    change(ctx, _row(ctx, row.team_id), actions, open_still & as_read)


def retire(ctx: Ctx, team_id: TeamId, activity_id: ActivityId) -> None:
    """A complete team waits for nothing and is listed with those that are over. 1 WU +3."""
    actions = [TeamRow.parent.set(_listed(ctx, activity_id, False)), *due.never()]
    change(ctx, _row(ctx, team_id), actions, TeamRow.paid == TeamRow.size)


def _allowance(ctx: Ctx, activity_id: ActivityId, member_id: MemberId) -> AllowanceRow:
    return AllowanceRow(key(ctx, "groupbuy_member", activity_id, member_id), SELF)


def count_in(
    transaction: Transaction, activity_id: ActivityId, per_member: int, member_id: MemberId, order_id: OrderId
) -> None:
    """Add: one more order of this member in the activity; the commit raises LimitReached. 2 WU."""
    orders = AllowanceRow.orders
    within = orders.does_not_exist() | (size(orders) < per_member)  # type: ignore[no-untyped-call]  # PynamoDB's
    actions = [AllowanceRow.kind.set(AllowanceRow), orders.add({order_id})]
    row = _allowance(transaction.ctx, activity_id, member_id)
    transaction.change(row, actions, within, lambda _: LimitReached())


def is_counted(ctx: Ctx, activity_id: ActivityId, member_id: MemberId, order_id: OrderId) -> bool:
    """True while an order counts against its member's limit, read consistently. 1 RU."""
    wanted = _allowance(ctx, activity_id, member_id)
    row = get(AllowanceRow, wanted.pk, wanted.sk, consistent=True)
    return row is not None and order_id in (row.orders or ())


def uncount_in(transaction: Transaction, activity_id: ActivityId, member_id: MemberId, order_id: OrderId) -> None:
    """Add: an order counts no more. 2 WU."""
    actions = [AllowanceRow.kind.set(AllowanceRow), AllowanceRow.orders.delete({order_id})]
    transaction.change(_allowance(transaction.ctx, activity_id, member_id), actions, None, Refused)


def _books(ctx: Ctx, activity_id: ActivityId, job: str) -> BooksRow:
    return BooksRow(key(ctx, "groupbuy_books", activity_id), job)


def books(ctx: Ctx, activity_id: ActivityId) -> Books | None:
    """The books as they were counted last. 0.5 RU."""
    wanted = _books(ctx, activity_id, SELF)
    row = get(BooksRow, wanted.pk, wanted.sk)
    return row.books if row else None


def sums(ctx: Ctx, activity_id: ActivityId, job: str) -> Sums | None:
    """What a job has counted so far, read consistently. 1 RU."""
    wanted = _books(ctx, activity_id, job)
    row = get(BooksRow, wanted.pk, wanted.sk, consistent=True)
    return row.sums if row else None


def keep_sums_in(transaction: Transaction, activity_id: ActivityId, job: str, sums: Sums) -> None:
    """Add: what a job has counted so far. 2 WU."""
    row = _books(transaction.ctx, activity_id, job)
    row.sums = sums
    transaction.put(row)


def keep_books_in(transaction: Transaction, activity_id: ActivityId, books: Books) -> None:
    """Add: the books. 2 WU."""
    row = _books(transaction.ctx, activity_id, SELF)
    row.books = books
    transaction.put(row)
