"""Rows of contact ways: what WeCom made for each member of staff who is, or was, behind a live code.

Who is shown, and how often, stands at the live code itself; a way outlives that, since its QR code may be printed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage.attributes import IdAttribute, MomentAttribute, StructAttribute
from chalicelib.core.storage.lists import after_place
from chalicelib.core.storage.table import Keys, Refused, Row, change, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Way
from chalicelib.livecodes.shapes import LIVE_CODE


class WayRow(Row, discriminator="contact_way"):
    """The contact way of one member of staff of a live code.

    asked_at: when WeCom was first asked to make it. Set without config_id, the outcome is unknown and
    must be looked up before anything is made again. problem: why WeCom will not make it. ending: the id of one that was
    taken out of use and is not known to be deleted at WeCom yet. moved_to: the userid was changed, and the way goes on
    under the new one; this row is no way any more, and listed no more.
    """

    keys = Keys(pk="live_code#<code>", sk="way#<userid>", parent="staff#<userid>#ways", place="<created_at><code>")
    audited = Audited(thing=LIVE_CODE, id="code", part="userid")

    code = IdAttribute[LiveCode]()
    userid = IdAttribute[UserId]()
    asked_at = MomentAttribute(null=True)
    made_at = MomentAttribute(null=True)
    config_id = IdAttribute[str](default="")
    qr_code = IdAttribute[str](default="")
    ending = IdAttribute[str](default="")
    problem = StructAttribute(Problem, null=True)
    moved_to = IdAttribute[UserId](default=UserId(""))
    moved_from = IdAttribute[UserId](default=UserId(""))


def _way(ctx: Ctx, code: LiveCode, userid: UserId) -> WayRow:
    return WayRow(key(ctx, "live_code", code), f"way#{userid}")


def shown(row: WayRow, weight: int) -> Way:
    """A way as verbs know it. weight: as the live code has it, 0 for one that is spare."""
    asked_at = row.asked_at or NEVER
    return Way(row.userid, weight, row.config_id, row.qr_code, row.problem, asked_at=asked_at, ending=row.ending)


def _ways_of(ctx: Ctx, userid: UserId) -> str:
    return key(ctx, "staff", userid, "ways")


def codes_of(ctx: Ctx, userid: UserId) -> list[LiveCode]:
    """The live codes that somebody is or was behind, the oldest first, by the index, which is a moment behind. 0.5 RU
    each.
    """
    return [row.code for row in after_place(WayRow, _ways_of(ctx, userid), "")]


def add_in(
    transaction: Transaction, code: LiveCode, userids: Sequence[UserId], created_at: Moment, refused: Refusal[WayRow]
) -> None:
    """Add: contact ways to be made for them. 2 WU +1 listed each."""
    for userid in userids:
        way = _way(transaction.ctx, code, userid)
        way.code, way.userid = code, userid
        way.parent, way.place = _ways_of(transaction.ctx, userid), created_at + code
        transaction.put_new(way, refused)


def move_in(transaction: Transaction, row: WayRow, new: UserId) -> None:
    """Add: a contact way goes on under the userid's new form. Raises Refused. 4 WU +2 listed."""
    ctx, way = transaction.ctx, _way(transaction.ctx, row.code, new)
    for name in ("code", "asked_at", "made_at", "config_id", "qr_code", "ending", "problem", "place"):
        setattr(way, name, getattr(row, name))
    way.userid, way.parent, way.moved_from = new, _ways_of(ctx, new), row.userid
    transaction.put_new(way, Refused)
    moved = [WayRow.moved_to.set(new), Row.parent.remove(), Row.place.remove()]
    transaction.change(_way(ctx, row.code, row.userid), moved, WayRow.moved_to == "", Refused)


def back_in(transaction: Transaction, code: LiveCode, userid: UserId) -> None:
    """Add: somebody is behind the live code again; WeCom may be asked anew for what it refused. 2 WU."""
    actions = [WayRow.problem.remove()]
    transaction.change(_way(transaction.ctx, code, userid), actions, WayRow.pk.exists(), Refused)


def anew_in(transaction: Transaction, code: LiveCode, userid: UserId, created_at: Moment) -> None:
    """Add: a userid that moved on has a way of its own again, since somebody else is called so now. 2 WU +1 listed."""
    actions = [
        *_nothing_made(),
        WayRow.moved_to.set(UserId("")),
        WayRow.moved_from.set(UserId("")),
        Row.parent.set(_ways_of(transaction.ctx, userid)),
        Row.place.set(created_at + code),
    ]
    transaction.change(_way(transaction.ctx, code, userid), actions, WayRow.moved_to != "", Refused)


def _nothing_made() -> list[Any]:
    return [
        WayRow.config_id.set(""),
        WayRow.qr_code.set(""),
        WayRow.asked_at.remove(),
        WayRow.made_at.remove(),
        WayRow.problem.remove(),
    ]


def ask(ctx: Ctx, code: LiveCode, userid: UserId) -> None:
    """Note that WeCom is about to be asked for this contact way. Raises Refused when somebody asked before. 1 WU."""
    unasked = WayRow.asked_at.does_not_exist() & WayRow.pk.exists()
    change(ctx, _way(ctx, code, userid), [WayRow.asked_at.set(ctx.at)], unasked)


def keep(ctx: Ctx, code: LiveCode, userid: UserId, config_id: str, qr_code: str) -> bool:
    """Store the contact way that WeCom made; False when another one is stored already. 1 WU."""
    actions = [
        WayRow.config_id.set(config_id),
        WayRow.qr_code.set(qr_code),
        WayRow.made_at.set(ctx.at),
        WayRow.problem.remove(),
    ]
    try:
        change(ctx, _way(ctx, code, userid), actions, WayRow.config_id == "")
    except Refused:
        return False
    return True


def refuse(ctx: Ctx, code: LiveCode, userid: UserId, problem: Problem, *, made_none: bool) -> None:
    """WeCom will not make this contact way, or tell of it. 1 WU.

    made_none: it is known to have made none, as if it had not been asked.
    """
    actions = [WayRow.problem.set(problem), *([WayRow.asked_at.remove()] if made_none else [])]
    with contextlib.suppress(Refused):  # a rival made it
        change(ctx, _way(ctx, code, userid), actions, WayRow.config_id == "")


def forget_refusal(ctx: Ctx, code: LiveCode, userid: UserId) -> None:
    """WeCom shall be asked again for a contact way that it refused. 1 WU."""
    with contextlib.suppress(Refused):  # somebody was first
        change(ctx, _way(ctx, code, userid), [WayRow.problem.remove()], WayRow.problem.exists())


def end(ctx: Ctx, code: LiveCode, userid: UserId, config_id: str) -> None:
    """Take a contact way out of use, before WeCom deletes it: from now on nobody is shown it. Safe to repeat. 1 WU."""
    actions = [*_nothing_made(), WayRow.ending.set(config_id)]
    with contextlib.suppress(Refused):  # another worker was first
        change(ctx, _way(ctx, code, userid), actions, (WayRow.config_id == config_id) & (WayRow.ending == ""))


def ended(ctx: Ctx, code: LiveCode, userid: UserId, config_id: str) -> None:
    """WeCom has deleted it. Safe to repeat. 1 WU."""
    with contextlib.suppress(Refused):
        change(ctx, _way(ctx, code, userid), [WayRow.ending.set("")], WayRow.ending == config_id)
