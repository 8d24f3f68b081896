"""What the door of callbacks takes."""

from __future__ import annotations

import msgspec


class Signed(msgspec.Struct, frozen=True):
    """What WeCom puts into the query of every callback (docs/platform B2, B3)."""

    msg_signature: str
    timestamp: str
    nonce: str
    echostr: str = ""
