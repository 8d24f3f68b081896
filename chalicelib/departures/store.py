"""Handings over, and the customers of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.access.ids import NO_ROLE, RoleId
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, page_by_parent, parent_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.departures.errors import BeingHandedOver
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.shapes import DEPARTURE, Counts, NewDeparture, Parts, Taker
from chalicelib.departures.states import CustomerState, DepartureState, Part
from chalicelib.members.ids import MemberId

SELF = "-"
TOPIC = "departure"


class DepartureRow(Row, discriminator="departure"):
    """One handing over. It is due when WeCom is to be asked how it stands; looks: how often it was.

    role_seen: the one that ends, as whoever asked has seen it. part: which kind of thing its turn is, None when all
    have had theirs. asked_at: when that was, or somebody stopped it.
    """

    keys = Keys(pk="departure#<departure>", sk=SELF, parent="departures", place="<made_at><departure>", due=TOPIC)
    audited = Audited(thing=DEPARTURE, id="departure_id", shows=("staff", "takers", *Parts.__struct_fields__, "state"))

    departure_id = IdAttribute[DepartureId]()
    staff = IdAttribute[UserId]()
    has_left = BooleanAttribute()
    takers: StructAttribute[tuple[Taker, ...]] = StructAttribute(tuple[Taker, ...])
    live_codes = BooleanAttribute()
    adopted_ways = BooleanAttribute()
    stores = BooleanAttribute()
    posts = BooleanAttribute()
    tasks = BooleanAttribute()
    follow_ups = BooleanAttribute(default=False)
    role = BooleanAttribute()
    groups = BooleanAttribute()
    customers = BooleanAttribute()
    role_seen = IdAttribute[RoleId](default=NO_ROLE)
    message = UnicodeAttribute()
    part = EnumAttribute(Part, null=True)
    asked_at = MomentAttribute(default=NEVER)
    state = EnumAttribute(DepartureState)
    counts = StructAttribute(Counts)
    job = UnicodeAttribute(default="")
    looks = IntAttribute(default=0)
    looked_at = MomentAttribute(default=NEVER)
    made_by = UnicodeAttribute()
    made_at = MomentAttribute()
    problem = StructAttribute(Problem, null=True)


class HandsRow(Row, discriminator="hands"):
    """What a member of staff has is handed over once at a time: by this one, unless that is over."""

    keys = Keys(pk="hands#<staff>", sk=SELF)

    departure_id = IdAttribute[DepartureId]()
    is_over = BooleanAttribute()


class HandedRow(Row, discriminator="handed"):
    """A customer of a handing over. problem: why WeCom does not do it."""

    keys = Keys(
        pk="handed#<departure>#<member>",
        sk=SELF,
        parent="departure#<departure>#customers#<shard>",
        place="<asked_at><member>",
    )

    departure_id = IdAttribute[DepartureId]()
    staff = IdAttribute[UserId]()
    has_left = BooleanAttribute()
    member_id = IdAttribute[MemberId]()
    external_userid = IdAttribute[ExternalUserId]()
    taker = IdAttribute[UserId]()
    state = EnumAttribute(CustomerState)
    asked_at = MomentAttribute()
    takes_over_at = MomentAttribute(default=NEVER)
    ended_at = MomentAttribute(default=NEVER)
    problem = StructAttribute(Problem, null=True)


def _row(ctx: Ctx, departure: DepartureId) -> DepartureRow:
    return DepartureRow(key(ctx, "departure", departure), SELF)


def begin(ctx: Ctx, departure: DepartureId, new: NewDeparture, role_seen: RoleId, *, has_left: bool) -> DepartureRow:
    """A handing over is to be done; the staff's only one. 4 WU +1 listed. Raises BeingHandedOver, Refused."""
    row = _row(ctx, departure)
    row.departure_id, row.staff, row.has_left = departure, new.staff, has_left
    row.takers, row.message = tuple(new.takers), new.message
    for part in Part:
        setattr(row, part.value, getattr(new, part.value))
    row.role = new.role or has_left
    row.role_seen = role_seen
    row.part = next(part for part in Part if getattr(row, part.value))
    row.state, row.counts, row.made_by, row.made_at = DepartureState.ASKING, Counts(), ctx.actor, ctx.at
    row.parent, row.place = key(ctx, "departures"), ctx.at + departure
    hands = HandsRow(key(ctx, "hands", new.staff), SELF)
    free = HandsRow.pk.does_not_exist() | (HandsRow.is_over == True)  # noqa: E712  # PynamoDB's condition
    taken = [HandsRow.kind.set(HandsRow), HandsRow.departure_id.set(departure), HandsRow.is_over.set(False)]
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    transaction.change(hands, taken, free, lambda _: BeingHandedOver())
    transaction.commit()
    return row


