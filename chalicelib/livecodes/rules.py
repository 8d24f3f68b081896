"""Pure decisions about live codes: who is shown, and what a welcome may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.moments import SHANGHAI, Moment
from chalicelib.livecodes.known import Edit, Terms
from chalicelib.livecodes.shapes import (
    Attachment,
    EditLiveCode,
    HourlyWelcome,
    Image,
    Link,
    MiniProgram,
    StaffShare,
    Welcome,
)

TEXT_BYTES = 4000
LINK_TITLE_BYTES, MINI_TITLE_BYTES = 128, 64
DESC_BYTES = 512
URL_BYTES = 2048
DAY = 24 * 60
# Of 30 characters each, so that a message stays within its 2,048 bytes.
CODES_NAMED = 10
# What an edit may change.
EDITABLE = ("name", "staff", "tag_ids", "welcome", "welcome_hours", "coupon_template_id", "store_id")
LONGEST_NAME = 30
COPY = "（副本）"
MOST_STAFF = 50
MOST_WEIGHT = 1000


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


def faults_of_staff(staff: Sequence[StaffShare]) -> Iterator[Fault]:
    """Why nobody could be shown: each stands there once, and one of them is shown."""
    userids = [share.userid for share in staff]
    for number, userid in enumerate(userids):
        if userid in userids[:number]:
            zh, en = f"员工 {userid} 重复填写。", f"{userid} is named twice."
            yield Fault(f"staff[{number}].userid", "unique", None, zh, en)
    if not any(share.weight for share in staff):
        zh, en = "至少要有一名员工的权重大于 0。", "Somebody needs a weight above 0."
        yield Fault("staff", "min", 1, zh, en)


def edited(was: Terms, new: EditLiveCode) -> Terms:
    """What a live code says after an edit."""
    return msgspec.structs.replace(
        was,
        name=new.name,
        staff=tuple(new.staff),
        tag_ids=tuple(new.tag_ids),
        welcome=new.welcome,
        welcome_hours=new.welcome_hours,
        coupon_template_id=new.coupon_template_id,
        store_id=new.store_id,
    )


def difference(at: Moment, was: Terms, wanted: Terms) -> Edit:
    """What an edit changes, and when; the order of the staff says nothing."""
    changed = [name for name in EDITABLE if getattr(was, name) != getattr(wanted, name)]
    if _weights(was) == _weights(wanted) and "staff" in changed:
        changed.remove("staff")
    added, removed = wanted.userids - was.userids, was.userids - wanted.userids
    return Edit(at, tuple(changed), tuple(sorted(added)), tuple(sorted(removed)))


def _weights(terms: Terms) -> dict[UserId, int]:
    return {share.userid: share.weight for share in terms.staff}


def handed_over(
    staff: Sequence[StaffShare], former: UserId, takers: Mapping[UserId, int], most: int = MOST_STAFF
) -> tuple[StaffShare, ...]:
    """The staff of a live code when others take over from one of them: what was theirs is shared out by weight.

    Whoever stands behind it already gets their part on top. Of more than there is room for the first are taken.
    """
    weights = {share.userid: share.weight for share in staff}
    was, total = weights.pop(former, 0), sum(takers.values())
    for userid, weight in takers.items():
        if userid in weights or len(weights) < most:
            part = max(1, round(was * weight / total))
            weights[userid] = min(MOST_WEIGHT, weights.get(userid, 0) + part)
    return tuple(StaffShare(userid, weight) for userid, weight in weights.items())


def name_of_copy(name: str) -> str:
    """What a copy is called: as what it is copied from, and that it is one, within what a name may have."""
    return name[: LONGEST_NAME - len(COPY)] + COPY


def faults_of_welcome(welcome: Welcome, path: str) -> Iterator[Fault]:
    """Why WeCom would refuse this welcome, which stands at `path`. Limits in bytes: docs/platform D0."""
    if welcome.content:
        if welcome.text or welcome.attachments:
            zh, en = "素材与自写内容只能填一种。", "Name content, or give text and attachments, not both."
            yield Fault(path, "one_of", None, zh, en)
        return
    if not welcome.text.strip() and not welcome.attachments:
        yield Fault(path, "required", None, "文字与附件不能都为空。", "Text and attachments may not both be empty.")
    yield from _too_long(f"{path}.text", "文字", "The text", welcome.text, TEXT_BYTES)
    for index, item in enumerate(welcome.attachments):
        yield from _faults_of(item, f"{path}.attachments[{index}]", index + 1)


def _faults_of(item: Attachment, path: str, number: int) -> Iterator[Fault]:
    zh, en = f"第 {number} 个附件的", f"of attachment {number}"
    match item:
        case Link(title=title, url=url, picurl=picurl, desc=desc):
            yield from _faults_of_title(title, LINK_TITLE_BYTES, path, number)
            yield from _too_long(f"{path}.desc", f"{zh}描述", f"The description {en}", desc, DESC_BYTES)
            yield from _too_long(f"{path}.url", f"{zh}链接", f"The link {en}", url, URL_BYTES)
            yield from _too_long(f"{path}.picurl", f"{zh}图片链接", f"The picture's link {en}", picurl, URL_BYTES)
        case MiniProgram(title=title, picture_id=picture_id, pic_media_id=media_id):
            yield from _faults_of_title(title, MINI_TITLE_BYTES, path, number)
            if bool(picture_id) == bool(media_id):
                what = "picture_id 与 pic_media_id", "Give picture_id or pic_media_id"
                yield Fault(path, "one_of", None, f"{zh}{what[0]} 须填且只填一个。", f"{what[1]} {en}, one of them.")
        case Image(picture_id=picture_id, pic_url=url) if bool(picture_id) == bool(url):
            what = "picture_id 与 pic_url", "Give picture_id or pic_url"
            yield Fault(path, "one_of", None, f"{zh}{what[0]} 须填且只填一个。", f"{what[1]} {en}, one of them.")


def _faults_of_title(title: str, most: int, path: str, number: int) -> Iterator[Fault]:
    zh, en = f"第 {number} 个附件的标题", f"The title of attachment {number}"
    if not title.strip():
        yield Fault(f"{path}.title", "required", None, f"{zh}不能为空白。", f"{en} may not be blank.")
    yield from _too_long(f"{path}.title", zh, en, title, most)


def _too_long(path: str, zh: str, en: str, text: str, most: int) -> Iterator[Fault]:
    size = _bytes(text)
    if size > most:
        zh, en = (
            f"{zh}最多 {most} 字节（一个汉字 3 字节），现为 {size}。",
            f"{en} may have {most} bytes, and has {size}.",
        )
        yield Fault(path, "max_bytes", most, zh, en)


def faults_of_hours(hours: Sequence[HourlyWelcome]) -> Iterator[Fault]:
    """Why these hours cannot be."""
    taken: set[int] = set()
    for index, hour in enumerate(hours):
        mine, zh, en = _minutes(hour), f"第 {index + 1} 个时段", f"Those of hours {index + 1}"
        if not mine:
            zh, en = f"{zh}的开始与结束时间不能相同。", f"{en} may not begin and end at the same time."
            yield Fault(f"welcome_hours[{index}].until", "differs", None, zh, en)
        elif taken & mine:
            zh, en = f"{zh}与前面的时段重叠。", f"{en} meet others that have another welcome."
            yield Fault(f"welcome_hours[{index}]", "overlap", None, zh, en)
        taken |= mine


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


def says(terms: Terms, name: str) -> bool:
    """Whether a welcome's own words name somebody; a single sign is no name to look for."""
    welcomes = [terms.welcome, *(one.welcome for one in terms.welcome_hours)]
    return len(name) > 1 and any(name in welcome.text for welcome in welcomes)
