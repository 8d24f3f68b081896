"""The calls to WeCom that Siyu makes, one function each, with the token, the limits and the errors handled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook, UpstreamUnknown
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.ops import limits
from chalicelib.core.text import Written
from chalicelib.platforms.wecom import token, transport
from chalicelib.platforms.wecom.errors import (
    LOCAL_LIMIT,
    OAuthCodeRefused,
    TokenRefused,
    UnknownTag,
    WeComBusy,
    WeComRefused,
    refusal,
)
from chalicelib.platforms.wecom.messages import checked
from chalicelib.platforms.wecom.token import App
from chalicelib.platforms.wecom.transport import Json, errcode_of, fitted

# 10,000 a minute are documented (docs/platform A4); one breach blocks a minute, longer than a welcome code lives.
PER_MINUTE = 9_000
REMARK_CHARACTERS = 30
NO_SUCH_CODE = 40029

Answer = TypeVar("Answer")
PageType = TypeVar("PageType", bound="Page")


class ContactWay(msgspec.Struct, frozen=True):
    """A contact way (联系我). type: 1 of one member of staff, 2 of several, 0 where that was not asked."""

    config_id: str
    qr_code: str = ""
    state: str = ""
    user: list[UserId] = []
    remark: str = ""
    skip_verify: bool = True
    type: int = 0


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What WeCom tells of a customer."""

    name: Written = Written("")
    avatar: str = ""
    gender: int = 0
    unionid: str = ""


class MarkedTag(msgspec.Struct, frozen=True):
    """A tag that a follower has put on a customer; personal tags have no id."""

    tag_name: str
    tag_id: str = ""


