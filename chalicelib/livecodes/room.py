"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.livecodes import facts
from chalicelib.livecodes.errands import DropTags, EndWays, PrepareLiveCode, TellOwners
from chalicelib.livecodes.jobs import ImportLiveCodes, PrintLiveCodes
from chalicelib.livecodes.numbers import NUMBERS

CREATE = Right("livecodes.create", "创建、复制、导入活码", "Create, copy and import live codes", CAMPAIGNERS)
EDIT = Right("livecodes.edit", "修改活码，重试被拒绝的「联系我」", "Change live codes, retry refused ways", CAMPAIGNERS)
STOP = Right(
    "livecodes.stop",
    "暂停、恢复、归档活码，删除不再需要的「联系我」",
    "Pause, resume and archive live codes, end contact ways that are not needed",
    CAMPAIGNERS,
)
READ = Right("livecodes.read", "查看活码与访问次数", "Look at live codes and their visits", READERS)

ROOM = Room(
    name="livecodes",
    zh="渠道活码",
    en="Live codes: entry pages, contact ways, welcomes",
    tag="live codes",
    section=Section.ACQUIRE,
    facts=(
        facts.LiveCodeCreated,
        facts.LiveCodeEdited,
        facts.LiveCodeMoved,
        facts.ContactWayMade,
        facts.LiveCodeVisited,
        facts.WelcomeSent,
        facts.WelcomeMissed,
        facts.CouponNotIssued,
    ),
    numbers=NUMBERS,
    errands=(PrepareLiveCode, EndWays, TellOwners, DropTags),
    jobs=(ImportLiveCodes, PrintLiveCodes),
    rights=(CREATE, EDIT, STOP, READ),
    public=("/c/{entry}",),
    log=frozenset({"live_code"}),
    logged=(
        LogEvent(
            name="no welcome",
            zh="没有欢迎语：不是通过活码添加",
            en="No welcome, since the join came through no live code",
            fields=frozenset({"corp", "reason", "cause"}),
            page="welcome-missed",
        ),
        LogEvent(
            name="owners told of a departure",
            zh="已告知所有者员工离职或停用",
            en="The owners were told that somebody of the staff is away",
            fields=frozenset({"corp", "count", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="deleted tags dropped",
            zh="企业微信已删除的标签已从活码移除",
            en="Tags that were deleted at WeCom were taken out of a live code",
            fields=frozenset({"corp", "live_code", "count", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="contact way was made twice",
            level=Level.WARNING,
            zh="联系方式重复创建，多余的一个不会被使用",
            en="WeCom made a contact way twice; the second is not used",
            fields=frozenset({"corp", "live_code"}),
            no_page="a spare contact way at WeCom does no harm",
        ),
    ),
    counted=(
        Metric(
            name="Welcomes",
            zh="欢迎语结果",
            en="Welcomes by what became of them",
            dimensions=frozenset({"outcome"}),
            page="welcome-missed",
        ),
        Metric(
            name="WelcomesMissed",
            zh="没有送达的欢迎语",
            en="Welcomes that did not arrive, or perhaps not",
            dimensions=frozenset({"stage"}),
            alarm="welcome-missed",
            page="welcome-missed",
        ),
        Metric(
            name="CouponsNotIssued",
            zh="未能发出的券",
            en="Coupons of a live code that a member could not have",
            dimensions=frozenset({"reason"}),
            no_page="the fact coupon.not_issued says why",
        ),
    ),
    personal=(
        Personal(
            row="contact_way",
            fields=("userid", "qr_code"),
            why_zh="展示添加该员工的二维码",
            why_en="To show the QR code that adds this member of staff",
            erased_zh="员工编号随企业保留；不含顾客信息",
            erased_en="The userid stays the corp's; nothing of a customer is in it",
        ),
        Personal(
            row="welcome",
            fields=("member_id", "userid", "joined_at"),
            why_zh="每次添加只发一次欢迎语，并说明结果",
            why_en="One welcome a join, and what became of it",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "CodesUpload.fields": Word("上传表单须原样带上的字段", "fields of the upload's form, sent as they are"),
        "LiveCode.qr_svg": Word("二维码 SVG 地址", "address of the QR code as SVG"),
        "LiveCode.qr_png": Word("二维码 PNG 地址", "address of the QR code as PNG"),
        "LiveCode.welcome_problem": Word(
            "最近的欢迎语为何未送达或缺附件；正常时为 null",
            "why the last welcomes arrived in part or not; null when all is well",
        ),
        "Visits.visits": Word("访问人数，每人计一次", "people who opened the page, each counted once"),
        "store_id": Word("门店", "store"),
        "store": Word("门店", "store"),
        "file": Word("文件", "file"),
        "csv": Word("表格内容", "the table's text"),
        "revision": Word("版本", "revision"),
        "has_problem": Word("是否有问题", "whether something is wrong"),
        "maker": Word("创建人", "who made it"),
        "q": Word("名称关键词", "words of the name"),
        "state": Word("活码状态", "state"),
        "tag": Word("标签", "tag"),
        "name": Word("活码名称", "live code's name"),
        "staff": Word("接待员工", "staff"),
        "userid": Word("员工账号", "userid"),
        "weight": Word("分配权重", "weight"),
        "tag_ids": Word("标签", "tags"),
        "welcome": Word("欢迎语", "welcome"),
        "welcome_hours": Word("分时段欢迎语", "welcomes by hours"),
        "since": Word("开始时间", "since"),
        "until": Word("结束时间", "until"),
        "coupon_template_id": Word("随附优惠券", "coupon template"),
        "text": Word("文字", "text"),
        "attachments": Word("附件", "attachments"),
        "msgtype": Word("附件类型", "kind of attachment"),
        "content": Word("素材", "content"),
        "item_id": Word("素材编号", "content item"),
        "version": Word("素材版本", "content version"),
        "values": Word("变量取值", "values of variables"),
        "title": Word("标题", "title"),
        "url": Word("链接", "link"),
        "desc": Word("描述", "description"),
        "picurl": Word("图片链接", "picture link"),
        "appid": Word("小程序 AppID", "mini-program's AppID"),
        "page": Word("小程序页面路径", "mini-program's page"),
        "picture_id": Word("图片", "picture"),
        "pic_media_id": Word("企业微信素材 media_id", "WeCom media id"),
        "pic_url": Word("图片链接", "picture link"),
        "codes": Word("活码", "live codes"),
        "batch": Word("导入任务", "import"),
        "form": Word("文件形式", "form of the file"),
        "size_mm": Word("二维码边长（毫米）", "size in mm"),
        "caption": Word("是否带文字", "caption"),
        "day": Word("日期", "day"),
    },
)
