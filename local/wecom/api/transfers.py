"""Customers and groups are handed over (docs/platform D5)."""

from __future__ import annotations

from local.servers.basics import Json, day_start
from local.wecom.api.checks import optional, required, short, texts
from local.wecom.api.paging import cut
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.mass_records import GroupChat, GroupMember
from local.wecom.records import Staff
from local.wecom.states import GroupMemberType, Handing

MOST_AT_ONCE = 100
RESULTS_A_PAGE = 1000
NINETY_DAYS = 90 * 86_400
A_YEAR = 365 * 86_400
MOST_FOR_A_GROUP = 2


@api(
    "externalcontact/transfer_customer",
    fields="handover_userid takeover_userid external_userid transfer_success_msg",
)
def transfer_customer(call: Call) -> Json:
    """Ask that customers go from a member who is there to another; errcode 0 of one says that it is asked."""
    handover = _here(call, "handover_userid")
    return _ask(call, handover, short(call.body, "transfer_success_msg", 200))


@api("externalcontact/resigned/transfer_customer", fields="handover_userid takeover_userid external_userid")
def transfer_of_the_gone(call: Call) -> Json:
    """The same of a member who has left: 40097 while they are there."""
    return _ask(call, _gone(call))


@api("externalcontact/transfer_result", fields="handover_userid takeover_userid cursor")
def transfer_result(call: Call) -> Json:
    """How it stands with each that was asked for between two members."""
    return _results(call, _here(call, "handover_userid"))


@api("externalcontact/resigned/transfer_result", fields="handover_userid takeover_userid cursor")
def result_of_the_gone(call: Call) -> Json:
    """The same of a member who has left."""
    return _results(call, _gone(call))


@api("externalcontact/get_unassigned_list", fields="page_id page_size cursor")
def get_unassigned_list(call: Call) -> Json:
    """The customers of whoever has left, for whom nobody asked yet, those of who left last first."""
    size = optional(call.body, "page_size", int, RESULTS_A_PAGE)
    if not 1 <= size <= RESULTS_A_PAGE:
        raise ApiError(40058, "page_size is 1 to 1000")
    cursor = optional(call.body, "cursor", str, "")
    every = sorted(call.transfers.unassigned(call.corp), key=lambda pair: -pair[0].left_at)
    some, following = cut(every, cursor, size)
    info = [
        {
            "handover_userid": gone.userid, "external_userid": relation.external_userid,
            "dimission_time": int(gone.left_at),
        }
        for gone, relation in some
    ]  # fmt: skip
    return {"info": info, "is_last": not following, "next_cursor": following}


@api("externalcontact/groupchat/transfer", fields="chat_id_list new_owner")
def transfer_groups(call: Call) -> Json:
    """Groups whose owner has left get another one, at once; what fails is listed with its reason."""
    return _hand_groups(call, of_the_gone=True)


@api("externalcontact/groupchat/onjob_transfer", fields="chat_id_list new_owner")
def hand_groups(call: Call) -> Json:
    """The same of an owner who is still there."""
    return _hand_groups(call, of_the_gone=False)


# ---- customers


def _ask(call: Call, handover: Staff, said: str = "") -> Json:
    takeover = _able(call, required(call.body, "takeover_userid", 40003))
    externals = texts(call.body, "external_userid", 40096)
    if not externals:
        raise ApiError(41035)
    if len(externals) > MOST_AT_ONCE:
        raise ApiError(40058, "external_userid has over 100")
    if takeover.userid == handover.userid:
        raise ApiError(40130)
    return {"customer": [_asked(call, handover, takeover, external, said) for external in externals]}


def _asked(call: Call, handover: Staff, takeover: Staff, external: str, said: str) -> Json:
    try:
        call.transfers.ask(call.corp, handover, takeover, external, said)
    except ApiError as refused:
        return {"external_userid": external, "errcode": refused.errcode}
    return {"external_userid": external, "errcode": 0}


