"""What operators did, as lines of a file."""

from __future__ import annotations

import msgspec

from chalicelib.audit import service as audit
from chalicelib.audit.shapes import Act, ActsQuery
from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.shapes import Person
from chalicelib.exports.columns import Asked, Column, Kind, Lines, at, cells
from chalicelib.exports.states import ExportKind

COLUMNS: tuple[Column[Act], ...] = (
    Column("时间", lambda one: at(one.at)),
    Column("操作人", lambda one: one.by.name),
    Column("员工账号", lambda one: one.by.userid),
    Column("操作", lambda one: one.act_zh),
    Column("对象类型", lambda one: one.thing_zh),
    Column("对象名称", lambda one: one.thing_name),
    Column("对象编号", lambda one: one.thing_id),
    Column("结果", lambda one: f"未执行（{audit.why_refused(one.refused)[0]}）" if one.refused else "已执行"),
    Column("说明", lambda one: one.sentence_zh),
)


def page(ctx: Ctx, asked: Asked, cursor: str) -> Lines:
    """At most 100, the newest first; what is personal in them the audit itself keeps hidden."""
    which = asked.which
    query = ActsQuery(limit=100, cursor=cursor, thing=which.thing, thing_id=which.thing_id, by=which.staff)
    found = audit.for_file(ctx, query, which.since, which.until)
    names = called.of(ctx, {"staff": [str(one.by.userid) for one in found.items]}).get("staff", {})

    def named(one: Act) -> Act:
        return msgspec.structs.replace(one, by=Person(one.by.userid, names.get(one.by.userid, "")))

    return Lines(cells(COLUMNS, [named(one) for one in found.items]), found.cursor)


KIND = Kind(
    kind=ExportKind.AUDIT,
    zh="操作日志",
    takes=frozenset({"since", "until", "staff", "thing", "thing_id"}),
    head=tuple(column.zh for column in COLUMNS),
    page=page,
    for_everybody_only=True,
)
