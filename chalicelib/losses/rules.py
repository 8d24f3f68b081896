"""Pure decisions about losses: what is counted, when it is told, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from chalicelib.core.moments import SHANGHAI, Day
from chalicelib.losses.states import Alert
from chalicelib.members.states import LostBy

# A loss that is heard of later (a comparison finds it) tells nobody anything new; it stands in the list.
WORTH_TELLING = timedelta(days=2)
MORNING = time(9, 0)
# A corp's own losses: what a handing over moves is none.
LOST = frozenset({LostBy.CUSTOMER, LostBy.STAFF, LostBy.FOUND})
MOST_NAMED = 20


class Counted(msgspec.Struct, frozen=True):
    """What came of a count. told: of so many each is told of; alarms: the alarm rings now."""

    losses: int
    deletions: int
    told: int
    alarms: bool


def counted(by: Iterable[LostBy], alert: Alert, limit: int, *, told: int, has_rung: bool) -> Counted:
    """What follows from the losses of a member of staff and a day. told: before; limit: of the alarm, 0 for none."""
    every = list(by)
    deletions = sum(one is LostBy.STAFF for one in every)
    alarms = bool(limit) and deletions >= limit and not has_rung
    return Counted(len(every), deletions, len(every) if alert is Alert.EACH else told, alarms)


def morning_after(day: Day) -> datetime:
    """When the losses of a day are told of at the earliest."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), MORNING, SHANGHAI)


def told_of(name: str, day: Day, losses: int, deletions: int) -> str:
    """What somebody reads of one member of staff."""
    return (
        f"【客户流失】{name}在 {day} 流失客户 {losses} 位（顾客删除或对账发现 {losses - deletions} 位，"
        f"员工删除 {deletions} 位），明细见「流失」列表。"
    )


def alarm_of(name: str, day: Day, deletions: int) -> str:
    """What owners read when somebody deletes many."""
    return f"【删除客户告警】{name} 在 {day} 已删除客户 {deletions} 位，达到告警数量。请尽快核实，明细见「流失」列表。"


def digest_of(day: Day, theirs: Sequence[tuple[str, int, int]]) -> str:
    """What who runs a store, or the corp, reads of a day. theirs: name, losses and deletions of each."""
    most = sorted(theirs, key=lambda one: -one[1])
    lines = [f"{name}：{losses} 位（员工删除 {deletions} 位）" for name, losses, deletions in most[:MOST_NAMED]]
    rest = f"\n另有 {len(most) - MOST_NAMED} 名员工" if len(most) > MOST_NAMED else ""
    total = sum(losses for _, losses, _ in most)
    return f"【客户流失日报】{day} 共流失 {total} 位：\n" + "\n".join(lines) + rest
