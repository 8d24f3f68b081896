"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Room

ROOM = Room(
    name="callbacks",
    zh="企业微信回调",
    en="WeCom's callbacks: verified, durable, queued, answered",
    tag="callbacks",
    flows=False,
    public=("/wecom/callback/{corp}",),
)
