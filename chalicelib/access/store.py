"""Operators' rows: one per member of staff who has a role."""

from __future__ import annotations

from contextlib import suppress

from pynamodb.expressions.update import Action

from chalicelib.access.states import GivenRole
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import EnumAttribute, IdAttribute
from chalicelib.core.storage.lists import children
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Transaction


class OperatorRow(Row, discriminator="operator"):
    """A member of staff with a role; NONE was taken away. ended: the role that ended because they left."""

    keys = Keys(pk="operators", sk="<userid>")

    userid = IdAttribute[UserId]()
    role = EnumAttribute(GivenRole)
    ended = EnumAttribute(GivenRole, default=GivenRole.NONE)


HELD = tuple(role for role in GivenRole if role)


def _partition(ctx: Ctx) -> str:
    return key(ctx, "operators")


def operator(ctx: Ctx, userid: UserId) -> OperatorRow | None:
    """One operator. 0.5 RU."""
    return get(OperatorRow, _partition(ctx), userid)


def operators(ctx: Ctx) -> list[OperatorRow]:
    """Every operator of the corp. 0.5 RU per 4 KB."""
    return list(children(OperatorRow, _partition(ctx)))


def set_role(ctx: Ctx, userid: UserId, role: GivenRole) -> OperatorRow:
    """Give a role, or take it away with NONE. 1 WU."""
    return change(ctx, OperatorRow(_partition(ctx), userid), _has(userid, role), None)


def _has(userid: UserId, role: GivenRole) -> list[Action]:
    return [
        OperatorRow.kind.set(OperatorRow),
        OperatorRow.userid.set(userid),
        OperatorRow.role.set(role),
        OperatorRow.ended.set(GivenRole.NONE),
    ]


def end_role(ctx: Ctx, userid: UserId, until: Moment) -> None:
    """A role that was given until then ends because they left. 1 WU, refused 1 WU when there is none."""
    actions = [OperatorRow.ended.set(OperatorRow.role), OperatorRow.role.set(GivenRole.NONE)]
    with suppress(Refused):
        held = OperatorRow.role.is_in(*HELD) & (OperatorRow.changed_at <= until)
        change(ctx, OperatorRow(_partition(ctx), userid), actions, held)


def move_role(ctx: Ctx, old: UserId, new: UserId, until: Moment) -> None:
    """The role that a userid was given until then goes on under its new form, also one that ended because the old one
    was gone. 1 RU, 4 WU.
    """
    row = get(OperatorRow, _partition(ctx), old, consistent=True)
    role = (row.role or row.ended) if row else GivenRole.NONE
    if not row or not role or row.changed_at > until or old == new:
        return
    transaction = Transaction(ctx)
    has_none = OperatorRow.pk.does_not_exist() | (OperatorRow.role == GivenRole.NONE)
    transaction.change(OperatorRow(_partition(ctx), new), _has(new, role), has_none, Refused)
    same = (OperatorRow.role == row.role) & (OperatorRow.ended == row.ended)
    transaction.change(OperatorRow(_partition(ctx), old), _has(old, GivenRole.NONE), same, Refused)
    with suppress(Refused):  # the new one has a word of its own, or somebody was first
        transaction.commit()
