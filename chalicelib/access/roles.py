"""A corp's own roles: named sets of rights. Nobody makes one of rights that they do not hold."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.access import standings, store
from chalicelib.access.errors import (
    RightNotHeld,
    RoleChanged,
    RoleIsHeld,
    RoleIsShipped,
    TooManyRoles,
    UnknownRole,
)
from chalicelib.access.ids import RoleId
from chalicelib.access.shapes import SHIPPED, EditRole, NewRole, RightShown, RightsList, Roles, RoleShown
from chalicelib.access.store import RoleRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault, Refused
from chalicelib.core.http import rights
from chalicelib.core.http.rights import NAMES, Role
from chalicelib.core.storage import table

# So many a list shows at once and people tell apart. Whoever makes two at the same moment may have one more.
MOST_ROLES = 50


def every(ctx: Ctx) -> Roles:
    """The shipped roles and the corp's own, these by name. 0.5 RU per 4 KB."""
    rows = {row.role: row for row in store.roles(ctx)}
    shipped = [_shipped(role, rows.get(role)) for role in SHIPPED]
    own = sorted((row for row in rows.values() if _is_own(row)), key=lambda row: row.name)
    return Roles([*shipped, *(_shown(row) for row in own)])


def names(ctx: Ctx) -> dict[RoleId, str]:
    """What the roles are called. 0.5 RU per 4 KB."""
    return {one.role: one.name for one in every(ctx).items}


def _is_own(row: RoleRow) -> bool:
    return row.role not in SHIPPED and not row.is_deleted


def _shipped(role: RoleId, row: RoleRow | None) -> RoleShown:
    zh, en = NAMES[SHIPPED[role]]
    return RoleShown(
        role=role,
        name=zh,
        name_en=en,
        is_shipped=True,
        rights=_in_order(rights.of_role(SHIPPED[role])),
        holders=row.holders if row else 0,
        revision=0,
    )


def _shown(row: RoleRow) -> RoleShown:
    return RoleShown(
        role=row.role,
        name=row.name,
        name_en=row.name,
        is_shipped=False,
        rights=_in_order(row.rights),
        holders=row.holders,
        revision=row.revision,
    )


def _in_order(held: Collection[str]) -> list[str]:
    return [name for name in rights.known() if name in held]


def every_right(ctx: Ctx) -> RightsList:
    """What there is to give, in the order of the rooms."""
    return RightsList(
        [
            RightShown(
                right=right.name,
                room=right.name.partition(".")[0],
                name=right.zh,
                name_en=right.en,
                roles=[role.value for role in Role if role in right.roles],
                is_held=right.name in ctx.rights,
            )
            for right in rights.known().values()
        ]
    )


def create(ctx: Ctx, new: NewRole) -> RoleShown:
    """Make a role. Raises Refused for what is no right, RightNotHeld, RoleNameTaken, TooManyRoles. 0.5 RU, 4 WU."""
    _check_giveable(ctx, new.rights)
    if sum(_is_own(row) for row in store.roles(ctx)) >= MOST_ROLES:
        raise TooManyRoles(limit=MOST_ROLES)
    role = RoleId(ctx.new_id())
    wanted = tuple(_in_order(new.rights))
    try:
        store.create_role(ctx, role, new.name, wanted)
    except table.Refused as refused:
        refused.own_lost_answer(RoleRow, lambda row: (row.name, row.rights) == (new.name, wanted))
    return _now(ctx, role)


def copy(ctx: Ctx, role: RoleId, name: str) -> RoleShown:
    """Make a role of the rights of another. Raises UnknownRole, and what `create` raises."""
    held = standings.rights_of(ctx, role) if role in SHIPPED else frozenset(_own(ctx, role).rights)
    return create(ctx, NewRole(name, tuple(_in_order(held))))


def edit(ctx: Ctx, role: RoleId, new: EditRole) -> RoleShown:
    """Change a role of the corp's own; whoever has it has what it now is within 5 s. 1 RU, 2 WU, 6 with its name.

    Raises RoleIsShipped, UnknownRole, Refused, RightNotHeld for what is added or taken, RoleNameTaken, RoleChanged.
    """
    row = _own(ctx, role)
    wanted = tuple(_in_order(new.rights))
    if _is_our_own(ctx, row, new, wanted):
        return _shown(row)
    _check_known(new.rights)
    check_held(ctx, set(wanted) ^ (set(row.rights) & rights.known().keys()))
    try:
        store.edit_role(ctx, row, new.name, wanted, new.revision)
    except table.Refused as refused:
        _raise_changed(refused)
    standings.forget_role(ctx, role)
    return _now(ctx, role)


def _is_our_own(ctx: Ctx, row: RoleRow, new: EditRole, wanted: tuple[str, ...]) -> bool:
    """This very edit was made before, and only its answer was lost."""
    return (row.revision, row.name, row.rights, row.cause) == (new.revision + 1, new.name, wanted, ctx.cause)


def _raise_changed(refused: table.Refused) -> None:
    row = refused.row(RoleRow)
    raise RoleChanged(revision=row.revision if row else 0) from None


def delete(ctx: Ctx, role: RoleId) -> RoleShown:
    """Let a role be no more. Safe to repeat. 1 RU, 4 WU.

    Raises RoleIsShipped, UnknownRole, RightNotHeld, RoleIsHeld while somebody has it.
    """
    _check_own(role)
    row = store.role(ctx, role, consistent=True)
    if row is None:
        raise UnknownRole()
    if not row.is_deleted:
        check_held(ctx, set(row.rights) & rights.known().keys())
        _delete(ctx, row)
    standings.forget_role(ctx, role)
    return _shown(row)


def _delete(ctx: Ctx, row: RoleRow) -> None:
    try:
        store.delete_role(ctx, row)
    except table.Refused as refused:
        holder = refused.row(RoleRow)
        if holder is None or not holder.is_deleted:
            raise RoleIsHeld(holders=holder.holders if holder else 0) from None


def _own(ctx: Ctx, role: RoleId) -> RoleRow:
    _check_own(role)
    row = store.role(ctx, role, consistent=True)
    if row is None or row.is_deleted:
        raise UnknownRole()
    return row


def _check_own(role: RoleId) -> None:
    if role in SHIPPED:
        raise RoleIsShipped()


def _now(ctx: Ctx, role: RoleId) -> RoleShown:
    return _shown(_own(ctx, role))


def _check_giveable(ctx: Ctx, names: Collection[str]) -> None:
    _check_known(names)
    check_held(ctx, names)


def _check_known(names: Collection[str]) -> None:
    unknown = [(number, name) for number, name in enumerate(names) if name not in rights.known()]
    if unknown:
        raise Refused([_no_right(number, name) for number, name in unknown])


def _no_right(number: int, name: str) -> Fault:
    zh, en = f"没有“{name}”这项权限。", f"There is no right “{name}”."
    return Fault(f"rights[{number}]", "exists", name, zh, en)


def check_held(ctx: Ctx, names: Collection[str]) -> None:
    """Raises RightNotHeld for those that whoever acts does not hold themselves."""
    missing = sorted(set(names) - ctx.rights)
    if missing:
        raise RightNotHeld(rights=missing)
