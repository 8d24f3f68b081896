"""Rows of a clerk's day: what follows from facts, a moment late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import cast

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day, Moment, moment, shanghai_day
from chalicelib.core.money import Fen
from chalicelib.core.storage.attributes import EnumAttribute, FenAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.lists import children
from chalicelib.core.storage.table import Keys, Refused, Row, key, put_new
from chalicelib.till.shapes import Act
from chalicelib.till.states import ActKind

# A clerk looks at today, and at yesterday when the till is counted; the facts keep the rest.
KEPT = timedelta(days=40)


class TillActRow(Row, discriminator="till_act"):
    """Something that a clerk did at a till. thing: the coupon's code or the order. of_at: of a reversal, when it was
    redeemed. ttl: when it goes, in unix seconds.
    """

    keys = Keys(pk="till_acts#<userid>#<day>", sk="<at><act><thing>")

    at = MomentAttribute()
    act_kind = EnumAttribute(ActKind)
    thing = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    order_amount = FenAttribute(default=Fen(0))
    off = FenAttribute(default=Fen(0))
    store_id = IdAttribute[StoreId](default=StoreId(""))
    by = IdAttribute[UserId](default=UserId(""))
    of_at = MomentAttribute(null=True)
    ttl = IntAttribute()


def note(ctx: Ctx, clerk: UserId, act: Act) -> None:
    """A clerk did something. 1 WU. Safe to repeat."""
    row = TillActRow(
        key(ctx, "till_acts", clerk, shanghai_day(moment(act.at))),
        f"{act.at}{act.kind}{act.thing}",
        at=act.at,
        act_kind=act.kind,
        thing=act.thing,
        name=act.name,
        order_amount=act.order_amount,
        off=act.off,
        store_id=act.store_id,
        by=act.by,
        ttl=int((moment(act.at) + KEPT).timestamp()),
    )
    if act.of_at:
        row.of_at = act.of_at
    with suppress(Refused):  # told before
        put_new(ctx, row)


def acts(ctx: Ctx, clerk: UserId, day: Day) -> Iterator[Act]:
    """All that a clerk did on a day, the first first. 0.5 RU per 4 KB, about 12 acts."""
    rows = cast(Iterator[TillActRow], children(TillActRow, key(ctx, "till_acts", clerk, day)))
    for row in rows:
        yield Act(
            at=row.at,
            kind=row.act_kind,
            thing=row.thing,
            name=row.name,
            order_amount=row.order_amount,
            off=row.off,
            store_id=row.store_id,
            by=row.by,
            of_at=row.of_at or Moment(""),
        )
