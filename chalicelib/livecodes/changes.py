"""What the rows of live codes say, and with it what a change of them says."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.livecodes.facts import (
    ContactWayMade,
    LiveCodeCreated,
    LiveCodeEdited,
    LiveCodeMoved,
    WelcomeMissed,
    WelcomeSent,
)
from chalicelib.livecodes.states import ARRIVED
from chalicelib.livecodes.store import LiveCodeRow
from chalicelib.livecodes.way_rows import WayRow
from chalicelib.livecodes.welcome_rows import WelcomeRow


def live_code(row: LiveCodeRow) -> list[Told]:
    """A live code was created, edited last, and moved last."""
    subject = f"live_code#{row.code}"
    found = [Told(data=LiveCodeCreated(code=row.code, name=row.name), subject=subject, at=row.created_at)]
    if row.last_edit:
        edit = row.last_edit
        edited = LiveCodeEdited(
            code=row.code,
            revision=row.revision,
            changed=edit.changed,
            added=edit.added,
            removed=edit.removed,
        )
        found.append(Told(data=edited, subject=subject, at=edit.at, mark=str(row.revision), lasting=False))
    if row.moved_at:
        moved = LiveCodeMoved(code=row.code, state=row.state, was=row.was)
        found.append(
            Told(data=moved, subject=subject, at=row.moved_at, mark=f"{row.moved_at}#{row.state}", lasting=False)
        )
    return found


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
