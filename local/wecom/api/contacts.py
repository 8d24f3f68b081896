"""The directory 通讯录 (docs/platform K1, K2)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.paging import page
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import Department, Staff

MOST_IDS = 10_000


@api("user/list_id", fields="cursor limit", contacts=True)
def list_id(call: Call) -> Json:
    """The ids of all members, a row for each department that somebody is in; nothing else of them."""
    rows = [(staff.userid, number) for staff in call.corp.staff.values() for number in staff.departments]
    some, following = page(call.body, rows, default=MOST_IDS, most=MOST_IDS)
    return {"dept_user": [{"userid": userid, "department": number} for userid, number in some]} | (
        {"next_cursor": following} if following else {}
    )


@api("user/get", "GET")
def get_user(call: Call) -> Json:
    """A member whom the app may see: 60111 there is none, 60011 not in its range."""
    staff = _member(call)
    if not staff.visible:
        raise ApiError(60011)
    return _view(staff)


@api("user/simplelist", "GET")
def simple_list(call: Call) -> Json:
    """The members of a department whom the app may see."""
    mine = _in_department(call)
    return {
        "userlist": [{"userid": one.userid, "name": one.name, "department": one.departments} for one in mine]
    }  # fmt: skip


@api("user/list", "GET")
def list_users(call: Call) -> Json:
    """The same with all that `user/get` tells."""
    return {"userlist": [_view(one) for one in _in_department(call)]}


@api("department/list", "GET")
def list_departments(call: Call) -> Json:
    """A department with all below it; all where none is named. Raises ApiError 60123, 60003."""
    text = call.query.get("id", "")
    if text and not text.isdigit():
        raise ApiError(60123, text)
    departments = call.corp.departments
    if text and int(text) not in departments:
        raise ApiError(60003, text)
    found = [one for one in departments.values() if not text or _is_below(departments, one, int(text))]
    return {"department": [_department(one) for one in found]}


@api("department/get", "GET")
def get_department(call: Call) -> Json:
    """One department. Raises ApiError 60123, 60003."""
    text = call.query.get("id", "")
    if not text.isdigit():
        raise ApiError(60123, text)
    if int(text) not in call.corp.departments:
        raise ApiError(60003, text)
    return {"department": _department(call.corp.departments[int(text)])}


def _department(one: Department) -> Json:
    return {
        "id": one.id, "name": one.name, "name_en": "", "department_leader": [], "parentid": one.parentid,
        "order": one.order,
    }  # fmt: skip


def _is_below(departments: dict[int, Department], one: Department, top: int) -> bool:
    seen: set[int] = set()
    number = one.id
    while number in departments and number not in seen:
        if number == top:
            return True
        seen.add(number)
        number = departments[number].parentid
    return False


@api("agent/get", "GET")
def get_agent(call: Call) -> Json:
    """The token's own app: 40056 for another. Who is seen one by one, and the department where all are (A8)."""
    if not call.query.get("agentid"):
        raise ApiError(41011)
    if call.query["agentid"] != str(call.app.agent_id):
        raise ApiError(40056)
    visible = [one.userid for one in call.corp.staff.values() if one.visible]
    is_everybody = len(visible) == len(call.corp.staff) and bool(visible)
    return {
        "agentid": call.app.agent_id, "name": call.corp.name, "close": 0, "redirect_domain": call.app.trusted_domain,
        "allow_userinfos": {"user": [] if is_everybody else [{"userid": userid} for userid in visible]},
        "allow_partys": {"partyid": [1] if is_everybody else []}, "allow_tags": {"tagid": []},
    }  # fmt: skip


def _in_department(call: Call) -> list[Staff]:
    """The visible members of a department; with fetch_child, also of those below it."""
    text = call.query.get("department_id", "")
    if not text.isdigit():
        raise ApiError(60123, text)
    wanted = {int(text)}
    if call.query.get("fetch_child") == "1":
        departments = call.corp.departments
        wanted |= {one.id for one in departments.values() if _is_below(departments, one, int(text))}
    return [one for one in call.corp.staff.values() if one.visible and wanted & set(one.departments)]


def _member(call: Call) -> Staff:
    userid = call.query.get("userid", "")
    if not userid:
        raise ApiError(41009)
    staff = call.corp.staff.get(userid)
    if staff is None:
        raise ApiError(60111, userid)
    return staff


def _view(staff: Staff) -> Json:
    """As the platform tells it of a visible member; an avatar is told only where there is one."""
    view: Json = {
        "userid": staff.userid, "name": staff.name, "department": staff.departments, "position": "",
        "status": int(staff.status), "main_department": staff.departments[0],
        "order": [0] * len(staff.departments), "is_leader_in_dept": [0] * len(staff.departments),
        "extattr": {"attrs": []},
    }  # fmt: skip
    return view | ({"avatar": staff.avatar, "thumb_avatar": staff.avatar} if staff.avatar else {})
