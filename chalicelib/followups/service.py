"""The verbs of follow-ups: write, put off, end, look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.moments import SHANGHAI, Moment, iso
from chalicelib.core.shapes import Person
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import Page, Within, some_of
from chalicelib.core.storage.table import Refused
from chalicelib.followups import handing, store
from chalicelib.followups.errors import BadFollowUp, FollowUpIsOver, NotYourFollowUp, UnknownFollowUp
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.shapes import (
    Counted,
    EditFollowUp,
    FollowUp,
    MyFollowUps,
    TeamsFollowUps,
    When,
    WriteFollowUp,
)
from chalicelib.followups.states import FollowUpState
from chalicelib.followups.store import FollowUpRow
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed

# Of one customer somebody keeps no more in mind; a list of them is shown whole. Two who write at once may pass it by
# one, which no list minds: it promises nothing.
MOST_OPEN = 50
# A slip of the year.
LATEST = timedelta(days=2 * 366)

in_hand = handing.in_hand
hand_over = handing.hand_over
with_customer = handing.with_customer


def write(ctx: Ctx, external_userid: str, new: WriteFollowUp) -> FollowUp:
    """Note what to do about a customer of one's own. Under one Idempotency-Key it is written once.

    1 RU per 4 KB of the member, and of their follow-ups; 1 WU +1 listed +1 due. Raises NotYourCustomer, UnknownContact,
    BadFollowUp.
    """
    member = members.followed(ctx, external_userid).member
    _check_time(ctx, new.due)
    if sum(row.state is FollowUpState.OPEN for row in store.of_member(ctx, member.member_id)) >= MOST_OPEN:
        zh = f"这位客户已有 {MOST_OPEN} 条未完成的跟进，请先完成或取消一些。"
        en = f"This customer has {MOST_OPEN} open follow-ups. Finish or cancel some of them first."
        raise BadFollowUp([Fault("what", "too_many", MOST_OPEN, zh, en)])
    try:
        row = store.write(ctx, FollowUpId(ctx.new_id()), member.member_id, ctx.operator, new)
    except Refused as refused:
        row = refused.own_lost_answer(FollowUpRow)
    return _shown(ctx, [row])[0]


def _check_time(ctx: Ctx, at: Moment) -> None:
    if at < _today(ctx.now):
        zh, en = "跟进时间不能早于今天，请检查日期。", "That day is over. Check the date."
        raise BadFollowUp([Fault("due", "range", 0, zh, en)])
    if at > iso(ctx.now + LATEST):
        zh, en = "跟进时间最晚为两年内，请检查年份。", "That is more than two years away. Check the year."
        raise BadFollowUp([Fault("due", "range", LATEST.days, zh, en)])


def edit(ctx: Ctx, external_userid: str, followup: FollowUpId, wanted: EditFollowUp) -> FollowUp:
    """Put a follow-up off, say it otherwise, or end it: whoever has it, friend of the customer still or not.

    Safe to repeat. 1 RU, 1 WU, +2 listed +2 due with another time. Raises UnknownFollowUp, NotYourFollowUp,
    FollowUpIsOver, BadFollowUp.
    """
    if wanted.due:
        _check_time(ctx, wanted.due)
    member_id = members.member_id_of(ctx, external_userid)
    # Of two who change it at once, the later one decides on what is there then.
    row = retry.on_collision(lambda: _edit(ctx, member_id, followup, wanted), Refused)
    return _shown(ctx, [row])[0]


def _edit(ctx: Ctx, member_id: MemberId, followup: FollowUpId, wanted: EditFollowUp) -> FollowUpRow:
    row = store.followup(ctx, member_id, followup)
    if row is None:
        raise UnknownFollowUp()
    if row.staff != ctx.operator:
        raise NotYourFollowUp()
    if row.state is not FollowUpState.OPEN:
        return _ended_so(row, wanted)
    what = wanted.what if wanted.what is not None else row.what
    if wanted.state is not None:
        return store.end(ctx, row, wanted.state, what)
    return store.rewrite(ctx, row, what, wanted.due or row.wanted_at)


def _ended_so(row: FollowUpRow, wanted: EditFollowUp) -> FollowUpRow:
    """The row, when it was ended as is wanted before. Raises FollowUpIsOver."""
    if wanted.state is row.state and wanted.due is None and wanted.what in (None, row.what):
        return row
    raise FollowUpIsOver(state=row.state)


def mine(ctx: Ctx, query: MyFollowUps) -> Page[FollowUp]:
    """What whoever asks has to do, the earliest first. 0.5 RU per 4 KB of the index, 1 RU each with the names."""
    page = store.of_staff(ctx, ctx.operator, query.limit, query.cursor, _within(ctx, query.when))
    return Page(_shown(ctx, page.items), page.cursor)


def _within(ctx: Ctx, when: When) -> Within:
    match when:
        case "overdue":
            return Within(until=ctx.at)
        case "today":
            return Within(until=_tomorrow(ctx.now))
        case "open":
            return Within()


def _tomorrow(now: datetime) -> Moment:
    return _today(now + timedelta(days=1))


def _today(now: datetime) -> Moment:
    """Its beginning, by the clocks of Shanghai."""
    return iso(datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI))


def team(ctx: Ctx, query: TeamsFollowUps) -> Page[FollowUp]:
    """What the staff of the scope have to do, by who has it. Of all staff at most 500 are looked at a call."""
    within, staff = _within(ctx, query.when), query.staff
    if staff or ctx.scope.staff is not None:
        asked = {staff} if staff else ctx.scope.staff or frozenset()
        theirs = [one for one in asked if ctx.scope.allows_staff(one)]
        page = store.of_some_staff(ctx, theirs, query.limit, query.cursor, within)
    else:
        is_meant = (lambda row: row.wanted_at < within.until) if within.until else None
        page = some_of(lambda limit, cursor: store.everybodys(ctx, limit, cursor), is_meant, query.limit, query.cursor)
    return Page(_shown(ctx, page.items), page.cursor)


def count_open(ctx: Ctx, staff: UserId) -> Counted:
    """How many somebody has to do, by an index that is a moment behind. 2 queries, 0.5 RU per 4 KB."""
    return Counted(store.count(ctx, staff), store.count(ctx, staff, ctx.at))


def of_member(ctx: Ctx, member_id: MemberId, most: int) -> list[FollowUp]:
    """A member's: those that are open, the earliest first, then those that ended last. 0.5 RU per 4 KB."""
    rows = store.of_member(ctx, member_id)
    open_ones = sorted((row for row in rows if row.state is FollowUpState.OPEN), key=lambda row: row.wanted_at)
    over = sorted((row for row in rows if row.ended_at), key=lambda row: row.ended_at or "", reverse=True)
    return _shown(ctx, [*open_ones, *over][:most])


def _shown(ctx: Ctx, rows: Sequence[FollowUpRow]) -> list[FollowUp]:
    names = members.names_shown(ctx, [row.member_id for row in rows])
    return [_one(ctx, row, names.get(row.member_id, "")) for row in rows]


def _one(ctx: Ctx, row: FollowUpRow, name: str) -> FollowUp:
    is_masked = row.staff != ctx.operator
    return FollowUp(
        followup_id=row.followup_id,
        member=MemberNamed(row.member_id, name),
        staff=Person(row.staff),
        what=masks.words(row.what) if is_masked else row.what,
        is_masked=is_masked,
        due=row.wanted_at,
        state=row.state,
        is_overdue=row.state is FollowUpState.OPEN and row.wanted_at <= ctx.at,
        times=row.times,
        ended_at=row.ended_at,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )
