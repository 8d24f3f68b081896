"""Why a tag was not changed."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound, Refused


class UnknownCorpTag(NotFound):
    zh = "企业没有这个标签或标签组，可能已被删除，请刷新列表。"
    en = "The corp has no such tag or group; it may have been deleted. Reload the list."


class TagInHand(Conflict):
    zh = "该标签组正在改名、合并或删除，请等该任务完成；已暂停或失败的任务请先继续或取消。"
    en = "A tag of this group is being renamed, merged or deleted. Wait for that job; resume or cancel one that stands."


class TagRenamed(Conflict):
    """Somebody renamed it since it was read. details: name, what it is called now."""

    zh = "该标签或标签组刚被他人改名，没有覆盖。请刷新，看过现在的名称后再改。"
    en = "Somebody renamed this tag or group meanwhile, and it was left so. Reload, look at it and decide again."


class BadTagChange(Refused):
    zh = "标签的修改有误：{reason}请修改后重试。"
    en = "The tag cannot be changed so: {reason} Correct that and try again."
