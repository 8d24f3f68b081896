"""Who has a follow-up is told when its time comes: once for each time, and not in quiet hours."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.moments import SHANGHAI, iso, moment
from chalicelib.core.ops import log
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.followups import store
from chalicelib.followups.errands import RemindOfFollowUp
from chalicelib.followups.states import FollowUpState
from chalicelib.followups.store import FollowUpRow
from chalicelib.members import service as members
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.staff import service as people
from chalicelib.touches import service as touches


def time_has_come(ctx: Ctx, waiting: Due) -> None:
    """A follow-up is due: have it told, in quiet hours when they end. Safe to repeat. 1 RU, 1 WU +1 due."""
    row = store.of_due(waiting)
    if row is None or row.due_at != waiting.due_at:
        return
    opens = touches.opens(ctx)
    with suppress(Refused):  # another tick was first, or it was put off a moment ago
        if opens > ctx.now:
            store.wait(ctx, waiting, row.followup_id, iso(opens))
            return
        send(ctx, RemindOfFollowUp(member=row.member_id, followup=row.followup_id, at=row.wanted_at))
        store.asked(ctx, waiting)


def remind(ctx: Ctx, errand: RemindOfFollowUp) -> None:
    """The app message. Safe to repeat: WeCom drops the same message within 4 hours, and what was told is noted. 1 WU.

    Who has left is not told: who takes over finds it in their list.
    """
    row = store.followup(ctx, errand.member, errand.followup)
    if row is None or row.state is not FollowUpState.OPEN or row.wanted_at != errand.at or row.told_for == errand.at:
        return
    if not people.now(ctx, row.staff).is_able:
        return
    name = members.name_of(ctx, row.member_id)
    try:
        mass.send_to_staff(ctx, [row.staff], Message(msgtype="text", text=Text(words(row, name))))
    except WeComRefused as refused:
        if refused.outlook is Outlook.AGAIN:
            raise
        log.warning("follow-up not told", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
    with suppress(Refused):  # another told them a moment ago
        store.told(ctx, row)


def words(row: FollowUpRow, name: str) -> str:
    """What the member of staff reads (docs/platform E1: 2,048 bytes)."""
    at = moment(row.wanted_at).astimezone(SHANGHAI).strftime("%m-%d %H:%M")
    return without_braces(f"【跟进提醒】{name or '客户'}：{row.what}\n时间：{at}\n{config().public_url}/side")
