"""Records as the pages show them: Chinese first, times in Shanghai."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import islice

from local.servers.basics import SHANGHAI, Json
from local.wecom.mass_records import AppMessage, Bubble, MassTask, Part
from local.wecom.records import Message, Relation
from local.wecom.states import ChatType, SendingStatus, Status
from local.wecom.world import World

NAMES = 12
STATUS = {
    Status.REQUESTED: ("待通过", "amber"),
    Status.HALF: ("半添加·待确认", "amber"),
    Status.FRIENDS: ("好友", "green"),
    Status.CUSTOMER_LEFT: ("客户已删除员工", "red"),
    Status.STAFF_DELETED: ("员工已删除", "red"),
    Status.GONE: ("已断开", "grey"),
}
LABEL = {"image": "图片", "link": "链接", "miniprogram": "小程序", "video": "视频", "file": "文件", "voice": "语音"}
SENDING = {
    SendingStatus.UNSENT: ("未发送", "grey"),
    SendingStatus.SENT: ("已发送", "green"),
    SendingStatus.NOT_FRIEND: ("不是好友", "red"),
    SendingStatus.OVER_QUOTA: ("已达接收上限", "amber"),
}


def local_time(text: str, pattern: str = "%H:%M:%S") -> str:
    """An ISO time as a clock on the wall in Shanghai."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime(pattern)


def relation_view(world: World, relation: Relation) -> Json:
    """A relation with the names a person wants to read."""
    corp = world.state.corps.get(relation.corp_id)
    staff = corp.staff.get(relation.userid) if corp else None
    customer = world.state.customers[relation.customer_id]
    label, tint = STATUS[relation.status]
    names = {tag.id: tag.name for group in world.state.tag_groups.get(relation.corp_id, []) for tag in group.tags}
    since = datetime.fromtimestamp(relation.createtime, UTC).astimezone(SHANGHAI)
    return {
        "corp_id": relation.corp_id, "userid": relation.userid, "status": relation.status,
        "external_userid": relation.external_userid, "state": relation.state,
        "corp_name": corp.name if corp else relation.corp_id,
        "staff_name": staff.name if staff else relation.userid,
        "name": customer.name, "customer_id": customer.id, "remark": relation.remark,
        "label": label, "tint": tint, "since": since.strftime("%m-%d %H:%M:%S"),
        "tags": [names.get(tag_id, tag_id) for tag_id in relation.tags],
        "tag_ids": relation.tags,
    }  # fmt: skip


def chat_view(world: World, relation: Relation) -> Json:
    """A relation with the last thing said."""
    return relation_view(world, relation) | {"last": _last(world, relation)}


def _last(world: World, relation: Relation) -> str:
    pair = (relation.corp_id, relation.userid, relation.customer_id)
    for message in reversed(world.state.messages):
        if (message.corp_id, message.userid, message.customer_id) == pair:
            return summary(Bubble(message.msgtype, message.content))
    return ""


def summary(bubble: Bubble) -> str:
    """What was said in one line."""
    if bubble.msgtype == "text":
        return str(bubble.content.get("content", ""))
    return f"[{LABEL.get(bubble.msgtype, bubble.msgtype)}] {bubble.content.get('title', '')}".strip()


def message_view(message: Message | AppMessage) -> Json:
    """A bubble."""
    return {
        "sender": message.sender if isinstance(message, Message) else "app",
        "msgtype": message.msgtype,
        "content": message.content,
        "at": local_time(message.at, "%H:%M"),
    }


def mass_view(world: World, task: MassTask) -> Json:
    """A mass task with a line for every member: pending, or how many got what."""
    created = datetime.fromtimestamp(task.create_time, UTC).astimezone(SHANGHAI)
    return {
        "msgid": task.msgid, "created": created.strftime("%m-%d %H:%M:%S"), "creator": task.creator,
        "text": task.text, "kinds": [LABEL.get(kind, kind) for kind, _ in task.attachments],
        "to": "客户群" if task.chat_type == ChatType.GROUP else "客户", "cancelled": task.cancelled,
        "reminders": len(task.reminders),
        "parts": [_part_view(world, task, userid, part) for userid, part in task.parts.items()],
    }  # fmt: skip


def _part_view(world: World, task: MassTask, userid: str, part: Part) -> Json:
    first = islice(part.sendings.items(), NAMES)
    counts = Counter(sending.status for sending in part.sendings.values())
    return {
        "userid": userid, "total": len(part.sendings),
        "shown": [(_target_name(world, target), *SENDING[sending.status]) for target, sending in first],
        "counts": [(*SENDING[status], count) for status, count in sorted(counts.items())],
        "open": not part.confirmed and not task.cancelled,
    }  # fmt: skip


def _target_name(world: World, target: str) -> str:
    """The name of a customer or a group."""
    if group := world.state.groups.get(target):
        return group.name
    external = world.state.externals.get(target)
    customer = world.state.customers.get(external.customer_id) if external else None
    return customer.name if customer else target
