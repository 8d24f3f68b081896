"""What a group-buy's rows say has happened."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def activity(row: Any) -> list[Told]:
    """An activity was created."""
    data = {"activity_id": row.activity_id, "name": row.name, "stock": int(row.stock)}
    subject = f"groupbuy#{row.activity_id}"
    return [old_told(kind="groupbuy.created", subject=subject, data=data, at=row.created_at)]


def session(row: Any) -> list[Told]:
    """A team was opened; a seat was paid; all were (it succeeded), or its time was over before (it failed)."""
    data = {"session_id": row.session_id, "activity_id": row.activity_id, "size": int(row.size)}
    subject = f"groupbuy_team#{row.session_id}"
    told = [old_told(kind="team.opened", subject=subject, data={**data, "leader": row.leader}, at=row.opened_at)]
    paid = {member: seat for member, seat in row.seats.as_dict().items() if "paid_at" in seat}
    for member, seat in sorted(paid.items()):
        seated = {**data, "member_id": member, "order_id": seat["order"], "ref": seat["ref"]}
        # Until the team is over its member may leave, and then the row no longer says so.
        over = bool(row.failed_at) or len(paid) == int(row.size)
        one = old_told(
            kind="seat.paid", subject=subject, data=seated, at=seat["paid_at"], mark=seat["order"], lasting=over
        )
        told.append(one)
    if len(paid) == int(row.size):
        last = max(seat["paid_at"] for seat in paid.values())
        told.append(old_told(kind="team.succeeded", subject=subject, data=data, at=last))
    if row.failed_at:
        told.append(old_told(kind="team.failed", subject=subject, data=data, at=row.failed_at))
    return told
