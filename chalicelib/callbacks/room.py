"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, LogEvent
from chalicelib.core.room import Function, Room

ROOM = Room(
    name="callbacks",
    zh="平台回调与通知",
    en="What the platforms send: verified, durable, queued, answered",
    tag="callbacks",
    flows=False,
    function=Function.DOOR,
    # The platforms have no session: what they send is signed.
    public=("/wecom/callback/{corp}", "/pay/notify/{corp}"),
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
