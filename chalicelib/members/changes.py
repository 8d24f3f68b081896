"""What a member's rows say, and with it what a change of them says."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.members import rules
from chalicelib.members.facts import (
    FriendRenamed,
    MemberAcceptedPosts,
    MemberBlocked,
    MemberJoined,
    MemberRefusedPosts,
    MemberSourceCorrected,
    MemberTagged,
    MemberUnblocked,
    MemberUnmasked,
    StaffAdded,
    StaffLost,
)
from chalicelib.members.note_rows import UnmaskingRow
from chalicelib.members.store import MemberRow, RefusalRow, RelationRow


def member(row: MemberRow) -> list[Told]:
    """A member was met, with the source known then; perhaps an earlier source became known since."""
    subject = f"member#{row.member_id}"
    met = MemberJoined(member=row.member_id, code=row.met_state, staff=row.met_userid, store=row.met_store)
    facts = [Told(data=met, subject=subject, at=row.met_at)]
    if (row.first_at, row.first_state, row.first_userid) != (row.met_at, row.met_state, row.met_userid):
        first = MemberSourceCorrected(
            member=row.member_id, code=row.first_state, staff=row.first_userid, store=row.first_store
        )
        facts.append(Told(data=first, subject=subject, at=row.first_at, mark=f"{row.first_at}|{row.first_userid}"))
    return facts


def relation(row: RelationRow) -> list[Told]:
    """Staff was added or lost, once per event however often it came; the tags as they are; a new userid.

    What was told under a former userid is not told again.
    """
    subject = f"member#{row.member_id}"
    facts = [
        Told(
            data=StaffAdded(member=row.member_id, code=add.state, staff=row.userid, store=add.store, how=add.how),
            subject=subject,
            at=add.at,
            mark=rules.add_entry(add.at, add.how, add.state),
        )
        for add in rules.told_adds(row.adds)
        if add.entry not in (row.inherited or ())
    ]
    facts += [
        Told(
            data=StaffLost(member=row.member_id, staff=row.userid, by=loss.by),
            subject=subject,
            at=loss.at,
            mark=rules.loss_entry(loss.at, loss.by),
        )
        for loss in rules.told_losses(row.adds, row.losses)
        if rules.loss_entry(loss.at, loss.by) not in (row.inherited or ())
    ]
    if row.moved_to:
        renamed = FriendRenamed(member=row.member_id, staff=row.moved_to, former=row.userid)
        return [*facts, Told(data=renamed, subject=subject, at=row.moved_at, mark=row.moved_to)]
    return [*facts, _tagged(row)] if row.tags_at else facts


def _tagged(row: RelationRow) -> Told:
    data = MemberTagged(member=row.member_id, staff=row.userid, tags=tuple(row.tags))
    subject = f"member#{row.member_id}"
    return Told(data=data, subject=subject, at=row.tags_at, mark="|".join(row.tags), lasting=False)


def refusal(row: RefusalRow) -> list[Told]:
    """What was said last about posts: by the member, and by an operator."""
    subject = f"member#{row.member_id}"
    facts = []
    if row.refuses_at:
        own_word = (MemberRefusedPosts if row.refuses else MemberAcceptedPosts)(member=row.member_id)
        facts.append(Told(data=own_word, subject=subject, at=row.refuses_at, mark=row.refuses_at, lasting=False))
    if row.blocked_at:
        their_word = (MemberBlocked if row.blocked else MemberUnblocked)(member=row.member_id)
        facts.append(Told(data=their_word, subject=subject, at=row.blocked_at, mark=row.blocked_at, lasting=False))
    return facts


def unmasking(row: UnmaskingRow) -> list[Told]:
    """Somebody saw what is hidden."""
    return [Told(data=MemberUnmasked(member=row.member_id), subject=f"member#{row.member_id}", at=row.unmasked_at)]
