"""Rows of the directory: people and departments.

What is known of a person are moments that only grow (there, gone, renamed, read), each written where it is later than
what is there. So events and answers may come twice, late and in any order, and a row ends the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
    WholeAttribute,
)
from chalicelib.core.storage.lists import Page, children, page_of_lines
from chalicelib.core.storage.retry import Collided, on_collision
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key, put_new
from chalicelib.staff import rules
from chalicelib.staff.ids import DepartmentId
from chalicelib.staff.shapes import StaffLine
from chalicelib.staff.states import StaffState

SELF = "-"
Fields = Mapping[str, Any]


class StaffRow(Row, discriminator="staff"):
    """A member of staff. status: as WeCom told last; how they stand follows from it and the moments (rules.state).

    left_late, renamed_late: of a departure, or a new userid, that was told only after somebody was there again under
    this one: how they stand does not say it, and yet it has to be followed.
    """

    keys = Keys(pk="staff#<userid>", sk=SELF, parent="staff", place="<userid>", line=StaffLine)

    userid = IdAttribute[UserId]()
    name = UnicodeAttribute(default="")
    avatar = UnicodeAttribute(default="")
    status = EnumAttribute(StaffState, default=StaffState.UNSEEN)
    departments: StructAttribute[tuple[DepartmentId, ...]] = StructAttribute(tuple[DepartmentId, ...], default=())
    serves = BooleanAttribute(default=False)
    there_at = MomentAttribute(default=NEVER)
    gone_at = MomentAttribute(default=NEVER)
    renamed_at = MomentAttribute(default=NEVER)
    read_at = MomentAttribute(default=NEVER)
    now_called = IdAttribute[UserId](default=UserId(""))
    formerly = IdAttribute[UserId](default=UserId(""))
    left_late = MomentAttribute(default=NEVER)
    renamed_late = MomentAttribute(default=NEVER)

    @property
    def state(self) -> StaffState:
        """How they stand."""
        return rules.state(self.status, self.there_at, self.gone_at, self.renamed_at)


class DepartmentRow(Row, discriminator="department"):
    """A department. above: what it is part of. is_gone: WeCom has it no more."""

    keys = Keys(pk="departments", sk="<department>")

    department = WholeAttribute[DepartmentId]()
    name = UnicodeAttribute()
    above = WholeAttribute[DepartmentId]()
    order = IntAttribute()
    is_gone = BooleanAttribute(default=False)


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What WeCom tells of somebody who is of the corp, and when it was asked. serves: None when it did not tell."""

    name: str
    avatar: str
    status: StaffState
    departments: tuple[DepartmentId, ...]
    serves: bool | None
    at: Moment


def _row(ctx: Ctx, userid: UserId) -> StaffRow:
    return StaffRow(key(ctx, "staff", userid), SELF)


def member(ctx: Ctx, userid: UserId, *, consistent: bool = False) -> StaffRow | None:
    """One member of staff. 0.5 RU (1 when consistent)."""
    row = _row(ctx, userid)
    return get(StaffRow, row.pk, row.sk, consistent=consistent)


def some(ctx: Ctx, userids: Sequence[UserId]) -> list[StaffRow]:
    """These, in this order, without those that are not there. 0.5 RU each, one call for 100."""
    rows = get_many([(_row(ctx, userid).pk, SELF) for userid in userids])
    return [row for row in rows if isinstance(row, StaffRow)]


def everybody(ctx: Ctx, limit: int, cursor: str) -> Page[StaffLine]:
    """The corp's staff, by userid. 0.5 RU per 4 KB of the index."""
    return page_of_lines(StaffRow, StaffLine, key(ctx, "staff"), limit, cursor, newest_first=False)


def there(ctx: Ctx, userid: UserId, at: Moment) -> None:
    """They were of the corp at a moment. 1 WU +1 listed, refused 1 WU."""
    _note(ctx, userid, {"there_at": at}, StaffRow.there_at < at)


def gone(ctx: Ctx, userid: UserId, at: Moment) -> None:
    """They were not of the corp at a moment. 1 WU +1 listed, refused 1 WU; told late 2 WU +1."""
    _note_end(ctx, userid, at, {"gone_at": at}, "left_late", StaffRow.gone_at < at)


