"""Messages of an app to members (docs/platform E1)."""

from __future__ import annotations

import json

from local.servers.basics import Json, iso
from local.wecom.api.checks import optional
from local.wecom.api.message_bodies import read_message
from local.wecom.api.registry import Call, Counts, api
from local.wecom.errors import ApiError
from local.wecom.limits import DAY
from local.wecom.mass_records import AppMessage
from local.wecom.states import Arrival

MOST_USERS, MOST_PARTIES = 1000, 100
A_DAY_PER_ACCOUNT = 200
DUPLICATES_DEFAULT, DUPLICATES_MOST = 1800, 4 * 3600
KINDS = "text image voice file video textcard news markdown miniprogram_notice"


@api(
    "message/send", counts=Counts.NOTHING,
    fields=f"touser toparty totag msgtype agentid safe enable_id_trans enable_duplicate_check"
    f" duplicate_check_interval {KINDS}",
)  # fmt: skip
def send_message(call: Call) -> Json:
    """Deliver to the members who can be reached; bad receivers beside good ones are only named. Raises ApiError."""
    agent_id = _agent(call)
    bubble = read_message(call)
    good, bad = _receivers(call, bubble.msgtype)
    parties, tags = str(call.body.get("toparty") or ""), str(call.body.get("totag") or "")
    if not good:
        raise ApiError(81013)
    allowance = call.corp.limits.accounts * A_DAY_PER_ACCOUNT
    call.frequency.spend(call.corp.corp_id, f"message/send of {agent_id}", DAY, allowance, len(good))
    msgid = call.world.new_id("am", 48)
    for userid in good:
        _deliver(call, AppMessage(0, "", call.corp.corp_id, agent_id, userid, msgid, bubble.msgtype, bubble.content))
    return {
        "invaliduser": "|".join(bad), "invalidparty": parties, "invalidtag": tags, "unlicenseduser": "",
        "msgid": msgid,
    }  # fmt: skip


def _agent(call: Call) -> str:
    """The app that the token belongs to: 41011 missing, 301002 another app of the corp, 40056 none."""
    agent_id = call.body.get("agentid")
    if agent_id is None or isinstance(agent_id, bool) or not isinstance(agent_id, int | str):
        raise ApiError(41011)
    if str(agent_id) != str(call.app.agent_id):
        others = [str(app.agent_id) for app in call.corp.secrets]
        raise ApiError(301002 if str(agent_id) in others else 40056)
    return str(agent_id)


def _split(call: Call, name: str, most: int, too_many: int) -> list[str]:
    """The ids that a field lists, separated by `|`, each once."""
    parts = [part.strip() for part in optional(call.body, name, str, "").split("|")]
    ids = list(dict.fromkeys(part for part in parts if part))
    if len(ids) > most:
        raise ApiError(too_many)
    return ids


def _receivers(call: Call, msgtype: str) -> tuple[list[str], list[str]]:
    """Members in touser who exist and are active, and the others; departments and tags have no members here."""
    users = _split(call, "touser", MOST_USERS, 40032)
    parties, tags = _split(call, "toparty", MOST_PARTIES, 82002), _split(call, "totag", MOST_PARTIES, 82003)
    if not users and not parties and not tags:
        raise ApiError(82001)
    able = [member.userid for member in call.corp.staff.values() if member.active]
    if users == ["@all"]:
        if msgtype == "miniprogram_notice":
            raise ApiError(40035, "miniprogram_notice knows no @all")
        return able, []
    return [userid for userid in users if userid in able], [userid for userid in users if userid not in able]


def _deliver(call: Call, message: AppMessage) -> None:
    """One member's copy: beyond 30 a minute or 1000 an hour, and as a duplicate, it is dropped (docs/platform A4)."""
    world = call.world
    arrival = _arrival(call, message)
    line = world.record(
        "app_message", corp_id=message.corp_id, agent_id=message.agent_id, userid=message.userid,
        msgid=message.msgid, msgtype=message.msgtype, content=message.content, outcome=arrival,
    )  # fmt: skip
    if arrival == Arrival.DELIVERED:
        message.seq, message.at = int(str(line["seq"])), str(line["at"])
        world.put_app_message(message)


def _arrival(call: Call, message: AppMessage) -> Arrival:
    if _is_duplicate(call, message):
        return Arrival.DUPLICATE
    reaches = call.frequency.reaches(message.corp_id, message.agent_id, message.userid)
    return Arrival.DELIVERED if reaches else Arrival.TOO_MANY


def _is_duplicate(call: Call, message: AppMessage) -> bool:
    """The same content to the same member within the interval, when the caller asked for the check."""
    if optional(call.body, "enable_duplicate_check", int, 0) != 1:
        return False
    seconds = min(optional(call.body, "duplicate_check_interval", int, DUPLICATES_DEFAULT), DUPLICATES_MOST)
    since = iso(call.world.time() - seconds)
    for former in reversed(call.world.state.app_messages):
        if former.at < since:
            return False
        if _said(former) == _said(message):
            return True
    return False


def _said(message: AppMessage) -> tuple[str, ...]:
    """Who says what to whom."""
    content = json.dumps(message.content, sort_keys=True)
    return message.corp_id, message.agent_id, message.userid, message.msgtype, content
