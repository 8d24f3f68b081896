"""Doors of the group-buy room."""

from __future__ import annotations

from typing import Annotated

import msgspec

from chalicelib.brand import service as brand
from chalicelib.catalogue.errors import NotEnoughStock
from chalicelib.content.errors import LintErrors
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http import crowds, rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.crowds import Turn
from chalicelib.core.http.page import page
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.http.visitors import is_in_wechat
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import errors as coupon_errors
from chalicelib.coupons.ids import CouponCode
from chalicelib.groupbuys import activities, books, editing, errors, offers, service, shapes, views
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.room import CREATE, EDIT, END, READ, ROOM
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotANewCustomer, PlaceUnpaid, TooManyUnpaid
from chalicelib.orders.shapes import OrderSummary

routes = Routes(ROOM)
routes.pages_under("/g")
COUPON_REFUSALS = (
    coupon_errors.UnknownCoupon,
    coupon_errors.CouponInUse,
    coupon_errors.CouponVoided,
    coupon_errors.CouponExpired,
    coupon_errors.AlreadyRedeemed,
    coupon_errors.BelowThreshold,
)


class TeamQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which teams: those that are open, or those that are over."""

    over: Annotated[bool, msgspec.Meta(description="true: 已结束的团 / teams that are over")] = False


@routes.post(
    "/admin/v1/groupbuys",
    allow=CREATE,
    summary=("创建拼团活动", "Create a group-buy activity"),
    body=shapes.NewActivity,
    texts={"name": Lint.AT_DOOR},
    judge=activities.judge_activity,
    answer=shapes.Activity,
    status=201,
    errors=(errors.BadActivity, NeedsConfirmation, LintErrors, NotEnoughStock),
)
def create_groupbuy(ctx: Ctx, body: shapes.NewActivity) -> shapes.Activity:
    return activities.create(ctx, body)


@routes.get(
    "/admin/v1/groupbuys",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("拼团活动列表（可按名称、状态、规格、创建人筛选）", "List group-buy activities, all or some"),
    query=shapes.ActivityQuery,
    answer=Page[shapes.Activity],
)
def list_groupbuys(ctx: Ctx, query: shapes.ActivityQuery) -> Page[shapes.Activity]:
    return activities.activities(ctx, query)


@routes.get(
    "/admin/v1/groupbuys/{activity_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("拼团活动与剩余库存", "An activity and what is left of its stock"),
    answer=shapes.ActivityWithStock,
    errors=(errors.UnknownActivity,),
)
def read_groupbuy(ctx: Ctx, activity_id: ActivityId) -> shapes.ActivityWithStock:
    return activities.with_stock(ctx, activity_id)


@routes.put(
    "/admin/v1/groupbuys/{activity_id}",
    allow=EDIT,
    summary=("修改拼团活动：名称、结束时间、库存", "Edit an activity: its name, end and stock"),
    body=shapes.EditActivity,
    texts={"name": Lint.AT_DOOR},
    answer=shapes.Activity,
    errors=(
        errors.UnknownActivity,
        errors.ActivityChanged,
        errors.BadActivity,
        NeedsConfirmation,
        LintErrors,
        NotEnoughStock,
    ),
)
def edit_groupbuy(ctx: Ctx, activity_id: ActivityId, body: shapes.EditActivity) -> shapes.Activity:
    return editing.edit(ctx, activity_id, body)


@routes.post(
    "/admin/v1/groupbuys/{activity_id}/stops",
    allow=END,
    summary=("停止拼团活动：让团继续，或全部退款", "Stop an activity: its teams finish, or all are refunded"),
    body=shapes.StopActivity,
    answer=shapes.Stopped,
    status=201,
    errors=(errors.UnknownActivity, errors.ActivityStopped, NeedsConfirmation),
)
def stop_groupbuy(ctx: Ctx, activity_id: ActivityId, body: shapes.StopActivity) -> shapes.Stopped:
    return editing.stop(ctx, activity_id, body.teams, confirm=body.confirm)


@routes.post(
    "/admin/v1/groupbuys/{activity_id}/copies",
    allow=CREATE,
    summary=("复制拼团活动", "Copy an activity"),
    body=shapes.CopyActivity,
    texts={"name": Lint.AT_DOOR},
    answer=shapes.Activity,
    status=201,
    errors=(errors.UnknownActivity, errors.BadActivity, NeedsConfirmation, LintErrors, NotEnoughStock),
)
def copy_groupbuy(ctx: Ctx, activity_id: ActivityId, body: shapes.CopyActivity) -> shapes.Activity:
    return editing.copy(ctx, activity_id, body)


@routes.post(
    "/admin/v1/groupbuys/{activity_id}/ends",
    allow=END,
    summary=("提前结束拼团活动", "Let an activity end earlier, or now"),
    body=shapes.EndActivity,
    answer=shapes.Activity,
    errors=(errors.UnknownActivity, errors.BadActivityEnd, errors.ActivityEndsEarlier),
)
def end_groupbuy(ctx: Ctx, activity_id: ActivityId, body: shapes.EndActivity) -> shapes.Activity:
    return activities.end(ctx, activity_id, body.closes_at)


@routes.get(
    "/admin/v1/groupbuys/{activity_id}/teams",
    allow=READ,
    summary=("活动的团", "The teams of an activity"),
    query=TeamQuery,
    answer=Page[shapes.Team],
    errors=(errors.UnknownActivity,),
)
def list_teams(ctx: Ctx, activity_id: ActivityId, query: TeamQuery) -> Page[shapes.Team]:
    return views.teams_of(ctx, activity_id, not query.over, query.limit, query.cursor)


@routes.get(
    "/admin/v1/groupbuys/{activity_id}/orders",
    allow=READ,
    summary=("活动的订单", "The orders of an activity"),
    query=PageQuery,
    answer=Page[OrderSummary],
    errors=(errors.UnknownActivity,),
)
def list_groupbuy_orders(ctx: Ctx, activity_id: ActivityId, query: PageQuery) -> Page[OrderSummary]:
    return views.orders_of(ctx, activity_id, query.limit, query.cursor)


@routes.post(
    "/admin/v1/groupbuys/{activity_id}/books",
    allow=READ,
    summary=("汇总活动账目（后台任务）", "Have an activity's books counted, by a job"),
    answer=shapes.Counting,
    status=201,
    errors=(errors.UnknownActivity,),
)
def count_books(ctx: Ctx, activity_id: ActivityId) -> shapes.Counting:
    return shapes.Counting(books.ask(ctx, activity_id))


@routes.get(
    "/admin/v1/groupbuys/{activity_id}/books",
    allow=READ,
    summary=("活动账目：团、款项与库存，以汇总时为准", "An activity's books as they were counted last"),
    answer=shapes.Books,
    errors=(errors.UnknownActivity, errors.BooksNotCounted),
)
def read_books(ctx: Ctx, activity_id: ActivityId) -> shapes.Books:
    return books.of(ctx, activity_id)


@routes.post(
    "/admin/v1/groupbuys/{activity_id}/stock-returns",
    allow=END,
    leaves=Leaves(shapes.GROUPBUY, "activity_id"),
    summary=("活动结束后把剩余库存退回商品", "After the activity: what is left goes back into the SKU's stock"),
    answer=shapes.ActivityWithStock,
    status=201,
    errors=(errors.UnknownActivity, errors.StillOpen),
)
def return_stock(ctx: Ctx, activity_id: ActivityId) -> shapes.ActivityWithStock:
    return activities.return_stock(ctx, activity_id)


@routes.get(
    "/admin/v1/groupbuy-teams/{team_id}",
    allow=READ,
    summary=("团与名额", "A team and who sits where"),
    answer=shapes.TeamForOperators,
    errors=(errors.UnknownTeam,),
)
def read_team_for_operators(ctx: Ctx, team_id: TeamId) -> shapes.TeamForOperators:
    return views.team_for_operators(ctx, team_id)


@routes.post(
    "/mini/v1/groupbuys/{activity_id}/teams",
    allow=MEMBER,
    summary=("开团", "Open a team"),
    body=shapes.Enter,
    answer=shapes.Entered,
    status=201,
    errors=(
        errors.UnknownActivity,
        errors.ActivityNotOpen,
        errors.ActivityOver,
        errors.ActivityStopped,
        errors.ActivitySoldOut,
        errors.LimitReached,
        NotANewCustomer,
        PlaceUnpaid,
        TooManyUnpaid,
        *COUPON_REFUSALS,
    ),
)
def open_team(ctx: Ctx, activity_id: ActivityId, body: shapes.Enter) -> shapes.Entered:
    return views.entered(ctx, service.open_team(ctx, activity_id, CouponCode(body.coupon_code), body.store_id))


@routes.get(
    "/mini/v1/groupbuys",
    allow=MEMBER,
    summary=("正在进行的拼团", "Group-buys that go on now"),
    query=PageQuery,
    answer=Page[shapes.ActivityOnOffer],
)
def list_groupbuys_on_offer(ctx: Ctx, query: PageQuery) -> Page[shapes.ActivityOnOffer]:
    return offers.open_now(ctx, query.limit, query.cursor)


@routes.get(
    "/mini/v1/groupbuys/{activity_id}/teams",
    allow=MEMBER,
    summary=("可参加的团", "Teams to join"),
    query=PageQuery,
    answer=Page[shapes.Team],
    errors=(errors.UnknownActivity,),
)
def list_open_teams(ctx: Ctx, activity_id: ActivityId, query: PageQuery) -> Page[shapes.Team]:
    return views.open_teams(ctx, activity_id, query.limit, query.cursor)


@routes.get(
    "/mini/v1/groupbuys/{activity_id}",
    allow=MEMBER,
    summary=("拼团活动", "A group-buy activity"),
    answer=shapes.ActivityForMembers,
    errors=(errors.UnknownActivity,),
)
def read_groupbuy_as_member(ctx: Ctx, activity_id: ActivityId) -> shapes.ActivityForMembers:
    return activities.for_member(ctx, activity_id)


@routes.get(
    "/mini/v1/groupbuy-teams",
    allow=MEMBER,
    summary=("我的团", "My teams"),
    query=PageQuery,
    answer=Page[shapes.Team],
)
def list_my_teams(ctx: Ctx, query: PageQuery) -> Page[shapes.Team]:
    return views.my_teams(ctx, query.limit, query.cursor)


@routes.get(
    "/mini/v1/groupbuy-teams/{team_id}",
    allow=MEMBER,
    summary=("团详情", "A team"),
    answer=shapes.TeamWithSeats,
    errors=(errors.UnknownTeam,),
)
def read_team(ctx: Ctx, team_id: TeamId) -> shapes.TeamWithSeats:
    return views.team_with_seats(ctx, team_id)


@routes.post(
    "/mini/v1/groupbuy-teams/{team_id}/seats",
    allow=MEMBER,
    rate=rates.RUSH,
    summary=("参团", "Join a team"),
    body=shapes.Enter,
    answer=shapes.Entered,
    status=201,
    errors=(
        errors.UnknownTeam,
        errors.TeamFull,
        errors.TeamOver,
        errors.ActivitySoldOut,
        errors.LimitReached,
        NotANewCustomer,
        PlaceUnpaid,
        TooManyUnpaid,
        *COUPON_REFUSALS,
    ),
)
def join_team(ctx: Ctx, team_id: TeamId, body: shapes.Enter) -> shapes.Entered:
    return views.entered(ctx, service.join(ctx, team_id, CouponCode(body.coupon_code), body.store_id))


@routes.post(
    "/mini/v1/groupbuy-teams/{team_id}/departures",
    allow=MEMBER,
    summary=("成团前退出", "Leave a team before it is complete"),
    answer=OrderSummary,
    status=201,
    errors=(errors.UnknownTeam, errors.NotInTeam, errors.TeamComplete, errors.TeamOver),
)
def leave_team(ctx: Ctx, team_id: TeamId) -> OrderSummary:
    return orders.summary(service.leave(ctx, team_id))


@routes.get(
    "/g/{entry}",
    allow=PUBLIC,
    rate=rates.TEAM_PAGES,
    summary=("团的页面（分享给朋友看）", "A team's page, for friends to look at"),
    media_type="text/html",
)
def open_team_page(incoming: Incoming, entry: str) -> Answer:
    corp, _, team_id = entry.partition("-")
    crowds.admit_address(incoming.caller, Turn.PAGE)
    ctx = incoming.ctx_for(corp, "system:visitor")
    shown = views.team_page(ctx, TeamId(team_id))
    fields = {**msgspec.structs.asdict(shown), "is_in_wechat": is_in_wechat(incoming)}
    return page("groupbuys/team.html", script="groupbuys/countdown.js", look=brand.look(ctx), **fields)
