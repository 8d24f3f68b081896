"""Activities: what operators set up, and its stock."""

from __future__ import annotations

from functools import partial

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotEnoughStock, UnknownSku
from chalicelib.catalogue.ids import SkuId
from chalicelib.catalogue.shapes import Sku
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import rules, store
from chalicelib.groupbuys.errors import ActivityEndsEarlier, BadActivity, BadActivityEnd, StillOpen, UnknownActivity
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.jobs import EndTeams
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

    Raises BadActivity, NeedsConfirmation, NotEnoughStock.
    """
    sku = judge_activity(ctx, new)
    goods = Goods(
        product_name=sku.product_name,
        sku_name=sku.name,
        picture_url=sku.picture_url,
        private_price=sku.private_price,
    )
    activity_id = ActivityId(ctx.new_id())
    # A rival may take from the SKU between our look at its stock and our write: then we look again.
    return retry.on_collision(lambda: _create(ctx, activity_id, new, goods), stock.BucketEmpty)


def judge_activity(ctx: Ctx, new: NewActivity) -> Sku:
    """The SKU, after everything that the body may get wrong was looked at. Raises BadActivity, NeedsConfirmation."""
    sku = catalogue.find(ctx, SkuId(new.sku_id))
    wrong, unusual = list(rules.wrong(new, ctx.now, sku)), list(rules.unusual(new, sku))
    judge(BadActivity, wrong, unusual, confirm=new.confirm)
    if sku is None:
        raise UnknownSku()
    return sku


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


def end(ctx: Ctx, activity_id: ActivityId, closes_at: Moment | None) -> Activity:
    """Let an activity end earlier, now when no moment is given; it holds at once here, within 5 s elsewhere. 1 WU +2.

    Nobody opens or joins a team then. Teams that are not complete end with it, once what is held was paid or its time
    is over; what they kept is free, and whoever paid is refunded. Safe to repeat.
    Raises BadActivityEnd, UnknownActivity, ActivityEndsEarlier.
    """
    judge(BadActivityEnd, list(rules.ACTIVITY.faults(ctx.now, NEVER, closes_at or NEVER)))
    try:
        row: ActivityRow | None = store.end(ctx, activity_id, closes_at or ctx.at)
    except Refused as refused:
        row = refused.row(ActivityRow)
        if row is not None and closes_at not in (None, row.closes_at):
            raise ActivityEndsEarlier(closes_at=row.closes_at) from None
    if row is None:
        raise UnknownActivity()
    _offers.drop(f"{ctx.corp}#{activity_id}")
    return _activity(row)


def end_came(ctx: Ctx, due: Due) -> None:
    """An end that was brought forward has come: a job lets the teams follow. Safe to repeat. 1 RU, 2 WU +1."""
    row = store.activity(ctx, ActivityId(due.pk.rpartition("#")[2]), consistent=True)
    if row is None or row.due_at != due.due_at:
        return
    jobs.start(ctx, EndTeams(activity=row.activity_id))
    store.followed(ctx, row.activity_id, row.closes_at)


def end_teams(ctx: Ctx, work: Work[EndTeams]) -> Step:
    """A page of the activity's open teams follows its end. 0.5 RU per 4 KB, 1 RU and 1 WU +2 for each."""
    row = store.activity(ctx, work.args.activity, consistent=True)
    if row is None:
        return Step(cursor=None)
    page = store.teams(ctx, row.activity_id, True, PAGE_LIMIT, work.cursor)
    late = [team.team_id for team in page.items if team.deadline > row.closes_at]
    for team_id in late:
        retry.on_collision(partial(_end_team, ctx, team_id, row.closes_at), Refused)
    return Step(cursor=page.cursor or None, done=len(late))


def _end_team(ctx: Ctx, team_id: TeamId, closes_at: Moment) -> None:
    row = store.team(ctx, team_id)
    if row is None or row.failed_at or row.paid == row.size or row.deadline <= closes_at:
        return
    held = [seat.until for seat in row.seats.values() if not seat.is_paid]
    store.bring_forward(ctx, row, closes_at, min(row.fails_at, rules.fails_at(closes_at, held)))


def return_stock(ctx: Ctx, activity_id: ActivityId) -> ActivityWithStock:
    """What an activity did not sell goes back into the SKU's stock. Safe to repeat: then nothing is left to return.

    Raises UnknownActivity, StillOpen.
    """
    _offers.drop(f"{ctx.corp}#{activity_id}")  # its end may have been brought forward just now
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
