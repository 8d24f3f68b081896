"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.content.facts import ContentRecalled
from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnEvent, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.livecodes import changes, departures, importing, printing, renewing, service, tags, visits, ways
from chalicelib.livecodes.errands import DropTags, EndWays, PrepareLiveCode, TellOwners
from chalicelib.livecodes.facts import LiveCodeCreated, LiveCodeEdited, LiveCodeMoved
from chalicelib.livecodes.jobs import ImportLiveCodes, PrintLiveCodes
from chalicelib.livecodes.store import LiveCodeRow
from chalicelib.livecodes.way_rows import WayRow
from chalicelib.livecodes.welcome_rows import WelcomeRow
from chalicelib.members.facts import StaffAdded
from chalicelib.staff.facts import DirectoryReconciled, StaffAppeared, StaffLeft, StaffRenamed, StaffSuspended

FLOWS: tuple[Line, ...] = (
    OnEvent("change_external_contact/add_external_contact", service.greet, urgent=True),
    OnEvent("change_external_contact/add_half_external_contact", service.greet, urgent=True),
    OnChange(LiveCodeRow, changes.live_code),
    OnChange(WayRow, changes.contact_way),
    OnChange(WelcomeRow, changes.welcome),
    OnFact(LiveCodeCreated, ways.prepare_later, Lane.PEOPLE),
    OnFact(LiveCodeCreated, visits.count_at_night, Lane.PEOPLE),
    OnFact(LiveCodeEdited, ways.prepare_later, Lane.PEOPLE),
    OnFact(LiveCodeMoved, ways.prepare_later, Lane.PEOPLE),
    OnFact(ContentRecalled, renewing.recalled, Lane.PEOPLE),
    OnFact(StaffAdded, service.give_coupon, Lane.PROMISE),
    OnFact(StaffAdded, service.read_profile_later, Lane.PEOPLE),
    OnErrand(PrepareLiveCode, ways.prepare),
    OnErrand(EndWays, ways.end),
    OnFact(StaffLeft, departures.away, Lane.PEOPLE),
    OnFact(StaffSuspended, departures.away, Lane.PEOPLE),
    OnFact(StaffAppeared, departures.back, Lane.PEOPLE),
    OnFact(StaffRenamed, departures.renamed, Lane.PEOPLE),
    OnErrand(TellOwners, departures.tell_owners),
    OnEvent("change_external_tag/delete", tags.deleted),
    OnFact(DirectoryReconciled, tags.look_again, Lane.PEOPLE),
    OnErrand(DropTags, tags.drop),
    OnJob(ImportLiveCodes, importing.step),
    OnJob(PrintLiveCodes, printing.step),
)
