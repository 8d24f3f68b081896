"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, OWNERS, READERS, REVIEWERS, Right
from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.posts import facts
from chalicelib.posts.errands import AskPostAgain, CancelPost, DrivePost, FollowContent, LookAtAudiences, PlanPost
from chalicelib.posts.jobs import ReportPost
from chalicelib.posts.numbers import NUMBERS

READ = Right("posts.read", "查看定时群发、员工任务与效果", "Read posts, their tasks and reports", READERS)
SCHEDULE = Right("posts.schedule", "创建、修改定时群发", "Schedule and change posts", CAMPAIGNERS)
PAUSE = Right("posts.pause", "暂停、恢复定时群发", "Pause and resume posts", CAMPAIGNERS)
CANCEL = Right("posts.cancel", "取消定时群发并撤回未发送的部分", "Cancel posts, take back what is unsent", CAMPAIGNERS)
REMIND = Right("posts.remind", "提醒尚未发送群发的员工", "Remind staff who have not sent a post", CAMPAIGNERS)
FORECAST = Right("posts.forecast", "发起群发预测", "Ask for forecasts of posts", CAMPAIGNERS)
APPROVE = Right("posts.approve", "审批他人制定的群发", "Approve posts that others made", REVIEWERS)
WANT_APPROVAL = Right("posts.want_approval", "设置群发是否须他人审批", "Say whether posts have to be approved", OWNERS)

ROOM = Room(
    name="posts",
    zh="定时群发",
    en="Scheduled posts",
    tag="posts",
    section=Section.REACH,
    facts=(
        facts.PostScheduled,
        facts.PostCancelled,
        facts.PostSkipped,
        facts.PostForecastAsked,
        facts.PostClaimed,
        facts.PostPlanned,
        facts.PostClosed,
        facts.PostFailed,
        facts.PostClaimedCoupon,
        facts.PostRedeemedCoupon,
        facts.PostReversedCoupon,
    ),
    numbers=NUMBERS,
    errands=(PlanPost, DrivePost, AskPostAgain, CancelPost, FollowContent, LookAtAudiences),
    jobs=(ReportPost,),
    due=("post", "post_occurrence"),
    rights=(READ, SCHEDULE, PAUSE, CANCEL, REMIND, FORECAST, APPROVE, WANT_APPROVAL),
    logged=(
        LogEvent(
            name="post planned",
            zh="群发计划已排好",
            en="A post's plan stands",
            fields=frozenset({"corp", "count", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="planning given up",
            zh="放弃排计划：已被接手或取消",
            en="Planning ended, since another took over or it was cancelled",
            fields=frozenset({"corp", "reason", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="post failed",
            level=Level.WARNING,
            zh="群发失败，运营需查看原因",
            en="A post failed; an operator has to look why",
            fields=frozenset({"corp", "reason", "cause"}),
            no_page="the post's page tells the operator why",
        ),
        LogEvent(
            name="post closed",
            zh="群发已结束",
            en="A post is over",
            fields=frozenset({"corp", "outcome", "reason", "cause"}),
            no_page=NORMAL,
        ),
    ),
    counted=(
        Metric(
            name="PostsClaimed",
            zh="开始的群发",
            en="Posts that were begun",
            no_page=NORMAL,
        ),
    ),
    personal=(
        Personal(
            row="post_occurrence",
            fields=("progress",),
            why_zh="预测给出每种原因的会员样例，供运营核对",
            why_en="A forecast names sample members for each reason, for operators to check",
            erased_zh="从样例中移除该会员",
            erased_en="The member is taken out of the samples",
        ),
    ),
    words={
        "Forecast.progress": Word("已查看的受众比例，0 至 1", "how much of the audience was looked at, 0 to 1"),
        "Forecast.started_at": Word("开始预估的时间", "when the forecast began"),
        "Forecast.samples": Word("各类样例，每类最多 100 个", "up to 100 of each kind, as samples"),
        "Occurrence.late": Word("是否晚于计划 10 分钟以上开始", "whether it began more than 10 minutes late"),
        "Occurrence.claimed_at": Word("开始处理的时间", "when it was begun"),
        "Occurrence.tasks": Word("员工任务数", "tasks of staff"),
        "Report.closed": Word("已结束的次数", "times that have ended"),
        "Report.claims": Word("领券数", "coupons that were claimed"),
        "Report.redemptions": Word("核销数", "coupons that were redeemed"),
        "name": Word("群发名称", "post's name"),
        "content": Word("素材", "content"),
        "item_id": Word("素材编号", "content item"),
        "version": Word("素材版本", "content version"),
        "values": Word("变量取值", "values of variables"),
        "audience": Word("发送对象", "audience"),
        "schedule": Word("发送时间", "schedule"),
        "kind": Word("发送方式", "kind of schedule"),
        "at": Word("发送时刻", "time"),
        "rrule": Word("重复规则", "recurrence rule"),
        "starts_at": Word("首次时间", "first time"),
        "until": Word("结束时间", "until"),
        "tz": Word("时区", "time zone"),
        "coupon_template_id": Word("关联优惠券", "coupon template"),
        "q": Word("名称中的几个字", "part of the name"),
        "status": Word("状态", "state"),
        "channel": Word("发送渠道", "channel"),
        "maker": Word("创建人", "who made it"),
        "since": Word("起始日期", "first day"),
        "staff": Word("员工执行情况", "what staff have done"),
        "delivered": Word("已收到", "how many got it"),
        "on_the_way": Word("员工已发送、待回报", "sent, and not told of yet"),
        "missed": Word("未收到及原因", "who has not got it, and why"),
        "count": Word("人数", "how many"),
        "messages": Word("消息条数", "how many messages"),
        "has_problem": Word("是否有问题", "whether something is wrong"),
        "is_needed": Word("须他人审批", "has to be approved"),
        "is_approved": Word("当前修订已获审批", "approved as it is"),
        "needs_approval": Word("待他人审批", "waits to be approved"),
        "approved_by": Word("审批人", "who approved it last"),
        "approved_at": Word("审批时间", "when it was approved last"),
        "stores": Word("门店", "stores"),
        "bounds": Word("门店与员工范围", "stores and staff it is for"),
        "ends_after_hours": Word("几小时后结束", "hours until it ends"),
        "coming": Word("接下来的时间", "its next times"),
        "times": Word("各次发送", "times of posts"),
        "became": Word("执行结果", "what has become of it"),
        "is_whole": Word("已包含全部", "whether nothing was left out"),
        "ends_at": Word("结束时间", "end"),
        "per_minute": Word("每分钟员工数", "staff a minute"),
        "reminders": Word("提醒次数", "reminders they had"),
        "out": Word("已收到人数", "how many have it already"),
        "people": Word("员工名单", "each member of staff"),
        "revision": Word("所依据的修订号", "revision it is based on"),
    },
)
