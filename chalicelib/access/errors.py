"""Why a role was not given, or not changed."""

from __future__ import annotations

from chalicelib.core.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthenticated


class OwnerIsFixed(Conflict):
    zh = "该员工是配置中指定的企业所有者，请修改企业配置。"
    en = "This member of staff is an owner by the corp's settings. Change the settings instead."


class LastOwner(Conflict):
    """Nobody could give roles, refund or recall any more."""

    zh = "该员工是企业最后一位所有者，请先让另一位员工成为所有者，再收回或更改其角色。"
    en = "This is the last owner of the corp. Make somebody else an owner first, then take this role away."


class RightNotHeld(Forbidden):
    """Whoever gives, changes or takes away a right holds it themselves; else any right would be everybody's."""

    zh = "您自己没有其中的部分权限，不能授予、修改或收回；请由拥有这些权限的人（例如所有者）操作。"
    en = "You do not hold some of these rights yourself, so they are not yours to give, change or take. Ask an owner."


class UnknownRole(NotFound):
    zh = "没有这个角色，可能已被删除。请刷新角色列表后重选。"
    en = "There is no such role; somebody may have deleted it. Reload the roles and choose again."


class RoleNameTaken(Conflict):
    zh = "已有同名角色，请换一个名称。"
    en = "Another role has this name. Choose another."


class RoleChanged(Conflict):
    """Somebody else edited it since it was read."""

    zh = "该角色刚被他人修改，请刷新后在最新版本上修改。"
    en = "Somebody changed this role meanwhile. Reload and edit the latest revision."


class HeldRoleChanged(Conflict):
    """Somebody gave or took it since it was read. details: role, what they have now; revision."""

    zh = "该员工的角色刚被他人改过，没有覆盖。请刷新，看过现在的角色后再决定。"
    en = "Somebody changed this person's role meanwhile, and it was left so. Reload, look at it and decide again."


class RoleIsShipped(Conflict):
    zh = "内置角色不能修改或删除。请复制一份，在副本上修改。"
    en = "A shipped role is not changed or deleted. Copy it and change the copy."


class RoleIsHeld(Conflict):
    """details: holders, how many have it."""

    zh = "还有员工使用该角色，请先为他们改用其他角色，再删除。"
    en = "Somebody still has this role. Give them another one first, then delete it."


class RoleStays(Conflict):
    zh = "角色没有收回：发起交接时您没有收回它的权限，或角色已改变。请由所有者在「后台角色」中收回。"
    en = (
        "The role was not ended: whoever asked may not take it, or it is another one by now. Let an owner take it under"
        " Roles."
    )


class TooManyRoles(Conflict):
    zh = "自建角色已达上限（50 个），请先删除不用的角色。"
    en = "The corp has its 50 own roles already. Delete one that nobody uses first."


class SignInLeft(Unauthenticated):
    """WeCom came back without a code: whoever was asked did not agree."""

    zh = "登录未完成，请重新登录并在企业微信中确认。"
    en = "You have not signed in. Sign in again, and agree in WeCom."


class WhichCorp(BadRequest):
    """The stack has several corps, and nothing tells for which one somebody signs in."""

    zh = "无法确定要登录的企业，请打开企业所有者发给您的登录链接（链接中含企业标识）。"
    en = "It is not clear which corp you belong to. Open the link that an owner gave you: it names the corp."
