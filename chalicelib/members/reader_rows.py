"""Rows of who reads pages by an official account, and the members that they were proved to be."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import IdAttribute
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.members.ids import MemberId

SELF = "-"


class ReaderRow(Row, discriminator="reader"):
    """Who somebody is to an official account, whose pages they read, and the member that they were proved to be."""

    keys = Keys(pk="identity#openid#<appid>#<openid>", sk=SELF)

    member_id = IdAttribute[MemberId]()


def note(ctx: Ctx, appid: str, openid: str, member_id: MemberId) -> None:
    """A unionid has proved who reads: the latest proof counts. 1 WU, refused when it is no news."""
    actions = [ReaderRow.kind.set(ReaderRow), ReaderRow.member_id.set(member_id)]
    news = ReaderRow.member_id.does_not_exist() | (ReaderRow.member_id != member_id)
    with suppress(Refused):  # known already
        change(ctx, ReaderRow(key(ctx, "identity", "openid", appid, openid), SELF), actions, news)


def reader(ctx: Ctx, appid: str, openid: str) -> MemberId | None:
    """The member that a reader was proved to be. 1 RU."""
    row = get(ReaderRow, key(ctx, "identity", "openid", appid, openid), SELF, consistent=True)
    return row.member_id if row else None
