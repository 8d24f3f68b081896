"""From a loss to who is told of it: counted together with what comes within two minutes, exact whatever comes twice.

A loss is one row, and beside it a day's row waits to be looked at. Whoever looks counts the rows and says so under the
condition that nothing was heard since; what is told hangs on that write. So a thousand losses at once are one count,
one message and one alarm, and a repeat of any of them is none.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from chalicelib.access import service as access
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, iso, moment, shanghai_day
from chalicelib.core.ops import log
from chalicelib.core.storage import retry
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.losses import lastly, rules, store
from chalicelib.losses.errands import TellOfADay, TellOfDeletions, TellOfLosses
from chalicelib.losses.facts import DeletionsAlarmed, LossesCounted
from chalicelib.losses.states import Alert
from chalicelib.members.facts import StaffLost
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.staff import service as people
from chalicelib.stores import service as stores
from chalicelib.touches import service as touches

# Of losses one by one nobody is told more often on a day, whatever they run; the list has the rest.
MOST_A_DAY = 20
AT_ONCE = 50


def note(ctx: Ctx, fact: Fact[StaffLost]) -> None:
    """After a friendship ended, but by a handing over: it is a loss. Safe to repeat. 2 WU +2 listed +1 due, and what
    `lastly.sent` costs.
    """
    data, day = fact.data, shanghai_day(moment(fact.at))
    if data.by not in rules.LOST:
        return
    last = lastly.sent(ctx, data.member, data.staff, fact.at)
    store.note(ctx, data.member, data.staff, fact.at, data.by, day, stores.where(ctx, data.staff), last)
    if ctx.now - moment(fact.at) <= rules.WORTH_TELLING:
        store.hear(ctx, data.staff, day)


def look(ctx: Ctx, waiting: Due) -> None:
    """Losses were heard of: count them, and say what follows. Safe to repeat and to race. 2 RU and 1 RU for 12 of them,
    1 WU +1 due.
    """
    retry.on_collision(lambda: _look(ctx, waiting), Refused)


def _look(ctx: Ctx, waiting: Due) -> None:
    row = store.day_of(waiting)
    if row is None or row.due_at != waiting.due_at:
        return
    settings = store.alerts(ctx)
    losses = [one.by for one in store.of_day(row)]
    seen = rules.counted(losses, settings.alert, settings.deletions, told=row.told, has_rung=bool(row.alarmed_at))
    opens, until = touches.opens(ctx), NEVER
    if opens > ctx.now and seen.told > row.told:  # the alarm does not wait for the morning, what each is told of does
        seen, until = msgspec.structs.replace(seen, told=row.told), iso(opens)
    if settings.alert is Alert.DAILY:
        store.digest_at(ctx, row.day, iso(rules.morning_after(row.day)))
    store.counted(ctx, row, seen, until)


def tell_later(ctx: Ctx, fact: Fact[LossesCounted]) -> None:
    """After a count: tell of it."""
    data = fact.data
    send(ctx, TellOfLosses(staff=data.staff, day=data.day, losses=data.losses, deletions=data.deletions))


def alarm_later(ctx: Ctx, fact: Fact[DeletionsAlarmed]) -> None:
    """After the alarm rang: tell of it."""
    send(ctx, TellOfDeletions(staff=fact.data.staff, day=fact.data.day, deletions=fact.data.deletions))


def tell(ctx: Ctx, errand: TellOfLosses) -> None:
    """Tell the member of staff and who runs their store. Safe to repeat: WeCom drops the same message.

    Each of them reads at most 20 such messages a day. 1 WU each.
    """
    text = rules.told_of(_called(ctx, errand.staff), errand.day, errand.losses, errand.deletions)
    them = (errand.staff, *_managers(ctx, errand.staff))
    _send(ctx, [one for one in them if store.has_room(ctx, one, errand.day, MOST_A_DAY)], text)


def alarm(ctx: Ctx, errand: TellOfDeletions) -> None:
    """Tell the owners and who runs the store, also in quiet hours. Safe to repeat: WeCom drops the same message."""
    text = rules.alarm_of(_called(ctx, errand.staff), errand.day, errand.deletions)
    them = dict.fromkeys([*access.owners(ctx), *_managers(ctx, errand.staff)])
    _send(ctx, [one for one in them if one != errand.staff], text)


def morning(ctx: Ctx, waiting: Due) -> None:
    """A day's losses are to be told of; in quiet hours when they end. Safe to repeat. 1 RU, 1 WU +1 due."""
    row = store.digest_of(waiting)
    if row is None or row.due_at != waiting.due_at:
        return
    opens = touches.opens(ctx)
    with suppress(Refused):  # another tick was first
        if opens > ctx.now:
            store.digest_later(ctx, waiting, row.day, iso(opens))
            return
        send(ctx, TellOfADay(day=row.day))
        store.digested(ctx, waiting)


def digest(ctx: Ctx, errand: TellOfADay) -> None:
    """Tell the next 50 of the staff of their losses, then who runs their stores and the owners, one message each.

    Safe to repeat: WeCom drops the same message.
    """
    page = store.days(ctx, errand.day, AT_ONCE, errand.after)
    for row in page.items:
        _send(ctx, [row.staff], rules.told_of("您", row.day, row.losses, row.deletions))
    if page.cursor:
        send(ctx, TellOfADay(day=errand.day, after=page.cursor))
        return
    theirs: dict[UserId, list[tuple[str, int, int]]] = {}
    for row in store.all_of_a_day(ctx, errand.day):
        for one in _managers(ctx, row.staff):
            theirs.setdefault(one, []).append((_called(ctx, row.staff), row.losses, row.deletions))
    for manager, lines in theirs.items():
        _send(ctx, [manager], rules.digest_of(errand.day, lines))


def _managers(ctx: Ctx, staff: UserId) -> list[UserId]:
    """Who runs the stores that somebody works at; where nobody does, the owners."""
    at = stores.stores_of(ctx, staff)
    them = [line.manager for line in stores.every(ctx) if line.store_id in at and line.manager] if at else []
    return [one for one in dict.fromkeys(them or access.owners(ctx)) if one != staff]


def _called(ctx: Ctx, staff: UserId) -> str:
    return people.name_of(ctx, staff) or staff


def _send(ctx: Ctx, them: list[UserId], text: str) -> None:
    """To those of them who can read it. What WeCom will not send is logged: it stands in the list all the same."""
    able = [one for one in them if people.now(ctx, one).is_able]
    if not able:
        return
    try:
        mass.send_to_staff(ctx, able, Message(msgtype="text", text=Text(without_braces(text))))
    except WeComRefused as refused:
        if refused.outlook is Outlook.AGAIN:
            raise
        log.warning("loss not told", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
