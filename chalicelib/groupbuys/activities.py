"""Activities: what operators set up, and its stock."""

from __future__ import annotations

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotEnoughStock
from chalicelib.catalogue.ids import SkuId
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import store
from chalicelib.groupbuys.errors import BadWindow, PriceNotLower, StillOpen, UnknownActivity
from chalicelib.groupbuys.ids import ActivityId
from chalicelib.groupbuys.shapes import Activity, ActivityWithStock, NewActivity, Offer
from chalicelib.groupbuys.store import ActivityRow, Goods

_offers: Cache[Offer | None] = Cache()


class CreatedBefore(Exception):
    """An activity of that id is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity.activity_id)
        self.activity = activity


def _activity(row: ActivityRow) -> Activity:
    return msgspec.convert(row, Activity, from_attributes=True)


def _offer(row: ActivityRow) -> Offer:
    return msgspec.convert(row, Offer, from_attributes=True)


def create(ctx: Ctx, new: NewActivity) -> Activity:
    """An activity, with its stock set aside from the SKU's. Under one Idempotency-Key it is made once.

    Raises UnknownSku, NotEnoughStock, BadWindow, PriceNotLower.
    """
    if not max(new.opens_at, ctx.at) < new.closes_at:
        raise BadWindow(opens_at=new.opens_at, closes_at=new.closes_at)
    sku = catalogue.sku(ctx, SkuId(new.sku_id))
    if new.team_price >= sku.private_price:
        raise PriceNotLower(private_price=sku.private_price)
    goods = Goods(
        product_name=sku.product_name,
        sku_name=sku.name,
        picture_url=sku.picture_url,
        private_price=sku.private_price,
    )
    activity_id = ActivityId(ctx.new_id())
    # A rival may take from the SKU between our look at its stock and our write: then we look again.
    return retry.on_collision(lambda: _create(ctx, activity_id, new, goods), stock.BucketEmpty)


def _create(ctx: Ctx, activity_id: ActivityId, new: NewActivity, goods: Goods) -> Activity:
    transaction = Transaction(ctx)
    row = store.create_in(transaction, activity_id, new, goods, lambda row: CreatedBefore(_activity(row)))
    try:
        catalogue.set_aside_in(transaction, SkuId(new.sku_id), new.stock)
        transaction.commit()
    except CreatedBefore as before:
        return before.activity
    except NotEnoughStock:
        # Perhaps this very request took it before and its answer was lost: ids follow from the Idempotency-Key.
        earlier = store.activity(ctx, activity_id)
        if earlier is None:
            raise
        return _activity(earlier)
    return _activity(row)


def offer(ctx: Ctx, activity_id: ActivityId) -> Offer:
    """An activity as verbs work with it, up to 5 s old. Raises UnknownActivity."""
    offer = _offers.get(f"{ctx.corp}#{activity_id}", lambda: _read(ctx, activity_id))
    if offer is None:
        raise UnknownActivity()
    return offer


def _read(ctx: Ctx, activity_id: ActivityId) -> Offer | None:
    row = store.activity(ctx, activity_id)
    return _offer(row) if row else None


def stock_of(offer: Offer) -> Stock:
    """An activity's stock."""
    return store.stock_of(offer.activity_id, offer.buckets)


def activities(ctx: Ctx, limit: int, cursor: str) -> Page[Activity]:
    """The corp's activities, newest first."""
    return store.activities(ctx, limit, cursor).map(_activity)


def with_stock(ctx: Ctx, activity_id: ActivityId) -> ActivityWithStock:
    """An activity and what is left of its stock, exact. Raises UnknownActivity."""
    shown = offer(ctx, activity_id)
    left = sum(stock.levels(ctx, stock_of(shown)))
    return msgspec.convert({**msgspec.structs.asdict(shown), "left": left}, ActivityWithStock)


def return_stock(ctx: Ctx, activity_id: ActivityId) -> ActivityWithStock:
    """What an activity did not sell goes back into the SKU's stock. Safe to repeat: then nothing is left to return.

    Raises UnknownActivity, StillOpen.
    """
    ended = offer(ctx, activity_id)
    if ctx.at < ended.closes_at or store.teams(ctx, activity_id, True, 1, "").items:
        raise StillOpen(closes_at=ended.closes_at)
    for bucket, left in enumerate(stock.levels(ctx, stock_of(ended))):
        if left:
            _return_bucket(ctx, ended, bucket, left)
    return with_stock(ctx, activity_id)


def _return_bucket(ctx: Ctx, offer: Offer, bucket: int, left: int) -> None:
    transaction = Transaction(ctx)
    stock.take_in(transaction, stock_of(offer), bucket, left)
    catalogue.put_back_in(transaction, offer.sku_id, left)
    try:
        transaction.commit()
    except stock.BucketEmpty:
        return  # a rival returned it
