"""Customer groups (docs/platform D6)."""

from __future__ import annotations

import hashlib

from local.servers.basics import Json
from local.wecom.api.checks import optional, required, texts
from local.wecom.api.mass import optional_object
from local.wecom.api.paging import cut
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.mass_records import GroupChat, GroupMember
from local.wecom.states import GroupMemberType
from local.wecom.world import unionid

MOST_OWNERS = 100
VISIBLE = 1000


@api("externalcontact/groupchat/list", fields="status_filter owner_filter cursor limit")
def list_groups(call: Call) -> Json:
    """Living customer groups; status 1 says that the owner has left."""
    limit = optional(call.body, "limit", int, 0)
    if not 1 <= limit <= 1000:
        raise ApiError(40058, "limit is required, 1 to 1000")
    status = optional(call.body, "status_filter", int, 0)
    owners = texts(optional_object(call.body, "owner_filter"), "userid_list", 40031)
    if len(owners) > MOST_OWNERS:
        raise ApiError(40032)
    if not owners and len(call.corp.staff) > VISIBLE:
        raise ApiError(81017)
    matching = [
        group for group in call.world.customer_groups(call.corp.corp_id)
        if (group.owner in owners or not owners) and status in (0, _status(call, group))
    ]  # fmt: skip
    groups, following = cut(matching, optional(call.body, "cursor", str, ""), limit)
    lines = [{"chat_id": group.chat_id, "status": _status(call, group)} for group in groups]
    return {"group_chat_list": lines, "next_cursor": following}


def _status(call: Call, group: GroupChat) -> int:
    owner = call.corp.staff.get(group.owner)
    return 0 if owner and owner.active else 1


@api("externalcontact/groupchat/get", fields="chat_id need_name")
def get_group(call: Call) -> Json:
    """One group: 40050 unknown, 49008 dissolved, 90501 without customers."""
    group = call.world.state.groups.get(required(call.body, "chat_id", 40050))
    if group is None or group.corp_id != call.corp.corp_id:
        raise ApiError(40050)
    if group.dismissed:
        raise ApiError(49008)
    if not group.has_customers:
        raise ApiError(90501)
    need_name = optional(call.body, "need_name", int, 0) == 1
    version = hashlib.md5("\n".join(member.userid for member in group.members).encode(), usedforsecurity=False)
    return {
        "group_chat": {
            "chat_id": group.chat_id, "name": group.name, "owner": group.owner, "create_time": group.create_time,
            "notice": "", "member_list": [_member(call, group, member, need_name) for member in group.members],
            "admin_list": [], "member_version": version.hexdigest(),
        }
    }  # fmt: skip


def _member(call: Call, group: GroupChat, member: GroupMember, need_name: bool) -> Json:
    view: Json = {
        "userid": member.userid, "type": member.type, "join_time": member.join_time, "join_scene": 1,
        "invitor": {"userid": group.owner}, "group_nickname": "",
    }  # fmt: skip
    if member.type == GroupMemberType.STAFF:
        name = call.corp.staff[member.userid].name if member.userid in call.corp.staff else member.userid
    else:
        customer = call.world.customer_behind(call.corp.corp_id, member.userid)
        name = customer.name
        if call.corp.mini_appid:
            view["unionid"] = unionid(customer.id)
    return view | ({"name": name} if need_name else {})
