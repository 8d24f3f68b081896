"""What the rows of live codes say, and with it what a change of them says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def live_code(row: Any) -> list[Told]:
    """A live code was created."""
    data = {"code": row.code, "name": row.name}
    return [old_told(kind="live_code.created", subject=f"live_code#{row.code}", data=data, at=row.created_at)]


def contact_way(row: Any) -> list[Told]:
    """WeCom made a contact way."""
    if not row.config_id:
        return []
    data = {"code": row.code, "userid": row.userid}
    return [
        old_told(kind="contact_way.made", subject=f"live_code#{row.code}", data=data, mark=row.userid, at=row.made_at)
    ]


def welcome(row: Any) -> list[Told]:
    """A welcome was settled: sent, or why not."""
    if not row.settled_at:
        return []
    kind = "welcome.sent" if row.outcome in ("sent", "already") else "welcome.missed"
    data = {"userid": row.userid, "code": row.code, "outcome": row.outcome, "received_at": row.received_at}
    return [old_told(kind=kind, subject=f"member#{row.member_id}", data=data, at=row.settled_at, mark=row.sk)]
