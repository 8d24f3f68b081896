"""Content on its way to customers, and pictures."""

from __future__ import annotations

from typing import Any

from tests.support.http import Http
from tests.support.make.people import operator, session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack

AUTHOR, EDITOR, COMPLIANCE = "liming", "chenyu", "wangfang"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def content_item(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A content item whose first version is a draft, by a marketer."""
    http = by or operator(stack, "marketer", AUTHOR, corp)
    body = made(http.post("/admin/v1/content-items", {"name": "到店", "text": "今日到店，第二杯半价。", **changes}))
    return Thing(str(body["item_id"]), body)


def content(stack: Stack, *, corp: str = "demo", **changes: Any) -> Thing:
    """A content item whose first version is approved: written by a marketer, passed by three others."""
    author, owner = operator(stack, "marketer", AUTHOR, corp), session(stack, corp=corp)
    editor = operator(stack, "marketer", EDITOR, corp)
    compliance = operator(stack, "compliance", COMPLIANCE, corp)
    item = content_item(stack, by=author, corp=corp, **changes)
    version = f"/admin/v1/content-items/{item.id}/versions/1"
    made(author.post(f"{version}/submissions"))
    for stage, reviewer in (("content", editor), ("compliance", compliance), ("business", owner)):
        body = made(reviewer.post(f"{version}/reviews", {"stage": stage, "verdict": "passed"}))
    assert body["status"] == "approved", body
    return Thing(item.id, body)


def picture(
    stack: Stack, data: str = PIXEL, name: str = "封面", *, by: Http | None = None, corp: str = "demo"
) -> Thing:
    """A picture of one pixel. data: base64."""
    http = by or session(stack, corp=corp)
    body = made(http.post("/admin/v1/pictures", {"name": name, "data": data}))
    return Thing(str(body["picture_id"]), body)
