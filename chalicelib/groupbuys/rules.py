"""Pure decisions about group-buys."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from chalicelib.catalogue.shapes import Sku
from chalicelib.catalogue.states import ShelfState
from chalicelib.core import money, sanity
from chalicelib.core.errors import Fault
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.core.text import first_sign, folded, shown
from chalicelib.groupbuys.shapes import Activity, ActivityQuery, EditActivity, NewActivity
from chalicelib.groupbuys.states import MAY_STOP, ActivityState, Stop, TeamState, Window

ACTIVITY = sanity.Window(
    begins="opens_at",
    ends="closes_at",
    longest=92,
    ahead=92,
    why_zh="活动期间库存一直被划出，不能另卖",
    why_en="its stock is set aside for as long, and nobody else can sell it",
)

EDITED = ("name", "closes_at", "stock")
# After the deadline nobody joins, but money that was paid in time may still be on its way: its notice may have been
# lost, and the provider is asked. Only then the team fails.
MONEY_ON_ITS_WAY = timedelta(minutes=2)


def wrong(new: NewActivity, now: datetime, sku: Sku | None) -> Iterator[Fault]:
    """What no activity on a SKU can be; None: there is no such SKU."""
    yield from ACTIVITY.faults(now, new.opens_at, new.closes_at)
    if sku is None:
        yield Fault("sku_id", "unknown", None, "没有找到该规格，请检查编号。", "There is no such SKU. Check its id.")
    elif sku.state is ShelfState.OFF:
        yield Fault("sku_id", "off_shelf", None, "该商品已下架，请先上架。", "The product is off the shelf. Put it on.")
    elif new.team_price >= sku.private_price:
        price = money.yuan(sku.private_price)
        zh, en = f"拼团价须低于该规格的私域价 {price}。", f"The team price must be below the private price of {price}."
        yield Fault("team_price", "under_private_price", sku.private_price, zh, en)


def unusual(new: NewActivity, sku: Sku | None) -> Iterator[Fault]:
    """What an activity may be, but seldom is on purpose."""
    if new.stock < new.team_size:
        yield _under_team_size(new.stock, new.team_size)
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


def _under_team_size(stock: int, team_size: int) -> Fault:
    zh = f"活动库存 {stock} 件少于成团人数 {team_size}，没有一个团能成团。"
    en = f"With {stock} pieces no team of {team_size} can be complete."
    return Fault("stock", "under_team_size", team_size, zh, en)


def changed_by(activity: Activity, wanted: EditActivity) -> tuple[str, ...]:
    """The fields of an activity that an edit makes others."""
    return tuple(name for name in EDITED if getattr(activity, name) != getattr(wanted, name))


def wrong_edit(
    activity: Activity, wanted: EditActivity, changed: Collection[str], in_hands: int, now: datetime
) -> Iterator[Fault]:
    """What no activity can become. in_hands: how many pieces are sold or held."""
    is_done = activity_state(activity, iso(now)) in (ActivityState.OVER, ActivityState.STOPPED)
    for name in ("closes_at", "stock"):
        if is_done and name in changed:
            zh = "活动已结束或停止，时间与库存不能再改；请复制一个新活动。"
            en = "The activity is over or stopped: its end and stock stay. Copy it to have another one."
            yield Fault(name, "over", None, zh, en)
    if "closes_at" in changed and not is_done:
        yield from ACTIVITY.faults(now, activity.opens_at, wanted.closes_at)
    if wanted.stock < in_hands:
        zh, en = f"已售出或占用 {in_hands} 件，库存不能更少。", f"{in_hands} are sold or held; there cannot be fewer."
        yield Fault("stock", "under_sold", in_hands, zh, en)


def unusual_edit(activity: Activity, wanted: EditActivity) -> Iterator[Fault]:
    """What an activity may become, but seldom is meant to."""
    if wanted.stock < activity.team_size and wanted.stock != activity.stock:
        yield _under_team_size(wanted.stock, activity.team_size)


def teams_fail(teams: int) -> Fault:
    """Teams that run fail when an activity is stopped so."""
    zh = f"{teams} 个进行中的团将失败，已付款的顾客自动退款；已成团的不受影响。"
    en = f"{teams} teams that run will fail, and whoever paid is refunded. Teams that are complete stay."
    return Fault("teams", "teams_fail", teams, zh, en)


def may_stop(before: Stop | None, how: Stop) -> bool:
    """True when an activity may be stopped so, also one that was stopped before."""
    return before is None or how in MAY_STOP[before]


def activity_state(activity: Activity, at: Moment) -> ActivityState:
    """How an activity stands at a moment."""
    if activity.stop:
        return ActivityState.STOPPED
    state = {Window.EARLY: ActivityState.SCHEDULED, Window.OPEN: ActivityState.OPEN, Window.OVER: ActivityState.OVER}
    return state[window(at, activity.opens_at, activity.closes_at)]


def is_meant(query: ActivityQuery, activity: Activity, at: Moment) -> bool:
    """True for an activity that a query asks for."""
    if query.state and query.state is not activity_state(activity, at):
        return False
    if query.sku_id and query.sku_id != activity.sku_id:
        return False
    if query.maker and (activity.created_by is None or activity.created_by.userid != query.maker):
        return False
    return folded(query.q) in folded(activity.name)


def asks(query: ActivityQuery) -> bool:
    """True when a query leaves activities out."""
    return bool(query.q.strip() or query.state or query.sku_id or query.maker)


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
    """A name as strangers may see it: its first sign, and nothing of a name that is one sign."""
    written = unicodedata.normalize("NFC", shown(name or ""))
    sign = first_sign(written)
    return f"{sign}**" if sign != written else "顾客"


def yuan(fen: Fen) -> str:
    """Money as a team's page shows it, always with its fen."""
    return f"{fen // 100}.{fen % 100:02d}"


def clock(seconds: int) -> str:
    """A time that is left, as hours, minutes and seconds."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
