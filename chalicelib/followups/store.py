"""Rows of follow-ups.

They lie with their member, and the open ones are listed together, in parts by who has them: what one member of staff
has to do is one query of one part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import EnumAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import (
    LISTED,
    PAGE_LIMIT,
    Page,
    Within,
    children,
    count_within,
    page_by_parent,
    page_of,
    parent_of,
)
from chalicelib.core.storage.table import Keys, Made, Row, change, get, get_many, key, put_new
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.shapes import FOLLOW_UP, WriteFollowUp
from chalicelib.followups.states import FollowUpState
from chalicelib.members.ids import MemberId

TOPIC = "follow_up"
# Behind every moment, and every id.
LAST = "~"
# So many of the staff of a scope are looked at for one answer.
MOST_STAFF = 25


class FollowUpRow(Made, discriminator="follow_up"):
    """What somebody of the staff means to do about a member. It waits in the due index until they were told.

    wanted_at: when. times: how often it was put off, the last time at postponed_at. told_for: the time of which they
    were told. former: who had it before, handed_at: until when. ended_at: since when it is over; then no list has it
    but its member's.
    """

    keys = Keys(
        pk="follow_ups#<member>",
        sk="<followup>",
        parent="follow_ups#<shard>",
        place="<staff>#<wanted_at>#<followup>",
        due=TOPIC,
    )
    audited = Audited(thing=FOLLOW_UP, id="followup_id", shows=("staff", "wanted_at", "state"), hides=("what",))

    followup_id = IdAttribute[FollowUpId]()
    member_id = IdAttribute[MemberId]()
    staff = IdAttribute[UserId]()
    what = UnicodeAttribute()
    written_at = MomentAttribute()
    written_by = IdAttribute[UserId]()
    wanted_at = MomentAttribute()
    state = EnumAttribute(FollowUpState, default=FollowUpState.OPEN)
    times = IntAttribute(default=0)
    postponed_at = MomentAttribute(null=True)
    told_for = MomentAttribute(null=True)
    former = IdAttribute[UserId](null=True)
    handed_at = MomentAttribute(null=True)
    ended_at = MomentAttribute(null=True)


IS_OPEN = FollowUpRow.state == FollowUpState.OPEN


def _row(ctx: Ctx, member_id: MemberId, followup: FollowUpId) -> FollowUpRow:
    return FollowUpRow(key(ctx, "follow_ups", member_id), followup)


def _part(ctx: Ctx, staff: UserId) -> str:
    return parent_of(FollowUpRow, key(ctx, "follow_ups"), staff)


def _place(staff: UserId, at: Moment, followup: FollowUpId) -> str:
    return f"{staff}#{at}#{followup}"


def write(ctx: Ctx, followup: FollowUpId, member_id: MemberId, staff: UserId, new: WriteFollowUp) -> FollowUpRow:
    """A follow-up that waits for its time. 1 WU +1 listed +1 due. Raises Refused when the id is taken."""
    row = _row(ctx, member_id, followup)
    row.followup_id, row.member_id, row.staff = followup, member_id, staff
    row.what, row.wanted_at, row.state = new.what, new.due, FollowUpState.OPEN
    row.written_at, row.written_by = ctx.at, staff
    row.parent, row.place = _part(ctx, staff), _place(staff, new.due, followup)
    row.due, row.due_at = due.place(ctx, TOPIC, followup, new.due)
    return put_new(ctx, row)


def followup(ctx: Ctx, member_id: MemberId, followup: FollowUpId) -> FollowUpRow | None:
    """One follow-up, read consistently. 1 RU."""
    row = _row(ctx, member_id, followup)
    return get(FollowUpRow, row.pk, row.sk, consistent=True)


def of_due(waiting: Due) -> FollowUpRow | None:
    """The one whose time has come, read consistently. 1 RU."""
    return get(FollowUpRow, waiting.pk, waiting.sk, consistent=True)


def end(ctx: Ctx, row: FollowUpRow, state: FollowUpState, what: str) -> FollowUpRow:
    """It is over, for whoever has it. 1 WU +1 listed +1 due. Raises Refused when it is over, or another has it."""
    over = [FollowUpRow.state.set(state), FollowUpRow.ended_at.set(ctx.at), FollowUpRow.what.set(what)]
    gone = [Row.parent.remove(), Row.place.remove(), *due.never()]
    return change(ctx, FollowUpRow(row.pk, row.sk), [*over, *gone], IS_OPEN & (FollowUpRow.staff == row.staff))


def rewrite(ctx: Ctx, row: FollowUpRow, what: str, at: Moment) -> FollowUpRow:
    """Other words, or another time, for which they are told anew. 1 WU, +2 listed +2 due with the time.

    Raises Refused when it is over, another has it, or its time is another than in `row`.
    """
    actions: list[Action] = [FollowUpRow.what.set(what)]
    if at != row.wanted_at:
        actions += [
            FollowUpRow.wanted_at.set(at),
            FollowUpRow.times.set(row.times + 1),
            FollowUpRow.postponed_at.set(ctx.at),
            Row.place.set(_place(row.staff, at, row.followup_id)),
            *due.at(ctx, TOPIC, row.followup_id, at),
        ]
    as_read = (FollowUpRow.staff == row.staff) & (FollowUpRow.wanted_at == row.wanted_at)
    return change(ctx, FollowUpRow(row.pk, row.sk), actions, IS_OPEN & as_read)


def hand_over(ctx: Ctx, row: FollowUpRow, taker: UserId) -> FollowUpRow:
    """Another has it, at the time it had. 1 WU +2 listed. Raises Refused when it is over, or not as in `row`."""
    actions = [
        FollowUpRow.staff.set(taker),
        FollowUpRow.former.set(row.staff),
        FollowUpRow.handed_at.set(ctx.at),
        Row.parent.set(_part(ctx, taker)),
        Row.place.set(_place(taker, row.wanted_at, row.followup_id)),
    ]
    as_read = (FollowUpRow.staff == row.staff) & (FollowUpRow.wanted_at == row.wanted_at)
    return change(ctx, FollowUpRow(row.pk, row.sk), actions, IS_OPEN & as_read)


def wait(ctx: Ctx, waiting: Due, followup: FollowUpId, until: Moment) -> None:
    """They are told later. 1 WU +2 due. Raises Refused when it waits for another time by now."""
    change(
        ctx,
        FollowUpRow(waiting.pk, waiting.sk),
        due.at(ctx, TOPIC, followup, until),
        Row.due_at == waiting.due_at,
    )


def asked(ctx: Ctx, waiting: Due) -> None:
    """Its time has come, and they are being told. 1 WU +1 due. Raises Refused when it waits for another by now."""
    change(ctx, FollowUpRow(waiting.pk, waiting.sk), due.never(), Row.due_at == waiting.due_at)


def told(ctx: Ctx, row: FollowUpRow) -> None:
    """WeCom took the message about its time. 1 WU. Raises Refused when that was noted, or it has another time."""
    news = FollowUpRow.told_for.does_not_exist() | (FollowUpRow.told_for != row.wanted_at)
    same = FollowUpRow.wanted_at == row.wanted_at
    change(ctx, FollowUpRow(row.pk, row.sk), [FollowUpRow.told_for.set(row.wanted_at)], same & news)


def of_member(ctx: Ctx, member_id: MemberId) -> list[FollowUpRow]:
    """All of a member, in the order in which they were written. 0.5 RU per 4 KB."""
    return list(children(FollowUpRow, key(ctx, "follow_ups", member_id)))


def of_staff(ctx: Ctx, staff: UserId, limit: int, cursor: str, within: Within) -> Page[FollowUpRow]:
    """What somebody has to do, the earliest first. 0.5 RU per 4 KB of the index, 0.5 RU each.

    within: moments.
    """
    places = Within(f"{staff}#{within.since}", f"{staff}#{within.until or LAST}")
    page = page_of(LISTED, [_part(ctx, staff)], limit, cursor, newest_first=False, within=places)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([row for row in rows if isinstance(row, FollowUpRow)], page.cursor)


def count(ctx: Ctx, staff: UserId, until: Moment = NEVER) -> int:
    """How many somebody has to do, or those whose time comes before a moment, by the index. 0.5 RU per 4 KB, 1 MB."""
    places = Within(f"{staff}#", f"{staff}#{until or LAST}")
    return count_within(_part(ctx, staff), places)[0]


def of_some_staff(ctx: Ctx, staff: Collection[UserId], limit: int, cursor: str, within: Within) -> Page[FollowUpRow]:
    """What some of the staff have to do, one after the other, of 25 of them at most. 0.5 RU a query and each.

    A page may hold fewer than `limit` although more follow.
    """
    after = cursor.partition("#")[0]
    left = [one for one in sorted(staff) if one >= after]
    found: list[FollowUpRow] = []
    for number, one in enumerate(left):
        if number == MOST_STAFF or len(found) >= limit:
            return Page(found, f"{left[number - 1]}#{LAST}")
        page = of_staff(ctx, one, limit - len(found), cursor if one == after else "", within)
        found += page.items
        if page.cursor:
            return Page(found, page.cursor)
    return Page(found)


def everybodys(ctx: Ctx, limit: int, cursor: str) -> Page[FollowUpRow]:
    """What all of the staff have to do, by who has it. 0.5 RU per 4 KB of each of 8 parts, 0.5 RU each."""
    return page_by_parent(FollowUpRow, key(ctx, "follow_ups"), limit, cursor)


def all_of_staff(ctx: Ctx, staff: UserId) -> Iterator[FollowUpRow]:
    """All that somebody has to do. 0.5 RU per 4 KB of the index, 0.5 RU each."""
    cursor = ""
    while True:
        page = of_staff(ctx, staff, PAGE_LIMIT, cursor, Within())
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return
