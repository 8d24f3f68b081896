"""What the rows of live codes say, and with it what a change of them says."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.livecodes.facts import ContactWayMade, LiveCodeCreated, WelcomeMissed, WelcomeSent
from chalicelib.livecodes.states import ARRIVED
from chalicelib.livecodes.store import LiveCodeRow, WayRow, WelcomeRow


def live_code(row: LiveCodeRow) -> list[Told]:
    """A live code was created."""
    data = LiveCodeCreated(code=row.code, name=row.name)
    return [Told(data=data, subject=f"live_code#{row.code}", at=row.created_at)]


def contact_way(row: WayRow) -> list[Told]:
    """WeCom made a contact way."""
    if not row.config_id or row.moved_from:
        return []
    data = ContactWayMade(code=row.code, staff=row.userid)
    return [Told(data=data, subject=f"live_code#{row.code}", mark=row.userid, at=row.made_at)]


def welcome(row: WelcomeRow) -> list[Told]:
    """A welcome came to its end: sent, or why not."""
    kind = WelcomeSent if row.outcome in ARRIVED else WelcomeMissed
    data = kind(
        code=row.code,
        member=row.member_id,
        staff=row.userid,
        outcome=row.outcome,
        received_at=row.received_at,
        left_out=row.left_out,
    )
    return [Told(data=data, subject=f"member#{row.member_id}", at=row.ended_at, mark=row.sk)]
