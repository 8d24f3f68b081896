"""Why a task ended without being sent, where neither WeCom nor somebody's decision is the reason."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.errors import AppError, Conflict
from chalicelib.tasks.states import Outcome


class TaskTooLate(Conflict):
    zh = "在可发送的时间内未能交给企业微信（静默时段、限流或系统繁忙），本任务已结束；如仍需发送，请新建群发。"
    en = (
        "It could not be handed to WeCom while it was worth sending (quiet hours, limits, a busy system). Make a new"
        " post if it is still to go out."
    )


class TaskUnconfirmed(Conflict):
    zh = "员工到结束时间（最长 72 小时）没有确认发送，任务已收回；请提醒该员工，如仍需发送，请复制群发。"
    en = (
        "The member of staff did not confirm it before the end (72 hours at most) and it was taken back. Talk to them,"
        " and copy the post if it is still to go out."
    )


class TaskSenderLeft(Conflict):
    zh = "员工的工作已交接给他人，其未发送的任务已收回；顾客归接替的员工后，如仍需发送，请复制群发。"
    en = (
        "What its sender had was handed over, and it was taken back. Copy the post if it is still to go out, once the"
        " customers are the other's."
    )


class TaskOutcomeLost(Conflict):
    zh = "企业微信没有答复，无法得知员工是否收到；为避免重复发送，不再重试。请向员工核实。"
    en = (
        "WeCom gave no answer, so nobody knows whether staff got it. It is not sent again, lest they get it twice: ask"
        " them."
    )


# What a task may be closed with that somebody has to be told in words.
OF_OUTCOME: Mapping[str, type[AppError]] = {
    Outcome.TOO_LATE: TaskTooLate,
    Outcome.UNCONFIRMED: TaskUnconfirmed,
    Outcome.SENDER_LEFT: TaskSenderLeft,
    Outcome.UNKNOWN: TaskOutcomeLost,
}
