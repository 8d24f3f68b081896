"""Why something about a follow-up was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, NotFound, Refused


class BadFollowUp(Refused):
    """A follow-up that cannot be so."""


class UnknownFollowUp(NotFound):
    zh = "没有找到该跟进，请刷新后重试。"
    en = "No such follow-up. Look again."


class NotYourFollowUp(Forbidden):
    zh = "该跟进已由其他员工负责，请刷新列表；如需接手，请联系对方或管理员。"
    en = "Somebody else has this follow-up now. Look at your list again, and ask them if it should be yours."


class FollowUpIsOver(Conflict):
    zh = "该跟进已完成或已取消，不能再修改；如还需联系顾客，请新建一条。"
    en = "This follow-up is done or cancelled and cannot be changed. Write another one if there is more to do."
