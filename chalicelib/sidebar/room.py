"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, Right, Role
from chalicelib.core.ops.catalogue import NORMAL, LogEvent
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.sidebar.facts import SideBarTaken

ADVISERS = CAMPAIGNERS | {Role.SERVICE, Role.ADVISER}
LOOK = Right("sidebar.look", "在侧边栏查看自己的客户", "See customers of one's own in the side bar", ADVISERS)
SEND = Right("sidebar.send", "从侧边栏发素材与优惠券", "Send content and coupons from the side bar", ADVISERS)

ROOM = Room(
    name="sidebar",
    zh="侧边栏",
    en="The side bar of a chat: a customer in one look, and what is sent to them",
    tag="sidebar",
    section=Section.CUSTOMERS,
    facts=(SideBarTaken,),
    rights=(LOOK, SEND),
    public=("/side", "/side/{file}"),
    logged=(
        LogEvent(
            name="remark not read",
            zh="企业微信没有给出备注名，侧边栏不显示",
            en="WeCom did not tell a remark; the side bar shows none",
            fields=frozenset({"corp", "code", "cause"}),
            no_page=NORMAL,
        ),
    ),
    personal=(
        Personal(
            row="sending",
            fields=("member_id", "staff"),
            why_zh="谁从侧边栏给会员选取了什么，用于统计话术使用与追溯发券",
            why_en="Who took what for a member out of the side bar: how scripts are used, and who gave a coupon",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "external_userid": Word("外部联系人 ID", "external contact id"),
        "notes": Word("备注", "notes"),
        "usage": Word("使用说明", "how to use it"),
        "mediaid": Word("企业微信素材 ID", "media id at WeCom"),
        "image": Word("图片", "picture"),
        "news": Word("图文链接", "link card"),
        "link": Word("链接", "link"),
        "imgUrl": Word("封面图网址", "address of the picture"),
        "mine": Word("与我的好友关系", "friendship with me"),
        "source": Word("首次来源", "first source"),
        "coupons": Word("优惠券", "coupons"),
        "orders": Word("订单", "orders"),
        "follow_ups": Word("跟进", "follow-ups"),
        "accepts_posts": Word("愿意接收群发", "wants posts"),
        "corp_id": Word("企业 ID", "the corp's id at WeCom"),
        "agent_id": Word("应用 ID", "the app's id at WeCom"),
        "timestamp": Word("签名时间", "when it was signed"),
        "nonce": Word("随机串", "nonce"),
        "signature": Word("企业签名", "signature for wx.config"),
        "agent_signature": Word("应用签名", "signature for wx.agentConfig"),
        "can_send": Word("可以发送", "can be sent"),
        "sending_id": Word("发送编号", "id of the sending"),
        "messages": Word("待发送的消息", "what is to be sent"),
        "coupon": Word("优惠券", "coupon"),
        "url": Word("页面网址", "the page's address"),
        "content": Word("素材", "content"),
        "coupon_template": Word("优惠券", "coupon"),
        "q": Word("搜索内容", "search text"),
        "staff": Word("员工", "staff"),
        "version": Word("版本", "version"),
        "remark": Word("企业微信备注名", "remark at WeCom"),
        "others": Word("其他员工好友数", "how many colleagues have the customer too"),
        "left": Word("剩余", "left"),
        "held": Word("客户已有", "how many the customer has"),
        "per_member": Word("每人限领", "how many a member may have"),
        "placed_at": Word("下单时间", "when it was placed"),
    },
)
