"""Doors of the post room."""

from __future__ import annotations

from chalicelib.content.errors import (
    BadValues,
    ChannelNotApproved,
    ContentArchived,
    NotApproved,
    UnknownContent,
    VersionRecalled,
)
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Misfit, NeedsConfirmation, TooBusy
from chalicelib.core.http.answers import Replayed
from chalicelib.core.http.given import read_moment
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.moments import Moment
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import errors as coupon_errors
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Coupon
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.posts import (
    approvals,
    calendar_shapes,
    claims,
    errors,
    forecasts,
    handling,
    running,
    searching,
    service,
    shapes,
    times,
)
from chalicelib.posts.ids import ForecastId, PostId
from chalicelib.posts.room import APPROVE, CANCEL, FORECAST, PAUSE, READ, REMIND, ROOM, SCHEDULE, WANT_APPROVAL
from chalicelib.tasks.shapes import Reminded, Task

routes = Routes(ROOM)
TEXTS = {"name": Lint.NONE, "content": Lint.BY_ROOM, "audience": Lint.NONE, "schedule": Lint.NONE}
CONTENT_ERRORS = (UnknownContent, NotApproved, VersionRecalled, ChannelNotApproved)


@routes.post(
    "/admin/v1/posts",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("创建定时群发", "Schedule a post"),
    body=shapes.NewPost,
    texts=TEXTS,
    answer=shapes.Post,
    status=201,
    errors=(errors.BadPost, NeedsConfirmation, NotApproved, VersionRecalled, ContentArchived, ChannelNotApproved),
)
def create_post(ctx: Ctx, body: shapes.NewPost) -> shapes.Post:
    return service.create(ctx, body)


@routes.get(
    "/admin/v1/posts",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("定时群发列表（可按名称、状态、创建人、日期筛选）", "List posts, all or some"),
    query=shapes.PostQuery,
    answer=Page[shapes.PostLine],
)
def list_posts(ctx: Ctx, query: shapes.PostQuery) -> Page[shapes.PostLine]:
    return searching.posts(ctx, query)


@routes.get(
    "/admin/v1/posts/{post_id}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("定时群发与各次执行", "A post and its occurrences"),
    answer=shapes.Post,
    errors=(errors.UnknownPost,),
)
def read_post(ctx: Ctx, post_id: PostId) -> shapes.Post:
    return service.post(ctx, post_id)


@routes.put(
    "/admin/v1/posts/{post_id}",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("修改定时群发（执行前）", "Change a post, until it is claimed"),
    body=shapes.EditPost,
    texts=TEXTS,
    answer=shapes.Post,
    errors=(
        errors.UnknownPost,
        errors.PostChanged,
        errors.PostIsOver,
        errors.BadPost,
        NeedsConfirmation,
        NotApproved,
        VersionRecalled,
        ContentArchived,
        ChannelNotApproved,
    ),
)
def edit_post(ctx: Ctx, post_id: PostId, body: shapes.EditPost) -> shapes.Post:
    return service.edit(ctx, post_id, body)


@routes.post(
    "/admin/v1/posts/{post_id}/approvals",
    allow=APPROVE,
    scoped=Scoped.BY_STORE,
    summary=("审批他人制定的群发", "Approve a post that somebody else made"),
    body=shapes.ApprovePost,
    answer=shapes.Post,
    errors=(errors.UnknownPost, errors.PostChanged, errors.PostIsOver, errors.OwnPost),
)
def approve_post(ctx: Ctx, post_id: PostId, body: shapes.ApprovePost) -> shapes.Post:
    return service.approve(ctx, post_id, body.revision)


@routes.get(
    "/admin/v1/post-approval",
    allow=READ,
    summary=("群发是否须他人审批", "Whether posts have to be approved"),
    answer=shapes.Approving,
)
def read_approving(ctx: Ctx) -> shapes.Approving:
    return approvals.rule(ctx)


@routes.put(
    "/admin/v1/post-approval",
    allow=WANT_APPROVAL,
    summary=("设置群发是否须他人审批", "Say whether posts have to be approved"),
    body=shapes.SetApproving,
    answer=shapes.Approving,
)
def set_approving(ctx: Ctx, body: shapes.SetApproving) -> shapes.Approving:
    return approvals.set_rule(ctx, is_needed=body.is_needed)


@routes.post(
    "/admin/v1/posts/{post_id}/new-version",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    leaves=Leaves(shapes.POST, "post_id"),
    summary=("使用素材的新版本", "Use the version of the content that was approved last"),
    body=shapes.NewVersion,
    texts={"values": Lint.BY_ROOM},
    answer=shapes.Post,
    errors=(errors.UnknownPost, errors.PostChanged, errors.PostIsOver, BadValues, *CONTENT_ERRORS),
)
def use_new_version(ctx: Ctx, post_id: PostId, body: shapes.NewVersion) -> shapes.Post:
    return service.use_new_version(ctx, post_id, body)


