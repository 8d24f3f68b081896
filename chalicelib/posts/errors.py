"""Why a post was not scheduled, changed or found."""

from __future__ import annotations

from chalicelib.core.errors import AppError, Conflict, NotFound, Refused


class Overtaken(Exception):
    """Somebody else claimed, changed or ended it first; nothing was written. No caller outside is told."""


class UnknownPost(NotFound):
    zh = "没有找到该群发，请检查编号。"
    en = "No post under that id. Check the id."


class NotOffered(NotFound):
    zh = "没有找到这张优惠券，请从商家发给您的消息中重新打开。"
    en = "This message brings no such coupon. Open it again from the message that the store sent you."


class UnknownOccurrence(NotFound):
    zh = "该群发在此时间没有执行记录，请检查时间。"
    en = "The post has no occurrence at that time. Check the time."


class UnknownForecast(NotFound):
    zh = "没有找到该预测，请重新发起。"
    en = "No forecast under that id. Ask for a new one."


class NoReportYet(NotFound):
    zh = "该群发还没有汇总过，请先发起汇总。"
    en = "No report of this post was made yet. Ask for one first."


class BadPost(Refused):
    zh = "群发有误：{reason}请修改后重试。"
    en = "The post cannot be so: {reason} Correct it and try again."


class PostChanged(Conflict):
    zh = "该群发已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody changed this post meanwhile. Reload and edit the latest revision."


class PostIsOver(Conflict):
    zh = "该群发已开始执行、已结束或已取消，不能再修改；未发送的部分可以取消。"
    en = "This post has begun, is finished or cancelled and can no longer be changed. What is unsent can be cancelled."


class NotYetApproved(Conflict):
    zh = "该群发尚未经制定者以外的人审批，未发送。请他人审批当前修订后，再点重试。"
    en = "Nobody but its maker has approved this post, so it was not sent. Have it approved, then try it again."


class NewVersionNotApproved(Conflict):
    zh = "素材已有新版本，与审批时的内容不同，未发送。请点「使用新版本」，请他人审批后再重试。"
    en = (
        "Its content has a newer version than the one that was approved with this post, so it was not sent."
        " Use the new version, have the post approved, then try it again."
    )


class RecalledAmidst(Conflict):
    zh = "素材在发送途中被撤回：未发出的已停发，已发出的无法收回。如需补发，请复制该群发并使用新版本。"
    en = (
        "Its content was recalled while it was being sent: what was unsent is not sent, what was sent stays."
        " To send it once more, copy the post and use a new version."
    )


class NobodyOfItsStores(Conflict):
    zh = "该群发所选门店中没有可以发送的员工，没有人会收到。请在门店中安排员工，或更换群发的员工、门店。"
    en = (
        "Nobody who could send it works at the stores of this post, so nobody gets it."
        " Put staff into the stores, or change its staff or its stores."
    )


class OwnPost(Conflict):
    zh = "群发须由制定者（最后修改者）以外的人审批，请换一位同事审批。"
    en = "A post is approved by somebody else than who made or edited it last. Ask a colleague."


class QuietNow(Conflict):
    zh = "现在是静默时段，不提醒员工；请在时段结束后再提醒。"
    en = "These are quiet hours, in which staff are not reminded. Remind them when the hours end."


class NotReached(Conflict):
    zh = "企业微信没有把测试消息送到您：您可能不在应用的可见范围内。请让管理员把您加入可见范围后重试。"
    en = "WeCom did not bring you the test: you may be outside of the app's visible range. Have an admin add you to it."


class TooLate(Conflict):
    zh = "该次群发在结束前（最长 72 小时）未能完成计划或交给企业微信，已放弃；请检查原因后重试，或复制群发。"
    en = (
        "This occurrence could not be planned or handed to WeCom before its end (72 hours at most) and was given up."
        " See why, then try it again or copy the post."
    )


class HasNotFailed(Conflict):
    zh = "该次执行没有失败，无需重试；请刷新后查看状态。"
    en = "This occurrence has not failed, so there is nothing to try again. Reload and look at its status."


class OccurrenceIsOver(Conflict):
    zh = "这一次已到结束时间、已结束或已撤回，不能再调整、撤回或重试；如仍需发送，请复制群发。"
    en = "This time has come to its end, is over or taken back, and goes on no more. Copy the post to send it again."


class PostIsMissed(Conflict):
    zh = "该群发的时间已经过去，请先修改发送时间再恢复。"
    en = "This post's time has passed. Give it a new schedule first, then resume it."


class PostIsHeld(Conflict):
    zh = "受众中有标签已删除或改名，直接恢复会发给不该发的人。请先修改受众，再恢复。"
    en = "A tag of its audience is gone or renamed: this post would reach others. Change the audience, then resume it."


class TagOfAudienceUnknown(AppError):
    """What a post shows whose audience names a tag that the corp has not, as somebody changed it by hand at WeCom."""

    zh = "受众中的标签「{tags}」不是企业现有的标签，可能已在企业微信中改名或删除；群发仍会按时发送。请核对并修改受众。"
    en = (
        "The corp has no tag {tags}, which its audience names: it may have been renamed or deleted at WeCom."
        " The post goes out all the same. Look at its audience, and change it."
    )

    def __init__(self, tags: str) -> None:
        super().__init__(self.zh.format(tags=tags), self.en.format(tags=tags))


class TagOfAudienceDeleted(AppError):
    """What a post shows whose audience names a tag that was deleted, or leaves people out by one that was renamed."""

    zh = "受众中的标签「{tags}」已删除或改名，群发已暂停，以免发给不该发的人。请修改受众后恢复。"
    en = (
        "The tag {tags} of its audience was deleted or renamed, so the post is paused."
        " Change its audience, then resume it."
    )

    def __init__(self, tags: str) -> None:
        super().__init__(self.zh.format(tags=tags), self.en.format(tags=tags))
