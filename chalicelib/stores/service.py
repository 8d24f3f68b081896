"""The verbs of stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.sanity import judge
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.staff import service as people
from chalicelib.stores import looking, moving, rules, store
from chalicelib.stores.errors import BadStore, StoreChanged, UnknownStore
from chalicelib.stores.shapes import (
    NO_STORE,
    EditStore,
    Known,
    NewStore,
    RegionLine,
    Regions,
    StaffStore,
    StaffStores,
    Store,
    StoreInList,
    StoreLine,
    StoreQuery,
    Terms,
    Use,
    Worker,
)
from chalicelib.stores.states import StoreState
from chalicelib.stores.store import StoreRow

# Of those that are not meant, so many pages are looked through before a page of a list is answered.
MOST_PAGES = 5
# Named in a question, so that it can be read.
USES_NAMED = 5

known = looking.known
some = looking.some
names = looking.names
there = looking.there
store_of = looking.store_of
stores_of = looking.stores_of
of_people = looking.of_people
of_regions = looking.of_regions
staff_in = looking.staff_in
of_join = looking.of_join
where = looking.where
till = looking.till
stands_at = looking.stands_at
manages = looking.manages
has_any = looking.has_any
has_open = looking.has_open
must_act_for_one = looking.must_act_for_one
every = looking.every
places_of = moving.at
hand_over_place = moving.hand_over


def create(ctx: Ctx, new: NewStore) -> Store:
    """A store. Under one Idempotency-Key it is made once. 4 WU +1 listed, 2 WU for each who works there.

    Raises BadStore, NeedsConfirmation.
    """
    _check(ctx, new, None, confirm=new.confirm)
    store_id = StoreId(ctx.new_id())
    try:
        row = store.create(ctx, store_id, new)
    except store.StoreTaken as taken:
        return _shown(ctx, taken.row)  # our own earlier attempt, whose answer was lost
    except store.NumberTaken as taken:
        if taken.store_id == store_id:
            return read(ctx, store_id)
        raise BadStore(faults=[_number_taken(ctx, new.number, taken.store_id)]) from None
    looking.forget_store(ctx, store_id, new.people)
    return _shown(ctx, row)


def edit(ctx: Ctx, store_id: StoreId, wanted: EditStore) -> Store:
    """A store as it shall be, if nobody edited it since `wanted.version`. Safe to repeat.

    1 RU, 2 WU +1 listed, 2 WU for each whose work changes. Raises UnknownStore, StoreChanged, BadStore,
    NeedsConfirmation.
    """
    row = _row(ctx, store_id)
    before = store.terms_of(row)
    if _is(before, wanted):
        return _shown(ctx, row)
    if row.version != wanted.version:
        raise StoreChanged(version=row.version)
    _check(ctx, wanted, before, confirm=wanted.confirm)
    try:
        row = store.edit(ctx, row, wanted)
    except Refused:
        raise StoreChanged() from None
    except store.NumberTaken as taken:
        raise BadStore(faults=[_number_taken(ctx, wanted.number, taken.store_id)]) from None
    looking.forget_store(ctx, store_id, before.people | wanted.people)
    return _shown(ctx, row)


def _is(before: Terms, wanted: Terms) -> bool:
    return all(getattr(before, name) == getattr(wanted, name) for name in Terms.__struct_fields__)


def _check(ctx: Ctx, wanted: Terms, before: Terms | None, *, confirm: bool) -> None:
    """Refuse what cannot be. Of those who work there already nobody is asked again."""
    coming, going = rules.changes(before, wanted)
    wrong = [*rules.faults_of(wanted), *rules.faults_of_changes(len(coming) + len(going))]
    known_before = before.people if before else frozenset()
    named = {path: userid for path, userid in _named(wanted) if userid not in known_before}
    doubts = people.doubts(ctx, named)
    judge(BadStore, [*wrong, *doubts.wrong], doubts.unchecked, confirm=confirm)


def _named(terms: Terms) -> Iterator[tuple[str, UserId]]:
    """Whom the fields name, each once."""
    if terms.manager:
        yield "manager", terms.manager
    yield from ((f"staff[{number}]", one) for number, one in enumerate(terms.staff) if one != terms.manager)
    others = {terms.manager, *terms.staff}
    yield from ((f"clerks[{number}]", one) for number, one in enumerate(terms.clerks) if one not in others)


def _number_taken(ctx: Ctx, number: str, other: StoreId) -> Fault:
    named = names(ctx, [other]).get(other, other)
    zh = f"编号 {number} 已用于门店「{named}」，请换一个编号，或修改那家门店。"
    en = f"The number {number} is that of {named}. Take another one, or edit that store."
    return Fault("number", "unique", None, zh, en)


def move(ctx: Ctx, store_id: StoreId, to: StoreState, *, confirm: bool) -> Store:
    """Close a store, or open it again; what names it is left as it is, and asked about before. Safe to repeat.

    1 WU +1 listed. Raises UnknownStore, NeedsConfirmation.
    """
    if to is StoreState.CLOSED and not confirm and _row(ctx, store_id).state is not to:
        judge(BadStore, [], _in_use(ctx, store_id), confirm=False)
    try:
        row = store.move(ctx, store_id, to)
    except Refused as refused:
        there = refused.row(StoreRow)
        if there is None:
            raise UnknownStore() from None
        row = there
    looking.forget_store(ctx, store_id)
    return _shown(ctx, row)


def _in_use(ctx: Ctx, store_id: StoreId) -> list[Fault]:
    found = store.uses(ctx, store_id, PAGE_LIMIT, "")
    many = f"{len(found.items)}{'+' if found.cursor else ''}"
    if not found.items:
        return []
    named = "、".join(f"「{use.name}」" for use in found.items[:USES_NAMED])
    more = "等" if len(found.items) > USES_NAMED else ""
    zh = f"仍有 {many} 项使用该门店：{named}{more}（活码或待提货订单）。停用后它们照常有效，请确认或先调整。"
    listed = ", ".join(use.name for use in found.items[:USES_NAMED])
    en = f"{many} live codes or orders to be picked up name this store: {listed}. They go on. Confirm, or change them."
    return [Fault("state", "in_use", len(found.items), zh, en)]


def read(ctx: Ctx, store_id: StoreId) -> Store:
    """A store as it is now. 1 RU, and names. Raises UnknownStore, also for one out of the asker's scope."""
    if not ctx.scope.allows_store(store_id):
        raise UnknownStore()
    return _shown(ctx, _row(ctx, store_id))


