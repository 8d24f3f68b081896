"""Who may pass a door: rights by act, declared by rooms, each held by roles.

A right says itself which of the shipped roles hold it; a corp's own role is a row that names its rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.core.errors import RoleNotAllowed
from chalicelib.core.scope import EVERYTHING, Scope


class Role(StrEnum):
    """The shipped roles. All but the last are given to staff; a member is a customer.

    An adviser sees their own customers only, whatever scope they are given.
    """

    OWNER = "owner"
    MARKETER = "marketer"
    COMPLIANCE = "compliance"
    SERVICE = "service"
    ADVISER = "adviser"
    STORE_STAFF = "store_staff"
    VIEWER = "viewer"
    MEMBER = "member"


NAMES: Mapping[Role, tuple[str, str]] = {
    Role.OWNER: ("所有者", "owner"),
    Role.MARKETER: ("运营", "marketer"),
    Role.COMPLIANCE: ("合规", "compliance"),
    Role.SERVICE: ("客服", "service"),
    Role.ADVISER: ("导购顾问", "adviser"),
    Role.STORE_STAFF: ("门店员工", "store staff"),
    Role.VIEWER: ("只读", "viewer"),
    Role.MEMBER: ("会员", "member"),
}
OPERATORS = frozenset(Role) - {Role.MEMBER}
CAMPAIGNERS = frozenset({Role.OWNER, Role.MARKETER})
READERS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE, Role.SERVICE, Role.VIEWER})
REVIEWERS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE})
GUARDIANS = frozenset({Role.OWNER, Role.COMPLIANCE})
REDEEMERS = frozenset({Role.OWNER, Role.STORE_STAFF})
OWNERS = frozenset({Role.OWNER})
# Who looks at customers: of them an adviser sees their own.
ADVISERS = READERS | {Role.ADVISER}


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
SIGNED_IN = Right("signed_in", "任何有后台角色的员工", "whoever has a role here, for themselves", OPERATORS)
"""For what nobody needs a right for but to be somebody here, whatever their role: who am I, sign out."""


def not_held(right: Right, **details: Any) -> RoleNotAllowed:
    """The refusal to whoever does not hold a right: it names the right, so that an owner knows what to give."""
    zh, en = RoleNotAllowed.zh.replace("{reason}", right.zh), RoleNotAllowed.en.replace("{reason}", right.en)
    return RoleNotAllowed(zh, en, right=right.name, needed=sorted(right.roles), **details)


_known: dict[str, Right] = {}


def know(declared: Iterable[Right]) -> None:
    """Let a room's rights be held by roles."""
    _known.update((right.name, right) for right in declared)


def forget(declared: Iterable[Right]) -> None:
    """Let them be rights no more, as a later release may."""
    for right in declared:
        _known.pop(right.name, None)


def known() -> dict[str, Right]:
    """Every right of the house by its name, in the order of the rooms."""
    return dict(_known)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is here. role: a shipped one's name, or the id of one of the corp's own; rights: by their names."""

    role: str
    rights: frozenset[str]
    scope: Scope = EVERYTHING


def of_role(role: Role) -> frozenset[str]:
    """The rights of a shipped role."""
    return frozenset(right.name for right in (*_known.values(), MEMBER) if role in right.roles)