@routes.post(
    "/admin/v1/posts/{post_id}/occurrences/{at}/retries",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("重试失败的执行", "Try an occurrence again that has failed"),
    answer=shapes.Post,
    errors=(
        errors.UnknownPost,
        errors.UnknownOccurrence,
        errors.HasNotFailed,
        errors.OccurrenceIsOver,
        errors.NotYetApproved,
        errors.PostIsOver,
        BadValues,
        *CONTENT_ERRORS,
    ),
)
def retry_post(ctx: Ctx, post_id: PostId, at: str) -> shapes.Post:
    return running.try_again(ctx, post_id, _time(at))


def _time(at: str) -> Moment:
    """The occurrence's moment out of a path, in whatever form it is written there. Raises UnknownOccurrence."""
    try:
        return read_moment(at)
    except Misfit:
        raise errors.UnknownOccurrence() from None


@routes.post(
    "/admin/v1/posts/{post_id}/pause",
    allow=PAUSE,
    scoped=Scoped.BY_STORE,
    summary=("暂停", "Pause a post"),
    answer=shapes.Post,
    errors=(errors.UnknownPost, errors.PostChanged, errors.PostIsOver),
)
def pause_post(ctx: Ctx, post_id: PostId) -> shapes.Post:
    return service.pause(ctx, post_id)


@routes.post(
    "/admin/v1/posts/{post_id}/resume",
    allow=PAUSE,
    scoped=Scoped.BY_STORE,
    summary=("恢复", "Resume a post"),
    answer=shapes.Post,
    errors=(errors.UnknownPost, errors.PostChanged, errors.PostIsOver, errors.PostIsMissed, errors.PostIsHeld),
)
def resume_post(ctx: Ctx, post_id: PostId) -> shapes.Post:
    return service.resume(ctx, post_id)


@routes.post(
    "/admin/v1/posts/{post_id}/cancel",
    allow=CANCEL,
    scoped=Scoped.BY_STORE,
    summary=("取消，并撤回未发送的部分", "Cancel a post and take back what is unsent"),
    answer=shapes.Post,
    errors=(errors.UnknownPost, TooBusy),
)
def cancel_post(ctx: Ctx, post_id: PostId) -> shapes.Post:
    return service.cancel(ctx, post_id)


@routes.put(
    "/admin/v1/posts/{post_id}/occurrences/{at}",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("调整正在执行的一次：结束时间、每分钟人数", "Change the end or the pace of a time that is under way"),
    body=shapes.AdjustTime,
    answer=shapes.Post,
    errors=(errors.UnknownPost, errors.UnknownOccurrence, errors.OccurrenceIsOver, errors.BadPost),
)
def adjust_time(ctx: Ctx, post_id: PostId, at: str, body: shapes.AdjustTime) -> shapes.Post:
    return running.adjust(ctx, post_id, _time(at), body)


@routes.post(
    "/admin/v1/posts/{post_id}/occurrences/{at}/recalls",
    allow=CANCEL,
    scoped=Scoped.BY_STORE,
    summary=("撤回这一次未发送的部分", "Take back what is unsent of one time"),
    answer=shapes.Sent,
    errors=(errors.UnknownPost, errors.UnknownOccurrence, errors.OccurrenceIsOver),
)
def recall_time(ctx: Ctx, post_id: PostId, at: str) -> shapes.Sent:
    return running.take_back(ctx, post_id, _time(at))


@routes.get(
    "/admin/v1/posts/{post_id}/occurrences/{at}/tasks",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("某次执行的员工任务", "The tasks of an occurrence"),
    query=PageQuery,
    answer=Page[Task],
    errors=(errors.UnknownPost, errors.UnknownOccurrence),
)
def list_post_tasks(ctx: Ctx, post_id: PostId, at: str, query: PageQuery) -> Page[Task]:
    return service.tasks(ctx, post_id, _time(at), query.limit, query.cursor)


@routes.get(
    "/admin/v1/posts/{post_id}/occurrences/{at}/execution",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("执行情况与触达情况（含按门店）", "What staff have done and whom it reached, in all and by store"),
    answer=shapes.Execution,
    errors=(errors.UnknownPost, errors.UnknownOccurrence),
)
def read_execution(ctx: Ctx, post_id: PostId, at: str) -> shapes.Execution:
    return handling.progress(ctx, post_id, _time(at))


@routes.post(
    "/admin/v1/posts/{post_id}/occurrences/{at}/reminders",
    allow=REMIND,
    scoped=Scoped.BY_STORE,
    summary=("立即提醒尚未发送的员工", "Remind staff now who have not sent it"),
    answer=Reminded,
    leaves=Leaves(shapes.POST, "post_id"),
    errors=(errors.UnknownPost, errors.UnknownOccurrence, errors.QuietNow),
)
def remind_of_post(ctx: Ctx, post_id: PostId, at: str) -> Reminded:
    return handling.remind(ctx, post_id, _time(at))