def _row(ctx: Ctx, store_id: StoreId) -> StoreRow:
    row = store.store(ctx, store_id, consistent=True)
    if row is None:
        raise UnknownStore()
    return row


def _shown(ctx: Ctx, row: StoreRow) -> Store:
    working = sorted(store.terms_of(row).people)
    met = people.some(ctx, working)
    shown = tuple(
        Worker(
            userid=userid,
            name=met[userid].name,
            is_manager=userid == row.manager,
            is_clerk=userid in row.clerks,
            is_primary=looking.store_of(ctx, userid) == row.store_id,
        )
        for userid in working
    )
    fields = {name: getattr(row, name) for name in Store.__struct_fields__ if name != "people"}
    return Store(**fields, people=shown)


def stores(ctx: Ctx, query: StoreQuery) -> Page[StoreInList]:
    """The corp's stores that a query means, by number. A page may hold fewer than asked for although more follow.

    0.5 RU per 4 KB of the index; of those that are not meant at most five pages are looked through.
    """
    found: list[StoreLine] = []
    cursor = query.cursor
    for _ in range(MOST_PAGES):
        page = store.lines(ctx, PAGE_LIMIT, cursor)
        for line in page.items:
            cursor = line.number + line.store_id
            if ctx.scope.allows_store(line.store_id) and rules.is_meant(query, line):
                found.append(line)
            if len(found) == query.limit:
                return Page(_listed(ctx, found), cursor if line is not page.items[-1] else page.cursor)
        cursor = page.cursor
        if not cursor:
            break
    return Page(_listed(ctx, found), cursor)


