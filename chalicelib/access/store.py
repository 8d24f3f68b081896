"""Operators' rows: one per member of staff who has a role."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import children
from chalicelib.core.storage.table import Row, change, get, key


class OperatorRow(Row, discriminator="operator"):
    """A member of staff with a role; a role of '' was taken away."""

    userid = UnicodeAttribute()
    role = UnicodeAttribute()


def _partition(ctx: Ctx) -> str:
    return key(ctx, "operators")


def operator(ctx: Ctx, userid: str) -> OperatorRow | None:
    """One operator. 0.5 RU."""
    return get(OperatorRow, _partition(ctx), userid)


def operators(ctx: Ctx) -> list[OperatorRow]:
    """Every operator of the corp."""
    return list(children(OperatorRow, _partition(ctx)))


def set_role(ctx: Ctx, userid: str, role: str) -> OperatorRow:
    """Give a role, or take it away with ''. 1 WU."""
    actions = [OperatorRow.kind.set(OperatorRow), OperatorRow.userid.set(userid), OperatorRow.role.set(role)]
    return change(ctx, OperatorRow(_partition(ctx), userid), actions, None)
