"""An app's menu (docs/platform E2)."""

from __future__ import annotations

import msgspec

from local.servers.basics import Json
from local.wecom.api.checks import limited, objects, optional
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import Button

MOST, MOST_SUB = 3, 5
NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES, URL_BYTES = 16, 40, 128, 1024
KEYED = frozenset(
    {"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin"}
    | {"location_select"}
)
KINDS = KEYED | {"view", "view_miniprogram"}


@api("menu/create", fields="button")
def create_menu(call: Call) -> Json:
    """The whole menu, in the place of the one before: three buttons at most, five behind each."""
    wanted = objects(call.body, "button")
    if not 1 <= len(wanted) <= MOST:
        raise ApiError(40016)
    call.world.state.menus[_place(call)] = [_button(one, NAME_BYTES) for one in wanted]
    return {}


@api("menu/get", "GET")
def get_menu(call: Call) -> Json:
    """The menu as it was put; 46003 where there is none."""
    there = call.world.state.menus.get(_place(call))
    if there is None:
        raise ApiError(46003)
    return {"button": [msgspec.to_builtins(one) for one in there]}


@api("menu/delete", "GET")
def delete_menu(call: Call) -> Json:
    """No menu any more."""
    call.world.state.menus.pop(_place(call), None)
    return {}


def _place(call: Call) -> str:
    agent = call.query.get("agentid", "")
    if agent != str(call.app.agent_id):
        raise ApiError(41011 if not agent else 40056)
    return f"{call.corp.corp_id}#{agent}"


def _button(body: Json, name_bytes: int) -> Button:
    name = limited(body, "name", name_bytes, 40018)
    sub = [_button(one, SUB_NAME_BYTES) for one in objects(body, "sub_button")]
    if len(sub) > MOST_SUB:
        raise ApiError(40023)
    kind = optional(body, "type", str, "")
    if not sub and kind not in KINDS:
        raise ApiError(40017)
    key = limited(body, "key", KEY_BYTES, 40019 if kind in KEYED and not sub else None)
    url = limited(body, "url", URL_BYTES, 40020 if kind == "view" and not sub else None)
    return Button(name=name, type=kind, key=key, url=url, sub_button=sub)
