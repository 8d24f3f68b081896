"""Why content was not saved, reviewed, approved or filled in."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.content.shapes import ContentFinding
from chalicelib.core.errors import AppError, BadRequest, Conflict, Fault, Forbidden, NotFound, Refused


class UnknownContent(NotFound):
    zh = "没有找到该素材或该版本，请检查编号。"
    en = "No content item or version under that id. Check the id."


class UnknownPicture(NotFound):
    zh = "没有找到该图片，请先上传图片。"
    en = "No picture under that id. Upload it first."


class EditedMeanwhile(Conflict):
    zh = "该素材已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody edited this item meanwhile. Reload and edit the latest version."


class KindIsFixed(Conflict):
    zh = "素材类型创建后不能更改，请新建素材。"
    en = "An item's kind cannot change. Make a new item."


class TooManyVersions(Conflict):
    zh = "该素材的版本数已达上限，请复制内容新建素材。"
    en = "This item has as many versions as it may have. Copy it into a new item."


class StateDoesNotAllow(Conflict):
    zh = "该版本的当前状态不允许此操作，请刷新后查看状态。"
    en = "The version's state does not allow this. Reload and look at its status."


class SupersededVersion(Conflict):
    zh = "该版本已被更新的版本取代，请刷新后处理最新版本。"
    en = "A newer version has taken this one's place. Reload and go on with the latest."


class OwnVersion(Forbidden):
    zh = "不能审核自己编写的版本，请由其他同事审核。"
    en = "Nobody reviews a version they wrote. Ask a colleague to review it."


class ReviewedBefore(Forbidden):
    zh = "您已审核过该版本，三个环节须由三位不同的同事审核，请交给其他同事。"
    en = "You have passed this version at another stage. Three people review it: ask a colleague."


class LintErrors(Refused):
    """What customers would read is not fit for it; the findings stand at their places."""

    zh = "内容检查未通过：{reason}请修改后再提交。"
    en = "Lint found errors: {reason} Correct them, then submit again."

    def __init__(self, findings: Sequence[ContentFinding]) -> None:
        # As sentences for people, and as lint says it, for who shows it beside a text.
        sentences = [_sentence(finding) for finding in findings]
        AppError.__init__(self, faults=sentences, lint=msgspec.to_builtins(findings))


def _sentence(finding: ContentFinding) -> Fault:
    zh, en = f"{finding.zh.rstrip('。')}。", f"{finding.en[:1].upper()}{finding.en[1:].rstrip('.')}."
    return Fault(finding.place, finding.code, None, zh, en)


class NotApproved(Conflict):
    zh = "该版本尚未通过三审或已失效，不能发送。请查看该版本的状态，完成所缺的步骤。"
    en = "This version is not approved, or no longer. Look at its status and complete what it lacks."


class VersionRecalled(NotApproved):
    zh = "该版本已被撤回，不能发送。请改出新版本并通过三审，然后使用新版本。"
    en = "This version was recalled and may not be sent. Make a version that passes the reviews, then use it."


class ContentArchived(Conflict):
    zh = "该素材已归档，不能用于新的群发或活码。请先取消归档，或选用其他素材。"
    en = "This content is in the archive and not offered for new use. Take it out first, or take another item."


class ChannelNotApproved(Conflict):
    zh = "该素材未声明可用于此渠道，请新建包含该渠道的版本并重新送审。"
    en = "This content does not name that channel. Make a version that does and have it reviewed."


class BadVariables(Refused):
    zh = "变量声明有误：{reason}请修改后重试。"
    en = "The declared variables cannot be: {reason} Correct them and try again."


class BadValues(Refused):
    zh = "变量取值有误：{reason}请修改后重试。"
    en = "The variables' values do not fit: {reason} Correct them and try again."


VALUES_DO_NOT_FIT = Fault(
    "content.values",
    "variable",
    None,
    "变量的取值不适用于现在的素材版本，请修改取值。",
    "A value does not fit the content as it is now. Change the values.",
)
"""What a post shows later, when only the kind of the refusal is known."""


class ReasonNeeded(Refused):
    """A rejection that says nothing to the author."""


class PictureRefused(BadRequest):
    zh = "图片须为 JPG 或 PNG，不超过 180 KB，边长 1 到 10000 像素。请转换或压缩后重新上传。"
    en = "A picture is JPG or PNG, at most 180 KB, with sides of 1 to 10,000 pixels. Convert or compress it first."
