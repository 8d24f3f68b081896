"""Activities: what operators set up, and its stock."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotEnoughStock
from chalicelib.core.context import Ctx
from chalicelib.core.errors import TooBusy
from chalicelib.core.instance import Cache
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import store
from chalicelib.groupbuys.errors import BadWindow, PriceNotLower, StillOpen, UnknownActivity
from chalicelib.groupbuys.shapes import ActivityWithStock, NewActivity
from chalicelib.groupbuys.store import ActivityRow

TRIES = 4
_activities = Cache()


class CreatedBefore(Exception):
    """An activity of that id is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, activity: ActivityRow) -> None:
        super().__init__(activity.activity_id)
        self.activity = activity


def create(ctx: Ctx, new: NewActivity) -> ActivityRow:
    """An activity, with its stock set aside from the SKU's. Under one Idempotency-Key it is made once.

    Raises UnknownSku, NotEnoughStock, BadWindow, PriceNotLower.
    """
    if not max(new.opens_at, ctx.at) < new.closes_at:
        raise BadWindow(opens_at=new.opens_at, closes_at=new.closes_at)
    sku = catalogue.sku(ctx, new.sku_id)
    if new.team_price >= int(sku.private_price):
        raise PriceNotLower(private_price=int(sku.private_price))
    values = {
        **msgspec.structs.asdict(new),
        "buckets": stock.buckets_for(new.stock, new.buckets),
        "product_name": sku.product_name,
        "sku_name": sku.name,
        "picture_url": sku.picture_url,
        "private_price": int(sku.private_price),
    }
    return _create(ctx, ctx.new_id(), values)


def _create(ctx: Ctx, activity_id: str, values: dict[str, Any]) -> ActivityRow:
    for _ in range(TRIES):
        transaction = Transaction(ctx)
        row = store.create_in(transaction, activity_id, values, CreatedBefore)
        try:
            catalogue.set_aside_in(transaction, values["sku_id"], values["stock"])
            transaction.commit()
        except CreatedBefore as before:
            return before.activity
        except NotEnoughStock:
            # Perhaps this very request took it before and its answer was lost: ids follow from the Idempotency-Key.
            made = store.activity(ctx, activity_id)
            if made is None:
                raise
            return made
        except stock.BucketEmpty:
            continue  # a rival took from the SKU since we looked: look again
        return row
    raise TooBusy()


def activity(ctx: Ctx, activity_id: str) -> ActivityRow:
    """An activity, up to 5 s old. Raises UnknownActivity."""
    found: ActivityRow | None = _activities.get(f"{ctx.corp}#{activity_id}", lambda: store.activity(ctx, activity_id))
    if found is None:
        raise UnknownActivity()
    return found


def activities(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's activities, newest first."""
    return store.activities(ctx, limit, cursor)


def with_stock(ctx: Ctx, activity_id: str) -> ActivityWithStock:
    """An activity and what is left of its stock, exact. Raises UnknownActivity."""
    row = activity(ctx, activity_id)
    shown = {name: getattr(row, name) for name in ActivityWithStock.__struct_fields__ if name != "left"}
    return msgspec.convert({**shown, "left": sum(stock.levels(ctx, store.stock_of(row)))}, ActivityWithStock)


def return_stock(ctx: Ctx, activity_id: str) -> ActivityWithStock:
    """What an activity did not sell goes back into the SKU's stock. Safe to repeat: then nothing is left to return.

    Raises UnknownActivity, StillOpen.
    """
    row = activity(ctx, activity_id)
    if ctx.at < row.closes_at or store.sessions(ctx, activity_id, True, 1, "").items:
        raise StillOpen(closes_at=row.closes_at)
    for bucket, left in enumerate(stock.levels(ctx, store.stock_of(row))):
        if left:
            _return_bucket(ctx, row, bucket, left)
    return with_stock(ctx, activity_id)


def _return_bucket(ctx: Ctx, row: ActivityRow, bucket: int, left: int) -> None:
    transaction = Transaction(ctx)
    stock.take_in(transaction, store.stock_of(row), bucket, left)
    catalogue.put_back_in(transaction, row.sku_id, left)
    try:
        transaction.commit()
    except stock.BucketEmpty:
        return  # a rival returned it
