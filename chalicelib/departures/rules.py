"""Pure decisions about handing over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.departures.shapes import NewDeparture, Taker
from chalicelib.departures.states import CustomerState
from chalicelib.platforms.wecom.transfers import Handing

# A customer has a day to refuse (docs/platform D5); what is still open then is asked for again, and at last given up.
FIRST_LOOK = timedelta(hours=25)
NEXT_LOOK = timedelta(hours=6)
MOST_LOOKS = 20
# Asked for already: by an attempt of ours whose answer was lost, or by somebody in WeCom's own console.
UNDER_WAY = frozenset({40100, 40129})
SAME_OWNER = 90504

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
    if not (new.customers or new.groups or new.live_codes):
        zh, en = "请至少选择交接活码、客户或客户群。", "Choose live codes, customers or groups."
        yield Fault("customers", "nothing_to_hand_over", None, zh, en)
