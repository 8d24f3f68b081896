"""The calls to WeCom that Siyu makes, one function each, with the token, the limits and the errors handled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ops import limits, secrets
from chalicelib.platforms.wecom import token, transport
from chalicelib.platforms.wecom.errors import LOCAL_LIMIT, OAuthCodeRefused, TokenRefused, WeComBusy, refusal

# 10,000 a minute are documented (docs/platform A4); one breach blocks a minute, longer than a welcome code lives.
PER_MINUTE = 9_000
REMARK_CHARACTERS = 30


class ContactWay(msgspec.Struct, frozen=True):
    """A contact way (联系我) of one member of staff."""

    config_id: str
    qr_code: str = ""
    state: str = ""
    user: list[str] = []


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What WeCom tells of a customer."""

    name: str = ""
    avatar: str = ""
    gender: int = 0
    unionid: str = ""


class MarkedTag(msgspec.Struct, frozen=True):
    """A tag that a follower has put on a customer; personal tags have no id."""

    tag_name: str
    tag_id: str = ""


class Follower(msgspec.Struct, frozen=True):
    """A member of staff who has the customer as a friend."""

    userid: str
    tags: list[MarkedTag] = []


class Contact(msgspec.Struct, frozen=True):
    """A customer and who follows them."""

    external_contact: Profile
    follow_user: list[Follower] = []


class Tag(msgspec.Struct, frozen=True):
    """A corp tag: WeCom's id and the operator's name for it."""

    id: str
    name: str


class TagGroup(msgspec.Struct, frozen=True, rename={"id": "group_id", "name": "group_name", "tags": "tag"}):
    """A group of corp tags as WeCom holds it."""

    id: str
    name: str
    tags: list[Tag] = []


def add_contact_way(ctx: Ctx, userid: str, state: str, remark: str) -> ContactWay:
    """A new single-person QR contact way (docs/platform D1). Not idempotent: first look at `contact_ways_since`."""
    body = {
        "type": 1,
        "scene": 2,
        "remark": remark[:REMARK_CHARACTERS],
        "skip_verify": True,
        "state": state,
        "user": [userid],
    }
    return msgspec.convert(post(ctx, "externalcontact/add_contact_way", body), ContactWay)


def get_contact_way(ctx: Ctx, config_id: str) -> ContactWay:
    """A contact way by its id (docs/platform D1)."""
    answer = post(ctx, "externalcontact/get_contact_way", {"config_id": config_id})
    return msgspec.convert(answer["contact_way"], ContactWay)


def contact_ways_since(ctx: Ctx, since: datetime) -> Iterator[ContactWay]:
    """The contact ways made since a moment, each looked up (docs/platform D1): how an unknown outcome is found out."""
    cursor = ""
    while True:
        body = {"start_time": int(since.timestamp()), "end_time": int(ctx.now.timestamp()) + 60, "cursor": cursor}
        answer = post(ctx, "externalcontact/list_contact_way", body)
        for item in answer.get("contact_way", []):
            yield get_contact_way(ctx, item["config_id"])
        cursor = answer.get("next_cursor", "")
        if not cursor:
            return


def update_contact_way(ctx: Ctx, way: ContactWay, remark: str) -> None:
    """Write the complete contact way: WeCom replaces the lists it is given (docs/platform D1)."""
    body = {"config_id": way.config_id, "remark": remark[:REMARK_CHARACTERS], "skip_verify": True, "state": way.state}
    post(ctx, "externalcontact/update_contact_way", {**body, "user": way.user})


def delete_contact_way(ctx: Ctx, config_id: str) -> None:
    """Take a contact way out of use (docs/platform D1)."""
    post(ctx, "externalcontact/del_contact_way", {"config_id": config_id})


def contact(ctx: Ctx, external_userid: str) -> Contact:
    """A customer's profile and their first 500 followers (docs/platform D3). Raises NoSuchRelation."""
    answer = _call(ctx, "GET", "externalcontact/get", {"external_userid": external_userid})
    return msgspec.convert(answer, Contact)


