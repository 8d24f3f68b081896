"""Why something about a store was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, NotFound, Refused


class UnknownStore(NotFound):
    zh = "没有找到该门店，请核对门店编号。"
    en = "No store under that id. Check the id."


class NotYourStore(Forbidden):
    zh = "您不在该门店，请选择您所在的门店，或请负责人把您加入该门店。"
    en = "You do not work at that store. Choose one of yours, or ask for being put on its staff."


class AtNoStore(Forbidden):
    """Whoever asks acts for stores and for none of them, while the corp has some (access/scopes.py)."""

    zh = "您不属于任何门店，不能在门店办理。请门店负责人把您加入该店的核销店员，加入后约 5 秒生效。"
    en = "You work at no store, so you may do nothing at one. Ask its manager to make you a clerk: it counts after 5 s."


class StoreChanged(Conflict):
    zh = "门店已被他人修改，请重新打开后再改，以免覆盖对方的修改。"
    en = "Somebody else changed this store. Open it again and make your change there, so that theirs is not lost."


class BadStoreSheet(Refused):
    zh = "无法导入该文件：{reason}请修改后重试。"
    en = "This cannot be imported: {reason} Correct it and try again."


class BadStore(Refused):
    zh = "门店信息有误：{reason}请修改后重试。"
    en = "The store cannot be so: {reason} Correct it and try again."
