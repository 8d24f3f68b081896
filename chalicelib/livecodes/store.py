"""Rows of live codes, their contact ways, and the welcomes of joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.table import Refused, Row, change, key, put_new
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
TRYING = "trying"


class LiveCodeRow(Row, discriminator="live_code"):
    """A live code and what follows from a join through it."""

    code = UnicodeAttribute()
    name = UnicodeAttribute()
    tag_ids = JSONAttribute()
    welcome = JSONAttribute()
    coupon_template_id = UnicodeAttribute()
    created_at = UnicodeAttribute()


class WayRow(Row, discriminator="contact_way"):
    """The contact way of one member of staff of a live code.

    asked_at: when WeCom was first asked to make it. Set without config_id, the outcome is unknown and
    must be looked up before anything is made again.
    """

    code = UnicodeAttribute()
    userid = UnicodeAttribute()
    weight = NumberAttribute()
    asked_at = UnicodeAttribute(null=True)
    made_at = UnicodeAttribute(null=True)
    config_id = UnicodeAttribute(default="")
    qr_code = UnicodeAttribute(default="")


class WelcomeRow(Row, discriminator="welcome"):
    """The welcome of one join.

    outcome: trying, sent, already (an earlier try of ours, or another app's, came through), expired, failed,
    or unknown (an earlier try went without an answer, and its code has run out since).
    """

    member_id = UnicodeAttribute()
    userid = UnicodeAttribute()
    code = UnicodeAttribute()
    joined_at = UnicodeAttribute()
    received_at = UnicodeAttribute()
    outcome = UnicodeAttribute()
    settled_at = UnicodeAttribute(null=True)
    errcode = NumberAttribute(null=True)


class LiveCodeWithWays:
    """A live code and the contact ways of its staff."""

    def __init__(self, row: LiveCodeRow, ways: list[WayRow]) -> None:
        self.row = row
        self.ways = ways

    @property
    def is_ready(self) -> bool:
        """True when WeCom has made every contact way."""
        return all(way.config_id for way in self.ways)


def _key(ctx: Ctx, code: str) -> str:
    return key(ctx, "live_code", code)


def _way_sk(userid: str) -> str:
    return f"way#{userid}"


def create(ctx: Ctx, code: str, values: dict[str, Any], shares: Sequence[tuple[str, int]]) -> LiveCodeWithWays:
    """A live code with a contact way to be made for each of its staff, together.

    Raises Refused when the code is taken.
    """
    row = LiveCodeRow(_key(ctx, code), SELF, code=code, created_at=ctx.at, **values)
    row.parent, row.place = key(ctx, "live_codes"), ctx.at + code
    ways = [
        WayRow(_key(ctx, code), _way_sk(userid), code=code, userid=userid, weight=weight) for userid, weight in shares
    ]
    transaction = Transaction(ctx)
    transaction.put_new(row)
    for way in ways:
        transaction.put_new(way)
    transaction.commit()
    return LiveCodeWithWays(row, ways)


def live_code(ctx: Ctx, code: str, *, consistent: bool = False) -> LiveCodeWithWays | None:
    """A live code with its contact ways, in one query."""
    rows: list[Any] = list(children(Row, _key(ctx, code), consistent=consistent))
    found = [row for row in rows if isinstance(row, LiveCodeRow)]
    return LiveCodeWithWays(found[0], [row for row in rows if isinstance(row, WayRow)]) if found else None


def live_codes(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's live codes, newest first."""
    return page_by_parent(Row, key(ctx, "live_codes"), limit, cursor, newest_first=True)


def ask(ctx: Ctx, way: WayRow) -> None:
    """Note that WeCom is about to be asked for this contact way. Raises Refused when somebody asked before. 1 WU."""
    change(
        ctx,
        WayRow(way.pk, way.sk),
        [WayRow.asked_at.set(ctx.at)],
        WayRow.asked_at.does_not_exist() & WayRow.pk.exists(),
    )


def made(ctx: Ctx, way: WayRow, config_id: str, qr_code: str) -> bool:
    """Store what WeCom made; False when another one is stored already. 1 WU."""
    actions = [WayRow.config_id.set(config_id), WayRow.qr_code.set(qr_code), WayRow.made_at.set(ctx.at)]
    try:
        change(ctx, WayRow(way.pk, way.sk), actions, WayRow.config_id == "")
    except Refused:
        return False
    return True


def begin_welcome(ctx: Ctx, member_id: str, userid: str, code: str, joined_at: str) -> tuple[WelcomeRow, bool]:
    """The welcome of this join, and whether it began just now. 1 WU."""
    row = WelcomeRow(
        key(ctx, "welcome", member_id),
        f"{joined_at}#{userid}",
        member_id=member_id,
        userid=userid,
        code=code,
        joined_at=joined_at,
        received_at=ctx.at,
        outcome=TRYING,
    )
    try:
        return put_new(ctx, row), True
    except Refused as refused:
        return refused.old, False


def settle_welcome(ctx: Ctx, row: WelcomeRow, outcome: str, errcode: int, at: str) -> None:
    """What became of a welcome, said once. 1 WU."""
    actions = [WelcomeRow.outcome.set(outcome), WelcomeRow.settled_at.set(at), WelcomeRow.errcode.set(errcode)]
    try:
        change(ctx, WelcomeRow(row.pk, row.sk), actions, WelcomeRow.outcome == TRYING)
    except Refused:
        return  # a rival delivery of the same event settled it first
