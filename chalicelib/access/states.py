"""What an operator's rights may reach."""

from __future__ import annotations

from enum import StrEnum


class ScopeKind(StrEnum):
    """How a scope is given.

    ALL: the whole corp. REGIONS, STORES, DEPARTMENTS: what is in those that are named, departments with those below
    them. OWN: their own customers, and what is of their own store.
    """

    ALL = "all"
    REGIONS = "regions"
    STORES = "stores"
    DEPARTMENTS = "departments"
    OWN = "own"


NAMING = frozenset({ScopeKind.REGIONS, ScopeKind.STORES, ScopeKind.DEPARTMENTS})


class Ended(StrEnum):
    """Whose sessions are over from now on."""

    THIS = "this"
    OWN = "own"
    THEIRS = "theirs"
    EVERYBODYS = "everybodys"