class Follower(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff who has the customer as a friend. remark: what they call them; description: what they noted;
    remark_mobiles: numbers, as they typed them.

    createtime: since when, in unix seconds; state: the channel parameter that the customer came through.
    """

    userid: UserId
    tags: list[MarkedTag] = []
    remark: str = ""
    description: str = ""
    remark_mobiles: list[str] = []
    createtime: int = 0
    state: str = ""


class Contact(msgspec.Struct, frozen=True):
    """A customer and who follows them."""

    external_contact: Profile
    follow_user: list[Follower] = []


class Tag(msgspec.Struct, frozen=True):
    """A corp tag: WeCom's id and the operator's name for it. deleted: told only of those that are asked for by id."""

    id: str
    name: str
    deleted: bool = False


class TagGroup(msgspec.Struct, frozen=True, rename={"id": "group_id", "name": "group_name", "tags": "tag"}):
    """A group of corp tags as WeCom holds it."""

    id: str
    name: str
    tags: list[Tag] = []


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list of WeCom's; '' ends."""

    next_cursor: str = ""


class _WayId(msgspec.Struct, frozen=True):
    config_id: str


class _WayIds(Page, frozen=True):
    contact_way: list[_WayId] = []


class _Way(msgspec.Struct, frozen=True):
    contact_way: ContactWay


class _TagGroups(msgspec.Struct, frozen=True):
    tag_group: list[TagGroup] = []


class _NewTagGroup(msgspec.Struct, frozen=True):
    tag_group: TagGroup


class _Identity(msgspec.Struct, frozen=True):
    """Whom an OAuth code is of; a customer has no userid."""

    userid: UserId = UserId("")


def add_contact_way(ctx: Ctx, userid: UserId, state: str, remark: str) -> ContactWay:
    """A new single-person QR contact way (docs/platform D1). Not idempotent: first look at `contact_ways_since`."""
    body = {
        "type": 1,
        "scene": 2,
        "remark": remark[:REMARK_CHARACTERS],
        "skip_verify": True,
        "state": state,
        "user": [userid],
    }
    return ask(ctx, "externalcontact/add_contact_way", body, ContactWay)


def get_contact_way(ctx: Ctx, config_id: str) -> ContactWay:
    """A contact way by its id (docs/platform D1)."""
    return ask(ctx, "externalcontact/get_contact_way", {"config_id": config_id}, _Way).contact_way


def contact_ways_since(ctx: Ctx, since: datetime) -> Iterator[ContactWay]:
    """The contact ways made since a moment, each looked up (docs/platform D1): how an unknown outcome is found out."""
    body = {"start_time": int(since.timestamp()), "end_time": int(ctx.now.timestamp()) + 60}
    for page in pages(ctx, "externalcontact/list_contact_way", body, _WayIds):
        for way in page.contact_way:
            if found := _contact_way(ctx, way.config_id):
                yield found


def _contact_way(ctx: Ctx, config_id: str) -> ContactWay | None:
    """A listed contact way; None for one that was deleted since. What may pass is raised."""
    try:
        return get_contact_way(ctx, config_id)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return None


def update_contact_way(ctx: Ctx, way: ContactWay) -> None:
    """Write the complete contact way: WeCom replaces the lists it is given (docs/platform D1). Safe to repeat."""
    body = {"config_id": way.config_id, "remark": way.remark[:REMARK_CHARACTERS], "skip_verify": way.skip_verify}
    post(ctx, "externalcontact/update_contact_way", {**body, "state": way.state, "user": way.user})


def delete_contact_way(ctx: Ctx, config_id: str) -> None:
    """Take a contact way out of use (docs/platform D1)."""
    post(ctx, "externalcontact/del_contact_way", {"config_id": config_id})


def contact(ctx: Ctx, external_userid: ExternalUserId) -> Contact:
    """A customer's profile and their first 500 followers (docs/platform D3). Raises NoSuchRelation."""
    return fitted(get(ctx, "externalcontact/get", {"external_userid": external_userid}), Contact)


def tag_groups(ctx: Ctx, group_ids: Sequence[str] = ()) -> list[TagGroup]:
    """The corp's tag groups, or those asked for (docs/platform D4)."""
    return ask(ctx, "externalcontact/get_corp_tag_list", {"group_id": list(group_ids)}, _TagGroups).tag_group


def is_tag_deleted(ctx: Ctx, tag_id: str) -> bool:
    """True when WeCom says so of this very tag, or knows none of that id (docs/platform D4)."""
    try:
        groups = ask(ctx, "externalcontact/get_corp_tag_list", {"tag_id": [tag_id]}, _TagGroups).tag_group
    except UnknownTag:
        return True
    return any(tag.deleted for group in groups for tag in group.tags if tag.id == tag_id)


def deleted_tags(ctx: Ctx, about: str, *, is_group: bool) -> list[str]:
    """What the tags were called that are gone: one, or all of a group's (docs/platform D4). Of some it says nothing."""
    body = {"group_id" if is_group else "tag_id": [about]}
    try:
        groups = ask(ctx, "externalcontact/get_corp_tag_list", body, _TagGroups).tag_group
    except UnknownTag:
        return []
    return [tag.name for group in groups for tag in group.tags if tag.deleted and (is_group or tag.id == about)]


def add_tags(ctx: Ctx, group: str, names: Sequence[str]) -> TagGroup:
    """New tags in a group; WeCom makes the group or adds into the one of that name (docs/platform D4).

    Raises TagNameTaken when one of the names is there already: nothing was made then.
    """
    body = {"group_name": group, "tag": [{"name": name} for name in names]}
    return ask(ctx, "externalcontact/add_corp_tag", body, _NewTagGroup).tag_group


def mark_tags(
    ctx: Ctx, userid: UserId, external_userid: ExternalUserId, tag_ids: Sequence[str], without: Sequence[str] = ()
) -> None:
    """Tag a customer as seen by one member of staff, and take tags off (docs/platform D4). Safe to repeat.

    Raises NoSuchRelation.
    """
    body = {"userid": userid, "external_userid": external_userid, "add_tag": list(tag_ids)}
    post(ctx, "externalcontact/mark_tag", {**body, **({"remove_tag": list(without)} if without else {})})


def set_remark(
    ctx: Ctx, userid: UserId, external_userid: ExternalUserId, remark: str, description: str, phones: Sequence[str]
) -> None:
    """What one member of staff calls and notes of a customer, all of it anew (docs/platform D3). Safe to repeat.

    Raises NoSuchRelation.
    """
    body = {"userid": userid, "external_userid": external_userid, "remark": remark, "description": description}
    post(ctx, "externalcontact/remark", {**body, "remark_mobiles": list(phones) or [""]})


def send_welcome(ctx: Ctx, welcome_code: str, message: Mapping[str, object]) -> None:
    """The one welcome of a join, within 20 s of its event (docs/platform D7).

    Raises WelcomeAlreadySent, WelcomeBeingSent, WelcomeExpired, Unsayable. Safe to repeat: the code works once.
    """
    post(ctx, "externalcontact/send_welcome_msg", {"welcome_code": welcome_code, **checked(message)})


def userid_of(ctx: Ctx, code: str) -> UserId:
    """The member of staff behind an OAuth code (docs/platform G5). Raises OAuthCodeRefused, for a customer's too."""
    identity = fitted(get(ctx, "auth/getuserinfo", {"code": code}), _Identity)
    if not identity.userid:
        raise OAuthCodeRefused("auth/getuserinfo", NO_SUCH_CODE)
    return identity.userid


def ask(ctx: Ctx, api: str, body: Mapping[str, Any], answer: type[Answer]) -> Answer:
    """The typed answer of one POST call, for the other modules of this folder."""
    return fitted(post(ctx, api, body), answer)


def pages(ctx: Ctx, api: str, body: Mapping[str, Any], page: type[PageType]) -> Iterator[PageType]:
    """Every page of a list, one call each (docs/platform A1). Raises UpstreamUnknown when one leads back to another."""
    cursor, seen = "", {""}
    while True:
        answer = ask(ctx, api, {**body, "cursor": cursor} if cursor else body, page)
        yield answer
        cursor = answer.next_cursor
        if not cursor:
            return
        if cursor in seen:
            raise UpstreamUnknown(reason="a list without an end")
        seen.add(cursor)


def post(
    ctx: Ctx, api: str, body: Mapping[str, Any], app: App = App.AGENT, query: Mapping[str, str] | None = None
) -> Json:
    """The answer of one POST call, as it came."""
    return _call(ctx, "POST", api, query or {}, body, app)


def get(ctx: Ctx, api: str, query: Mapping[str, str]) -> Json:
    """The answer of one GET call, as it came."""
    return _call(ctx, "GET", api, query)


def _call(
    ctx: Ctx,
    method: str,
    api: str,
    query: Mapping[str, str],
    body: Mapping[str, Any] | None = None,
    app: App = App.AGENT,
) -> Json:
    url = f"{config().wecom_url}/cgi-bin/{api}"

    def once(access_token: str) -> Json:
        return transport.call(method, url, {"access_token": access_token, **query}, body)

    return attempt(ctx, api, PER_MINUTE, once, app)


def attempt(ctx: Ctx, api: str, per_minute: int, once: Callable[[str], Json], app: App = App.AGENT) -> Json:
    """What `once` answers to the shared token, and once more to a fresh one when it is refused (docs/platform A3).

    Raises WeComBusy beyond `per_minute` of our own, and the refusal of any other errcode.
    """
    if not limits.permit(ctx, api, per_minute):
        raise WeComBusy(api, LOCAL_LIMIT)
    access_token = token.current(ctx, app=app)
    try:
        return _accepted(api, once(access_token))
    except TokenRefused:
        return _accepted(api, once(token.current(ctx, refused=access_token, app=app)))


def _accepted(api: str, answer: Json) -> Json:
    errcode = errcode_of(answer)
    if errcode:
        raise refusal(api, errcode)
    return answer