def _listed(ctx: Ctx, lines: list[StoreLine]) -> list[StoreInList]:
    met = people.some(ctx, [line.manager for line in lines if line.manager])
    return [
        StoreInList(**msgspec.structs.asdict(line), manager_name=met[line.manager].name if line.manager else "")
        for line in lines
    ]


def regions(ctx: Ctx) -> Regions:
    """The corp's regions with how many stores each has, up to 5 s old. Cold 0.5 RU for about 15 stores."""
    lines: dict[str, list[StoreLine]] = {}
    for line in looking.every(ctx):
        if ctx.scope.allows_store(line.store_id):
            lines.setdefault(line.region, []).append(line)
    return Regions(
        [
            RegionLine(region, len(held), sum(line.state is StoreState.OPEN for line in held))
            for region, held in sorted(lines.items())
        ]
    )


def open_store(ctx: Ctx, store_id: StoreId) -> Known | None:
    """A store that may be given something new, None for one that is closed or is none. 0.5 RU cold."""
    found = known(ctx, store_id)
    return found if found and found.is_open else None


def faults_of_store(ctx: Ctx, store_id: StoreId | None, path: str = "store_id") -> Iterator[Fault]:
    """Why something cannot be given to a store: it is none of the corp's, or closed. 0.5 RU cold."""
    found = known(ctx, store_id) if store_id else None
    if store_id and found is None:
        zh, en = "没有该门店，请从门店列表中选择。", "There is no such store. Take one of the list of stores."
        yield Fault(path, "unknown", None, zh, en)
    elif found and not found.is_open:
        zh = f"门店「{found.name}」已停用，请选择营业中的门店，或先恢复营业。"
        en = f"The store {found.name} is closed. Take one that is open, or open it again."
        yield Fault(path, "closed", None, zh, en)


# ---- who works where


def staff_stores(ctx: Ctx, userid: UserId) -> StaffStores:
    """Where somebody works now, as far as the asker may see. 1 RU per 4 KB, and names."""
    places = store.places(ctx, userid, consistent=True)
    at = [one for one in places.at if ctx.scope.allows_store(one.store_id)]
    named = names(ctx, [one.store_id for one in at])
    items = [
        StaffStore(one.store_id, named.get(one.store_id, ""), one.is_clerk, one.store_id == places.primary)
        for one in at
    ]
    shown = places.primary if ctx.scope.allows_store(places.primary) else NO_STORE
    return StaffStores(userid, shown, items)


def name_primary(ctx: Ctx, userid: UserId, store_id: StoreId) -> StaffStores:
    """The store that somebody is of first, one that they work at. 4 WU. Safe to repeat. Raises BadStore."""
    try:
        store.name_primary(ctx, userid, store_id)
    except Refused:
        zh = f"员工 {userid} 不在该门店，请先把其加入门店。"
        en = f"{userid} does not work at that store. Put them on its staff first."
        raise BadStore(faults=[Fault("store_id", "not_there", None, zh, en)]) from None
    looking.forget_store(ctx, store_id, [userid])
    return staff_stores(ctx, userid)


# ---- what names a store


def use_in(transaction: Transaction, store_id: StoreId | None, use: Use) -> None:
    """Add: something names a store from now on, and no other; None: none. 2 WU +1 listed."""
    store.use_in(transaction, store_id or StoreId(""), use)
    looking.forget_use(transaction.ctx, use.user_id)


def note_use(ctx: Ctx, store_id: StoreId | None, use: Use, turn: int) -> None:
    """The same beside whatever happens to it, whose turns are counted: what is told late changes nothing. 1 WU +1."""
    with suppress(Refused):
        store.note_use(ctx, store_id or StoreId(""), use, turn)


def uses(ctx: Ctx, store_id: StoreId, limit: int, cursor: str) -> Page[Use]:
    """What names a store now: live codes, and orders to be picked up there. Raises UnknownStore."""
    if known(ctx, store_id) is None or not ctx.scope.allows_store(store_id):
        raise UnknownStore()
    return store.uses(ctx, store_id, limit, cursor)


called.look_up_with("store", names)
