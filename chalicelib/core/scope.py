"""How far somebody's rights reach: the whole corp, or some of its stores and staff.

A right says what somebody may do (core/http/rights.py), a scope at which things. What lies outside is answered as if it
were not there, so that nobody learns from a refusal what another store has.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from chalicelib.core.ids import StoreId, UserId


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The stores and the staff whose things somebody sees and changes. None: all of them, and what is of none.

    A scope of regions or departments is held as the stores and the staff that are in them when it is looked up.
    of_people: it was given as these staff, themselves or a department, and the stores are only where they work; others
    who work there are not in it, today or later.
    """

    stores: frozenset[StoreId] | None = None
    staff: frozenset[UserId] | None = None
    of_people: bool = False

    @property
    def is_everything(self) -> bool:
        """True for whoever acts for the whole corp."""
        return self.stores is None and self.staff is None

    def holds(self, other: Scope) -> bool:
        """True for another that reaches no farther."""
        return _holds(self.stores, other.stores) and _holds(self.staff, other.staff)

    def allows_store(self, store_id: StoreId | None) -> bool:
        """True for a thing of that store; what is of no store is the whole corp's."""
        return self.stores is None or (store_id is not None and store_id in self.stores)

    def allows_staff(self, userid: UserId | None) -> bool:
        """True for a thing of that member of staff; what is of nobody is the whole corp's."""
        return self.staff is None or (userid is not None and userid in self.staff)

    def allows_any_of(self, userids: frozenset[UserId]) -> bool:
        """True when one of them is in it: of a customer, those who are their friends."""
        return self.staff is None or not self.staff.isdisjoint(userids)

    def is_of(self, userid: UserId) -> bool:
        """True for somebody who sees their own customers alone."""
        return self.staff == frozenset({userid})


def _holds(all_of: frozenset[str] | None, some: frozenset[str] | None) -> bool:
    return all_of is None or (some is not None and some <= all_of)


EVERYTHING = Scope()


class Scoped(StrEnum):
    """How a scope applies at a door, declared beside its right.

    ALL_ONLY: the door is about the whole corp, and whoever acts for a part of it does not pass. BY_STORE, BY_STAFF: its
    things are a store's, or of members of staff; the verb asks `ctx.scope`. ANY: what is behind it everybody with the
    right may see, or is the asker's own.
    """

    ALL_ONLY = "all_only"
    BY_STORE = "by_store"
    BY_STAFF = "by_staff"
    ANY = "any"
