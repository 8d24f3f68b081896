"""Operators' rows: one per member of staff who has a role."""

from __future__ import annotations

from chalicelib.access.states import GivenRole
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage.attributes import EnumAttribute, IdAttribute
from chalicelib.core.storage.lists import children
from chalicelib.core.storage.table import Keys, Row, change, get, key


class OperatorRow(Row, discriminator="operator"):
    """A member of staff with a role; NONE was taken away."""

    keys = Keys(pk="operators", sk="<userid>")

    userid = IdAttribute[UserId]()
    role = EnumAttribute(GivenRole)


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
    actions = [OperatorRow.kind.set(OperatorRow), OperatorRow.userid.set(userid), OperatorRow.role.set(role)]
    return change(ctx, OperatorRow(_partition(ctx), userid), actions, None)
