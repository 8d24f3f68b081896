"""Welcome messages (docs/platform D7)."""

from local.servers.basics import Json
from local.wecom.api.attachments import read_parts
from local.wecom.api.checks import required
from local.wecom.api.registry import Call, api
from local.wecom.life import welcome_code


@api("externalcontact/send_welcome_msg", fields="welcome_code text attachments")
def send_welcome_msg(call: Call) -> Json:
    """Send once within 20 s; each part arrives in the chat as its own message."""
    code = required(call.body, "welcome_code", 41049)
    parts = read_parts(call)
    relation = welcome_code(call.world, call.corp.corp_id, code)
    relation.welcomed = True
    for msgtype, content in parts:
        call.world.say(relation, "welcome", msgtype, content)
    return {}
