"""Messages of an app to members (docs/platform E1)."""

import json

from local.servers.basics import Json, iso
from local.wecom.api.checks import optional
from local.wecom.api.message_bodies import read_message
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.limits import DAY
from local.wecom.mass_records import AppMessage

MOST_USERS, MOST_PARTIES = 1000, 100
A_DAY_PER_ACCOUNT = 200
DUPLICATES_DEFAULT, DUPLICATES_MOST = 1800, 4 * 3600
KINDS = "text image voice file video textcard news markdown miniprogram_notice"


@api(
    "message/send", counts="nothing",
    fields=f"touser toparty totag msgtype agentid safe enable_id_trans enable_duplicate_check"
    f" duplicate_check_interval {KINDS}",
)  # fmt: skip
def send_message(call: Call) -> Json:
    """Deliver to the members who can be reached; bad receivers beside good ones are only named."""
    agent_id = _agent(call)
    msgtype, content = read_message(call)
    good, bad = _receivers(call, msgtype)
    parties, tags = str(call.body.get("toparty") or ""), str(call.body.get("totag") or "")
    if not good:
        raise ApiError(81013)
    allowance = call.corp.limits.accounts * A_DAY_PER_ACCOUNT
    call.frequency.spend(call.corp.corp_id, f"message/send of {agent_id}", DAY, allowance, len(good))
    msgid = call.world.new_id("am", 48)
    for userid in good:
        _deliver(call, AppMessage(0, "", call.corp.corp_id, agent_id, userid, msgid, msgtype, content))
    return {
        "invaliduser": "|".join(bad), "invalidparty": parties, "invalidtag": tags, "unlicenseduser": "",
        "msgid": msgid,
    }  # fmt: skip


def _agent(call: Call) -> str:
    """The app that the token belongs to: 41011 missing, 301002 another app of the corp, 40056 none."""
    given = call.body.get("agentid")
    if given is None or isinstance(given, bool) or not isinstance(given, int | str):
        raise ApiError(41011)
    if str(given) != str(call.app.agent_id):
        others = [str(app.agent_id) for app in call.corp.secrets]
        raise ApiError(301002 if str(given) in others else 40056)
    return str(given)


def _split(call: Call, name: str, most: int, too_many: int) -> list[str]:
    listed = [one.strip() for one in optional(call.body, name, str, "").split("|")]
    found = list(dict.fromkeys(one for one in listed if one))
    if len(found) > most:
        raise ApiError(too_many)
    return found


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
    return [one for one in users if one in able], [one for one in users if one not in able]


def _deliver(call: Call, message: AppMessage) -> None:
    """One member's copy: beyond 30 a minute or 1000 an hour, and as a duplicate, it is dropped (docs/platform A4)."""
    world = call.world
    outcome = "delivered"
    if _is_duplicate(call, message):
        outcome = "dropped as duplicate"
    elif not call.frequency.reaches(message.corp_id, message.agent_id, message.userid):
        outcome = "dropped by frequency"
    entry = world.record(
        "app_message", corp_id=message.corp_id, agent_id=message.agent_id, userid=message.userid,
        msgid=message.msgid, msgtype=message.msgtype, content=message.content, outcome=outcome,
    )  # fmt: skip
    if outcome == "delivered":
        message.seq, message.at = int(str(entry["seq"])), str(entry["at"])
        world.keep_app_message(message)


def _is_duplicate(call: Call, message: AppMessage) -> bool:
    """The same content to the same member within the interval, when the caller asked for the check."""
    if optional(call.body, "enable_duplicate_check", int, 0) != 1:
        return False
    seconds = min(optional(call.body, "duplicate_check_interval", int, DUPLICATES_DEFAULT), DUPLICATES_MOST)
    since = iso(call.world.time() - seconds)
    mine = (message.corp_id, message.agent_id, message.userid, message.msgtype)
    said = json.dumps(message.content, sort_keys=True)
    for former in reversed(call.world.state.app_messages):
        if former.at < since:
            return False
        theirs = (former.corp_id, former.agent_id, former.userid, former.msgtype)
        if theirs == mine and json.dumps(former.content, sort_keys=True) == said:
            return True
    return False
