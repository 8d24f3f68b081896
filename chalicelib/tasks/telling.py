"""A recall reaches the staff who hold a task: told by app message what was taken back and why (docs/platform E1)."""

from __future__ import annotations

import contextlib

from chalicelib.content import service as contents
from chalicelib.content.service import Recalled
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.tasks import store
from chalicelib.tasks.errands import TellSender
from chalicelib.tasks.facts import TaskTakenBack
from chalicelib.tasks.states import Outcome
from chalicelib.tasks.store import TaskRow

# So that it fits into an app message whatever the reason says (2,048 bytes).
REASON_CHARACTERS = 200


def tell_later(ctx: Ctx, fact: Fact[TaskTakenBack]) -> None:
    """After a task was taken back since its content was recalled: tell who holds it."""
    if fact.data.why is Outcome.RECALLED and fact.data.staff:
        errands.send(ctx, TellSender(origin=fact.data.origin, task=fact.data.task))


def tell(ctx: Ctx, errand: TellSender) -> None:
    """The app message, also in quiet hours: nobody shall tap "send" meanwhile. 1 WU.

    Safe to repeat: WeCom drops the same message within 4 hours. Staff whom WeCom does not reach are left untold.
    """
    row = store.task(ctx, errand.origin, errand.task)
    if row is None or row.told_at:
        return
    recalled = contents.recalled(ctx, row.brief.item_id, row.brief.version)
    try:
        mass.send_to_staff(ctx, [row.sender], Message(msgtype="text", text=Text(words(recalled, row))))
    except WeComRefused as refused:
        if refused.outlook is Outlook.AGAIN:
            raise
        log.warning("staff not told", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
    with contextlib.suppress(Refused):  # another told them a moment ago
        store.told(ctx, row)


def words(recalled: Recalled, row: TaskRow) -> str:
    """What the member of staff reads. A reason may well quote a variable, whose braces nobody would be sent."""
    what = "中未发送的部分已取消" if row.taken_back_at else "未能在企业微信取消"
    return without_braces(
        f"【素材撤回】「{recalled.name}」已撤回，原因：{recalled.reason[:REASON_CHARACTERS]}。"
        f"您的群发任务（{row.targets} 个对象）{what}，请勿再发送；已发出的无法收回，如有顾客询问请如实说明。"
    )
