"""What this room declares."""

from __future__ import annotations

from chalicelib.access.errands import LookForOwner
from chalicelib.access.facts import OperatorRoleGiven
from chalicelib.core.http.rights import OWNERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word

GIVE = Right("access.give", "查看与分配后台角色", "See operators and give roles", OWNERS)

ROOM = Room(
    name="access",
    zh="后台角色",
    en="Operators, their sessions and roles",
    tag="access",
    section=Section.SETTINGS,
    facts=(OperatorRoleGiven,),
    errands=(LookForOwner,),
    rights=(GIVE,),
    public=("/admin/v1/sessions", "/staff/v1/sessions"),
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
    ),
    words={
        "code": Word("登录码", "sign-in code"),
        "role": Word("角色", "role"),
    },
)
