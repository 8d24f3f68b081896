"""What the doors of losses take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import PageQuery, Seen
from chalicelib.core.ids import NOBODY, StoreId
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands, Person
from chalicelib.losses.states import Alert, Said, Sending
from chalicelib.members.shapes import MemberNamed
from chalicelib.members.states import LostBy

LOSS_ALERTS = Thing("loss_alerts", "流失提醒设置", "loss alerts")


class LossAlerts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is told of losses when. deletions: so many customers that one member of staff deletes on a day ring the
    alarm; 0 for none. revision: of those that were seen; with null they are set over whatever there is.
    """

    alert: Alert = Alert.DAILY
    deletions: Annotated[int, Meta(ge=0, le=10_000)] = 20
    revision: Seen | None = None


class LossAlertsShown(Hands, frozen=True, kw_only=True):
    """The same, with who set it. revision: grows each time; 0 while nobody has."""

    alert: Alert
    deletions: int
    revision: int


class LossQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which losses, the newest first; all that is given must hold.

    staff: whose; store: at whose; by: who ended the friendship; code: the live code of the member's first join. since,
    until: days in Shanghai, both included. A page may hold fewer than `limit` although more follow.
    """

    staff: given.StaffOrNone = NOBODY
    store: Annotated[str, Meta(max_length=40)] = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    by: LostBy | None = None
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class LastMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer was sent last before. sending: what it was; about: the id of the live code, content, coupon or
    post; name: what that is called, '' for what is there no more.
    """

    said: Said
    at: Moment
    sending: Sending
    about: str
    name: str


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """A friendship that ended. days_kept: how many whole days it lasted, null where no add of before is known: then the
    other had left already. back_at: since when they are friends again, null while they are not.

    first_code, first_code_name: the live code of the member's first join, '' for none. last_message: null where nothing
    is known of the 31 days before. problem: many were deleted.
    """

    member: MemberNamed
    staff: Person
    store_id: StoreId
    store: str
    at: Moment
    by: LostBy
    days_kept: int | None
    back_at: Moment | None
    first_code: str
    first_code_name: str
    last_message: LastMessage | None
    problem: Problem | None = None
