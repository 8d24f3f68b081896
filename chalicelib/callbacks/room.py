"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Personal, Room

ROOM = Room(
    name="callbacks",
    zh="企业微信回调",
    en="WeCom's callbacks: verified, durable, queued, answered",
    tag="callbacks",
    flows=False,
    public=("/wecom/callback/{corp}",),
    personal=(
        Personal(
            row="callback",
            fields=("plaintext",),
            why_zh="企业微信事件不丢失，处理失败可重来；存于收件箱表",
            why_en="So that no event of WeCom is lost and a failed one is worked on again; a row of the inbox table",
            erased_zh="15 天后自动删除",
            erased_en="Deleted by itself after 15 days",
        ),
    ),
)