def departure(ctx: Ctx, departure_id: DepartureId) -> DepartureRow | None:
    """One handing over. 1 RU."""
    return get(DepartureRow, key(ctx, "departure", departure_id), SELF, consistent=True)


def departures(ctx: Ctx, limit: int, cursor: str) -> Page[DepartureRow]:
    """The corp's, the newest first. 0.5 RU per 4 KB, 0.5 RU each."""
    return page_by_parent(DepartureRow, key(ctx, "departures"), limit, cursor, newest_first=True)


def taking_over(ctx: Ctx, staff: UserId) -> list[DepartureRow]:
    """The handings over by which somebody is taking over, of the newest 100. 0.5 RU per 4 KB, 0.5 RU each."""
    rows = departures(ctx, PAGE_LIMIT, "").items
    return [
        row
        for row in rows
        if row.state is not DepartureState.DONE and any(taker.userid == staff for taker in row.takers)
    ]


def in_hand(ctx: Ctx, staff: UserId) -> DepartureId | None:
    """The handing over that is under way for a member of staff. 1 RU."""
    row = get(HandsRow, key(ctx, "hands", staff), SELF, consistent=True)
    return row.departure_id if row and not row.is_over else None


def begun_for(ctx: Ctx, staff: Sequence[UserId]) -> frozenset[UserId]:
    """Of these, those for whom a handing over was ever begun. 0.5 RU each, one call for 100."""
    keys = {key(ctx, "hands", one): one for one in staff}
    return frozenset(keys[row.pk] for row in get_many([(pk, SELF) for pk in keys]))


def note_job(ctx: Ctx, departure_id: DepartureId, job: str) -> None:
    """The job that does it. 1 WU."""
    with suppress(Refused):  # it is noted
        change(ctx, _row(ctx, departure_id), [DepartureRow.job.set(job)], DepartureRow.job == "")


def stop(ctx: Ctx, departure_id: DepartureId) -> DepartureRow:
    """Nobody more is asked for. 1 WU. Raises Refused when all are."""
    stopping = [DepartureRow.state.set(DepartureState.STOPPING)]
    return change(ctx, _row(ctx, departure_id), stopping, DepartureRow.state == DepartureState.ASKING)


def offer_in(transaction: Transaction, handed: Sequence[HandedRow]) -> None:
    """Customers were asked for. 2 WU +1 listed each."""
    for one in handed:
        transaction.put(one)


def new_handed(
    ctx: Ctx, row: DepartureRow, member: MemberId, external: ExternalUserId, taker: UserId, problem: Problem | None
) -> HandedRow:
    """A customer that was asked for. problem: why WeCom does not do it."""
    handed = HandedRow(key(ctx, "handed", row.departure_id, member), SELF)
    handed.departure_id, handed.staff, handed.has_left, handed.taker = (
        row.departure_id, row.staff, row.has_left, taker,
    )  # fmt: skip
    handed.member_id, handed.external_userid, handed.asked_at = member, external, ctx.at
    handed.state = CustomerState.FAILED if problem else CustomerState.WAITING
    handed.ended_at, handed.problem = (ctx.at if problem else NEVER), problem
    handed.parent = parent_of_customers(ctx, row.departure_id, member)
    handed.place = ctx.at + member
    return handed


def came_to_in(transaction: Transaction, row: DepartureRow, counts: Counts, part: Part) -> None:
    """Add: so much is handed over, and it is this part's turn. 2 WU. Raises Refused when it is over."""
    actions = [DepartureRow.counts.set(counts), DepartureRow.part.set(part)]
    is_open = DepartureRow.state.is_in(DepartureState.ASKING, DepartureState.STOPPING)
    transaction.change(DepartureRow(row.pk, row.sk), actions, is_open, Refused)


