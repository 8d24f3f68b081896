"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, Right, Role
from chalicelib.core.ops.catalogue import Level, LogEvent
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.followups import facts
from chalicelib.followups.errands import RemindOfFollowUp

FOLLOWERS = CAMPAIGNERS | {Role.SERVICE, Role.ADVISER}
WRITE = Right("followups.write", "安排、完成、取消自己的跟进", "Follow up on customers of one's own", FOLLOWERS)
READ = Right("followups.read", "查看员工的跟进", "See what the staff have to follow up", ADVISERS)

ROOM = Room(
    name="followups",
    zh="跟进",
    en="Follow-ups: what staff mean to do about a customer, and when",
    tag="followups",
    section=Section.CUSTOMERS,
    facts=(
        facts.FollowUpWritten,
        facts.FollowUpPostponed,
        facts.FollowUpDone,
        facts.FollowUpCancelled,
        facts.FollowUpHandedOver,
    ),
    errands=(RemindOfFollowUp,),
    due=("follow_up",),
    rights=(WRITE, READ),
    logged=(
        LogEvent(
            name="follow-up not told",
            level=Level.WARNING,
            zh="企业微信拒绝发送跟进提醒",
            en="WeCom refuses to tell a member of staff of a follow-up that is due",
            fields=frozenset({"corp", "errcode", "cause"}),
            no_page="it stands in their list of today; staff-alerts of the app are set at WeCom",
        ),
    ),
    personal=(
        Personal(
            row="follow_up",
            fields=("member_id", "what", "staff"),
            why_zh="员工记下要为会员做的事与时间",
            why_en="What staff mean to do about a member, and when",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "followup_id": Word("跟进编号", "id of the follow-up"),
        "what": Word("跟进内容", "what to do"),
        "due": Word("跟进时间", "when"),
        "wanted_at": Word("跟进时间", "when"),
        "state": Word("跟进状态", "state"),
        "staff": Word("员工", "staff"),
        "when": Word("时间范围", "which of them"),
        "member": Word("会员", "member"),
        "is_overdue": Word("是否已逾期", "whether its time is over"),
        "is_masked": Word("是否只显示开头", "whether only its beginning is shown"),
        "times": Word("改期次数", "how often it was put off"),
        "ended_at": Word("结束时间", "when it ended"),
    },
)
