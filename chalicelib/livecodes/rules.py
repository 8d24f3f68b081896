"""Pure decisions about live codes: who is shown, and what a welcome may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.core.moments import SHANGHAI
from chalicelib.livecodes.shapes import Attachment, HourlyWelcome, Image, Link, MiniProgram, Terms, Welcome

TEXT_BYTES = 4000
LINK_TITLE_BYTES, MINI_TITLE_BYTES = 128, 64
DESC_BYTES = 512
URL_BYTES = 2048
DAY = 24 * 60
# Of 30 characters each, so that a message stays within its 2,048 bytes.
CODES_NAMED = 10


def pick(weights: Mapping[str, int], chance: float) -> str:
    """The one that `chance` (0 up to 1) falls on, each as often as its weight says; '' when nobody has weight."""
    total = sum(weights.values())
    point = chance * total
    for name in sorted(weights):
        point -= weights[name]
        if point < 0:
            return name
    return ""


def told_of_departure(name: str, userid: str, at: str, codes: Sequence[str], *, has_left: bool) -> str:
    """What the owners are told when somebody is away (docs/platform E1: 2,048 bytes)."""
    who = f"{name}（{userid}）" if name else userid
    what = "已离开企业，后台角色已收回" if has_left else "的账号已停用"
    named = "、".join(f"「{code}」" for code in codes[:CODES_NAMED]) + ("等" if len(codes) > CODES_NAMED else "")
    shown = f"{len(codes)} 个活码已停止展示其二维码：{named}。请在活码中安排其他员工" if codes else "没有活码受影响"
    rest = "，并在企业微信管理后台分配其客户" if has_left else ""
    return f"员工变动提醒：{who}于 {at} {what}；{shown}{rest}。"


def problem_of_welcome(welcome: Welcome) -> str:
    """Why WeCom would refuse this welcome, or ''. Limits in bytes: docs/platform D0."""
    if welcome.content:
        has_own = welcome.text or welcome.attachments
        return "welcome: name content, or give text and attachments, not both" if has_own else ""
    if not welcome.text.strip() and not welcome.attachments:
        return "welcome: text and attachments are both empty"
    if _bytes(welcome.text) > TEXT_BYTES:
        return f"welcome.text is over {TEXT_BYTES} bytes"
    for index, item in enumerate(welcome.attachments):
        why = _problem_of(item)
        if why:
            return f"welcome.attachments[{index}]: {why}"
    return ""


def _problem_of(item: Attachment) -> str:
    match item:
        case Link(title=title, url=url, picurl=picurl, desc=desc):
            if _bytes(desc) > DESC_BYTES:
                return f"desc is over {DESC_BYTES} bytes"
            return _problem_of_title(title, LINK_TITLE_BYTES) or _problem_of_urls(url, picurl)
        case MiniProgram(title=title, picture_id=picture_id, pic_media_id=media_id):
            one = "" if bool(picture_id) != bool(media_id) else "give picture_id or pic_media_id, one of them"
            return one or _problem_of_title(title, MINI_TITLE_BYTES)
        case Image(picture_id=picture_id, pic_url=url):
            return "" if bool(picture_id) != bool(url) else "give picture_id or pic_url, one of them"


def _problem_of_title(title: str, most: int) -> str:
    if not title.strip():
        return "title is blank"
    return f"title is over {most} bytes" if _bytes(title) > most else ""


def _problem_of_urls(*urls: str) -> str:
    return f"url is over {URL_BYTES} bytes" if any(_bytes(url) > URL_BYTES for url in urls) else ""


def problem_of_hours(hours: Sequence[HourlyWelcome]) -> str:
    """Why these hours cannot be, or ''."""
    taken: set[int] = set()
    for index, hour in enumerate(hours):
        mine = _minutes(hour)
        if not mine:
            return f"welcome_hours[{index}]: since and until are the same"
        if taken & mine:
            return f"welcome_hours[{index}]: these hours have another welcome"
        taken |= mine
    return ""


def _minutes(hour: HourlyWelcome) -> set[int]:
    since, until = _minute(hour.since), _minute(hour.until)
    return {minute % DAY for minute in range(since, until if since <= until else until + DAY)}


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def welcome_at(terms: Terms, at: datetime) -> Welcome:
    """The welcome of a live code at a moment, by the corp's clocks."""
    local = at.astimezone(SHANGHAI)
    minute = local.hour * 60 + local.minute
    return next((hour.welcome for hour in terms.welcome_hours if minute in _minutes(hour)), terms.welcome)


def _bytes(text: str) -> int:
    return len(text.encode())
