"""Members as lines of a file."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.exports.columns import Asked, Column, Kind, Lines, at, cells, yes
from chalicelib.exports.states import ExportKind, LineState, Purpose
from chalicelib.members import service as members
from chalicelib.members.shapes import Filter, MemberInFile
from chalicelib.members.states import FriendState

STAGES = {FriendState.FRIEND: "好友", FriendState.PENDING: "待通过", FriendState.LOST: "已流失"}

COLUMNS: tuple[Column[MemberInFile], ...] = (
    Column("会员编号", lambda one: one.member_id),
    Column("姓名", lambda one: one.name),
    Column("外部联系人 ID", lambda one: one.external_userid),
    Column("首次添加时间", lambda one: at(one.first_at)),
    Column("首次添加员工", lambda one: one.first_staff),
    Column("员工账号", lambda one: one.first_userid),
    Column("来源活码", lambda one: one.first_code),
    Column("活码编号", lambda one: one.first_state),
    Column("好友状态", lambda one: STAGES[one.stage]),
    Column("标签", lambda one: "、".join(one.tags)),
    Column("接收群发", lambda one: yes(one.accepts_posts)),
)


def page(ctx: Ctx, asked: Asked, cursor: str) -> Lines:
    """At most 100; for advertising without those who said no to it."""
    found = members.for_file(ctx, _filter(asked), cursor, is_masked=asked.is_masked)
    meant = [one for one in found.items if one.accepts_posts or asked.purpose is not Purpose.MARKETING]
    return Lines(cells(COLUMNS, meant), found.cursor, len(found.items) - len(meant))


def _filter(asked: Asked) -> Filter:
    which = asked.which
    return Filter(
        since=which.since,
        until=which.until,
        store=which.store,
        staff=which.staff,
        code=which.code,
        tag=which.tag,
        stage=FriendState(which.state.value) if which.state else None,
    )


KIND = Kind(
    kind=ExportKind.MEMBERS,
    zh="会员",
    takes=frozenset({"since", "until", "store", "staff", "code", "tag", "state"}),
    states=tuple(LineState(one.value) for one in FriendState),
    head=tuple(column.zh for column in COLUMNS),
    page=page,
)
