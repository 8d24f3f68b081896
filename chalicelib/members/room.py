"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, Right, Role
from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.members import facts
from chalicelib.members.errands import ReadProfile, TakeTagsAlong
from chalicelib.members.jobs import FollowRename, TagMembers
from chalicelib.members.numbers import NUMBERS

SERVERS = CAMPAIGNERS | {Role.SERVICE, Role.ADVISER}
UNMASKERS = frozenset({Role.OWNER, Role.SERVICE})
MAKE_TAGS = Right("members.make_tags", "创建企业标签", "Make corp tags", CAMPAIGNERS)
BLOCK = Right("members.block", "屏蔽会员，使其不收群发", "Leave members out of posts", CAMPAIGNERS)
MEND = Right("members.mend", "重试企业微信拒绝的标签与资料", "Try again what WeCom refused of a member", CAMPAIGNERS)
TAG = Right("members.tag", "给会员打标签、去标签", "Tag members", SERVERS)
TAG_MANY = Right("members.tag_many", "批量打标签、去标签", "Tag many members at once", CAMPAIGNERS)
NOTE = Right("members.note", "写会员备注、修改企业微信备注", "Note something of members, also at WeCom", SERVERS)
UNMASK = Right("members.unmask", "查看隐藏的手机号与备注", "See numbers and notes that are hidden", UNMASKERS)
READ = Right("members.read", "查看会员、标签与时间线", "Look at members, tags and timelines", ADVISERS)

