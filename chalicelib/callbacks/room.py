"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, LogEvent
from chalicelib.core.room import Function, Room
from chalicelib.core.words import Word

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
    words={
        "msg_signature": Word("签名 msg_signature", "msg_signature"),
        "timestamp": Word("时间戳 timestamp", "timestamp"),
        "nonce": Word("随机串 nonce", "nonce"),
        "echostr": Word("回显串 echostr", "echostr"),
    },
)
