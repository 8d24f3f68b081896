"""Somebody takes another's place at every store: under a new userid, or because the other has left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.storage import retry
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Refused
from chalicelib.staff import service as people
from chalicelib.staff.facts import StaffRenamed
from chalicelib.stores import looking, store
from chalicelib.stores.shapes import Terms


def renamed(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: whoever has it works where they did. Safe to repeat. 6 WU +1 a store."""
    new = people.now_called(ctx, fact.data.staff)
    if new != fact.data.former:
        take_place(ctx, fact.data.former, new)


def take_place(ctx: Ctx, old: UserId, new: UserId) -> list[StoreId]:
    """At each store of one, another is what they were there, and of the same one first; the stores. Safe to repeat."""
    places = store.places(ctx, old, consistent=True)
    for one in places.at:
        retry.on_collision(partial(_at, ctx, one.store_id, old, new), (Collided, Refused))
    if places.named and any(one.store_id == places.named for one in places.at):
        retry.on_collision(lambda: store.name_primary(ctx, new, places.named), Refused)
    looking.forget_store(ctx, StoreId(""), [old, new])
    return [one.store_id for one in places.at]


def _at(ctx: Ctx, store_id: StoreId, old: UserId, new: UserId) -> None:
    row = store.store(ctx, store_id, consistent=True)
    if row is None or old not in store.terms_of(row).people:
        return
    store.edit(ctx, row, with_another(store.terms_of(row), old, new))
    looking.forget_store(ctx, store_id, [old, new])


def with_another(terms: Terms, old: UserId, new: UserId) -> Terms:
    """A store with another in somebody's place."""
    staff, clerks = (tuple(new if one == old else one for one in held) for held in (terms.staff, terms.clerks))
    return msgspec.structs.replace(
        terms, manager=new if terms.manager == old else terms.manager, staff=staff, clerks=clerks
    )


def at(ctx: Ctx, userid: UserId) -> list[StoreId]:
    """The stores that somebody works at now, in order. 1 RU per 4 KB."""
    return sorted(one.store_id for one in store.places(ctx, userid, consistent=True).at)


def hand_over(ctx: Ctx, store_id: StoreId, former: UserId, takers: Sequence[UserId], turn: int) -> UserId | None:
    """Another is at a store what somebody was there: who works there already, else whoever's turn it is.

    None where they have no place there any more. Safe to repeat and to race with an editor. 1 RU, 6 WU +1 listed.
    """

    def once() -> UserId | None:
        row = store.store(ctx, store_id, consistent=True)
        if row is None or former not in store.terms_of(row).people:
            return None
        terms = store.terms_of(row)
        taker = next((one for one in takers if one in terms.people), takers[turn % len(takers)])
        store.edit(ctx, row, with_another(terms, former, taker))
        return taker

    taker = retry.on_collision(once, (Collided, Refused))
    looking.forget_store(ctx, store_id, [former, *takers])
    return taker
