"""Who may pass a door: rights by act, declared by rooms, each held by roles.

Until a corp can make roles of its own, a right says itself which of today's roles hold it.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a session may do. The first six are given to staff by an owner; a member is a customer."""

    OWNER = "owner"
    MARKETER = "marketer"
    COMPLIANCE = "compliance"
    SERVICE = "service"
    STORE_STAFF = "store_staff"
    VIEWER = "viewer"
    MEMBER = "member"


OPERATORS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE, Role.SERVICE, Role.STORE_STAFF, Role.VIEWER})
CAMPAIGNERS = frozenset({Role.OWNER, Role.MARKETER})
READERS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE, Role.SERVICE, Role.VIEWER})
REVIEWERS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE})
GUARDIANS = frozenset({Role.OWNER, Role.COMPLIANCE})
REDEEMERS = frozenset({Role.OWNER, Role.STORE_STAFF})
OWNERS = frozenset({Role.OWNER})


class Right(msgspec.Struct, frozen=True):
    """The right to an act. name: `room.act`; roles: who holds it."""

    name: str
    zh: str
    en: str
    roles: frozenset[Role]


PUBLIC = Right("public", "任何人", "anybody", frozenset())
"""For doors that need no session: they say themselves which corp they are for."""
MEMBER = Right("member", "会员本人", "a member, for themselves", frozenset({Role.MEMBER}))
"""For a customer's own doors."""
