"""执行情况 beside 触达情况: what staff have done about a time of a post, and whom it has reached, by store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.posts import reasons, views
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Execution, PersonReach, Reach, StoreReach
from chalicelib.staff import service as people
from chalicelib.stores import service as stores
from chalicelib.tasks import service as staff_tasks
from chalicelib.tasks.shapes import Done, Plan
from chalicelib.tasks.states import Doing, Outcome

# Of somebody with several tasks, what is least done about one of them.
LEAST_FIRST = (Doing.UNASKED, Doing.WAITING, Doing.ENDED, Doing.SENT)
NO_STORE = StoreId("")


def of(ctx: Ctx, row: OccurrenceRow) -> Execution:
    """How far an occurrence has come, as things stand.

    1 RU per 4 KB of tasks, 0.5 RU for each store of the corp, and cold for each name.

    Without a plan nobody was asked yet.
    """
    done = list(staff_tasks.done(ctx, Plan(views.origin_of(row), row.plan))) if row.plan is not None else []
    whole = _reach(done, row.excluded or {})
    return Execution(
        staff=whole.staff,
        delivered=whole.delivered,
        on_the_way=whole.on_the_way,
        waiting=whole.waiting,
        missed=whole.missed,
        post_id=row.post_id,
        at=row.at,
        status=row.status,
        stores=_by_store(ctx, [one for one in done if one.sender]),
    )


def _by_store(ctx: Ctx, done: Sequence[Done]) -> list[StoreReach]:
    """Store by store in the order of their numbers, who works at none last: everybody, in a corp without stores."""
    listed = stores.every(ctx)
    if not done:
        return []
    names = {line.store_id: line.name for line in listed}
    at = _places(ctx, list(names))
    groups: dict[StoreId, list[Done]] = {}
    for one in done:
        groups.setdefault(at.get(one.sender, NO_STORE), []).append(one)
    called = people.names(ctx, list({one.sender for one in done}))
    order = [store_id for store_id in (*names, NO_STORE) if store_id in groups]
    return [_of_store(store_id, names.get(store_id, ""), groups[store_id], called) for store_id in order]


def _places(ctx: Ctx, store_ids: Sequence[StoreId]) -> Mapping[UserId, StoreId]:
    """At which store somebody works: the first of several."""
    known = stores.some(ctx, store_ids)
    at: dict[UserId, StoreId] = {}
    for store_id in store_ids:
        for userid in known[store_id].people if store_id in known else ():
            at.setdefault(userid, store_id)
    return at


def _of_store(store_id: StoreId, name: str, done: Sequence[Done], called: Mapping[UserId, str]) -> StoreReach:
    reach = _reach(done, {})
    return StoreReach(
        store_id=store_id,
        name=name,
        staff=reach.staff,
        delivered=reach.delivered,
        on_the_way=reach.on_the_way,
        waiting=reach.waiting,
        missed=reach.missed,
        people=_people(done, called),
    )


def _people(done: Sequence[Done], called: Mapping[UserId, str]) -> list[PersonReach]:
    theirs: dict[UserId, list[Done]] = {}
    for one in done:
        theirs.setdefault(one.sender, []).append(one)
    found = [_person(userid, called.get(userid, ""), mine) for userid, mine in theirs.items()]
    return sorted(found, key=lambda one: (LEAST_FIRST.index(one.doing), one.name, one.userid))


def _person(userid: UserId, name: str, done: Sequence[Done]) -> PersonReach:
    reach = _reach(done, {})
    return PersonReach(
        userid=userid,
        name=name,
        doing=min((one.doing for one in done), key=LEAST_FIRST.index),
        reminders=max(one.reminders for one in done),
        delivered=reach.delivered,
        on_the_way=reach.on_the_way,
        waiting=reach.waiting,
        missed=sum(missed.count for missed in reach.missed),
    )


def _reach(done: Sequence[Done], excluded: Mapping[str, int]) -> Reach:
    counts = staff_tasks.summed([excluded, *(one.counts for one in done)])
    return Reach(
        staff=_staff(done),
        delivered=counts.get(Outcome.DELIVERED, 0),
        on_the_way=sum(one.on_the_way for one in done),
        waiting=sum(one.waiting for one in done) + counts.pop(Outcome.WAITING, 0),
        missed=reasons.missed(counts),
    )


def _staff(done: Iterable[Done]) -> dict[Doing, int]:
    """How many of the staff have done what, each counted once; app messages to staff have no sender."""
    least: dict[UserId, Doing] = {}
    for one in done:
        if one.sender:
            least[one.sender] = min(least.get(one.sender, one.doing), one.doing, key=LEAST_FIRST.index)
    return dict(sorted(Counter(least.values()).items()))
