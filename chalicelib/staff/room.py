"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Personal, Room, Section

ROOM = Room(
    name="staff",
    zh="员工",
    en="Staff and departments, who may serve customers, and who has left",
    tag="staff",
    section=Section.SETTINGS,
    routes=False,
    flows=False,
    personal=(
        Personal(
            row="staff",
            fields=("userid", "name", "avatar"),
            why_zh="向顾客和运营人员显示员工姓名，安排接待与离职交接",
            why_en="To show customers and operators who serves, and to hand over when somebody leaves",
            erased_zh="离职后清除姓名与头像；员工编号随企业保留",
            erased_en="Name and avatar go when they leave; the userid stays the corp's",
        ),
    ),
)
