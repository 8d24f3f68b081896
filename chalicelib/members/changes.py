"""What a change of a member's rows says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.facts import Told


def member(old: Any, new: Any) -> list[Told]:
    """A member was met; or an earlier source of theirs became known."""
    if new is None:
        return []
    data = {"state": new.first_state, "userid": new.first_userid, "first_at": new.first_at}
    subject = f"member#{new.member_id}"
    if old is None:
        return [Told(kind="member.joined", subject=subject, data=data, at=new.first_at, mark="joined")]
    if old.first_at != new.first_at or old.first_userid != new.first_userid:
        return [Told(kind="member.source_corrected", subject=subject, data=data)]
    return []


def relation(old: Any, new: Any) -> list[Told]:
    """Staff was added or lost, once per event however often it came; tags changed."""
    if new is None:
        return []
    added = sorted((new.adds or set()) - ((old.adds if old else None) or set()))
    lost = sorted((new.losses or set()) - ((old.losses if old else None) or set()))
    told = [_added(new, entry) for entry in added] + [_lost(new, entry) for entry in lost]
    tags = list(new.tags or [])
    if tags != list((old.tags if old else None) or []):
        data = {"userid": new.userid, "tags": tags}
        told.append(Told(kind="member.tagged", subject=f"member#{new.member_id}", data=data))
    return told


def _added(row: Any, entry: str) -> Told:
    at, how, state = entry.split("|", 2)
    data = {"userid": row.userid, "external_userid": row.external_userid, "how": how, "state": state}
    return Told(kind="staff.added", subject=f"member#{row.member_id}", data=data, at=at, mark=entry)


def _lost(row: Any, entry: str) -> Told:
    at, by = entry.split("|", 1)
    data = {"userid": row.userid, "external_userid": row.external_userid, "by": by}
    return Told(kind="staff.lost", subject=f"member#{row.member_id}", data=data, at=at, mark=entry)
