"""Pure decisions about group-buys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.catalogue.shapes import Sku
from chalicelib.core import money, sanity
from chalicelib.core.errors import Fault
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.groupbuys.shapes import NewActivity
from chalicelib.groupbuys.states import TeamState, Window

ACTIVITY = sanity.Window(
    begins="opens_at",
    ends="closes_at",
    longest=92,
    ahead=92,
    why_zh="活动期间库存一直被划出，不能另卖",
    why_en="its stock is set aside for as long, and nobody else can sell it",
)

# After the deadline nobody joins, but money that was paid in time may still be on its way: its notice may have been
# lost, and the provider is asked. Only then the team fails.
MONEY_ON_ITS_WAY = timedelta(minutes=2)


def wrong(new: NewActivity, now: datetime, sku: Sku | None) -> Iterator[Fault]:
    """What no activity on a SKU can be; None: there is no such SKU."""
    yield from ACTIVITY.faults(now, new.opens_at, new.closes_at)
    if sku is None:
        yield Fault("sku_id", "unknown", None, "没有找到该规格，请检查编号。", "There is no such SKU. Check its id.")
    elif new.team_price >= sku.private_price:
        price = money.yuan(sku.private_price)
        zh, en = f"拼团价须低于该规格的私域价 {price}。", f"The team price must be below the private price of {price}."
        yield Fault("team_price", "under_private_price", sku.private_price, zh, en)


def unusual(new: NewActivity, sku: Sku | None) -> Iterator[Fault]:
    """What an activity may be, but seldom is on purpose."""
    if new.stock < new.team_size:
        zh = f"活动库存 {new.stock} 件少于成团人数 {new.team_size}，没有一个团能成团。"
        en = f"With {new.stock} pieces no team of {new.team_size} can be complete."
        yield Fault("stock", "under_team_size", new.team_size, zh, en)
    if new.team_price == 0:
        zh, en = "拼团价为 0，成团的顾客都不用付款。", "The team price is 0: nobody pays anything."
        yield Fault("team_price", "free", 0, zh, en)
    elif sku and new.team_price < sku.private_price / 2:
        price, half = money.yuan(Fen(new.team_price)), money.yuan(sku.private_price)
        zh, en = (
            f"拼团价 {price} 不到私域价 {half} 的一半。",
            f"{price} is less than half of the private price of {half}.",
        )
        yield Fault("team_price", "under_half_the_private_price", sku.private_price // 2, zh, en)


def forward(deadline: Moment, closes_at: Moment) -> Moment:
    """Until when a team takes customers: never longer than its activity, whose end may have been brought forward."""
    return min(deadline, closes_at)


def fails_at(closes_at: Moment, held_until: list[Moment]) -> Moment:
    """When a team fails whose activity ends earlier: what is held keeps the time that its customer was told."""
    return iso(moment(max([closes_at, *held_until])) + MONEY_ON_ITS_WAY)


def window(at: Moment, opens_at: Moment, closes_at: Moment) -> Window:
    """Where a moment lies in an activity's window. One that was ended before it opened is over."""
    if at >= closes_at or closes_at <= opens_at:
        return Window.OVER
    return Window.EARLY if at < opens_at else Window.OPEN


def state(size: int, paid: int, deadline: Moment, failed_at: Moment | None, at: Moment) -> TeamState:
    """How a team stands at a moment.

    A team has succeeded if and only if every seat is paid; nothing else says so.
    """
    if paid == size:
        return TeamState.SUCCEEDED
    if failed_at:
        return TeamState.FAILED
    return TeamState.OPEN if at < deadline else TeamState.SETTLING


def pay_until(now: datetime, hold: timedelta, deadline: datetime) -> datetime:
    """Until when a held seat may be paid: never beyond the team's deadline."""
    return min(now + hold, deadline)


def masked(name: str | None) -> str:
    """A name as strangers may see it: its first character."""
    return f"{name[0]}**" if name else "顾客"


def yuan(fen: Fen) -> str:
    """Money as a team's page shows it, always with its fen."""
    return f"{fen // 100}.{fen % 100:02d}"


def clock(seconds: int) -> str:
    """A time that is left, as hours, minutes and seconds."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
