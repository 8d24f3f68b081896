"""Reading figures from WeCom, step by step: some members of staff a step, a call each.

What a step writes it writes by itself, safely twice: a day is one row, and what differs from it takes its place. One of
whom WeCom tells nothing keeps no other from being read.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day, days_between, epoch_iso, moment, shanghai_day
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.platforms.wecom import behaviour, customers
from chalicelib.platforms.wecom.behaviour import Behaviour
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.quality import store
from chalicelib.quality.jobs import ReadQuality
from chalicelib.quality.shapes import Figures
from chalicelib.stores import service as stores

STAFF_A_STEP = 20
REFUSED = Why(
    "企业微信拒绝提供该员工的数据，请核对其状态与应用的「客户联系」可见范围",
    "WeCom tells nothing of this member of staff. Check their state and what the app may see",
)


def step(ctx: Ctx, work: Work[ReadQuality]) -> Step:
    """Some members of staff's days: a call each, and 1 RU and at most 2 WU a day that differs.

    Raises WeComBusy, UpstreamUnknown: tried again.
    """
    staff = sorted(set(customers.follow_users(ctx)))
    rest = [userid for userid in staff if userid > work.cursor]
    some, is_last = rest[:STAFF_A_STEP], len(rest) <= STAFF_A_STEP
    rejects = [reject for userid in some if (reject := _read(ctx, work.args, userid, staff.index(userid) + 1))]
    return Step(
        cursor=None if is_last else some[-1],
        done=len(some) - len(rejects),
        rejects=rejects,
        total=len(staff),
        together=(lambda transaction: store.read_in(transaction, work.args.until)) if is_last else None,
    )


def _read(ctx: Ctx, days: ReadQuality, userid: UserId, number: int) -> Reject | None:
    try:
        told = behaviour.of_days(ctx, userid, days.since, days.until)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return Reject(number, REFUSED, userid)
    asked = days_between(days.since, days.until)
    known = store.known(ctx, userid, asked)
    for one in told:
        day = shanghai_day(moment(epoch_iso(one.stat_time)))
        if day in asked:  # what nobody asked for is nobody's day
            before = known.get(day)
            now = _figures(one, userid, day, before.store if before else stores.where(ctx, userid))
            if now != before:
                store.keep(ctx, now)
    return None


def _figures(told: Behaviour, userid: UserId, day: Day, store_id: StoreId) -> Figures:
    return Figures(
        userid=userid,
        day=day,
        store=store_id,
        chats=max(told.chat_cnt, 0),
        messages=max(told.message_cnt, 0),
        replied=_hundredths(told.reply_percentage),
        first_reply=_hundredths(told.avg_reply_time),
        negative=max(told.negative_feedback_cnt, 0),
        applies=max(told.new_apply_cnt, 0),
        contacts=max(told.new_contact_cnt, 0),
    )


def _hundredths(value: float | None) -> int | None:
    return None if value is None or value < 0 else round(value * 100)
