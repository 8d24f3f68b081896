"""A corp without an owner: nobody gives roles, retries refunds or recalls content, and nobody there is told by others.

The last owner has left, or their account was disabled. An alarm wakes who runs the stack, since owners by the settings
are named there; the operators who are left are told by app message, so that they know whom to ask.
"""

from __future__ import annotations

from datetime import timedelta

from chalicelib.access import service, store
from chalicelib.access.errands import LookForOwner
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import moment
from chalicelib.core.ops import log, metrics
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.messages import Message, Text
from chalicelib.staff import service as staff
from chalicelib.staff.facts import DirectoryReconciled, StaffLeft, StaffSuspended

# A message that comes later tells nobody anything new, and within this time WeCom drops what it delivered before.
WORTH_TELLING = timedelta(days=2)
TEXT = (
    "企业目前没有可用的所有者（owner）：原所有者已离开企业或账号停用，暂时无人可以分配角色、重试退款、撤回素材。"
    "请联系负责部署的人员，在企业配置的 owners 中写入新的所有者并重新运行配置命令（python -m infra.provision）。"
)


def look(ctx: Ctx, fact: Fact[StaffLeft] | Fact[StaffSuspended]) -> None:
    """After somebody is away: is there an owner still?"""
    send(ctx, LookForOwner(at=fact.at))


def look_again(ctx: Ctx, fact: Fact[DirectoryReconciled]) -> None:
    """Every night, until somebody has named one."""
    send(ctx, LookForOwner())


def find(ctx: Ctx, errand: LookForOwner) -> None:
    """When no owner can act, it rings, and whoever has another role and can act is told. 1 RU an owner, and for roles.

    Safe to repeat: WeCom drops the same message.
    """
    if any(staff.now(ctx, owner).is_able for owner in service.owners(ctx)):
        return
    log.warning("corp has no owner", corp=ctx.corp, cause=ctx.cause)
    metrics.count("CorpsWithoutOwner", corp=ctx.corp, stage=config().stage)
    if errand.at is None or ctx.now - moment(errand.at) > WORTH_TELLING:
        return
    others = [row.userid for row in store.operators(ctx) if row.role and staff.now(ctx, row.userid).is_able]
    if others:
        mass.send_to_staff(ctx, others, Message(msgtype="text", text=Text(TEXT)))
