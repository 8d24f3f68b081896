"""Rows of welcomes: what became of each join's."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.table import Keys, Refused, Row, get, key, put_new
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.states import WelcomeState
from chalicelib.members.ids import MemberId


class WelcomeRow(Row, discriminator="welcome"):
    """What became of the welcome of one join. received_at: when the try that ended it was begun.

    left_out: the places of the attachments that were.
    """

    keys = Keys(pk="welcome#<member>", sk="<joined_at>#<userid>")

    member_id = IdAttribute[MemberId]()
    userid = IdAttribute[UserId]()
    code = IdAttribute[LiveCode]()
    joined_at = MomentAttribute()
    received_at = MomentAttribute()
    outcome = EnumAttribute(WelcomeState)
    ended_at = MomentAttribute()
    errcode = IntAttribute()
    left_out: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], default=())


class Ended(msgspec.Struct, frozen=True):
    """What became of the welcome of a join."""

    joined_at: Moment
    outcome: WelcomeState
    errcode: int
    left_out: tuple[str, ...] = ()


def has_ended(ctx: Ctx, member_id: MemberId, userid: UserId, joined_at: Moment) -> bool:
    """True when it is known what became of this join's welcome. 1 RU."""
    row = _welcome(ctx, member_id, userid, joined_at)
    return get(WelcomeRow, row.pk, row.sk, consistent=True) is not None


def keep_welcome(ctx: Ctx, member_id: MemberId, userid: UserId, code: LiveCode, ended: Ended) -> None:
    """What became of a welcome, said once. 1 WU."""
    row = _welcome(ctx, member_id, userid, ended.joined_at)
    row.member_id, row.userid, row.code = member_id, userid, code
    row.joined_at, row.received_at, row.ended_at = ended.joined_at, ctx.at, ctx.at
    row.outcome, row.errcode, row.left_out = ended.outcome, ended.errcode, ended.left_out
    try:
        put_new(ctx, row)
    except Refused:
        return  # a rival delivery of the same event said it first


def _welcome(ctx: Ctx, member_id: MemberId, userid: UserId, joined_at: Moment) -> WelcomeRow:
    return WelcomeRow(key(ctx, "welcome", member_id), f"{joined_at}#{userid}")