ROOM = Room(
    name="members",
    zh="会员",
    en="Members, their relations to staff, their tags",
    tag="members",
    section=Section.CUSTOMERS,
    facts=(
        facts.MemberJoined,
        facts.MemberSourceCorrected,
        facts.StaffAdded,
        facts.StaffLost,
        facts.MemberTagged,
        facts.FriendRenamed,
        facts.MemberRefusedPosts,
        facts.MemberAcceptedPosts,
        facts.MemberBlocked,
        facts.MemberUnblocked,
        facts.MemberUnmasked,
    ),
    numbers=NUMBERS,
    errands=(ReadProfile, TakeTagsAlong),
    jobs=(FollowRename, TagMembers),
    rights=(MAKE_TAGS, BLOCK, MEND, READ, TAG, TAG_MANY, NOTE, UNMASK),
    public=("/mini/v1/sessions", "/mini/v1/sign-in", "/mini/v1/signed-in"),
    logged=(
        LogEvent(
            name="stranger not asked about",
            zh="企业微信拒绝查询小程序来访者，按非会员处理",
            en="WeCom refuses to say who a stranger is, who is told that they are no member",
            fields=frozenset({"corp", "errcode"}),
            page="found-late",
        ),
        LogEvent(
            name="profile not read",
            zh="没有读取资料：关系尚未建立或已结束",
            en="A profile was not read: not met yet, or the relation ended",
            fields=frozenset({"corp", "reason", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="tags not marked",
            zh="没有打标签：关系已结束",
            en="Tags were not marked, since the relation ended",
            fields=frozenset({"corp", "reason", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="reader without unionid",
            level=Level.WARNING,
            zh="公众号网页登录没有得到 unionid：请确认公众号与小程序绑定了同一个微信开放平台账号",
            en="An official account told no unionid: bind it and the mini-program to one open platform account",
            fields=frozenset({"corp"}),
            no_page="the text says what to bind; customers go on in the mini-program meanwhile",
        ),
        LogEvent(
            name="unionid belongs to another member",
            level=Level.WARNING,
            zh="该 unionid 已属于另一位会员，两人不合并",
            en="WeChat's id of a person belongs to another member; the two stay apart",
            fields=frozenset({"corp", "cause"}),
            no_page="two members stay two; there is no merging yet",
        ),
    ),
    counted=(
        Metric(
            name="FoundLate",
            zh="回调没有告知、对账时才发现的添加与解除",
            en="Joins and losses that no callback told and a comparison found",
            dimensions=frozenset({"stage"}),
            alarm="found-late",
            page="found-late",
        ),
    ),
    personal=(
        Personal(
            row="member",
            fields=(
                "member_id",
                "external_userid",
                "name",
                "raw_name",
                "avatar",
                "gender",
                "unionid",
                "openid",
                "lake_id",
                "tags",
                "stage",
                "line",
                "terms",
            ),
            why_zh="认识会员、在小程序登录与支付",
            why_en="To know a member, to sign them in and to let them pay",
            erased_zh="整行删除；数据湖编号随之不再指向任何人",
            erased_en="The row is deleted; with it the lake's id leads to nobody",
        ),
        Personal(
            row="relation",
            fields=("member_id", "external_userid", "tags", "phones"),
            why_zh="员工与会员的好友关系、标签，以及员工备注的手机号（盲索引，不存原号）",
            why_en="Who has the member as a friend, with which tags and numbers (in a blind index)",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
        Personal(
            row="member_pick",
            fields=("which",),
            why_zh="批量操作按什么条件选人，条件中可能有姓名；30 天后自动过期",
            why_en="By what a bulk act chose its members, which may be a name; it expires after 30 days",
            erased_zh="到期自动删除",
            erased_en="It expires by itself",
        ),
        Personal(
            row="picked_members",
            fields=("members",),
            why_zh="批量操作选中了谁；30 天后自动过期",
            why_en="Whom a bulk act means; it expires after 30 days",
            erased_zh="到期自动删除；会员编号不再指向任何人",
            erased_en="It expires by itself; the id leads to nobody",
        ),
        Personal(
            row="member_note",
            fields=("member_id", "text", "author"),
            why_zh="员工之间关于会员的备注",
            why_en="What operators note of a member among themselves",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
        Personal(
            row="member_unmasking",
            fields=("member_id", "reason"),
            why_zh="谁因为什么查看过会员的隐藏内容（个人信息保护法第五十一条）",
            why_en="Who saw what is hidden of a member, and why (PIPL art. 51)",
            erased_zh="保留记录，会员编号不再指向任何人",
            erased_en="The record stays; the member's id leads to nobody",
        ),
        Personal(
            row="identity",
            fields=("member_id",),
            why_zh="由 unionid 找到会员",
            why_en="To find a member by their unionid, which is in its key",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
        Personal(
            row="term",
            fields=("about",),
            why_zh="按姓名、手机号、标签、活码找到会员；键中含姓名的两个字或手机号的盲索引",
            why_en="To find a member; two letters of the name, or a number in a blind index, are in the key",
            erased_zh="整行删除；位置见会员行的 terms",
            erased_en="The rows are deleted; the member's row knows where they lie",
        ),
        Personal(
            row="reader",
            fields=("member_id",),
            why_zh="由公众号的 openid 认出读网页的会员",
            why_en="To know a member on a page by their openid of the official account, which is in its key",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
        Personal(
            row="refusal",
            fields=("member_id", "external_userid", "reason"),
            why_zh="尊重会员不接收群发的意愿",
            why_en="To respect that a member wants no posts",
            erased_zh="仅保留不可逆的拒收标记",
            erased_en="Only a mark that nobody can read back stays, so that the no is kept",
        ),
    ),
    words={
        "Event.actor": Word("操作者", "who did it, as facts name them"),
        "Friendship.states": Word("经由的渠道参数", "the channel parameters they came through"),
        "Member.external_userid": Word("企业微信外部联系人编号", "WeCom's id of the customer"),
        "Member.accepts_posts": Word("本人是否接收推送", "whether they accept posts, by their own word"),
        "PageSignedIn.state": Word("登录校验码", "state of the sign-in"),
        "js_code": Word("登录码", "sign-in code"),
        "signed_out": Word("是否已退出", "whether the session is over"),
        "next": Word("登录后前往的页面", "page to go on to"),
        "name": Word("标签组名称", "tag group's name"),
        "tags": Word("标签名称", "tag names"),
        "q": Word("搜索内容", "search text"),
        "tag": Word("标签", "tag"),
        "code": Word("活码", "live code"),
        "staff": Word("员工", "staff"),
        "store": Word("门店", "store"),
        "stage": Word("好友状态", "stage"),
        "since": Word("开始日期", "first day"),
        "until": Word("结束日期", "last day"),
        "add": Word("要打上的标签", "tags to put on"),
        "remove": Word("要去掉的标签", "tags to take off"),
        "members": Word("会员", "members"),
        "which": Word("筛选条件", "filters"),
        "text": Word("备注内容", "note"),
        "note_id": Word("备注编号", "note's id"),
        "is_masked": Word("是否只显示开头", "whether only its beginning is shown"),
        "written_at": Word("写下时间", "when it was written"),
        "is_all": Word("人数是否完整", "whether that is all of them"),
        "notes": Word("备注", "notes"),
        "remarks": Word("企业微信备注", "what staff noted at WeCom"),
        "first_code": Word("首次来源活码的名称", "name of the live code of the first join"),
        "first_staff": Word("首次添加的员工", "member of staff of the first join"),
        "names": Word("编号对应的名称", "what the ids are called"),
        "by": Word("操作人", "who did it"),
        "remark": Word("企业微信备注名", "remark at WeCom"),
        "description": Word("企业微信描述", "description at WeCom"),
        "phones": Word("手机号", "phone numbers"),
        "reason": Word("原因", "reason"),
        "preview": Word("是否只统计人数", "whether they are only counted"),
        "accept_posts": Word("是否接收群发消息", "whether you want messages"),
        "blocked": Word("是否屏蔽群发", "whether posts leave them out"),
    },
)
