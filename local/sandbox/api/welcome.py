"""Welcome messages and the message parts they are made of (wecom-api.md D0, D7)."""

from collections.abc import Callable

from local.sandbox.api.checks import limited, objects, optional, required, url
from local.sandbox.api.registry import Call, api
from local.sandbox.errors import ApiError
from local.sandbox.life import welcome_code
from local.sandbox.records import Json

TEXT_BYTES = 4000
MAX_ATTACHMENTS = 9


@api("externalcontact/send_welcome_msg", fields="welcome_code text attachments")
def send_welcome_msg(call: Call) -> Json:
    """Send once within 20 s; each part arrives in the chat as its own message."""
    code = required(call.body, "welcome_code", 41049)
    parts = read_parts(call.body)
    relation = welcome_code(call.world, call.corp.corp_id, code)
    relation.welcomed = True
    for msgtype, content in parts:
        call.world.say(relation, "welcome", msgtype, content)
    return {}


def read_parts(body: Json) -> list[tuple[str, Json]]:
    """The checked parts in order; text and attachments cannot both be empty."""
    text = _object(body, "text")
    content = limited(text, "content", TEXT_BYTES)
    attachments = objects(body, "attachments")
    if len(attachments) > MAX_ATTACHMENTS:
        raise ApiError(41064)
    if not content and not attachments:
        raise ApiError(44004)
    parts: list[tuple[str, Json]] = [("text", {"content": content})] if content else []
    return parts + [_attachment(item) for item in attachments]


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ApiError(40058, f"{name} must be an object")
    return value


def _attachment(item: Json) -> tuple[str, Json]:
    """One attachment; its object must match its msgtype, else 41065."""
    msgtype = optional(item, "msgtype", str, "")
    if msgtype not in READERS or not isinstance(item.get(msgtype), dict):
        raise ApiError(41065, msgtype or "msgtype is missing")
    return msgtype, READERS[msgtype](_object(item, msgtype))


def _image(part: Json) -> Json:
    media_id = optional(part, "media_id", str, "")
    pic_url = url(part, "pic_url", is_required=False)
    if not media_id and not pic_url:
        raise ApiError(41006, "image needs media_id or pic_url")
    return {"media_id": media_id} if media_id else {"pic_url": pic_url}


def _link(part: Json) -> Json:
    return {
        "title": limited(part, "title", 128, required_code=40063),
        "picurl": url(part, "picurl", is_required=False),
        "desc": limited(part, "desc", 512),
        "url": url(part, "url", is_required=True),
    }


def _miniprogram(part: Json) -> Json:
    return {
        "title": limited(part, "title", 64, required_code=40063),
        "pic_media_id": required(part, "pic_media_id", 41006),
        "appid": limited(part, "appid", 64, required_code=40063),
        "page": limited(part, "page", 1024, required_code=40063),
    }


def _media(part: Json) -> Json:
    return {"media_id": required(part, "media_id", 41006)}


READERS: dict[str, Callable[[Json], Json]] = {
    "image": _image,
    "link": _link,
    "miniprogram": _miniprogram,
    "video": _media,
    "file": _media,
}
