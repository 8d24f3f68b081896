"""Rows of losses: each loss with others of that member of staff and day, what was told of them, and the settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day, Moment, iso
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.kept import Kept, keep
from chalicelib.core.storage.lists import Page, Within, children, page_by_parent, parent_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key, put_new
from chalicelib.losses.rules import Counted
from chalicelib.losses.shapes import LOSS_ALERTS, LossAlerts
from chalicelib.losses.states import Alert, Said, Sending
from chalicelib.members.ids import MemberId
from chalicelib.members.states import LostBy

SELF = "-"
LOSSES, DAYS = "loss_look", "loss_day"
# What comes within it is counted, and told, together.
GATHERED = timedelta(minutes=2)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer was sent last before a friendship ended. about: see LastMessage."""

    said: Said
    sending: Sending
    at: Moment
    about: str


class LossRow(Row, discriminator="loss"):
    """A friendship that ended; what else there is to say of it follows from the friendship as it is known now."""

    keys = Keys(
        pk="losses#<staff>#<day>",
        sk="loss#<at>#<by>#<member>",
        parent="losses#<shard>",
        place="<at>#<member>#<staff>",
    )

    member_id = IdAttribute[MemberId]()
    staff = IdAttribute[UserId]()
    store_id = IdAttribute[StoreId](default=StoreId(""))
    by = EnumAttribute(LostBy)
    at = MomentAttribute()
    day = IdAttribute[Day]()
    last = StructAttribute(Sent, null=True)


class LossDayRow(Row, discriminator="loss_day"):
    """What was counted of a member of staff and a day, and told. It waits in the due index while losses are uncounted.

    heard: grows with each loss that is noted, however often, so that none slips in between a count and its writing.
    losses, deletions: as counted last. told: of how many losses each was told, and of how many deletions among them,
    the last time at told_at. alarmed_at, alarmed: when the alarm rang, and at how many deletions.
    """

    keys = Keys(pk="losses#<staff>#<day>", sk=SELF, parent="loss_days", place="<day>#<staff>", due=LOSSES)

    staff = IdAttribute[UserId]()
    day = IdAttribute[Day]()
    heard = IntAttribute(default=0)
    losses = IntAttribute(default=0)
    deletions = IntAttribute(default=0)
    told = IntAttribute(default=0)
    told_deletions = IntAttribute(default=0)
    told_at = MomentAttribute(null=True)
    alarmed_at = MomentAttribute(null=True)
    alarmed = IntAttribute(default=0)


class LossesToldRow(Row, discriminator="losses_told"):
    """How many messages about single losses somebody was sent on a day."""

    keys = Keys(pk="losses_told#<userid>#<day>", sk=SELF)

    messages = IntAttribute()


class LossDigestRow(Row, discriminator="loss_digest"):
    """The staff are to be told of the losses of a day, the morning after."""

    keys = Keys(pk="loss_digest#<day>", sk=SELF, due=DAYS)

    day = IdAttribute[Day]()


class LossAlertsRow(Kept, discriminator="loss_alerts"):
    """Who is told of losses when."""

    keys = Keys(pk="loss_alerts", sk=SELF)
    audited = Audited(thing=LOSS_ALERTS, shows=("alert", "deletions"))

    alert = EnumAttribute(Alert, default=Alert.DAILY)
    deletions = IntAttribute(default=20)


def _pk(ctx: Ctx, staff: UserId, day: Day) -> str:
    return key(ctx, "losses", staff, day)


def note(
    ctx: Ctx, member_id: MemberId, staff: UserId, at: Moment, by: LostBy, day: Day, store_id: StoreId, last: Sent | None
) -> None:
    """A loss, once however often it is told. 1 WU +1 listed."""
    row = LossRow(_pk(ctx, staff, day), f"loss#{at}#{by}#{member_id}")
    row.member_id, row.staff, row.store_id, row.by, row.at, row.day = member_id, staff, store_id, by, at, day
    row.last = last
    row.parent, row.place = parent_of(LossRow, key(ctx, "losses"), member_id), f"{at}#{member_id}#{staff}"
    try:
        put_new(ctx, row)
    except Refused:
        return  # noted before


def hear(ctx: Ctx, staff: UserId, day: Day) -> None:
    """A loss was noted that may not be counted: it is looked at in a moment. 1 WU +1 listed +1 due."""
    shard, due_at = due.place(ctx, LOSSES, f"{staff}#{day}", iso(ctx.now + GATHERED))
    actions: list[Action] = [
        LossDayRow.kind.set(LossDayRow),
        LossDayRow.staff.set(staff),
        LossDayRow.day.set(day),
        LossDayRow.heard.add(1),
        Row.parent.set(key(ctx, "loss_days")),
        Row.place.set(f"{day}#{staff}"),
        Row.due.set(Row.due | shard),
        Row.due_at.set(Row.due_at | due_at),
    ]
    change(ctx, LossDayRow(_pk(ctx, staff, day), SELF), actions, None)


def day_of(waiting: Due) -> LossDayRow | None:
    """The one whose time has come, read consistently. 1 RU."""
    return get(LossDayRow, waiting.pk, waiting.sk, consistent=True)


