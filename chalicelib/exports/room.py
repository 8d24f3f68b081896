"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, GUARDIANS, Right, Role
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.exports.jobs import MakeExport
from chalicelib.exports.states import ExportKind

EXPORTERS = frozenset({Role.OWNER, Role.MARKETER, Role.COMPLIANCE, Role.SERVICE, Role.ADVISER})
SELLERS = frozenset({Role.OWNER, Role.MARKETER, Role.SERVICE, Role.ADVISER})
MAKE = Right("exports.make", "新建、查看、取消与下载自己的导出", "Make exports, see and download one's own", EXPORTERS)
OVERSEE = Right("exports.oversee", "查看与取消所有人的导出", "See and stop everybody's exports", GUARDIANS)
MEMBERS = Right("exports.members", "导出会员", "Export members", SELLERS)
COUPONS = Right("exports.coupons", "导出优惠券及持有人", "Export coupons and who holds them", CAMPAIGNERS)
REDEMPTIONS = Right("exports.redemptions", "导出核销记录", "Export redemptions", CAMPAIGNERS)
ORDERS = Right("exports.orders", "导出订单", "Export orders", SELLERS - {Role.ADVISER})
VISITS = Right("exports.visits", "导出活码访问", "Export visits of live codes", CAMPAIGNERS)
AUDIT = Right("exports.audit", "导出操作日志", "Export the audit", GUARDIANS)
KINDS = {
    ExportKind.MEMBERS: MEMBERS,
    ExportKind.COUPONS: COUPONS,
    ExportKind.REDEMPTIONS: REDEMPTIONS,
    ExportKind.ORDERS: ORDERS,
    ExportKind.VISITS: VISITS,
    ExportKind.AUDIT: AUDIT,
}

ROOM = Room(
    name="exports",
    zh="导出",
    en="Members, coupons, orders and the like as files that somebody takes out",
    tag="exports",
    section=Section.SETTINGS,
    jobs=(MakeExport,),
    due=("export_over",),
    rights=(MAKE, OVERSEE, *KINDS.values()),
    personal=(
        Personal(
            row="export",
            fields=("created_by",),
            why_zh="谁在何时按什么条件导出了什么、交给谁（个人信息保护法第二十三、五十五条）",
            why_en="Who took out what, by which filters, and for whom (PIPL art. 23, 55)",
            erased_zh="员工编号随企业保留；文件 24 小时后删除，不含顾客的查询条件",
            erased_en="The userid stays the corp's; the file goes after 24 hours, and no filter names a customer",
        ),
    ),
    words={
        "Export.made_at": Word("发起时间", "when it was asked for"),
        "kind": Word("导出内容", "what is exported"),
        "what": Word("导出内容", "what is exported"),
        "purpose": Word("用途", "what it is for"),
        "recipient": Word("接收方", "who gets the file"),
        "which": Word("筛选条件", "filters"),
        "since": Word("开始日期", "first day"),
        "until": Word("结束日期", "last day"),
        "store": Word("门店", "store"),
        "staff": Word("员工", "staff"),
        "code": Word("活码", "live code"),
        "template": Word("优惠券模板", "coupon template"),
        "thing": Word("对象类型", "kind of thing"),
        "thing_id": Word("对象编号", "which of them"),
        "tag": Word("标签", "tag"),
        "state": Word("状态", "state"),
        "confirm": Word("确认", "confirm"),
        "is_masked": Word("是否脱敏", "whether people are hidden"),
        "lines": Word("行数", "lines"),
        "left_out": Word("因拒收而未导出", "left out, since they said no"),
        "downloads": Word("下载次数", "downloads"),
        "mine": Word("只看自己的", "one's own only"),
        "export_id": Word("导出编号", "export"),
    },
)
