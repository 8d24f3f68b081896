"""Creating, reminding of and cancelling mass tasks (docs/platform D8)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.attachments import read_bubbles
from local.wecom.api.checks import objects, optional, required, texts
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.mass_records import MassTask, Part, Sending
from local.wecom.records import Relation
from local.wecom.states import ChatType

MOST_CUSTOMERS, MOST_GROUPS, MOST_TAGS = 10_000, 2_000, 100
REMINDERS, REMINDER_SPAN = 3, 86_400.0
FOREIGN = {ChatType.SINGLE: ("chat_id_list",), ChatType.GROUP: ("external_userid", "tag_filter")}
Targets = dict[str, list[str]]
"""The receivers of each member: external_userids or chat_ids."""


@api(
    "externalcontact/add_msg_template",
    fields="chat_type external_userid chat_id_list tag_filter sender allow_select text attachments image link"
    " miniprogram",
)
def add_msg_template(call: Call) -> Json:
    """Give members something to send; nothing is sent before they confirm."""
    content = read_bubbles(call)
    chat_type = _chat_type(call.body)
    sender = _sender(call)
    if chat_type == ChatType.GROUP:
        targets, fail_list = _groups(call, sender)
    else:
        targets, fail_list = _customers(call, sender)
    if not targets:
        raise ApiError(41048)
    task = MassTask(
        call.world.new_id("msg", 32), call.corp.corp_id, chat_type, call.world.unix(), content,
        {userid: Part({target: Sending() for target in ids}) for userid, ids in targets.items()},
        allow_select=optional(call.body, "allow_select", bool, False) and chat_type == ChatType.SINGLE,
    )  # fmt: skip
    call.world.state.mass[task.msgid] = task
    _record_created(call, task, sender, fail_list)
    return {"fail_list": fail_list, "msgid": task.msgid}


def _record_created(call: Call, task: MassTask, sender: str, fail_list: list[str]) -> None:
    targets = [target for part in task.parts.values() for target in part.sendings]
    call.world.record(
        "mass", action="created", corp_id=task.corp_id, msgid=task.msgid, chat_type=task.chat_type, sender=sender,
        senders={userid: len(part.sendings) for userid, part in task.parts.items()}, count=len(targets),
        targets=targets, failed=len(fail_list), text=task.text, attachments=[kind for kind, _ in task.attachments],
    )  # fmt: skip


def _chat_type(body: Json) -> ChatType:
    """single or group; what belongs to the other kind is refused, lest it be overlooked."""
    name = optional(body, "chat_type", str, "") or ChatType.SINGLE
    if name not in set(ChatType):
        raise ApiError(40035, f"chat_type {name!r}")
    chat_type = ChatType(name)
    for foreign in FOREIGN[chat_type]:
        if body.get(foreign):
            raise ApiError(40035, f"{foreign} does not go with chat_type {chat_type}")
    return chat_type


def _sender(call: Call) -> str:
    userid = optional(call.body, "sender", str, "")
    if userid and userid not in call.corp.staff:
        raise ApiError(40003, userid)
    if userid and not call.corp.staff[userid].active:
        raise ApiError(41054, userid)
    return userid


def _ids(body: Json, name: str, most: int) -> list[str]:
    ids = list(dict.fromkeys(texts(body, name, 40035)))
    if len(ids) > most:
        raise ApiError(40035, f"{name} has more than {most}")
    return ids


# customers


def _customers(call: Call, sender: str) -> tuple[Targets, list[str]]:
    """Who sends to whom, and the ids that nobody can send to."""
    externals = _ids(call.body, "external_userid", MOST_CUSTOMERS)
    if not externals and not sender:
        raise ApiError(41048, "external_userid and sender are both empty")
    wanted = _tag_filter(call)
    corp_id = call.corp.corp_id
    if not externals:
        externals = [relation.external_userid for relation in call.world.customers_of(corp_id, sender)]
    targets: Targets = {}
    fail_list = []
    for external in externals:
        followers = call.world.followers(corp_id, external)
        followers = [relation for relation in followers if sender in ("", relation.userid)]
        if not followers:
            fail_list.append(external)
        elif able := [relation for relation in followers if _fits(relation, wanted)]:
            targets.setdefault(last_talked(able).userid, []).append(external)
    return targets, fail_list


def last_talked(relations: list[Relation]) -> Relation:
    """The member who talked with the customer last; of those who never did, the one added last (docs/platform D8)."""
    return max(relations, key=lambda relation: (relation.talked, relation.createtime, relation.serial))


def _tag_filter(call: Call) -> list[list[str]]:
    """Lists of tags: one of each list is needed (docs/platform D8)."""
    tag_filter = optional_object(call.body, "tag_filter")
    lists = [_ids(group, "tag_list", MOST_TAGS) for group in objects(tag_filter, "group_list")]
    if len(lists) > MOST_TAGS:
        raise ApiError(40035, f"more than {MOST_TAGS} tag lists")
    unknown = {tag for tags in lists for tag in tags} - call.life.tag_ids(call.corp.corp_id)
    if unknown:
        raise ApiError(40068, sorted(unknown)[0])
    return [tags for tags in lists if tags]


def optional_object(body: Json, name: str) -> Json:
    """An object, empty when absent; else 40035."""
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise ApiError(40035, f"{name} must be an object")
    return value or {}


def _fits(relation: Relation, wanted: list[list[str]]) -> bool:
    return all(set(tags) & set(relation.tags) for tags in wanted)


# groups


def _groups(call: Call, sender: str) -> tuple[Targets, list[str]]:
    """The owner's groups: those that are named, else all he has now."""
    if not sender:
        raise ApiError(40035, "sender is required for groups")
    chat_ids = _ids(call.body, "chat_id_list", MOST_GROUPS)
    mine = [group.chat_id for group in call.world.customer_groups(call.corp.corp_id) if group.owner == sender]
    good = [chat_id for chat_id in chat_ids if chat_id in mine] if chat_ids else mine
    return {sender: good} if good else {}, [chat_id for chat_id in chat_ids if chat_id not in good]


# an existing task


@api("externalcontact/remind_groupmsg_send", fields="msgid")
def remind_groupmsg_send(call: Call) -> Json:
    """Remind the members who have not confirmed; 3 times per task in 24 hours (docs/platform D8)."""
    task = uncancelled(call)
    now = call.world.time()
    task.reminders = [at for at in task.reminders if now - at < REMINDER_SPAN]
    if len(task.reminders) >= REMINDERS:
        raise ApiError(41094)
    task.reminders.append(now)
    call.world.record("mass", action="reminded", corp_id=task.corp_id, msgid=task.msgid, members=task.waiting)
    return {}


@api("externalcontact/cancel_groupmsg_send", fields="msgid")
def cancel_groupmsg_send(call: Call) -> Json:
    """Take back what is not sent yet (docs/platform D8)."""
    task = uncancelled(call)
    task.cancelled = True
    call.world.record("mass", action="cancelled", corp_id=task.corp_id, msgid=task.msgid, members=task.waiting)
    return {}


def task_of(call: Call) -> MassTask:
    """The task that the body names. Raises ApiError 41046 without one, 41047 for one that is unknown."""
    task = call.world.state.mass.get(required(call.body, "msgid", 41046))
    if task is None or task.corp_id != call.corp.corp_id:
        raise ApiError(41047)
    return task


def uncancelled(call: Call) -> MassTask:
    """The same. Raises ApiError 41093, too, when it was cancelled."""
    task = task_of(call)
    if task.cancelled:
        raise ApiError(41093)
    return task
