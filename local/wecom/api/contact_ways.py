"""联系我 contact ways (docs/platform D1)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.checks import choice, optional, required, short, texts
from local.wecom.api.paging import page
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import ContactWay

EDITABLE = "remark skip_verify style state user party expires_in chat_expires_in unionid conclusions"
MAX_USERS = 100
NINETY_DAYS = 90 * 86400


@api(
    "externalcontact/add_contact_way",
    fields=f"type scene {EDITABLE} is_temp is_exclusive mark_source",
)
def add_contact_way(call: Call) -> Json:
    """Create a contact way; a QR one (scene 2) also gets its `qr_code`."""
    body = call.body
    way = ContactWay(
        config_id=call.world.new_id(),
        corp_id=call.corp.corp_id,
        type=choice(body, "type", (1, 2), 41037, 41039),
        scene=choice(body, "scene", (1, 2), 41038, 41040),
        create_time=call.world.unix(),
        is_exclusive=optional(body, "is_exclusive", bool, False),
        mark_source=optional(body, "mark_source", bool, True),
    )
    if optional(body, "is_temp", bool, False):
        raise ApiError(48002, "temporary chats are for the medical industry only")
    _edit(call, way)
    cap, ways = call.corp.limits.contact_ways, call.world.state.ways
    if len(ways) >= cap and len(_mine(call)) >= cap:
        raise ApiError(41045)
    ways[way.config_id] = way
    answer: Json = {"config_id": way.config_id}
    return answer | ({"qr_code": _qr_code(call, way)} if way.scene == 2 else {})


@api("externalcontact/get_contact_way", fields="config_id")
def get_contact_way(call: Call) -> Json:
    """Everything that was configured."""
    way = _way(call)
    view: Json = {
        "config_id": way.config_id, "type": way.type, "scene": way.scene, "style": way.style,
        "remark": way.remark, "skip_verify": way.skip_verify, "state": way.state,
        "user": way.user, "party": [], "is_temp": False, "is_exclusive": way.is_exclusive,
        "mark_source": way.mark_source,
    }  # fmt: skip
    if way.scene == 2:
        view["qr_code"] = _qr_code(call, way)
    return {"contact_way": view}


@api("externalcontact/list_contact_way", fields="start_time end_time cursor limit")
def list_contact_way(call: Call) -> Json:
    """Config ids by time of creation; a limit over 1000 falls back to 100 (docs/platform A1)."""
    now = call.world.unix()
    start = optional(call.body, "start_time", int, now - NINETY_DAYS)
    end = optional(call.body, "end_time", int, now)
    if start > end:
        raise ApiError(40058, "start_time is after end_time")
    created = [way for way in _mine(call) if start <= way.create_time <= end]
    ways, following = page(call.body, created, default=100, most=1000)
    return {"contact_way": [{"config_id": way.config_id} for way in ways], "next_cursor": following}


@api("externalcontact/update_contact_way", fields=f"config_id type scene {EDITABLE}")
def update_contact_way(call: Call) -> Json:
    """Change what may change: type and scene cannot, `user` replaces the old list."""
    way = _way(call)
    if call.body.get("type", way.type) != way.type:
        raise ApiError(41039, "type cannot change")
    if call.body.get("scene", way.scene) != way.scene:
        raise ApiError(41040, "scene cannot change")
    _edit(call, way)
    return {}


@api("externalcontact/del_contact_way", fields="config_id")
def del_contact_way(call: Call) -> Json:
    """Delete; the QR code stops working."""
    del call.world.state.ways[_way(call).config_id]
    return {}


def _mine(call: Call) -> list[ContactWay]:
    return [way for way in call.world.state.ways.values() if way.corp_id == call.corp.corp_id]


def _way(call: Call) -> ContactWay:
    way = call.world.state.ways.get(required(call.body, "config_id", 41043))
    if way is None or way.corp_id != call.corp.corp_id:
        raise ApiError(41044)
    return way


def _qr_code(call: Call, way: ContactWay) -> str:
    return f"{call.world.public_url}/qr/{way.config_id}"


def _edit(call: Call, way: ContactWay) -> None:
    """Check all editable fields first, then write them, so a refusal changes nothing."""
    body = call.body
    style = _style(body, way)
    remark = short(body, "remark", 30, way.remark)
    state = short(body, "state", 30, way.state)
    skip_verify = optional(body, "skip_verify", bool, way.skip_verify)
    users = _users(call, way)
    way.style, way.remark, way.state = style, remark, state
    way.skip_verify, way.user = skip_verify, users


def _style(body: Json, way: ContactWay) -> int:
    style = body.get("style")
    if style is None:
        return way.style
    if way.scene != 1 or isinstance(style, bool) or not isinstance(style, int):
        raise ApiError(41042)
    if not 1 <= style <= 3:
        raise ApiError(41042)
    return style


def _users(call: Call, way: ContactWay) -> list[str]:
    """Type 1 has exactly one member, type 2 up to 100; all must exist and be active."""
    users = way.user if call.body.get("user") is None else texts(call.body, "user", 40031)
    if way.type == 2 and call.body.get("party"):
        raise ApiError(60123, "departments are not simulated")
    if len(users) > MAX_USERS:
        raise ApiError(41041)
    if way.type == 1 and len(users) != 1:
        raise ApiError(40032, "type 1 takes exactly one user")
    if not users or len(set(users)) != len(users):
        raise ApiError(40031, "empty or repeated users")
    for userid in users:
        if userid not in call.corp.staff:
            raise ApiError(40003, userid)
        if not call.corp.staff[userid].active:
            raise ApiError(41054, userid)
        if not call.corp.staff[userid].serves:
            raise ApiError(84074, userid)
    return users
