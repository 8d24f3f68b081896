"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.ops.catalogue import NORMAL, LogEvent
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.departures import facts
from chalicelib.departures.errands import TellOfDeparture
from chalicelib.departures.jobs import HandOver, LookAtResults

READ = Right("departures.read", "查看离职与在职继承", "See what was handed over", READERS)
HAND_OVER = Right("departures.hand_over", "交接客户与客户群", "Hand over customers and groups", CAMPAIGNERS)

ROOM = Room(
    name="departures",
    zh="离职继承",
    en="Departures: customers and groups of somebody who goes are taken over",
    tag="departures",
    section=Section.CUSTOMERS,
    facts=(
        facts.DepartureBegun,
        facts.DepartureAsked,
        facts.CustomerOffered,
        facts.CustomerHandedOver,
        facts.CustomerStayed,
    ),
    errands=(TellOfDeparture,),
    logged=(
        LogEvent(
            name="owners told of a handing over",
            zh="已告知所有者交接已提交",
            en="The owners were told what was handed over",
            fields=frozenset({"corp", "count", "cause"}),
            no_page=NORMAL,
        ),
    ),
    jobs=(HandOver, LookAtResults),
    due=("departure",),
    rights=(READ, HAND_OVER),
    personal=(
        Personal(
            row="handed",
            fields=("member_id", "external_userid"),
            why_zh="记录顾客由谁交接给谁，以便查询结果与处理拒绝",
            why_en="To know from whom to whom a customer goes, and what became of it",
            erased_zh="随会员一起删除外部编号，保留数量",
            erased_en="The outside id goes with the member; the numbers stay",
        ),
    ),
    words={
        "follow_ups": Word("跟进", "follow-ups"),
        "staff": Word("交接的员工", "member of staff who hands over"),
        "takers": Word("接替的员工", "who takes over"),
        "userid": Word("员工账号", "userid"),
        "weight": Word("权重", "weight"),
        "customers": Word("是否交接客户", "whether customers are handed over"),
        "groups": Word("是否交接客户群", "whether groups are handed over"),
        "adopted_ways": Word("接管的联系我", "adopted contact ways"),
        "stores": Word("门店岗位", "places at stores"),
        "posts": Word("群发", "posts"),
        "tasks": Word("未发送的群发任务", "tasks that are not sent"),
        "posts_beyond": Word("还有未查看的群发", "more posts than were looked at"),
        "role": Word("后台角色", "role"),
        "is_over": Word("角色已收回", "whether the role is over"),
        "welcomes": Word("写有其姓名的欢迎语", "welcomes that say their name"),
        "taking_over": Word("正在接替他人的交接", "departures by which they take over"),
        "progress": Word("各项进度", "how it stands with each kind"),
        "part": Word("交接内容", "kind of thing"),
        "message": Word("告知顾客的话", "what customers are told"),
        "state": Word("交接状态", "state"),
        "confirm": Word("确认", "confirm"),
        "departure_id": Word("交接编号", "departure"),
        "has_left": Word("是否已离职", "whether they have left"),
        "made_by": Word("发起人", "who asked for it"),
        "made_at": Word("发起时间", "when it was asked for"),
        "looked_at": Word("上次查询时间", "when WeCom was asked last"),
        "looks_at": Word("下次查询时间", "when WeCom is asked next"),
        "full": Word("接替员工客户已满", "no room at who takes over"),
        "adopted_ways_failed": Word("无法交接的联系我", "contact ways that WeCom did not let us move"),
        "role_failed": Word("未收回的角色", "role that did not end"),
        "targets": Word("等待发送的人数", "how many wait for it"),
        "groups_failed": Word("未转移的客户群", "groups that were not given on"),
        "takes_over_at": Word("生效时间", "when they became the other's"),
        "live_codes": Word("活码", "live codes"),
        "being_handed_over": Word("进行中的交接", "departure that is under way"),
    },
)
