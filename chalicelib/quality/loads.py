"""How much each member of staff has on their hands: customers, what is to be followed up, what they have not sent.

Nothing is counted for it that is not kept: customers and follow-ups are counted by the index of lists, and of posts
those are looked into that wait for an operator too. So a page is bounded, and what is cut off says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.instance import Cache
from chalicelib.core.shapes import Person
from chalicelib.core.storage import rounds
from chalicelib.core.storage.lists import Page
from chalicelib.followups import service as followups
from chalicelib.followups.shapes import Counted
from chalicelib.members import service as members
from chalicelib.posts import service as posts
from chalicelib.posts.shapes import UnsentByStaff
from chalicelib.quality import rules, store
from chalicelib.quality.shapes import Figures, LoadsQuery, StaffLoad, StaffLoads
from chalicelib.staff import service as people
from chalicelib.staff.shapes import StaffQuery
from chalicelib.staff.states import GONE

# A list of somebody's customers is read from its beginning to its end; nobody needs that more often than this.
KEPT = 60
_customers: Cache[int] = Cache(seconds=KEPT)
_unsent: Cache[UnsentByStaff] = Cache(seconds=KEPT)


def loads(ctx: Ctx, query: LoadsQuery) -> StaffLoads:
    """What the staff of the scope have on their hands, by userid. Cold 8 queries of each, 0.5 RU per 4 KB of their
    customers in the index, and 2 of their follow-ups; for all what `posts.unsent_by_staff` and a day of figures cost.
    """
    page = _whose(ctx, query)
    names = people.names(ctx, page.items)
    unsent = _unsent.get(ctx.corp, lambda: posts.unsent_by_staff(ctx))
    row = rounds.row(ctx, store.ReadingRow)
    day = row.read_until if row else None
    told = {one.userid: one for one in store.of_day(ctx, day)} if day else {}
    return StaffLoads(
        items=[_load(ctx, one, names, unsent, told) for one in page.items],
        cursor=page.cursor,
        as_of=ctx.at,
        reply_day=day,
        has_more_posts=not unsent.is_all,
        definitions=list(rules.LOADS),
    )


def _whose(ctx: Ctx, query: LoadsQuery) -> Page[UserId]:
    """Some of the staff who are there and in the scope. A page may hold fewer although more follow."""
    if query.staff or ctx.scope.staff is not None:
        mine = {query.staff} if query.staff else ctx.scope.staff or frozenset()
        left = sorted(one for one in mine if one > query.cursor and ctx.scope.allows_staff(one))
        some = left[: query.limit]
        return Page(_there(ctx, some), some[-1] if len(left) > len(some) else "")
    page = people.members(ctx, StaffQuery(limit=query.limit, cursor=query.cursor))
    return Page([one.userid for one in page.items if one.state not in GONE], page.cursor)


def _there(ctx: Ctx, some: Sequence[UserId]) -> list[UserId]:
    known = people.some(ctx, some)
    return [one for one in some if known[one].state not in GONE]


def _load(
    ctx: Ctx, who: UserId, names: Mapping[UserId, str], unsent: UnsentByStaff, told: Mapping[UserId, Figures]
) -> StaffLoad:
    open_ones: Counted = followups.count_open(ctx, who)
    waits = unsent.of.get(who)
    figures = [told[who]] if who in told else []
    return StaffLoad(
        staff=Person(who, names.get(who, "")),
        customers=_customers.get(f"{ctx.corp}#{who}", lambda: members.count_friends(ctx, who)),
        follow_ups=open_ones.many,
        overdue=open_ones.overdue,
        unsent_tasks=waits.tasks if waits else 0,
        unsent_people=waits.people if waits else 0,
        chats=figures[0].chats if figures else None,
        reply_percent=rules.replied(figures),
        first_reply_minutes=rules.first_reply(figures),
    )