def asked_in(
    transaction: Transaction,
    row: DepartureRow,
    counts: Counts,
    looks_at: Moment | None,
    part: Part | None = None,
    problem: Problem | None = None,
) -> None:
    """Add: all were asked for; WeCom is asked how it stands at a time, None when nobody is waited for.

    part: at which it was stopped, for a reason. 2 or 4 WU +1 due.
    """
    ctx, state = transaction.ctx, DepartureState.WAITING if looks_at else DepartureState.DONE
    wait = due.at(ctx, TOPIC, row.departure_id, looks_at) if looks_at else []
    where = DepartureRow.part.set(part) if part else DepartureRow.part.remove()
    why = [DepartureRow.problem.set(problem)] if problem else []
    actions = [DepartureRow.counts.set(counts), DepartureRow.asked_at.set(ctx.at), where, *why, *wait]
    _end_in(transaction, row, actions, state)


def looked_in(
    transaction: Transaction, row: DepartureRow, counts: Counts, looks_at: Moment | None, problem: Problem | None
) -> None:
    """WeCom told how it stands; the next time, or None when all is known. 2 or 4 WU +2 due."""
    ctx, state = transaction.ctx, DepartureState.WAITING if looks_at else DepartureState.DONE
    wait = due.at(ctx, TOPIC, row.departure_id, looks_at) if looks_at else due.never()
    told = [DepartureRow.problem.set(problem) if problem else DepartureRow.problem.remove()]
    looked: list[Action] = [DepartureRow.counts.set(counts), DepartureRow.looked_at.set(ctx.at), *told, *wait]
    _end_in(transaction, row, looked, state)


def _end_in(transaction: Transaction, row: DepartureRow, actions: list[Action], state: DepartureState) -> None:
    ctx = transaction.ctx
    moved = [*actions, DepartureRow.state.set(state)]
    transaction.change(DepartureRow(row.pk, row.sk), moved, DepartureRow.state != DepartureState.DONE, Refused)
    if state is DepartureState.DONE:
        hands = HandsRow(key(ctx, "hands", row.staff), SELF)
        mine = HandsRow.departure_id == row.departure_id
        transaction.change(hands, [HandsRow.is_over.set(True)], mine, Refused)


def look(ctx: Ctx, row: DepartureRow, at: str, again: Moment) -> int | None:
    """WeCom is to be asked now, and after this look at a later time; its number. 1 WU +2 due.

    at: the place in the due index that was found; None when somebody was first.
    """
    looking = [DepartureRow.looks.set(row.looks + 1), *due.at(ctx, TOPIC, row.departure_id, again)]
    with suppress(Refused):
        return change(ctx, DepartureRow(row.pk, row.sk), looking, Row.due_at == at).looks
    return None


def of_due(ctx: Ctx, waiting: Due) -> DepartureRow | None:
    """The handing over whose time has come. 1 RU."""
    row = get(DepartureRow, waiting.pk, waiting.sk, consistent=True)
    return row if row is not None and row.due_at == waiting.due_at else None


def handed(ctx: Ctx, departure_id: DepartureId, members: Sequence[MemberId]) -> Mapping[MemberId, HandedRow]:
    """These customers of a handing over. 0.5 RU each."""
    rows = get_many([(key(ctx, "handed", departure_id, one), SELF) for one in members])
    return {row.member_id: row for row in rows if isinstance(row, HandedRow)}


def customers(ctx: Ctx, departure_id: DepartureId, limit: int, cursor: str) -> Page[HandedRow]:
    """The customers of a handing over, those asked for last first. 0.5 RU per 4 KB of 8 parts, 0.5 RU each."""
    return page_by_parent(HandedRow, _customers(ctx, departure_id), limit, cursor, newest_first=True)


def end(ctx: Ctx, row: HandedRow, taker: UserId, state: CustomerState, takes_over_at: Moment) -> None:
    """It is known what became of a customer, and of whose they were to be. 1 WU, once."""
    ended = [
        HandedRow.taker.set(taker),
        HandedRow.state.set(state),
        HandedRow.takes_over_at.set(takes_over_at),
        HandedRow.ended_at.set(ctx.at),
    ]
    with suppress(Refused):  # it was known
        change(ctx, HandedRow(row.pk, row.sk), ended, HandedRow.state == CustomerState.WAITING)


def _customers(ctx: Ctx, departure_id: DepartureId) -> str:
    return key(ctx, "departure", departure_id, "customers")


def parent_of_customers(ctx: Ctx, departure_id: DepartureId, member: MemberId) -> str:
    """The part of the list that a customer is in."""
    return parent_of(HandedRow, _customers(ctx, departure_id), member)
