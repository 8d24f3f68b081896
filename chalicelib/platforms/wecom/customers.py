"""Calls that list: who serves customers, whom they have, and who a stranger is (docs/platform D3)."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import Page, Profile
from chalicelib.platforms.wecom.errors import NoSuchRelation
from chalicelib.platforms.wecom.transport import fitted

# The most that `batch/get_by_user` answers at once.
PAIRS_A_PAGE = 100


class _FollowUsers(msgspec.Struct, frozen=True):
    follow_user: list[UserId] = []


class _CustomerIds(msgspec.Struct, frozen=True):
    external_userid: list[ExternalUserId] = []


class Customer(Profile, frozen=True, kw_only=True):
    """A customer of a page of pairs."""

    external_userid: ExternalUserId


class FollowInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What one member of staff has of a customer. createtime: since when, in unix seconds; tag_id: corp tags alone."""

    userid: UserId
    createtime: int = 0
    state: str = ""
    tag_id: list[str] = []


class Pair(msgspec.Struct, frozen=True):
    """A customer and the member of staff whose friend they are."""

    external_contact: Customer
    follow_info: FollowInfo


class Pairs(Page, frozen=True):
    """A page of pairs."""

    external_contact_list: list[Pair] = []


class _ExternalId(msgspec.Struct, frozen=True):
    """external_userid: '' for somebody who is no customer, of whom only a number for later is told (pending_id)."""

    external_userid: ExternalUserId = ExternalUserId("")


def follow_users(ctx: Ctx) -> list[UserId]:
    """Who of the staff may have customers (docs/platform D3)."""
    return fitted(client.get(ctx, "externalcontact/get_follow_user_list", {}), _FollowUsers).follow_user


def customer_ids(ctx: Ctx, userid: UserId) -> list[ExternalUserId]:
    """All customers of a member of staff, in one call; nobody, where WeCom answers 84061 (docs/platform D3)."""
    try:
        answer = client.get(ctx, "externalcontact/list", {"userid": userid})
    except NoSuchRelation:
        return []
    return fitted(answer, _CustomerIds).external_userid


def pairs(ctx: Ctx, userid: UserId, cursor: str) -> Pairs:
    """A page of a member of staff's customers with what both are to each other (docs/platform D3)."""
    body = {"userid_list": [userid], "limit": PAIRS_A_PAGE, **({"cursor": cursor} if cursor else {})}
    try:
        return client.ask(ctx, "externalcontact/batch/get_by_user", body, Pairs)
    except NoSuchRelation:
        return Pairs()


def external_userid_of(ctx: Ctx, unionid: str, openid: str) -> ExternalUserId | None:
    """What WeCom calls somebody whom WeChat signed in; None for whom no member of staff has (docs/platform D3)."""
    body = {"unionid": unionid, "openid": openid, "subject_type": 0}
    return client.ask(ctx, "idconvert/unionid_to_external_userid", body, _ExternalId).external_userid or None
