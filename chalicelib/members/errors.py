"""Why something about a member was refused."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.errors import BadRequest, Fault, Forbidden, NotFound, Refused

# Letters of a name that it is found by.
SHORTEST = 2


class UnknownMember(NotFound):
    zh = "没有找到该会员，请检查编号。"
    en = "No member under that id. Check the id."


class SearchTooShort(BadRequest):
    zh = "请至少输入姓名的两个字，或完整的手机号、外部联系人 ID。"
    en = "Give at least two letters of a name, a whole phone number, or a whole external contact id."

    def __init__(self, path: str = "query.q") -> None:
        super().__init__(faults=[Fault(path, "min_length", SHORTEST, self.zh, self.en)])


class PayerUnknown(Forbidden):
    zh = "无法确认您的支付身份，请退出后从小程序重新登录。"
    en = "Your payer identity is not known. Sign in again from the mini-program."


class ConsentNeeded(Forbidden):
    """WeChat tells who reads only once they agree; our own page asks them."""

    zh = "需要您同意后才能确认会员身份，请重新登录并点击“允许”。"
    en = "WeChat tells who you are only if you agree. Sign in again and allow it."


class UnknownVisitor(Forbidden):
    """Nobody tells who reads: the account is bound to no open platform, or WeChat shows a snapshot of the page."""

    zh = "暂时无法在网页中确认您的会员身份，请在微信中打开完整页面，或打开品牌小程序。"
    en = "This page cannot tell who you are. Open it in full inside WeChat, or open the brand's mini-program."


class BadTagging(Refused):
    """Tags that cannot be put on, or nobody to put them on."""


class BadRemark(Refused):
    """A remark that cannot be written."""


class UnknownNote(NotFound):
    zh = "没有找到该备注，可能已被删除，请刷新。"
    en = "No such note; it may have been deleted. Look again."


class NotYourNote(Forbidden):
    zh = "只有作者本人可以修改或删除备注。您可以另写一条。"
    en = "Only its author may change or delete a note. You can write one of your own."


class UnknownContact(NotFound):
    zh = "这位客户还不是会员，或已不是好友。刚添加的客户，请稍等几秒后重新打开。"
    en = "This contact is no member, or no friend any more. If they were added just now, open this again in a moment."


class NotYourCustomer(Forbidden):
    """A colleague's customer: the staff who have them are named, so that whoever asks knows whom to ask."""

    zh = "这位客户不是您的好友，请联系 {staff}，或请管理员在「离职继承」中把客户交接给您。"
    en = "This customer is not your friend. Ask {staff}, or have the customer handed over to you."

    def __init__(self, staff: Sequence[str] = ()) -> None:
        zh, en = "、".join(staff) or "管理员", ", ".join(staff) or "an operator"
        super().__init__(self.zh.format(staff=zh), self.en.format(staff=en), staff=list(staff))
