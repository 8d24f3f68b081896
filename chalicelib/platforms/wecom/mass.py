"""Mass messages to customers and groups, and app messages to staff (docs/platform D6, D8, E1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.messages import Message

ChatType = Literal["single", "group"]
MOST_CUSTOMERS, MOST_GROUPS, MOST_STAFF = 10_000, 2_000, 1_000
# At the longest: what is listed may be a month long.
LISTED = timedelta(days=30)
# WeCom drops the same app message to the same member of staff within this time, and no longer (docs/platform E1).
SAME_MESSAGE = timedelta(hours=4)
TASK_CANCELLED, REMINDED_ENOUGH, BEING_DISPATCHED = 41093, 41094, 41063
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

    userid: str
    status: int
    send_time: int = 0


class Sending(msgspec.Struct, frozen=True):
    """What became of one target."""

    status: int
    external_userid: str = ""
    chat_id: str = ""

    @property
    def target(self) -> str:
        """The customer or the group."""
        return self.external_userid or self.chat_id


class Group(msgspec.Struct, frozen=True):
    """A customer group. status: 0 normal, else its owner has left."""

    chat_id: str
    status: int = 0


def add_task(ctx: Ctx, chat_type: ChatType, sender: str, targets: Sequence[str], message: Message) -> MassTask:
    """Ask `sender` to send a message to these customers or groups (docs/platform D8); nothing goes before they confirm.

    Not idempotent: look before repeating (`tasks_since`). Without targets WeCom would take all of the sender's.
    """
    if not targets:
        raise ValueError("a mass task needs targets")
    ids = {"external_userid" if chat_type == "single" else "chat_id_list": list(targets)}
    body = {"chat_type": chat_type, "sender": sender, **ids, **msgspec.to_builtins(message)}
    return msgspec.convert(client.post(ctx, "externalcontact/add_msg_template", body), MassTask)


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
    yield from _all(ctx, "externalcontact/get_groupmsg_list_v2", body, "group_msg_list", ListedTask)


def confirmations(ctx: Ctx, msgid: str) -> list[Confirmation]:
    """Who was asked to send, and who has (docs/platform D8)."""
    body = {"msgid": msgid, "limit": 1000}
    return list(_all(ctx, "externalcontact/get_groupmsg_task", body, "task_list", Confirmation))


def results(ctx: Ctx, msgid: str, userid: str) -> Iterator[Sending]:
    """What became of each target of one member of staff (docs/platform D8)."""
    body = {"msgid": msgid, "userid": userid, "limit": 1000}
    yield from _all(ctx, "externalcontact/get_groupmsg_send_result", body, "send_list", Sending)


def remind(ctx: Ctx, msgid: str) -> None:
    """Remind those who have not confirmed, at most 3 times in 24 hours (docs/platform D8)."""
    client.post(ctx, "externalcontact/remind_groupmsg_send", {"msgid": msgid})


def cancel(ctx: Ctx, msgid: str) -> None:
    """Take back what is not sent yet (docs/platform D8). Refused with TASK_CANCELLED when it was taken back before."""
    client.post(ctx, "externalcontact/cancel_groupmsg_send", {"msgid": msgid})


def groups_of(ctx: Ctx, owner: str) -> Iterator[Group]:
    """The customer groups of an owner (docs/platform D6)."""
    body = {"status_filter": 0, "owner_filter": {"userid_list": [owner]}, "limit": 1000}
    yield from _all(ctx, "externalcontact/groupchat/list", body, "group_chat_list", Group)


def send_to_staff(ctx: Ctx, userids: Sequence[str], message: Message) -> list[str]:
    """An app message to at most 1,000 members of staff: those it could not reach (docs/platform E1).

    Within SAME_MESSAGE it may be repeated: WeCom drops what it delivered before.
    """
    body = {
        **msgspec.to_builtins(message),
        "touser": "|".join(userids),
        "agentid": int(secrets.corp(ctx.corp).agent_id),
        "enable_duplicate_check": 1,
        "duplicate_check_interval": int(SAME_MESSAGE.total_seconds()),
    }
    answer = client.post(ctx, "message/send", body)
    return [
        userid for name in ("invaliduser", "unlicenseduser") for userid in answer.get(name, "").split("|") if userid
    ]


Item = Any


def _all(ctx: Ctx, api: str, body: dict[str, Any], name: str, kind: type[Item]) -> Iterator[Item]:
    """Every item of a list, page by page (docs/platform A1)."""
    cursor = ""
    while True:
        answer = client.post(ctx, api, {**body, "cursor": cursor} if cursor else body)
        yield from msgspec.convert(answer.get(name, []), list[kind])  # type: ignore[valid-type]
        cursor = answer.get("next_cursor", "")
        if not cursor:
            return
