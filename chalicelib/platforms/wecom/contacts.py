"""The directory 通讯录: ids with the secret of the contacts, people and departments as the app sees them."""

from __future__ import annotations

from enum import IntEnum

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.ops import secrets
from chalicelib.core.text import Written
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import Page
from chalicelib.platforms.wecom.token import App
from chalicelib.platforms.wecom.transport import fitted


class Account(IntEnum):
    """How a member's account is (docs/platform K2)."""

    ACTIVE = 1
    DISABLED = 2
    NOT_ACTIVATED = 4
    LEFT = 5


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the corp. avatar: '' where it is not told. status: of Account, or a number that is not known yet."""

    userid: UserId
    name: Written = Written("")
    avatar: str = ""
    department: list[int] = []
    status: int = Account.ACTIVE


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A department and the one that it is part of."""

    id: int
    name: Written = Written("")
    parentid: int = 0
    order: int = 0


class _Membership(msgspec.Struct, frozen=True):
    userid: UserId


class _Memberships(Page, frozen=True):
    dept_user: list[_Membership] = []


class _Departments(msgspec.Struct, frozen=True):
    department: list[Department] = []


class Ids(msgspec.Struct, frozen=True):
    """A page of userids, each once, and the cursor of the next ('' ends). junk: entries that hold none."""

    userids: list[UserId]
    cursor: str
    junk: int = 0


def may_list(ctx: Ctx) -> bool:
    """True when the corp has given the secret of its contacts."""
    return bool(secrets.platforms(ctx.corp).contacts_secret)


def userids(ctx: Ctx, cursor: str, limit: int) -> Ids:
    """A page of the ids of everybody; `limit` memberships, of which somebody may have several (docs/platform K1)."""
    body = {"limit": limit, **({"cursor": cursor} if cursor else {})}
    answer = client.post(ctx, "user/list_id", body, App.CONTACTS)
    page, told = fitted(answer, _Memberships), answer.get("dept_user")
    junk = len(told) - len(page.dept_user) if isinstance(told, list) else 0
    return Ids(list(dict.fromkeys(one.userid for one in page.dept_user)), page.next_cursor, junk)


def member(ctx: Ctx, userid: UserId) -> Member:
    """Somebody of the corp (docs/platform K2). Raises NoSuchStaff, StaffUnseen."""
    return fitted(client.get(ctx, "user/get", {"userid": userid}), Member)


def departments(ctx: Ctx) -> list[Department]:
    """The departments that the app sees (docs/platform K2)."""
    return fitted(client.get(ctx, "department/list", {}), _Departments).department
