"""What a member's rows say, and with it what a change of them says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def member(row: Any) -> list[Told]:
    """A member was met, with the source known then; perhaps an earlier source became known since."""
    subject = f"member#{row.member_id}"
    met = {"state": row.met_state, "userid": row.met_userid}
    first = {"state": row.first_state, "userid": row.first_userid}
    told = [old_told(kind="member.joined", subject=subject, data=met, at=row.met_at)]
    if (row.first_at, first) != (row.met_at, met):
        mark = f"{row.first_at}|{row.first_userid}"
        told.append(old_told(kind="member.source_corrected", subject=subject, data=first, at=row.first_at, mark=mark))
    return told


def relation(row: Any) -> list[Told]:
    """Staff was added or lost, once per event however often it came; the tags as they are."""
    told = [_added(row, entry) for entry in sorted(row.adds or set())]
    told += [_lost(row, entry) for entry in sorted(row.losses or set())]
    return [*told, _tagged(row)] if row.tags_at else told


def _tagged(row: Any) -> Told:
    data = {"userid": row.userid, "tags": list(row.tags)}
    mark = "|".join(row.tags)
    subject = f"member#{row.member_id}"
    return old_told(kind="member.tagged", subject=subject, data=data, at=row.tags_at, mark=mark, lasting=False)


def _added(row: Any, entry: str) -> Told:
    at, how, state = entry.split("|", 2)
    data = {"userid": row.userid, "external_userid": row.external_userid, "how": how, "state": state}
    return old_told(kind="staff.added", subject=f"member#{row.member_id}", data=data, at=at, mark=entry)


def _lost(row: Any, entry: str) -> Told:
    at, by = entry.split("|", 1)
    data = {"userid": row.userid, "external_userid": row.external_userid, "by": by}
    return old_told(kind="staff.lost", subject=f"member#{row.member_id}", data=data, at=at, mark=entry)


def refusal(row: Any) -> list[Told]:
    """What was said last about posts: by the member, and by an operator."""
    subject = f"member#{row.member_id}"
    told = []
    if row.refuses_at:
        kind = "member.refused_posts" if row.refuses else "member.accepted_posts"
        told.append(
            old_told(kind=kind, subject=subject, data={}, at=row.refuses_at, mark=row.refuses_at, lasting=False)
        )
    if row.blocked_at:
        kind, data = "member.blocked" if row.blocked else "member.unblocked", {"reason": row.reason or ""}
        told.append(
            old_told(kind=kind, subject=subject, data=data, at=row.blocked_at, mark=row.blocked_at, lasting=False)
        )
    return told
