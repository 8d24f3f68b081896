"""Why something about a member was refused."""

from __future__ import annotations

from chalicelib.core.errors import BadRequest, Forbidden, NotFound


class UnknownMember(NotFound):
    zh = "没有找到该会员，请检查编号。"
    en = "No member under that id. Check the id."


class SearchTooShort(BadRequest):
    zh = "请至少输入姓名的两个字，或完整的手机号、外部联系人 ID。"
    en = "Give at least two letters of a name, a whole phone number, or a whole external contact id."


class PayerUnknown(Forbidden):
    zh = "无法确认您的支付身份，请退出后从小程序重新登录。"
    en = "Your payer identity is not known. Sign in again from the mini-program."
