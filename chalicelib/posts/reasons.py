"""Why somebody has not got a post, in words."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.posts.shapes import Missed
from chalicelib.tasks.states import Outcome
from chalicelib.touches.states import LeftOut

OF_WECOM = "wecom_"
WORDS: Mapping[str, tuple[str, str]] = {
    Outcome.NOT_FRIEND: ("不是好友", "not a friend of the staff asked"),
    Outcome.QUOTA: ("已达企业微信接收上限", "has got as many as WeCom lets through"),
    Outcome.BLOCKED: ("在屏蔽名单", "on the block list"),
    Outcome.CANCELLED: ("发送前被取消", "cancelled before it was sent"),
    Outcome.INVALID: ("企业微信不认这个对象", "WeCom does not know them"),
    Outcome.RECALLED: ("素材已撤回", "the content was recalled"),
    Outcome.REFUSED: ("顾客拒收", "does not want posts"),
    Outcome.TOO_LATE: ("结束前未能交给企业微信", "could not be handed to WeCom before the end"),
    Outcome.UNCONFIRMED: ("员工到结束时未发送", "the staff did not send it before the end"),
    Outcome.SENDER_LEFT: ("员工的工作已交接，任务已收回", "its sender handed over what they had"),
    Outcome.UNKNOWN: ("企业微信没有答复，结果不明", "WeCom did not tell, so nobody knows"),
    LeftOut.FREQUENCY_CAP: ("已达本企业频次上限", "has got as many as the corp allows"),
    LeftOut.OWNER_LEFT: ("群主已离职", "the group's owner has left"),
    LeftOut.OWNER_REFUSED: ("企业微信不提供该群主的群", "WeCom does not tell of the owner's groups"),
}
OTHER = ("任务未能发出，原因见任务", "the task could not go out; it says why")


def missed(counts: Mapping[str, int]) -> list[Missed]:
    """How many have not got it, by reason, the most first."""
    told = {reason: count for reason, count in counts.items() if reason != Outcome.DELIVERED and count}
    most_first = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    return [Missed(reason, *_words(reason), count) for reason, count in most_first]


def _words(reason: str) -> tuple[str, str]:
    if reason.startswith(OF_WECOM):
        code = reason.removeprefix(OF_WECOM)
        return f"企业微信拒绝了任务（{code}）", f"WeCom refused the task ({code})"
    return WORDS.get(reason, OTHER)
