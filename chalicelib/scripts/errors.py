"""Why something about a script was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound


class UnknownScript(NotFound):
    zh = "话术库中没有这条话术，可能已被移出，请刷新列表。"
    en = "The library has no such script. It may have been taken out: reload the list."


class TooManyFavourites(Conflict):
    zh = "收藏已满，请先取消一些收藏。"
    en = "There is no room for another favourite. Take some out first."