def _results(call: Call, handover: Staff) -> Json:
    takeover = required(call.body, "takeover_userid", 40003)
    asked = call.transfers.of(call.corp.corp_id, handover.userid, takeover)
    some, following = cut(asked, optional(call.body, "cursor", str, ""), RESULTS_A_PAGE)
    customers = [
        {
            "external_userid": one.external_userid, "status": int(one.status),
            "takeover_time": 0 if one.status is Handing.REFUSED else int(one.takes_over),
        }
        for one in some
    ]  # fmt: skip
    return {"customer": customers, "next_cursor": following}


# ---- groups


def _hand_groups(call: Call, *, of_the_gone: bool) -> Json:
    chats = texts(call.body, "chat_id_list", 40050)
    if not 1 <= len(chats) <= MOST_AT_ONCE:
        raise ApiError(40058, "chat_id_list has 1 to 100")
    owner = _able(call, required(call.body, "new_owner", 40003))
    failed = []
    for chat_id in chats:
        try:
            _hand_group(call, chat_id, owner, of_the_gone=of_the_gone)
        except ApiError as refused:
            failed.append({"chat_id": chat_id, "errcode": refused.errcode, "errmsg": str(refused)})
    return {"failed_chat_list": failed}


def _hand_group(call: Call, chat_id: str, owner: Staff, *, of_the_gone: bool) -> None:
    group = call.world.state.groups.get(chat_id)
    if group is None or group.corp_id != call.corp.corp_id:
        raise ApiError(40050)
    if group.dismissed:
        raise ApiError(49008)
    if not group.has_customers:
        raise ApiError(90501)
    if group.owner == owner.userid:
        raise ApiError(90504)
    gone = call.corp.left.get(group.owner)
    if of_the_gone and (gone is None or call.world.time() - gone.left_at > A_YEAR):
        raise ApiError(90500)
    if not of_the_gone and group.owner not in call.corp.staff:
        raise ApiError(90502)
    _count_group(call, group)
    if all(member.userid != owner.userid for member in group.members):
        group.members.append(GroupMember(owner.userid, GroupMemberType.STAFF, call.world.unix()))
    former, group.owner = group.owner, owner.userid
    call.world.record(
        "transfer", action="group", corp_id=call.corp.corp_id, handover=former, takeover=owner.userid, chat_id=chat_id
    )


def _count_group(call: Call, group: GroupChat) -> None:
    """Two in 90 days for a group (90508), 300 a day from one owner (45009)."""
    now, counted = call.world.time(), call.world.state.groups_handed
    of_group = counted.setdefault(f"{group.corp_id}\n{group.chat_id}", [])
    of_owner = counted.setdefault(f"{group.corp_id}\n{group.owner}\nowner", [])
    of_group[:] = [at for at in of_group if at > now - NINETY_DAYS]
    of_owner[:] = [at for at in of_owner if at >= day_start(now)]
    if len(of_group) >= MOST_FOR_A_GROUP:
        raise ApiError(90508)
    if len(of_owner) >= call.corp.limits.groups_handed_a_day:
        raise ApiError(45009)
    of_group.append(now)
    of_owner.append(now)


# ---- people


def _here(call: Call, name: str) -> Staff:
    userid = required(call.body, name, 40003)
    staff = call.corp.staff.get(userid)
    if staff is None:
        raise ApiError(40003, userid)
    return staff


def _gone(call: Call) -> Staff:
    userid = required(call.body, "handover_userid", 40003)
    if userid in call.corp.staff:
        raise ApiError(40097, userid)
    gone = next((one for known, one in call.corp.left.items() if known.lower() == userid.lower()), None)
    if gone is None:
        raise ApiError(40003, userid)
    return gone


def _able(call: Call, userid: str) -> Staff:
    """Who can take over: there, visible, may have customers (84083), and activated (40098)."""
    staff = call.corp.staff.get(userid)
    if staff is None:
        raise ApiError(40003, userid)
    if not (staff.visible and staff.serves):
        raise ApiError(84083, userid)
    if not staff.active:
        raise ApiError(40098, userid)
    return staff
