"""Why something about a live code was refused."""

from __future__ import annotations

from chalicelib.core.errors import InvalidBody, NotFound, Unavailable


class UnknownLiveCode(NotFound):
    zh = "活码不存在或已停用，请向门店索取新的二维码。"
    en = "This live code does not exist or is out of use. Ask the shop for a new one."


class UnknownTags(InvalidBody):
    zh = "请求体不符合接口定义：标签不存在：{reason}。请先创建企业标签。"
    en = "The body does not match the API: unknown tags: {reason}. Make the corp tags first."


class StaffAway(InvalidBody):
    zh = "员工 {reason} 已离职或账号不可用，其二维码不展示，恢复后自动展示。请安排其他员工。"
    en = "Of the staff, {reason} left or cannot act. Their code is not shown until they are back. Name somebody else."


class TagDeleted(InvalidBody):
    zh = "标签 {reason} 已在企业微信删除，已从活码中移除，其他设置不变。"
    en = "The tag {reason} was deleted at WeCom and was taken out of the live code. Everything else stays."


class NobodyServes(Unavailable):
    zh = "二维码暂时无法使用，请联系门店员工。"
    en = "This code does not work at the moment. Ask the shop's staff."


class StillPreparing(Unavailable):
    zh = "二维码正在生成，请几秒后刷新页面。"
    en = "The code is being made. Reload in a few seconds."
