"""What is counted of friendships."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number
from chalicelib.members.facts import StaffAdded, StaffLost
from chalicelib.members.states import How, LostBy

ADDED = (By.STORE, By.CODE, By.STAFF, By.CHANNEL)
LOST = (By.STAFF,)


def _lost(by: LostBy, zh: str, en: str, means_zh: str, means_en: str) -> Number:
    return Number(
        name=f"losses_by_{by}",
        zh=zh,
        en=en,
        means_zh=means_zh,
        means_en=means_en,
        fact=StaffLost,
        counts=lambda lost: lost.by is by,
        by=LOST,
    )


LOSSES = (
    _lost(LostBy.CUSTOMER, "顾客删除", "Deleted by customers", "顾客删除员工", "A customer deleted a member of staff"),
    _lost(LostBy.STAFF, "员工删除", "Deleted by staff", "员工删除顾客", "A member of staff deleted a customer"),
    _lost(LostBy.TRANSFER, "继承转出", "Handed over", "顾客由其他员工接替", "A customer went to somebody else"),
    _lost(LostBy.FOUND, "对账发现流失", "Found lost", "对账时才发现的流失", "A loss that no callback told"),
)

NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="adds",
        zh="新增好友",
        en="Adds",
        means_zh="顾客与员工成为好友，每次算一次，按发生的时间计",
        means_en="A customer and a member of staff became friends; each time counts, when it happened",
        fact=StaffAdded,
        counts=lambda added: added.how.is_whole,
        by=ADDED,
    ),
    Number(
        name="half_adds",
        zh="待员工通过",
        en="Half adds",
        means_zh="顾客添加员工，员工尚未通过",
        means_en="A customer added a member of staff who had not confirmed it",
        fact=StaffAdded,
        counts=lambda added: added.how is How.HALF,
        by=ADDED,
    ),
    *LOSSES,
    Derived(
        name="losses",
        zh="流失",
        en="Losses",
        means_zh="好友关系解除：顾客删除、员工删除、继承转出与对账发现之和",
        means_en="Friendships that ended, by either side, by handing over, or found later",
        plus=tuple(one.name for one in LOSSES),
    ),
    Derived(
        name="net_adds",
        zh="净增好友",
        en="Net adds",
        means_zh="新增好友减流失",
        means_en="Adds without losses",
        plus=("adds",),
        minus=tuple(one.name for one in LOSSES),
    ),
)
