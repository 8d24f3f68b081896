"""Mass messages to customers and groups, and app messages to staff (docs/platform D6, D8, E1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId, userid
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import Page
from chalicelib.platforms.wecom.messages import Message, checked

ChatType = Literal["single", "group"]
MOST_CUSTOMERS, MOST_GROUPS, MOST_STAFF = 10_000, 2_000, 1_000
# At the longest: what is listed may be a month long.
LISTED = timedelta(days=30)
# WeCom drops the same app message to the same member of staff within this time, and no longer (docs/platform E1).
SAME_MESSAGE = timedelta(hours=4)
TASK_CANCELLED, REMINDED_ENOUGH = 41093, 41094
# It is not known, or not named.
NO_SUCH_TASK = (41046, 41047)
# What became of one target (docs/platform D8). For groups only SENT is ever listed.
UNSENT, SENT, NOT_A_FRIEND, OVER_QUOTA = 0, 1, 2, 3


class MassTask(msgspec.Struct, frozen=True):
    """A task that WeCom made. fail_list: targets that it left out, unknown to it or not the sender's."""

    msgid: str
    fail_list: list[str] = []


class Text(msgspec.Struct, frozen=True):
    """A text part."""

    content: str = ""


class ListedTask(msgspec.Struct, frozen=True):
    """A mass task in WeCom's list."""

    msgid: str
    create_time: int
    text: Text = Text()


class Confirmation(msgspec.Struct, frozen=True):
    """A member of staff who was asked to send. status: 0 not yet, 2 sent at `send_time`."""

    userid: UserId
    status: int
    send_time: int = 0


class Sending(msgspec.Struct, frozen=True):
    """What became of one target."""

    status: int
    external_userid: ExternalUserId = ExternalUserId("")
    chat_id: str = ""

    @property
    def target(self) -> str:
        """The customer or the group."""
        return self.external_userid or self.chat_id


class Group(msgspec.Struct, frozen=True):
    """A customer group. status: 0 normal, else its owner has left."""

    chat_id: str
    status: int = 0


class _Tasks(Page, frozen=True):
    group_msg_list: list[ListedTask] = []


class _Confirmations(Page, frozen=True):
    task_list: list[Confirmation] = []


class _Sendings(Page, frozen=True):
    send_list: list[Sending] = []


class _Groups(Page, frozen=True):
    group_chat_list: list[Group] = []


class _Delivered(msgspec.Struct, frozen=True):
    """Whom an app message did not reach, joined by `|`."""

    invaliduser: str = ""
    unlicenseduser: str = ""


def add_task(ctx: Ctx, chat_type: ChatType, sender: UserId, targets: Sequence[str], message: Message) -> MassTask:
    """Ask `sender` to send a message to these customers or groups (docs/platform D8); nothing goes before they confirm.

    Not idempotent: look before repeating (`tasks_since`). Without targets WeCom would take all of the sender's.
    """
    if not targets:
        raise ValueError("a mass task needs targets")
    ids = {"external_userid" if chat_type == "single" else "chat_id_list": list(targets)}
    body = {"chat_type": chat_type, "sender": sender, **ids, **checked(msgspec.to_builtins(message))}
    return client.ask(ctx, "externalcontact/add_msg_template", body, MassTask)


def tasks_since(ctx: Ctx, chat_type: ChatType, since: datetime) -> Iterator[ListedTask]:
    """The corp's mass tasks since a moment, 30 days ago at most: how a lost answer is found out (docs/platform D8)."""
    start = max(since, ctx.now - LISTED)
    body = {
        "chat_type": chat_type,
        "start_time": int(start.timestamp()),
        "end_time": int(ctx.now.timestamp()) + 60,
        "filter_type": 0,
        "limit": 100,
    }
    for page in client.pages(ctx, "externalcontact/get_groupmsg_list_v2", body, _Tasks):
        yield from page.group_msg_list


def confirmations(ctx: Ctx, msgid: str) -> list[Confirmation]:
    """Who was asked to send, and who has (docs/platform D8)."""
    body = {"msgid": msgid, "limit": 1000}
    pages = client.pages(ctx, "externalcontact/get_groupmsg_task", body, _Confirmations)
    return [confirmation for page in pages for confirmation in page.task_list]


def results(ctx: Ctx, msgid: str, userid: UserId) -> Iterator[Sending]:
    """What became of each target of one member of staff (docs/platform D8)."""
    body = {"msgid": msgid, "userid": userid, "limit": 1000}
    for page in client.pages(ctx, "externalcontact/get_groupmsg_send_result", body, _Sendings):
        yield from page.send_list


def remind(ctx: Ctx, msgid: str) -> None:
    """Remind those who have not confirmed, at most 3 times in 24 hours (docs/platform D8)."""
    client.post(ctx, "externalcontact/remind_groupmsg_send", {"msgid": msgid})


def cancel(ctx: Ctx, msgid: str) -> None:
    """Take back what is not sent yet (docs/platform D8). Refused with TASK_CANCELLED when it was taken back before."""
    client.post(ctx, "externalcontact/cancel_groupmsg_send", {"msgid": msgid})


def groups_of(ctx: Ctx, owner: UserId) -> Iterator[Group]:
    """The customer groups of an owner (docs/platform D6)."""
    body = {"status_filter": 0, "owner_filter": {"userid_list": [owner]}, "limit": 1000}
    for page in client.pages(ctx, "externalcontact/groupchat/list", body, _Groups):
        yield from page.group_chat_list


def send_to_staff(ctx: Ctx, userids: Sequence[UserId], message: Message, *, drops_repeats: bool = True) -> list[UserId]:
    """An app message to at most 1,000 members of staff: those it could not reach (docs/platform E1).

    Within SAME_MESSAGE it may be repeated: WeCom drops what it delivered before, unless repeats are wanted.
    """
    body = {
        **checked(msgspec.to_builtins(message)),
        "touser": "|".join(userids),
        "agentid": int(secrets.platforms(ctx.corp).agent_id),
        "enable_duplicate_check": int(drops_repeats),
        "duplicate_check_interval": int(SAME_MESSAGE.total_seconds()),
    }
    delivered = client.ask(ctx, "message/send", body, _Delivered)
    joined = f"{delivered.invaliduser}|{delivered.unlicenseduser}"
    return [userid(name) for name in joined.split("|") if userid(name)]
