"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnEvent, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.members import changes, finding, renames, service, tagged
from chalicelib.members.errands import ReadProfile, TakeTagsAlong
from chalicelib.members.facts import MemberSourceCorrected, StaffLost
from chalicelib.members.jobs import FollowRename, TagMembers
from chalicelib.members.note_rows import UnmaskingRow
from chalicelib.members.store import MemberRow, RefusalRow, RelationRow
from chalicelib.staff.facts import StaffRenamed

CONTACT = "change_external_contact"

FLOWS: tuple[Line, ...] = (
    # That the relation knows of the add is written by livecodes.greet, before the welcome, whose fence it is.
    OnEvent(f"{CONTACT}/add_external_contact", service.met),
    OnEvent(service.HALF_ADDED, service.met),
    OnEvent(f"{CONTACT}/edit_external_contact", service.read_profile_again),
    OnEvent(f"{CONTACT}/del_external_contact", service.let_go),
    OnEvent(f"{CONTACT}/del_follow_user", service.left),
    OnChange(MemberRow, changes.member),
    OnChange(RelationRow, changes.relation),
    OnChange(RefusalRow, changes.refusal),
    OnChange(UnmaskingRow, changes.unmasking),
    OnFact(MemberSourceCorrected, finding.index_again, Lane.PEOPLE),
    OnFact(StaffLost, finding.index_after_loss, Lane.PEOPLE),
    OnErrand(ReadProfile, service.read_profile),
    OnErrand(TakeTagsAlong, service.take_tags_along),
    OnFact(StaffRenamed, renames.begin, Lane.PEOPLE),
    OnJob(FollowRename, renames.step),
    OnJob(TagMembers, tagged.step),
)
