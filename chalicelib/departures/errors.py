"""Why nothing was handed over."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound, Refused, Unavailable


class UnknownDeparture(NotFound):
    zh = "没有找到这次交接，请检查编号。"
    en = "No handing over under that id. Check the id."


class BadDeparture(Refused):
    zh = "交接有误：{reason}请修改后重试。"
    en = "Nothing can be handed over so: {reason} Correct it and try again."


class BeingHandedOver(Conflict):
    zh = "该员工正在交接，请等它完成，或先停止它。"
    en = "What this member of staff has is being handed over. Wait for the end of it, or stop it first."


class NothingToStop(Conflict):
    zh = "这次交接已经全部提交给企业微信，无法停止。"
    en = "All of it was asked of WeCom already; there is nothing left to stop."


class TakersGone(Conflict):
    zh = "接替的员工都已离职或账号不可用，其余没有交接。请再交接一次，换其他员工接替。"
    en = "All who were to take over have left or cannot act, so the rest was not handed over. Do it again, to others."


class CameBack(Conflict):
    zh = "该员工又回到了企业，其余没有交接。如仍要交接，请再交接一次。"
    en = "They are of the corp again, so the rest was not handed over. Do it again if it shall be."


class NotGoingOn(Conflict):
    zh = "交接没有继续：{reason}。"
    en = "The handing over does not go on. {reason}."

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(self.zh.format(reason=zh), self.en.format(reason=en))


class TakerGone(Conflict):
    zh = "接替的员工 {names} 也已离职，请再交接一次其名下的客户与活码，以及没有转移的客户。"
    en = "Whoever took over has left too: {names}. Hand over what they have now, and whoever did not go to them."

    def __init__(self, names: str) -> None:
        super().__init__(self.zh.format(names=names), self.en.format(names=names))


class GivenUp(Unavailable):
    zh = "企业微信一直没有告知 {count} 位客户的继承结果，请在企业微信中核对。"
    en = "WeCom never told whom {count} customers went to. Look at them in WeCom."

    def __init__(self, count: int) -> None:
        super().__init__(self.zh.format(count=count), self.en.format(count=count), count=count)
