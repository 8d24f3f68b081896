"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, LogEvent
from chalicelib.core.room import Room

ROOM = Room(
    name="callbacks",
    zh="企业微信回调",
    en="WeCom's callbacks: verified, durable, queued, answered",
    tag="callbacks",
    flows=False,
    public=("/wecom/callback/{corp}",),
    logged=(
        LogEvent(
            name="callback accepted",
            zh="平台消息已验签并保存",
            en="A platform's message was verified and stored",
            fields=frozenset({"corp", "kind", "request_id", "outcome"}),
            no_page=NORMAL,
        ),
    ),
)
