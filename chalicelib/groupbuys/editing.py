"""What operators change of an activity that is there: its name, end and stock; stopping it; another one like it."""

from __future__ import annotations

from chalicelib.catalogue import service as catalogue
from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs, metrics
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import activities, rules, store
from chalicelib.groupbuys.errors import ActivityChanged, ActivityStopped, BadActivity, UnknownActivity
from chalicelib.groupbuys.ids import ActivityId
from chalicelib.groupbuys.jobs import StopTeams
from chalicelib.groupbuys.shapes import Activity, CopyActivity, EditActivity, NewActivity, Stopped
from chalicelib.groupbuys.states import Stop
from chalicelib.groupbuys.store import ActivityRow


def edit(ctx: Ctx, activity_id: ActivityId, wanted: EditActivity) -> Activity:
    """An activity as it shall be, if nobody changed it since `wanted.revision`. 1 RU, 2 WU and the stock's.

    More stock is set aside from the SKU's, less goes back there, never what is sold or held. Teams follow an earlier
    end as they do `activities.end`; with a later one those that run keep their own. Safe to repeat.
    Raises UnknownActivity, ActivityChanged, BadActivity, NeedsConfirmation, NotEnoughStock.
    """
    # A rival may take from a stock between our look at it and our write: then we look again.
    return retry.on_collision(lambda: _edit(ctx, activity_id, wanted), stock.BucketEmpty)


def _edit(ctx: Ctx, activity_id: ActivityId, wanted: EditActivity) -> Activity:
    row = _row(ctx, activity_id)
    seen = activities.shown(ctx, row)
    changed = rules.changed_by(seen, wanted)
    if not changed:
        return seen
    if row.revision != wanted.revision:
        raise ActivityChanged(revision=row.revision)
    held = stock.levels(ctx, store.stock_of(activity_id, row.buckets)) if "stock" in changed else [row.stock]
    wrong = list(rules.wrong_edit(seen, wanted, changed, row.stock - sum(held), ctx.now))
    judge(BadActivity, wrong, list(rules.unusual_edit(seen, wanted)), confirm=wanted.confirm)
    transaction = Transaction(ctx)
    store.edit_in(transaction, row, wanted, changed)
    _move_stock_in(transaction, row, wanted.stock, held)
    try:
        transaction.commit()
    except Refused:
        _raise_if_other(ctx, activity_id, wanted)
    activities.forget(ctx, activity_id)
    return activities.shown(ctx, _row(ctx, activity_id))


def _row(ctx: Ctx, activity_id: ActivityId) -> ActivityRow:
    row = store.activity(ctx, activity_id, consistent=True)
    if row is None:
        raise UnknownActivity()
    return row


def _move_stock_in(transaction: Transaction, row: ActivityRow, wanted: int, held: list[int]) -> None:
    own = store.stock_of(row.activity_id, row.buckets)
    if wanted > row.stock:
        catalogue.set_aside_in(transaction, row.sku_id, wanted - row.stock)
        stock.add_in(transaction, own, wanted - row.stock)
    elif wanted < row.stock:
        stock.take_over_in(transaction, own, row.stock - wanted, held)
        catalogue.put_back_in(transaction, row.sku_id, row.stock - wanted)


def _raise_if_other(ctx: Ctx, activity_id: ActivityId, wanted: EditActivity) -> None:
    """Unless the activity is as this editor wants it: by an earlier try whose answer was lost."""
    row = _row(ctx, activity_id)
    if rules.changed_by(activities.shown(ctx, row), wanted):
        raise ActivityChanged(revision=row.revision)


def stop(ctx: Ctx, activity_id: ActivityId, how: Stop, *, confirm: bool) -> Stopped:
    """Nobody opens a team any more; the teams that run finish, or a job lets them fail. Safe to repeat. 1 RU, 2 WU.

    It holds at once here, within 5 s elsewhere; a team that was opened meanwhile ends a minute later with the activity.
    Teams that are complete stay. Raises UnknownActivity, ActivityStopped, and NeedsConfirmation where teams will fail.
    """
    row = _row(ctx, activity_id)
    if row.stop is not how and how is Stop.REFUND and not confirm:
        teams = store.count_open(ctx, activity_id)
        judge(BadActivity, [], [rules.teams_fail(teams)] if teams else [], confirm=False)
    row = retry.on_collision(lambda: _stop(ctx, activity_id, how), Refused)
    activities.forget(ctx, activity_id)
    job_id = jobs.start(ctx, StopTeams(activity=activity_id)) if how is Stop.REFUND else ""
    return Stopped(activities.shown(ctx, row), job_id)


def _stop(ctx: Ctx, activity_id: ActivityId, how: Stop) -> ActivityRow:
    row = _row(ctx, activity_id)
    if row.stop is how:
        return row
    if not rules.may_stop(row.stop, how):
        raise ActivityStopped(
            "活动已按「全部退款」停止，不能改为让团继续。",
            "It was stopped with refunds: its teams cannot go on any more.",
        )
    return store.stop(ctx, row, how)


def stop_teams(ctx: Ctx, work: Work[StopTeams]) -> Step:
    """A page of a stopped activity's open teams fails, and who is in them is refunded. 1 WU +3 each."""
    activity_id = work.args.activity
    total = None if work.cursor else store.count_open(ctx, activity_id)
    page = store.teams(ctx, activity_id, True, PAGE_LIMIT, work.cursor)
    for team in page.items:
        if store.stop_team(ctx, team):
            metrics.count("TeamsFailed", corp=ctx.corp)
    return Step(cursor=page.cursor or None, done=len(page.items), total=total)


def copy(ctx: Ctx, activity_id: ActivityId, other: CopyActivity) -> Activity:
    """Another activity like this one, with a time and a stock of its own. Under one Idempotency-Key it is made once.

    Raises UnknownActivity, BadActivity, NeedsConfirmation, NotEnoughStock.
    """
    row = _row(ctx, activity_id)
    new = NewActivity(
        name=other.name or row.name,
        sku_id=row.sku_id,
        team_size=row.team_size,
        team_price=row.team_price,
        opens_at=other.opens_at,
        closes_at=other.closes_at,
        stock=other.stock or row.stock,
        team_life=row.team_life,
        hold=row.hold,
        per_member=row.per_member,
        new_only=row.new_only,
        buckets=row.buckets,
        confirm=other.confirm,
    )
    return activities.create(ctx, new)
