"""What an app message may say (docs/platform E1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from local.servers.basics import Json
from local.wecom.api.checks import limited, objects, optional, url
from local.wecom.api.media import media_id
from local.wecom.api.registry import Call
from local.wecom.errors import ApiError
from local.wecom.mass_records import Bubble

TEXT_BYTES = 2048
MOST_ARTICLES, MOST_ITEMS = 8, 10
BUTTON = 4


def read_message(call: Call) -> Bubble:
    """The msgtype and its checked content. Raises ApiError, 40008 for a type that is unknown or has no object."""
    msgtype = optional(call.body, "msgtype", str, "")
    part = call.body.get(msgtype) if msgtype in READERS else None
    if not isinstance(part, dict):
        raise ApiError(40008, msgtype or "msgtype is missing")
    return Bubble(msgtype, READERS[msgtype](call, part))


def _text(call: Call, part: Json) -> Json:
    return {"content": limited(part, "content", TEXT_BYTES, required_code=44004)}


def _file(kind: str, call: Call, part: Json) -> Json:
    return {"media_id": media_id(call, part, "media_id", kind)}


def _video(call: Call, part: Json) -> Json:
    return _file("video", call, part) | {
        "title": limited(part, "title", 128), "description": limited(part, "description", 512)
    }  # fmt: skip


def _textcard(call: Call, part: Json) -> Json:
    return {
        "title": limited(part, "title", 128, required_code=40063),
        "description": limited(part, "description", 512, required_code=40063),
        "url": url(part, "url", is_required=True),
        "btntxt": _between(part, "btntxt", 0, BUTTON) or "详情",
    }


def _news(call: Call, part: Json) -> Json:
    articles = objects(part, "articles")
    if not 1 <= len(articles) <= MOST_ARTICLES:
        raise ApiError(45008)
    return {"articles": [_article(article) for article in articles]}


def _article(article: Json) -> Json:
    """A web page, or a page of a mini-program."""
    appid, pagepath = optional(article, "appid", str, ""), optional(article, "pagepath", str, "")
    to_program = bool(appid and pagepath)
    view: Json = {
        "title": limited(article, "title", 128, required_code=40063),
        "description": limited(article, "description", 512),
        "url": url(article, "url", is_required=not to_program),
        "picurl": url(article, "picurl", is_required=False),
    }
    return view | ({"appid": appid, "pagepath": pagepath} if to_program else {})


def _notice(call: Call, part: Json) -> Json:
    """miniprogram_notice; its limits have errcodes of their own (90201 to 90203)."""
    items = objects(part, "content_item")
    if len(items) > MOST_ITEMS:
        raise ApiError(90201)
    for name, most, errcode in (("key", 10, 90202), ("value", 30, 90203)):
        if any(not 1 <= len(optional(item, name, str, "")) <= most for item in items):
            raise ApiError(errcode)
    return {
        "appid": limited(part, "appid", 64, required_code=40063),
        "page": limited(part, "page", 1024),
        "title": _between(part, "title", 4, 12),
        "description": _between(part, "description", 4, 12) if part.get("description") else "",
        "content_item": [{"key": item["key"], "value": item["value"]} for item in items],
    }


def _between(part: Json, name: str, least: int, most: int) -> str:
    """A text of `least` to `most` characters, else 40058."""
    value = optional(part, name, str, "")
    if not least <= len(value) <= most:
        raise ApiError(40058, f"{name} needs {least} to {most} characters")
    return value


READERS: dict[str, Callable[[Call, Json], Json]] = {
    "text": _text,
    "markdown": _text,
    "image": partial(_file, "image"),
    "voice": partial(_file, "voice"),
    "file": partial(_file, "file"),
    "video": _video,
    "textcard": _textcard,
    "news": _news,
    "miniprogram_notice": _notice,
}
