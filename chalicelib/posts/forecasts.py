"""Dry runs: who would get a post if it were planned now, of one that is there or is still being made."""

from __future__ import annotations

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.sanity import judge
from chalicelib.core.storage.table import Refused
from chalicelib.coupons.ids import TemplateId
from chalicelib.posts import bounding, checks, occurrence_rows, rules, service, views
from chalicelib.posts.errors import BadPost, UnknownForecast
from chalicelib.posts.ids import ForecastId, OccurrenceName, PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Forecast, NewForecast, Snapshot


def of_post(ctx: Ctx, post_id: PostId) -> Forecast:
    """Begin a dry run of a post. Raises UnknownPost."""
    row = service.known(ctx, post_id)
    snapshot = msgspec.convert(row, Snapshot, from_attributes=True)
    return _begin(ctx, post_id, ForecastId(ctx.new_id()), snapshot, row.next_at or ctx.at)


def of_draft(ctx: Ctx, new: NewForecast) -> Forecast:
    """Begin a dry run of what nobody has made yet. It names no samples: whoever makes it sees how many.

    What could reach nobody is refused; names that are unknown are counted as nobody's. 1 RU, and as `bounding.faults`.
    Raises BadPost, and what content says of a version that may not be sent.
    """
    bounds = bounding.given(ctx, new.stores)
    wrong = [
        *bounding.faults(ctx, new.stores, bounds, checks.people_in(new.audience)),
        *rules.faults_of_audience(new.audience),
    ]
    judge(BadPost, wrong, [], confirm=True)
    contents.begun(ctx, new.content.item_id, new.content.version)
    channel = Channel(str(type(new.audience).__struct_config__.tag))
    forecast_id = ForecastId(ctx.new_id())
    snapshot = Snapshot(
        name="",
        content=new.content,
        channel=channel,
        audience=new.audience,
        coupon_template_id=TemplateId(""),
        bounds=bounds,
    )
    return _begin(ctx, PostId(forecast_id), forecast_id, snapshot, ctx.at)


def _begin(ctx: Ctx, post_id: PostId, forecast_id: ForecastId, snapshot: Snapshot, at: Moment) -> Forecast:
    try:
        return views.forecast(occurrence_rows.new_forecast(ctx, post_id, forecast_id, snapshot, at))
    except Refused as refused:
        return views.forecast(refused.own_lost_answer(OccurrenceRow))


def read(ctx: Ctx, post_id: PostId, forecast_id: ForecastId) -> Forecast:
    """How far a dry run is, and what it has counted. Raises UnknownForecast."""
    row = occurrence_rows.occurrence(ctx, post_id, OccurrenceName(forecast_id))
    if row is None or not row.dry or not (row.snapshot and bounding.allows(ctx, row.snapshot.bounds)):
        raise UnknownForecast()
    return views.forecast(row)
