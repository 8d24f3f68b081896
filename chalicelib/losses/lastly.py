"""What a customer was sent last before a friendship ended, as far as we know: looked up once, when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from chalicelib.audience import service as audience
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.losses.states import Said, Sending
from chalicelib.losses.store import Sent
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.touches import service as touches

# What came before is no reason any more; posts are looked up by the day, and a month of them is read.
WITHIN = timedelta(days=31)
NEWEST = 50


def _of_side_bar(data: Any) -> tuple[Sending, str]:
    return (Sending.COUPON, data.coupon_template) if data.coupon_template else (Sending.CONTENT, data.content)


# Facts of these kinds: how it was said, and what was sent. By their names: the side bar's room knows this one.
SENDINGS: Mapping[str, tuple[Said, Callable[[Any], tuple[Sending, str]]]] = {
    "welcome.sent": (Said.WELCOME, lambda data: (Sending.WELCOME, data.code)),
    "script.used": (Said.SCRIPT, lambda data: (Sending.CONTENT, data.content)),
    "sidebar.taken": (Said.SIDE_BAR, _of_side_bar),
}


def sent(ctx: Ctx, member_id: MemberId, staff: UserId, until: Moment) -> Sent | None:
    """What that member of staff, or a post, wrote to them last until then; None where nothing is known.

    0.5 RU per 4 KB of the newest of their facts, 2 RU for who they are, and what `touches.last` costs.
    """
    since = iso(moment(until) - WITHIN)
    by_staff = _by_staff(ctx, member_id, staff, since, until)
    # A post of before that is not looked for.
    return _by_post(ctx, member_id, by_staff.at if by_staff else since, until) or by_staff


def _by_staff(ctx: Ctx, member_id: MemberId, staff: UserId, since: Moment, until: Moment) -> Sent | None:
    for fact in facts.timeline(ctx, f"member#{member_id}", NEWEST, "").items:
        if fact.kind in SENDINGS and since <= fact.at <= until and getattr(fact.data, "staff", "") == staff:
            said, what = SENDINGS[fact.kind]
            sending, about = what(fact.data)
            return Sent(said=said, sending=sending, at=fact.at, about=about)
    return None


def _by_post(ctx: Ctx, member_id: MemberId, since: Moment, until: Moment) -> Sent | None:
    standing = members.standing(ctx, member_id)
    if standing is None:
        return None
    origin = touches.last(ctx, audience.part_of(member_id), standing.external_userid, since, until)
    return Sent(said=Said.POST, sending=Sending.POST, at=origin.at, about=origin.id) if origin else None
