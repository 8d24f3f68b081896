"""The verbs of the till: a clerk's day."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import Day, moment, shanghai_day
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Person
from chalicelib.coupons import service as coupons
from chalicelib.coupons.facts import CouponRedeemed, CouponReversed
from chalicelib.orders.facts import OrderPickedUp
from chalicelib.stores import service as stores
from chalicelib.till import store
from chalicelib.till.shapes import Act, ActShown, MyDay, Sum
from chalicelib.till.states import ActKind

MOST_SHOWN = 100


def note_redeemed(ctx: Ctx, fact: Fact[CouponRedeemed]) -> None:
    """After a coupon was redeemed at a till: it is of its clerk's day. 1 WU. Safe to repeat."""
    if fact.data.staff:
        store.note(ctx, fact.data.staff, _of_coupon(fact, ActKind.REDEEMED))


def note_reversed(ctx: Ctx, fact: Fact[CouponReversed]) -> None:
    """After a redemption was reversed: it is of its clerk's day, and of who did it. 1 WU, 2 for another. Repeatable."""
    clerk, by = fact.data.staff, fact.data.reversed_by
    if clerk:
        store.note(ctx, clerk, _of_coupon(fact, ActKind.REVERSED))
    if by and by != clerk:
        store.note(ctx, by, _of_coupon(fact, ActKind.REVERSED_FOR))


def note_picked_up(ctx: Ctx, fact: Fact[OrderPickedUp]) -> None:
    """After an order was handed out: it is of its clerk's day. 1 WU. Safe to repeat."""
    if fact.data.staff:
        act = Act(at=fact.at, kind=ActKind.PICKED_UP, thing=fact.data.order, store_id=fact.data.store or StoreId(""))
        store.note(ctx, fact.data.staff, act)


def _of_coupon(fact: Fact[CouponRedeemed] | Fact[CouponReversed], kind: ActKind) -> Act:
    told = fact.data
    act = Act(
        at=fact.at,
        kind=kind,
        thing=told.coupon,
        name=told.template_name,
        order_amount=told.order_amount,
        off=coupons.off(told.amount_off, told.order_amount),
        store_id=told.store,
    )
    if isinstance(told, CouponReversed):
        return msgspec.structs.replace(act, by=told.reversed_by, of_at=told.redeemed_at)
    return act


def my_day(ctx: Ctx, day: Day) -> MyDay:
    """What the clerk who asks did on a day, '' for today. 0.5 RU per 4 KB, and their store's name cold."""
    at = stores.stands_at(ctx)
    shown_day = day or shanghai_day(ctx.now)
    acts = list(store.acts(ctx, ctx.operator, shown_day))
    undone = {(act.thing, act.of_at) for act in acts if act.kind is ActKind.REVERSED}
    return MyDay(
        day=shown_day,
        store_id=at,
        store_name=stores.names(ctx, [at]).get(at, "") if at else "",
        redeemed=_sum(acts, ActKind.REDEEMED),
        reversed=_sum(acts, ActKind.REVERSED),
        picked_up=_sum(acts, ActKind.PICKED_UP).count,
        acts=[_shown(ctx, act, is_undone=(act.thing, act.at) in undone) for act in reversed(acts[-MOST_SHOWN:])],
    )


def _sum(acts: Iterable[Act], kind: ActKind) -> Sum:
    those = [act for act in acts if act.kind is kind]
    return Sum(
        count=len(those),
        order_amount=Fen(sum(act.order_amount for act in those)),
        off=Fen(sum(act.off for act in those)),
    )


def _shown(ctx: Ctx, act: Act, *, is_undone: bool) -> ActShown:
    is_order = act.kind is ActKind.PICKED_UP
    until = coupons.undo_until(act.at) if act.kind is ActKind.REDEEMED and not is_undone else None
    return ActShown(
        at=act.at,
        kind=act.kind,
        code="" if is_order else act.thing,
        order_id=act.thing if is_order else "",
        name=act.name,
        order_amount=act.order_amount,
        off=act.off,
        store_id=act.store_id,
        by=Person(act.by) if act.by else None,
        undo_until=until if until and moment(until) > ctx.now else None,
    )
