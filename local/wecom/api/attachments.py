"""The parts that welcome and mass messages are made of (docs/platform D0)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from local.servers.basics import Json
from local.wecom.api.checks import limited, objects, optional, url
from local.wecom.api.media import media_id
from local.wecom.api.registry import Call
from local.wecom.errors import ApiError
from local.wecom.mass_records import Bubble

TEXT_BYTES = 4000
MAX_ATTACHMENTS = 9
LEGACY = ("image", "link", "miniprogram")


def read_bubbles(call: Call) -> list[Bubble]:
    """The text and the attachments, checked, in order; they cannot both be empty. Raises ApiError."""
    content = limited(_object(call.body, "text"), "content", TEXT_BYTES)
    attachments = objects(call.body, "attachments") or _legacy(call.body)
    if len(attachments) > MAX_ATTACHMENTS:
        raise ApiError(41064)
    if not content and not attachments:
        raise ApiError(44004)
    text = [Bubble("text", {"content": content})] if content else []
    return text + [_attachment(call, item) for item in attachments]


def _legacy(body: Json) -> list[Json]:
    """The older form, a part beside the text: of several only the first in this order counts (docs/platform D0)."""
    return [{"msgtype": name, name: body[name]} for name in LEGACY if body.get(name)][:1]


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ApiError(40058, f"{name} must be an object")
    return value


def _attachment(call: Call, item: Json) -> Bubble:
    """One attachment; its object must match its msgtype, else 41065."""
    msgtype = optional(item, "msgtype", str, "")
    if msgtype not in READERS or not isinstance(item.get(msgtype), dict):
        raise ApiError(41065, msgtype or "msgtype is missing")
    return Bubble(msgtype, READERS[msgtype](call, _object(item, msgtype)))


def _image(call: Call, part: Json) -> Json:
    """media_id wins over pic_url."""
    pic_url = url(part, "pic_url", is_required=False)
    if pic_url and not part.get("media_id"):
        return {"pic_url": pic_url}
    return {"media_id": media_id(call, part, "media_id", "image")}


def _link(call: Call, part: Json) -> Json:
    return {
        "title": limited(part, "title", 128, required_code=40063),
        "picurl": url(part, "picurl", is_required=False),
        "desc": limited(part, "desc", 512),
        "url": url(part, "url", is_required=True),
    }


def _miniprogram(call: Call, part: Json) -> Json:
    return {
        "title": limited(part, "title", 64, required_code=40063),
        "pic_media_id": media_id(call, part, "pic_media_id", "image"),
        "appid": limited(part, "appid", 64, required_code=40063),
        "page": limited(part, "page", 1024, required_code=40063),
    }


def _file(kind: str, call: Call, part: Json) -> Json:
    return {"media_id": media_id(call, part, "media_id", kind)}


READERS: dict[str, Callable[[Call, Json], Json]] = {
    "image": _image,
    "link": _link,
    "miniprogram": _miniprogram,
    "video": partial(_file, "video"),
    "file": partial(_file, "file"),
}
