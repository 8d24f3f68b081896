"""What other rooms ask of stores, at most 5 s old: names, who works where, which store something happened at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.instance import Cache
from chalicelib.stores import store
from chalicelib.stores.errors import AtNoStore, NotYourStore
from chalicelib.stores.shapes import NO_STORE, Known, StoreLine
from chalicelib.stores.store import Places, StoreRow

# How a live code is called as something that names a store.
LIVE_CODE = "live_code"

_known: Cache[Known | None] = Cache()
_places: Cache[Places] = Cache()
_used: Cache[StoreId] = Cache()
_any: Cache[bool] = Cache()
_open: Cache[bool] = Cache()
_every: Cache[tuple[StoreLine, ...]] = Cache(size=100)


def known(ctx: Ctx, store_id: StoreId) -> Known | None:
    """A store, None when there is none of that id. 0.5 RU cold."""
    return _known.get(_name(ctx, store_id), lambda: _shown(store.store(ctx, store_id))) if store_id else None


def _name(ctx: Ctx, name: str) -> str:
    return f"{ctx.corp}#{name}"


def _shown(row: StoreRow | None) -> Known | None:
    if row is None:
        return None
    return Known(
        store_id=row.store_id,
        number=row.number,
        name=row.name,
        region=row.region,
        address=row.address,
        phone=row.phone,
        state=row.state,
        people=store.terms_of(row).people,
        manager=row.manager,
    )


def some(ctx: Ctx, store_ids: Iterable[StoreId]) -> dict[StoreId, Known]:
    """Several, without those that are not there. 0 reads warm; 0.5 RU for each that is not, a call for 100."""
    wanted = [store_id for store_id in dict.fromkeys(store_ids) if store_id]
    missing = [store_id for store_id in wanted if not _known.has(_name(ctx, store_id))]
    found = {row.store_id: row for row in store.some(ctx, missing)} if missing else {}
    read = {store_id: _shown(found.get(store_id)) for store_id in missing}
    for store_id, one in read.items():
        _known.put(_name(ctx, store_id), one)
    every = {store_id: read[store_id] if store_id in read else known(ctx, store_id) for store_id in wanted}
    return {store_id: one for store_id, one in every.items() if one}


def names(ctx: Ctx, store_ids: Iterable[StoreId]) -> dict[StoreId, str]:
    """What stores are called, by id; of an id without a store there is none."""
    return {store_id: one.name for store_id, one in some(ctx, store_ids).items()}


def there(ctx: Ctx, store_ids: Sequence[StoreId]) -> set[StoreId]:
    """Which of these are stores of the corp, open or closed."""
    return set(some(ctx, store_ids))


def places(ctx: Ctx, userid: UserId) -> Places:
    """Where somebody works. 0.5 RU cold."""
    return _places.get(_name(ctx, userid), lambda: store.places(ctx, userid))


def store_of(ctx: Ctx, userid: UserId) -> StoreId | None:
    """The store that somebody is of first, None for who works at none. 0.5 RU cold."""
    return places(ctx, userid).primary or None


def stores_of(ctx: Ctx, userid: UserId) -> frozenset[StoreId]:
    """All stores that somebody works at. 0.5 RU cold."""
    return frozenset(one.store_id for one in places(ctx, userid).at)


def every(ctx: Ctx) -> tuple[StoreLine, ...]:
    """All stores of the corp, by number. Cold 0.5 RU for about 15 of them, by the index, which is a moment behind."""
    return _every.get(_name(ctx, ""), lambda: tuple(sorted(store.every(ctx), key=lambda line: line.number)))


def of_regions(ctx: Ctx, regions: Iterable[str]) -> frozenset[StoreId]:
    """The stores of these regions, open or closed. As `every`."""
    wanted = frozenset(regions)
    return frozenset(line.store_id for line in every(ctx) if line.region in wanted)


def staff_in(ctx: Ctx, store_ids: Iterable[StoreId]) -> frozenset[UserId]:
    """Everybody who works at one of these stores. 0.5 RU for each cold one, one call for 100."""
    return frozenset(userid for one in some(ctx, store_ids).values() for userid in one.people)


def of_people(ctx: Ctx, userids: Collection[UserId]) -> frozenset[StoreId]:
    """The stores at which one of these works. Cold 0.5 RU for each store of the corp."""
    at = some(ctx, [line.store_id for line in every(ctx)])
    return frozenset(store_id for store_id, one in at.items() if not one.people.isdisjoint(userids))


def has_any(ctx: Ctx) -> bool:
    """Whether the corp has stores: in one without, nothing else is read. 0.5 RU cold."""
    return _any.get(_name(ctx, ""), lambda: bool(store.lines(ctx, 1, "").items))


def has_open(ctx: Ctx) -> bool:
    """Whether a store of the corp is open. Cold 0.5 RU for about 15 stores until one is."""
    return _open.get(_name(ctx, ""), lambda: store.has_open(ctx))


def where(ctx: Ctx, userid: UserId) -> StoreId:
    """Where what a member of staff does happens: the store that they are of first, NO_STORE for none. 0.5 RU cold."""
    return (store_of(ctx, userid) or NO_STORE) if has_any(ctx) else NO_STORE


def till(ctx: Ctx, chosen: StoreId) -> StoreId:
    """Where a clerk stands who acts: the store that they say, one of theirs, else the one that they are of first.

    Whoever works at none, such as an owner, may say any in their scope. 0.5 RU cold, of several stores 0.5 RU each.
    Raises NotYourStore, AtNoStore.
    """
    must_act_for_one(ctx)
    if not chosen:
        return stands_at(ctx)
    theirs = stores_of(ctx, ctx.operator)
    if chosen in theirs or (not theirs and ctx.scope.allows_store(chosen) and known(ctx, chosen)):
        return chosen
    raise NotYourStore()


def stands_at(ctx: Ctx) -> StoreId:
    """Where whoever asks stands while they do not say: where they are of first, at a closed store only while they have
    no open one. NO_STORE for none. 0.5 RU cold, of several stores 0.5 RU each.
    """
    first = where(ctx, ctx.operator)
    theirs = stores_of(ctx, ctx.operator) if first else frozenset()
    if len(theirs) < 2:
        return first
    is_open = [one for one in sorted(some(ctx, theirs).values(), key=lambda one: one.number) if one.is_open]
    if not is_open or first in {one.store_id for one in is_open}:
        return first
    return is_open[0].store_id


def must_act_for_one(ctx: Ctx) -> None:
    """Raises AtNoStore for whoever acts for stores and for none of them, in a corp with an open one."""
    if ctx.scope.stores is not None and not ctx.scope.stores and has_open(ctx):
        raise AtNoStore()


def manages(ctx: Ctx, store_id: StoreId) -> bool:
    """True for whoever acts as the manager of a store. 0.5 RU cold."""
    one = known(ctx, store_id)
    return one is not None and bool(ctx.operator) and one.manager == ctx.operator


def of_code(ctx: Ctx, code: str) -> StoreId:
    """The store that a live code names, NO_STORE for none. 0.5 RU cold."""
    return _used.get(_name(ctx, code), lambda: store.used_store(ctx, LIVE_CODE, code)) if code else NO_STORE


def of_join(ctx: Ctx, code: str, userid: UserId) -> StoreId:
    """Where a customer came in: the store of the live code, else that of the member of staff, NO_STORE for none."""
    if not has_any(ctx):
        return NO_STORE
    return of_code(ctx, code) or where(ctx, userid)


def forget_store(ctx: Ctx, store_id: StoreId, userids: Iterable[UserId] = ()) -> None:
    """Look again: a store was written in this instance, and who works there."""
    _known.drop(_name(ctx, store_id))
    _every.drop(_name(ctx, ""))
    _any.drop(_name(ctx, ""))
    _open.drop(_name(ctx, ""))
    for userid in userids:
        _places.drop(_name(ctx, userid))


def forget_use(ctx: Ctx, user_id: str) -> None:
    """Look again: something of this instance names another store."""
    _used.drop(_name(ctx, user_id))
