"""Pure decisions about handing over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.storage.jobs import JobState
from chalicelib.departures.errors import NotGoingOn
from chalicelib.departures.shapes import Counts, NewDeparture, Parts, Progress, Taker
from chalicelib.departures.states import CustomerState, DepartureState, Part, PartState
from chalicelib.platforms.wecom.transfers import Handing

# A customer has a day to refuse (docs/platform D5); what is still open then is asked for again, and at last given up.
FIRST_LOOK = timedelta(hours=25)
NEXT_LOOK = timedelta(hours=6)
MOST_LOOKS = 20
# Asked for already: by an attempt of ours whose answer was lost, or by somebody in WeCom's own console.
UNDER_WAY = frozenset({40100, 40129})
SAME_OWNER = 90504

TOLD = {
    Part.LIVE_CODES: "活码",
    Part.ADOPTED_WAYS: "印制的联系我",
    Part.STORES: "门店",
    Part.POSTS: "群发",
    Part.TASKS: "收回的群发任务",
    Part.FOLLOW_UPS: "跟进",
    Part.GROUPS: "客户群",
    Part.CUSTOMERS: "客户（次日生效）",
}
STATES = {
    Handing.DONE: CustomerState.DONE,
    Handing.REFUSED: CustomerState.REFUSED,
    Handing.FULL: CustomerState.FULL,
}


def taker(takers: Sequence[Taker], number: int) -> UserId:
    """Who takes over the customer of a number: each in turn, by weight, so that a repeat gives the same."""
    place = number % sum(one.weight for one in takers)
    for one in takers:
        place -= one.weight
        if place < 0:
            return one.userid
    raise ValueError("nobody takes over")


def more(counts: Counts, part: Part, done: int, failed: int) -> Counts:
    """So many more of a part were handed over, and so many were not."""
    added = {part.value: done, **({f"{part}_failed": failed} if failed else {})}
    return msgspec.structs.replace(counts, **{name: getattr(counts, name) + many for name, many in added.items()})


def progress(wanted: Parts, counts: Counts, state: DepartureState, turn: Part | None) -> list[Progress]:
    """How it stands with each part. turn: of which part it is, or was when it stopped; None when all had theirs."""
    order = list(Part)
    reached = order.index(turn) if turn else len(order)
    return [
        _part(part, counts, _state(number - reached, state, part, counts))
        if getattr(wanted, part.value)
        else Progress(part=part, state=PartState.LEFT_OUT)
        for number, part in enumerate(order)
    ]


def _state(ahead: int, state: DepartureState, part: Part, counts: Counts) -> PartState:
    if ahead < 0:
        waits = part is Part.CUSTOMERS and state is not DepartureState.DONE and counts.waiting
        return PartState.UNDER_WAY if waits else PartState.DONE
    if state in (DepartureState.WAITING, DepartureState.DONE):
        return PartState.STOPPED
    return PartState.UNDER_WAY if ahead == 0 else PartState.WAITING


def _part(part: Part, counts: Counts, state: PartState) -> Progress:
    if part is Part.CUSTOMERS:
        failed = counts.refused + counts.full + counts.failed
        return Progress(part=part, state=state, done=counts.done, failed=failed, waiting=counts.waiting)
    return Progress(part=part, state=state, done=getattr(counts, part), failed=getattr(counts, f"{part}_failed", 0))


def taking_over(others: Sequence[str]) -> Fault:
    """Whoever hands over is taking over from others, whose customers come when a day is over."""
    named = "、".join(others)
    zh = f"该员工正在接替 {named}，之后生效的客户不在本次交接内，到时需再交接一次。"
    en = f"They are taking over from {', '.join(others)}. Customers who come by that are to be handed over again."
    return Fault("staff", "is_taking_over", len(others), zh, en)


def being_handed_over(number: int, taker: str) -> Fault:
    """Whoever shall take over hands over themselves. taker: what they are called."""
    zh = f"员工 {taker} 自己也正在交接给他人，请换一名员工，或确认。"
    en = f"{taker} is being handed over as well. Name somebody else, or confirm."
    return Fault(f"takers[{number}].userid", "is_handed_over", None, zh, en)


def role_not_held(name: str) -> Fault:
    """Whoever asks may not take the role."""
    zh = f"您无权收回角色「{name}」，请由所有者交接，或不收回角色。"
    en = f"You may not take the role {name}. Let an owner hand over, or leave the role."
    return Fault("role", "not_held", None, zh, en)


def not_going_on(state: JobState, why_zh: str, why_en: str) -> NotGoingOn | None:
    """Why a handing over stands still, by how it is with its job; None while that goes on. why_…: it has failed."""
    match state:
        case JobState.PAUSED:
            zh, en = "后台任务已暂停，请继续它，或停止这次交接", "Its job is paused: resume it, or stop this"
        case JobState.FAILED:
            zh = f"后台任务失败：{why_zh}请继续它，或停止这次交接"
            en = f"Its job has failed. {why_en} Resume it, or stop this"
        case JobState.CANCELLED:
            zh = "后台任务已取消，请停止这次交接，之后可以再交接其余的"
            en = "Its job was cancelled: stop this, and hand over the rest again"
        case _:
            return None
    return NotGoingOn(zh, en)


def state_of(status: int) -> CustomerState | None:
    """What WeCom says of a customer has become of them; None while that is not known."""
    return STATES.get(Handing(status)) if status in set(Handing) else None


def next_look(now: datetime, looks: int) -> datetime:
    """When WeCom is asked next: at first when a day is over."""
    return now + (FIRST_LOOK if looks == 0 else NEXT_LOOK)


def nobody(staff: UserId) -> Fault:
    """Neither the directory nor WeCom nor any customer knows them."""
    zh = f"企业微信与通讯录里都没有员工 {staff}，请核对账号。"
    en = f"Neither WeCom nor the directory has {staff}. Check the userid."
    return Fault("staff", "unknown", None, zh, en)


def faults(new: NewDeparture) -> Iterator[Fault]:
    """What cannot be so, whoever they are."""
    seen: set[UserId] = set()
    for number, one in enumerate(new.takers):
        path = f"takers[{number}].userid"
        if one.userid == new.staff:
            zh, en = "接替的员工不能是交接的本人。", "Nobody takes over from themselves."
            yield Fault(path, "takes_over_from_themselves", one.userid, zh, en)
        elif one.userid in seen:
            yield Fault(path, "named_twice", one.userid, "该员工写了两次。", "This member of staff is named twice.")
        seen.add(one.userid)
    if not any(getattr(new, part.value) for part in Part):
        zh, en = "请至少选择一项要交接的内容。", "Choose what is to be handed over."
        yield Fault("customers", "nothing_to_hand_over", None, zh, en)


def told(name: str, takers: Sequence[str], counts: Counts, role: str, to_look_at: int) -> str:
    """What the owners are told when all was asked for (docs/platform E1: 2,048 bytes)."""
    shown = [f"{words} {getattr(counts, part)}" for part, words in TOLD.items() if getattr(counts, part)]
    what = "、".join(shown) if shown else "没有可交接的内容"
    ended = f"；后台角色「{role}」已收回" if role else ""
    rest = f"；有 {to_look_at} 项需要处理，请在「离职继承」中查看" if to_look_at else ""
    return f"交接提醒：{name} 的工作已交接给 {'、'.join(takers)}：{what}{ended}{rest}。"
