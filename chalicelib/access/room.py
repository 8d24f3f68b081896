"""What this room declares."""

from __future__ import annotations

from chalicelib.access.errands import LookForOwner
from chalicelib.access.facts import OperatorRoleGiven
from chalicelib.core.http.rights import GUARDIANS, OWNERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word

SEE = Right("access.see", "查看后台人员、角色与权限", "See operators, roles and rights", GUARDIANS)
GIVE = Right("access.give", "分配与收回后台角色", "Give roles and take them away", OWNERS)
MAKE_ROLES = Right(
    "access.make_roles", "新建、修改、删除自建角色", "Make, change and delete roles of the corp's own", OWNERS
)
END = Right("access.end_sessions", "结束他人的登录", "End other people's sessions", OWNERS)

ROOM = Room(
    name="access",
    zh="后台角色",
    en="Operators, their sessions and roles",
    tag="access",
    section=Section.SETTINGS,
    facts=(OperatorRoleGiven,),
    errands=(LookForOwner,),
    rights=(SEE, GIVE, MAKE_ROLES, END),
    public=(
        "/admin/v1/sessions",
        "/staff/v1/sessions",
        "/admin/v1/sign-in",
        "/admin/v1/signed-in",
        "/console",
        "/console/assets/{file}",
        "/console/{page}",
        "/console/{page}/{thing}",
        "/console/{page}/{thing}/{part}",
    ),
    logged=(
        LogEvent(
            name="corp has no owner",
            level=Level.WARNING,
            zh="企业没有可用的所有者",
            en="No owner of a corp is left who can act",
            fields=frozenset({"corp", "cause"}),
            page="no-owner",
        ),
    ),
    counted=(
        Metric(
            name="CorpsWithoutOwner",
            zh="没有所有者的企业",
            en="Corps that were found without an owner who can act",
            dimensions=frozenset({"stage"}),
            alarm="no-owner",
            page="no-owner",
        ),
    ),
    personal=(
        Personal(
            row="operator",
            fields=("userid",),
            why_zh="员工凭企业微信身份登录后台",
            why_en="Staff sign in with their WeCom identity",
            erased_zh="离职后收回角色；员工编号随企业保留",
            erased_en="The role ends when they leave; the userid stays the corp's",
        ),
        Personal(
            row="operator_signed_in",
            fields=("userid", "signed_in_at"),
            why_zh="所有者看得到谁还在使用后台，以便收回不用的角色",
            why_en="An owner sees who still works here, and takes roles away that nobody uses",
            erased_zh="只保留最近一次登录时间；员工编号随企业保留",
            erased_en="Only the last sign-in is kept; the userid stays the corp's",
        ),
    ),
    words={
        "next": Word("登录后前往的页面", "page to go on to"),
        "state": Word("登录校验码", "state of the sign-in"),
        "everywhere": Word("是否退出所有设备", "whether on every device"),
        "code": Word("登录码", "sign-in code"),
        "role": Word("角色", "role"),
        "name": Word("角色名称", "name of the role"),
        "rights": Word("权限", "rights"),
        "revision": Word("所依据的修订号", "revision it is based on"),
        "scope": Word("数据范围", "scope"),
        "kind": Word("范围类型", "kind of scope"),
        "role_name": Word("角色名称", "what the role is called"),
        "is_fixed": Word("由企业配置指定", "by the corp's settings"),
        "is_able": Word("可以登录", "may sign in"),
        "given_at": Word("分配时间", "when it was given"),
        "signed_in_at": Word("最近登录时间", "last sign-in"),
        "given_by": Word("由谁分配", "who gave it"),
        "right": Word("权限", "right"),
        "room": Word("所属模块", "room it belongs to"),
        "roles": Word("拥有它的内置角色", "shipped roles that hold it"),
        "is_held": Word("您拥有、可以授予", "you hold it, and may give it"),
        "is_shipped": Word("内置角色", "shipped"),
        "holders": Word("使用人数", "how many have it"),
        "of": Word("范围内的区域、门店或部门", "regions, stores or departments of the scope"),
    },
)
