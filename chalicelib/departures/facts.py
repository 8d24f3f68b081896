"""What happens when somebody hands over."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.states import CustomerState
from chalicelib.members.ids import MemberId

DEPARTURE = {"departure": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "staff": "liming"}
HANDED = {**DEPARTURE, "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG", "taker": "wangfang", "has_left": False}


class AboutDeparture(FactData, frozen=True, kw_only=True):
    """Which handing over, and whose."""

    departure: DepartureId
    staff: UserId


@fact("departure.begun", zh="开始交接员工 {staff}", en="What {staff} has is being handed over", sample=DEPARTURE)
class DepartureBegun(AboutDeparture, frozen=True, kw_only=True):
    """Somebody said who takes over."""


@fact(
    "departure.asked",
    zh="员工 {staff} 的交接已提交",
    en="All of {staff} was handed over or asked for",
    sample=DEPARTURE,
)
class DepartureAsked(AboutDeparture, frozen=True, kw_only=True):
    """Each kind of thing has had its turn, or somebody stopped it; customers may be waited for."""


class AboutCustomer(AboutDeparture, frozen=True, kw_only=True):
    """Which customer, and who takes over. has_left: whoever hands over was not of the corp any more."""

    member: MemberId
    taker: UserId
    has_left: bool


@fact(
    "customer.offered",
    zh="由员工 {staff} 交接给 {taker}，等待生效",
    en="Is to go from {staff} to {taker}",
    sample=HANDED,
)
class CustomerOffered(AboutCustomer, frozen=True, kw_only=True):
    """WeCom was asked to hand a customer over."""


@fact("customer.handed_over", zh="由员工 {staff} 交接给 {taker}", en="Went from {staff} to {taker}", sample=HANDED)
class CustomerHandedOver(AboutCustomer, frozen=True, kw_only=True):
    """They are the other's."""


@fact(
    "customer.stayed",
    zh="没有交接给 {taker}（{outcome:refused=顾客拒绝;full=接替员工客户已满;failed=企业微信拒绝}）",
    en="Did not go to {taker} ({outcome:refused=refused by the customer;full=no room;failed=refused by WeCom})",
    sample={**HANDED, "outcome": "refused"},
)
class CustomerStayed(AboutCustomer, frozen=True, kw_only=True):
    """They are not the other's, and why."""

    outcome: CustomerState
