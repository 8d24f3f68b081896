"""Why a team was not opened or joined."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound, Refused


class UnknownActivity(NotFound):
    zh = "没有找到该拼团活动，请检查编号。"
    en = "No group-buy activity under that id. Check the id."
    customers = ("没有找到该拼团活动，请返回后重新打开。", "This group-buy is not there. Go back and open it again.")


class UnknownTeam(NotFound):
    zh = "没有找到该团，请检查链接是否完整。"
    en = "No team under that id. Check that the link is complete."


class BadActivity(Refused):
    zh = "拼团活动有误：{reason}请修改后重试。"
    en = "The activity cannot be so: {reason} Correct it and try again."


class BadActivityEnd(Refused):
    zh = "活动结束时间有误：{reason}请修改后重试。"
    en = "The activity cannot end then: {reason} Correct it and try again."


class ActivityEndsEarlier(Conflict):
    zh = "活动结束时间只能提前：现有的结束时间更早或已过。"
    en = "The activity can only end earlier than it does: it ends before that already."


class ActivityChanged(Conflict):
    zh = "该活动已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody changed this activity meanwhile. Reload and edit the latest revision."


class ActivityStopped(Conflict):
    zh = "活动已停止，不能再开团。"
    en = "The activity was stopped. No team can be opened."
    customers = (
        "活动已停止开团；已参加的团会继续，或已为您自动退款。",
        "No more teams are opened here. A team that you are in goes on, or you are refunded.",
    )


class ActivityNotOpen(Conflict):
    zh = "活动尚未开始，请在开始时间后再来。"
    en = "The activity has not begun. Come back after it starts."


class ActivityOver(Conflict):
    zh = "活动已结束，不能再开团或参团。"
    en = "The activity is over. No team can be opened or joined."


class StillOpen(Conflict):
    zh = "活动或其中的团尚未全部结束，结束后才能退回剩余库存。"
    en = "The activity, or a team of it, is not over yet. Return its stock afterwards."


class ActivitySoldOut(Conflict):
    zh = "活动商品已售罄。"
    en = "The activity's goods are sold out."


class LimitReached(Conflict):
    zh = "您在该活动中的参与次数已达上限。"
    en = "You have reached this activity's limit per member."


class TeamFull(Conflict):
    zh = "该团名额已满，可以另开一团或参加其他团。"
    en = "This team is full. Open one of your own or join another."


class TeamOver(Conflict):
    zh = "该团已结束，可以另开一团或参加其他团。"
    en = "This team is over. Open one of your own or join another."


class NotInTeam(Conflict):
    zh = "您不在该团中，无需退出。"
    en = "You are not in this team."


class TeamComplete(Conflict):
    zh = "该团已成团，不能退出；如需退款请联系门店。"
    en = "The team is complete and cannot be left. Ask the store for a refund."


class BooksNotCounted(NotFound):
    zh = "该活动的账目尚未汇总，请先发起汇总，完成后再查看。"
    en = "This activity's books were not counted yet. Ask for it, and look again when the job is done."
