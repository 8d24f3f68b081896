"""Live codes, and the tags that they give."""

from __future__ import annotations

from typing import Any

from tests.support import files
from tests.support.http import Http
from tests.support.make.people import session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack

WELCOME = {
    "text": "你好，欢迎光临",
    "attachments": [{"msgtype": "link", "title": "领券", "url": "https://example.com/w"}],
}


def tag(stack: Stack, name: str = "新客", group: str = "来源", *, by: Http | None = None, corp: str = "demo") -> Thing:
    """A corp tag."""
    http = by or session(stack, corp=corp)
    body = made(http.post("/admin/v1/tag-groups", {"name": group, "tags": [name]}))
    found = next(one for one in body["tags"] if one["name"] == name)
    return Thing(str(found["id"]), found)


def live_code(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A live code of one member of staff with a welcome, without tags and coupon, for which WeCom made contact ways."""
    http = by or session(stack, corp=corp)
    body = {"name": "门店海报", "staff": [{"userid": "liming"}], "welcome": WELCOME, **changes}
    code = str(made(http.post("/admin/v1/live-codes", body))["code"])
    stack.drain()
    ready = made(http.get(f"/admin/v1/live-codes/{code}"))
    assert ready["status"] == "ready", ready
    return Thing(code, ready)


def pack(stack: Stack, code: Thing, *, by: Http | None = None) -> Thing:
    """A printed label, as a file that can be fetched; the stack has a bucket from then on."""
    files.open_bucket()
    http = by or session(stack)
    begun = made(http.post("/admin/v1/live-code-packs", {"codes": [code.id], "form": "zip_svg"}))
    stack.drain()
    return Thing(str(begun["job_id"]), begun)


def tag_group(stack: Stack, name: str = "等级") -> str:
    """The id of a group of corp tags, made where it is missing."""
    return str(made(session(stack).post("/admin/v1/tag-groups", {"name": name, "tags": ["普通"]}))["id"])


def tag_ids(stack: Stack, *names: str) -> list[str]:
    """The ids of corp tags of one group, made where they are missing."""
    group = made(session(stack).post("/admin/v1/tag-groups", {"name": "等级", "tags": list(names)}))
    stack.clock.advance(1)
    return [next(tag["id"] for tag in group["tags"] if tag["name"] == name) for name in names]