def tag_groups(ctx: Ctx, group_ids: Sequence[str] = ()) -> list[TagGroup]:
    """The corp's tag groups, or those asked for (docs/platform D4)."""
    answer = post(ctx, "externalcontact/get_corp_tag_list", {"group_id": list(group_ids)})
    return msgspec.convert(answer["tag_group"], list[TagGroup])


def add_tags(ctx: Ctx, group: str, names: Sequence[str]) -> TagGroup:
    """New tags in a group; WeCom makes the group or adds into the one of that name (docs/platform D4).

    Raises TagNameTaken when one of the names is there already: nothing was made then.
    """
    body = {"group_name": group, "tag": [{"name": name} for name in names]}
    return msgspec.convert(post(ctx, "externalcontact/add_corp_tag", body)["tag_group"], TagGroup)


def mark_tags(ctx: Ctx, userid: str, external_userid: str, tag_ids: Sequence[str]) -> None:
    """Tag a customer as seen by one member of staff (docs/platform D4). Safe to repeat. Raises NoSuchRelation."""
    body = {"userid": userid, "external_userid": external_userid, "add_tag": list(tag_ids)}
    post(ctx, "externalcontact/mark_tag", body)


def send_welcome(ctx: Ctx, welcome_code: str, message: Mapping[str, object]) -> None:
    """The one welcome of a join, within 20 s of its event (docs/platform D7).

    Raises WelcomeAlreadySent, WelcomeBeingSent, WelcomeExpired. Safe to repeat: the code works once.
    """
    post(ctx, "externalcontact/send_welcome_msg", {"welcome_code": welcome_code, **message})


def userid_of(ctx: Ctx, code: str) -> str:
    """The member of staff behind an OAuth code (docs/platform G5). Raises OAuthCodeRefused, for a customer's too."""
    answer = _call(ctx, "GET", "auth/getuserinfo", {"code": code})
    if not answer.get("userid"):
        raise OAuthCodeRefused("auth/getuserinfo", 40029)
    userid: str = answer["userid"]
    return userid


class MiniLogin(msgspec.Struct, frozen=True):
    """Who a mini-program login code is of. unionid: '' when the mini-program is not bound to an open platform."""

    openid: str
    unionid: str = ""


def mini_login(ctx: Ctx, js_code: str) -> MiniLogin:
    """The customer behind a mini-program login code (docs/platform G2). Raises OAuthCodeRefused."""
    corp = secrets.corp(ctx.corp)
    query = {
        "appid": corp.mini_appid,
        "secret": corp.mini_secret,
        "js_code": js_code,
        "grant_type": "authorization_code",
    }
    answer = transport.call("GET", f"{config().wechat_url}/sns/jscode2session", query)
    if answer.get("errcode", 0):
        raise refusal("sns/jscode2session", answer["errcode"])
    return msgspec.convert(answer, MiniLogin)


def post(ctx: Ctx, api: str, body: dict[str, Any]) -> dict[str, Any]:
    """The answer of one POST call, for the other modules of this folder."""
    return _call(ctx, "POST", api, {}, body)


def _call(ctx: Ctx, method: str, api: str, query: dict[str, str], body: Any = None) -> dict[str, Any]:
    """One call: a permit, the shared token, and one more try with a fresh one when it is refused (docs/platform A3)."""
    if not limits.permit(ctx, api, PER_MINUTE):
        raise WeComBusy(api, LOCAL_LIMIT)
    access_token = token.current(ctx)
    try:
        return _once(method, api, {"access_token": access_token, **query}, body)
    except TokenRefused:
        fresh = token.current(ctx, refused=access_token)
        return _once(method, api, {"access_token": fresh, **query}, body)


def _once(method: str, api: str, query: dict[str, str], body: Any) -> dict[str, Any]:
    answer = transport.call(method, f"{config().wecom_url}/cgi-bin/{api}", query, body)
    errcode = answer.get("errcode", 0)
    if errcode:
        raise refusal(api, errcode)
    return answer