def read(ctx: Ctx, userid: UserId, told: Read) -> None:
    """What WeCom told of them, unless something later is known. 1 WU +1 listed, refused 1 WU."""
    fields = {name: getattr(told, name) for name in ("name", "avatar", "status", "departments")}
    newer = (StaffRow.read_at < told.at) & (StaffRow.there_at <= told.at)
    _note(ctx, userid, {**fields, **_serves(told.serves), "read_at": told.at, "there_at": told.at}, newer)


def _serves(serves: bool | None) -> Fields:
    return {} if serves is None else {"serves": serves}


def unseen(ctx: Ctx, userid: UserId, serves: bool | None, at: Moment) -> None:
    """The app may not see them; what was known of them stays. 1 WU +1 listed, refused 1 WU."""
    fields = {"status": StaffState.UNSEEN, **_serves(serves), "read_at": at}
    _note(ctx, userid, fields, StaffRow.read_at < at)


def renamed(ctx: Ctx, old: UserId, new: UserId, at: Moment) -> None:
    """Somebody's userid was changed. The new one first, so that nobody is gone in between. 3 WU +3 listed."""
    there(ctx, new, at)
    _note(ctx, new, {"formerly": old}, StaffRow.formerly != old)
    _note_end(ctx, old, at, {"now_called": new, "renamed_at": at}, "renamed_late", StaffRow.renamed_at < at)


def _note_end(ctx: Ctx, userid: UserId, at: Moment, fields: Fields, late: str, newer: Condition) -> None:
    """Somebody was of the corp no more under a userid. Where they, or another, were there again since, it is late."""
    back = rules.after_the_second(at)
    refused_by = _note(ctx, userid, fields, newer & (StaffRow.there_at < back))
    if refused_by is not None and refused_by.there_at >= back:
        _note(ctx, userid, {**fields, late: at}, newer & (StaffRow.there_at >= back))


def _note(ctx: Ctx, userid: UserId, fields: Fields, newer: Condition) -> StaffRow | None:
    """Write fields where they are newer, or a new row: only of a row that is there can a line be changed.

    The row that refused, where one did.
    """
    return on_collision(lambda: _write(ctx, userid, fields, newer))


def _write(ctx: Ctx, userid: UserId, fields: Fields, newer: Condition) -> StaffRow | None:
    actions = [getattr(StaffRow, name).set(value) for name, value in fields.items()]
    try:
        change(ctx, _row(ctx, userid), actions, StaffRow.pk.exists() & newer)
    except Refused as refused:
        if refused.old is not None:
            return refused.row(StaffRow)
        _put(ctx, userid, fields)
    return None


def _put(ctx: Ctx, userid: UserId, fields: Fields) -> None:
    row = _row(ctx, userid)
    row.userid = userid
    row.parent, row.place = key(ctx, "staff"), userid
    for name, value in fields.items():
        setattr(row, name, value)
    try:
        put_new(ctx, row)
    except Refused:
        raise Collided() from None  # a rival met them first: what we know may still be newer


def departments(ctx: Ctx) -> list[DepartmentRow]:
    """Every department that was ever seen, by number. 0.5 RU per 4 KB."""
    return list(children(DepartmentRow, key(ctx, "departments")))


def keep_department(ctx: Ctx, department: DepartmentId, name: str, above: DepartmentId, order: int) -> None:
    """A department as WeCom has it. 1 WU."""
    actions = [
        DepartmentRow.kind.set(DepartmentRow),
        DepartmentRow.department.set(department),
        DepartmentRow.name.set(name),
        DepartmentRow.above.set(above),
        DepartmentRow.order.set(order),
        DepartmentRow.is_gone.set(False),
    ]
    change(ctx, _department(ctx, department), actions, None)


def department_gone(ctx: Ctx, department: DepartmentId) -> None:
    """WeCom has it no more. 1 WU."""
    change(ctx, _department(ctx, department), [DepartmentRow.is_gone.set(True)], DepartmentRow.pk.exists())


def _department(ctx: Ctx, department: DepartmentId) -> DepartmentRow:
    return DepartmentRow(key(ctx, "departments"), f"{department:010d}")
