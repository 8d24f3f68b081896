"""What became of mass tasks (docs/platform D8)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.checks import optional, required
from local.wecom.api.mass import task_of
from local.wecom.api.paging import page
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.mass_records import MassTask, Sending
from local.wecom.states import ChatType, SendingStatus

A_MONTH = 31 * 86_400
# What get_groupmsg_task says of a member.
SENT, UNSENT = 2, 0


@api(
    "externalcontact/get_groupmsg_list_v2",
    fields="chat_type start_time end_time creator filter_type limit cursor",
)
def get_groupmsg_list_v2(call: Call) -> Json:
    """Tasks of the corp and members' own sends, at most a month of them."""
    body = call.body
    chat_type = required(body, "chat_type", 40058)
    start, end = optional(body, "start_time", int, 0), optional(body, "end_time", int, 0)
    if not start or not end or not 0 <= end - start <= A_MONTH:
        raise ApiError(40058, "start_time and end_time are required and at most a month apart")
    wanted = {0: (0,), 1: (1,), 2: (0, 1)}.get(optional(body, "filter_type", int, 2))
    if wanted is None or chat_type not in set(ChatType):
        raise ApiError(40058, "filter_type or chat_type")
    creator = optional(body, "creator", str, "")
    matching = [
        task for task in call.world.state.mass.values()
        if (task.corp_id, task.chat_type) == (call.corp.corp_id, chat_type) and start <= task.create_time <= end
        and int(bool(task.creator)) in wanted and creator in ("", task.creator)
    ]  # fmt: skip
    tasks, following = page(body, matching, default=50, most=100)
    return {"group_msg_list": [_view(task) for task in tasks], "next_cursor": following}


def _view(task: MassTask) -> Json:
    creator: Json = {"creator": task.creator} if task.creator else {}
    return {
        "msgid": task.msgid, **creator, "create_time": task.create_time, "create_type": int(bool(task.creator)),
        "text": {"content": task.text},
        "attachments": [{"msgtype": kind, kind: content} for kind, content in task.attachments],
    }  # fmt: skip


@api("externalcontact/get_groupmsg_task", fields="msgid limit cursor")
def get_groupmsg_task(call: Call) -> Json:
    """Which members have confirmed."""
    task = task_of(call)
    parts, following = page(call.body, [*task.parts.items()], default=500, most=1000)
    members: list[Json] = []
    for userid, part in parts:
        send_time: Json = {"send_time": part.confirmed} if part.confirmed else {}
        members.append({"userid": userid, "status": SENT if part.confirmed else UNSENT, **send_time})
    return {"task_list": members, "next_cursor": following}


@api("externalcontact/get_groupmsg_send_result", fields="msgid userid limit cursor")
def get_groupmsg_send_result(call: Call) -> Json:
    """What every customer of one member got; of groups only those that got it."""
    task = task_of(call)
    userid = required(call.body, "userid", 41009)
    if userid not in task.parts:
        raise ApiError(40003, userid)
    sendings = [*task.parts[userid].sendings.items()]
    name = "external_userid"
    if task.chat_type == ChatType.GROUP:
        name = "chat_id"
        sendings = [(chat_id, sending) for chat_id, sending in sendings if sending.status == SendingStatus.SENT]
    sendings, following = page(call.body, sendings, default=500, most=1000)
    lines = [_sending(name, userid, target, sending) for target, sending in sendings]
    return {"send_list": lines, "next_cursor": following}


def _sending(name: str, userid: str, target: str, sending: Sending) -> Json:
    view: Json = {name: target, "userid": userid, "status": sending.status}
    return view | ({"send_time": sending.at} if sending.status == SendingStatus.SENT else {})
