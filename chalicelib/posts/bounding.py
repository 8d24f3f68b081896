"""Whose post it is, and so who sees and changes it, and whom it reaches: no more than whoever made it acts for.

A post of stores follows who works there: its audience is cut when it is planned, not when it was made. One of somebody
who acts for some of the staff alone (their own customers, a department) is of those that they named or had then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.audience.shapes import Audience, Groups
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import StoreId, UserId
from chalicelib.posts.shapes import Bounds
from chalicelib.stores import service as stores


def given(ctx: Ctx, chosen: Sequence[StoreId]) -> Bounds:
    """The bounds of a post that somebody makes for these stores, or for all that they act for. 0 reads warm."""
    if not chosen and ctx.scope.is_everything:
        return Bounds()
    at = tuple(dict.fromkeys(chosen)) or tuple(sorted(ctx.scope.stores or ()))
    return Bounds(is_everything=False, stores=at, staff=_only(ctx, chosen))


def _only(ctx: Ctx, chosen: Sequence[StoreId]) -> tuple[UserId, ...]:
    """The staff of a scope of people, of these stores where some are chosen; none where it is of whole stores, which
    are those of whoever works there by then.
    """
    staff = (ctx.scope.staff or frozenset()) if ctx.scope.of_people else frozenset[UserId]()
    return tuple(sorted((staff & stores.staff_in(ctx, chosen)) or staff if chosen else staff))


def kept(ctx: Ctx, bounds: Bounds, chosen: Sequence[StoreId]) -> Bounds:
    """The bounds of a post that somebody edits: whoever else edits it, it stays whose it is, unless they choose others
    of the stores. Leaving them out chooses none: what is of nobody's stores names none either.
    """
    return bounds if not chosen or tuple(chosen) == bounds.stores else given(ctx, chosen)


def faults(ctx: Ctx, chosen: Sequence[StoreId], bounds: Bounds, named: Mapping[str, UserId]) -> Iterator[Fault]:
    """Stores that are not there, and staff who are not of those that the post is for.

    bounds: whose it will be. named: by where they stand. What lies outside the scope is as if it were not there.
    """
    there = stores.there(ctx, chosen)
    for number, store_id in enumerate(chosen):
        if store_id not in there or not ctx.scope.allows_store(store_id):
            zh, en = f"没有门店 {store_id}，请检查编号。", f"There is no store {store_id}. Check its id."
            yield Fault(f"stores[{number}]", "unknown", store_id, zh, en)
    people = reached(ctx, bounds)
    for path, userid in named.items() if people is not None else ():
        if userid not in (people or ()):
            zh = f"员工 {userid} 不在该群发的门店中，请更换员工或门店。"
            en = f"{userid} works at none of its stores. Change the staff or the stores."
            yield Fault(path, "outside", userid, zh, en)


def reached(ctx: Ctx, bounds: Bounds) -> frozenset[UserId] | None:
    """Who may send or get a post as things stand, None for everybody. Cold 0.5 RU a store, a call for 100."""
    if bounds.is_everything:
        return None
    # Of an adviser's or a department's post only they, wherever they work now.
    return frozenset(bounds.staff) or stores.staff_in(ctx, bounds.stores)


def is_nobodys(audience: Audience, only: frozenset[UserId] | None) -> bool:
    """True where of those whom a post is for nobody may send it, or get it. only: as `reached` says."""
    if only is None:
        return False
    named = audience.owners if isinstance(audience, Groups) else audience.staff
    return not (only.intersection(named) if named else only)


def allows(ctx: Ctx, bounds: Bounds) -> bool:
    """True for a post in the scope: of stores and staff that lie within it. As `reached`."""
    if ctx.scope.is_everything:
        return True
    if bounds.is_everything:
        return False
    staff = ctx.scope.staff
    people = reached(ctx, bounds) or frozenset()
    at = bounds.stores
    has_stores = bool(bounds.staff) or (bool(at) and all(ctx.scope.allows_store(store_id) for store_id in at))
    return has_stores and (staff is None or people <= staff)
