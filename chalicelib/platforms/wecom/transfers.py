"""Customers and groups go from one member of staff to another (docs/platform D5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import Page

MOST_AT_ONCE = 100
MOST_GROUPS = 100


class Handing(IntEnum):
    """How WeCom says that handing a customer over stands."""

    DONE = 1
    WAITING = 2
    REFUSED = 3
    FULL = 4
    NONE = 5


class Between(msgspec.Struct, frozen=True):
    """From whom to whom. has_left: whoever hands over is not of the corp any more, which has calls of its own."""

    handover: UserId
    takeover: UserId
    has_left: bool

    def path(self, call: str) -> str:
        """The call for who is there, or for who has left."""
        return f"externalcontact/resigned/{call}" if self.has_left else f"externalcontact/{call}"


class _Asked(msgspec.Struct, frozen=True):
    external_userid: ExternalUserId
    errcode: int = 0


class _AllAsked(msgspec.Struct, frozen=True):
    customer: list[_Asked] = []


class Result(msgspec.Struct, frozen=True):
    """How it stands with one customer. status: of Handing, or a number that is not known yet."""

    external_userid: ExternalUserId
    status: int
    takeover_time: int = 0


class Results(Page, frozen=True):
    """A page of results, 1,000 at most."""

    customer: list[Result] = []


class _FailedGroup(msgspec.Struct, frozen=True):
    chat_id: str
    errcode: int


class _FailedGroups(msgspec.Struct, frozen=True):
    failed_chat_list: list[_FailedGroup] = []


def ask(ctx: Ctx, between: Between, customers: Sequence[ExternalUserId], said: str) -> Mapping[ExternalUserId, int]:
    """Ask that customers are handed over, at most 100: an errcode for each, 0 for one that is asked for now.

    said: what the customer is told when it is done; WeCom takes it of who is still there alone. Safe to repeat: what is
    under way already is 40129 or 40100.
    """
    body = {
        "handover_userid": between.handover,
        "takeover_userid": between.takeover,
        "external_userid": list(customers),
        **({"transfer_success_msg": said} if said and not between.has_left else {}),
    }
    answer = client.ask(ctx, between.path("transfer_customer"), body, _AllAsked)
    return {one.external_userid: one.errcode for one in answer.customer}


def results(ctx: Ctx, between: Between, cursor: str) -> Results:
    """A page of how it stands with all that were asked for between the two."""
    body = {"handover_userid": between.handover, "takeover_userid": between.takeover}
    return client.ask(ctx, between.path("transfer_result"), {**body, "cursor": cursor} if cursor else body, Results)


def hand_groups(ctx: Ctx, owner: UserId, groups: Sequence[str], *, has_left: bool) -> Mapping[str, int]:
    """Give customer groups to another owner, at once, at most 100: the errcode of each that was not.

    Safe to repeat: what is theirs already is 90504.
    """
    path = "externalcontact/groupchat/transfer" if has_left else "externalcontact/groupchat/onjob_transfer"
    answer = client.ask(ctx, path, {"chat_id_list": list(groups), "new_owner": owner}, _FailedGroups)
    return {one.chat_id: one.errcode for one in answer.failed_chat_list}
