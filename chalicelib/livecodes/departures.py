"""What a live code makes of whoever is behind it: who has left or was suspended is not shown, and comes back by itself.

Whether somebody is shown follows from the directory at each reading, so no write and no lane lies between a departure
and the page. What is written is for operators: the problem in the list of codes, and a message to the owners.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import msgspec

from chalicelib.access import service as access
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import SHANGHAI, Moment, moment
from chalicelib.core.ops import log
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage import retry
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import rules, seeing, store, way_rows
from chalicelib.livecodes.errands import PrepareLiveCode, TellOwners
from chalicelib.livecodes.errors import LiveCodeChanged, StaffAway
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Known, Terms
from chalicelib.livecodes.states import Standing
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.staff import service as staff
from chalicelib.staff.facts import StaffAppeared, StaffLeft, StaffRenamed, StaffSuspended

# A message that comes later tells nobody anything new, and within this time WeCom drops what it delivered before.
WORTH_TELLING = timedelta(days=2)
AWAY = StaffAway.__name__


def seen(ctx: Ctx, known: Known) -> Known:
    """A live code with what is known now of its staff. 0 reads warm, else 0.5 RU for each of them in one call."""
    people = staff.some(ctx, [way.userid for way in known.ways])
    ways = []
    for way in known.ways:
        person = people[way.userid]
        problem = way.problem if person.is_able else _problem(ctx, way.userid, person.since or ctx.at)
        ways.append(msgspec.structs.replace(way, is_paused=not person.is_able, problem=problem))
    return msgspec.structs.replace(known, ways=tuple(ways))


def _problem(ctx: Ctx, userid: UserId, at: Moment) -> Problem:
    return msgspec.structs.replace(problem_of(ctx, StaffAway(userid), Remedy.EDIT, userid), at=at)


def away(ctx: Ctx, fact: Fact[StaffLeft] | Fact[StaffSuspended]) -> None:
    """After somebody left or was suspended: their codes say so, and the owners are told. 1 WU for each code."""
    codes = _behind(ctx, fact.data.staff)
    if staff.now(ctx, fact.data.staff).is_able:
        return  # they were back before this was followed
    for code in codes:
        store.tell_ways(ctx, code, _problem(ctx, fact.data.staff, fact.at))
    if codes or isinstance(fact.data, StaffLeft):
        send(ctx, TellOwners(staff=fact.data.staff, at=fact.at, has_left=isinstance(fact.data, StaffLeft)))


def back(ctx: Ctx, fact: Fact[StaffAppeared]) -> None:
    """After somebody came, or came back: their codes have that problem no more. 1 WU for each code."""
    for code in way_rows.codes_of(ctx, fact.data.staff):
        store.no_longer_away(ctx, code, fact.data.staff, AWAY)


def renamed(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: contact ways go on under the new one. 4 WU +2 listed for each."""
    new = staff.now_called(ctx, fact.data.staff)
    for code in way_rows.codes_of(ctx, fact.data.former) if new != fact.data.former else ():
        rename = partial(store.rename_staff, ctx, code, fact.data.former, new)
        if retry.on_collision(rename, (LiveCodeChanged, Refused)):
            send(ctx, PrepareLiveCode(code=code))


def _behind(ctx: Ctx, userid: UserId) -> dict[LiveCode, str]:
    """The live codes that somebody is behind now, with their names. 0.5 RU for each that they ever were behind."""
    there = store.some(ctx, way_rows.codes_of(ctx, userid))
    return {code: terms.name for code, terms in there.items() if userid in terms.userids}


def tell_owners(ctx: Ctx, errand: TellOwners) -> None:
    """Tell the owners who is away, and which codes show them no more. Safe to repeat: WeCom drops the same message."""
    if ctx.now - moment(errand.at) > WORTH_TELLING:
        return
    owners = [owner for owner in access.owners(ctx) if owner != errand.staff and staff.known(ctx, owner).is_able]
    if not owners:
        return
    names = names_of(ctx, errand.staff)
    at = moment(errand.at).astimezone(SHANGHAI).strftime("%m-%d %H:%M")
    name = staff.known(ctx, errand.staff).name
    text = rules.told_of_departure(name, errand.staff, at, names, has_left=errand.has_left)
    mass.send_to_staff(ctx, owners, Message(msgtype="text", text=Text(without_braces(text))))
    log.info("owners told of a departure", corp=ctx.corp, count=len(names), cause=ctx.cause)


def _in_hand(ctx: Ctx, userid: UserId) -> dict[LiveCode, Terms]:
    """Those that show somebody, or would when they are resumed: what is archived shows nobody."""
    there = store.some(ctx, way_rows.codes_of(ctx, userid))
    return {
        code: terms for code, terms in there.items() if userid in terms.userids and terms.state is not Standing.ARCHIVED
    }


def names_of(ctx: Ctx, userid: UserId) -> list[str]:
    """The names of the live codes that show somebody. 0.5 RU each, by an index that is a moment behind."""
    return [terms.name for terms in _in_hand(ctx, userid).values()]


def naming(ctx: Ctx, userid: UserId) -> list[str]:
    """Of those, whose welcome says the name of whoever stands behind it in so many words. 0.5 RU each."""
    name = staff.known(ctx, userid).name
    return sorted(terms.name for terms in _in_hand(ctx, userid).values() if rules.says(terms, name))


def is_naming(ctx: Ctx, code: LiveCode, userid: UserId) -> bool:
    """Whether what a live code says names somebody, who may stand behind it no more. 0.5 RU."""
    terms = store.some(ctx, [code]).get(code)
    return terms is not None and rules.says(terms, staff.known(ctx, userid).name)


def codes_of(ctx: Ctx, userid: UserId) -> list[LiveCode]:
    """The same by code, in order."""
    return sorted(_in_hand(ctx, userid))


def hand_over(ctx: Ctx, code: LiveCode, former: UserId, takers: Mapping[UserId, int]) -> bool:
    """Others stand behind a live code in the place of one who goes; False when they do already, or it is over.

    takers: by userid, with their share. What the customer scans stays as it is. Safe to repeat and to race with an
    editor: it is decided anew on what they wrote. 2 WU +2 listed, 2 WU +1 for each of the staff who is news.
    """

    def once() -> bool:
        known = seeing.now(ctx, code)
        was = known.terms
        if former not in was.userids or was.state is Standing.ARCHIVED:
            return False
        wanted = msgspec.structs.replace(was, staff=rules.handed_over(was.staff, former, takers))
        store.edit(ctx, known, wanted, rules.difference(ctx.at, was, wanted))
        return True

    is_done = retry.on_collision(once, LiveCodeChanged)
    seeing.forget(ctx, code)
    return is_done
