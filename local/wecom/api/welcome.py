"""Welcome messages (docs/platform D7)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.attachments import read_bubbles
from local.wecom.api.checks import required
from local.wecom.api.registry import Call, api
from local.wecom.life import welcomed_by
from local.wecom.states import Sender


@api("externalcontact/send_welcome_msg", fields="welcome_code text attachments image link miniprogram")
def send_welcome_msg(call: Call) -> Json:
    """Send once within 20 s; each part arrives in the chat as a message of its own. Raises ApiError."""
    code = required(call.body, "welcome_code", 41049)
    bubbles = read_bubbles(call)
    relation = welcomed_by(call.world, call.corp.corp_id, code)
    relation.welcomed = True
    for bubble in bubbles:
        call.world.say(relation, Sender.WELCOME, bubble)
    return {}
