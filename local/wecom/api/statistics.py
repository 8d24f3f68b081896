"""What is counted of members' chats with customers, day by day (docs/platform D10)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import msgspec

from local.servers.basics import Json
from local.wecom.api.checks import optional, texts
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import Behaviour, Relation
from local.wecom.states import Sender, Status
from local.wecom.world import World

MOST_NAMED, MOST_DAYS, OLDEST_DAYS = 100, 30, 180
DAY, ZONE = 86_400, timezone(timedelta(hours=8))


@api("externalcontact/get_user_behavior_data", fields="userid partyid start_time end_time")
def get_user_behavior_data(call: Call) -> Json:
    """A row for each day until yesterday; of several members the sum, without saying whose."""
    named, parties = texts(call.body, "userid", 40031), call.body.get("partyid") or []
    if not named and not parties:
        raise ApiError(40058, "userid and partyid are empty")
    if len(named) > MOST_NAMED or not isinstance(parties, list) or len(parties) > MOST_NAMED:
        raise ApiError(40032)
    since, until = (midnight(optional(call.body, name, int, 0)) for name in ("start_time", "end_time"))
    today = midnight(call.world.unix())
    if not today - OLDEST_DAYS * DAY <= since <= until < since + MOST_DAYS * DAY:
        raise ApiError(40058, "start_time and end_time")
    members = _members(call, named, parties)
    days = range(since, min(until + DAY, today), DAY)
    return {"behavior_data": [_row(day, [counted(call.world, call.corp.corp_id, one, day) for one in members])
                              for day in days]}  # fmt: skip


def _members(call: Call, named: list[str], parties: list[object]) -> list[str]:
    for userid in named:
        staff = call.corp.staff.get(userid)
        if staff is None:
            raise ApiError(40003, userid)
        if not staff.visible:
            raise ApiError(60011)
    below = [one.userid for one in call.corp.staff.values() if set(one.departments) & set(parties)]
    return sorted({*named, *below})


def _row(day: int, of: list[Behaviour]) -> Json:
    """Members together: counts are added, means are weighted by what they are means of, and told only if there is."""
    asked = sum(one.asked for one in of)
    answered = sum(one.answered for one in of)
    counts = {
        f"{name}_cnt": sum(getattr(one, name) for one in of)
        for name in ("new_apply", "new_contact", "chat", "message", "negative_feedback")
    }
    row: Json = {"stat_time": day, **counts}
    if asked:
        row["reply_percentage"] = round(answered / asked * 100, 2)
    if answered:
        row["avg_reply_time"] = round(sum(one.waited for one in of) / answered / 60)
    return row


def midnight(unix: int) -> int:
    """The beginning of its day in Shanghai."""
    return int(datetime.fromtimestamp(unix, ZONE).replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def counted(world: World, corp_id: str, userid: str, day: int) -> Behaviour:
    """What a member did on a day, or what was put there by hand instead."""
    put = world.state.behaviours.get(f"{corp_id}/{userid}/{day}")
    if put:
        return put
    found = Behaviour()
    for relation in world.state.relations.values():
        if (relation.corp_id, relation.userid) == (corp_id, userid) and _is_of(relation, day):
            found.new_contact += 1
    _count_chats(world, corp_id, userid, day, found)
    return found


def _is_of(relation: Relation, day: int) -> bool:
    return relation.status != Status.REQUESTED and midnight(relation.createtime) == day


def _count_chats(world: World, corp_id: str, userid: str, day: int, found: Behaviour) -> None:
    chats: set[str] = set()
    began: dict[str, float] = {}
    answered: set[str] = set()
    for message in world.state.messages:
        at = datetime.fromisoformat(message.at).timestamp()
        if (message.corp_id, message.userid) != (corp_id, userid) or message.chat_id or midnight(int(at)) != day:
            continue
        whom = message.external_userid
        if message.sender == Sender.CUSTOMER and whom not in chats:
            began.setdefault(whom, at)
        if message.sender == Sender.STAFF:
            found.message += 1
            chats.add(whom)
            if whom in began and whom not in answered:
                answered.add(whom)
                found.waited += at - began[whom]
    found.chat, found.asked, found.answered = len(chats), len(began), len(answered)


def put_by_hand(world: World, corp_id: str, userid: str, day: str, figures: Behaviour) -> Json:
    """What the platform tells of that day (YYYY-MM-DD) from now on."""
    at = int(datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp())
    world.state.behaviours[f"{corp_id}/{userid}/{at}"] = figures
    return {"stat_time": at, **msgspec.to_builtins(figures)}
