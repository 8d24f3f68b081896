"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, OPERATORS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.stores.jobs import ImportStores, PreviewStores

MANAGE = Right("stores.manage", "维护门店", "Make, edit and close stores", CAMPAIGNERS)
READ = Right("stores.read", "查看门店", "Look at stores", OPERATORS)

ROOM = Room(
    name="stores",
    zh="门店",
    en="Stores: where customers are met, and who works there",
    tag="stores",
    section=Section.SETTINGS,
    jobs=(ImportStores, PreviewStores),
    rights=(MANAGE, READ),
    personal=(
        Personal(
            row="store",
            fields=("manager", "staff", "clerks", "phone"),
            why_zh="安排门店人员，并把到店的事计入该门店",
            why_en="To know who works at a store, and to count what happens there",
            erased_zh="员工编号随企业保留；不含顾客信息",
            erased_en="Userids and the store's number stay the corp's; nothing of a customer is in it",
        ),
        Personal(
            row="store_staff",
            fields=("userid",),
            why_zh="员工属于哪些门店",
            why_en="Which stores somebody of the staff works at",
            erased_zh="员工编号随企业保留；不含顾客信息",
            erased_en="Userids stay the corp's; nothing of a customer is in it",
        ),
    ),
    words={
        "number": Word("门店编号", "store's number"),
        "name": Word("门店名称", "store's name"),
        "region": Word("区域", "region"),
        "address": Word("地址", "address"),
        "phone": Word("电话", "phone"),
        "hours": Word("营业时间", "opening hours"),
        "day": Word("星期", "day of the week"),
        "since": Word("开始时间", "since"),
        "until": Word("结束时间", "until"),
        "location": Word("位置", "location"),
        "longitude": Word("经度", "longitude"),
        "latitude": Word("纬度", "latitude"),
        "manager": Word("店长", "manager"),
        "staff": Word("员工", "staff"),
        "clerks": Word("核销店员", "clerks"),
        "version": Word("版本", "version"),
        "state": Word("门店状态", "state"),
        "search": Word("搜索内容", "search"),
        "file": Word("文件名", "file"),
        "csv": Word("CSV 内容", "CSV"),
        "preview": Word("是否仅预览", "preview"),
        "store_id": Word("门店", "store"),
    },
)
