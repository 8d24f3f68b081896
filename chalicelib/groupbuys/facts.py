"""What happens to activities and teams."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.moments import Moment
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.states import Stop
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId

TEAM = {"team": "01KAJ8S5X7Z9A1C3E5G7J9L2NP", "activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV", "size": 3}


@fact(
    "groupbuy.created",
    zh="创建了拼团活动「{name}」，划入库存 {stock} 件",
    en="The group-buy {name} was created with {stock} pieces",
    sample={"activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV", "name": "春茶三人团", "stock": 20},
)
class GroupbuyCreated(FactData, frozen=True, kw_only=True):
    """An operator made an activity, and its stock was set aside."""

    activity: ActivityId
    name: str
    stock: int


@fact(
    "groupbuy.ended",
    zh="提前结束了拼团活动「{name}」，截止 {closes_at}",
    en="The group-buy {name} was brought forward to end at {closes_at}",
    sample={
        "activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV",
        "name": "春茶三人团",
        "closes_at": "2026-11-21T02:00:00.000Z",
    },
)
class GroupbuyEnded(FactData, frozen=True, kw_only=True):
    """An operator brought an activity's end forward; its teams end with it."""

    activity: ActivityId
    name: str
    closes_at: Moment


@fact(
    "groupbuy.edited",
    zh="修改了拼团活动「{name}」",
    en="The group-buy {name} was edited",
    sample={
        "activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV",
        "name": "春茶三人团",
        "changed": ["closes_at", "stock"],
        "closes_at": "2026-11-28T02:00:00.000Z",
        "stock": 40,
    },
)
class GroupbuyEdited(FactData, frozen=True, kw_only=True):
    """An operator changed its name, end or stock: what these are now."""

    activity: ActivityId
    name: str
    changed: tuple[str, ...]
    closes_at: Moment
    stock: int


@fact(
    "groupbuy.stopped",
    zh="停止了拼团活动「{name}」，{teams:finish=进行中的团继续;refund=进行中的团退款}",
    en="The group-buy {name} was stopped, its teams: {teams}",
    sample={"activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV", "name": "春茶三人团", "teams": "refund"},
)
class GroupbuyStopped(FactData, frozen=True, kw_only=True):
    """An operator lets nobody open a team any more; those that run finish, or fail and are refunded."""

    activity: ActivityId
    name: str
    teams: Stop


class AboutTeam(FactData, frozen=True, kw_only=True):
    """Which team, of which activity, and how many it needs."""

    team: TeamId
    activity: ActivityId
    size: int


@fact(
    "team.opened",
    zh="会员 {member} 开团，{size} 人成团",
    en="The member {member} opened a team of {size}",
    sample={**TEAM, "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG"},
)
class TeamOpened(AboutTeam, frozen=True, kw_only=True):
    """A member leads it."""

    member: MemberId


@fact(
    "seat.paid",
    zh="会员 {member} 的名额已支付，订单 {order}",
    en="The seat of the member {member} was paid by {order}",
    sample={
        **TEAM,
        "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
        "order": "7Q2M4T01KAJ8T0003V0Q8N2B7M4T6Y9R",
        "transaction": "4200002345202611210000012345",
    },
)
class SeatPaid(AboutTeam, frozen=True, kw_only=True):
    """A held seat is paid. transaction: the provider's own number of the money, '' when it cost nothing."""

    member: MemberId
    order: OrderId
    transaction: str


@fact("team.succeeded", zh="{size} 人已成团", en="All {size} seats are paid", sample=TEAM)
class TeamSucceeded(AboutTeam, frozen=True, kw_only=True):
    """Every seat is paid."""


@fact("team.failed", zh="未满 {size} 人，未成团", en="The team of {size} was not complete in time", sample=TEAM)
class TeamFailed(AboutTeam, frozen=True, kw_only=True):
    """Its time was over while a seat was unpaid."""
