"""Activities: what operators set up, and its stock."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.errors import NotEnoughStock, UnknownSku
from chalicelib.catalogue.ids import ProductId, SkuId, product_of
from chalicelib.catalogue.shapes import Sku
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, some_of
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import rules, store
from chalicelib.groupbuys.errors import (
    ActivityEndsEarlier,
    ActivitySoldOut,
    BadActivity,
    BadActivityEnd,
    StillOpen,
    UnknownActivity,
)
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.jobs import EndTeams
from chalicelib.groupbuys.shapes import Activity, ActivityQuery, ActivityWithStock, NewActivity, Offer
from chalicelib.groupbuys.states import ActivityState
from chalicelib.groupbuys.store import ActivityRow, Goods

_offers: Cache[Offer | None] = Cache()


class CreatedBefore(Exception):
    """An activity of that id is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity.activity_id)
        self.activity = activity


def shown(ctx: Ctx, row: ActivityRow) -> Activity:
    """An activity as it stands now."""
    said = msgspec.convert(row, Activity, from_attributes=True)
    return msgspec.structs.replace(said, state=rules.activity_state(said, ctx.at))


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
    row = store.create_in(transaction, activity_id, new, goods, lambda row: CreatedBefore(shown(ctx, row)))
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
        return shown(ctx, earlier)
    return shown(ctx, row)


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


def for_member(ctx: Ctx, activity_id: ActivityId) -> Offer:
    """An activity as it stands now, up to 5 s old. Raises UnknownActivity."""
    found = offer(ctx, activity_id)
    return msgspec.structs.replace(found, state=rules.activity_state(found, ctx.at))


def activities(ctx: Ctx, query: ActivityQuery) -> Page[Activity]:
    """The corp's activities that a query means, newest first. 0.5 RU for each that is looked at, at most 500."""

    def is_meant(row: ActivityRow) -> bool:
        return rules.is_meant(query, shown(ctx, row), ctx.at)

    page = some_of(
        lambda limit, cursor: store.activities(ctx, limit, cursor),
        is_meant if rules.asks(query) else None,
        query.limit,
        query.cursor,
    )
    gone = stock.sold_out(ctx, [store.stock_of(row.activity_id, row.buckets) for row in page.items])
    return page.map(
        lambda row: _with_problem(
            ctx, shown(ctx, row), is_gone=store.stock_of(row.activity_id, row.buckets).name in gone
        )
    )


def _with_problem(ctx: Ctx, seen: Activity, *, is_gone: bool) -> Activity:
    if not is_gone or seen.state is not ActivityState.OPEN:
        return seen
    return msgspec.structs.replace(seen, problem=problem_of(ctx, ActivitySoldOut(), Remedy.EDIT))


def running(ctx: Ctx, product_id: ProductId) -> Iterator[catalogue.Campaign]:
    """The activities that sell a product now or will. 0.5 RU for each activity of the corp."""
    cursor = ""
    while True:
        page = store.activities(ctx, PAGE_LIMIT, cursor)
        for row in page.items:
            if product_of(row.sku_id) == product_id and ctx.at < row.closes_at and not row.stop:
                yield catalogue.Campaign(
                    zh="拼团",
                    en="group-buy",
                    id=row.activity_id,
                    name=row.name,
                    sku_id=row.sku_id,
                    price=row.team_price,
                )
        cursor = page.cursor
        if not cursor:
            return


catalogue.sold_by(running)


def with_stock(ctx: Ctx, activity_id: ActivityId) -> ActivityWithStock:
    """An activity and what is left of its stock, exact. Raises UnknownActivity."""
    found = for_member(ctx, activity_id)
    left = sum(stock.levels(ctx, stock_of(found)))
    seen = _with_problem(ctx, found, is_gone=left == 0)
    return msgspec.convert({**msgspec.structs.asdict(seen), "left": left}, ActivityWithStock)


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
    forget(ctx, activity_id)
    return shown(ctx, row)


def forget(ctx: Ctx, activity_id: ActivityId) -> None:
    """The activity was changed: this instance reads it again."""
    _offers.drop(f"{ctx.corp}#{activity_id}")


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
    forget(ctx, activity_id)  # its end may have been brought forward just now
    ended = offer(ctx, activity_id)
    stopped_at = iso(moment(ended.stopped_at) + store.HEARD_EVERYWHERE) if ended.stopped_at else ended.closes_at
    if ctx.at < min(ended.closes_at, stopped_at) or store.teams(ctx, activity_id, True, 1, "").items:
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