def some_days(ctx: Ctx, wanted: Sequence[tuple[UserId, Day]]) -> dict[tuple[UserId, Day], LossDayRow]:
    """What was counted of these staff and days. 0.5 RU each."""
    rows = get_many([(_pk(ctx, staff, day), SELF) for staff, day in dict.fromkeys(wanted)])
    return {(row.staff, row.day): row for row in rows if isinstance(row, LossDayRow)}


def of_day(row: LossDayRow) -> list[LossRow]:
    """The losses of a member of staff and a day, read consistently. 1 RU per 4 KB."""
    return list(children(LossRow, row.pk, "loss#", consistent=True))


def counted(ctx: Ctx, row: LossDayRow, seen: Counted, until: Moment) -> None:
    """All that was heard is counted, and what follows is said. until: when the rest is told, NEVER for no rest.

    1 WU +1 due. Raises Refused when more was heard meanwhile: count again.
    """
    actions: list[Action] = [LossDayRow.losses.set(seen.losses), LossDayRow.deletions.set(seen.deletions)]
    actions += due.at(ctx, LOSSES, f"{row.staff}#{row.day}", until) if until else due.never()
    if seen.told > row.told:
        actions += [LossDayRow.told.set(seen.told), LossDayRow.told_deletions.set(seen.deletions)]
        actions.append(LossDayRow.told_at.set(ctx.at))
    if seen.alarms:
        actions += [LossDayRow.alarmed_at.set(ctx.at), LossDayRow.alarmed.set(seen.deletions)]
    change(ctx, LossDayRow(row.pk, row.sk), actions, (LossDayRow.heard == row.heard) & (Row.due_at == row.due_at))


def has_room(ctx: Ctx, userid: UserId, day: Day, most: int) -> bool:
    """One message more for somebody on a day, of so many at most. 1 WU."""
    row = LossesToldRow(key(ctx, "losses_told", userid, day), SELF)
    actions = [LossesToldRow.kind.set(LossesToldRow), LossesToldRow.messages.add(1)]
    try:
        change(ctx, row, actions, LossesToldRow.messages.does_not_exist() | (LossesToldRow.messages < most))
    except Refused:
        return False
    return True


def digest_at(ctx: Ctx, day: Day, at: Moment) -> None:
    """The losses of a day are told of then. 1 WU +1 due, 1 WU when that was said before."""
    row = LossDigestRow(key(ctx, "loss_digest", day), SELF, day=day)
    row.due, row.due_at = due.place(ctx, DAYS, day, at)
    try:
        put_new(ctx, row)
    except Refused:
        return  # said before


def digest_of(waiting: Due) -> LossDigestRow | None:
    """The one whose time has come, read consistently. 1 RU."""
    return get(LossDigestRow, waiting.pk, waiting.sk, consistent=True)


def digest_later(ctx: Ctx, waiting: Due, day: Day, until: Moment) -> None:
    """They are told later. 1 WU +2 due. Raises Refused when another was first."""
    change(ctx, LossDigestRow(waiting.pk, waiting.sk), due.at(ctx, DAYS, day, until), Row.due_at == waiting.due_at)


def digested(ctx: Ctx, waiting: Due) -> None:
    """They are being told. 1 WU +1 due. Raises Refused when another was first."""
    change(ctx, LossDigestRow(waiting.pk, waiting.sk), due.never(), Row.due_at == waiting.due_at)


def days(ctx: Ctx, day: Day, limit: int, after: str) -> Page[LossDayRow]:
    """Who lost customers on a day, by userid. 0.5 RU per 4 KB of the index, 0.5 RU each."""
    within = Within(f"{day}#", f"{day}#~")
    return page_by_parent(LossDayRow, key(ctx, "loss_days"), limit, after, within=within)


def losses(ctx: Ctx, limit: int, cursor: str, within: Within) -> Page[LossRow]:
    """The corp's losses, the newest first. 0.5 RU per 4 KB of each of 8 parts, 0.5 RU each. within: moments."""
    return page_by_parent(LossRow, key(ctx, "losses"), limit, cursor, newest_first=True, within=within)


def alerts(ctx: Ctx) -> LossAlertsRow:
    """The corp's settings; the default where none were set. 1 RU."""
    pk = key(ctx, "loss_alerts")
    return get(LossAlertsRow, pk, SELF, consistent=True) or LossAlertsRow(pk, SELF)


def set_alerts(ctx: Ctx, wanted: LossAlerts) -> LossAlertsRow:
    """Set them, unless somebody did since they were seen. 1 WU. Raises SettingsChanged."""
    says = [LossAlertsRow.alert.set(wanted.alert), LossAlertsRow.deletions.set(wanted.deletions)]
    return keep(ctx, LossAlertsRow(key(ctx, "loss_alerts"), SELF), says, wanted.revision)


def all_of_a_day(ctx: Ctx, day: Day) -> Iterator[LossDayRow]:
    """All who lost customers on a day. 0.5 RU per 4 KB of the index, 0.5 RU each."""
    after = ""
    while True:
        page = days(ctx, day, 100, after)
        yield from page.items
        after = page.cursor
        if not after:
            return
