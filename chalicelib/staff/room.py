"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.staff import facts
from chalicelib.staff.errands import ReadDepartments, ReadStaff
from chalicelib.staff.jobs import ReconcileStaff

READ = Right("staff.read", "查看员工与部门", "Look at staff and departments", READERS)
RECONCILE = Right("staff.reconcile", "立即同步通讯录", "Bring the directory up to date", CAMPAIGNERS)

ROOM = Room(
    name="staff",
    zh="员工",
    en="Staff and departments, who may serve customers, and who has left",
    tag="staff",
    section=Section.SETTINGS,
    facts=(
        facts.StaffLeft,
        facts.StaffAppeared,
        facts.StaffSuspended,
        facts.StaffRenamed,
        facts.DirectoryReconciled,
    ),
    errands=(ReadStaff, ReadDepartments),
    jobs=(ReconcileStaff,),
    rights=(READ, RECONCILE),
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
    words={
        "Department.above": Word("上级部门编号，顶级为 0", "the department that it is part of, 0 for the topmost"),
        "Department.order": Word("在上级部门中的次序", "its place in the department above"),
        "StaffMember.now_called": Word("改名后的账号", "the userid that they have now"),
        "StaffMember.formerly": Word("改名前的账号", "the userid that they had before"),
        "state": Word("员工状态", "state"),
        "department": Word("部门编号", "department"),
        "search": Word("姓名或账号", "name or userid"),
        "needs_help": Word("是否需要管理员处理", "whether an administrator has something to do"),
        "serves": Word("是否可添加客户", "whether they may have customers"),
    },
)