@routes.post(
    "/admin/v1/posts/{post_id}/copies",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("复制群发", "Copy a post"),
    body=shapes.CopyPost,
    texts={"name": Lint.NONE, "schedule": Lint.NONE},
    answer=shapes.Post,
    status=201,
    errors=(errors.UnknownPost, errors.BadPost, NeedsConfirmation, BadValues, *CONTENT_ERRORS),
)
def copy_post(ctx: Ctx, post_id: PostId, body: shapes.CopyPost) -> shapes.Post:
    return handling.copy(ctx, post_id, body)


@routes.post(
    "/admin/v1/posts/{post_id}/tests",
    allow=SCHEDULE,
    scoped=Scoped.BY_STORE,
    summary=("测试发送给自己", "Send what a post says to oneself"),
    answer=shapes.Tested,
    leaves=Leaves(shapes.POST, "post_id"),
    errors=(errors.UnknownPost, errors.NotReached, BadValues, *CONTENT_ERRORS, *WECOM),
)
def test_post(ctx: Ctx, post_id: PostId) -> shapes.Tested:
    return handling.test(ctx, post_id)


@routes.post(
    "/admin/v1/posts/{post_id}/forecasts",
    allow=FORECAST,
    scoped=Scoped.BY_STORE,
    summary=("发起预测：谁收不到，为什么", "Forecast who will not receive a post, and why"),
    answer=shapes.Forecast,
    status=201,
    errors=(errors.UnknownPost,),
)
def forecast_post(ctx: Ctx, post_id: PostId) -> shapes.Forecast:
    return forecasts.of_post(ctx, post_id)


@routes.get(
    "/admin/v1/posts/{post_id}/forecasts/{forecast_id}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("预测的进度与结果", "A forecast's progress and counts"),
    answer=shapes.Forecast,
    errors=(errors.UnknownForecast,),
)
def read_forecast(ctx: Ctx, post_id: PostId, forecast_id: ForecastId) -> shapes.Forecast:
    return forecasts.read(ctx, post_id, forecast_id)


@routes.post(
    "/admin/v1/post-forecasts",
    allow=FORECAST,
    scoped=Scoped.BY_STORE,
    summary=("预测尚未创建的群发：多少人能收到", "Forecast a post that nobody has made yet"),
    body=shapes.NewForecast,
    texts={"content": Lint.NONE, "audience": Lint.NONE},
    answer=shapes.Forecast,
    status=201,
    errors=(errors.BadPost, UnknownContent, NotApproved, VersionRecalled),
)
def forecast_draft(ctx: Ctx, body: shapes.NewForecast) -> shapes.Forecast:
    return forecasts.of_draft(ctx, body)


@routes.get(
    "/admin/v1/post-forecasts/{forecast_id}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("尚未创建的群发：预测的进度与结果", "How far such a forecast is, and its counts"),
    answer=shapes.Forecast,
    errors=(errors.UnknownForecast,),
)
def read_draft_forecast(ctx: Ctx, forecast_id: ForecastId) -> shapes.Forecast:
    return forecasts.read(ctx, PostId(forecast_id), forecast_id)


@routes.get(
    "/admin/v1/post-times",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("日历：哪些天发什么", "When which post went out and goes out"),
    query=calendar_shapes.TimesQuery,
    answer=calendar_shapes.TimesOfPosts,
)
def list_post_times(ctx: Ctx, query: calendar_shapes.TimesQuery) -> calendar_shapes.TimesOfPosts:
    return times.between(ctx, query.since, query.until)


@routes.get(
    "/admin/v1/posts/{post_id}/report",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("最近一次群发效果汇总", "The last report of what became of a post"),
    answer=shapes.Report,
    errors=(errors.UnknownPost, errors.NoReportYet),
)
def read_post_report(ctx: Ctx, post_id: PostId) -> shapes.Report:
    return service.report(ctx, post_id)


@routes.post(
    "/admin/v1/posts/{post_id}/report",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("发起群发效果汇总", "Ask for a new report of a post"),
    answer=shapes.ReportAsked,
    status=201,
    errors=(errors.UnknownPost,),
)
def ask_post_report(ctx: Ctx, post_id: PostId) -> shapes.ReportAsked:
    return service.ask_report(ctx, post_id)


@routes.post(
    "/mini/v1/posts/{post_id}/coupon-templates/{template_id}/claims",
    allow=MEMBER,
    summary=("领取群发中的优惠券", "Claim the coupon that a post brings"),
    answer=Coupon,
    status=201,
    row_answers=True,
    errors=(
        errors.NotOffered,
        coupon_errors.UnknownTemplate,
        coupon_errors.NotClaimableHere,
        coupon_errors.SoldOut,
        coupon_errors.AlreadyClaimed,
        coupon_errors.ClaimNotOpen,
        coupon_errors.ClaimPaused,
        coupon_errors.ClaimClosed,
    ),
)
def claim_coupon_of_post(ctx: Ctx, post_id: PostId, template_id: TemplateId) -> Coupon | Replayed[Coupon]:
    claimed = claims.claim(ctx, post_id, template_id)
    return claimed.coupon if claimed.is_new else Replayed(claimed.coupon)
